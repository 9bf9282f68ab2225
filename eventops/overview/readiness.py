"""Whether an event is ready: each thing that should be there before it goes live, and the way to it."""

from dataclasses import dataclass, field
from typing import Any

from .. import audit
from ..access import POLICE, Actor, Permission, Role
from ..errors import N_
from ..events.models import Event, Membership, PlaceKind
from ..extensions import db
from ..planning.queries import Plan, latest_digest
from ..planning.readiness import checks as asked
from ..planning.readiness import reds
from .staffing import Coverage


@dataclass(frozen=True)
class Check:
    """One thing: whether it is as it should be, what stands there now, and the page where it is put right."""

    good: bool
    message: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)


def checks(event: Event, actor: Actor, plan: Plan, coverage: Coverage) -> list[Check]:
    """What the actor may know of the event's readiness, in the order it is worked on."""
    told = [_days(plan), _partners(plan), _sectors(plan), _members(event)]
    if actor.may(Permission.PLAN_READ) and actor.hears(POLICE):
        told += [*_asked(plan), _published(plan)]
    if actor.may(Permission.ROSTER_READ):
        told.append(_staffed(coverage))
    return told


def _days(plan: Plan) -> Check:
    count = len(plan.days)
    visitors = [day.date for day in plan.days if not day.expected_visitors]
    if not count:
        return Check(False, N_("No days are set"), "events.settings")
    if visitors:
        message = N_("Days: %(count)s, of them %(left)s without expected visitors")
        return Check(False, message, "events.settings", _of(count, len(visitors)))
    return Check(True, N_("Days: %(count)s, all with expected visitors"), "events.settings", {"count": count})


def _partners(plan: Plan) -> Check:
    count = len(plan.partners)
    if count < 2:
        return Check(False, N_("No partner takes part but the leading one"), "events.members")
    return Check(True, N_("Partners: %(count)s"), "events.members", {"count": count})


def _sectors(plan: Plan) -> Check:
    sectors = [place for place in plan.places if place.kind is PlaceKind.SECTOR]
    if not sectors:
        return Check(False, N_("No sector is drawn"), "events.places")
    bare = sum(place.geometry is None for place in sectors)
    if bare:
        message = N_("Sectors: %(count)s, of them %(left)s without an outline")
        return Check(False, message, "events.places", _of(len(sectors), bare))
    return Check(True, N_("Sectors: %(count)s, all drawn"), "events.places", {"count": len(sectors)})


def _members(event: Event) -> Check:
    query = db.select(Membership.role).filter_by(event_id=event.id, revoked_at=None)
    held = list(db.session.scalars(query))
    if Role.COMMANDER not in held:
        return Check(False, N_("No commander is a member"), "events.members")
    if Role.OPERATOR not in held:
        return Check(False, N_("No operator is a member: nobody keeps the log"), "events.members")
    message = N_("Members: %(count)s, commander and operator among them")
    return Check(True, message, "events.members", {"count": len(held)})


def _asked(plan: Plan) -> list[Check]:
    """What R73 asks of the plan; a deviation that the commander accepted is no longer in the way."""
    red = {check.code for check in reds(plan)}
    return [
        Check(each.code not in red, each.text, "planning.section", each.values, {"section": each.section})
        for each in asked(plan)
    ]


def _published(plan: Plan) -> Check:
    published = latest_digest(plan.event)
    if published is None:
        return Check(False, N_("The plan is not published"), "planning.plan")
    if published != audit.digest(plan.content()):
        return Check(False, N_("The plan has changed since it was published"), "planning.plan")
    return Check(True, N_("The plan is published"), "planning.plan")


def _staffed(coverage: Coverage) -> Check:
    if not coverage.needed:
        return Check(False, N_("The roster has no shifts"), "roster.board")
    values = {"filled": coverage.filled, "needed": coverage.needed}
    if coverage.filled < coverage.needed:
        return Check(False, N_("Roster: %(filled)s of %(needed)s places staffed"), "roster.board", values)
    return Check(True, N_("Roster: all %(needed)s places staffed"), "roster.board", values)


def _of(count: int, left: int) -> dict[str, int]:
    return {"count": count, "left": left}
