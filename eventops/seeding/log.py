"""A story's log: who writes what, and when, one step at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby, islice

from .. import clock
from ..access import Actor
from ..changes import change
from ..events.models import Event
from ..extensions import db
from ..log import actions as log
from ..log.models import Entry, EntryKind, Incident, State
from .orders import decide, orders
from .reports import reports
from .story import Story, Told

WRITTEN_DOWN = timedelta(seconds=40)  # from when something happened until it stands in the log
OPENING = ("category", "title", "priority", "audience", "lat", "lon", "sector", "place", "text", "on_behalf")
BATCH = 200  # steps of one account in one change


@dataclass(frozen=True)
class Step:
    """One thing somebody does to the log at a moment, in a tale that began earlier."""

    began: datetime
    at: datetime
    by: str
    act: Callable[[Actor], None]


def steps(story: Story, event: Event) -> list[Step]:
    """Everything that is done to the log, in order of time."""
    said = story.part("log")
    entries = [_entry(story, event, row) for row in said.get("entry", [])]
    told = [step for row in said.get("incident", []) for step in Tale(event, row, story.moment(row["at"])).steps()]
    done = (*orders(story, event), *reports(story, event))
    ordered = [Step(at, at, by, act) for at, by, act in done]
    return sorted([*entries, *told, *ordered], key=lambda step: step.at)


def write(event: Event, actors: dict[str, Actor], until: datetime, told: list[Step]) -> None:
    """Do what was done up to a moment, each step at its time."""
    past = [step for step in told if step.at <= until]
    for by, own in groupby(past, key=lambda step: step.by):
        while batch := list(islice(own, BATCH)):
            with change(event, actors[by]), db.session.no_autoflush:  # no step looks for what one before it wrote
                for step in batch:
                    with clock.at(step.at):
                        step.act(actors[by])


def close(event: Event, actor: Actor) -> None:
    """End the event: what is still open is closed first."""
    left = db.session.scalars(db.select(Incident).filter_by(event_id=event.id).where(Incident.state != State.CLOSED))
    for incident in left.all():
        log.change_state(event, actor, incident, State.CLOSED)
    log.close_event(event, actor)


def _entry(story: Story, event: Event, row: Told) -> Step:
    def act(actor: Actor) -> None:
        if row.get("kind") == EntryKind.DECISION:
            return decide(event, row, actor)
        log.add_entry(
            event, actor, text=row["text"], kind=EntryKind(row.get("kind", "note")),
            audience=row["audience"], on_behalf=row.get("on_behalf"),
        )  # fmt: skip

    at = story.moment(row["at"])
    return Step(at, at, row["by"], act)


@dataclass
class Tale:
    """One incident as the story has it; while it is told, `lines` are its entries by their position."""

    event: Event
    said: Told
    began: datetime
    incident: Incident | None = None
    lines: dict[int, Entry] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """How it was opened, and each line after that."""
        yield Step(self.began, self.began + WRITTEN_DOWN, self.said["by"], self._open)
        for position, line in enumerate(self.said["lines"], 1):
            at = self.began + max(WRITTEN_DOWN, timedelta(seconds=line["after"]))
            yield Step(self.began, at, line.get("by", self.said["by"]), partial(self._go_on, position, line))

    def _open(self, actor: Actor) -> None:
        taken: Told = {key: self.said.get(key) for key in OPENING}
        self.incident, _ = log.open_incident(
            self.event, actor, log.Opening(occurred_at=clock.now() - WRITTEN_DOWN, **taken)
        )

    def _go_on(self, position: int, line: Told, actor: Actor) -> None:
        if self.incident is None:  # its opening was refused
            return
        if "state" in line:
            review = clock.now() + timedelta(seconds=line["review"]) if "review" in line else None
            state, how = State(line["state"]), line.get("how")
            log.change_state(self.event, actor, self.incident, state, disposition=how, review_at=review)
        elif "strike" in line:
            log.strike(self.event, actor, self.lines[line["strike"]], reason=line["text"])
        else:
            self.lines[position], _ = log.add_entry(
                self.event, actor, text=line["text"], incident=self.incident, on_behalf=line.get("on_behalf")
            )
