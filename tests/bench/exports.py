"""What it costs to take an event's log out: seconds and the most memory of each process, by form.

`python -m tests.bench.exports EVENT` measures the event of the instance in EVENTOPS_INSTANCE: each
export is put on its record, as in life.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

FORMS = (
    ("xlsx", "log"), ("csv", "log"), ("geojson", "log"), ("json", "log"), ("pdf", "log"), ("pdf", "report"),
    ("csv", "statistics"),
)  # fmt: skip


def taken(event: str, form: str, what: str, folder: Path) -> tuple[float, dict[str, int], int]:
    """Seconds, the most megabytes of the command and of its workshop, and the size of the file in kilobytes."""
    path = folder / f"{what}.{form}"
    command = [sys.executable, "-m", "eventops.cli", "export", event, "--format", form, "--what", what, "-o", str(path)]
    start = time.monotonic()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ) as process:
        most: dict[str, int] = {}
        watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), most))
        watcher.start()
        if process.wait() != 0:
            raise SystemExit(f"{form} {what} was refused")
        watcher.join()
    return time.monotonic() - start, most, path.stat().st_size // 1024


def _watch(process: psutil.Process, most: dict[str, int]) -> None:
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            each = [("command", process), *(("workshop", child) for child in process.children(recursive=True))]
            for name, one in each:
                most[name] = max(most.get(name, 0), one.memory_info().rss // 1_000_000)
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.05)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="eventops-bench-") as name:
        print(f"{'what':<12}{'form':<9}{'s':>7}{'command MB':>12}{'workshop MB':>13}{'file kB':>10}")
        for form, what in FORMS:
            seconds, most, size = taken(sys.argv[1], form, what, Path(name))
            workshop = most.get("workshop", 0)
            print(f"{what:<12}{form:<9}{seconds:>7.1f}{most.get('command', 0):>12}{workshop:>13}{size:>10}")
