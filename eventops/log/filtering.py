"""What lists of incidents and of lines are narrowed by; nothing that the actor may not know of narrows anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import aliased

from .. import search
from ..access import POLICE, Actor
from ..events.models import Event, Place
from ..roster.duty import hidden_signs
from .models import Attachment, Dispatch, Entry, Incident, IncidentLink, State

ESCAPE = "\\"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; the empty value of each means "any". `bbox` is west, south, east, north."""

    state: str = ""
    category: str = ""
    group: str = ""  # the letters that a category's code begins with
    priority: int | None = None
    sector: str = ""
    place: str = ""
    since: datetime | None = None
    until: datetime | None = None
    q: str = ""
    bbox: tuple[float, float, float, float] | None = None
    unit: str = ""
    reporter: str = ""
    author: str = ""
    kind: str = ""
    audience: str = ""
    disposition: str = ""
    linked: bool = False
    attached: bool = False
    struck: bool = False
    late: bool = False


def narrow_incidents(query: Select[Any], event: Event, actor: Actor, by: Filters) -> Select[Any]:
    """Narrow a query on incidents by what is said of them, and of those of their lines that the actor may read."""
    query = query.where(*_of_incident(event, actor, by), *_said(Incident, Incident.opened_by, by))
    if by.attached:
        files = select(Attachment.incident_id).join(Attachment.entry).where(Attachment.event_id == event.id)
        query = query.where(Incident.id.in_(files.where(actor.audible(Attachment.audience), Entry.text.is_not(None))))
    heard = select(Entry.incident_id).where(Entry.event_id == event.id, actor.audible(Entry.audience))
    return query.where(*(Incident.id.in_(heard.where(condition)) for condition in _of_lines(by)))


def narrow_lines(query: Select[Any], event: Event, actor: Actor, by: Filters) -> Select[Any]:
    """Narrow a query on lines (joined with their incidents) by what they say, and by what is said of the incident."""
    query = query.where(*_of_incident(event, actor, by), *_of_lines(by), *_said(Entry, Entry.author, by))
    if by.kind:
        query = query.where(Entry.kind == by.kind)
    if by.attached:
        files = select(Attachment.entry_id).where(Attachment.event_id == event.id, actor.audible(Attachment.audience))
        query = query.where(Entry.id.in_(files))
    return query


def _said(row: Any, author: Any, by: Filters) -> list[Any]:
    """By whom, for whom and when."""
    said: list[Any] = []
    if by.author:
        said.append(_has(author, by.author))
    if by.audience:
        said.append(row.audience == by.audience)
    if by.since:
        said.append(row.occurred_at >= by.since)
    if by.until:
        said.append(row.occurred_at < by.until)
    return said


def _of_incident(event: Event, actor: Actor, by: Filters) -> list[Any]:
    said: list[Any] = []
    if by.state == "open":
        said.append(Incident.state != State.CLOSED)
    elif by.state:
        said.append(Incident.state.in_(by.state.split(",")))
    if by.category:
        said.append(Incident.category_code.in_(by.category.split(",")))
    if by.group:
        begins = [f"{by.group}{digit}" for digit in range(10)]
        said.append(or_(*(Incident.category_code.startswith(each, autoescape=True) for each in begins)))
    if by.priority:
        said.append(Incident.priority == by.priority)
    if by.disposition:
        said.append(Incident.disposition == by.disposition)
    if by.linked:
        said.append(or_(*_linked(actor)))
    return said + _where(event, actor, by)


def _where(event: Event, actor: Actor, by: Filters) -> list[Any]:
    said: list[Any] = []
    if by.bbox:
        west, south, east, north = by.bbox
        said += [Incident.lat.between(south, north), Incident.lon.between(west, east)]
    if by.sector:
        sectors = select(Place.id).where(Place.event_id == event.id, Place.code == by.sector)
        said.append(Incident.sector_id.in_(sectors))
    if by.place:
        said.append(_has(Incident.place_text, by.place))
    if by.unit:
        sign = by.unit.strip().upper()
        unknown = not actor.hears(POLICE) and sign in hidden_signs(event)
        sent = select(Dispatch.incident_id).where(Dispatch.call_sign == sign)
        said.append(false() if unknown else Incident.id.in_(sent))
    return said


def _of_lines(by: Filters) -> list[Any]:
    """Conditions on a line; an incident has each when one of its lines has it."""
    said: list[Any] = []
    if (match := search.matching(Entry.search, "entry_fts", by.q)) is not None:
        said.append(match)
    if by.reporter:
        said.append(_has(Entry.on_behalf, by.reporter))
    if by.struck:
        strike = aliased(Entry)
        said.append(select(strike.id).where(strike.strikes_id == Entry.id).exists())
    if by.late:
        said.append(Entry.late_because.is_not(None))
    return said


def _linked(actor: Actor) -> list[Any]:
    """An incident counts as linked only when the actor may know of the other one."""
    other, ends = aliased(Incident), (IncidentLink.first_id, IncidentLink.second_id)
    return [
        select(IncidentLink.id)
        .join(other, other.id == there)
        .where(here == Incident.id, actor.audible(other.audience))
        .exists()
        for here, there in (ends, ends[::-1])
    ]


def _has(column: Any, text: str) -> Any:
    """Whether a column holds a text, whatever the case, also where it holds other letters than a-z."""
    escaped = text.strip().replace(ESCAPE, ESCAPE * 2).replace("%", f"{ESCAPE}%").replace("_", f"{ESCAPE}_")
    spelled = sorted({escaped, escaped.lower(), escaped.upper(), escaped.capitalize()})  # SQLite folds only a-z
    return or_(*(column.ilike(f"%{each}%", escape=ESCAPE) for each in spelled))
