"""The shape of a cause."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from ..models.cause import Confidence
from .part import PartForm, coded, reference

CONFIDENCES = {
    Confidence.LOW: _("low confidence"),
    Confidence.MEDIUM: _("medium confidence"),
    Confidence.HIGH: _("high confidence"),
}


class CauseForm(PartForm):
    """Why a problem may be as it is, and what speaks for and against it."""

    NAME, NAMES, ADD = _("Cause"), _("Causes"), _("Add a cause")
    EMPTY = (_("No cause yet"), _("Write at least two hypotheses for each problem before a measure follows from one."))
    DRAWN = ("confidence",)
    ROWS = (("evidence_for", "evidence_against"),)

    text = TextAreaField(_("Hypothesis"), [DataRequired(), Length(max=2000)])
    problem = reference("problems", _("Problem"), DataRequired(), empty=_("Choose a problem"))
    evidence_for = TextAreaField(_("Speaks for it"), [Length(max=2000)])
    evidence_against = TextAreaField(_("Speaks against it"), [Length(max=2000)])
    confidence = coded(CONFIDENCES.items(), _("Confidence"))
