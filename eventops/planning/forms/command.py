"""The shapes of the command structure: watches, posts, and the commander's intent."""

from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import TimeInput

from ...words import options
from ..models import LiaisonKind, PostRole
from .part import PartForm, coded, reference

ROLES = {
    PostRole.COMMANDER: _("Event commander (KC)"), PostRole.TACTICAL: _("Tactical commander (PIC)"),
    PostRole.CHIEF_OF_STAFF: _("Chief of staff"), PostRole.LOGGIST: _("Loggist"),
    PostRole.PICTURE: _("Situation picture and map"), PostRole.P1: _("P1 Personnel"),
    PostRole.P2: _("P2 Intelligence"), PostRole.P3: _("P3 Operations"), PostRole.P4: _("P4 Logistics and catering"),
    PostRole.P5: _("P5 Planning"), PostRole.P6: _("P6 Communications and technology"),
    PostRole.AREA_CHIEF: _("Area chief"), PostRole.SECTOR_CHIEF: _("Sector chief"),
    PostRole.GUARD_COORDINATOR: _("Guard coordinator"), PostRole.GUARD_LEAD: _("Police lead of a guard group"),
    PostRole.CUSTODY: _("Custody officer"), PostRole.INVESTIGATION: _("Investigation"),
    PostRole.COMMUNICATOR: _("Communicator"), PostRole.LEGAL: _("Legal adviser"), PostRole.LIAISON: _("Liaison"),
}  # fmt: skip
LIAISONS = {
    LiaisonKind.ORGANISER: _("The organiser's head of safety"), LiaisonKind.MEDICAL: _("Medical incident commander"),
    LiaisonKind.RESCUE: _("Fire incident commander"), LiaisonKind.MUNICIPALITY: _("Municipality and POSOM"),
    LiaisonKind.TRANSPORT: _("Traffic, rail and bus"), LiaisonKind.CHURCH: _("Church"), LiaisonKind.OTHER: _("Other"),
}  # fmt: skip


def _days() -> Any:
    return options([("", _("Every day")), *((day.date, day.date.isoformat()) for day in g.event.days)])


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)) if value not in (None, "", "None") else None


class WatchForm(PartForm):
    """A watch: its hours on the wall, on one day or on all of them."""

    NAME, NAMES, ADD = _("Watch"), _("Watches"), _("Add a watch")
    EMPTY = (_("No watch yet"), _("Say when who leads changes, such as day, evening and night."))
    ROWS = (("name", "day"), ("starts", "ends", "handover"), ("briefed_at", "briefed_where"))

    name = StringField(_("Name"), [DataRequired(), Length(max=60)])
    day = SelectField(_("Day"), [Optional()], choices=_days, coerce=_day)
    starts = StringField(_("Starts"), [DataRequired()], widget=TimeInput())
    ends = StringField(_("Ends"), [DataRequired()], widget=TimeInput(), description=_("May be on the next day."))
    handover = IntegerField(
        _("Minutes for handing over"), [NumberRange(0, 240)], default=15,
        description=_("How long it and the next watch stand together."),
    )  # fmt: skip
    briefed_at = StringField(_("Briefing at"), widget=TimeInput(), description=_("When those who go on are briefed."))
    briefed_where = reference("place", _("Briefing where"))


class CommandPostForm(PartForm):
    """A post: what it is for, who holds it, how one reaches them, and whom it reports to."""

    NAME, NAMES, ADD = _("Command post"), _("Command posts"), _("Add a post")
    EMPTY = (_("Nobody leads yet"), _("Begin with the commander, then everybody by whom they report to."))
    ROWS = (
        ("role", "watch", "reports_to"), ("holder", "deputy"), ("call_sign", "phone"), ("sector", "guard_group"),
        ("liaison", "partner"),
    )  # fmt: skip

    role = coded(ROLES.items(), _("Post"), DataRequired())
    watch = reference("watches", _("Watch"), empty=_("Every watch"))
    reports_to = reference("commands", _("Reports to"), empty=_("Nobody"))
    holder = StringField(_("Held by"), [Length(max=120)], description=_("First and last name. Empty: vacant."))
    deputy = StringField(_("Deputy"), [Length(max=120)])
    call_sign = StringField(_("Call sign"), [Length(max=20)])
    phone = TelField(_("Telephone"), [Length(max=40)])
    sector = reference("sector", _("Sector"), description=_("Needed for a sector chief."))
    guard_group = StringField(
        _("Guard group"), [Length(max=60)], description=_("Needed for its police lead, who is named above.")
    )
    liaison = coded(LIAISONS.items(), _("Liaison for"), empty=_("None"))
    partner = reference("partner", _("Partner"))


class IntentForm(PartForm):
    """The commander's intent in one place: what is wanted, how it shall feel, and when it begins and ends."""

    NAME, NAMES, ADD = _("Commander's intent"), _("Commander's intent"), _("Write the intent")
    ONE = True
    EMPTY = (_("No intent yet"), _("Say what is wanted in the large, how to act, and when it begins and ends."))
    ROWS = (("first_priority", "second_priority", "third_priority"), ("start_criteria", "end_criteria"))

    text = TextAreaField(
        _("Overall decision (BIS)"), [DataRequired(), Length(max=4000)],
        description=_("What shall be achieved in the large, and how, in a few lines."),
    )  # fmt: skip
    tone = TextAreaField(_("Tone"), [Length(max=1000)], description=_("How visitors shall meet us."))
    first_priority = StringField(_("First priority"), [Length(max=200)])
    second_priority = StringField(_("Second priority"), [Length(max=200)])
    third_priority = StringField(_("Third priority"), [Length(max=200)])
    start_criteria = TextAreaField(_("Begins when"), [Length(max=1000)])
    end_criteria = TextAreaField(_("Ends when, and how"), [Length(max=1000)])
    evacuation = TextAreaField(_("Who may decide on evacuation"), [Length(max=1000)])
    weather = TextAreaField(_("Weather triggers"), [Length(max=1000)])
