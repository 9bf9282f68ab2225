"""What was learnt in an edition, what has become of it since, and how it reaches the plan of the next one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..planning.models import Answer, Proposal
from ..planning.models.measure import MeasureKind
from ..planning.models.problem import ProblemKind
from ..planning.proposals import SOURCES, Idea, Source
from .models import Lesson, LessonState


@dataclass
class Learnt:
    """A lesson, and what later editions were told of it and answered."""

    lesson: Lesson
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def state(self) -> LessonState:
        if self.lesson.dropped_at:
            return LessonState.CLOSED
        accepted = any(each.answer is Answer.ACCEPTED for each in self.proposals)
        return LessonState.CARRIED if accepted else LessonState.OPEN


def learnt(event: Event, actor: Actor) -> list[Learnt]:
    """The lessons of an event that the actor may see, in their order."""
    query = db.select(Lesson).filter_by(event_id=event.id).where(actor.audible(Lesson.audience))
    found = {each.number: Learnt(each) for each in db.session.scalars(query.order_by(Lesson.number))}
    told = db.select(Proposal).filter_by(source=event.slug, kind=Lesson.PLURAL).order_by(Proposal.id)
    for proposal in db.session.scalars(told) if found else ():
        if proposal.source_number in found:
            found[proposal.source_number].proposals.append(proposal)
    return list(found.values())


def lesson(event: Event, actor: Actor, number: int) -> Lesson | None:
    """A lesson by its number, closed ones too, if the actor may see it."""
    query = db.select(Lesson).filter_by(event_id=event.id, number=number)
    return db.session.scalars(query.where(actor.audible(Lesson.audience))).first()


def _ideas(event: Event, actor: Actor) -> Iterator[Idea]:
    """The open lessons as what they may become: a measure that does what they say, or a problem to work on."""
    for each in learnt(event, actor):
        if each.state is LessonState.OPEN:
            yield _idea(event, each.lesson)


def _idea(event: Event, lesson: Lesson) -> Idea:
    told: Sequence[str] = [text for text in (lesson.text, lesson.next_time) if text]
    source = gettext("Lesson %(number)s of %(event)s", number=lesson.number, event=event.edition or event.name)
    measure = {"text": told[-1], "kind": MeasureKind.SITUATIONAL.value, "owner": lesson.owner}
    problem = {"text": lesson.text, "kind": ProblemKind.PHENOMENON.value, "description": lesson.cause, "source": source}
    return Idea(
        lesson.PLURAL, lesson.number, "\n→ ".join(told), "measures", measure, lesson.audience, {"problems": problem}
    )  # fmt: skip


SOURCES[Lesson.PLURAL] = Source(_("Lesson"), _ideas)
