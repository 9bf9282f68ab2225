"""Signed links by which a coordinator without account reports for one partner: made, opened, ended."""

from datetime import timedelta

from .. import clock
from ..access import ALL, PARTNER, Actor, Permission
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event, Partner
from ..extensions import db
from ..signed import Secret, digest, made, read
from .models import ReportLink

SALT = "eventops report link"
DAYS = (1, 180)  # how long a link may stand


def make_report_link(
    event: Event, actor: Actor, partner: Partner, recipient: str, days: int, secret: Secret
) -> tuple[str, ReportLink]:
    """Make a link. Returns its token, which is not kept, and its row."""
    if partner.inner:
        raise Refused(N_("Its members hear what the police hear. Give them accounts."), field="partner")
    if not (recipient := " ".join(recipient.split())):
        raise Refused(N_("Say whom it is for."), field="recipient")
    if not DAYS[0] <= days <= DAYS[1]:
        raise Refused(N_("Choose %(least)s–%(most)s days."), field="days", least=DAYS[0], most=DAYS[1])
    with change(event, actor) as record:
        number, now = record.count("report_link"), clock.now()
        token = made(secret, SALT, event.slug, partner.slug, number)
        link = ReportLink(
            event=event, number=number, partner=partner, recipient=recipient, digest=digest(token), made_at=now,
            made_by=actor.name, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        db.session.add(link)
        record("report_link.made", link)
    return token, link


def revoke_report_link(event: Event, actor: Actor, link: ReportLink) -> None:
    """End a link at once."""
    with change(event, actor) as record:
        if link.revoked_at:
            return record.nothing()
        link.revoked_at, link.revoked_by = clock.now(), actor.name
        record("report_link.revoked", link)


def opened(secret: Secret, token: str) -> ReportLink | None:
    """The link whose token this is; None for one that is forged, run out, ended or never made."""
    told = read(secret, SALT, token)
    query = db.select(ReportLink).filter_by(digest=digest(token)).options(db.joinedload(ReportLink.event))
    link = db.session.scalar(query) if told else None
    if link is None or (link.event.slug, link.partner.slug, link.number) != told:
        return None
    return link if link.usable(clock.now()) else None


def actor_of(link: ReportLink) -> Actor:
    """Who reports by a link: hears what the partner hears, and may report for it and nothing else."""
    return Actor(
        name=f"{link.recipient} ({link.partner.name} by link)",
        organisation=link.partner.name,
        partner=link.partner.slug,
        feeds=(ALL, PARTNER + link.partner.slug),
        permissions=frozenset({Permission.COOPERATION_REPORT}),
    )
