"""What goes with a line that is erased by law: what a decision rests on, a task's words, a report's text."""

from typing import Any

from ...changes import Change
from ...extensions import db
from ..models import Decision, Entry, Errand, PartnerReport, Sitrep


def forget(record: Change, line: Entry) -> None:
    """Erase what stands elsewhere of what a line said; the caller has stated the ground, and erases the line."""
    for kind, empty in ((Decision, _decision), (Errand, _errand), (Sitrep, _sitrep), (PartnerReport, _report)):
        for row in db.session.scalars(db.select(kind).filter_by(entry_id=line.id)).all():
            name = row.snapshot()["type"]
            empty(row)
            record.erase(f"{name}/{row.number}")
            record(f"{name}.erased", row)


def _decision(decision: Any) -> None:
    for ground in decision.grounds:
        ground.text, ground.because = "", None
    for review in decision.reviews:
        review.note = None


def _errand(errand: Any) -> None:
    errand.text = ""
    for step in errand.steps:
        step.note = None


def _sitrep(report: Any) -> None:
    report.sections = []


def _report(report: Any) -> None:
    report.text = report.place_text = report.on_behalf = None
    for step in report.steps:
        step.text = None
