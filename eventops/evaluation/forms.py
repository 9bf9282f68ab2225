"""The shape of what is typed on the report."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import Optional


class ExportForm(FlaskForm):
    """Which days of the log are taken out; the button that is pressed says in which form."""

    first = DateField(_("From day"), validators=[Optional()])
    last = DateField(_("Through day"), validators=[Optional()])
