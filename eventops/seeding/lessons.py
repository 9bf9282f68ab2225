"""What a story's edition learnt, and what it answered to what the edition before had learnt."""

from .. import clock
from ..access import Actor
from ..evaluation import actions as evaluation
from ..evaluation.models import Lesson
from ..events.models import Event, Membership
from ..events.scope import actor_of
from ..extensions import db
from ..planning import actions as planning
from ..planning.models import Measure, Proposal
from ..planning.queries import numbered
from .dates import dated
from .story import Story, Told


def learn(event: Event, actor: Actor, story: Story) -> None:
    """Write the lessons down, and close those that were settled."""
    said = story.part("lessons")
    for row in said.get("lesson", []):
        with clock.at(story.moment(said["learnt"])):
            told = {name: value for name, value in row.items() if name in (*Lesson.FIELDS, "audience")}
            lesson = planning.add(event, actor, Lesson, dated(story, Lesson, told))
            if because := row.get("closed"):
                evaluation.close_lesson(event, actor, lesson, because)


def answer(event: Event, planner: Actor, story: Story) -> None:
    """Fetch what the edition before proposes, and decide on what the story decides on."""
    said = story.part("lessons")
    if "from" not in said:
        return
    source = db.session.scalars(db.select(Event).filter_by(slug=said["from"])).one()
    there = db.session.scalars(db.select(Membership).filter_by(event_id=source.id, account_id=planner.account_id)).one()
    planning.fetch(event, planner, source, actor_of(there), planning.Choice(proposals=True))
    for row in said["answer"]:
        which = {"kind": row["kind"], "source_number": row["number"], "event_id": event.id}
        _answer(event, planner, story, row, db.session.scalars(db.select(Proposal).filter_by(**which)).one())


def _answer(event: Event, planner: Actor, story: Story, row: Told, proposal: Proposal) -> None:
    if "declined" in row:
        planning.decline(event, planner, proposal, row["declined"])
        return
    planning.take_on(event, planner, proposal, row["becomes"])
    measure = numbered(Measure, event, planner, proposal.part or 0)
    planning.edit(event, planner, measure, dated(story, Measure, row["said"]))
    planning.decide(event, planner, measure)
