"""What a wall shows of an event to a room: numbers, codes and times, no free text of the log and no person."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext
from sqlalchemy.orm import joinedload

from ..access import POLICE, SYSTEM, Actor
from ..events.models import Event
from ..extensions import db
from ..log import crowd, decisions
from ..log.clocks import Clock, Stage, running
from ..log.models import CrowdAlarm, Incident, State
from ..log.queries import visible_incidents
from ..planning.models import Watch
from ..planning.queries import visible
from ..roster.duty import crew
from ..roster.models import Function
from ..roster.queries import shifts
from ..roster.watches import watches

COARSE = frozenset({"sexual", "minor"})  # what is never told of but as "incident" (domain 4b)
MOST = {"incidents": 20, "zones": 6, "clocks": 4, "coming": 6}


@dataclass(frozen=True)
class Line:
    """An open incident: `category` is empty where no more is told than that there is one."""

    number: int
    category: str
    sector: str
    priority: int
    state: str
    since: datetime
    seen: bool


@dataclass(frozen=True)
class Coming:
    """Something that is planned, on this operational day or later."""

    at: datetime
    text: str
    today: bool


@dataclass(frozen=True)
class Picture:
    """Everything beside the map, each list as long as there is room for; `open` is how many incidents there are."""

    at: datetime
    open: int
    incidents: list[Line]
    revision: str  # of what the map shows
    zones: list[crowd.Zone]
    alarms: Sequence[CrowdAlarm]
    clocks: list[Clock]
    staffing: list[tuple[Function, int, int]]
    coming: list[Coming]


def picture(event: Event, actor: Actor, now: datetime, language: str) -> Picture:
    """What the room of an actor may see now."""
    found = _open(event, actor)
    inner = actor.hears(POLICE)
    near = [each for each in running(event, actor, now) if each.stage is not Stage.CALM] if inner else []
    return Picture(
        at=now, open=len(found), incidents=[_line(each, language) for each in found[: MOST["incidents"]]],
        revision=" ".join(f"{each.number}.{each.revision}" for each in found),
        zones=crowd.counted(event, now)[: MOST["zones"]], alarms=crowd.alarms(event, limit=3),
        clocks=near[: MOST["clocks"]], staffing=list(_staffing(event, now)) if inner else [],
        coming=[
            Coming(at, text, event.operational_day(at) == event.operational_day(now))
            for at, text in sorted(_coming(event, actor, now))[: MOST["coming"]]
        ],
    )  # fmt: skip


def incident_rows(event: Event, actor: Actor) -> dict[str, object]:
    """The open incidents as the map takes them, without their titles; what is told of coarsely has no point."""
    rows = [
        (each.number, each.lat, each.lon, each.priority, each.state, each.category_code,
         int(each.occurred_at.timestamp()), "", each.sector.code if each.sector else None, each.revision)
        for each in _open(event, actor) if not _coarse(each)
    ]  # fmt: skip
    return {"rows": rows}


def _open(event: Event, actor: Actor) -> Sequence[Incident]:
    query = visible_incidents(event, actor).where(Incident.state != State.CLOSED)
    query = query.options(joinedload(Incident.sector), joinedload(Incident.category))
    return db.session.scalars(query.order_by(Incident.priority, Incident.number)).all()


def _coarse(incident: Incident) -> bool:
    return not COARSE.isdisjoint(incident.category.compartments)


def _line(incident: Incident, language: str) -> Line:
    category = "" if _coarse(incident) else f"{incident.category_code} {incident.category.name(language)}"
    return Line(
        incident.number, category, incident.sector.code if incident.sector else "", incident.priority, incident.state,
        incident.occurred_at, incident.acknowledged_at is not None,
    )  # fmt: skip


def _staffing(event: Event, now: datetime) -> Iterator[tuple[Function, int, int]]:
    """Function, on duty and planned, now."""
    on = shifts(event, now, now + timedelta(microseconds=1))
    here, planned = Counter(each.shift.function for each in crew(on) if each.counts), Counter[Function]()
    for shift in on:
        planned[shift.function] += shift.needed
    for function in Function:
        if planned[function]:
            yield function, here[function], planned[function]


def _coming(event: Event, actor: Actor, now: datetime) -> Iterator[tuple[datetime, str]]:
    """What is next: the site opens or closes, a shift begins, the watch changes, something is to be looked at again."""
    for day in event.days:
        if day.opens_at and day.opens_at > now:
            yield day.opens_at, gettext("The site opens")
        if day.closes_at and day.closes_at > now:
            yield day.closes_at, gettext("The site closes")
    for due in decisions.due(event, actor):
        if due.at > now:
            review = due.kind == "decision"
            told = gettext("Review decision %(number)s", number=due.number) if review else ""
            yield due.at, told or gettext("Task %(number)s is due", number=due.number)
    if actor.hears(POLICE):
        yield from _shift_changes(event, now)


def _shift_changes(event: Event, now: datetime) -> Iterator[tuple[datetime, str]]:
    following = next((each for each in watches(shifts(event)) if each.starts_at > now), None)
    if following:
        people = sum(shift.needed for shift in following.shifts)
        told = ngettext("Next shift: one place", "Next shift: %(num)s places", people)
        yield following.starts_at, told
    for watch in db.session.scalars(visible(Watch, event, SYSTEM)):
        for day in event.days:
            turn = watch.on(event, watch.day or day.date)
            if turn.starts_at > now:
                told = gettext("The command changes watch: %(name)s", name=watch.name)
                yield turn.starts_at, told
                break
