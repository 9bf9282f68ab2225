"""The shape of what is told of a crowd: counts, a count by hand, an estimate, a capacity."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FloatField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ..forms import ClientIdField
from .forms import MomentField

LONG = 300


class CountForm(FlaskForm):
    """So many in and out, as a phone sends them."""

    client_id = ClientIdField()
    written_at = MomentField()
    zone = StringField(_("Zone"), [InputRequired(), Length(max=20)])
    gate = StringField(_("Gate"), [Length(max=20)])
    came_in = IntegerField(_("In"), [Optional()], default=0)
    went_out = IntegerField(_("Out"), [Optional()], default=0)
    density = FloatField(_("Persons/m² where it is tightest"), [Optional()])


class TotalForm(FlaskForm):
    """How many are inside, counted by hand."""

    class Meta:
        within = "total"

    client_id = ClientIdField()
    total = IntegerField(_("Inside, counted by hand"), [InputRequired(_("Write a number."))])
    because = StringField(_("How it was counted"), [Length(max=LONG)])


class DensityForm(FlaskForm):
    """How tightly they stand where it is tightest."""

    class Meta:
        within = "density"

    client_id = ClientIdField()
    density = FloatField(_("Persons/m² where it is tightest"), [InputRequired(_("Write a number."))])


class CapacityForm(FlaskForm):
    """What a zone safely holds; empty: as the plan reckons."""

    class Meta:
        within = "capacity"

    capacity = IntegerField(_("Safe capacity"), [Optional()])
    because = StringField(_("What it is from"), [Length(max=LONG)])
