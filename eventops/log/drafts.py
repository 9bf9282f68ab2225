"""The regular situation report, drafted from the log for one audience with that audience's eyes and nobody else's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from ..access import COMMAND, POLICE, Actor
from ..events.models import Event
from ..extensions import db
from ..roster.duty import crew
from ..roster.models import Function
from ..roster.queries import shifts
from ..words import current_language, label
from . import crowd_words
from . import decisions as reads
from .models import Decision, Incident, Section, Sitrep, SitrepKind
from .queries import open_incidents, visible_incidents
from .spoken import REGULAR, owner_name, wall


@dataclass(frozen=True)
class Draft:
    """What the next report to an audience could say; `since` is when the last one was published."""

    audience: str
    since: datetime | None
    sections: list[Section]


def draft(event: Event, audience: str, now: datetime) -> Draft:
    """Draft the regular report. Everything in it comes through a reader of that audience, never through its author."""
    reader = reads.reader_of(event, audience)
    since = last_published(event, audience) or event.went_live_at
    texts = {
        "counts": _counts(event, reader, since),
        "urgent": _lines(_urgent(event, each) for each in open_incidents(event, reader) if each.priority <= 2),
        "decisions": _lines(
            _decision(event, each) for each in reversed(reads.decisions(event, reader, since=since)) if each.holds
        ),
        "staffing": _staffing(event, audience, now),
        "crowd": crowd_words.report(event),
        "due": _lines(_due(event, each) for each in reads.due(event, reader)),
    }
    sections = [Section(code, str(title), texts.get(code, "")) for code, title in REGULAR.items()]
    return Draft(audience, since, sections)


def last_published(event: Event, audience: str) -> datetime | None:
    """When the last regular report to an audience was published."""
    query = db.select(db.func.max(Sitrep.published_at)).filter_by(
        event_id=event.id, audience=audience, kind=SitrepKind.REGULAR
    )
    found: datetime | None = db.session.scalar(query)
    return found


def _counts(event: Event, reader: Actor, since: datetime | None) -> str:
    after = since or event.went_live_at
    query = visible_incidents(event, reader).options(joinedload(Incident.category), joinedload(Incident.sector))
    if after is not None:
        query = query.where(or_(Incident.opened_at > after, Incident.closed_at > after))
    rows = db.session.scalars(query).all()
    opened = [each for each in rows if after is None or each.opened_at > after]
    closed = [each for each in rows if each.closed_at and (after is None or each.closed_at > after)]
    told = {"opened": len(opened), "closed": len(closed), "open": len(open_incidents(event, reader, limit=10_000))}
    total = gettext("%(opened)s opened, %(closed)s closed, %(open)s open now.", **told)
    language = current_language()
    kinds = [f"{each.category_code} {each.category.name(language)}" for each in opened]
    done = Counter(f"{each.category_code} {each.category.name(language)}" for each in closed)
    by_kind = [
        gettext("%(name)s: %(opened)s opened, %(closed)s closed", name=name, opened=count, closed=done[name])
        for name, count in sorted(Counter(kinds).items())
    ]
    by_kind += [
        gettext("%(name)s: %(opened)s opened, %(closed)s closed", name=name, opened=0, closed=count)
        for name, count in sorted(done.items())
        if name not in kinds
    ]
    return _lines([total, *by_kind, _by_sector(opened)])


def _by_sector(opened: Sequence[Incident]) -> str:
    counts = Counter(each.sector.code for each in opened if each.sector)
    told = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
    return str(gettext("By sector: %(counts)s", counts=told)) if told else ""


def _urgent(event: Event, incident: Incident) -> str:
    where = " ".join(part for part in (incident.sector.code if incident.sector else "", incident.place_text) if part)
    head = f"#{incident.number} P{incident.priority} {where}".strip()
    title = incident.title or gettext("Erased")
    return f"{wall(event, incident.occurred_at)} {head} {title} – {label('state', incident.state)}"


def _decision(event: Event, decision: Decision) -> str:
    when, text = wall(event, decision.entry.occurred_at), decision.text or gettext("Erased")
    line = gettext(
        "%(when)s Decision %(number)s: %(text)s (%(decider)s)", when=when, number=decision.number, text=text,
        decider=decision.decider,
    )  # fmt: skip
    again = gettext("review %(when)s", when=wall(event, decision.due_at)) if decision.due_at else ""
    return f"{line}, {again}" if again else str(line)


def _staffing(event: Event, audience: str, now: datetime) -> str:
    """Who is on duty: everybody for the police, a partner's own for it, and of the rest nothing."""
    reader = reads.reader_of(event, audience)
    own = next((each.organisation_id for each in event.partners if each.slug == reader.partner), None)
    if audience not in (POLICE, COMMAND) and own is None:
        return ""
    running = shifts(event, now, now + timedelta(microseconds=1))
    here = Counter(each.shift.function for each in crew(running, organisation=own) if each.counts)
    needed: Counter[Function] = Counter()
    for shift in running:
        needed[shift.function] += shift.needed
    if own is not None:
        return _lines(f"{label('function', function)} {count}" for function, count in sorted(here.items()))
    return _lines(
        gettext("%(name)s %(here)s of %(needed)s", name=label("function", function), here=here[function], needed=count)
        for function, count in sorted(needed.items())
    )


def _due(event: Event, each: reads.Due) -> str:
    when = wall(event, each.at)
    if each.kind == "decision":
        text = each.row.text or gettext("Erased")
        return str(gettext("%(when)s Review decision %(number)s: %(text)s", when=when, number=each.number, text=text))
    owner = owner_name(each.row)
    return str(
        gettext("%(when)s Task %(number)s, %(owner)s: %(text)s", when=when, number=each.number, owner=owner,
                text=each.row.text)
    )  # fmt: skip


def _lines(lines: Iterable[object]) -> str:
    return "\n".join(str(line) for line in lines if line)
