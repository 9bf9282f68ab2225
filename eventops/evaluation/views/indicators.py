"""The indicators of an event with their formulas, and the comparison with its other editions."""

from typing import Any

from flask import abort, g, render_template
from flask_babel import lazy_gettext as _

from ...access import POLICE, Actor, Permission, requires
from ...events.models import Event, Place
from ...events.queries import editions, first_day
from ...events.scope import actor_of
from ...extensions import db
from ...planning.forms.measure import OUTCOMES, STATES
from ...planning.queries import plan_of
from ...roster.models import Function
from .. import followed, objectives
from ..compared import Edition, compared, edition
from ..indicator_groups import GROUPS
from ..indicators import RATES, outcome
from ..measured import Measured, listed, measured, told_of
from ..outcome_words import final
from .door import bp

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
    told |= _effects(event, found)
    told |= {"found": found, "groups": GROUPS, "listed": listed, "states": STATES, "outcomes": OUTCOMES}
    return render_template("evaluation/indicators.html", event=event, **told)


def _effects(event: Event, found: Measured) -> dict[str, Any]:
    """What the indicators of the measures' objectives are now and were in the edition before: beside, not by them."""
    wanted = plan_of(event, g.actor).parts["objectives"] if found.measures else []
    bound = objectives.bound(found.measures, wanted)
    codes = {each.code for each in bound.values()}
    now = {code: value for code in codes if (value := told_of(code, found.values, found.result)) is not None}
    editions = (pair for pair in _readable(event) if first_day(pair[0]) < first_day(event))
    earlier = next(editions, None) if codes else None
    before = (earlier[0], objectives.values(*earlier, outcome(*earlier), codes)) if earlier else None
    done = followed.done_at(event) if found.measures else {}
    return {"bound": bound, "values": now, "before": before, "done": done}


@bp.get("/evaluation/comparison")
@requires(Permission.LOG_READ)
def comparison(event: Event) -> str:
    """The editions that the caller is a member of and reads, side by side as rates."""
    if not g.actor.hears(POLICE):
        abort(404)
    found = compared([edition(event, g.actor), *_others(event)])
    functions = [each for each in Function if any(each in (other.staff or {}) for other in found.editions)]
    told = {"rates": RATES, "plan_parts": PARTS, "functions": functions}
    return render_template("evaluation/comparison.html", event=event, found=found, **told)


def _others(event: Event) -> list[Edition]:
    return [edition(other, actor) for other, actor in _readable(event)]


def _readable(event: Event) -> list[tuple[Event, Actor]]:
    """The other editions that the caller is a member of and reads as the police, the latest first."""
    members = [(member.event, actor_of(member)) for member in editions(event, g.actor.account_id)]
    return [(other, actor) for other, actor in members if actor.may(Permission.LOG_READ) and actor.hears(POLICE)]
