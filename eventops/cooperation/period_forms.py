"""The shape of a partner's periodic report, of the rhythm, and of who reports for whom and by which link."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..events.models import Partner, Place
from ..forms import ClientIdField
from ..log.models import Category, Incident
from ..planning.forms.wall import WallClockField
from ..words import options
from .models import MatterSource, ReportingRhythm
from .period_words import LIVE, SERIOUSNESS, SOURCES, WEEKDAYS
from .report_links import DAYS
from .reporting import MAX_MATTERS, MAX_PLACE, MAX_WHAT, Matter

HOURS = (0, 168)


class MatterForm(FlaskForm):
    """One matter of a report."""

    class Meta:
        csrf = False

    what = TextAreaField(
        _("What has happened"), [DataRequired(_("Say in a few words what has happened.")), Length(max=MAX_WHAT)]
    )
    category = SelectField(_("Category"), [DataRequired(_("Choose a category."))])
    occurred_at = WallClockField(_("When"), [DataRequired(_("Say when it happened."))], format="%Y-%m-%dT%H:%M")
    until = WallClockField(_("Until"), [Optional()], format="%Y-%m-%dT%H:%M")
    place = SelectField(_("Where"), [Optional()])
    place_text = StringField(_("More exactly"), [Length(max=MAX_PLACE)])
    seriousness = RadioField(_("How serious"), coerce=int, default=3)
    source = SelectField(_("How it is known"), [Optional()], default=MatterSource.OWN.value)
    shared = BooleanField(_("Everybody who takes part may read it"))

    def offer(self, categories: list[Any], places: list[Any]) -> None:
        """Fill in what can be chosen."""
        self.category.choices, self.place.choices = categories, places
        self.seriousness.choices = options(SERIOUSNESS.items())
        self.source.choices = options((code.value, name) for code, name in SOURCES.items() if code != "log")

    @property
    def touched(self) -> bool:
        """Whether anything was written in it."""
        return bool(self.what.data or self.category.data or self.occurred_at.raw_data not in (None, [], [""]))

    def said(self) -> Matter:
        """What was said, as the action takes it; of a form that is valid."""
        assert self.occurred_at.data is not None
        return Matter(
            what=self.what.data or "", category=self.category.data, occurred_at=self.occurred_at.data,
            until=self.until.data, place=self.place.data or None, place_text=self.place_text.data,
            seriousness=self.seriousness.data or 0, source=MatterSource(self.source.data), shared=self.shared.data,
        )  # fmt: skip


class PeriodReportForm(FlaskForm):
    """Several matters at once, and incidents of the live log that are ticked instead of told again."""

    class Meta:
        within = "report"

    client_id = ClientIdField()
    incidents = SelectMultipleField(_("From the live log"), [Optional()], coerce=int, choices=[])
    matters = FieldList(FormField(MatterForm), max_entries=MAX_MATTERS)

    def offer(
        self, categories: Iterable[Category], places: Iterable[Place], incidents: Iterable[Incident], language: str
    ) -> None:
        """Fill in the event's own choices."""
        coded = options([("", _("Choose a category.")), *((each.code, each.name(language)) for each in categories)])
        named = options([("", _("Not said")), *((each.code, f"{each.code} {each.name}") for each in places)])
        self.incidents.choices = options((each.number, f"#{each.number} {each.title}") for each in incidents)
        self.offered = coded, named
        for row in self.matters:
            row.form.offer(*self.offered)

    def blank(self) -> None:
        """Add an empty row."""
        self.matters.append_entry()
        self.matters[-1].form.offer(*self.offered)

    def without_blanks(self) -> None:
        """Take out the rows that nothing was written in."""
        self.matters.entries = [row for row in self.matters.entries if row.form.touched]


class NothingForm(FlaskForm):
    """That there is nothing to report."""

    class Meta:
        within = "nothing"

    client_id = ClientIdField()


class WithdrawForm(FlaskForm):
    """Why a matter is taken back."""

    class Meta:
        within = "withdraw"

    reason = StringField(_("Why is it taken back?"), [DataRequired(_("Say why it is taken back.")), Length(max=400)])


class RhythmForm(FlaskForm):
    """When periods begin and end, and who reports."""

    starts_on = DateField(_("Weeks begin with the one that holds"), [DataRequired()])
    weekday = SelectField(_("A week ends on"), coerce=int, choices=options(enumerate(WEEKDAYS)))
    hour = StringField(_("at"), [DataRequired()], render_kw={"inputmode": "numeric", "placeholder": "09:00"})
    week_due = IntegerField(_("Hours after the week until the report is due"), [InputRequired(), NumberRange(*HOURS)])
    live = RadioField(_("On the days of the event"), choices=options((each.value, text) for each, text in LIVE.items()))
    live_due = IntegerField(_("Minutes after the day or watch until due"), [InputRequired(), NumberRange(0, 1440)])
    asked = SelectMultipleField(
        _("Who reports"), choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, rhythm: ReportingRhythm | None, known: Iterable[Partner], **more: Any):
        super().__init__(**more)
        self.asked.choices = options((each.slug, each.name) for each in known)
        if not self.is_submitted() and rhythm is not None:
            for name in ("starts_on", "weekday", "hour", "live_due"):
                self[name].data = getattr(rhythm, name)
            self.week_due.data, self.live.data = rhythm.week_due // 60, rhythm.live.value
        if not self.is_submitted():
            silent = rhythm.silent if rhythm else []
            self.asked.data = [each for each, *_ in self.asked.choices if each not in silent]


class RepresentForm(FlaskForm):
    """Whose coordinator reports for whom."""

    class Meta:
        within = "represent"

    by = SelectField(_("The coordinator of"), [DataRequired()], choices=[])
    partner = SelectField(_("reports also for"), [DataRequired()], choices=[])

    def __init__(self, known: Iterable[Partner], **more: Any):
        super().__init__(**more)
        named = [(each.slug, each.name) for each in known]
        empty = ("", _("Choose a partner"))
        self.by.choices = options([empty, *named])
        inner = {each.slug for each in known if each.inner}
        self.partner.choices = options([empty, *((slug, name) for slug, name in named if slug not in inner)])


class ReportLinkForm(FlaskForm):
    """Whom a link to a partner's reports is made for, and how long it stands."""

    class Meta:
        within = "link"

    partner = SelectField(_("Partner"), [DataRequired()], choices=[])
    recipient = StringField(
        _("For whom"), [DataRequired(), Length(max=80)], description=_("The name stands under what is reported.")
    )
    days = IntegerField(_("Days it is valid"), [InputRequired(), NumberRange(*DAYS)], default=60)

