"""The shape of what is asked for when the roster is taken out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from ...events.models import Partner
from ...words import current_language, options
from ..outputs import OUTPUTS, Output

LANGUAGES = (("sv", "Svenska"), ("en", "English"))
GROUPED = (("post", _("Post")), ("partner", _("Partner")), ("person", _("Person")), ("day", _("Day")))


class OutputForm(FlaskForm):
    """Which output in which form (`take`, such as "roster.pdf"), grouped by what, of whom, of which day."""

    take = SelectField(_("Output"))
    by = SelectField(_("Grouped by"), default="post", choices=options(GROUPED))
    partner = SelectField(_("Partner"), default="")
    day = SelectField(_("Day"), default="")
    language = SelectField(_("Language"), default=current_language, choices=options(LANGUAGES))

    def __init__(
        self, outputs: dict[str, Output], partners: Iterable[Partner], days: Iterable[date], *, own: bool = False,
        **more: Any,
    ):  # fmt: skip
        super().__init__(**more)
        known = [(each.slug, each.name) for each in partners]
        self.take.choices = options(
            (f"{name}.{ending}", each.title) for name, each in outputs.items() for ending in each.endings
        )
        self.partner.choices = options(known if own else [("", _("All partners")), *known])
        self.day.choices = options(
            [("", _("All days")), *((each.isoformat(), format_date(each, "EEEE d MMMM")) for each in days)]
        )

    def validate_partner(self, field: SelectField) -> None:
        """What holds contact data is made for one partner."""
        output = OUTPUTS.get((self.take.data or "").partition(".")[0])
        if output and output.partner and not field.data:
            raise ValidationError(gettext("Choose the partner that it is about."))

    @property
    def output(self) -> str:
        """The output asked for: a key of OUTPUTS."""
        return str(self.take.data).partition(".")[0]

    @property
    def ending(self) -> str:
        """In which form: "pdf" or "xlsx"."""
        return str(self.take.data).partition(".")[2]

    @property
    def date(self) -> date | None:
        """The only day asked for."""
        return date.fromisoformat(self.day.data) if self.day.data else None


class DecisionForm(FlaskForm):
    """What a staffing decision says beside what the roster knows."""

    reference = StringField(
        _("Reference"), [Length(max=60)], render_kw={"autocomplete": "off"},
        description=_("The number under which the decision is filed."),
    )  # fmt: skip
    decided_by = StringField(_("Decided by"), [Length(max=120)], render_kw={"autocomplete": "off"})
    text = TextAreaField(_("Grounds and terms of the decision"), [Length(max=4000)])
    language = SelectField(_("Language"), default=current_language, choices=options(LANGUAGES))
