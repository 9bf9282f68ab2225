"""The demo's log replayed as new entries, so that a newcomer sees a log that lives."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, current_app

from ..errors import Refused
from ..events.models import Event, Membership
from ..events.scope import actor_of
from ..extensions import db, socketio
from .log import Step, steps
from .story import stories

SLUG, FROM = "demofestivalen", "1 18:00"

logger = logging.getLogger(__name__)


def play(speed: float) -> Any:
    """Begin to replay the festival's log at `speed` times real time, in the background; returns the background task."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return socketio.start_background_task(_play, app, speed)


def replay(wait: Callable[[float], object], speed: float) -> Iterator[Step]:
    """Do what the story does from FROM on, as if it happened now; yields each step once it is done.

    `wait` is called with the seconds until the next step.
    """
    story = next(story for story in stories() if story.frame["slug"] == SLUG)
    event = db.session.scalars(db.select(Event).filter_by(slug=SLUG)).one()
    told = [step for step in steps(story, event) if step.began >= story.moment(FROM)]
    for before, step in zip([told[0], *told], told, strict=False):
        wait((step.at - before.at).total_seconds() / speed)
        _do(event, step)
        yield step


def _play(app: Flask, speed: float) -> None:
    with app.app_context():
        for _ in replay(socketio.sleep, speed):
            pass


def _do(event: Event, step: Step) -> None:
    members = db.session.scalars(db.select(Membership).filter_by(event_id=event.id, revoked_at=None))
    actor = next(actor_of(member) for member in members if member.account.email.startswith(f"{step.by}@"))
    try:
        step.act(actor)
    except Refused as error:  # somebody at a screen was there first
        logger.info("the play goes on without a step: %s", error)
