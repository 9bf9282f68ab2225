"""Which file an export becomes."""

from typing import Any

from flask import current_app, get_template_attribute

from ..access import Actor
from ..events.models import Event
from .anonymised import StatisticsFile
from .archive import EventArchive
from .disclosure_file import DisclosureFile
from .export import LogFile
from .export_models import Export, What
from .outcome_file import OutcomeFile
from .report import ReportFile
from .sealing import Takeable
from .survey_results import ResultsFile

ON_PAGES = ("bars", "load", "intervals")  # the charts that the pages draw, too
ON_BOTH, ON_PAPER = "evaluation/_charts.html", "evaluation/_report_charts.html"


def document(event: Event, actor: Actor, export: Export) -> Takeable:
    """What is to be made of an export."""
    if export.what is What.REPORT:
        return ReportFile(event, actor, export, _chart)
    if export.what is What.STATISTICS:
        return StatisticsFile(event, actor, export)
    if export.what is What.OUTCOME:
        return OutcomeFile(event, actor, export, _chart)
    if export.what is What.SURVEY:
        return ResultsFile(event, export)
    if export.what is What.DISCLOSURE:
        return DisclosureFile(event, actor, export)
    if export.what is What.ARCHIVE:
        return EventArchive(event, actor, export, current_app.config["INSTANCE"])
    return LogFile(event, actor, export)


def _chart(name: str) -> Any:
    """The macro that draws a chart."""
    return get_template_attribute(ON_BOTH if name in ON_PAGES else ON_PAPER, name)
