"""The shape of what is said of a unit."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from ...people.models import Person
from ...words import choices, options
from ..actions.unit import UnitSaid
from ..models import Unit, UnitKind


class UnitForm(FlaskForm):
    """What a call sign is: its kind, who leads it, what it drives and what it listens to."""

    call_sign = StringField(_("Call sign"), [DataRequired(), Length(max=20)])
    kind = SelectField(_("Kind"), choices=choices("unit_kind"), coerce=UnitKind)
    lead = SelectField(
        _("Police lead"), coerce=int, description=_("A group of guards is led by a police officer, by name.")
    )
    vehicle = StringField(_("Vehicle"), [Length(max=60)])
    talkgroup = SelectField(_("Talkgroup"), description=_("The channels of the communications plan."))
    note = StringField(_("Note"), [Length(max=200)])

    def offer(self, officers: list[Person], talkgroups: list[str], unit: Unit | None = None) -> None:
        """Let who may lead and what may be listened to be chosen; what stands already stays."""
        led = {person.id: person.name for person in officers}
        if unit is not None and unit.lead is not None:
            led.setdefault(unit.lead.id, unit.lead.name)
        kept = [unit.talkgroup] if unit and unit.talkgroup and unit.talkgroup not in talkgroups else []
        self.lead.choices = options([(0, gettext("Nobody")), *led.items()])
        self.talkgroup.choices = options([("", gettext("None")), *((name, name) for name in [*talkgroups, *kept])])

    def said(self, people: dict[int, Person]) -> UnitSaid:
        """What was typed."""
        return UnitSaid(
            self.call_sign.data or "", self.kind.data, people.get(self.lead.data), self.vehicle.data,
            self.talkgroup.data, self.note.data,
        )  # fmt: skip


def shown_unit(unit: Unit) -> dict[str, Any]:
    """A unit as UnitForm shows it."""
    kept = {name: getattr(unit, name) for name in ("call_sign", "kind", "vehicle", "note")}
    return {**kept, "talkgroup": unit.talkgroup or "", "lead": unit.lead_id or 0}
