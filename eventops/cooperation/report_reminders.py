"""Reminders of periodic reports by `eventops remind`: to each coordinator once when due, and once when missing."""

from collections.abc import Iterator
from functools import partial

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from .. import clock
from ..access import GRANTS, SYSTEM, Permission
from ..changes import change
from ..events.models import Event, Membership, Partner
from ..events.queries import partners
from ..extensions import db
from ..people.models import Account
from ..roster.reminders import ALSO, Letter
from ..words import stamp
from .models import ReportingPeriod, ReportReminder, Representation
from .period_words import period_in_sentence
from .periods import owed
from .rhythms import keep_up

REPORTERS = [role for role, granted in GRANTS.items() if Permission.COOPERATION_REPORT in granted]


def letters(event: Event, address: str | None) -> list[Letter]:
    """What coordinators are reminded of now; first the periods follow the rhythm."""
    keep_up(event)
    return [
        _letter(event, period, partner, account, address)
        for partner in partners(event)
        for period in owed(event, partner, clock.now())
        for account in _coordinators(event, partner)
        if not _reminded(period, partner, account)
    ]


def _coordinators(event: Event, partner: Partner) -> Iterator[Account]:
    """Who reports for a partner: its proxy's coordinators if it has one, else its own."""
    proxy = db.select(Representation.by_partner_id).filter_by(
        event_id=event.id, partner_id=partner.id, ended_at=None
    )
    whose = db.session.scalar(proxy) or partner.id
    query = db.select(Account).join(Membership, Membership.account_id == Account.id).where(
        Membership.event_id == event.id, Membership.partner_id == whose, Membership.revoked_at.is_(None),
        Membership.role.in_(REPORTERS), Account.active.is_(True),
    )  # fmt: skip
    yield from db.session.scalars(query.order_by(Account.id).distinct())


def _reminded(period: ReportingPeriod, partner: Partner, account: Account) -> bool:
    """Whether this reminder, the one before or the one after it was due, was sent."""
    query = db.select(ReportReminder).filter_by(period_id=period.id, partner_id=partner.id, recipient=account.email)
    overdue = clock.now() >= period.due_at
    return any((each.sent_at >= period.due_at) == overdue for each in db.session.scalars(query))


def _letter(
    event: Event, period: ReportingPeriod, partner: Partner, account: Account, address: str | None
) -> Letter:
    with force_locale(account.language or "sv"):
        values = {"partner": partner.name, "period": period_in_sentence(period, event), "event": event.name}
        text = gettext(
            "The report of %(partner)s for %(period)s is due %(due)s. If nothing happened, say that there is nothing.",
            due=stamp(period.due_at, event), **values,
        )  # fmt: skip
        if address:
            text += "\n\n" + gettext("Report here: %(address)s", address=_here(event, period, address))
        subject = gettext("Report %(period)s, %(event)s", **values)
    return Letter(account.email, subject, text, partial(_keep, event, period, partner, account.email))


def _here(event: Event, period: ReportingPeriod, address: str) -> str:
    with current_app.test_request_context(base_url=address):
        return url_for("cooperation.report_of", event=event.slug, number=period.number, _external=True)


def _keep(event: Event, period: ReportingPeriod, partner: Partner, recipient: str) -> None:
    with change(event, SYSTEM) as record:
        row = ReportReminder(
            event=event, number=record.count("report_reminder"), period=period, partner=partner, recipient=recipient,
            sent_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        record("report_reminder.sent", row)


ALSO.append(letters)
