"""Making, using and ending the links that partners without account come in by."""

from datetime import timedelta

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Partner
from ...extensions import db
from ..links import Secret, actor_of, digest, thought_up
from ..models import PartnerLink

DAYS = (1, 60)  # how long a link may stand


def make_link(
    event: Event, actor: Actor, partner: Partner, recipient: str, days: int, secret: Secret
) -> tuple[str, PartnerLink]:
    """Make a link for a partner. Returns its token, which is not kept, and its row."""
    if partner.inner:
        raise Refused(N_("Its members hear what the police hear. Give them accounts."), field="partner")
    if not DAYS[0] <= days <= DAYS[1]:
        raise Refused(N_("Choose %(least)s–%(most)s days."), field="days", least=DAYS[0], most=DAYS[1])
    with change(event, actor) as record:
        number, now = record.count("partner_link"), clock.now()
        token = thought_up(secret, event, partner.slug, number)
        link = PartnerLink(
            event=event, number=number, partner=partner.slug, recipient=recipient.strip(), digest=digest(token),
            made_at=now, made_by=actor.name, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        db.session.add(link)
        record("partner_link.made", link)
    return token, link


def use_link(event: Event, link: PartnerLink, partner: Partner, name: str) -> Actor:
    """Come in by a link under a name of one's own; returns who acts."""
    if not (name := " ".join(name.split())):
        raise Refused(N_("Write your name."), field="name")
    actor = actor_of(partner, name)
    with change(event, actor) as record:
        if not link.usable(clock.now()):
            raise Conflict(N_("The link has run out or was ended."))
        link.used_at, link.used_by = clock.now(), name
        record("partner_link.used", link)
    return actor


def revoke_link(event: Event, actor: Actor, link: PartnerLink) -> None:
    """End a link at once."""
    with change(event, actor) as record:
        if link.revoked_at:
            return record.nothing()
        link.revoked_at, link.revoked_by = clock.now(), actor.name
        record("partner_link.revoked", link)
