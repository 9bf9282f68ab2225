"""Reminders: laid before a program of the operator's own, which mails them. Without one, nothing is sent."""

import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
FIELDS = ("to", "subject", "text")


@dataclass(frozen=True)
class Letter:
    """A reminder of something else than a shift: to whom, what it says, and what to keep once it is sent."""

    to: str
    subject: str
    text: str
    sent: Callable[[], None]


ALSO: list[Callable[[Event, str | None], list[Letter]]] = []  # what later phases remind of, given where people reach us


@click.command("remind")
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose shifts they are.")
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 336), help="Shifts that begin within.")
@click.option("--address", metavar="URL", help="Where people reach this installation; adds a link to their own shifts.")
@click.option("--dry-run", is_flag=True, help="Say whom it would remind, and send nothing.")
@with_appcontext
def remind(slug: str, hours: int, address: str | None, dry_run: bool) -> None:
    """Remind people of their next shifts, and partners of their reports, by e-mail. Run it every hour from a timer.

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
    due = list(_due(event, timedelta(hours=hours)))
    others = [letter for letters in ALSO for letter in letters(event, address)]
    if dry_run:
        _say(event, due, others)
        return
    told = [_sent(hook, event, each, address) for each in due] + [_sent_letter(hook, each) for each in others]
    click.echo(f"{sum(told)} reminded, {len(told) - sum(told)} not sent.")
    if not all(told):
        raise SystemExit(1)


def _say(event: Event, due: list[Assignment], others: list[Letter]) -> None:
    """Whom it would remind of what."""
    for each in due:
        click.echo(f"{each.person.email}: {each.shift.where} {stamp(each.shift.starts_at, event)}")
    for letter in others:
        click.echo(f"{letter.to}: {letter.subject}")


def _sent_letter(hook: list[str], letter: Letter) -> bool:
    if not _mailed(hook, letter.to, {name: getattr(letter, name) for name in FIELDS}):
        return False
    letter.sent()
    return True


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
    if not _mailed(hook, assignment.person.email or "", _message(event, assignment, address)):
        return False
    with change(event, SYSTEM) as record:
        assignment.reminded_at = clock.now()
        record("assignment.reminded", assignment)
    return True


def _mailed(hook: list[str], to: str, message: dict[str, str]) -> bool:
    """Whether the operator's program took a message."""
    try:
        done = subprocess.run(hook, input=orjson.dumps(message), timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        click.echo(f"{to}: {error}", err=True)
        return False
    if done.returncode != 0:
        click.echo(f"{to}: the program ended with {done.returncode}", err=True)
        return False
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
