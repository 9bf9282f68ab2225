"""The pages of the places."""

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _

from ...access import Permission, requires
from ...forms import attempted
from .. import actions, queries
from ..forms import PlaceForm, shown_place
from ..models import Event
from .door import Page, bp, found, page


@bp.route("/<event>/places", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def places(event: Event) -> Page:
    """Sectors, posts and other places; POST adds one."""
    form = PlaceForm()
    if attempted(form, lambda: actions.add_place(event, g.actor, **form.place())):
        flash(_("%(code)s is added.", code=form.code.data), "success")
        return redirect(url_for("events.places"))
    return page("places", form, event=event, places=queries.places(event))


@bp.route("/<event>/places/<code>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def place(event: Event, code: str) -> Page:
    """Correct one place."""
    known = found(queries.place(event, code))
    form = PlaceForm(data=shown_place(known.kind, known.code, known.name, known.geometry))
    if attempted(form, lambda: actions.edit_place(event, g.actor, known, **form.place())):
        flash(_("Saved."), "success")
        return redirect(url_for("events.places"))
    return page("place", form, event=event, place=known)
