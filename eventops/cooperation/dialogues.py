"""What came out of talking with those whom it concerns, and the way from there into the plan."""

from collections.abc import Sequence

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from ..extensions import db
from ..planning import actions as planning
from ..planning.models import Problem
from .models import Dialogue, DialogueResult


def dialogues(event: Event, actor: Actor) -> Sequence[Dialogue]:
    """The dialogues that somebody may see, the latest first, those without a day before them."""
    query = db.select(Dialogue).filter_by(event_id=event.id, dropped_at=None).where(actor.audible(Dialogue.audience))
    found = db.session.scalars(query.options(db.selectinload(Dialogue.results)))
    return sorted(found, key=lambda each: (each.held_on is None, each.held_on or 0, each.number), reverse=True)


def dialogue(event: Event, actor: Actor, number: int) -> Dialogue | None:
    """One of them by its number."""
    query = db.select(Dialogue).filter_by(event_id=event.id, number=number, dropped_at=None)
    return db.session.scalars(query.where(actor.audible(Dialogue.audience))).first()


def say_result(
    event: Event, actor: Actor, dialogue: Dialogue, text: str, client_id: str, *, as_problem: bool = False
) -> DialogueResult:
    """Write down something that came out; `as_problem` also makes it a problem of the plan, which says where from."""
    with change(event, actor) as record:
        standing = db.select(DialogueResult).filter_by(event_id=event.id, client_id=client_id)
        found: DialogueResult | None = db.session.scalars(standing).first()
        if found:
            record.nothing()
            return found
        if not planning.may_write(actor, dialogue):
            raise Refused(N_("Choose something that is yours to write."))
        if not text.strip():
            raise Refused(N_("Say what came out."), field="text")
        problem = planning.add(event, actor, Problem, _problem(dialogue, text)) if as_problem else None
        result = DialogueResult(
            event=event, number=record.count("dialogue_result"), client_id=client_id, dialogue=dialogue,
            text=text.strip(), problem=problem.number if problem else None, written_at=clock.now(),
            written_by=actor.name,
        )  # fmt: skip
        db.session.add(result)
        record("dialogue.result-written", result)
    return result


def _problem(dialogue: Dialogue, text: str) -> dict[str, str]:
    when = f" {dialogue.held_on.isoformat()}" if dialogue.held_on else ""
    return {"text": text.strip(), "source": f"{dialogue.text}{when}", "audience": dialogue.audience}
