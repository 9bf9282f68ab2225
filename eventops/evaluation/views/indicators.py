"""The indicators of an event with their formulas, and the comparison with its other editions."""

from typing import Any

from flask import abort, g, render_template
from flask_babel import lazy_gettext as _

from ...access import POLICE, Permission, requires
from ...events.models import Event, Place
from ...events.queries import editions
from ...events.scope import actor_of
from ...extensions import db
from ...planning.forms.measure import OUTCOMES, STATES
from ...roster.models import Function
from ..compared import Edition, compared, edition
from ..indicators import RATES
from ..measured import listed, measured
from ..outcome_words import final
from .door import bp

GROUPS = {
    "outcome": _("Outcome"), "response": _("Response"), "staffing": _("Staffing"), "guards": _("Guards"),
    "medical": _("Medical"), "crowd": _("Crowd"), "measures": _("Measures"), "quality": _("How the log was kept"),
}  # fmt: skip

PARTS = {
    "objectives": _("Objectives"), "measures": _("Measures"), "risks": _("Risks"), "conditions": _("Conditions"),
    "agreements": _("Agreements"), "cards": _("Action cards"),
}  # fmt: skip


@bp.get("/evaluation/indicators")
@requires(Permission.LOG_READ)
def all_indicators(event: Event) -> str:
    """The indicators, and the tables they rest on; for who hears the police."""
    if not g.actor.hears(POLICE):
        abort(404)
    places = db.session.scalars(db.select(Place).filter_by(event_id=event.id))
    sectors = {place.id: f"{place.code} {place.name}" for place in places}
    told: dict[str, Any] = {"sectors": sectors, "final": final(event)}
    found = measured(event, g.actor)
    told |= {"found": found, "groups": GROUPS, "listed": listed, "states": STATES, "outcomes": OUTCOMES}
    return render_template("evaluation/indicators.html", event=event, **told)


@bp.get("/evaluation/comparison")
@requires(Permission.LOG_READ)
def comparison(event: Event) -> str:
    """The editions that the caller is a member of and reads, side by side as rates."""
    if not g.actor.hears(POLICE):
        abort(404)
    found = compared([edition(event, g.actor), *_others(event)])
    functions = [each for each in Function if any(each in (other.staff or {}) for other in found.editions)]
    told = {"rates": RATES, "parts": PARTS, "functions": functions}
    return render_template("evaluation/comparison.html", event=event, found=found, **told)


def _others(event: Event) -> list[Edition]:
    members = [(member.event, actor_of(member)) for member in editions(event, g.actor.account_id)]
    may = [(other, actor) for other, actor in members if actor.may(Permission.LOG_READ) and actor.hears(POLICE)]
    return [edition(other, actor) for other, actor in may]
