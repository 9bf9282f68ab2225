"""The report of an event: what came of it, and whether its record stands."""

from typing import Any

from flask import g, render_template
from flask_babel import gettext

from ...access import PARTNER, Actor, Permission, requires
from ...events.models import Event, Place
from ...events.queries import editions
from ...events.scope import actor_of
from ...extensions import db
from ...log.queries import categories
from ...planning.queries import plan_of
from ...planning.reference import indicators
from ...words import current_language
from .. import lessons, objectives, queries
from ..actions import may_archive
from ..export_forms import ExportForm
from ..forms import STATES
from ..indicators import GROUPS, RATES, Outcome, beside, outcome
from ..rows import Rows
from .door import bp


@bp.get("/evaluation")
@requires(Permission.EVENT_READ)
def report(event: Event) -> str:
    """What came of it, in figures, beside what was wanted and how it went before."""
    return report_page(event, export_form(fresh=True))


def export_form(*, fresh: bool = False) -> ExportForm:
    """What is typed when something is taken out; `fresh`: nothing was yet."""
    form = ExportForm(formdata=None) if fresh else ExportForm()
    form.offer(g.actor)
    return form


def report_page(event: Event, form: ExportForm) -> str:
    """The page, with the form for taking it out."""
    actor = g.actor
    told: dict[str, Any] = {"result": None, "editions": [], "objectives": [], "chain": None, "learnt": None}
    if actor.may(Permission.LOG_READ):
        told |= {"result": outcome(event, actor), "editions": _editions(event)}
    if actor.may(Permission.PLAN_READ):
        told["objectives"] = plan_of(event, actor).parts["objectives"]
        told |= {"learnt": lessons.learnt(event, actor), "lesson_states": STATES}
    if actor.may(Permission.AUDIT_READ):
        told["chain"] = queries.chain(event)
    names = {category.code: category.name(current_language()) for category in categories()}
    sectors = {place.code: place.name for place in db.session.scalars(db.select(Place).filter_by(event_id=event.id))}
    told |= {"indicators": indicators(), "values": _values(event, told), "language": current_language()}
    told |= {"names": names, "sectors": sectors, "heard": _heard(event, actor), "groups": GROUPS, "rates": RATES}
    told["may_archive"] = may_archive(actor)
    return render_template("evaluation/report.html", event=event, form=form, **told)


def _values(event: Event, told: dict[str, Any]) -> dict[str, float]:
    """What the objectives' indicators came to."""
    codes = [each.computed for each in told["objectives"]]
    return objectives.values(event, g.actor, told["result"], codes) if told["result"] else {}


def _heard(event: Event, actor: Actor) -> str:
    """What the actor hears, in few words."""
    rows = Rows(event, [], current_language())
    named = [feed for feed in actor.feeds if feed.startswith(PARTNER)]
    if len(named) < 4:
        return ", ".join(map(rows.audience, actor.feeds)) or str(gettext("nothing"))
    fixed = ", ".join(rows.audience(feed) for feed in actor.feeds if feed not in named)
    return str(gettext("%(fixed)s and %(count)s partners by name", fixed=fixed, count=len(named)))


def _editions(event: Event) -> list[tuple[Event, Outcome]]:
    members = editions(event, g.actor.account_id)
    return [(member.event, beside(member.event, actor)) for member in members if _reads(actor := actor_of(member))]


def _reads(actor: Actor) -> bool:
    return bool(actor.may(Permission.LOG_READ))


@bp.get("/evaluation/verification")
@requires(Permission.AUDIT_READ)
def verification(event: Event) -> str:
    """Go through the audit trail from its first record to its head."""
    told = {"chain": queries.chain(event), "broken": queries.first_broken(event)}
    return render_template("evaluation/verification.html", event=event, **told)
