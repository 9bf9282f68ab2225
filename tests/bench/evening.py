"""Play an evening of twelve hours at a multiple of its speed, and print what reached whom, how soon, and what it cost.

python -m tests.bench.evening [--speed 60] [--hours 12] [--incidents 2000] [--database sqlite|postgresql]
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from typing import Any

from . import table
from .__main__ import MESSAGE, play
from .evening_stage import PHONES
from .product import bare, product

SCREENS = {"reader": 180, "operator": 60, "partner": 60}
HANDOVERS = 6
TARGET = 50.0  # ms, p99 to the last screen
FLAT = 1.0  # MB an hour is what counts as flat
FAULTS = ("lost", "duplicated", "disordered", "unfinished", "behind")


def main() -> int:
    """Print what was measured. Returns 1 if anything was lost, doubled, out of order, refused or not in the chain."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(
        f"`{table.command('tests.bench.evening', sys.argv[1:])}`: {table.surroundings()} {table.load()}\n", flush=True
    )
    floor = _floor(sum(SCREENS.values()) + PHONES)
    with product(options.database, stage=("tests.bench.evening_stage", str(PHONES))) as served:
        plan = {
            "port": served.port, "pid": served.process.pid, "tokens": served.tokens, "incidents": options.incidents,
            "hours": options.hours, "speed": options.speed, "screens": SCREENS, "phones": PHONES,
            "handovers": HANDOVERS,
        }  # fmt: skip
        found = play(plan, "tests.bench.house")
        found["verified"] = served.verify()
    print(_told(found, floor, options), table.load(), sep="\n", flush=True)
    return 0 if _sound(found) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.evening", description=__doc__)
    parser.add_argument("--speed", type=float, default=60)
    parser.add_argument("--hours", type=float, default=12)
    parser.add_argument("--incidents", type=int, default=2000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def _floor(screens: int) -> dict[str, Any]:
    with bare() as port:
        plan = {"port": port, "event": "", "token": "", "reader": "", "size": MESSAGE, "seconds": 0}
        return play({**plan, "screens": screens, "samples": 200})


def _sound(found: dict[str, Any]) -> bool:
    whole = not any(found[fault] for fault in FAULTS) and not found["refused"]
    return whole and not found["verified"].startswith("BROKEN")


def _told(found: dict[str, Any], floor: dict[str, Any], options: argparse.Namespace) -> str:
    rate = found["changes"] / found["took_s"]
    lines = [
        f"{options.database}, {options.hours:g} h at {options.speed:g}x in {found['took_s']} s: "
        f"{found['incidents']} incidents, {found['entries']} lines, {sum(SCREENS.values())} screens, {PHONES} phones, "
        f"{found['handovers']} handovers; {found['changes']} changes ({rate:.1f} a second), "
        f"{found['pushes']} pushes.\n",
        "| | p50 | p99 | most ms | target |",
        "|---|---:|---:|---:|---:|",
        _row("the server's `at` to the last screen of the feed", found["from_at"], _judged(found["from_at"])),
        _row("sent to the last screen of the feed", found["from_send"], _judged(found["from_send"])),
        _row(f"bare broadcast to {floor['screens']} screens", floor["all"]),
        *(_row(f"sent to answered: {what}", figures) for what, figures in found["answered"].items()),
        _row("two acts of a handover, by the pages' forms", found["handed_over"]),
        _row("how late the bench itself was", found["late"]),
        f"\n- Ratio to the bare broadcast: p50 {found['from_send']['p50'] / floor['all']['p50']:.1f}, "
        f"p99 {found['from_send']['p99'] / floor['all']['p99']:.1f}.",
        "- Lost / twice / out of order / not on every screen / screens behind at the end: "
        + " / ".join(str(found[fault]) for fault in FAULTS) + f"; refused: {found['refused'] or 0}.",
        f"- `audit verify`: {found['verified']}.",
        f"- Server's CPU {found['server_cpu']} %, the bench's {found['client_cpu']} %.",
        _memory(found["memory"]),
    ]  # fmt: skip
    return "\n".join(lines)


def _row(name: str, figures: dict[str, float], target: str = "") -> str:
    return f"| {name} | {figures['p50']} | {figures['p99']} | {figures['max']} | {target} |"


def _judged(figures: dict[str, float]) -> str:
    return f"p99 {TARGET:g} {table.met(figures['p99'] <= TARGET)}"


def _memory(points: Sequence[tuple[float, float]]) -> str:
    """Megabytes at each hour, and the straight line through the second half, when every part has been used."""
    hours = " ".join(f"{size:.0f}" for hour, size in points if abs(hour - round(hour)) < 0.01)
    half = [point for point in points if point[0] >= points[-1][0] / 2]
    whole, late = _slope(points), _slope(half)
    flat = table.met(late <= FLAT)
    trend = f"{whole:+.2f} MB an hour, in the second half {late:+.2f}: flat {flat}"
    return f"- Server memory MB at each hour: {hours}; {trend}."


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Least squares."""
    if len(points) < 2:
        return 0.0
    x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
    square = sum((hour - x) ** 2 for hour, _ in points)
    return float(sum((hour - x) * (size - y) for hour, size in points) / square)


if __name__ == "__main__":
    sys.exit(main())
