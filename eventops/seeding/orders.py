"""A story's command: decisions to look at again, tasks, situation reports, and conditions that were checked."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import force_locale

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log import actions as log
from ..log import spoken
from ..log.drafts import draft
from ..log.models import Decision, Errand, ErrandState, GroundKind, Outcome, Section, SitrepKind, Verdict
from ..planning.models import Condition
from ..planning.queries import numbered
from .story import Story, Told

Act = Callable[[Actor], None]
Moment = tuple[datetime, str, Act]  # when, by whose account, what is done


def orders(story: Story, event: Event) -> Iterator[Moment]:
    """What the command post does; rows with `ago` happen so many minutes before the demo is loaded."""
    said = story.part("orders")
    for row in said.get("decision", []):
        yield _at(story, row), row["by"], partial(decide, event, row)
    for row in said.get("review", []):
        yield _at(story, row), row["by"], partial(_review, event, row)
    for row in said.get("task", []):
        yield from _task(story, event, row)
    for row in said.get("report", []):
        yield _at(story, row), row["by"], partial(_report, event, row)
    for row in said.get("check", []):
        yield _at(story, row), row["by"], partial(_check, event, row)


def decide(event: Event, row: Told, actor: Actor) -> None:
    """Write a decision; what its row says beside it is what it rests on."""
    review = row.get("review")
    grounds = [log.Said(kind, row[kind]) for kind in GroundKind if kind is not GroundKind.OPTION and kind in row]
    grounds += [log.Said(GroundKind.OPTION, option, because) for option, because in row.get("options", [])]
    told = log.Deciding(
        text=row["text"], decider=row.get("decider", actor.name), decider_role=row.get("role"),
        audience=row["audience"], disperses=row.get("disperses", False), grounds=tuple(grounds),
        review_at=clock.now() + timedelta(minutes=review) if review else None,
    )  # fmt: skip
    log.decide(event, actor, told)


def _review(event: Event, row: Told, actor: Actor) -> None:
    db.session.flush()
    found = db.session.scalars(db.select(Decision).filter_by(event_id=event.id, number=row["decision"])).one()
    outcome = Outcome(row["outcome"])
    with force_locale("sv"):
        line = spoken.reviewed(found, outcome, None, "", row.get("note", ""))
    log.review(event, actor, found, outcome=outcome, line=line, note=row.get("note"))


def _task(story: Story, event: Event, row: Told) -> Iterator[Moment]:
    given: list[Errand] = []
    at = _at(story, row)
    yield at, row["by"], partial(_give, event, row, given)
    for state in (ErrandState.TAKEN, ErrandState.DONE):
        if state in row:
            by = str(row.get("taker", row["by"]))
            yield at + timedelta(minutes=row[state]), by, partial(_move, event, given, state, row.get("note", ""))


def _give(event: Event, row: Told, given: list[Errand], actor: Actor) -> None:
    owner = log.owner_of(event, actor, row["owner"])
    due = clock.now() + timedelta(minutes=row["due"]) if "due" in row else None
    name = next((each.name for each in event.partners if each.slug == owner.name), owner.name)
    with force_locale("sv"):
        line = spoken.given(name, row["text"], spoken.wall(event, due))
    giving = log.Giving(row["text"], owner, due_at=due, audience=row.get("audience"))
    given.append(log.give_errand(event, actor, giving, line=line)[0])


def _move(event: Event, given: list[Errand], state: ErrandState, note: str, actor: Actor) -> None:
    if not given:  # it was refused: somebody at a screen was there first
        return
    note = note if state is ErrandState.DONE else ""
    with force_locale("sv"):
        line = spoken.moved(given[0], state, note)
    log.move_errand(event, actor, given[0], state, line=line, note=note)


def _report(event: Event, row: Told, actor: Actor) -> None:
    db.session.flush()
    with force_locale("sv"):
        told = draft(event, row["audience"], clock.now())
        sections = [Section(code, title, row.get(code, text)) for code, title, text in told.sections]
        line = spoken.published(SitrepKind.REGULAR, sections)
    log.publish_sitrep(
        event, actor, kind=SitrepKind.REGULAR, audience=row["audience"], sections=sections, line=line, since=told.since
    )


def _check(event: Event, row: Told, actor: Actor) -> None:
    condition: Any = numbered(Condition, event, actor, row["condition"])
    verdict = Verdict(row["verdict"])
    with force_locale("sv"):
        line = spoken.checked(condition, verdict, row["text"])
    log.check_condition(event, actor, condition, verdict, text=row["text"], line=line)


def _at(story: Story, row: Told) -> datetime:
    return clock.now() - timedelta(minutes=row["ago"]) if "ago" in row else story.moment(row["at"])
