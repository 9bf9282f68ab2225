"""Bringing in partners, and giving and taking roles."""

from functools import partial
from typing import Any

from ... import clock, push
from ...access import Actor, Permission, Role
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...extensions import db
from ...people.models import Account, Organisation
from ..models import Event, Membership, Partner
from .slugs import check_slug


def add_partner(
    event: Event,
    actor: Actor,
    organisation: Organisation,
    *,
    slug: str | None = None,
    name: str | None = None,
    is_lead: bool = False,
) -> Partner:
    """Bring an organisation into the event; `slug` names its feed and is the organisation's unless given."""
    slug, name = slug or organisation.slug, (name or organisation.name).strip()
    with change(event, actor) as record:
        here = partial(db.select(Partner.id).filter_by, event_id=event.id)
        if db.session.scalar(here(organisation_id=organisation.id)):
            raise Refused(N_("%(name)s is a partner already."), field="organisation", name=organisation.name)
        check_slug(slug, taken=here(slug=slug))
        if is_lead and db.session.scalar(here(is_lead=True)):
            raise Refused(N_("The event has a leading partner already."), field="is_lead")
        partner = Partner(event=event, organisation=organisation, slug=slug, name=name, is_lead=is_lead)
        db.session.add(partner)
        record("partner.added", partner)
    return partner


def grant(event: Event, actor: Actor, account: Account, partner: Partner, role: Role) -> Membership:
    """Let somebody act for a partner in a role. Refused when they do already, and to oneself."""
    with change(event, actor) as record:
        _check_giver(actor, role)
        if account.id == actor.account_id:
            raise Refused(N_("Nobody gives a role to themselves. Ask another planner or commander."), field="account")
        if not account.active:
            raise Refused(N_("%(name)s's account is closed."), field="account", name=account.name)
        if role is Role.COMMANDER and not partner.inner:
            raise Refused(N_("A commander belongs to the police or the leading partner."), field="role")
        if db.session.scalar(_standing(event, role).filter_by(account_id=account.id, partner_id=partner.id)):
            raise Refused(N_("%(name)s has that role already."), field="role", name=account.name)
        member = membership(event, actor, account, partner, role)
        record("membership.granted", member)
    return member


def revoke(event: Event, actor: Actor, membership: Membership) -> None:
    """End a membership; the member's open screens close at once. Refused for the last commander."""
    with change(event, actor) as record:
        if membership.revoked_at is not None:
            return record.nothing()
        _check_giver(actor, membership.role)
        commanders = db.session.scalars(_standing(event, Role.COMMANDER).limit(2)).all()
        if [each.id for each in commanders] == [membership.id]:
            raise Conflict(N_("This is the last commander. Give somebody else that role first."))
        membership.revoked_at, membership.revoked_by = clock.now(), actor.name
        record("membership.revoked", membership)
        record.then(partial(push.hang_up, membership.room))


def membership(event: Event, actor: Actor, account: Account, partner: Partner, role: Role) -> Membership:
    """A new membership, not yet on the record."""
    member = Membership(event=event, account=account, partner=partner, role=role)
    member.granted_at, member.granted_by = clock.now(), actor.name
    db.session.add(member)
    return member


def _standing(event: Event, role: Role) -> Any:
    return db.select(Membership).filter_by(event_id=event.id, role=role, revoked_at=None)


def _check_giver(actor: Actor, role: Role) -> None:
    """Who may not go live gives nobody the role that may."""
    if role is Role.COMMANDER and not actor.may(Permission.EVENT_GO_LIVE):
        raise Conflict(N_("Only a commander gives and takes the role of commander."), field="role")
