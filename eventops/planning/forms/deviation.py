"""The shape of what a commander says who lets something stand red."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from .part import PartForm


class DeviationForm(PartForm):
    """An accepted deviation, as it is read."""

    BY_HAND = False
    NAME, NAMES = _("Deviation"), _("Accepted deviations")
    EMPTY = (_("No deviation is accepted"), _("What stands red is put right, or accepted with a reason."))

    check_code = StringField(_("What stands red"))
    reason = StringField(_("Reason"))
    accepted_by = StringField(_("Accepted by"))
    accepted_at = StringField(_("Accepted"))


class AcceptForm(FlaskForm):
    """Why something may stand red."""

    reason = StringField(_("Why it may stand red"), [DataRequired(), Length(max=500)])
    ticked: Sequence[str] = ()  # the codes of what may stand red
