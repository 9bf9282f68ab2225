"""Reads of the plan: its parts in order, its versions, and what a version made now would hold."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from .. import audit
from ..errors import N_
from ..events.models import Event, EventDay, Partner, Place, PlaceKind
from ..extensions import db
from .models import Objective, PlanVersion, Risk

MISSING = {
    "objective": N_("The plan has no objective. Say what the event shall achieve."),
    "risk": N_("The plan has no risk. Judge at least one."),
    "sector": N_("The plan has no sector. Draw at least one among the places."),
}


class Plan(NamedTuple):
    """The parts of an event's plan as they are now."""

    event: Event
    objectives: Sequence[Objective]
    risks: Sequence[Risk]
    places: Sequence[Place]
    partners: Sequence[Partner]
    days: Sequence[EventDay]

    def missing(self) -> list[str]:
        """What a plan needs before it can be published and this one has not: keys of MISSING."""
        has_sector = any(place.kind is PlaceKind.SECTOR for place in self.places)
        there = {"objective": self.objectives, "risk": self.risks, "sector": has_sector}
        return [name for name in MISSING if not there[name]]

    def content(self) -> str:
        """The plan as a version freezes it: canonical JSON with the snapshot of each part."""
        parts: dict[str, Any] = {"event": {key: self.event.snapshot()[key] for key in EVENT}}
        for name in ("days", "partners", "objectives", "risks", "places"):
            parts[name] = [_frozen(part.snapshot()) for part in getattr(self, name)]
        return audit.canonical(parts)


EVENT = ("slug", "name", "kind", "legal_mode", "exercise", "timezone", "day_starts_at", "edition", "series")


def plan_of(event: Event) -> Plan:
    """The plan as it is now, each part in order."""
    return Plan(
        event,
        _all(Objective, event, Objective.number),
        _all(Risk, event, Risk.number),
        _all(Place, event, Place.kind, Place.code),
        _all(Partner, event, Partner.slug, with_=Partner.organisation),
        _all(EventDay, event, EventDay.date),
    )


def versions(event: Event) -> Sequence[PlanVersion]:
    """The published versions, the newest first; their content is not read until it is asked for."""
    query = db.select(PlanVersion).filter_by(event_id=event.id).order_by(PlanVersion.number.desc())
    return db.session.scalars(query.options(db.defer(PlanVersion.content))).all()


def version(event: Event, number: int) -> PlanVersion | None:
    """A published version by its number."""
    return db.session.scalars(db.select(PlanVersion).filter_by(event_id=event.id, number=number)).first()


def latest_digest(event: Event) -> str | None:
    """The digest of the newest version, if there is one."""
    query = db.select(PlanVersion.digest).filter_by(event_id=event.id).order_by(PlanVersion.number.desc())
    return db.session.scalars(query.limit(1)).first()


def numbered(kind: type[Any], event: Event, number: int) -> Any:
    """The objective or risk with a number, or None."""
    return db.session.scalars(db.select(kind).filter_by(event_id=event.id, number=number)).first()


def _all(kind: type[Any], event: Event, *order: Any, with_: Any = None) -> Sequence[Any]:
    query = db.select(kind).filter_by(event_id=event.id).order_by(*order)
    return db.session.scalars(query if with_ is None else query.options(db.joinedload(with_))).all()


def _frozen(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if key != "type"}
