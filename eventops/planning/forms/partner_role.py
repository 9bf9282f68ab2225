"""The shape of what a partner does in the event and whom one reaches."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length

from .shared import LedField, OwnPartnerField, SharedForm


class PartnerRoleForm(SharedForm):
    """A partner's part in the event: what it does, who decides, and whom one calls at any hour."""

    NAME, NAMES, ADD = _("Partner's role"), _("Partners and contacts"), _("Add a partner's role")
    EMPTY = (_("No partner's role yet"), _("Say what each partner does, who decides for it and whom one calls."))
    OPEN = True
    ROWS = (
        ("representative", "mandate"), ("coordinator", "phone", "email"), ("deputy", "deputy_phone", "always_phone"),
    )  # fmt: skip

    partner = OwnPartnerField()
    role = TextAreaField(_("Role in this event"), [DataRequired(), Length(max=2000)])
    representative = StringField(_("Representative"), [Length(max=120)], description=_("Who speaks for the partner."))
    mandate = LedField(
        _("May decide and commit resources"),
        description=_("Those who plan the event say this, of this representative. Another one is asked for it anew."),
    )  # fmt: skip
    coordinator = StringField(_("Coordinator"), [Length(max=120)])
    phone = TelField(_("Coordinator's telephone"), [Length(max=40)])
    email = EmailField(_("E-mail"), [Length(max=200)])
    deputy = StringField(_("Deputy"), [Length(max=120)])
    deputy_phone = TelField(_("Deputy's telephone"), [Length(max=40)])
    always_phone = TelField(_("Reached around the clock"), [Length(max=40)])
    represents = TextAreaField(
        _("Speaks also for"), [Length(max=2000)], description=_("Such as subcontractors or traders, one a line.")
    )
    handover = TextAreaField(
        _("What the deputy must know"), [Length(max=2000)], description=_("So that nothing hangs on one person.")
    )
    volunteers = TextAreaField(
        _("Volunteers"), [Length(max=2000)],
        description=_("How many, who supervises them, and whom to call about their insurance. They have no powers."),
    )  # fmt: skip
