"""The shape of a line of the duty roster."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TelField
from wtforms.validators import DataRequired, InputRequired, Length

from .shared import OwnPartnerField, SharedForm
from .wall import WallClockField


class DutyForm(SharedForm):
    """Who is responsible for a partner, from when until when."""

    NAME, NAMES, ADD = _("Duty"), _("Duty roster"), _("Add a duty")
    EMPTY = (_("Nobody on duty yet"), _("Say who is responsible, hour by hour, so that one can always be reached."))
    OPEN = True
    ROWS = (("partner", "function"), ("name", "phone"), ("starts_at", "ends_at"), ("deputy", "deputy_phone"))

    partner = OwnPartnerField()
    function = StringField(
        _("Duty"), [DataRequired(), Length(max=120)], description=_("Such as: Ansvarig i beredskap.")
    )
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    phone = TelField(_("Telephone"), [Length(max=40)])
    starts_at = WallClockField(_("From"), [InputRequired()])
    ends_at = WallClockField(_("Until"), [InputRequired()])
    deputy = StringField(_("Deputy"), [Length(max=120)])
    deputy_phone = TelField(_("Deputy's telephone"), [Length(max=40)])
