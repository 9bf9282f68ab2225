"""The shapes of a problem and of what shows that it is one."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..models.problem import ProblemKind, Source
from .part import PartForm, coded, reference, references

KINDS = {
    ProblemKind.PHENOMENON: _("Phenomenon"), ProblemKind.PLACE: _("Place"), ProblemKind.TIME: _("Time"),
}  # fmt: skip
SOURCES = {
    Source.LOG: _("Log of an earlier edition"),
    Source.PARTNER: _("Partner's observation"),
    Source.SURVEY: _("Survey"),
}


class ProblemForm(PartForm):
    """What the plan is an answer to."""

    NAME, NAMES, ADD = _("Problem"), _("Problems"), _("Add a problem")
    EMPTY = (_("No problem yet"), _("Say what the partners see together: what happens, where and when."))

    text = TextAreaField(_("Problem"), [DataRequired(), Length(max=2000)])
    kind = coded(KINDS.items(), _("Kind"))
    description = TextAreaField(
        _("Description"), [Length(max=2000)], description=_("Who is struck, how, and since when.")
    )
    places = references("place", _("Places"))
    categories = references("category", _("Categories of incidents"))
    source = StringField(_("Source"), [Length(max=2000)], description=_("Who says so, and from when."))


class EvidenceForm(PartForm):
    """What shows that a problem is one."""

    NAME, NAMES, ADD = _("Evidence"), _("Evidence"), _("Add evidence")
    EMPTY = (_("No evidence yet"), _("Counts of an earlier log, a partner's observation, a survey."))
    OPEN = True
    DRAWN = ("figures",)
    ROWS = (("source", "partner"),)

    text = TextAreaField(_("Evidence"), [DataRequired(), Length(max=2000)])
    problem = reference("problems", _("Problem"), DataRequired(), empty=_("Choose a problem"))
    source = coded(SOURCES.items(), _("Source"))
    partner = reference("partner", _("Whose observation"))
    edition = StringField(_("Edition"), [Length(max=120)], description=_("From which edition, such as 2025."))
