"""The credentials of those on the roster that end before, or soon after, the event does (R11)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, ngettext

from ...events.models import Event
from ...extensions import db
from ...people.models import Credential, CredentialKind, Person
from ...planning.papers import blocks
from ...words import label
from .. import queries
from ..duty import crew
from ..eligibility import span
from ..models import Assignment, Enlistment, Shift
from ..staffing import MONTH, asks
from .asked import Asked, Block, Sheet, columns, group, rota


@dataclass
class Ending:
    """The last credential of its kind that somebody holds; `asking` are their shifts that ask for it."""

    person: Person
    credential: Credential
    asking: list[Shift] = field(default_factory=list)

    @property
    def until(self) -> date:
        """The last day that it holds."""
        return self.credential.valid_until

    @property
    def bare(self) -> list[Shift]:
        """The shifts that ask for it and are not over when it ends."""
        return [shift for shift in self.asking if span(shift)[1] > self.until]

    def state(self, today: date, last: date) -> str:
        """ "expired", "during" (before the event is over) or "soon"."""
        return "expired" if self.until < today else "during" if self.until < last else "soon"


def last_day(event: Event, shifts: Iterable[Shift]) -> date:
    """The last day of the event or of its roster, on the calendar."""
    ends = [day.date for day in event.days] + [span(shift)[1] for shift in shifts]
    return max(ends, default=date.min)


def horizon(asked: Asked) -> date:
    """Up to which day a credential counts as ending soon: some months after the event, six where nothing is agreed."""
    last = max(last_day(asked.event, queries.shifts(asked.event)), asked.event.local(asked.at).date())
    return last + timedelta(days=round(queries.limits(asked.event).expiring * MONTH.days + 0.4375))


def endings(asked: Asked) -> list[Ending]:
    """What ends, the first first; for each person and kind only the last that they hold."""
    duties: dict[int, list[Shift]] = defaultdict(list)
    for duty in crew(queries.shifts(asked.event), organisation=asked.organisation):
        duties[duty.person_id].append(duty.shift)
    limit = horizon(asked)
    found = [each for person in _people(asked) for each in _last(person) if each.until <= limit]
    for each in found:
        each.asking = [shift for shift in duties[each.person.id] if each.credential.kind in asks(shift)]
    return sorted(found, key=lambda each: (each.until, each.person.sought, each.credential.kind))


def _people(asked: Asked) -> Sequence[Person]:
    """Everybody who is enlisted or stands on a shift."""
    enlisted = db.select(Enlistment.person_id).filter_by(event_id=asked.event.id, withdrawn_at=None)
    standing = db.select(Assignment.person_id).join(Assignment.shift).where(Assignment.removed_at.is_(None))
    standing = standing.where(Shift.event_id == asked.event.id, Shift.dropped_at.is_(None))
    query = db.select(Person).where(Person.id.in_(enlisted.union(standing)), Person.merged_into.is_(None))
    if asked.organisation is not None:
        query = query.where(Person.organisation_id == asked.organisation)
    return db.session.scalars(query.options(db.selectinload(Person.credentials))).unique().all()


def _last(person: Person) -> list[Ending]:
    """What of each kind a person holds the longest; things called other are told apart by their numbers."""
    found: dict[tuple[str, str], Credential] = {}
    for each in person.credentials:
        key = (each.kind.value, each.number if each.kind is CredentialKind.OTHER else "")
        if key not in found or found[key].valid_until < each.valid_until:
            found[key] = each
    return [Ending(person, each) for each in found.values()]


def said_of(state: str) -> str:
    """What the state of a credential is called."""
    said = {
        "expired": gettext("expired"), "during": gettext("ends before the event is over"), "soon": gettext("ends soon"),
    }  # fmt: skip
    return str(said[state])


def _affected(asked: Asked, each: Ending) -> str:
    told = (f"{shift.where} {asked.day_of(shift, 'EEE d MMM')} {asked.hours_of(shift)}" for shift in each.bare)
    return "\n".join(told) or holding(each)


def holding(each: Ending) -> str:
    """What is said of a credential that lasts as long as its holder's shifts."""
    if not each.asking:
        return ""
    count = len(each.asking)
    said = ngettext("holds for the one shift that asks for it", "holds for the %(num)s shifts that ask for it", count)
    return str(said)


def credentials(asked: Asked) -> list[Block]:
    """The list as a paper, by organisation."""
    found, today = endings(asked), asked.event.local(asked.at).date()
    last, said = last_day(asked.event, queries.shifts(asked.event)), gettext("Up to %(day)s.", day=horizon(asked))
    if not found:
        return [blocks.text(gettext("No credential of those on the roster ends within the time.")), blocks.text(said)]
    parts: dict[str, list[Ending]] = defaultdict(list)
    for each in found:
        parts[each.person.organisation.name].append(each)
    groups = [
        group(name, [_row(asked, each, today, last) for each in some], str(len(some)))
        for name, some in sorted(parts.items(), key=lambda part: part[0].casefold())
    ]
    heads = [
        gettext("Person"), gettext("Credential"), gettext("Number"), gettext("Until"), gettext("State"),
        gettext("Shifts after it ends"),
    ]  # fmt: skip
    return [blocks.text(said, soft=True), rota(heads, [2.6, 2.6, 1.5, 1.3, 1.7, 3], groups)]


def _row(asked: Asked, each: Ending, today: date, last: date) -> list[Any]:
    held = each.credential
    return [
        {"names": [[each.person.name, ""]], "lack": ""}, label("credential_kind", held.kind), held.number,
        held.valid_until.isoformat(), said_of(each.state(today, last)), _affected(asked, each),
    ]  # fmt: skip


def credential_sheet(asked: Asked) -> Sheet:
    """The same for a spreadsheet."""
    today, last = asked.event.local(asked.at).date(), last_day(asked.event, queries.shifts(asked.event))
    heads = {
        "person": (gettext("Person"), 28), "organisation": (gettext("Organisation"), 24),
        "kind": (gettext("Credential"), 30), "number": (gettext("Number"), 16), "area": (gettext("Area"), 20),
        "from": (gettext("From"), 12), "until": (gettext("Until"), 12), "state": (gettext("State"), 26),
        "asking": (gettext("Shifts that ask for it"), 20), "bare": (gettext("Shifts after it ends"), 50),
    }  # fmt: skip
    rows = [
        {
            "person": each.person.name, "organisation": each.person.organisation.name,
            "kind": label("credential_kind", each.credential.kind), "number": each.credential.number,
            "area": each.credential.area, "from": each.credential.valid_from.isoformat(),
            "until": each.until.isoformat(), "state": said_of(each.state(today, last)), "asking": len(each.asking),
            "bare": _affected(asked, each) if each.bare else "",
        }
        for each in endings(asked)
    ]  # fmt: skip
    return Sheet(columns(heads), rows)
