"""A survey's results as a file that is taken out, on the register."""

import io
from typing import BinaryIO

from ..events.models import Event
from .export_models import Export
from .survey_file import export_results
from .survey_queries import results


class ResultsFile:
    """What the survey's page tells, as CSV."""

    media_type = "text/csv"

    def __init__(self, event: Event, export: Export):
        self.event, self.export = event, export

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{self.event.slug}-survey.csv"

    def open(self) -> BinaryIO:
        """The whole file."""
        return io.BytesIO(b"".join(export_results(results(self.event) or [], self.export.language)))
