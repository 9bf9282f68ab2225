"""The shape of what is told of interventions: each kind asks for its own fields, and free text is looked through."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ..forms import ClientIdField
from ..words import choices, current_language, label, options
from .forms import ClockField
from .kinds import Kind, sensitive
from .models import Age, Force, Intervention, PersonRole, StepKind
from .queries import categories

LONG, SHORT = 2000, 200
WHEN = _("HH:MM, or YYYY-MM-DD HH:MM. Empty means now.")


def one_of(kind: type[Any]) -> Callable[[Any], Any]:
    """How a choice of one of some codes, or of none, is read."""
    return lambda code: kind(code) if code else None


class LookedThrough(FlaskForm):
    """A form whose free text is warned of when it seems to hold what does not belong there (domain 4c, E8)."""

    warned = False
    anyway = BooleanField(_("It belongs there: save it as it stands"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well, and the text is fit or was sent again on purpose."""
        valid: bool = super().validate(extra_validators)
        for field in self:
            typed = isinstance(field, StringField) and not isinstance(field, HiddenField)
            found = sensitive(field.data) if typed and field.data else []
            if found and not self.anyway.data:
                self.warned, valid = True, False
                told = ", ".join(label("sensitive", topic) for topic in found)
                field.errors = [*field.errors, gettext("This seems to hold %(what)s. Leave it out.", what=told)]
        return valid


class PersonForm(LookedThrough):
    """As little of a person as is needed."""

    person_role = SelectField(
        _("Role"), choices=choices("person_role"), coerce=PersonRole, default=PersonRole.DETAINED
    )
    name = StringField(_("Name"), [Length(max=SHORT)])
    born = IntegerField(_("Year of birth"), [Optional(), NumberRange(1900, 2199)])
    person_reference = StringField(
        _("Number of the crime report"), [Length(max=60)], description=_("Instead of a personal identity number.")
    )
    description = StringField(_("Description"), [Length(max=LONG)])


class InterventionForm(PersonForm):
    """An intervention, with one person; more can be added afterwards."""

    client_id = ClientIdField()
    occurred_at = ClockField(_("Time"), description=WHEN)
    sector = SelectField(_("Sector"), [Optional()])
    place = StringField(_("Place"), [Length(max=SHORT)])
    company = SelectField(_("Taken by"), coerce=lambda slug: slug or None)
    decider = StringField(_("1 Who decided"), [Length(max=SHORT)])
    ground = TextAreaField(_("2 Ground"), [Length(max=LONG)])
    decided_at = ClockField(_("2 Decided at"), description=_("Empty means at the same time."))
    participants = StringField(_("3 Who took part"), [Length(max=SHORT)])
    age = SelectField(_("Age"), [Optional()], coerce=one_of(Age))
    station = SelectField(_("Taken to the cells of"), [Optional()], coerce=one_of(int))
    force = SelectField(_("Force used"), [Optional()], coerce=one_of(Force))
    force_reason = TextAreaField(_("Why force was used"), [Length(max=LONG)])
    area = TextAreaField(_("Area"), [Length(max=LONG)])
    around = SelectField(
        _("Area on the map"), [Optional()], coerce=lambda code: code or None,
        description=_("A sector, or an area drawn for it. The police see it on the map while the decision holds."),
    )
    item = TextAreaField(_("What was taken"), [Length(max=LONG)])
    reference = StringField(_("Number of the report or penalty"), [Length(max=60)])
    checked = IntegerField(_("Checked"), [Optional(), NumberRange(0, 100_000)])
    found = IntegerField(_("Found"), [Optional(), NumberRange(0, 100_000)])
    reports = IntegerField(_("Crime reports"), [Optional(), NumberRange(1, 10_000)], default=1)
    offence = SelectField(
        _("Crime"), [Optional()], coerce=lambda code: code or None, description=_("Empty means the incident's own.")
    )
    what_else = TextAreaField(_("6 What else happened"), [Length(max=LONG)])

    def arrange(self, kind: Kind, *, person: bool) -> None:
        """Ask for what the kind asks for; what it needs must be said."""
        asked = {*kind.needs, *kind.asks}
        asked |= {"force_reason"} if "force" in asked else set()
        for name in ASKED:
            if name not in asked:
                del self[name]
        for name, text in CALLED.get(kind.code, {}).items():
            self[name].label.text = text
        for name in kind.needs:
            field = self[name]
            needed = InputRequired() if isinstance(field, IntegerField) else DataRequired()
            field.validators = [each for each in field.validators if not isinstance(each, Optional)]
            field.validators = [needed, *field.validators]
            field.flags.required = True
        for name in () if person else OF_A_PERSON:
            del self[name]

    def offer(
        self, sectors: Iterable[Any], companies: dict[str, str], stations: Iterable[Any], areas: Iterable[Any]
    ) -> None:
        """Fill in the event's own choices."""
        self.sector.choices = options([("", ""), *((each.code, f"{each.code} {each.name}") for each in sectors)])
        self.company.choices = options([("", _("Police")), *companies.items()])
        for name, said in (("age", choices("age")), ("force", choices("force"))):
            if name in self:
                self[name].choices = options([("", "")]) + said
        if "around" in self:
            drawn = ((each.code, f"{each.code} {each.name}") for each in areas)
            self.around.choices = options([("", ""), *drawn])
        if "offence" in self:
            crimes = ((each.code, f"{each.code} {each.name(current_language())}") for each in categories())
            self.offence.choices = options([("", ""), *crimes])
        if "station" in self:
            named = (
                (each.cells.id, gettext("%(name)s, %(free)s free", name=each.cells.name, free=each.free))
                for each in stations
            )
            self.station.choices = options([("", ""), *named])


CALLED = {"other": {"item": _("What was done"), "checked": _("How many")}}  # where a kind means something else
OF_A_PERSON = ("person_role", "name", "born", "person_reference", "description")
ASKED = (
    "decider", "ground", "decided_at", "participants", "age", "station", "force", "force_reason", "area", "around",
    "item", "reference", "checked", "found", "reports", "offence", "what_else",
)  # fmt: skip


class StepForm(LookedThrough):
    """One thing done about an intervention; each kind of step asks for some of it."""

    client_id = ClientIdField()
    outcome = SelectField(_("Outcome"), [DataRequired()])
    station = SelectField(_("Station"), [DataRequired()], coerce=one_of(int))
    by = StringField(_("By whom"), [Length(max=120)])
    at = ClockField(_("Time"), description=WHEN)
    text = StringField(_("Note"), [Length(max=1000)])

    def arrange(self, kind: StepKind, taken: Intervention, outcomes: Iterable[tuple[str, Any]]) -> None:
        """Ask for what a kind of step is about."""
        for name in ("outcome", "station", "by", "at", "text"):
            if name not in STEPS[kind]:
                del self[name]
        if "outcome" in self:
            self.outcome.choices = options(outcomes)
        if "text" in self and kind in NOTES:
            self.text.label.text, needed = NOTES[kind]
            self.text.validators = [*([DataRequired()] if needed else []), *self.text.validators]
            self.text.flags.required = needed


STEPS: dict[StepKind, tuple[str, ...]] = {
    StepKind.REVIEW: ("outcome", "by", "at", "text"), StepKind.EXTENSION: ("text", "by", "at"),
    StepKind.CHECK: ("by", "at", "text"), StepKind.REPORT: ("by", "at"), StepKind.HANDOVER: ("text", "at"),
    StepKind.ARRIVAL: ("station", "at"), StepKind.SIGNED_DECISION: ("by",), StepKind.SIGNED_RECORD: ("by",),
    StepKind.END: ("outcome", "at", "text"), StepKind.STRIKE: ("text",),
}  # fmt: skip
NOTES = {
    StepKind.EXTENSION: (_("Why it takes longer"), True),
    StepKind.HANDOVER: (_("To which officer"), True),
    StepKind.STRIKE: (_("Why it is struck"), True),
}


class OpenForm(FlaskForm):
    """Why somebody opens what is kept of persons."""

    reason = SelectField(_("Why you open it"), [DataRequired()])
    text = StringField(_("In a few words"), [DataRequired(), Length(max=500)])


class EraseForm(FlaskForm):
    """On which ground what is told of persons is erased."""

    ground = StringField(
        _("Legal ground"), [DataRequired(_("State the legal ground for erasing.")), Length(max=500)]
    )


class ChosenForm(FlaskForm):
    """What the list of interventions is narrowed to."""

    kind = SelectField(_("Kind"), [Optional()])
    state = SelectField(_("State"), [Optional()])


class CellsForm(FlaskForm):
    """A station with cells."""

    name = StringField(_("Station"), [DataRequired(), Length(max=SHORT)])
    cells = IntegerField(_("Cells in all"), [InputRequired(), NumberRange(0, 1000)])
    minutes = IntegerField(_("Transport, minutes"), [InputRequired(), NumberRange(0, 1000)])
    others = IntegerField(_("Taken by others"), [Optional(), NumberRange(0, 1000)], default=0)
    expected = IntegerField(_("Others expected"), [Optional(), NumberRange(0, 1000)], default=0)
