"""Taking over an action card that comes with eventops."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...words import current_language
from .. import actions
from .door import bp


@bp.post("/plan/cards/take-over")
@requires(Permission.PLAN_EDIT)
def take_over_card(event: Event) -> Response:
    """Make a default card the plan's own."""
    code, client_id = request.form.get("code", ""), request.form.get("client_id")
    card = actions.take_over(event, g.actor, code, current_language(), client_id)
    flash(gettext("The card is yours now. Change what is different here."), "success")
    return redirect(url_for("planning.section", section="cards", _anchor=f"cards-{card.number}"))
