"""The event's people as the table that can be taken in again: taking it in changes nothing."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from flask_babel import gettext

from ...events.models import Event
from ...formats import Column
from ...people.models import Credential, Person
from ...words import label
from .. import enlisted
from ..models import Assignment, Enlistment
from . import columns as c
from .cells import ENDLESS
from .register import TERMS

PLAIN = {"kind": c.KIND, "number": c.NUMBER, "area": c.AREA, "hours": c.HOURS, "valid_from": c.FROM}


def headings() -> list[Column]:
    """The columns in the user's language."""
    return [Column(code, str(heading.label), heading.width) for code, heading in c.COLUMNS.items()]


def people_rows(event: Event) -> Iterator[dict[str, Any]]:
    """A row for each credential and each shift of everybody, side by side; at least one for each."""
    terms, duties = enlisted.enlistments(event), enlisted.all_duties(event)
    for person in enlisted.everybody(event):
        common = _common(person, terms.get(person.id))
        credentials = list(dict.fromkeys(_credential(each) for each in person.credentials if not _skill(each)))
        shifts = [_shift(event, each) for each in duties.get(person.id, [])]
        for held, shift in zip_longest(credentials or [()], shifts, fillvalue=()):
            yield {**common, **dict(held), **dict(shift)}


def _common(person: Person, enlistment: Enlistment | None) -> dict[str, Any]:
    skills = sorted({each.kind for each in person.credentials if _skill(each)})
    said = {
        c.NAME: person.name, c.ORGANISATION: person.organisation.name, c.REFERENCE: person.reference,
        c.BORN: person.born and person.born.isoformat(), c.PHONE: person.phone, c.EMAIL: person.email,
        c.SKILLS: ", ".join(label("credential_kind", kind) for kind in skills),
    }  # fmt: skip
    if enlistment is None or enlistment.withdrawn_at is not None:
        return said
    said |= {name: getattr(enlistment, name) for name in TERMS}
    said[c.FUNCTION] = label("function", enlistment.function) if enlistment.function else None
    return said | {name: gettext("Yes") if said[name] else gettext("No") for name in (c.VOLUNTEER, c.RESERVE)}


def _skill(credential: Credential) -> bool:
    """Whether it stands in the column of skills: without dates and number, there is nothing more to say of it."""
    return credential.valid_until == ENDLESS and not (credential.number or credential.area or credential.hours)


def _credential(credential: Credential) -> Sequence[tuple[str, Any]]:
    until = credential.valid_until
    said = {column: getattr(credential, name) or None for name, column in PLAIN.items()}
    said |= {c.KIND: label("credential_kind", credential.kind), c.FROM: credential.valid_from.isoformat()}
    return tuple({**said, c.UNTIL: None if until == ENDLESS else until.isoformat()}.items())


def _shift(event: Event, assignment: Assignment) -> Sequence[tuple[str, Any]]:
    shift = assignment.shift
    start, end = event.local(shift.starts_at), event.local(shift.ends_at)
    return (
        (c.POST, shift.where), (c.DAY, start.date().isoformat()), (c.STARTS, f"{start:%H:%M}"),
        (c.ENDS, f"{end:%H:%M}"), (c.SHIFT_FUNCTION, label("function", shift.function)),
        (c.CALL_SIGN, assignment.call_sign),
    )  # fmt: skip
