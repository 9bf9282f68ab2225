"""The shape of what who staffs types: a shift, and who is put on it."""

from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ...events.hours import span
from ...events.models import Event, Place
from ...people.models import CredentialKind
from ...planning.forms.part import coded, ticked
from ...words import LABELS, choices, named
from ..actions import MOST, Duty
from ..models import Function, LegalBasis, Shift


class ShiftForm(FlaskForm):
    """A shift by its post, its hours on the event's wall and how many it needs."""

    place = SelectField(_("Post"), coerce=int)
    name = StringField(_("Name"), [DataRequired(), Length(max=80)], description=_("Such as Evening, gate 4."))
    function = SelectField(_("Function"), choices=choices("function"), coerce=Function)
    date = DateField(_("Date it starts"), [InputRequired()])
    starts = TimeField(_("Starts"), [InputRequired()])
    ends = TimeField(_("Ends"), [InputRequired()], description=_("Earlier than the start: on the next day."))
    needed = IntegerField(_("People needed"), [InputRequired(), NumberRange(1, MOST)], default=2)
    requires = ticked(LABELS["credential_kind"], _("Each must hold"))
    legal_basis = coded(named("legal_basis"), _("Legal basis"), empty=_("None: no guards"))
    legal_reference = StringField(
        _("Number or condition"),
        [Length(max=200)],
        description=_("Of the permit or decision that lets guards be used."),
    )

    def duty(self, event: Event, places: dict[int, Place]) -> Duty:
        """What was typed. Refused for an hour that the clock jumps over."""
        day, starts, ends = self.date.data, self.starts.data, self.ends.data
        assert isinstance(day, date) and isinstance(starts, time) and isinstance(ends, time)
        start, end = span(event.zone, day, starts, ends, fields=("starts", "ends"))
        place = places.get(self.place.data)
        return Duty(
            self.name.data or "", self.function.data, start, end, self.needed.data or 0, place,
            requires=[CredentialKind(code) for code in self.requires.data or []],
            legal_basis=LegalBasis(self.legal_basis.data) if self.legal_basis.data else None,
            legal_reference=self.legal_reference.data,
        )  # fmt: skip


class DropShiftForm(FlaskForm):
    """Why a shift is planned no more."""

    reason = StringField(_("Why the shift is dropped"), [Length(max=500)], render_kw={"autocomplete": "off"})


def shown_shift(event: Event, shift: Shift) -> dict[str, Any]:
    """A shift as ShiftForm shows it."""
    start, end = event.local(shift.starts_at), event.local(shift.ends_at)
    told = {"name": shift.name, "function": shift.function, "needed": shift.needed, "place": shift.place_id or 0}
    terms = {"requires": shift.requires, "legal_basis": shift.legal_basis, "legal_reference": shift.legal_reference}
    return {**told, **terms, "date": start.date(), "starts": start.time(), "ends": end.time()}
