"""The shape of what posts need: many of them at once, or one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...errors import N_, Refused
from ...events.models import Place
from ...people.models import CredentialKind
from ...planning.forms.part import coded, ticked
from ...planning.models import Watch
from ...words import LABELS, choices, named, options
from ..actions import MOST
from ..grounds import Ground
from ..models import Function, LegalBasis, Need
from ..pattern import Terms

LONGEST_HANDOVER = 240  # minutes; what overlaps for longer is no handing over
BOXES: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


class NeedForm(FlaskForm):
    """What one post needs between two hours of the wall, on some days."""

    name = StringField(_("Name of the shifts"), [Length(max=80)], description=_("Empty: the name of the watch."))
    starts = TimeField(_("Starts"), [Optional()])
    ends = TimeField(_("Ends"), [Optional()], description=_("Earlier than the start: on the next day."))
    days = SelectMultipleField(_("Days"), [InputRequired(_("Choose at least one day."))], **BOXES)
    handover = IntegerField(
        _("Handover, minutes"),
        [InputRequired(), NumberRange(0, 240)],
        default=15,
        description=_("Each shift begins so long before its hour, so that two watches stand together."),
    )
    function = SelectField(_("Function"), choices=choices("function"), coerce=Function)
    needed = IntegerField(_("People needed"), [InputRequired(), NumberRange(1, MOST)], default=2)
    requires = ticked(LABELS["credential_kind"], _("Each must hold"))
    ground = SelectField(
        _("What lets guards be used"), [Optional()], description=_("From the permits and conditions of the plan.")
    )
    legal_basis = coded(named("legal_basis"), _("Legal basis"), empty=_("None: no guards"))
    legal_reference = StringField(
        _("Number or condition"),
        [Length(max=200)],
        description=_("Of the permit or decision that lets guards be used."),
    )

    def offer(self, days: Iterable[date], grounds: Sequence[Ground]) -> None:
        """Let there be days and grounds to choose among."""
        self.days.choices = options([(day.isoformat(), format_date(day, "EEE d/M")) for day in days])
        offered = [(f"{each.basis}|{each.reference}", _ground(each)) for each in grounds]
        self.ground.choices = options([("", _("Something else")), *offered])

    def terms(self, name: str) -> Terms:
        """What was typed, but for place and hours of a watch."""
        basis, reference = self._basis()
        starts, ends = ("" if each.data is None else f"{each.data:%H:%M}" for each in (self.starts, self.ends))
        return Terms(
            self.name.data or name, self.function.data, starts, ends, self.days.data or [],
            handover=self.handover.data or 0, needed=self.needed.data or 0,
            requires=[CredentialKind(code) for code in self.requires.data or []],
            legal_basis=basis, legal_reference=reference,
        )  # fmt: skip

    def _basis(self) -> tuple[LegalBasis | None, str | None]:
        if self.ground.data:
            code, _bar, reference = self.ground.data.partition("|")
            return LegalBasis(code), reference
        return LegalBasis(self.legal_basis.data) if self.legal_basis.data else None, self.legal_reference.data


class NeedsForm(NeedForm):
    """The same for many posts, in the plan's watches or between hours of one's own."""

    places = SelectMultipleField(_("Posts"), [InputRequired(_("Choose at least one post."))], coerce=int, **BOXES)
    watches = SelectMultipleField(
        _("Watches of the plan"), [Optional()], coerce=int, description=_("Or give hours of your own."), **BOXES
    )

    def all_terms(self, places: dict[int, Place], watches: dict[int, Watch]) -> list[Terms]:
        """What was typed, for each post and watch."""
        patterns = [self._of_watch(watches[number], watches.values()) for number in self.watches.data or []]
        if self.starts.data or self.ends.data:
            own = self.terms("")
            missing = next((name for name in ("starts", "ends") if not getattr(own, name)), None)
            if missing:
                raise Refused(N_("Write the hour as HH:MM, such as 07:45."), field=missing)
            patterns.append(own)
        if not patterns:
            raise Refused(N_("Choose at least one watch, or give hours of your own."), field="watches")
        found = [replace(each, place=places[number]) for number in self.places.data or [] for each in patterns]
        return [each for each in found if each.days]

    def _of_watch(self, watch: Watch, watches: Iterable[Watch]) -> Terms:
        """A watch that stands together with the one before it already begins only so much earlier as that lacks."""
        said = self.terms(watch.name)
        together = max((_together(each, watch) for each in watches if each is not watch), default=0)
        days = [day for day in said.days if watch.day is None or watch.day.isoformat() == day]
        return replace(
            said,
            starts=watch.starts,
            ends=watch.ends,
            watch=watch.number,
            days=days,
            handover=max(said.handover - together, 0),
        )


def _together(before: Watch, watch: Watch) -> int:
    """For how many minutes a watch and the one before it are both led by the wall."""
    ends, starts = (time.fromisoformat(hour) for hour in (before.ends, watch.starts))
    minutes = ((ends.hour - starts.hour) * 60 + ends.minute - starts.minute) % (24 * 60)
    return minutes if minutes <= LONGEST_HANDOVER else 0


def shown_need(need: Need, grounds: Sequence[Ground]) -> dict[str, Any]:
    """A need as NeedForm shows it."""
    from_plan = any((each.basis, each.reference) == (need.legal_basis, need.legal_reference) for each in grounds)
    names = ("name", "days", "handover", "function", "needed", "requires", "legal_basis", "legal_reference")
    told = {name: getattr(need, name) for name in names}
    hours = {name: time.fromisoformat(getattr(need, name)) for name in ("starts", "ends")}
    return {**told, **hours, "ground": f"{need.legal_basis}|{need.legal_reference}" if from_plan else ""}


def _ground(ground: Ground) -> str:
    until = f" (– {ground.valid_until})" if ground.valid_until else ""
    return f"{ground.reference}{until}"
