"""What a proposal says: who at which post, with what should be known of it, and why the other places stay empty."""

from collections import Counter, defaultdict
from typing import Any

from .greedy import clash
from .plain import Filled, Pair, Post, Problem, Slot

HOUR = 60
REST = 11 * HOUR


def outcome(problem: Problem, filled: Filled) -> dict[str, Any]:
    """The proposal as data: `rows` and `empty`."""
    placed = posted(problem, filled)
    return {"rows": [_row(problem, filled, pair) for pair in placed], "empty": _empty(problem, filled, placed)}


def posted(problem: Problem, filled: Filled) -> list[Pair]:
    """Which shift of their slots each works: groups together, where they wish, and where they have been before."""
    been: Counter[tuple[str, int | None]] = Counter()
    placed: list[Pair] = []
    for index in sorted(range(len(problem.slots)), key=lambda index: (problem.slots[index].start, index)):
        here = [n for n, mine in enumerate(filled) if index in mine]
        room = _room(problem.slots[index], len(here))
        for key, together in _grouped(problem, here):
            while together:
                post = _best(problem, room, key, together, been)
                fit = together[: room[post]]
                together, room[post] = together[len(fit) :], room[post] - len(fit)
                placed += [(n, post.shift) for n in fit]
                been[key, post.place] += len(fit)
    return placed


def _room(slot: Slot, count: int) -> dict[Post, int]:
    """How many each post gets when there are not enough for all: the same share of what it lacks."""
    room = dict.fromkeys(slot.posts, 0)
    for _ in range(count):
        room[min(slot.posts, key=lambda post: (room[post] / post.gap, bool(post.mates), post.shift))] += 1
    return room


def _grouped(problem: Problem, here: list[int]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n in here:
        found[problem.workers[n].group or f"#{problem.workers[n].id}"].append(n)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _best(
    problem: Problem, room: dict[Post, int], key: str, together: list[int], been: Counter[tuple[str, int | None]]
) -> Post:
    def worth(post: Post) -> tuple[int, ...]:
        wished = sum(post.place in problem.workers[n].places for n in together)
        fit = min(room[post], len(together))
        return (key in post.mates, fit, wished, been[key, post.place], -room[post], -post.shift)

    return max((post for post in room if room[post]), key=worth)


def _row(problem: Problem, filled: Filled, pair: Pair) -> dict[str, Any]:
    n, shift = pair
    worker, slot = problem.workers[n], problem.slots[problem.slot_of[shift]]
    mine = [problem.slots[index] for index in filled[n]]
    return {
        "person": worker.id, "shift": shift,
        "minutes": worker.minutes + sum(each.minutes for each in mine),
        "nights": worker.nights + sum(each.night for each in mine),
        "told": [code for code, true in _told(problem, n, slot, mine).items() if true],
    }  # fmt: skip


def _told(problem: Problem, n: int, slot: Slot, mine: list[Slot]) -> dict[str, bool]:
    """What who accepts it should know."""
    worker = problem.workers[n]
    duties = [(begin, end) for begin, end, _ in worker.busy] + [(o.start, o.end) for o in mine if o is not slot]
    return {
        "rest": any(begin < slot.end + REST and slot.start < end + REST for begin, end in duties),
        "free": any(begin < slot.end and slot.start < end for begin, end in worker.free),
        "no_nights": worker.no_nights and slot.night,
        "reserve": worker.reserve,
    }


def _empty(problem: Problem, filled: Filled, placed: list[Pair]) -> list[dict[str, Any]]:
    """The shifts that still lack people, each with how many are kept from it by what."""
    counted = Counter(shift for _, shift in placed)
    found = []
    for index, slot in enumerate(problem.slots):
        lacking = [(post, post.gap - counted[post.shift]) for post in slot.posts if post.gap > counted[post.shift]]
        if lacking:
            why = Counter(_why(problem, filled, n, index) for n in range(len(problem.workers)))
            del why["there"]
            found += [{"shift": post.shift, "missing": missing, "why": dict(why)} for post, missing in lacking]
    return found


def _why(problem: Problem, filled: Filled, n: int, index: int) -> str:
    """What keeps a worker from a slot: what stands already, else the proposal itself; "there" if they are on it."""
    if index in filled[n]:
        return "there"
    return problem.why_not(problem.workers[n], index) or clash(problem, filled, n, index) or "possible"
