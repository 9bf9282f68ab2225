"""The shape of an agreement."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from .part import references
from .shared import SharedForm


class AgreementForm(SharedForm):
    """What partners have agreed, what each guarantees, and until when."""

    NAME, NAMES, ADD = _("Agreement"), _("Agreements"), _("Add an agreement")
    EMPTY = (_("No agreement yet"), _("Write down what the partners have agreed, and what each guarantees."))
    ROWS = (("purposes", "areas"), ("valid_from", "valid_to", "review_on"))

    name = StringField(_("Agreement"), [DataRequired(), Length(max=200)])
    parties = references("partner", _("Parties"))
    purposes = TextAreaField(_("Purposes"), [Length(max=2000)])
    areas = TextAreaField(_("Areas"), [Length(max=2000)])
    resources = TextAreaField(
        _("Guaranteed resources"), [Length(max=2000)],
        description=_("One line for each party: Kommunen: 4 trafikvärdar."),
    )  # fmt: skip
    valid_from = DateField(_("Holds from"), [InputRequired()])
    valid_to = DateField(_("Holds until"), [Optional()], description=_("Empty: until somebody ends it."))
    review_on = DateField(_("To be looked over"), [Optional()])
    signatories = TextAreaField(_("Signed by"), [Length(max=2000)], description=_("One a line."))
