"""What goes with a line that is erased by law: what a decision rests on, a task's words, a report's text."""

from dataclasses import dataclass
from typing import Any

from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...record import Recorded
from ..models import Decision, Entry, Errand, PartnerReport, ReportState, Sitrep


def forget(record: Change, line: Entry) -> None:
    """Erase what stands elsewhere of what a line said; the caller has stated the ground, and erases the line."""
    for kind, empty in ((Decision, _decision), (Errand, _errand), (Sitrep, _sitrep), (PartnerReport, _report)):
        for row in db.session.scalars(db.select(kind).filter_by(entry_id=line.id)).all():
            name = row.snapshot()["type"]
            empty(row)
            record.erase(f"{name}/{row.number}")
            record(f"{name}.erased", row)


def erase_report(event: Event, actor: Actor, report: PartnerReport, *, ground: str) -> None:
    """Erase what a declined report says, for a stated legal ground; an accepted one goes with its line."""
    with change(event, actor) as record:
        if not ground.strip():
            raise Refused(N_("State the legal ground for erasing."), field="ground")
        db.session.refresh(report)
        if report.state is not ReportState.DECLINED:
            raise Conflict(N_("Only a declined report is erased by itself; one that was accepted goes with its line."))
        _report(report)
        record.erase(f"partner_report/{report.number}")
        record("partner_report.erased", ErasedReport(report, ground.strip()))


@dataclass(frozen=True)
class ErasedReport(Recorded):
    """That a report's content was erased, and on which ground."""

    report: PartnerReport
    ground: str

    def snapshot(self) -> dict[str, Any]:
        return {**self.report.snapshot(), "ground": self.ground}

    def feeds(self) -> list[str]:
        return self.report.feeds()

    def told(self) -> dict[str, Any] | None:
        return self.report.told()


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
    report.text = report.place_text = report.on_behalf = report.late_because = None
    for step in report.steps:
        step.text = None
