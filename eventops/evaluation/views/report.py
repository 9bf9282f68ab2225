"""The report of an event, and the door through which its log is taken out."""

import os
from typing import Any

from flask import Response, abort, g, render_template, request, send_file
from flask_babel import gettext

from ...access import PARTNER, Actor, Permission, requires
from ...events.models import Event, Place
from ...events.queries import editions
from ...events.scope import actor_of
from ...extensions import db
from ...forms import attempted
from ...log.queries import categories
from ...planning.queries import plan_of
from ...planning.reference import indicators
from ...words import current_language
from .. import actions, lessons, queries
from ..export import LogFile
from ..forms import STATES, ExportForm
from ..indicators import GROUPS, RATES, Outcome, computed, outcome
from ..models import Export, Format
from ..rows import Rows
from .door import bp


@bp.get("/evaluation")
@requires(Permission.EVENT_READ)
def report(event: Event) -> str:
    """What came of it, in figures, beside what was wanted and how it went before."""
    return _report(event, ExportForm(formdata=None))


def _report(event: Event, form: ExportForm) -> str:
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
    told |= {"indicators": indicators(), "computed": computed, "language": current_language()}
    told |= {"names": names, "sectors": sectors, "heard": _heard(event, actor), "groups": GROUPS, "rates": RATES}
    return render_template("evaluation/report.html", event=event, form=form, **told)


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
    return [(member.event, outcome(member.event, actor)) for member in members if _reads(actor := actor_of(member))]


def _reads(actor: Actor) -> bool:
    return bool(actor.may(Permission.LOG_READ))


@bp.post("/evaluation/export")
@requires(Permission.LOG_EXPORT)
def export(event: Event) -> Any:
    """Take the log out, on the record, as a file."""
    form, taken = ExportForm(), list[Export]()
    if request.form.get("format") not in set(Format):
        abort(400)
    if attempted(form, lambda: taken.append(_take_out(event, form))):
        return _download(LogFile(event, g.actor, taken[0]))
    return _report(event, form), 422


def _take_out(event: Event, form: ExportForm) -> Export:
    days = {"first": form.first.data, "last": form.last.data}
    return actions.export_log(event, g.actor, format=Format(request.form["format"]), **days)


def _download(file: LogFile) -> Response:
    made = file.open()
    response = send_file(made, file.media_type, as_attachment=True, download_name=file.name)
    response.content_length = os.fstat(made.fileno()).st_size
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/evaluation/verification")
@requires(Permission.AUDIT_READ)
def verification(event: Event) -> str:
    """Go through the audit trail from its first record to its head."""
    told = {"chain": queries.chain(event), "broken": queries.first_broken(event)}
    return render_template("evaluation/verification.html", event=event, **told)
