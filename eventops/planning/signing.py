"""Which parts of a published plan are a partner's to sign, and whose signature still holds.

A signature is of the parts that concern a partner and that it may see. It holds for every later version in which those
parts say the same; a change to one of them asks for that partner's signature again, and for no other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .. import audit
from ..access import PARTNER, Actor, Permission, Role, feeds_of
from ..events.models import Event, Partner
from ..events.queries import partners
from ..extensions import db
from . import queries
from .comparison import Difference, differences
from .models import PARTS, PlanVersion, Signature

Share = dict[str, list[Mapping[str, Any]]]


class Standing(NamedTuple):
    """How it stands with a partner's signature: "signed", "again", "never", or "nothing" to sign."""

    partner: Partner
    state: str
    signature: Signature | None
    changed: list[Difference]


def may_sign(actor: Actor, partner: Partner) -> bool:
    """Whether the actor may bind a partner: its own, and for one that hears the police only who may publish."""
    needed = Permission.PLAN_PUBLISH if partner.inner else Permission.PLAN_CONTRIBUTE
    return actor.everything or (actor.partner == partner.slug and actor.may(needed))


def share(plan: Mapping[str, Any], partner: Partner) -> Share:
    """The parts of a frozen plan that concern a partner and that it may see, by plural."""
    reader = _reader(plan, partner)
    found = {plural: [part for part in plan.get(plural, []) if _its(plural, part, reader)] for plural in PARTS}
    return {plural: parts for plural, parts in found.items() if parts}


def digest(its: Share) -> str:
    """The SHA-256 of the parts as canonical JSON: what a signature is of."""
    return audit.digest(audit.canonical(its))


def standings(event: Event, version: PlanVersion, actor: Actor) -> list[Standing]:
    """How each partner stands to a version, of those whose feed the actor hears, the leading one first."""
    heard = [each for each in partners(event) if actor.hears(f"{PARTNER}{each.slug}")]
    plans, given = {version.number: version.plan}, signatures(event)
    by_partner = {each.slug: [one for one in given if one.partner == each.slug] for each in heard}
    return [_standing(each, by_partner[each.slug], version, plans, actor) for each in heard]


def standing_of(event: Event, version: PlanVersion, actor: Actor, slug: str) -> Standing | None:
    """How one partner stands to a version."""
    return next((each for each in standings(event, version, actor) if each.partner.slug == slug), None)


def signatures(event: Event) -> Sequence[Signature]:
    """All signatures, the latest first."""
    query = db.select(Signature).filter_by(event_id=event.id).order_by(Signature.number.desc())
    return db.session.scalars(query).all()


def holding(given: Iterable[Signature], its: Share) -> Signature | None:
    """The latest signature that is of just these parts."""
    wanted = digest(its)
    return next((each for each in given if each.digest == wanted), None)


def _standing(
    partner: Partner, given: list[Signature], version: PlanVersion, plans: dict[int, Any], actor: Actor
) -> Standing:
    its = share(plans[version.number], partner)
    if not its:
        return Standing(partner, "nothing", None, [])
    if signed := holding(given, its):
        return Standing(partner, "signed", signed, [])
    earlier = next((each for each in given if each.version < version.number), None)
    if earlier is None:
        return Standing(partner, "never", None, [])
    before = share(_plan(partner.event, earlier.version, plans), partner)
    changed = differences(queries.seen(before, actor), queries.seen(its, actor))
    return Standing(partner, "again", earlier, [_told(each) for each in changed])


def _told(difference: Difference) -> Difference:
    """Without that others may see it, too, where that follows from what else was changed."""
    turns = [turn for turn in difference.turns if turn.field != "audience"]
    return difference._replace(turns=turns or difference.turns)


def _plan(event: Event, number: int, plans: dict[int, Any]) -> Any:
    if number not in plans:
        found = queries.version(event, number)
        plans[number] = found.plan if found else {}
    return plans[number]


def _reader(plan: Mapping[str, Any], partner: Partner) -> Actor:
    slugs = [each["slug"] for each in plan.get("partners", [])]
    feeds = feeds_of(Role.PLANNER, inner=partner.inner, own=partner.slug, partners=slugs)
    return Actor(partner.name, feeds=feeds, partner=partner.slug)


def _its(plural: str, part: Mapping[str, Any], reader: Actor) -> bool:
    return reader.partner in PARTS[plural].concerns(part) and reader.hears(part.get("audience", "police"))
