"""The gaps of a roster and who could fill them, as plain data. Times and hours are minutes, since 1970 in UTC."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

Pair = tuple[int, int]
Filled = list[list[int]]  # for each worker, the slots they are proposed for


@dataclass(frozen=True)
class Post:
    """One shift that lacks `gap` people, at a `place` (an id) or none; `mates` are the groups of who stands on it."""

    shift: int
    gap: int
    place: int | None = None
    mates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """Shifts that ask the same of everybody at the very same time: who can work one of them can work each."""

    start: int
    end: int
    night: bool
    posts: tuple[Post, ...]

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start

    @cached_property
    def gap(self) -> int:
        """How many its posts lack together."""
        return sum(post.gap for post in self.posts)


@dataclass(frozen=True)
class Worker:
    """Somebody to draw on: what they do already, what they agreed to and wish, and which slots are barred to them."""

    id: int
    minutes: int = 0  # on duty already, in this event
    nights: int = 0
    left: int | None = None  # of the hours that were agreed; None: nothing was agreed
    group: str | None = None  # whom they are kept together with
    reserve: bool = False
    no_nights: bool = False
    free: tuple[Pair, ...] = ()  # would rather be free then
    places: tuple[int, ...] = ()  # would like to work there
    busy: tuple[tuple[int, int, str], ...] = ()  # on duty from, up to, and "here" or "elsewhere"
    barred: dict[int, str] = field(default_factory=dict)  # slot index -> why


@dataclass(frozen=True)
class Problem:
    """A roster with gaps; `rest` is what must lie between two duties, `soft_rest` what should."""

    slots: tuple[Slot, ...]
    workers: tuple[Worker, ...]
    rest: int = 0
    soft_rest: int = 0
    reserves: bool = False  # whether those in reserve are drawn on too

    @cached_property
    def gap(self) -> int:
        """How many places are to be filled."""
        return sum(slot.gap for slot in self.slots)

    @cached_property
    def slot_of(self) -> dict[int, int]:
        """The slot that each shift belongs to."""
        return {post.shift: index for index, slot in enumerate(self.slots) for post in slot.posts}

    @cached_property
    def open(self) -> list[list[int]]:
        """For each worker, the slots that nothing they do already keeps them from."""
        every = range(len(self.slots))
        return [[index for index in every if self.why_not(worker, index) is None] for worker in self.workers]

    def why_not(self, worker: Worker, index: int) -> str | None:
        """What keeps a worker from a slot before anything is proposed, or None."""
        slot = self.slots[index]
        if index in worker.barred:
            return worker.barred[index]
        clash = next((where for start, end, where in worker.busy if start < slot.end and slot.start < end), None)
        if clash:
            return clash
        if any(near((start, end), slot, self.rest) for start, end, _ in worker.busy):
            return "rest"
        if worker.left is not None and slot.minutes > worker.left:
            return "hours"
        return "reserve" if worker.reserve and not self.reserves else None

    def as_json(self) -> dict[str, Any]:
        """What `read` takes."""
        return asdict(self)


def near(duty: Pair, slot: Slot, rest: int) -> bool:
    """Whether less than `rest` lies between a duty and a slot; without rest, whether they overlap."""
    return duty[0] < slot.end + rest and slot.start < duty[1] + rest


def close(one: Slot, other: Slot, rest: int) -> bool:
    """The same of two slots."""
    return near((one.start, one.end), other, rest)


def read(told: dict[str, Any]) -> Problem:
    """A problem from its JSON."""
    slots = tuple(Slot(**{**each, "posts": _posts(each["posts"])}) for each in told["slots"])
    workers = tuple(_worker(each) for each in told["workers"])
    return Problem(**{**told, "slots": slots, "workers": workers})


def _posts(told: Iterable[dict[str, Any]]) -> tuple[Post, ...]:
    return tuple(Post(**{**each, "mates": tuple(each["mates"])}) for each in told)


def _worker(told: dict[str, Any]) -> Worker:
    lists = {name: tuple(tuple(each) for each in told[name]) for name in ("free", "busy")}
    barred = {int(index): why for index, why in told["barred"].items()}
    return Worker(**{**told, **lists, "places": tuple(told["places"]), "barred": barred})


@dataclass(frozen=True)
class Found:
    """A proposal so far: `covered` places of `most` that can be covered at best; `cost` is what weights.py says."""

    filled: Filled
    covered: int
    most: int
    stage: str
    cost: int | None = None
