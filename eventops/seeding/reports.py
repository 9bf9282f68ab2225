"""A story's partners: what they report and what becomes of it, thefts that make a trend, and searches that are kept."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log import actions as log
from ..log.models import PartnerReport, Sought
from .story import Story, Told

Moment = tuple[datetime, str, Callable[[Actor], None]]  # when, by whose account, what is done
TENTS = "H"


def reports(story: Story, event: Event) -> Iterator[Moment]:
    """What partners report, each `ago` minutes before the demo is loaded, and the rest of its file."""
    said = story.part("reports")
    for row in said.get("report", []):
        yield from _report(event, row)
    for row in said.get("theft", []):
        yield _ago(row), "operator", partial(_theft, event, row)
    for row in said.get("view", []):
        yield clock.now() - timedelta(hours=3), row["by"], partial(_view, event, row)


def _report(event: Event, row: Told) -> Iterator[Moment]:
    sent: list[PartnerReport] = []
    yield _ago(row), row["by"], partial(_send, event, row, sent)
    for what in ("asked", "answered", "accepted", "declined"):
        if what in row:
            step = row[what]
            at = _ago(row) + timedelta(minutes=step["after"])
            yield at, step.get("by", row["by"]), partial(_go_on, event, what, step, sent)


def _send(event: Event, row: Told, sent: list[PartnerReport], actor: Actor) -> None:
    told = {name: row.get(name) for name in ("sector", "place", "on_behalf")}
    saying = log.Reporting(text=row["text"], priority=row["priority"], **told)
    sent.append(log.send_report(event, actor, saying)[0])
    db.session.flush()


def _go_on(event: Event, what: str, step: Told, sent: list[PartnerReport], actor: Actor) -> None:
    if not sent:  # it was refused: the event is over
        return
    (report,) = sent
    db.session.flush()
    if what == "asked":
        log.ask_back(event, actor, report, step["text"])
    elif what == "answered":
        log.answer_back(event, actor, report, step["text"])
    elif what == "declined":
        log.decline(event, actor, report, step["text"])
    else:
        log.accept_as_line(event, actor, report, answer=step["answer"])
    db.session.flush()


def _theft(event: Event, row: Told, actor: Actor) -> None:
    where = {"lat": row["lat"], "lon": row["lon"]}
    told = log.Opening(category="T2", title=row["title"], text=row["text"], sector=TENTS, place="Camping 1", **where)
    log.open_incident(event, actor, told)


def _view(event: Event, row: Told, actor: Actor) -> None:
    told = {name: row[name] for name in ("name", "query", "audience")}
    log.save_view(event, actor, lists=Sought(row["lists"]), **told)


def _ago(row: Told) -> datetime:
    return clock.now() - timedelta(minutes=row["ago"])
