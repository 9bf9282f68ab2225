"""The shapes of permits, conditions, certificates and licensed areas."""

from datetime import time
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ...extensions import db
from ...words import current_language, options
from .. import queries
from ..checklist import limits, permit_kinds
from ..models import Permit
from ..models.asset import AssetKind
from ..models.permit import PermitState
from .part import Figure, PartForm, coded, reference

STATES = {
    PermitState.NEEDED: _("To be applied for"),
    PermitState.APPLIED: _("Applied for"),
    PermitState.GRANTED: _("Granted"),
    PermitState.REFUSED: _("Refused"),
    PermitState.NOT_NEEDED: _("Not needed"),
}
ASSETS = {
    AssetKind.TENT: _("Tent"),
    AssetKind.RIDE: _("Ride"),
    AssetKind.STRUCTURE: _("Stage or other structure"),
    AssetKind.LPG: _("LPG"),
    AssetKind.OTHER: _("Other"),
}


def kind_names() -> list[tuple[str, str]]:
    """The kinds of permits with what they are called in the user's language."""
    return [(code, getattr(kind, current_language())) for code, kind in permit_kinds().items()]


def named_permit() -> SelectField:
    """A choice among the plan's permits, each by number and kind."""
    return SelectField(
        _("Permit"), [Optional()], choices=lambda: options([("", _("None")), *_permits()]),
        coerce=lambda number: int(number) if number not in ("", None) else None,
    )  # fmt: skip


def _permits() -> list[tuple[int, str]]:
    names = dict(kind_names())
    found = db.session.scalars(queries.visible(Permit, g.event, g.actor))
    return [(permit.number, f"{permit.number} {names[permit.kind]}") for permit in found]


class Days(DateField):
    """A date that may be left empty."""

    def __init__(self, text: Any, **more: Any):
        super().__init__(text, [Optional()], **more)


class Hour(TimeField):
    """An hour and minute."""

    def spoken(self, value: str) -> str:
        """It, without seconds."""
        return value[:5]


class PermitForm(PartForm):
    """A permit, a notification or an opinion, and how far it has come (R1, R2)."""

    NAME, NAMES, ADD = _("Permit"), _("Permits and notifications"), _("Add a permit")
    EMPTY = (_("No permit yet"), _("Take over the checklist for this kind of event, or add one permit at a time."))
    OPEN = True
    ROWS = (
        ("kind", "state"), ("holder", "authority", "reference"), ("lead_days", "applied_on", "granted_on"),
        ("valid_from", "valid_to"),
    )  # fmt: skip

    kind = SelectField(_("Kind of permit"), [DataRequired()], choices=lambda: options(kind_names()))
    state = coded(STATES.items(), _("How far it has come"))
    text = StringField(_("What it covers"), [Length(max=2000)])
    holder = reference("partner", _("Holder"))
    authority = StringField(_("Authority"), [Length(max=200)])
    reference = StringField(_("Reference number"), [Length(max=200)])
    lead_days = IntegerField(
        _("Days before the first day"), [InputRequired(), NumberRange(0, 1000)], default=7,
        description=_("When it must be applied for at the latest."),
    )  # fmt: skip
    applied_on = Days(_("Applied on"))
    granted_on = Days(_("Granted on"))
    valid_from = Days(_("Valid from"))
    valid_to = Days(_("Valid to"))
    note = TextAreaField(_("Note"), [Length(max=2000)])


class ConditionForm(PartForm):
    """A condition, what shows that it is kept, and who answers for it (R3)."""

    NAME, NAMES, ADD = _("Condition"), _("Conditions"), _("Add a condition")
    EMPTY = (_("No condition yet"), _("Say what a permit demands, and what will show that it is kept."))
    DRAWN = ("code", "checked_at", "breached_at")
    TOLD = {
        "checked_by": _("Checked by"), "checked_note": _("What showed it"), "breached_by": _("Breach reported by"),
        "breach_note": _("How it was broken"),
    }  # fmt: skip
    ROWS = (("permit", "rule", "owner"),)

    text = TextAreaField(_("Condition"), [DataRequired(), Length(max=2000)])
    evidence = StringField(_("What shows that it is kept"), [Length(max=2000)])
    permit = named_permit()
    rule = StringField(_("Rule"), [Length(max=40)])
    owner = reference("partner", _("Answers for it"))


class ConditionActForm(FlaskForm):
    """What showed that a condition is kept, or how it was broken."""

    note = StringField(_("What showed it"), [Length(max=2000)], render_kw={"autocomplete": "off"})


class AssetForm(PartForm):
    """A thing whose certificate must outlast the event (R4, R5b)."""

    NAME, NAMES, ADD = _("Certificate"), _("Tents, rides, structures and LPG"), _("Add a certificate")
    EMPTY = (_("No certificate yet"), _("Large tents, rides, structures and LPG, each with its certificate."))
    OPEN = True
    ROWS = (
        ("kind", "place"), ("owner", "permit"), ("certificate", "valid_to"), ("persons", "litres", "responsible"),
    )  # fmt: skip

    text = StringField(_("What"), [DataRequired(), Length(max=2000)])
    kind = coded(ASSETS.items(), _("Kind"))
    place = reference("place", _("Place"))
    owner = reference("partner", _("Owner"))
    permit = named_permit()
    certificate = StringField(_("Certificate number"), [Length(max=200)])
    valid_to = Days(_("Valid to"))
    persons = IntegerField(_("For how many persons"), [Optional(), NumberRange(0, 1_000_000)], description=_("Tents."))
    litres = Figure(_("Litres"), [Optional(), NumberRange(0, 1_000_000)], description=_("LPG."))
    responsible = StringField(_("Responsible person"), [Length(max=200)])
    indoors = BooleanField(_("Indoors"))
    note = TextAreaField(_("Note"), [Length(max=2000)])


class LicensedAreaForm(PartForm):
    """A bar or serving area, its hours and who is responsible the whole time (R7)."""

    NAME, NAMES, ADD = _("Licensed area"), _("Licensed areas"), _("Add a licensed area")
    EMPTY = (_("No licensed area yet"), _("Each bar with its place, hours, and a responsible person the whole time."))
    OPEN = True
    ROWS = (("place", "permit"), ("owner", "holder"), ("opens", "last_call", "closes", "clear_minutes"))

    text = StringField(_("Licensed area"), [DataRequired(), Length(max=2000)])
    place = reference("place", _("Place"))
    permit = named_permit()
    owner = reference("partner", _("Partner"))
    holder = StringField(_("Permit holder"), [Length(max=200)])
    opens = Hour(_("Serves from"), [InputRequired()], default=lambda: time.fromisoformat(limits()["serving_from"]))
    last_call = Hour(_("Last call"), [Optional()])
    closes = Hour(_("Serves to"), [InputRequired()], default=lambda: time.fromisoformat(limits()["serving_to"]))
    clear_minutes = IntegerField(
        _("Cleared within"), [InputRequired(), NumberRange(0, 240)], default=lambda: limits()["clear_minutes"],
        description=_("Minutes after that."),
    )  # fmt: skip
    roster = TextAreaField(
        _("Responsible persons"), [Length(max=2000)],
        description=_("A line for each: name, year of birth, from–to. At least 20 years old, without a gap."),
        render_kw={"placeholder": "Anna Exempel, 1988, 11:00–18:00", "rows": 4},
    )  # fmt: skip
    note = TextAreaField(_("Note"), [Length(max=2000)])
