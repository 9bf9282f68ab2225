"""The shape of what somebody makes of a sign of a trend."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, Length, Optional

from ..forms import ClientIdField
from .judging import MAX_REASON


class SignForm(FlaskForm):
    """Which sign is judged, and what somebody goes by."""

    class Meta:
        within = "sign"

    client_id = ClientIdField()
    sign_category = HiddenField(validators=[DataRequired()])
    sign_sector = IntegerField(validators=[Optional()])
    sign_place = HiddenField(validators=[Optional()])
    reason = StringField(_("What you go by"), [DataRequired(_("Say what you go by.")), Length(max=MAX_REASON)])
