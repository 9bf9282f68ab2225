"""What a lesson was learnt from: a line, an incident, a risk, a meeting or what was seen there, a visitor's words."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..access import POLICE, Actor, Permission, within
from ..cooperation.meeting_queries import meeting
from ..cooperation.models.meeting import Meeting
from ..events.models import Event
from ..extensions import db
from ..log.lines import said
from ..log.queries import entry, incident
from ..planning.models import Risk
from ..planning.queries import numbered
from . import survey_queries
from .debrief_models import Observation


class Origin(NamedTuple):
    """What it is ("entry", 12), what it says, and who may read it; `within` is its meeting, or a line's incident."""

    kind: str
    number: int
    text: str
    audience: str
    within: int = 0


def origin(event: Event, actor: Actor, source: str | None) -> Origin | None:
    """What a source names, if the actor may see it."""
    kind, _slash, number = (source or "").partition("/")
    if kind not in ORIGINS or not number.isdecimal() or len(number) > 16:
        return None
    return ORIGINS[kind](event, actor, int(number)) if kind == "survey_text" or len(number) < 10 else None


def _incident(event: Event, actor: Actor, number: int) -> Origin | None:
    found = incident(event, actor, number)
    return Origin("incident", number, found.title or "", found.audience) if found else None


def _entry(event: Event, actor: Actor, number: int) -> Origin | None:
    """A line tells no more people than its incident does."""
    found = entry(event, actor, number)
    if found is None:
        return None
    about = found.incident
    if about is None:
        return Origin("entry", number, str(said(found)), found.audience)
    audience = found.audience if within(found.audience, about.audience) else about.audience
    return Origin("entry", number, str(said(found)), audience, about.number)


def _risk(event: Event, actor: Actor, number: int) -> Origin | None:
    found = numbered(Risk, event, actor, number)
    return Origin("risk", number, found.title, found.audience) if found else None


def _meeting(event: Event, actor: Actor, number: int) -> Origin | None:
    found = meeting(event, actor, number)
    return Origin("meeting", number, found.title, found.audience, number) if found else None


def _observation(event: Event, actor: Actor, number: int) -> Origin | None:
    query = db.select(Observation).filter_by(event_id=event.id, number=number).join(Observation.meeting)
    found = db.session.scalars(query.where(actor.audible(Meeting.audience))).first()
    if found is None:
        return None
    return Origin("observation", number, found.text, found.meeting.audience, found.meeting.number)


def _survey_text(event: Event, actor: Actor, number: int) -> Origin | None:
    """Visitors' own words stay with those who read them."""
    if not (actor.may(Permission.LESSON_WRITE) and actor.hears(POLICE)):
        return None
    return Origin("survey_text", number, "", POLICE) if survey_queries.text(event, number) else None


ORIGINS: dict[str, Callable[[Event, Actor, int], Any]] = {
    "incident": _incident, "entry": _entry, "risk": _risk, "meeting": _meeting, "observation": _observation,
    "survey_text": _survey_text,
}  # fmt: skip
