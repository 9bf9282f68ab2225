"""Measure the product and the machine in one run, and print the table of docs/performance.md.

python -m tests.bench [--sizes 10,50,200,500,1000] [--database sqlite|postgresql] [--quick] [--no-browser]
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..services import chromium
from . import browser, limits, table
from .product import Product, bare, product

SIZES = [0, 10, 50, 200, 500, 1000]
MISSED = 1000
MESSAGE = 1024  # bytes, as an incident has with its first line


def main() -> int:
    """Measure what the command line asks for. Returns 1 if anything was lost, doubled or out of order."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and databases are taken away
    effort = {"samples": 30, "seconds": 2.0} if options.quick else {"samples": 100, "seconds": 5.0}
    with tempfile.TemporaryDirectory() as folder:
        print(table.machine(sys.argv[1:], limits.fsync(Path(folder))), flush=True)
    floor = _floor(options.sizes, effort)
    print(table.bare(floor), flush=True)
    every: list[dict[str, Any]] = []
    for name, redis in [(each, False) for each in options.database] + [(each, True) for each in options.redis]:
        with product(name, redis) as served:
            rows = [_measure(served, size, effort) for size in options.sizes]
            after = {"memory": served.memory(), "verified": served.verify()}
        print(table.product(f"{name}{' and Redis' if redis else ''}", rows, floor, after), flush=True)
        every += rows
    print(table.pages(_pages(options)), table.load(), sep="\n", flush=True)
    return 0 if all(table.sound(row) for row in every) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast is it? How fast could it be?")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=SIZES)
    parser.add_argument("--database", type=lambda text: text.split(","), default=["sqlite", "postgresql"])
    parser.add_argument("--redis", type=lambda text: text.split(",") if text else [], default=["postgresql"])
    parser.add_argument("--quick", action="store_true", help="fewer samples")
    parser.add_argument("--no-browser", action="store_true")
    return parser.parse_args()


def _measure(served: Product, size: int, effort: dict[str, Any]) -> dict[str, Any]:
    more = {"each": 50, "missed": MISSED} if size == 50 else {}
    return play(served.plan(screens=size, **effort, **more))


def _floor(sizes: list[int], effort: dict[str, Any]) -> list[dict[str, Any]]:
    with bare() as port:
        plan = {"port": port, "event": "", "token": "", "reader": "", "size": MESSAGE}
        return [play({**plan, "screens": size, **effort}) for size in sizes if size]


def _pages(options: argparse.Namespace) -> dict[str, Any]:
    if options.no_browser or not chromium():
        return {}
    with product(options.database[0]) as served:
        return browser.page_figures(served, markers=20, missed=MISSED, rounds=2 if options.quick else 5)


def play(plan: dict[str, Any], client: str = "tests.bench.client") -> dict[str, Any]:
    """Let a client process carry out a plan. Returns its findings."""
    command = [sys.executable, "-m", client, json.dumps(plan)]
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
