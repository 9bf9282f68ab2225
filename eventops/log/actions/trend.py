"""Raising an alert when there is more of something than before, and what somebody makes of it."""

from datetime import timedelta

from ... import clock
from ...access import POLICE, Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..limits import limits
from ..models import Incident, TrendAlert, TrendState
from ..trend import compared, standing
from .checks import must_be_live

MAX_REASON = 500


def watch(event: Event, record: Change, incident: Incident) -> None:
    """Look whether an incident is one too many of its kind in its sector, and if so raise the alert in this change."""
    now, by = clock.now(), limits(event)
    if incident.sector_id is None or now - incident.occurred_at > timedelta(minutes=by.trend_slot):
        return
    found = compared(event, incident, now, by)
    if found is None or standing(event, incident, found.since):
        return
    raised = TrendAlert(
        event=event, number=record.count("trend_alert"), category=incident.category, sector=incident.sector,
        since=found.since, until=found.until, observed=found.observed, before=found.before, expected=found.expected,
        chance=found.chance, raised_at=now, state=TrendState.RAISED,
    )  # fmt: skip
    db.session.add(raised)
    db.session.flush()  # the next one in the same change finds it
    record("trend_alert.raised", raised)


def acknowledge_trend(event: Event, actor: Actor, alert: TrendAlert) -> None:
    """Say by name that an alert is seen; the first one counts."""
    with change(event, actor) as record:
        must_be_live(event)
        _must_hear(actor)
        if alert.acknowledged_at:
            return record.nothing()
        alert.acknowledged_at, alert.acknowledged_by = clock.now(), actor.name
        record("trend_alert.acknowledged", alert)


def judge_trend(event: Event, actor: Actor, alert: TrendAlert, verdict: TrendState, reason: str) -> None:
    """Confirm an alert or dismiss it with a reason; who does has seen it."""
    with change(event, actor) as record:
        must_be_live(event)
        _must_hear(actor)
        db.session.refresh(alert)
        if alert.state is not TrendState.RAISED:
            raise Conflict(N_("Somebody has judged this alert already."))
        said = " ".join(reason.split())
        if not said:
            raise Refused(N_("Say what you go by."), field="reason")
        if len(said) > MAX_REASON:
            raise Refused(N_("At most %(most)s characters."), field="reason", most=MAX_REASON)
        now = clock.now()
        if alert.acknowledged_at is None:
            alert.acknowledged_at, alert.acknowledged_by = now, actor.name
        alert.state, alert.judged_at, alert.judged_by, alert.reason = verdict, now, actor.name, said
        record(f"trend_alert.{verdict.value}", alert)


def _must_hear(actor: Actor) -> None:
    if not (actor.everything or actor.hears(POLICE)):
        raise Refused(N_("The command post judges alerts."))
