"""Accepting what remains of a risk, in its own place in the register."""

from flask import abort, flash, g, redirect, url_for
from flask_babel import gettext

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, queries
from ..forms import AcceptRiskForm
from ..models import Risk
from ..sections import SECTIONS
from .door import bp
from .section import Page, document


@bp.post("/plan/risks/<int(max=2147483647):number>/accept")
@requires(Permission.PLAN_PUBLISH)
def accept_risk(event: Event, number: int) -> Page:
    """Live with what remains of a risk."""
    risk: Risk = queries.numbered(Risk, event, g.actor, number) or abort(404)
    form = AcceptRiskForm(prefix=f"accept-{number}")
    if attempted(form, lambda: actions.accept_risk(event, g.actor, risk, form.because.data or "", form.revision.data)):
        flash(gettext("Risk %(number)s is accepted.", number=number), "success")
        return redirect(url_for("planning.section", section="risks", _anchor=f"risks-{number}"))
    return document(event, SECTIONS["risks"], acting=(f"risks-{number}", form))
