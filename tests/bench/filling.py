"""Measure the solver that fills the gaps, beside a greedy filler and the bound of a maximum flow.

python -m tests.bench.filling [--people 200] [--posts 60] [--days 5] [--seeds 1,2,3]
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from itertools import pairwise
from typing import Any

from ortools.graph.python import max_flow

from eventops.roster.filling.greedy import greedy
from eventops.roster.filling.parts import parts
from eventops.roster.filling.plain import Filled, Post, Problem, Slot, Worker
from eventops.roster.filling.weights import cost, even_share

from . import table

WATCHES = ((465, 960, False), (945, 1440, False), (1425, 1920, True))  # minutes after midnight, each night or not
TRADES = {"guard": 0.58, "police": 0.28, "medical": 0.06, "steward": 0.08}
DAY, TARGET = 1440, 20.0


def main() -> int:
    """Print the table. Returns 1 if a first full proposal took longer than the target or a rule was broken."""
    options = _options()
    print(
        table.machine(sys.argv[1:], {"p50": "-", "p99": "-", "max": "-"})
        .split("\n")[0]
        .replace("bench ", "bench.filling ")
    )
    print(
        "\n| seed | places | max-flow bound | greedy: filled, s, cost | first answer s | all that can be, proven s "
        "| filled | cost then | done s | cost at the end | stopped within s | rules broken |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        flush=True,
    )
    rows = [measure(roster(options.people, options.posts, options.days, seed), seed) for seed in options.seeds]
    print("\n" + table.load())
    return 0 if all(row["covered"] <= TARGET and not row["broken"] for row in rows) else 1


def roster(people: int, posts: int, days: int, seed: int) -> Problem:
    """An event in which one is needed at each post in each watch, drawn on by people who differ in all that counts."""
    dice = random.Random(seed)
    names = list(TRADES)
    trades = dice.choices(names, list(TRADES.values()), k=posts)
    slots: list[tuple[str, bool, Slot]] = []
    for day in range(days):
        for watch, (start, end, night) in enumerate(WATCHES):
            alike: dict[tuple[str, bool], list[Post]] = {}
            for post, trade in enumerate(trades):
                alike.setdefault((trade, post % 7 == 0), []).append(
                    Post((day * len(WATCHES) + watch) * posts + post + 1, 1, post)
                )
            for (trade, aid), mine in alike.items():
                slots.append((trade, aid, Slot(day * DAY + start, day * DAY + end, night, tuple(mine))))
    share = [trades.count(name) for name in names]
    workers = tuple(_worker(dice, n + 1, dice.choices(names, share)[0], slots) for n in range(people))
    return Problem(tuple(slot for *_, slot in slots), workers, rest=660, soft_rest=660)


def _worker(dice: random.Random, number: int, trade: str, slots: list[tuple[str, bool, Slot]]) -> Worker:
    aid = dice.random() < 0.4
    barred = {}
    for index, (asked, asks_aid, _) in enumerate(slots):
        if asked != trade:
            barred[index] = "trade"
        elif asks_aid and not aid:
            barred[index] = "credential"
        elif dice.random() < 0.03:
            barred[index] = "absent"
    return Worker(
        number,
        left=dice.choice([None, 45 * 60, 42 * 60, 34 * 60]),
        group=f"{trade} {dice.randrange(8)}",
        reserve=dice.random() < 0.04,
        no_nights=dice.random() < 0.1,
        free=((DAY, 2 * DAY),) if dice.random() < 0.1 else (),
        places=(dice.randrange(60),) if dice.random() < 0.2 else (),
        busy=((465, 960, "elsewhere"),) if dice.random() < 0.05 else (),
        barred=barred,
    )


def measure(problem: Problem, seed: int) -> dict[str, Any]:
    """One line of the table."""
    began = time.monotonic()
    quick = greedy(problem)
    took = time.monotonic() - began
    told = solved(problem)
    covered = next(line for line in told if line["stage"] == "covered")
    last = told[-1]
    row = {"covered": covered["at"], "broken": broken(problem, last["rows"])}
    print(
        f"| {seed} | {problem.gap} | {flow(problem)} | {sum(map(len, quick))}, {took:.2f}, {_cost(problem, quick)} "
        f"| {told[0]['at']:.1f} | {covered['at']:.1f} {'met' if covered['at'] <= TARGET else '**missed**'} "
        f"| {last['covered']} | {covered['cost']} | {last['at']:.1f} | {last['cost']} | {stopped(problem):.2f} "
        f"| {row['broken']} |",
        flush=True,
    )
    return row


def solved(problem: Problem) -> list[dict[str, Any]]:
    """What the solver's process tells, each with the seconds since it was started."""
    with _child(problem) as child:
        assert child.stdout
        began = time.monotonic()
        return [{**json.loads(line), "at": time.monotonic() - began} for line in child.stdout]


def stopped(problem: Problem) -> float:
    """How long the process takes to end once it is told to, in the midst of its work."""
    with _child(problem) as child:
        assert child.stdin and child.stdout
        while json.loads(child.stdout.readline())["stage"] != "covered":
            pass
        began = time.monotonic()
        child.stdin.write(b"stop\n")
        child.stdin.flush()
        child.stdout.read()
        child.wait()
        return time.monotonic() - began


def _child(problem: Problem) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "eventops.roster.filling.child"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin
    child.stdin.write(json.dumps({"problem": problem.as_json(), "effort": {"cores": os.cpu_count()}}).encode() + b"\n")
    child.stdin.flush()
    return child


def flow(problem: Problem) -> int:
    """At most so many can be filled: each worker in one slot of a watch, and in no more watches than rest allows."""
    network, nodes = max_flow.SimpleMaxFlow(), len(problem.workers) + len(problem.slots) + 2
    for n, slots in enumerate(problem.open):
        network.add_arc_with_capacity(nodes - 2, n, _most(problem, slots, problem.workers[n]))
        for index in slots:
            network.add_arc_with_capacity(n, len(problem.workers) + index, 1)
    for index, slot in enumerate(problem.slots):
        network.add_arc_with_capacity(len(problem.workers) + index, nodes - 1, slot.gap)
    network.solve(nodes - 2, nodes - 1)
    return int(network.optimal_flow())


def _most(problem: Problem, slots: list[int], worker: Worker) -> int:
    count, free, left = 0, -DAY, worker.left if worker.left is not None else 10**9
    for slot in sorted((problem.slots[index] for index in slots), key=lambda slot: slot.end):
        if slot.start >= free and slot.minutes <= left:
            count, free, left = count + 1, slot.end + problem.rest, left - slot.minutes
    return count


def broken(problem: Problem, rows: list[dict[str, Any]]) -> int:
    """How many hard rules a proposal breaks, counted without the solver."""
    mine: dict[int, list[int]] = {}
    for row in rows:
        mine.setdefault(row["person"], []).append(problem.slot_of[row["shift"]])
    faults = len(rows) - len({(row["person"], row["shift"]) for row in rows})
    for worker in problem.workers:
        chosen = [problem.slots[index] for index in mine.get(worker.id, [])]
        spans = sorted([(slot.start, slot.end) for slot in chosen] + [(start, end) for start, end, _ in worker.busy])
        faults += sum(after[0] - before[1] < problem.rest for before, after in pairwise(spans))
        faults += len(set(mine.get(worker.id, [])) & set(worker.barred)) + bool(worker.reserve and chosen)
        faults += worker.left is not None and sum(slot.minutes for slot in chosen) > worker.left
    return faults


def _cost(problem: Problem, filled: Filled) -> int:
    return sum(cost(part.problem, even_share(part.problem), part.of(filled)) for part in parts(problem))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.filling", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--posts", type=int, default=60)
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--seeds", type=lambda text: [int(seed) for seed in text.split(",")], default=[1, 2, 3])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
