"""What is done with a month's report: begun, written, sent, corrected by a new version."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

from .. import audit, clock
from ..access import ALL, POLICE, Actor
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from ..files import Kept
from .models import KeptPaper, MonthReport, MonthSending
from .month_counts import reference, spans
from .month_report import may_write

MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Written:
    """What an author says: texts by part, the numbers of what the report tells of, who may read it once it is sent."""

    texts: dict[str, str]
    priorities: list[int]
    measures: list[int]
    audience: str
    seen: int  # the revision that was read


@dataclass(frozen=True)
class Sending:
    """To whom it goes, how, under which number, in which language; `client_id` tells one that is sent twice."""

    recipient: str
    way: str
    reference: str
    language: str
    client_id: str


def begin(event: Event, actor: Actor, month: str, client_id: str) -> MonthReport:
    """Begin the report of a month that is over or runs; the same client_id again gives the first one."""
    with change(event, actor) as record:
        _may(actor)
        if found := _standing(event, client_id):
            record.nothing()
            return found
        if not MONTH.fullmatch(month) or spans(event, month)["now"].since > clock.now():
            raise Refused(N_("Choose a month that has begun, such as 2026-06."), field="month")
        if any(each.month == month for each in _all(event)):
            raise Refused(N_("There is a report of that month. Write on that one, or correct it."), field="month")
        made = _new(event, actor, record, month, client_id, version=1)
        record("month_report.begun", made)
    return made


def write(event: Event, actor: Actor, report: MonthReport, said: Written) -> None:
    """Say something else in a draft; refused when others have written since it was read."""
    with change(event, actor) as record:
        _may(actor)
        _unsent(report)
        if said.seen != report.revision:
            raise Conflict(N_("Somebody has changed it meanwhile. Look at it as it is now."))
        if said.audience not in (ALL, POLICE):
            raise Refused(N_("Choose who may read it."), field="audience")
        most = int(reference()["limits"]["text_length"])
        if wrong := [code for code, text in said.texts.items() if len(text) > most]:
            raise Refused(N_("At most %(most)s characters."), field=wrong[0], most=most)
        report.texts = {code: text.strip() for code, text in said.texts.items() if text.strip()}
        report.priorities, report.measures = sorted(said.priorities), sorted(said.measures)
        report.audience = said.audience
        report.revision += 1
        record("month_report.written", report)


def send(
    event: Event, actor: Actor, report: MonthReport, to: Sending, seen: int, content: dict[str, Any] | None = None,
    papers: dict[str, Kept] | None = None,
) -> MonthSending:
    """Put a sending on the register. The first one freezes the report: `content` is what it says, `papers` the PDFs."""
    with change(event, actor) as record:
        _may(actor)
        query = db.select(MonthSending).filter_by(event_id=event.id, client_id=to.client_id)
        known: MonthSending | None = db.session.scalars(query).first()
        if known:
            record.nothing()
            return known
        if not to.recipient.strip():
            raise Refused(N_("Say who gets it."), field="recipient")
        if report.sent_at is None:
            _freeze(event, record, report, seen, content or {}, papers or {})
        paper = db.session.scalars(
            db.select(KeptPaper).filter_by(event_id=event.id, about=report.topic, language=to.language)
        ).one()
        sent = MonthSending(
            event=event, number=record.count("month_sending"), client_id=to.client_id, report=report,
            recipient=to.recipient.strip(), way=to.way.strip(), reference=to.reference.strip() or None,
            language=to.language, digest=paper.digest, sent_at=clock.now(), sent_by=actor.name,
        )  # fmt: skip
        db.session.add(sent)
        record("month_report.sent", sent, version=report)
    return sent


def correct(event: Event, actor: Actor, report: MonthReport, because: str, client_id: str) -> MonthReport:
    """Begin a new version of a report that was sent, for a stated reason; what was sent stays."""
    with change(event, actor) as record:
        _may(actor)
        if found := _standing(event, client_id):
            record.nothing()
            return found
        if report.sent_at is None:
            raise Conflict(N_("It is not sent. Write on it instead."))
        if not because.strip():
            raise Refused(N_("Say what is corrected."), field="because")
        latest = max((each for each in _all(event) if each.month == report.month), key=lambda each: each.version)
        if latest.sent_at is None:
            raise Conflict(N_("A new version is already being written."), field="because")
        made = _new(event, actor, record, report.month, client_id, version=latest.version + 1)
        made.texts, made.priorities, made.measures = latest.texts, latest.priorities, latest.measures
        made.audience, made.because = latest.audience, because.strip()
        record("month_report.begun", made)
    return made


def file(event: Event, record: Change, about: str, language: str, paper: Kept) -> KeptPaper:
    """Let a kept PDF stand for what it shows."""
    kept = KeptPaper(
        event=event, number=record.count("kept_paper"), about=about, language=language, name=paper.name,
        media_type=paper.media_type, size=paper.size, digest=paper.digest,
    )  # fmt: skip
    db.session.add(kept)
    record("paper.kept", kept)
    return kept


def _freeze(
    event: Event, record: Change, report: MonthReport, seen: int, content: dict[str, Any], papers: dict[str, Kept]
) -> None:
    if seen != report.revision:
        raise Conflict(N_("Somebody has changed it meanwhile. Look at it as it is now."))
    report.content, report.digest = orjson.dumps(content).decode(), audit.digest(orjson.dumps(content).decode())
    report.sent_at = clock.now()
    report.revision += 1
    for language in LANGUAGES:
        file(event, record, report.topic, language, papers[language])


def _may(actor: Actor) -> None:
    if not may_write(actor):
        raise Refused(N_("Those who lead the cooperation and hear the police write the month's report."))


def _unsent(report: MonthReport) -> None:
    if report.sent_at:
        raise Conflict(N_("It is sent, and stays as it is. Correct it by a new version."))


def _standing(event: Event, client_id: str) -> MonthReport | None:
    return db.session.scalars(db.select(MonthReport).filter_by(event_id=event.id, client_id=client_id)).first()


def _all(event: Event) -> list[MonthReport]:
    return list(db.session.scalars(db.select(MonthReport).filter_by(event_id=event.id)))


def _new(event: Event, actor: Actor, record: Change, month: str, client_id: str, version: int) -> MonthReport:
    made = MonthReport(
        event=event, number=record.count("month_report"), client_id=client_id, month=month, version=version,
        audience=POLICE, texts={}, priorities=[], measures=[], revision=1, made_at=clock.now(), made_by=actor.name,
    )  # fmt: skip
    db.session.add(made)
    return made
