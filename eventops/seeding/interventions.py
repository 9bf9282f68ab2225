"""A story's interventions: cells, what was taken and what followed; some run since so many minutes before now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log.actions.custody import Cells, add_station
from ..log.actions.intervention import Taken, intervene
from ..log.actions.intervention_step import Done, take_step
from ..log.actions.person import PersonSaid
from ..log.custody import stations
from ..log.kinds import kinds
from ..log.models import Age, Force, Incident, Intervention, PersonRole, StepKind
from .log import Step
from .story import Story, Told

PLAIN = (
    "sector", "place", "company", "decider", "ground", "participants", "what_else", "area", "around", "item",
    "reference", "checked", "found", "force_reason",
)  # fmt: skip


def enter_cells(event: Event, planner: Actor, story: Story) -> None:
    """Say which stations have cells."""
    for row in story.part("interventions").get("station", []):
        add_station(event, planner, Cells(**row))


def interventions(story: Story, event: Event) -> list[Step]:
    """Everything that is done to take interventions, in order of time."""
    rows = story.part("interventions").get("intervention", [])
    told = (step for row in rows for step in Case(event, row, _when(story, row)).steps())
    return sorted(told, key=lambda step: step.at)


def _when(story: Story, row: Told) -> datetime:
    return clock.now() - timedelta(minutes=row["ago"]) if "ago" in row else story.moment(row["at"])


@dataclass
class Case:
    """One intervention as the story has it."""

    event: Event
    said: Told
    began: datetime
    taken: Intervention | None = None

    def steps(self) -> Iterator[Step]:
        """How it was taken, and what followed so many minutes after."""
        by = self.said.get("by", "operator")
        yield Step(self.began, self.began, by, self._take)
        for row in self.said.get("then", []):
            at = self.began + timedelta(minutes=row["after"])
            yield Step(self.began, at, row.get("account", by), partial(self._go_on, row))

    def _take(self, actor: Actor) -> None:
        kind = kinds()[self.said["kind"]]
        station = {each.name: each for each in stations(self.event)}.get(self.said.get("station", ""))
        age, force = self.said.get("age"), self.said.get("force")
        plain: Told = {name: self.said.get(name) for name in PLAIN}
        taken = Taken(
            kind=kind.code, station=station, age=Age(age) if age else None, force=Force(force) if force else None,
            incident=self._incident(), person=self._person(), **plain,
        )  # fmt: skip
        self.taken = intervene(self.event, actor, taken, called=kind.sv)

    def _incident(self) -> Incident | None:
        title = self.said.get("incident")
        query = db.select(Incident).filter_by(event_id=self.event.id, title=title).order_by(Incident.number.desc())
        return db.session.scalars(query.limit(1)).first() if title else None

    def _person(self) -> PersonSaid | None:
        said = self.said.get("person")
        return PersonSaid(PersonRole(said["role"]), **{k: v for k, v in said.items() if k != "role"}) if said else None

    def _go_on(self, row: Told, actor: Actor) -> None:
        if self.taken is None:
            return
        done = Done(by=row.get("by", ""), outcome=row.get("outcome", ""), text=row.get("text", ""))
        take_step(self.event, actor, self.taken, StepKind(row["do"]), done)
