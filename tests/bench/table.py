"""The findings as markdown, each beside its target and beside what the machine can do at best."""

import os
import platform
import shlex
from importlib.metadata import version
from pathlib import Path
from typing import Any

LAST = {50: (5, 15), 200: (8, 20), 1000: (15, 40)}  # screens -> milliseconds to the last of them, p50 and p99
RATE = {50: 250}
CATCH_UP, IN_PAGE, MARKER = 10, 300, 50
PACKAGES = ("flask", "flask-socketio", "python-engineio", "gevent", "sqlalchemy", "orjson", "websockets")
FAULTS = ("lost", "duplicated", "disordered", "partial", "behind")

Row = dict[str, Any]


def sound(row: Row) -> bool:
    """Whether every screen got everything once and in order."""
    whole = row.get("gap_free", True) and row.get("catch_up_whole", True)
    return bool(whole) and not any(row[fault] for fault in FAULTS)


def machine(arguments: list[str], disk: Row, module: str = "tests.bench") -> str:
    """Which command, on what."""
    return (
        f"`{command(module, arguments)}`: {surroundings()} {load()}\n\n"
        f"Disk: fdatasync after 4 KiB takes {disk['p50']} ms (p99 {disk['p99']}, max {disk['max']}).\n"
    )


def command(module: str, arguments: list[str]) -> str:
    """What was asked for, as one types it."""
    return shlex.join(["python", "-m", module, *arguments])


def surroundings() -> str:
    """The machine and the versions that count."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {versions}."
    )


def load() -> str:
    """How busy the machine is; more than the bench's own two processes makes every figure worse."""
    return "Load averages: " + " ".join(f"{part:.1f}" for part in os.getloadavg()) + "."


def product(name: str, rows: list[Row], floor: list[Row], after: Row) -> str:
    """How the product did on one database, for each number of screens."""
    return "\n".join([f"### {name}\n", _table(rows, floor), _besides(rows, after)])


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), platform.machine())


def _table(rows: list[Row], floor: list[Row]) -> str:
    best = {row["screens"]: row for row in floor}
    lines = [
        "| screens | answered p50 / p99 ms | on the last screen p50 / p99 ms | target | bare broadcast | ratio "
        "| created per second | target | server's CPU ms per incident | lost / twice / out of order |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *(_line(row, best.get(row["screens"])) for row in rows), ""])


def _line(row: Row, least: Row | None) -> str:
    size, reached = row["screens"], row["all"]
    wanted = LAST.get(size)
    target = ""
    if wanted:
        target = f"{wanted[0]} / {wanted[1]} {met(reached['p50'] <= wanted[0] and reached['p99'] <= wanted[1])}"
    rate = f"{RATE[size]} {met(row['rate'] >= RATE[size])}" if size in RATE else ""
    last, best = _both(reached) if size else "", _both(least["all"]) if least else ""
    ratio = f"{reached['p50'] / least['all']['p50']:.1f}" if least else ""
    faults = " / ".join(str(row[fault]) for fault in ("lost", "duplicated", "disordered"))
    cells = [size, _both(row["post"]), last, target, best, ratio, row["rate"], rate, row["server_ms"], faults]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _both(figures: Row) -> str:
    return f"{figures['p50']} / {figures['p99']}"


def met(whether: bool) -> str:
    """How a target is told."""
    return "met" if whether else "**missed**"


def _besides(rows: list[Row], after: Row) -> str:
    lines = [f"- Server memory at the end {after['memory']} MB; `audit verify`: {after['verified']}."]
    lines += [_caught_up(row) for row in rows if "catch_up" in row]
    lines += [_together(row) for row in rows if "together" in row]
    return "\n".join([*lines, ""])


def _caught_up(row: Row) -> str:
    took, whole = row["catch_up"], "gap-free and in order" if row["catch_up_whole"] else "**NOT whole**"
    return (
        f"- 1000 missed changes by `GET /changes` ({row['catch_up_kb']} kB): p50 {took['p50']}, p99 {took['p99']} ms, "
        f"target {CATCH_UP} {met(took['p50'] <= CATCH_UP)}; {whole}."
    )


def _together(row: Row) -> str:
    gaps = "gap-free" if row["gap_free"] else "**with gaps**"
    many, screens = row["together"], row["screens"]
    return f"- 8 writers at once: {many} incidents, numbers {gaps}, in order on all {screens} screens."


def bare(floor: list[Row]) -> str:
    """What a broadcast alone takes."""
    lines = [
        "### The bare broadcast: `websockets`, the same message, no database\n",
        "| screens | last screen p50 / p99 ms | per second |",
        "|---:|---:|---:|",
    ]
    return "\n".join([*lines, *(f"| {row['screens']} | {_both(row['all'])} | {row['rate']} |" for row in floor), ""])


def pages(found: Row) -> str:
    """How soon a user sees it in the page."""
    if not found:
        return ""
    marker, missed, painted = found["marker"], found["missed"], found["painted"]
    return (
        "### In the page (Chromium, the live screen with log, list and map)\n\n"
        f"- Another's incident, from the POST to the marker: p50 {marker['p50']}, p99 {marker['p99']} ms, "
        f"target {MARKER} {met(marker['p50'] <= MARKER)}.\n"
        f"- 1000 changes missed while away, from the new connection to the page: p50 {missed['p50']}, "
        f"max {missed['max']} ms, target {IN_PAGE} {met(missed['p50'] <= IN_PAGE)}; "
        f"painted: p50 {painted['p50']}, max {painted['max']} ms.\n"
    )
