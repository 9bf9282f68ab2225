"""The shape of a priority, of how it went, and of the period that the next ones are for."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..access import ALL, POLICE
from ..forms import ClientIdField
from ..planning.models.measure import Outcome
from ..words import label, options
from .models import Priority
from .priorities import LONGEST, Aim, Judgement

VERDICTS = {Outcome.CONTINUE: _("Continue"), Outcome.ADJUST: _("Adjust"), Outcome.STOP: _("Stop")}


def _number(text: Any) -> int | None:
    return int(text) if text not in (None, "", "None") else None


class SetForm(FlaskForm):
    """Which period the next priorities are for."""

    class Meta:
        within = "set"

    client_id = ClientIdField()
    period = SelectField(_("Period"), [DataRequired()], coerce=int, choices=[])


class PriorityForm(FlaskForm):
    """A priority: where, why, what is done, by whom, and what is expected of it."""

    client_id = ClientIdField()
    title = StringField(_("What comes first"), [DataRequired(), Length(max=200)])
    place = SelectField(_("Area"), [Optional()], choices=[])
    area = StringField(_("Where, more exactly"), [Length(max=200)])
    problem = SelectField(_("Problem of the plan"), [Optional()], coerce=_number, choices=[])
    cause_number = SelectField(_("Cause of the plan"), [Optional()], coerce=_number, choices=[])
    cause = TextAreaField(_("Why it is so"), [Length(max=LONGEST)])
    measures = SelectMultipleField(
        _("Measures of the plan"), coerce=int, choices=[], widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    doing = TextAreaField(_("What is done about it"), [Length(max=LONGEST)])
    owners = SelectMultipleField(
        _("Who answers for it"), [DataRequired()], choices=[], widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    expected_effect = TextAreaField(
        _("Expected effect"), [DataRequired(), Length(max=LONGEST)],
        description=_("So that it can be seen afterwards whether it came: how much, where, until when."),
    )  # fmt: skip
    audience = SelectField(_("Who may read it"), choices=[])
    reason_for_fourth = TextAreaField(_("Why one more than three"), [Length(max=LONGEST)])

    def __init__(self, row: Priority | None, offered: dict[str, list[tuple[Any, str]]], title: str | None = None):
        held = {**vars(row), "place": row.place.code if row.place else ""} if row else {}
        super().__init__(data={"audience": ALL, **({"title": title[:200]} if title else {}), **held})
        for name, pairs in offered.items():
            self[name].choices = options(pairs)
        self.audience.choices = options((each, label("audience", each)) for each in (ALL, POLICE))

    def said(self, continues: int | None = None) -> Aim:
        """What was said, as the action takes it."""
        return Aim(
            title=self.title.data or "", expected_effect=self.expected_effect.data or "",
            owners=self.owners.data or (), place=self.place.data or None, area=self.area.data,
            problem=self.problem.data, cause_number=self.cause_number.data, cause=self.cause.data,
            measures=self.measures.data or (), doing=self.doing.data, audience=self.audience.data or ALL,
            reason_for_fourth=self.reason_for_fourth.data, continues=continues,
        )  # fmt: skip


class EvaluateForm(FlaskForm):
    """How a priority went, and what follows."""

    class Meta:
        within = "evaluate"

    result = TextAreaField(_("What came of it"), [DataRequired(), Length(max=LONGEST)])
    verdict = RadioField(
        _("What follows"), [InputRequired()], choices=options((each.value, text) for each, text in VERDICTS.items())
    )
    next_by = StringField(_("Who sees to it"), [Length(max=120)])
    next_on = DateField(_("By when"), [Optional()])

    def said(self) -> Judgement:
        """What was said, as the action takes it."""
        return Judgement(self.result.data or "", Outcome(self.verdict.data), self.next_by.data, self.next_on.data)


class DropPriorityForm(FlaskForm):
    """Why a priority is taken out."""

    class Meta:
        within = "drop"

    reason = StringField(_("Why is it taken out?"), [DataRequired(), Length(max=400)])
