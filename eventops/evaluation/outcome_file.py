"""The outcome table as a file that is taken out, on the register."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO

from ..access import Actor
from ..events.models import Event
from ..words import stamp
from . import outcome_words
from .export_models import Export
from .outcome_table import outcome_table


class OutcomeFile:
    """The outcome table as a PDF, in the export's language; for who hears the police."""

    media_type = "application/pdf"

    def __init__(self, event: Event, actor: Actor, export: Export, charts: Callable[[str], Any]):
        self.event, self.actor, self.export, self.charts = event, actor, export, charts

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.event.slug}-outcome-{self.export.language}.pdf"

    def open(self) -> BinaryIO:
        """The whole file, typeset beside the server."""
        event, export = self.event, self.export
        made = f"{stamp(export.at, event)} · {self.actor.name} · #{export.number}"
        table = outcome_table(event, self.actor)
        return io.BytesIO(outcome_words.paper(event, table, export.language, made, self.charts("bars")))
