"""The shapes of a municipality, of a section of its picture, and of an adoption."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..forms import ClientIdField
from ..planning.forms.part import reference, references
from .municipal_acts import LONGEST, Adopted, Named


class MunicipalityForm(FlaskForm):
    """What a municipality is called, which partner it is, and what lies in it."""

    client_id = ClientIdField()
    name = StringField(
        _("Municipality"), [DataRequired(), Length(max=80)],
        description=_("As the places of the log are called. What lies in its sectors, or at a place of this name, counts here."),  # noqa: E501
    )  # fmt: skip
    partner = reference("partner", _("Which partner it is"))
    places = references("sector", _("Sectors that lie in it"))

    def said(self) -> Named:
        """What was typed."""
        return Named(self.name.data or "", self.partner.data, self.places.data or [])


class SectionForm(FlaskForm):
    """The text of a section, and the revision of it that was read."""

    seen = HiddenField(default="0")
    text = TextAreaField(_("Text"), [Length(max=LONGEST)])

    @property
    def revision(self) -> int:
        """The revision that was read."""
        return int(self.seen.data) if (self.seen.data or "").isdecimal() else -1


class AdoptForm(FlaskForm):
    """By whom a version was adopted, and when."""

    client_id = ClientIdField()
    body = StringField(_("Adopted by"), [DataRequired(), Length(max=120)], description=_("The body, not a person."))
    on = DateField(_("Adopted on"), [DataRequired()])
    reference = StringField(_("Reference number"), [Length(max=80)])

    def said(self) -> Adopted:
        """What was typed."""
        assert self.on.data
        return Adopted(self.body.data or "", self.on.data, self.reference.data or "", self.client_id.data)
