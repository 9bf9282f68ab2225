"""The roll-call: who is expected where, who is here, who could stand in, and what hours it comes to."""

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..errors import Refused
from ..events.models import Event
from ..events.queries import natural
from ..extensions import db
from ..people.models import Person
from .desk import Desk
from .duty import crew, gone
from .eligibility import Candidate
from .models import ABSENT, HERE, Assignment, Attendance, Presence, Shift
from .warnings import Caution

Secret = str | bytes | None


@dataclass(frozen=True)
class Tally:
    """How many are needed, planned, here, missing (did not come, sick, sent home) and gone off duty."""

    needed: int = 0
    planned: int = 0
    here: int = 0
    missing: int = 0
    left: int = 0

    @property
    def called(self) -> bool:
        """Whether anybody was called."""
        return bool(self.here or self.missing or self.left)

    @property
    def expected(self) -> int:
        """How many are not called yet."""
        return self.planned - self.here - self.missing - self.left

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))


def tallies(event: Event, shifts: Iterable[Shift]) -> dict[int, Tally]:
    """Planned against present, by shift id; one question however many shifts."""
    known = list(shifts)
    last = db.select(db.func.max(Attendance.id)).filter_by(assignment_id=Assignment.id).correlate(Assignment)
    query = db.select(Assignment.shift_id, Attendance.presence, db.func.count()).join(Assignment.shift)
    query = query.outerjoin(Attendance, Attendance.id == last.scalar_subquery())
    query = query.where(Shift.event_id == event.id, Assignment.removed_at.is_(None))
    counts: dict[int, Counter[Presence]] = defaultdict(Counter)
    for shift_id, presence, count in db.session.execute(query.group_by(Assignment.shift_id, Attendance.presence)):
        counts[shift_id][presence or Presence.EXPECTED] += count
    return {shift.id: _tally(shift.needed, counts[shift.id]) for shift in known}


def _tally(needed: int, counts: Counter[Presence]) -> Tally:
    here, missing = (sum(counts[each] for each in kinds) for kinds in (HERE, ABSENT))
    return Tally(needed, counts.total(), here, missing, counts[Presence.LEFT])


def present(event: Event, shifts: Iterable[Shift], now: datetime) -> Tally | None:
    """Planned against present on those of the shifts that are worked now; None where nobody is to be."""
    working = [shift for shift in shifts if shift.starts_at <= now < shift.ends_at]
    return sum(tallies(event, working).values(), Tally()) if working else None


@dataclass
class Place:
    """Where a roll is called: a post with its shifts of the watch."""

    code: str
    name: str
    shifts: list[Shift] = field(default_factory=list)
    tally: Tally = Tally()


def places(shifts: Iterable[Shift], counted: dict[int, Tally]) -> list[Place]:
    """The posts of a watch with planned against present, by code."""
    found: dict[str, Place] = {}
    for shift in shifts:
        place = found.setdefault(shift.where, Place(shift.where, shift.place.name if shift.place else ""))
        place.shifts.append(shift)
        place.tally += counted[shift.id]
    return sorted(found.values(), key=lambda each: natural(each.code))


@dataclass(frozen=True)
class Reserve:
    """Somebody who could stand in, and what to think of first."""

    candidate: Candidate
    cautions: list[Caution]


def reserves(event: Event, shift: Shift) -> list[Reserve]:
    """The reserves who may work a shift: those with nothing to think of first, then with the fewest hours."""
    desk = Desk(event, [shift])
    kept = [each for each in desk.candidates.values() if each.enlistment is not None and each.enlistment.reserve]
    able = [each for each in kept if desk.objection(each.person, shift) is None]
    found = [Reserve(each, desk.cautions(each.person, shift)) for each in able]
    return sorted(
        found, key=lambda each: (len(each.cautions), each.candidate.hours(event), each.candidate.person.sought)
    )


# -- the badge: what a scanner types, letters and digits only, so that no keyboard layout changes it --

MARK, BETWEEN, LENGTH = "EO", "X", 10


def badge(secret: Secret, event: Event, person_id: int) -> str:
    """What stands in the code of somebody's badge for an event: EO, their number, X, ten digits that prove it."""
    return f"{MARK}{person_id}{BETWEEN}{_proof(secret, event, person_id)}"


def bearer(secret: Secret, event: Event, text: str) -> int | None:
    """Whose badge it is; None for what is no badge of this event."""
    number, _, proof = text.strip().upper().removeprefix(MARK).partition(BETWEEN)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return int(number) if hmac.compare_digest(_proof(secret, event, int(number)), proof) else None


def is_badge(text: str) -> bool:
    """Whether a scanner could have typed it."""
    return text.strip().upper().startswith(MARK) and BETWEEN in text.upper() and any(each.isdigit() for each in text)


def _proof(secret: Secret, event: Event, person_id: int) -> str:
    key = secret.encode() if isinstance(secret, str) else secret or b""
    return hmac.new(key, f"badge/{event.slug}/{person_id}".encode(), "sha256").hexdigest()[:LENGTH].upper()


# -- the hours --


@dataclass(frozen=True)
class Worked:
    """What somebody worked of a shift; `noted` if the roll-call says so, else it is what was planned."""

    assignment: Assignment
    starts_at: datetime | None
    ends_at: datetime | None
    noted: bool

    @property
    def hours(self) -> float:
        if self.starts_at is None or self.ends_at is None:
            return 0.0
        return round((self.ends_at - self.starts_at).total_seconds() / 3600, 2)


def worked(assignment: Assignment) -> Worked:
    """From the start of the shift, or when who was late came, until it ended or they went; nothing if never here."""
    shift, lines = assignment.shift, _standing(assignment.attendance)
    if not lines:
        return Worked(assignment, shift.starts_at, shift.ends_at, noted=False)
    came = next((line for line in lines if line.presence in HERE), None)
    if came is None:
        return Worked(assignment, None, None, noted=True)
    starts_at = max(came.at, shift.starts_at) if came.presence is Presence.LATE else shift.starts_at
    last = lines[-1]
    ends_at = _stayed(assignment) if last.presence in HERE else last.at
    return Worked(assignment, starts_at, max(ends_at, starts_at), noted=True)


def _stayed(assignment: Assignment) -> datetime:
    """Until when somebody stayed who was not seen to leave: the end of the shift, or when they were taken off it."""
    return min(assignment.shift.ends_at, assignment.removed_at or assignment.shift.ends_at)


def _standing(lines: Sequence[Attendance]) -> list[Attendance]:
    """The lines that were not taken back."""
    undone = {line.undoes_id for line in lines}
    return [line for line in lines if line.undoes_id is None and line.id not in undone]


def times(event: Event, shifts: Sequence[Shift], now: datetime) -> list[Worked]:
    """What everybody worked on the shifts that have begun, by time and name; also who was called and then taken off."""
    begun = [shift for shift in shifts if shift.event_id == event.id and shift.starts_at <= now]
    found = [worked(each) for each in (*crew(begun), *gone(begun))]
    return sorted(found, key=lambda each: (each.assignment.shift.starts_at, each.assignment.person.sought))


def said_of(cautions: Iterable[Caution]) -> list[Refused]:
    """Warnings as what a door can say."""
    return [Refused(each.message, **each.values) for each in cautions]


def people_of(assignments: Iterable[Assignment]) -> list[Person]:
    """Everybody on some shifts, once, by name."""
    found = {each.person_id: each.person for each in assignments}
    return sorted(found.values(), key=lambda each: each.sought)
