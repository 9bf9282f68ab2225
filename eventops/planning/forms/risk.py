"""The shape of a risk, and of accepting what remains of it."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ...words import options
from ..models.risk import CELLS, Dimension, Influence, Situation, Stage
from .part import PartForm, SeenField, coded, reference, references, ticked

LIKELIHOOD = (_("1 Very unlikely"), _("2 Unlikely"), _("3 Possible"), _("4 Likely"), _("5 Very likely"))
CONSEQUENCE = (_("1 Very limited"), _("2 Limited"), _("3 Serious"), _("4 Very serious"), _("5 Catastrophic"))
DIMENSIONS = {
    Dimension.LIFE: _("Life and health"), Dimension.ORDER: _("Public order"), Dimension.PROPERTY: _("Property"),
    Dimension.TRUST: _("Trust"), Dimension.CONTINUITY: _("Continuity"),
}  # fmt: skip
INFLUENCES = {
    Influence.EXPECTATIONS: _("Expectations"), Influence.DESIGN: _("Design"),
    Influence.INFORMATION: _("Information"), Influence.MANAGEMENT: _("Management"),
}  # fmt: skip
STAGES = {
    Stage.TRAVEL: _("Travel"), Stage.INGRESS: _("Ingress"), Stage.CIRCULATION: _("Circulation"),
    Stage.EGRESS: _("Egress"),
}  # fmt: skip
SITUATIONS = {Situation.NORMAL: _("Normal"), Situation.EMERGENCY: _("Emergency")}


class _Cell:
    """A cell's name, put together when it is shown."""

    def __init__(self, cell: str):
        self.cell = cell

    def __str__(self) -> str:
        influence, stage = self.cell.split("-")
        return f"{INFLUENCES[Influence(influence)]} · {STAGES[Stage(stage)]}"


def _grade(label: Any, words: tuple[Any, ...], *, empty: Any = None) -> SelectField:
    choices: list[tuple[Any, Any]] = [("", empty)] if empty else []
    choices += list(enumerate(words, start=1))
    return SelectField(label, choices=options(choices), coerce=_number)


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class RiskForm(PartForm):
    """What can go wrong, how likely and how bad, before and after what is done about it (R70), and where (R56)."""

    NAME, NAMES, ADD = _("Risk"), _("Risks"), _("Add a risk")
    EMPTY = (_("No risk yet"), _("Say what can go wrong, how likely and how bad, and what is done about it."))
    OPEN = True
    DRAWN = (
        "likelihood", "consequence", "residual_likelihood", "residual_consequence", "dimensions", "cell", "situation",
        "sectors",
        "accepted_by", "accepted_at", "accepted_because", "accepted_score",
    )  # fmt: skip
    TOLD = {
        "accepted_by": _("Accepted by"), "accepted_at": _("Accepted at"), "accepted_because": _("Accepted because"),
        "accepted_score": _("Accepted score"),
    }  # fmt: skip
    ROWS = (
        ("likelihood", "consequence"), ("owner", "partner"), ("residual_likelihood", "residual_consequence"),
        ("cell", "situation"),
    )  # fmt: skip

    text = TextAreaField(_("Risk"), [DataRequired(), Length(max=2000)])
    cause = StringField(_("Cause"), [Length(max=2000)])
    indicator = StringField(_("Trigger"), [Length(max=2000)], description=_("What shows that it is about to happen."))
    card = reference("cards", _("Action card"), description=_("What is done when the trigger is seen."))
    likelihood = _grade(_("Likelihood"), LIKELIHOOD)
    consequence = _grade(_("Consequence"), CONSEQUENCE)
    dimensions = ticked(DIMENSIONS, _("What it strikes"))
    barriers = TextAreaField(_("Barriers"), [Length(max=2000)], description=_("What stands in its way already."))
    measure = TextAreaField(_("Main measure"), [Length(max=2000)])
    measures = references("measures", _("Measures"))
    owner = StringField(_("Owner"), [Length(max=120)], description=_("Who answers for the measure."))
    partner = reference("partner", _("Partner that owns it"), description=_("Its coordinator may edit the risk."))
    residual_likelihood = _grade(_("Likelihood after the measure"), LIKELIHOOD, empty=_("Not judged"))
    residual_consequence = _grade(_("Consequence after the measure"), CONSEQUENCE, empty=_("Not judged"))
    cell = coded(
        [(cell, _Cell(cell)) for cell in CELLS], _("Cell of the DIM-ICE grid"), empty=_("None"),
        description=_("Where it comes from (design, information, management), and on which stretch of the visit."),
    )  # fmt: skip
    situation = coded(SITUATIONS.items(), _("Situation"), empty=_("Normal and emergency"))
    sectors = references("sector", _("Sectors"))


class AcceptRiskForm(FlaskForm):
    """Why one lives with what remains of a risk; `revision` is what was read of it."""

    revision = SeenField()
    because = StringField(_("Why it is accepted"), [Length(max=500)])
