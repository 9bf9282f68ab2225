"""The pages of the site plans: one more, placing one by its corners, and its picture."""

from flask import Response as Answer
from flask import abort, current_app, flash, g, redirect, render_template, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import files
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, folium_page, pictures, queries
from ..forms import PictureForm, SitePlanForm, shown_plan
from ..models import SitePlan
from .door import bp, ground_data

Page = str | Response | tuple[str, int]
KEPT = 365 * 24 * 3600


@bp.route("/events/<event>/map/plans/new", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def new_plan(event: Event) -> Page:
    """Send the picture of a site plan."""
    form, laid = PictureForm(), list[SitePlan]()
    if attempted(form, lambda: laid.append(_lay(event, form))):
        return redirect(url_for("map.plan", event=event.slug, number=laid[0].id))
    return render_template("map/new_plan.html", event=event, form=form), 422 if form.errors else 200


@bp.route("/events/<event>/map/plans/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def plan(event: Event, number: int) -> Page:
    """Place a site plan: its corners are dragged on the map or written."""
    known = _plan(event, number)
    form = SitePlanForm(known, data=shown_plan(known))
    if attempted(form, lambda: actions.place_site_plan(event, g.actor, known, **form.placed())):
        flash(gettext("%(name)s is placed.", name=known.name), "success")
        return redirect(url_for("map.edit", event=event.slug))
    parts = folium_page.parts(event.lat, event.lon, event.zoom, ground_data(event), drawing=True)
    told = {"form": form, "plan": known, "parts": parts}
    return render_template("map/plan.html", event=event, **told), 422 if form.errors else 200


@bp.post("/events/<event>/map/plans/<int(max=2147483647):number>/drop")
@requires(Permission.PLACES_EDIT)
def drop_plan(event: Event, number: int) -> Response:
    """Take a site plan away."""
    known = _plan(event, number)
    actions.drop_site_plan(event, g.actor, known)
    flash(gettext("%(name)s is taken away.", name=known.name), "success")
    return redirect(url_for("map.edit", event=event.slug))


@bp.get("/events/<event>/map/plans/<int(max=2147483647):number>/picture")
@requires(Permission.EVENT_READ)
def plan_image(event: Event, number: int) -> Answer:
    """The picture of a site plan; it never changes."""
    return picture(_plan(event, number))


def picture(known: SitePlan) -> Answer:
    """The file of a site plan as an answer."""
    path = files.path_of(current_app.config["INSTANCE"], known.digest)
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype=known.media_type, etag=known.digest)
    response.cache_control.private = True
    response.cache_control.max_age = KEPT
    return response


def _lay(event: Event, form: PictureForm) -> SitePlan:
    sent = form.file.data
    content = sent.read(pictures.MOST_BYTES + 1)
    size = pictures.size_of(content)
    kept = files.keep(current_app.config["INSTANCE"], sent.filename or "", content, most=pictures.MOST_BYTES)
    return actions.add_site_plan(event, g.actor, form.name.data, kept, size, form.audience.data)


def _plan(event: Event, number: int) -> SitePlan:
    return queries.site_plan(event, g.actor, number) or abort(404)
