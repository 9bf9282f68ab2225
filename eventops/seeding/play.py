"""The demo's evening replayed as new entries, so that a newcomer sees a log that lives."""

from typing import Any

from flask import Flask, current_app

from ..events.models import Event, Membership
from ..events.scope import actor_of
from ..extensions import db, socketio
from .log import Step, steps
from .story import stories

SLUG, FROM = "demofestivalen", "1 18:00"


def play(speed: float) -> Any:
    """Begin to replay the festival's log at `speed` times real time, in the background; returns the background task."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return socketio.start_background_task(_play, app, speed)


def _play(app: Flask, speed: float) -> None:
    story = next(story for story in stories() if story.frame["slug"] == SLUG)
    with app.app_context():
        event = db.session.scalars(db.select(Event).filter_by(slug=SLUG)).one()
        told = [step for step in steps(story, event) if step.at >= story.moment(FROM)]
    before = told[0].at
    for step in told:
        socketio.sleep((step.at - before).total_seconds() / speed)
        before = step.at
        with app.app_context():
            _do(step)


def _do(step: Step) -> None:
    query = db.select(Membership).join(Membership.event).where(Event.slug == SLUG, Membership.revoked_at.is_(None))
    members = {member.account.email.split("@")[0]: member for member in db.session.scalars(query)}
    step.act(actor_of(members[step.by]))
