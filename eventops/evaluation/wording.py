"""Writing what is said of an outcome: the wording of a heading, and what was reported when the log was closed."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from .. import clock
from ..access import COMMAND, POLICE, Actor
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from .headings import headings
from .models import WORDS, OutcomeLine
from .outcome_table import lines_of, outcome_table, own_headings

LONGEST = 2000


@dataclass(frozen=True)
class Worded:
    """What is written of a heading; `seen` is the revision it was written over (0: nobody had written anything)."""

    sv: str = ""
    en: str = ""
    added: int = 0
    added_from: str = ""
    seen: int = 0
    client_id: str = ""


def word_outcome(event: Event, actor: Actor, heading: str, said: Worded) -> OutcomeLine | None:
    """Write it; empty words mean the usual ones. The same client_id again does nothing."""
    with change(event, actor) as record:
        _check(event, actor, heading, said)
        audience, count = _seen_by(event, actor, heading, said.added)
        line = lines_of(event, actor).get(heading)
        if line and audience == COMMAND != line.audience:
            line = None  # what others read stays as it is
        wanted = _wanted(said)
        if (line and line.client_id == said.client_id) or not (line or any(wanted.values())):
            record.nothing()
            return line
        if line and line.revision != said.seen:
            raise Conflict(N_("%(name)s has changed it meanwhile. Open it again."), field="sv", name=line.written_by)
        if line is None:
            line = OutcomeLine(number=record.count("outcome_line"), heading=heading, audience=audience, revision=0)
            line.event = event
        for name, value in {**wanted, "counted": count}.items():
            setattr(line, name, value)
        line.client_id, line.revision = said.client_id or str(uuid4()), line.revision + 1
        line.written_at, line.written_by = clock.now(), actor.name
        db.session.add(line)
        record("outcome.worded", line)
    return line


def _wanted(said: Worded) -> dict[str, Any]:
    words = {name: getattr(said, name).strip() or None for name in ("sv", "en", "added_from")}
    return {**words, "added": said.added}


def _check(event: Event, actor: Actor, heading: str, said: Worded) -> None:
    known = {*headings().all, *WORDS, *(own.heading.code for own in own_headings(event, actor))}
    if heading not in known:
        raise Refused(N_("There is no %(name)s here."), field="sv", name=heading)
    for name in ("sv", "en", "added_from"):
        if len(getattr(said, name)) > LONGEST:
            raise Refused(N_("At most %(most)s characters."), field=name, most=LONGEST)
    if not 0 <= said.added <= 100_000:
        raise Refused(N_("Give a number from 0 to 100000."), field="added")
    if said.added and not said.added_from.strip():
        raise Refused(N_("Say where the number is from."), field="added_from")


def _seen_by(event: Event, actor: Actor, heading: str, added: int) -> tuple[str, int]:
    """Who may read a wording, and what it words: only the command post where others count less than the writer."""
    if heading in WORDS:
        return POLICE, 0
    inner = outcome_table(event, actor).figures[heading].logged
    seen = outcome_table(event, others(actor)).figures.get(heading)
    return POLICE if seen and inner == seen.logged else COMMAND, inner + added


def others(actor: Actor) -> Actor:
    """The same without what the command post alone hears."""
    return replace(actor, everything=False, feeds=tuple({*actor.feeds, POLICE} - {COMMAND}))
