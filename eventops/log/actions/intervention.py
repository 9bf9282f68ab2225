"""Taking interventions to the record: what the kind asks for, the line in the log, and what it must never hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from ... import clock
from ...access import POLICE, Actor, within
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import OrganisationKind
from ..interventions import areas
from ..interventions import intervention as visible
from ..kinds import Kind, kinds
from ..models import Age, Category, CellStation, EntryKind, Force, Incident, Intervention
from .checks import MAX_TEXT, moment_of, must_be_live, sector_of, sectors_of, text_of
from .line import write_line
from .person import PersonSaid, note_person, short

SHORT, MOST_REPORTS = 200, 10_000
COUNTED = ("checked", "found", "reports")
TEXTS = ("decider", "ground", "participants", "what_else", "area", "item", "reference", "force_reason", "offence")


@dataclass(frozen=True)
class Taken:
    """An intervention as it is told; which of it must be said is for the kind (R17, R30)."""

    kind: str
    client_id: str = ""
    incident: Incident | None = None
    sector: str | None = None
    place: str | None = None
    company: str | None = None  # the partner whose guards took it
    occurred_at: datetime | None = None
    decider: str | None = None
    ground: str | None = None
    decided_at: datetime | None = None
    participants: str | None = None
    what_else: str | None = None
    age: Age | None = None
    force: Force | None = None
    force_reason: str | None = None
    area: str | None = None
    around: str | None = None  # the code of the place on the map whose area it is
    item: str | None = None
    reference: str | None = None
    checked: int | None = None
    found: int | None = None
    reports: int | None = None
    offence: str | None = None  # the category of a report, where it is another than the incident's
    station: CellStation | None = None
    person: PersonSaid | None = None


def intervene(event: Event, actor: Actor, taken: Taken, *, called: str) -> Intervention:
    """Take an intervention to the record; the log says what it is `called` and the place, and of nobody who it was.

    The same client_id again gives the first one.
    """
    with change(event, actor) as record:
        client_id = taken.client_id or str(uuid4())
        if served := _served_before(event, actor, client_id, record):
            return served
        must_be_live(event)
        kind = kind_of(taken.kind)
        _check(event, actor, kind, taken)
        made = _made(event, actor, record, kind, taken, client_id)
        _write(event, actor, record, made, called)
        db.session.add(made)
        record("intervention.recorded", made)
        if taken.person and not taken.person.empty:
            note_person(event, actor, made, taken.person)
    return made


def kind_of(code: str) -> Kind:
    """The kind with that code. Raises Refused."""
    if code not in kinds():
        raise Refused(N_("There is no such kind of intervention."), field="kind")
    return kinds()[code]


def _served_before(event: Event, actor: Actor, client_id: str, record: Change) -> Intervention | None:
    found: Intervention | None = db.session.scalar(
        db.select(Intervention).filter_by(event_id=event.id, client_id=client_id)
    )
    if found is None:
        return None
    if visible(event, actor, found.number) is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    record.nothing()
    return found


def _check(event: Event, actor: Actor, kind: Kind, taken: Taken) -> None:
    for field in kind.needs:
        if getattr(taken, field) in (None, ""):
            raise Refused(N_("This must be said on the record."), field=field)
    if taken.force and not (taken.force_reason or "").strip():
        raise Refused(N_("Say why: the record needs the reasons (Police Act s. 28)."), field="force_reason")
    if taken.station:
        may_be_locked_in(kind, taken.age)
    if kind.code == "check" and not 0 <= (taken.found or 0) <= (taken.checked or 0):
        raise Refused(N_("No more can be found than were checked."), field="found")
    _check_report(kind, taken)
    _check_company(event, actor, taken.company)


def _check_report(kind: Kind, taken: Taken) -> None:
    if kind.code == "report" and not 0 < (taken.reports or 0) <= MOST_REPORTS:
        raise Refused(N_("Say how many reports were made."), field="reports")
    if taken.offence and db.session.get(Category, taken.offence) is None:
        raise Refused(N_("There is no such category."), field="offence")
    if kind.code == "report" and not (taken.offence or taken.incident):
        raise Refused(N_("Say of which crime: no incident tells."), field="offence")


def may_be_locked_in(kind: Kind, age: Age | None) -> None:
    """Refuse a cell to who must not be in one (R33: PL 17)."""
    if not kind.cell:
        raise Refused(N_("This kind of intervention leads to no cell."), field="station")
    if age is Age.UNDER_15:
        raise Refused(N_("Nobody under 15 may be put in a cell (Police Act s. 17)."), field="station")


def _check_company(event: Event, actor: Actor, company: str | None) -> None:
    if not actor.hears(POLICE):
        if company != actor.partner:
            raise Refused(N_("You can only tell of what your own people did."), field="company")
    elif company and company not in guard_companies(event):
        raise Refused(N_("There is no guard company like that in the event."), field="company")


def guard_companies(event: Event) -> dict[str, str]:
    """The partners whose guards take interventions, slug to name."""
    guards = OrganisationKind.GUARD_COMPANY
    return {each.slug: each.name for each in event.partners if each.organisation.kind is guards}


def _made(event: Event, actor: Actor, record: Change, kind: Kind, taken: Taken, client_id: str) -> Intervention:
    """The row; guards who tell of what they did themselves have reported it (R15)."""
    incident = taken.incident
    said: dict[str, Any] = {name: short(getattr(taken, name), name, MAX_TEXT) for name in TEXTS if _asked(kind, name)}
    said |= {name: getattr(taken, name) for name in ("decided_at", "age", "force", *COUNTED) if _asked(kind, name)}
    sector = sector_of(lambda: sectors_of(event), taken.sector, None, None) if taken.sector else None
    if sector is None and incident and not taken.place:
        sector, place = incident.sector, incident.place_text
    else:
        place = short(taken.place, "place", SHORT)
    decided_at = moment_of(taken.decided_at) if taken.decided_at else None
    shape = _shape(event, taken.around) if taken.around and _asked(kind, "around") else None
    return Intervention(
        event=event, number=record.count("intervention"), client_id=client_id, kind=kind.code, incident=incident,
        sector=sector, place_text=place, audience=audience_on(incident), company=taken.company or None,
        occurred_at=moment_of(taken.occurred_at), minutes=kind.minutes, station=taken.station, entered_at=clock.now(),
        author=actor.name, steps=[], shape=shape,
        reported_at=None if actor.hears(POLICE) else clock.now(), **{**said, "decided_at": decided_at},
    )  # fmt: skip


def _shape(event: Event, code: str) -> dict[str, Any] | None:
    """The area of a place as it is drawn now; what is drawn otherwise later changes no decision (R34)."""
    found = next((each for each in areas(event) if each.code == code), None)
    if found is None:
        raise Refused(N_("There is no area called %(code)s on the map."), field="around", code=code)
    return found.geometry


def _asked(kind: Kind, name: str) -> bool:
    return kind.asks_for("force" if name == "force_reason" else name)


def audience_on(incident: Incident | None) -> str:
    """Who may know of an intervention: the police, or fewer where fewer may know of its incident."""
    return POLICE if incident is None or within(POLICE, incident.audience) else incident.audience


def _write(event: Event, actor: Actor, record: Change, made: Intervention, called: str) -> None:
    """Let the log say the kind and the place; also when it is a guard who tells of it, who does not read that line."""
    place = " ".join(part for part in (made.sector and made.sector.code, made.place_text) if part)
    entry = write_line(
        event, actor, record, kind=EntryKind.NOTE, incident=made.incident, audience=made.audience,
        text=text_of(f"{called}, {place}" if place else called),
        at=made.occurred_at, client_id=str(uuid4()),
    )  # fmt: skip
    made.entry_id = entry.id
    record("entry.added", entry)
