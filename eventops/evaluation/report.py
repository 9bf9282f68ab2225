"""The evaluation report as a typeset paper: figures, drawings and words of what its reader may see."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from flask_babel import gettext, ngettext

from ..access import Actor
from ..events.models import Event
from ..press import pressed
from ..typeface import drawn
from ..words import current_language
from . import outcome_words
from .cover import REGIONS, about, file_name
from .export_models import Export
from .report_sections import Told, minutes, number, sections
from .rows import Rows

TEMPLATE = Path(__file__).with_name("report.typ")


class ReportFile:
    """The report as a PDF; for who hears the police, as only then its figures are those of the event."""

    media_type = "application/pdf"

    def __init__(self, event: Event, actor: Actor, export: Export, charts: Callable[[str], Any]):
        self.event, self.actor, self.export, self.charts = event, actor, export, charts

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{file_name(self.event, self.export, 'report')}.pdf"

    def open(self) -> BinaryIO:
        """The whole file, typeset beside the server."""
        return io.BytesIO(pressed(TEMPLATE, orjson.dumps(self.data()).decode(), tagged=True))

    def data(self) -> dict[str, Any]:
        """What the template draws."""
        told = Told.of(self.event, self.actor, self.charts)
        made = [self._drawable(section) for section in sections(told)]
        return {**drawn(self._cover(told)), "sections": made}

    def _drawable(self, section: dict[str, Any]) -> dict[str, Any]:
        """The same with printable texts; what is drawn already stays as it is."""
        blocks = [{**drawn({key: value for key, value in block.items() if key != "svg"}), "svg": block.get("svg", "")}
                  for block in section["blocks"]]  # fmt: skip
        return {"title": section["title"], "lead": drawn(section["lead"]), "blocks": blocks}

    def _cover(self, told: Told) -> dict[str, Any]:
        event, language = self.event, current_language()
        facts = about(event, self.actor, self.export, Rows(event, [], language))["facts"]
        days = sorted({day.date.isoformat() for day in event.days})
        final = outcome_words.final(event)
        return {
            "title": f"{event.name} – {gettext('Evaluation report')}", "author": self.actor.name,
            "language": language, "region": REGIONS.get(language, "gb"), "event": event.name,
            "edition": event.edition or "", "exercise": event.exercise, "head": self.export.head,
            "days": " – ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
            "status": {
                "short": gettext("Final") if final else gettext("Preliminary"),
                "long": outcome_words.status(event, language),
            },
            "tiles": _tiles(told), "facts": [[fact["name"], str(fact["value"])] for fact in facts[1:9]],
            "verify": f"eventops audit verify {event.slug} --head {self.export.head}", "texts": _texts(),
        }  # fmt: skip


def _tiles(told: Told) -> list[tuple[str, str, str]]:
    result, days = told.found.result, told.found.result.visitor_days
    first = result.responses.get(1)
    open_ = str(ngettext("%(num)s is still open", "%(num)s are still open", result.open)) if result.open else ""
    of = (
        gettext("of %(count)s expected visitor-days", count=number(days))
        if days
        else gettext("no visitors are stated for the days")
    )
    return [
        (gettext("Incidents"), number(result.incidents), open_ or gettext("all are closed")),
        (gettext("Crimes per 1,000"), number(result.per_thousand("crimes"), "#,##0.00"), of),
        (
            gettext("Response, priority 1"), minutes(first.median) if first else "–",
            gettext("median; 9 of 10 within %(time)s", time=minutes(first.p90))
            if first else gettext("no arrival is logged"),
        ),
    ]  # fmt: skip


def _texts() -> dict[str, str]:
    return {
        "document": gettext("Evaluation report"), "exercise": gettext("Exercise"), "contents": gettext("Contents"),
        "not-real": gettext("nothing here is happening for real"), "head": gettext("Head of the audit trail"),
        "verify": gettext("To check that nothing was changed or removed:"), "page": gettext("Page"),
        "end": gettext("End of report"),
    }  # fmt: skip
