"""The shape of what is said when the plan is published."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length


class PublishForm(FlaskForm):
    """Why a version is published now."""

    note = StringField(_("What is new in this version"), [Length(max=500)], render_kw={"autocomplete": "off"})
