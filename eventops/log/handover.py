"""What is open at a handover, and who has the log."""

from collections.abc import Sequence
from typing import NamedTuple

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from . import decisions, interventions, queries
from .models import LogHold, State


class Thing(NamedTuple):
    """An open thing: what sort, its number, what it says, and a word on how it stands."""

    kind: str
    number: int
    text: str
    state: str

    @property
    def key(self) -> str:
        """The thing in one word: "incident-12"."""
        return f"{self.kind}-{self.number}"


def open_things(event: Event, actor: Actor, language: str = "sv") -> list[Thing]:
    """Everything that is open and that the actor may know of: what the next one must not miss."""
    incidents = [
        Thing("incident", each.number, each.title, _incident_state(each.state, each.acknowledged_at is None))
        for each in queries.open_incidents(event, actor)
    ]
    taken = [
        Thing("intervention", each.number, each.of_kind.name(language), "running")
        for each in interventions.pending(event, actor) if each.running
    ]  # fmt: skip
    due = [Thing(_kind(each.kind), each.number, each.row.text or "", "due") for each in decisions.due(event, actor)]
    cards = [Thing("card_run", run.number, run.name, "running") for run in queries.runs(event, actor) if run.running]
    return [*incidents, *taken, *due, *cards]


def holder(event: Event) -> LogHold | None:
    """Who has the log now."""
    query = db.select(LogHold).filter_by(event_id=event.id, until=None)
    return db.session.scalars(query.order_by(LogHold.number.desc())).first()


def holds(event: Event, limit: int = 50) -> Sequence[LogHold]:
    """Who had the log when, the latest first."""
    query = db.select(LogHold).filter_by(event_id=event.id).order_by(LogHold.number.desc()).limit(limit)
    return db.session.scalars(query).all()


def _incident_state(state: State, unseen: bool) -> str:
    return "unseen" if unseen and state is State.NEW else state.value


def _kind(kind: str) -> str:
    return "errand" if kind == "task" else kind
