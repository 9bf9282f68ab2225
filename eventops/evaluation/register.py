"""The register of what was taken out of an event's evaluation and log."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from ..events.models import Event
from ..extensions import db
from .export_models import Export, What

PAGE = 50
WORDS = {
    What.LOG: _("Log"), What.REPORT: _("Evaluation report"), What.OUTCOME: _("Outcome table"),
    What.SURVEY: _("Survey"), What.STATISTICS: _("Statistics"), What.DISCLOSURE: _("Redacted edition"),
    What.ARCHIVE: _("Whole event"),
}  # fmt: skip


def exports(event: Event, *, before: int | None = None) -> Sequence[Export]:
    """What was taken out, the latest first, from below number `before`; one more than PAGE if there are more."""
    query = db.select(Export).filter_by(event_id=event.id).order_by(Export.number.desc()).limit(PAGE + 1)
    return db.session.scalars(query.where(Export.number < before) if before else query).all()
