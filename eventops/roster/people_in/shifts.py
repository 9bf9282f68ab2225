"""The shifts that a list of people names by post, day and hours: those there are, and those it would make."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from ...errors import N_, Refused
from ...events.hours import span
from ...events.models import Event, Place
from ..models import Function, Shift
from . import columns as c
from .rows import Row

LONGEST = timedelta(hours=24)
MOST = 500  # people on one shift
At = tuple[str, str, str, str]  # post, day and hours as the wall shows them


class Watches:
    """The shifts of the event, found by what a row says."""

    def __init__(self, event: Event, shifts: Iterable[Shift], staffing: Mapping[int, int], places: Iterable[Place]):
        self.event, self.made = event, list[Shift]()
        self.staffed = Counter(dict(staffing))
        self.at: dict[At, list[Shift]] = defaultdict(list)
        self.places: dict[str, Place] = {}
        for place in places:
            self.places.setdefault(place.name.casefold(), place)
        self.places |= {place.code.casefold(): place for place in self.places.values()}
        for shift in shifts:
            self.at[_wall(event, shift)].append(shift)
        self.loose = {shift.name.casefold() for shift in shifts if shift.place_id is None}

    def of(self, row: Row, function: Function | None, mine: Iterable[Shift]) -> Shift | None:
        """The shift a row names: one that is there, or one to be made. None where it cannot be; the row says why."""
        post = self.post(row)
        place = self.places.get(post)
        if place is None and post not in self.loose:
            row.wrong(c.POST, N_("There is no post called %(text)s."), text=row.said[c.POST])
            return None
        at = (post, row.said[c.DAY].isoformat(), f"{row.said[c.STARTS]:%H:%M}", f"{row.said[c.ENDS]:%H:%M}")
        there = self.at.get(at, [])
        functions = {shift.function for shift in there}
        function = function or (functions.pop() if len(functions) == 1 else None)
        if function is None:
            row.wrong(c.FUNCTION, N_("Say the function: which of the shifts there it is."))
            return None
        found = self._fitting([shift for shift in there if shift.function is function], mine)
        if found is not None and found.id < 0 and self.staffed[found.id] >= MOST:
            row.wrong(c.POST, N_("A shift needs 1–%(most)s people."), most=MOST)
            return None
        return found or self._new(row, at, function, place)

    def post(self, row: Row) -> str:
        """The one spelling of the post a row names."""
        said = str(row.said[c.POST]).casefold()
        return self.places[said].code.casefold() if said in self.places else said

    def put(self, shift: Shift) -> None:
        """Count one more on a shift."""
        self.staffed[shift.id] += 1
        if shift.id < 0:
            shift.needed = max(shift.needed, self.staffed[shift.id])

    def _fitting(self, there: list[Shift], mine: Iterable[Shift]) -> Shift | None:
        """The shift somebody is on already, else one that lacks people, else the first."""
        own = {shift.id for shift in mine}
        order = sorted(there, key=lambda shift: (shift.id not in own, self.staffed[shift.id] >= shift.needed))
        return order[0] if order else None

    def _new(self, row: Row, at: At, function: Function, place: Place | None) -> Shift | None:
        if function is Function.GUARD:
            row.wrong(
                c.POST, N_("There is no shift for guards at %(post)s then. Plan it first, with its legal basis."),
                post=row.said[c.POST],
            )  # fmt: skip
            return None
        if place is None:
            row.wrong(c.POST, N_("There is no shift called %(text)s then."), text=row.said[c.POST])
            return None
        shift = self._drawn(row, function, place)
        if shift is not None:
            self.at[at].append(shift)
        return shift

    def _drawn(self, row: Row, function: Function, place: Place) -> Shift | None:
        day, starts, ends = (row.said[column] for column in (c.DAY, c.STARTS, c.ENDS))
        try:
            start, end = span(self.event.zone, day, starts, ends, fields=(c.STARTS, c.ENDS))
        except Refused as reason:
            row.blame(reason.field or c.STARTS, reason)
            return None
        if end - start > LONGEST:
            row.wrong(c.ENDS, N_("A shift ends after it starts, within 24 hours."))
            return None
        shift = Shift(
            id=-len(self.made) - 1, event_id=self.event.id, place_id=place.id, name=place.name[:80], function=function,
            starts_at=start, ends_at=end, needed=1, requires=[],
        )  # fmt: skip
        shift.event, shift.place = self.event, place
        self.made.append(shift)
        return shift


def _wall(event: Event, shift: Shift) -> At:
    start, end = event.local(shift.starts_at), event.local(shift.ends_at)
    return shift.where.casefold(), start.date().isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"
