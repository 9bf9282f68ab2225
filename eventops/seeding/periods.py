"""A story's periodic reports and priorities: the rhythm, what each partner said, and how the last priorities went."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from .. import clock
from ..access import Actor
from ..cooperation import laid_out, priorities, reporting, rhythms
from ..cooperation.models import MatterSource, PeriodKind, ReportingPeriod
from ..events.models import Event
from ..events.queries import partners
from ..extensions import db
from ..planning.models import Cause, Measure, Problem
from ..planning.models.measure import Outcome
from .story import Story, Told

Actors = dict[str, Actor]


def report(event: Event, actors: Actors, story: Story) -> None:
    """Set the rhythm, and tell what was reported and chosen, each at its time."""
    said = story.part("periods")
    if not said:
        return
    _begin(event, actors["planner"], story, said)
    known = laid_out.periods(event)
    first = next(n for n, each in enumerate(known) if each.kind is not PeriodKind.WEEK)
    for row in [*said.get("report", []), *said.get("set", [])]:
        row["of"] = known[first + row["period"]]
        row["at"] = row["of"].ends_at + timedelta(minutes=row["after"])
    for row in sorted(said.get("report", []), key=_when):
        if row["at"] <= clock.now():
            with clock.at(row["at"]):
                _send(event, actors[row["by"]], row)
    for number, row in enumerate(sorted(said.get("set", []), key=_when), start=1):
        _choose(event, actors["planner"], row, number)


def _when(row: Told) -> datetime:
    at: datetime = row["at"]
    return at


def _begin(event: Event, actor: Actor, story: Story, said: Told) -> None:
    known = {each.slug: each for each in partners(event)}
    starts = story.day_one - timedelta(weeks=said["weeks"])
    told = {name: said[name] for name in ("weekday", "hour", "week_due", "live_due", "silent")}
    with clock.at(story.before(-7 * said["weeks"])):
        rhythms.set_rhythm(event, actor, rhythms.Beat(starts_on=starts, live=PeriodKind(said["live"]), **told))
        for row in said.get("represents", []):
            reporting.represent(event, actor, known[row["partner"]], known[row["by"]])


def _send(event: Event, actor: Actor, row: Told) -> None:
    period: ReportingPeriod = row["of"]
    partner = next(each for each in partners(event) if each.slug == row["partner"])
    key = str(uuid5(NAMESPACE_URL, f"{period.number}/{partner.slug}/{row['at']}"))
    matters = [_matter(period, each) for each in row.get("matter", [])]
    said = reporting.Report(matters=matters, nothing=row.get("nothing", False), client_id=key)
    reporting.send_report(event, actor, period, partner, said)


def _matter(period: ReportingPeriod, row: Told) -> reporting.Matter:
    told = {name: value for name, value in row.items() if name not in ("hour", "source")}
    at = min(period.starts_at + timedelta(hours=row["hour"]), period.ends_at - timedelta(hours=1))
    return reporting.Matter(occurred_at=at, source=MatterSource(row["source"]), **told)


def _choose(event: Event, actor: Actor, row: Told, number: int) -> None:
    with clock.at(min(row["at"], clock.now())):
        key = str(uuid5(NAMESPACE_URL, f"set/{number}"))
        known = priorities.open_set(event, actor, row["of"], key)
        for n, each in enumerate(row["priority"]):
            priorities.add_priority(event, actor, known, _aim(event, each), f"{key[:-3]}{n:03d}")
    with clock.at(min(row["of"].ends_at + timedelta(days=2), clock.now())):
        rows = [(chosen, each) for chosen, each in zip(known.active, row["priority"], strict=True) if "result" in each]
        for chosen, each in rows:
            said = priorities.Judgement(each["result"], Outcome(each["verdict"]), each.get("next_by"))
            priorities.evaluate_priority(event, actor, chosen, said, chosen.revision)
        if rows:
            priorities.close_set(event, actor, known)


def _aim(event: Event, row: Told) -> priorities.Aim:
    told: dict[str, Any] = {
        name: row[name]
        for name in ("title", "expected_effect", "owners", "place", "area", "doing", "continues")
        if name in row
    }
    return priorities.Aim(
        problem=_number(Problem, event, row.get("problem")), cause_number=_number(Cause, event, row.get("cause_text")),
        measures=[number for text in row.get("measures", []) if (number := _number(Measure, event, text))], **told,
    )  # fmt: skip


def _number(kind: type[Any], event: Event, text: str | None) -> int | None:
    """The number of the plan's part that says so."""
    found: int | None = db.session.scalar(db.select(kind.number).filter_by(event_id=event.id, text=text))
    return found if text else None
