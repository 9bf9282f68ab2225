"""Reminders of shifts: laid before a program of the operator's own, which mails them. Without one, nothing is sent."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import click
import orjson
from flask import current_app, url_for
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from .. import clock
from ..access import SYSTEM
from ..changes import change
from ..events.models import Event
from ..extensions import db
from ..people.models import Person
from ..words import stamp
from .actions.own import make_duty_link
from .models import Assignment, Reply, Shift

HOOK = "EVENTOPS_MAIL_HOOK"
PATIENCE = 60  # seconds that the program has for one message


@click.command("remind")
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose shifts they are.")
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 336), help="Shifts that begin within.")
@click.option("--address", metavar="URL", help="Where people reach this installation; adds a link to their own shifts.")
@click.option("--dry-run", is_flag=True, help="Say whom it would remind, and send nothing.")
@with_appcontext
def remind(slug: str, hours: int, address: str | None, dry_run: bool) -> None:
    """Remind people of their next shifts by e-mail, each once. Run it every hour from a timer.

    EVENTOPS_MAIL_HOOK is the program that mails: it gets {"to", "subject", "text"} as JSON on its input, and what it
    ends with 0 for is sent. Without it reminders are off.
    """
    event = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    hook = shlex.split(os.environ.get(HOOK, ""))
    if not hook and not dry_run:
        click.echo(f"Reminders are off: {HOOK} names no program.")
        return
    sent = failed = 0
    for assignment in list(_due(event, timedelta(hours=hours))):
        if dry_run:
            click.echo(
                f"{assignment.person.email}: {assignment.shift.where} {stamp(assignment.shift.starts_at, event)}"
            )
        elif _sent(hook, event, assignment, address):
            sent += 1
        else:
            failed += 1
    if not dry_run:
        click.echo(f"{sent} reminded, {failed} not sent.")
    if failed:
        raise SystemExit(1)


def _due(event: Event, within: timedelta) -> Iterator[Assignment]:
    """Who begins soon, has an address, did not decline and was not reminded yet."""
    now = clock.now()
    query = db.select(Assignment).join(Assignment.shift).join(Assignment.person).where(
        Shift.event_id == event.id, Shift.dropped_at.is_(None), Shift.starts_at > now, Shift.starts_at <= now + within,
        Assignment.removed_at.is_(None), Assignment.reminded_at.is_(None), Person.email.is_not(None),
        Assignment.reply.is_distinct_from(Reply.DECLINED),
    )  # fmt: skip
    yield from db.session.scalars(query.order_by(Shift.starts_at, Assignment.id))


def _sent(hook: list[str], event: Event, assignment: Assignment, address: str | None) -> bool:
    told = orjson.dumps(_message(event, assignment, address))
    try:
        done = subprocess.run(hook, input=told, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        click.echo(f"{assignment.person.email}: {error}", err=True)
        return False
    if done.returncode != 0:
        click.echo(f"{assignment.person.email}: the program ended with {done.returncode}", err=True)
        return False
    with change(event, SYSTEM) as record:
        assignment.reminded_at = clock.now()
        record("assignment.reminded", assignment)
    return True


def _message(event: Event, assignment: Assignment, address: str | None) -> dict[str, str]:
    shift, person = assignment.shift, assignment.person
    with force_locale((person.account.language if person.account else None) or "sv"):
        where = f"{shift.place.code} {shift.place.name}" if shift.place else shift.name
        values = {"event": event.name, "where": where, "starts": stamp(shift.starts_at, event)}
        values["ends"] = stamp(shift.ends_at, event)
        text = gettext("You are on duty at %(where)s, %(event)s, from %(starts)s until %(ends)s.", **values)
        if assignment.call_sign:
            text += " " + gettext("Call sign %(sign)s", sign=assignment.call_sign) + "."
        if address:
            here = _link(event, person, address)
            text += "\n\n" + gettext("Your shifts, the briefing card and your answer: %(address)s", address=here)
        return {"to": person.email or "", "subject": gettext("Shift %(starts)s, %(event)s", **values), "text": text}


def _link(event: Event, person: Person, address: str) -> str:
    secret = current_app.config["SECRET_KEY"]
    token, _row = make_duty_link(event, SYSTEM, person, secret, ends=False)
    with current_app.test_request_context(base_url=address):
        return url_for("own.front", token=token, _external=True)
