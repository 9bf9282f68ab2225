"""The shapes of the communications plan: a channel, and a call sign."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..models.channel import System
from .part import PartForm, coded, reference, references

SYSTEMS = {
    System.RAKEL: _("Rakel talkgroup"), System.DMO: _("Rakel direct mode (DMO)"), System.ANALOGUE: _("Analogue radio"),
    System.MOBILE: _("Mobile phone"), System.RUNNER: _("Runner"),
}  # fmt: skip


class ChannelForm(PartForm):
    """A talkgroup or another channel: what for, who listens, what it falls back on, when it is checked."""

    NAME, NAMES, ADD = _("Channel"), _("Channels"), _("Add a channel")
    EMPTY = (_("No channel yet"), _("Say which talkgroups and other channels there are, and who listens to each."))
    ROWS = (("name", "system"), ("fallback", "checked_at"))

    name = StringField(_("Name"), [DataRequired(), Length(max=80)])
    system = coded(SYSTEMS.items(), _("System"), DataRequired())
    purpose = StringField(_("What it is for"), [DataRequired(), Length(max=500)])
    listeners = StringField(_("Who listens"), [Length(max=500)])
    partners = references("partner", _("Partners that listen"))
    fallback = reference("channels", _("Falls back on"), description=_("The channel to go to when this one fails."))
    checked_at = StringField(_("Radio checks"), [Length(max=200)], description=_("Each day at: 06:00, 12:00, 18:00."))
    remarks = TextAreaField(_("Remarks"), [Length(max=2000)])


class CallSignForm(PartForm):
    """A call sign, whose it is, and where it listens."""

    NAME, NAMES, ADD = _("Call sign"), _("Call signs"), _("Add a call sign")
    EMPTY = (_("No call sign yet"), _("Say who answers to which call sign, and on which channel."))
    OPEN = True
    ROWS = (("sign", "holder"), ("channel", "partner"))

    sign = StringField(_("Call sign"), [DataRequired(), Length(max=20)])
    holder = StringField(_("Holder or function"), [DataRequired(), Length(max=200)])
    channel = reference("channels", _("Channel"))
    partner = reference("partner", _("Partner"), description=_("Whose unit it is; its coordinator may edit it."))
