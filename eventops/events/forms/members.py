"""The shape of who takes part: partners and members."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from ...access import Role
from ...words import choices


class PartnerForm(FlaskForm):
    """An organisation that is to take part."""

    organisation = SelectField(_("Organisation"), coerce=int)
    name = StringField(_("Called here"), [Length(max=120)], description=_("Empty: the organisation's own name."))
    is_lead = BooleanField(_("Leads the event"))


class MemberForm(FlaskForm):
    """Somebody who is to act in the event."""

    account = EmailField(_("E-mail address of the account"), [DataRequired()], render_kw={"autocomplete": "off"})
    partner = SelectField(_("Acts for"), coerce=int)
    role = SelectField(_("Role"), choices=choices("role"), coerce=Role, default=Role.FIELD)
