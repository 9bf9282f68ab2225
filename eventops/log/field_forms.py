"""The shape of what is sent from a phone in the field."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import FloatField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ..forms import ClientIdField
from ..words import options
from .forms import MomentField
from .models import Category


class PointForm(FlaskForm):
    """Where the phone is, if it was asked and said so."""

    client_id = ClientIdField()
    lat = FloatField(validators=[Optional(), NumberRange(-90, 90)])
    lon = FloatField(validators=[Optional(), NumberRange(-180, 180)])


class TapForm(FlaskForm):
    """What a unit tapped: when, for which unit, and on which of the things it was sent to."""

    class Meta:
        within = "tap"

    client_id = ClientIdField()
    written_at = MomentField()
    call_sign = StringField(validators=[Optional(), Length(max=20)])
    dispatch = IntegerField(validators=[Optional()])


class ReportForm(PointForm):
    """What has happened, by a tile and a few words; a picture and the place if one likes."""

    class Meta:
        within = "report"

    written_at = MomentField()
    category = RadioField(_("What is it about"), [DataRequired(_("Choose a category."))])
    text = TextAreaField(_("What has happened"), [Length(max=4000)])
    priority = RadioField(_("How urgent"), [Optional()], default="")
    file = FileField(_("Picture"))

    def offer(self, categories: Iterable[Category], language: str) -> None:
        """Fill in the categories to choose among."""
        self.category.choices = options([(each.code, each.name(language)) for each in categories])
        self.priority.choices = options([("", _("By category")), *((str(n), str(n)) for n in (1, 2, 3, 4))])
