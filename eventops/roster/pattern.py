"""Which shifts a need asks for, and how those that are there already would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from ..errors import N_, Refused
from ..events.hours import span
from ..events.models import Event, Place
from .models import Function, LegalBasis, Need, Shift


@dataclass(frozen=True)
class Terms:
    """What is needed on each of some days (ISO dates): hours on the wall, how many, as what, on what ground."""

    name: str
    function: Function
    starts: str
    ends: str
    days: Sequence[str]
    place: Place | None = None
    watch: int | None = None
    handover: int = 15
    needed: int = 1
    requires: Sequence[str] = ()
    legal_basis: LegalBasis | None = None
    legal_reference: str | None = None


class Wanted(NamedTuple):
    """One shift that a need asks for, as the columns of a Shift."""

    day: str
    said: dict[str, Any]

    @property
    def hours(self) -> float:
        """How long it is, in true hours."""
        return float((self.said["ends_at"] - self.said["starts_at"]).total_seconds() / 3600)


def wanted(event: Event, terms: Terms | Need) -> list[Wanted]:
    """The shifts of some terms, day by day. Each begins `handover` minutes of true time before its hour (R41).

    Refused for an hour that the clock jumps over; an hour that comes twice is the first one.
    """
    return [Wanted(day, _said(event, terms, date.fromisoformat(day))) for day in terms.days]


def _said(event: Event, terms: Terms | Need, day: date) -> dict[str, Any]:
    starts, ends = (time.fromisoformat(hour) for hour in (terms.starts, terms.ends))
    begin, end = span(event.zone, day, starts, ends, fields=("starts", "ends"))
    return {
        "name": terms.name, "function": terms.function, "place_id": terms.place.id if terms.place else None,
        "starts_at": begin - timedelta(minutes=terms.handover), "ends_at": end, "needed": terms.needed,
        "requires": list(terms.requires), "legal_basis": terms.legal_basis, "legal_reference": terms.legal_reference,
    }  # fmt: skip


@dataclass
class Effect:
    """What becomes of a need's shifts when it changes."""

    added: list[Wanted] = field(default_factory=list)
    changed: list[tuple[Shift, Wanted]] = field(default_factory=list)  # with nobody on them, as they were generated
    asked: list[tuple[Shift, Wanted]] = field(default_factory=list)  # staffed or changed by hand: somebody decides
    dropped: list[Shift] = field(default_factory=list)  # asked for no more, with nobody on them
    left: list[Shift] = field(default_factory=list)  # asked for no more, and staffed: they stay
    same: int = 0


def effect(
    event: Event, shifts: Iterable[Shift], before: Sequence[Wanted], after: Sequence[Wanted], staffed: Mapping[int, int]
) -> Effect:
    """What becomes of a need's `shifts` when it asks for `after` and not for `before` any more."""
    was, found = {each.day: each for each in before}, Effect()
    asks = {each.day: each for each in after}
    for shift in shifts:
        want = asks.pop(shift.need_day or "", None)
        if want is None:
            (found.left if staffed.get(shift.id) else found.dropped).append(shift)
        elif as_asked(shift, want):
            found.same += 1
        elif staffed.get(shift.id) or not (shift.need_day in was and as_asked(shift, was[shift.need_day])):
            found.asked.append((shift, want))
        else:
            found.changed.append((shift, want))
    found.added = list(asks.values())
    return found


def as_asked(shift: Shift, want: Wanted) -> bool:
    """Whether a shift is what is wanted."""
    return all(_plain(getattr(shift, key)) == _plain(value) for key, value in want.said.items())


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def check_hours(terms: Terms, longest: timedelta) -> None:
    """Refuse hours that make no shift."""
    for name in ("starts", "ends"):
        try:
            time.fromisoformat(getattr(terms, name))
        except ValueError as error:
            raise Refused(N_("Write the hour as HH:MM, such as 07:45."), field=name) from error
    if not terms.days:
        raise Refused(N_("Choose at least one day."), field="days")
    if not 0 <= terms.handover <= 240:
        raise Refused(N_("Choose 0–240 minutes."), field="handover")
    wall = timedelta(minutes=terms.handover) + _wall(terms)
    if wall > longest:
        raise Refused(N_("A shift ends after it starts, within 24 hours."), field="ends")


def _wall(terms: Terms) -> timedelta:
    starts, ends = (time.fromisoformat(hour) for hour in (terms.starts, terms.ends))
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)
