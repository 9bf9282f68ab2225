"""The shapes of what is typed of a month's report."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from ..access import ALL, POLICE
from ..forms import ClientIdField
from ..words import current_language, label, options
from .models import MonthReport
from .month_acts import LANGUAGES, Sending, Written
from .month_counts import reference

TONGUES = {"sv": "Svenska", "en": "English"}


class BeginForm(FlaskForm):
    """Which month's report is begun."""

    client_id = ClientIdField()
    month = StringField(_("Month"), [DataRequired()], render_kw={"type": "month"})


class WriteForm(FlaskForm):
    """A draft: a text for each part, added by `with_parts`, and what of the work is told."""

    seen = HiddenField()
    priorities = SelectMultipleField(
        _("Priorities to tell of"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    measures = SelectMultipleField(
        _("Measures to tell of"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    audience = SelectField(_("Who may read it here once it is sent"))

    @property
    def parts(self) -> list[Field]:
        """The fields of the texts."""
        return [self[part["code"]] for part in reference()["part"]]

    def said(self) -> Written:
        """What was typed."""
        seen = self.seen.data or ""
        return Written(
            {field.name: field.data or "" for field in self.parts}, self.priorities.data or [],
            self.measures.data or [], self.audience.data, int(seen) if seen.isdecimal() else 0,
        )  # fmt: skip


Pairs = list[tuple[int, str]]


def write_form(report: MonthReport, told: tuple[Pairs, Pairs], *, fresh: bool) -> WriteForm:
    """The form of a draft in the reader's language; `told` are the priorities and measures that can be told of.

    A `fresh` one shows what the draft says, whatever was sent.
    """
    language = current_language()
    most = Length(max=int(reference()["limits"]["text_length"]))
    fields = {
        part["code"]: TextAreaField(part[language], [most], description=part[f"help_{language}"])
        for part in reference()["part"]
    }
    shape: type[WriteForm] = type("ReportForm", (WriteForm,), fields)
    held = {"priorities": report.priorities, "measures": report.measures, "audience": report.audience}
    said = {**{code: report.texts.get(code, "") for code in fields}, **held, "seen": str(report.revision)}
    form = shape(formdata=None, data=said) if fresh else shape(data=said)
    form.priorities.choices, form.measures.choices = (options(each) for each in told)
    form.audience.choices = options((feed, label("audience", feed)) for feed in (POLICE, ALL))
    return form


class SendForm(FlaskForm):
    """To whom a report was sent, and how."""

    client_id = ClientIdField()
    seen = HiddenField()
    recipient = StringField(_("Recipient"), [DataRequired(), Length(max=200)])
    way = StringField(_("Sent by"), [DataRequired(), Length(max=80)], description=_("E-mail, letter, by hand."))
    reference = StringField(_("Their or your reference number"), [Length(max=80)])
    language = SelectField(_("Language"), choices=options((code, TONGUES[code]) for code in LANGUAGES))

    def said(self) -> Sending:
        """What was typed."""
        return Sending(
            self.recipient.data or "", self.way.data or "", self.reference.data or "", self.language.data,
            self.client_id.data,
        )  # fmt: skip


class CorrectForm(FlaskForm):
    """Why a new version is begun."""

    client_id = ClientIdField()
    because = StringField(_("What is corrected"), [DataRequired(), Length(max=500)])
