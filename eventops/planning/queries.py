"""Reads of the plan: its parts in order, its versions, and what a version made now would hold."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from .. import audit
from ..access import SYSTEM, Actor
from ..audit import AuditRecord
from ..errors import N_
from ..events.models import Event, EventDay, Partner, Place, PlaceKind
from ..extensions import db
from .models import PARTS, Measure, Part, PlanVersion, alive
from .models.measure import MeasureState

MISSING = {
    "objectives": N_("The plan has no objective. Say what the event shall achieve."),
    "risks": N_("The plan has no risk. Judge at least one."),
    "places": N_("The plan has no sector. Draw at least one among the places."),
}
EVENT = ("slug", "name", "kind", "legal_mode", "exercise", "timezone", "day_starts_at", "edition", "series")


class Plan(NamedTuple):
    """The parts of an event's plan as they are now, as far as somebody may see them; `parts` by their plural."""

    event: Event
    days: Sequence[EventDay]
    partners: Sequence[Partner]
    places: Sequence[Place]
    parts: dict[str, Sequence[Any]]

    @property
    def sectors(self) -> list[Place]:
        """The sectors among the places."""
        return [place for place in self.places if place.kind is PlaceKind.SECTOR]

    def seen_by(self, actor: Actor) -> "Plan":
        """The same as far as an actor may see it."""
        kept: dict[str, Sequence[Any]] = {
            name: [part for part in parts if actor.hears(part.audience)] for name, parts in self.parts.items()
        }
        return self._replace(parts=kept)

    def missing(self) -> list[str]:
        """What a plan needs before it can be published and this one has not: keys of MISSING."""
        there = {"objectives": self.parts["objectives"], "risks": self.parts["risks"], "places": self.sectors}
        return [name for name in MISSING if not there[name]]

    def data(self) -> dict[str, Any]:
        """The plan as a version freezes it: the snapshot of each part."""
        told: dict[str, Any] = {"event": {key: self.event.snapshot()[key] for key in EVENT}}
        for name in ("days", "partners", "places"):
            told[name] = [_frozen(part.snapshot()) for part in getattr(self, name)]
        return told | {
            name: [_frozen(part.snapshot(), part.FOLLOWED) for part in parts] for name, parts in self.parts.items()
        }

    def content(self) -> str:
        """The same as canonical JSON."""
        return audit.canonical(self.data())


def plan_of(event: Event, actor: Actor = SYSTEM) -> Plan:
    """The plan as it is now, each part in order, as far as the actor may see it."""
    return Plan(
        event,
        _all(EventDay, event, EventDay.date),
        _all(Partner, event, Partner.slug, with_=Partner.organisation),
        _all(Place, event, Place.kind, Place.code, dropped_at=None),
        {plural: db.session.scalars(visible(kind, event, actor)).all() for plural, kind in PARTS.items()},
    )


def visible(kind: type[Part], event: Event, actor: Actor) -> Any:
    """A query for the parts of a kind that the plan holds and the actor may see, in their order."""
    return alive(kind, event).where(actor.audible(kind.audience))


def numbered(kind: type[Part], event: Event, actor: Actor, number: int, *, gone: bool = False) -> Any:
    """The part with a number, if the plan holds it (or, with `gone`, held it) and the actor may see it."""
    held = db.select(kind).filter_by(event_id=event.id) if gone else alive(kind, event)
    return db.session.scalar(held.where(kind.number == number, actor.audible(kind.audience)))


def history(event: Event, part: Part) -> Sequence[AuditRecord]:
    """What was done to a part, the latest first."""
    about = AuditRecord.subjects.contains(f" {part.topic} ", autoescape=True)
    query = db.select(AuditRecord).where(AuditRecord.chain == event.chain, about)
    return db.session.scalars(query.order_by(AuditRecord.number.desc())).all()


def versions(event: Event) -> Sequence[PlanVersion]:
    """The published versions, the newest first; their content is not read until it is asked for."""
    query = db.select(PlanVersion).filter_by(event_id=event.id).order_by(PlanVersion.number.desc())
    return db.session.scalars(query.options(db.defer(PlanVersion.content))).all()


def version(event: Event, number: int) -> PlanVersion | None:
    """A published version by its number."""
    return db.session.scalars(db.select(PlanVersion).filter_by(event_id=event.id, number=number)).first()


def seen(plan: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """A frozen plan as far as the actor may see it."""
    return {
        name: [part for part in told if actor.hears(part.get("audience", "police"))] if name in PARTS else told
        for name, told in plan.items()
    }


def latest_digest(event: Event) -> str | None:
    """The digest of the newest version, if there is one."""
    query = db.select(PlanVersion.digest).filter_by(event_id=event.id).order_by(PlanVersion.number.desc())
    return db.session.scalars(query.limit(1)).first()


def mandated(event: Event) -> set[str]:
    """The slugs of the partners whose representative has a mandate to decide (domain section 1, row 12)."""
    roles = db.session.scalars(alive(PARTS["partner_roles"], event))
    return {role.partner for role in roles if role.mandate}


def has_mandate(event: Event, partner: str | None) -> bool:
    """Whether a partner's representative may decide for it."""
    return partner in mandated(event)


def unbacked(measures: Sequence[Measure], mandates: set[str]) -> list[Measure]:
    """The measures still to be carried out whose owner has no mandate, or that have not the resources they need."""
    ahead = [each for each in measures if each.state in (MeasureState.PROPOSED, MeasureState.DECIDED)]
    return [each for each in ahead if each.owner not in mandates or not each.committed or each.uncovered]


def _all(kind: type[Any], event: Event, *order: Any, with_: Any = None, **only: Any) -> Sequence[Any]:
    query = db.select(kind).filter_by(event_id=event.id, **only).order_by(*order)
    return db.session.scalars(query if with_ is None else query.options(db.joinedload(with_))).all()


def _frozen(facts: dict[str, Any], followed: tuple[str, ...] = ()) -> dict[str, Any]:
    left = ("type", "dropped_at", "dropped_because", *followed)
    return {key: value for key, value in facts.items() if key not in left}
