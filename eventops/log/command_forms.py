"""The shape of what is typed at the command post: decisions, tasks, situation reports and checks of conditions."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from .. import clock
from ..events.models import Event
from ..forms import ClientIdField
from ..words import options
from .actions import MAX_TEXT, Said
from .forms import ClockField, MomentField
from .models import Decision, GroundKind, Incident, Outcome
from .spoken import GROUNDS, METHANE, OUTCOMES, REGULAR

OPTIONS = 3  # rows for options that were not chosen
MOST_AHEAD = timedelta(days=30)


class ComingField(StringField):
    """A time to come on the event's wall clock: HH:MM, +MINUTES from now, or YYYY-MM-DD HH:MM."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time, beside the field."""
        try:
            self.moment(g.event, clock.now())
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("Write the time as 22:40, +30 for in 30 minutes, or 2027-06-18 22:40.")) from error

    def moment(self, event: Event, now: datetime) -> datetime | None:
        """The aware moment meant, or None when nothing was typed. Raises ValueError."""
        text = (self.data or "").strip().replace("T", " ").replace(".", ":")
        if not text:
            return None
        if text.startswith("+"):
            ahead = timedelta(minutes=int(text[1:]))
            if not timedelta() < ahead <= MOST_AHEAD:
                raise ValueError(text)
            return now + ahead
        if len(text) > 5:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=event.zone)
        local = event.local(now)
        meant = datetime.combine(local.date(), time.fromisoformat(text.rjust(5, "0")), event.zone)
        return meant if meant > local else meant + timedelta(days=1)


AHEAD_HELP = _("HH:MM, +30 for in 30 minutes, or YYYY-MM-DD HH:MM.")


def _number(text: Any) -> int | None:
    return int(text) if text else None


def _of_incidents(incidents: Iterable[Incident]) -> Any:
    return options([("", _("No incident")), *((each.number, f"#{each.number} {each.title}") for each in incidents)])


def _area(kind: GroundKind) -> TextAreaField:
    return TextAreaField(GROUNDS[kind], validators=[Length(max=MAX_TEXT)])


class GroundsForm(FlaskForm):
    """What a decision rests on; everything can be added later."""

    information = _area(GroundKind.INFORMATION)
    threat = _area(GroundKind.THREAT)
    powers = _area(GroundKind.POWERS)
    lenient = _area(GroundKind.LENIENT)
    option_1 = StringField(_("Option"), validators=[Length(max=MAX_TEXT)])
    because_1 = StringField(_("Why it was rejected"), validators=[Length(max=MAX_TEXT)])
    option_2 = StringField(_("Option"), validators=[Length(max=MAX_TEXT)])
    because_2 = StringField(_("Why it was rejected"), validators=[Length(max=MAX_TEXT)])
    option_3 = StringField(_("Option"), validators=[Length(max=MAX_TEXT)])
    because_3 = StringField(_("Why it was rejected"), validators=[Length(max=MAX_TEXT)])
    proportionality = _area(GroundKind.PROPORTIONALITY)
    effect = _area(GroundKind.EFFECT)
    review_at = ComingField(_("Review at"), description=AHEAD_HELP)

    def grounds(self) -> list[Said]:
        """What was filled in, in the order it is read."""
        found = []
        for kind in GroundKind:
            if kind is GroundKind.OPTION:
                found += [
                    Said(kind, self[f"option_{n}"].data or "", self[f"because_{n}"].data) for n in range(1, OPTIONS + 1)
                ]
            else:
                found.append(Said(kind, self[kind.value].data or ""))
        return [said for said in found if said.text.strip() or (said.because or "").strip()]

    @property
    def detailed(self) -> bool:
        """Whether more than the decision itself was typed, or is wrong."""
        names = [name for name in self._fields if name.split("_")[0] in (*GroundKind, "because")]
        return any(self[name].data or self[name].errors for name in names)


class DecisionForm(GroundsForm):
    """A decision; in a hurry only what was decided."""

    client_id = ClientIdField()
    text = TextAreaField(_("Decision"), [DataRequired(_("Say what was decided.")), Length(max=MAX_TEXT)])
    decider = StringField(_("Decided by"), [Length(max=100)])
    decider_role = StringField(_("In the role of"), [Length(max=100)])
    incident = SelectField(_("Incident"), [Optional()], coerce=_number)
    audience = SelectField(_("Audience"), [Optional()])
    occurred_at = ClockField(_("Decided at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    late_because = StringField(_("Why it is entered late"), [Length(max=500)])
    disperses = BooleanField(_("The gathering is dispersed or stopped (Public Order Act 2:24)"))

    def offer(self, incidents: Iterable[Incident], audiences: Iterable[tuple[str, str]]) -> None:
        """Fill in the event's own choices."""
        self.incident.choices = _of_incidents(incidents)
        self.audience.choices = options([("", _("As usual")), *audiences])


class SupplementForm(GroundsForm):
    """What is added to a decision afterwards."""


class ReviewForm(FlaskForm):
    """What a review came to."""

    outcome = SelectField(_("Outcome"), choices=options(OUTCOMES.items()))
    changed_by = SelectField(_("Changed by decision"), [Optional()], coerce=_number)
    next_at = ComingField(_("Next review at"), description=AHEAD_HELP)
    note = TextAreaField(_("Note"), [Length(max=2000)])

    def offer(self, later: Iterable[Decision]) -> None:
        """Fill in the decisions that may have changed it."""
        named = ((each.number, f"{each.number} {(each.text or '')[:80]}") for each in later)
        self.changed_by.choices = options([("", _("None")), *named])

    @property
    def chosen(self) -> Outcome:
        """The outcome that was chosen."""
        return Outcome(self.outcome.data)


class ErrandForm(FlaskForm):
    """A task that is given."""

    client_id = ClientIdField()
    text = TextAreaField(_("Task"), [DataRequired(_("Say what is to be done.")), Length(max=2000)])
    owner = StringField(
        _("To"), [DataRequired(_("Say who is to do it.")), Length(max=100)],
        description=_("A partner, a unit's call sign, or a role or name."),
    )  # fmt: skip
    due_at = ComingField(_("Due"), description=AHEAD_HELP)
    incident = SelectField(_("Incident"), [Optional()], coerce=_number)
    audience = SelectField(_("Audience"), [Optional()])

    def offer(self, incidents: Iterable[Incident], audiences: Iterable[tuple[str, str]]) -> None:
        """Fill in the event's own choices."""
        self.incident.choices = _of_incidents(incidents)
        self.audience.choices = options([("", _("Whose it is")), *audiences])


class StepForm(FlaskForm):
    """How far a task has come."""

    written_at = MomentField()
    note = StringField(_("Note"), [Length(max=500)])


class ReportForm(FlaskForm):
    """What every situation report has; its sections follow."""

    client_id = ClientIdField()


class MethaneForm(ReportForm):
    """The first words of a major incident."""

    incident = SelectField(_("Incident"), [Optional()], coerce=_number)

    def offer(self, incidents: Iterable[Incident]) -> None:
        """Fill in the incidents that are open."""
        self.incident.choices = _of_incidents(incidents)


class RegularForm(ReportForm):
    """The regular picture."""


for _code, _title in METHANE.items():
    setattr(MethaneForm, _code, TextAreaField(_title, [Length(max=MAX_TEXT)]))
for _code, _title in REGULAR.items():
    setattr(RegularForm, _code, TextAreaField(_title, [Length(max=MAX_TEXT)]))


class CheckForm(FlaskForm):
    """What showed that a condition is kept, or how it is broken."""

    client_id = ClientIdField()
    text = TextAreaField(_("What was seen"), [DataRequired(_("Say what was seen.")), Length(max=2000)])
    place = StringField(_("Where it is broken"), [Length(max=200)])
    sector = SelectField(_("Sector"), [Optional()])

    def __init__(self, *args: Any, sectors: Iterable[tuple[str, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sector.choices = options([("", _("Not said")), *sectors])
