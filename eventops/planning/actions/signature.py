"""Signing: a partner stands by its parts of a published version."""

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Partner
from ...extensions import db
from ..models import PlanVersion, Signature
from ..signing import digest, holding, may_sign, share, signatures


def sign(event: Event, actor: Actor, partner: Partner, version: PlanVersion, note: str | None = None) -> Signature:
    """Sign a partner's parts of a version. One that it has signed already, in just these words, stands."""
    if not may_sign(actor, partner):
        raise Refused(N_("You cannot sign for that partner."))
    its = share(version.plan, partner)
    if not its:
        raise Conflict(N_("Nothing in this version is the partner's to sign."))
    with change(event, actor) as record:
        given = [each for each in signatures(event) if each.partner == partner.slug]
        if standing := holding(given, its):
            record.nothing()
            return standing
        signature = Signature(
            event=event, number=record.count("signature"), partner=partner.slug, version=version.number,
            digest=digest(its), by=actor.name, at=clock.now(), note=(note or "").strip() or None,
        )  # fmt: skip
        db.session.add(signature)
        record("plan.signed", signature)
    return signature
