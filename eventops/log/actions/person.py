"""Persons: as little as is needed is noted, opened only for a reason that is on the record first, erased lawfully."""

from dataclasses import dataclass
from typing import Any

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event, LegalMode
from ...extensions import db
from ..interventions import persons_of
from ..kinds import reasons
from ..models import Intervention, InterventionPerson, PersonOpening, PersonRole
from .checks import MAX_TEXT, must_be_live


@dataclass(frozen=True)
class PersonSaid:
    """As little of a person as is needed; `born` is a year."""

    role: PersonRole
    name: str | None = None
    born: int | None = None
    reference: str | None = None
    description: str | None = None

    @property
    def empty(self) -> bool:
        return not any((self.name, self.born, self.reference, self.description))


def note_person(event: Event, actor: Actor, intervention: Intervention, said: PersonSaid) -> InterventionPerson:
    """Keep as little as is needed of a person, apart from everything that is pushed or searched."""
    with change(event, actor) as record:
        must_be_live(event)
        if event.legal_mode is LegalMode.ORGANISER:
            raise Refused(N_("Only an authority keeps persons here. Write the number of the crime report instead."))
        if said.empty:
            raise Refused(N_("Say something of the person, or leave it."), field="name")
        if said.born is not None and not 1900 <= said.born <= clock.now().year:
            raise Refused(N_("Give the year of birth with four digits."), field="born")
        texts = {name: short(getattr(said, name), name, MAX_TEXT) for name in ("name", "reference", "description")}
        person = InterventionPerson(
            event=event, number=record.count("intervention_person"), intervention=intervention, role=said.role,
            born=said.born, noted_at=clock.now(), noted_by=actor.name, **texts,
        )  # fmt: skip
        db.session.add(person)
        record("person.noted", person)
    return person


def open_persons(event: Event, actor: Actor, intervention: Intervention, *, reason: str, text: str) -> PersonOpening:
    """Put on the record that somebody opens what is kept of persons, and why; only then may it be shown."""
    with change(event, actor) as record:
        if reason not in reasons():
            raise Refused(N_("Choose why you open it."), field="reason")
        if not text.strip():
            raise Refused(N_("Say in a few words why you open it."), field="text")
        opening = PersonOpening(
            event_id=event.id, number=record.count("person_opening"), intervention=intervention, reason=reason,
            text=short(text, "text", 500), opened_at=clock.now(), opened_by=actor.name,
            opened_role=actor.role or "system",
        )  # fmt: skip
        db.session.add(opening)
        record("person.opened", opening)
    return opening


TOLD = ("place_text", "decider", "ground", "participants", "what_else", "force_reason", "area", "item", "reference")


def erase_persons(event: Event, actor: Actor, intervention: Intervention, *, ground: str) -> None:
    """Erase who an intervention concerned and every free text of it, for a stated legal ground; kinds and times stay.

    The digests stay as well, so the chain still verifies.
    """
    with change(event, actor) as record:
        if not ground.strip():
            raise Refused(N_("State the legal ground for erasing."), field="ground")
        now = clock.now()
        for person in persons_of(intervention):
            person.empty(now)
            record.erase(f"intervention_person/{person.number}")
            record("person.erased", Erased(person, ground.strip()))
        for name in TOLD:
            setattr(intervention, name, None)
        for step in intervention.steps:
            step.text = None
            record.erase(f"intervention_step/{step.number}")
        intervention.erased_at = now
        record.erase(intervention.topic)
        record("intervention.erased", Erased(intervention, ground.strip()))


@dataclass(frozen=True)
class Erased:
    """That something was erased, and on which ground; nobody is told."""

    thing: Intervention | InterventionPerson
    ground: str

    @property
    def topic(self) -> str:
        return self.thing.topic

    def snapshot(self) -> dict[str, Any]:
        return {**self.thing.snapshot(), "ground": self.ground}

    def feeds(self) -> list[str]:
        return []


def short(text: str | None, field: str, most: int) -> str | None:
    """A text without the space around it, None where nothing is left. Raises Refused."""
    told = (text or "").strip()
    if len(told) > most:
        raise Refused(N_("At most %(most)s characters."), field=field, most=most)
    return told or None
