"""The shape of a site plan: its picture, and where its corners lie."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import RangeInput

from ..access import ALL
from ..events.forms.degrees import DegreesField
from ..planning.forms.part import audiences
from ..words import options
from .models import SitePlan

CORNERS = ("top_left", "top_right", "bottom_left")


def _lat(text: Any) -> DegreesField:
    return DegreesField(text, [InputRequired(), NumberRange(-90, 90)])


def _lon(text: Any) -> DegreesField:
    return DegreesField(text, [InputRequired(), NumberRange(-180, 180)])


class PictureForm(FlaskForm):
    """A new site plan."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)], description=_("Such as: Stage plan 3 May."))
    file = FileField(
        _("Picture"), [FileRequired(_("Choose a picture: PNG or JPEG."))], description=_("PNG or JPEG, at most 20 MB."),
        render_kw={"accept": ".png,.jpg,.jpeg"},
    )  # fmt: skip
    audience = SelectField(_("Who may see it"), choices=lambda: options(audiences()), default=ALL)


class SitePlanForm(FlaskForm):
    """Where a site plan lies, and who may see it."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    audience = SelectField(_("Who may see it"), choices=[])
    opacity = IntegerField(_("Opacity"), [InputRequired(), NumberRange(10, 100)], widget=RangeInput())
    top_left_lat, top_left_lon = _lat(_("Top left, latitude")), _lon(_("Top left, longitude"))
    top_right_lat, top_right_lon = _lat(_("Top right, latitude")), _lon(_("Top right, longitude"))
    bottom_left_lat, bottom_left_lon = _lat(_("Bottom left, latitude")), _lon(_("Bottom left, longitude"))

    def __init__(self, plan: SitePlan, **more: Any):
        super().__init__(**more)
        self.audience.choices = options(audiences(plan.audience))

    def placed(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        corners = [{axis: self[f"{corner}_{axis}"].data for axis in ("lat", "lon")} for corner in CORNERS]
        return {
            "name": self.name.data,
            "corners": corners,
            "opacity": self.opacity.data / 100,
            "audience": self.audience.data,
        }


def shown_plan(plan: SitePlan) -> dict[str, Any]:
    """A site plan as SitePlanForm shows it."""
    corners = {
        f"{name}_{axis}": corner[axis]
        for name, corner in zip(CORNERS, plan.corners, strict=True)
        for axis in ("lat", "lon")
    }
    return {"name": plan.name, "audience": plan.audience, "opacity": round(plan.opacity * 100), **corners}
