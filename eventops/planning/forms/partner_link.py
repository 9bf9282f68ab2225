"""The shapes of a partner's link: whom it is for, and who comes in by it; and of what is said when signing."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ..actions.partner_link import DAYS


class LinkForm(FlaskForm):
    """Whom a link is made for, and how long it stands."""

    partner = SelectField(_("Partner"), [DataRequired()], choices=[])
    recipient = StringField(
        _("For whom"), [DataRequired(), Length(max=120)], description=_("To whom you send it, by name or address.")
    )
    days = IntegerField(_("Days it is valid"), [InputRequired(), NumberRange(*DAYS)], default=14)


class NameForm(FlaskForm):
    """Who comes in by a link."""

    name = StringField(_("Your name"), [DataRequired(), Length(min=2, max=80)], render_kw={"autocomplete": "name"})


class SignForm(FlaskForm):
    """What a partner adds when it signs."""

    note = StringField(_("Remark"), [Length(max=500)], render_kw={"autocomplete": "off"})
