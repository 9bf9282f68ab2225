"""The page where places are drawn on the map; its form says the same as the form of the places page."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events import actions
from ...events import queries as events
from ...events.forms import PlaceForm
from ...events.models import Event, Place, PlaceKind
from ...events.views.places import edit as edit_place
from ...events.views.places import form_of
from ...forms import attempted
from ...log import queries as log
from .. import folium_page
from .door import bp, ground_data

Page = str | Response | tuple[str, int]


@bp.route("/events/<event>/map/edit", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def edit(event: Event) -> Page:
    """Draw, move and describe places. Query: `place` (a code) opens one, `kind` begins a new one of that kind."""
    place = _asked(event)
    form = form_of(place) if place else PlaceForm(kind=_kind())
    saved: list[Place] = []
    if attempted(form, lambda: saved.append(_save(event, place, form))):
        return _done(event, saved[0], "place.edited" if place else "place.added")
    opened = place is not None or form.is_submitted() or "kind" in request.args
    told = {"form": form if opened else None, "place": place}
    status = 422 if form.errors else 200
    if request.headers.get("HX-Request"):
        return render_template("map/_place_form.html", event=event, **told), status
    return _page(event, **told), status


@bp.post("/events/<event>/map/edit/drop")
@requires(Permission.PLACES_EDIT)
def drop(event: Event) -> Page:
    """Take away the place whose code is `place`."""
    place = _asked(event) or abort(404)
    actions.drop_place(event, g.actor, place)
    return _done(event, place, "place.dropped")


def _asked(event: Event) -> Place | None:
    code = request.args.get("place")
    place = events.place(event, code) if code else None
    if code and (place is None or place.dropped_at):
        abort(404)
    return place


def _kind() -> PlaceKind:
    asked = request.args.get("kind", PlaceKind.POST)
    return PlaceKind(asked) if asked in list(PlaceKind) else PlaceKind.POST


def _save(event: Event, place: Place | None, form: PlaceForm) -> Place:
    if place is None:
        return actions.add_place(event, g.actor, **form.place())
    edit_place(event, place, form)
    return place


def _done(event: Event, place: Place, what: str) -> Page:
    words = {
        "place.added": gettext("%(code)s is added.", code=place.code),
        "place.edited": gettext("%(code)s is saved.", code=place.code),
        "place.dropped": gettext("%(code)s is taken away.", code=place.code),
    }
    if request.headers.get("HX-Request"):
        told = {"what": what, **place.snapshot()}
        return render_template("map/_place_saved.html", told=told, words=words[what])
    flash(words[what], "success")
    return redirect(url_for("map.edit", event=event.slug))


def _page(event: Event, **told: Any) -> str:
    data = ground_data(event)
    parts = folium_page.parts(event.lat, event.lon, event.zoom, data, drawing=True)
    feeds = log.standing(event, g.actor)
    return render_template("map/edit.html", event=event, parts=parts, feeds=feeds, **told)
