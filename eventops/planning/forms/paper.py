"""The shape of what is asked for when a paper is taken out of the plan."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import ValidationError

from ...access import PARTNER, POLICE
from ...words import current_language, options
from .part import audiences, offered

ALWAYS = ""  # every watch of every day
NOW = ""  # the plan as it is being worked on
HEADINGS = (("order", _("Situation, intent, task, execution")), ("iimarch", "IIMARCH"))
LANGUAGES = (("sv", "Svenska"), ("en", "English"))


class PaperForm(FlaskForm):
    """Which paper, of which edition of the plan, for whom, in which language."""

    paper = SelectField(_("Paper"))
    version = SelectField(_("Edition of the plan"))
    audience = SelectField(_("For"), description=_("The paper holds what everybody of them may see, and you."))
    language = SelectField(_("Language"), choices=options(LANGUAGES))
    headings = SelectField(_("Headings of the operation order"), choices=options(HEADINGS))
    sector = SelectField(_("Sector cards for"))
    period = SelectField(
        _("For which watch"), default=ALWAYS, description=_("Posts, watches and duties of that time only.")
    )

    def __init__(self, papers: Any, versions: Any, periods: Any, **more: Any):
        super().__init__(**more)
        self.paper.choices = options((name, paper.title) for name, paper in papers.items())
        self.version.choices = options([*((str(number), said) for number, said in versions), (NOW, _("As it is now"))])
        self.audience.choices = options(audiences())
        self.sector.choices = options([("", _("All sectors")), *offered("sector")])
        self.period.choices = options([(ALWAYS, _("The whole event")), *periods])
        if not self.is_submitted():
            self._begin()

    def validate_audience(self, field: SelectField) -> None:
        """A partner edition is for a partner."""
        if self.paper.data == "partner" and not (field.data or "").startswith(PARTNER):
            raise ValidationError(gettext("Choose the partner that it is for."))

    def _begin(self) -> None:
        self.language.data = current_language()
        self.version.data = self.version.choices[0].value
        heard = [choice.value for choice in self.audience.choices]
        self.audience.data = POLICE if POLICE in heard else heard[-1]
        self.headings.data, self.sector.data = "order", ""
