"""Adding headings of an event's own to its outcome table, and taking them out: what no usual heading says."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from .. import clock
from ..access import COMMAND, POLICE, Actor
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from ..extensions import db
from .headings import headings
from .outcome_heading import OutcomeHeading
from .outcome_table import outcome_table, own_headings
from .wording import others

MOST, LONGEST = 30, 120


@dataclass(frozen=True)
class Wanted:
    """A heading: its section, its names, the usual headings it gathers, and the words that narrow them (none: all)."""

    section: str
    sv: str
    en: str
    gathers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    client_id: str = ""


def add_heading(event: Event, actor: Actor, wanted: Wanted) -> OutcomeHeading:
    """Add it. The same client_id again gives the first one."""
    with change(event, actor) as record:
        client_id = wanted.client_id or str(uuid4())
        standing = db.select(OutcomeHeading).filter_by(event_id=event.id, client_id=client_id)
        found: OutcomeHeading | None = db.session.scalars(standing).first()
        if found:
            record.nothing()
            return found
        _check(event, wanted)
        made = OutcomeHeading(event=event, number=record.count("outcome_heading"), client_id=client_id)
        made.section, made.sv, made.en = wanted.section, wanted.sv.strip(), wanted.en.strip()
        made.gathers, made.words = list(wanted.gathers), list(wanted.words) or None
        made.audience, made.added_at, made.added_by = POLICE, clock.now(), actor.name
        db.session.add(made)
        db.session.flush()
        made.audience = _audience(event, actor, made.heading.code)
        record("outcome.heading-added", made)
    return made


def drop_heading(event: Event, actor: Actor, made: OutcomeHeading, reason: str) -> None:
    """Take it out, for a stated reason; what it gathered counts under the usual headings again."""
    with change(event, actor) as record:
        if made.dropped_at:
            return record.nothing()
        if not reason.strip():
            raise Refused(N_("Say why it is taken out."), field="reason")
        made.dropped_at, made.dropped_because = clock.now(), reason.strip()
        record("outcome.heading-dropped", made)


def own_heading(event: Event, actor: Actor, code: str) -> OutcomeHeading | None:
    """The event's own heading with a code, "own1"."""
    return next((each for each in own_headings(event, actor) if each.heading.code == code), None)


def _audience(event: Event, actor: Actor, code: str) -> str:
    """Only the command post, where others count less under it than who adds it."""
    inner, outer = (outcome_table(event, each).figures[code].logged for each in (actor, others(actor)))
    return POLICE if inner == outer else COMMAND


def _check(event: Event, wanted: Wanted) -> None:
    usual, standing = headings(), db.select(OutcomeHeading).filter_by(event_id=event.id, dropped_at=None)
    if wanted.section not in usual.sections:
        raise Refused(N_("Choose the section it stands in."), field="section")
    for name in ("sv", "en"):
        if not 0 < len(getattr(wanted, name).strip()) <= LONGEST:
            raise Refused(N_("Give a name of at most %(most)s characters in both languages."), field=name, most=LONGEST)
    if any(code not in usual.all or usual.all[code].section != wanted.section for code in wanted.gathers):
        raise Refused(N_("Gather headings of the same section only."), field="gathers")
    if wanted.words and not wanted.gathers:
        raise Refused(N_("Choose the headings in which the words are looked for."), field="gathers")
    if any(len(word) < 3 for word in wanted.words):
        raise Refused(N_("Give words of at least three letters."), field="words")
    _room(wanted, db.session.scalars(standing).all())


def _room(wanted: Wanted, rows: Sequence[OutcomeHeading]) -> None:
    """Whether one more stands beside those that there are."""
    if len(rows) >= MOST:
        raise Refused(N_("At most %(most)s headings of your own."), field="sv", most=MOST)
    whole = {code for row in rows if row.words is None for code in row.gathers}
    if not wanted.words and whole & set(wanted.gathers):
        raise Refused(N_("Another heading of your own gathers all of it already."), field="gathers")
