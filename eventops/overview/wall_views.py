"""The wall display: for a member, and by a link of its own that no session stands behind; and who has hung up which."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from .. import clock
from ..access import Permission, public, requires
from ..events.models import Event, Partner
from ..events.scope import scope
from ..extensions import db
from ..forms import attempted
from ..log import walls
from ..log.actions.wall import make_wall, revoke_wall
from ..log.crowd_limits import by_code
from ..log.crowd_words import LEVELS, alarm_text
from ..log.models import Scale, WallLink
from ..log.views.interventions import clock_row
from ..map import folium_page, layers, tiles
from ..map.queries import site_plan
from ..map.queries import site_plans as plans_of
from ..map.views import site_plans
from ..words import asset, current_language, label, options
from . import wall

Page = Any
bp = Blueprint("wall", __name__)
scope(bp)
by_wall = Blueprint("by_wall", __name__, url_prefix="/walls/<token>")
FILES = (
    "css/tokens.css", "css/lists.css", "css/map.css", "css/wall.css", "js/modules/wall.js", "js/modules/map-page.js",
    "js/modules/frame-clock.js",
)  # fmt: skip
WEEK = 7 * 24 * 3600


class WallForm(FlaskForm):
    """A wall to hang up."""

    class Meta:
        within = "wall"

    label = StringField(_("In which room"), [InputRequired(_("Say in which room it hangs.")), Length(max=120)])
    audience = SelectField(_("Who may stand there"))


@bp.get("/events/<event>/wall")
@requires(Permission.LOG_READ)
def page(event: Event) -> str:
    """The wall as a member may see it."""
    return _wall(event, {"event": event.slug}, "wall", {"bell": True})


@bp.get("/events/<event>/wall/picture")
@requires(Permission.LOG_READ)
def picture(event: Event) -> str:
    """What stands beside the map: a fragment."""
    return _beside(event)


@bp.get("/events/<event>/wall/incidents.json")
@requires(Permission.LOG_READ)
def incidents(event: Event) -> Response:
    """What stands on the map."""
    return jsonify(wall.incident_rows(event, g.actor))


@bp.route("/events/<event>/wall/links", methods=["GET", "POST"])
@requires(Permission.MEMBERS_MANAGE)
def links(event: Event) -> Page:
    """The walls that were hung up; POST hangs up one, and its address is shown this once."""
    form, made = _form(), list[tuple[str, WallLink]]()
    secret = current_app.secret_key
    label_of, audience = form.label.data or "", form.audience.data or ""
    if attempted(form, lambda: made.append(make_wall(event, g.actor, label_of, audience, secret))):
        return _links(event, _form(formdata=None), made[0])
    return _links(event, form)


@bp.post("/events/<event>/wall/links/<int(max=2147483647):number>/revoke")
@requires(Permission.MEMBERS_MANAGE)
def revoke(event: Event, number: int) -> Page:
    """Take a wall down: its link shows nothing from now on."""
    link = db.session.scalars(db.select(WallLink).filter_by(event_id=event.id, number=number)).first()
    revoke_wall(event, g.actor, link or abort(404))
    flash(gettext("The link is ended."), "success")
    return redirect(url_for("wall.links"))


@by_wall.url_value_preprocessor
def admit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let in who has a link that is good; others get 404."""
    if values is None:
        return
    g.token = values.pop("token")
    link = walls.opened(current_app.secret_key, g.token) or abort(404)
    partners = db.session.scalars(db.select(Partner).filter_by(event_id=link.event_id)).all()
    g.event, g.actor = link.event, walls.actor_of(link)
    g.partner_names = lambda: {each.slug: each.name for each in partners}
    values["event"] = link.event


@by_wall.get("")
@public
def front(event: Event) -> str:
    """The wall that a link shows."""
    return _wall(event, {"token": g.token}, "by_wall", {"wall": g.token})


@by_wall.get("/picture", endpoint="picture")
@public
def picture_by_link(event: Event) -> str:
    """What stands beside the map: a fragment."""
    return _beside(event)


@by_wall.get("/incidents.json", endpoint="incidents")
@public
def incidents_by_link(event: Event) -> Response:
    """What stands on the map."""
    return jsonify(wall.incident_rows(event, g.actor))


@by_wall.get("/tiles/<int(max=30):z>/<int(max=2147483647):x>/<int(max=2147483647):y>")
@public
def tile(event: Event, z: int, x: int, y: int) -> Response:
    """A tile of the ground."""
    if not current_app.config["MBTILES"]:
        abort(404)
    found = tiles.tile(current_app.config["MBTILES"], z, x, y)
    response = Response(found[0], mimetype=found[1]) if found else Response(status=204)
    response.cache_control.private, response.cache_control.max_age = True, WEEK
    return response


@by_wall.get("/plans/<int(max=2147483647):number>/picture")
@public
def plan_image(event: Event, number: int) -> Response:
    """The picture of a site plan that the room may see."""
    return site_plans.picture(site_plan(event, g.actor, number) or abort(404))


def _wall(event: Event, where: dict[str, Any], door: str, auth: dict[str, Any]) -> str:
    asked = request.args.get("theme", "")
    return render_template(
        "overview/wall.html", event=event, theme=asked if asked in ("dark", "light") else "dark",
        parts=folium_page.parts(event.lat, event.lon, event.zoom + 1, _map(event, where, door)),
        url=url_for(f"{door}.picture", **where), auth=auth, **_told(event),
    )  # fmt: skip


def _beside(event: Event) -> str:
    return render_template("overview/_wall.html", event=event, **_told(event))


def _told(event: Event) -> dict[str, Any]:
    now = clock.now()
    return {
        "picture": wall.picture(event, g.actor, now, current_language()), "version": _version(event), "levels": LEVELS,
        "alarm_text": alarm_text, "level_of": by_code, "scale": Scale, "clock_row": lambda each: clock_row(each, now),
    }  # fmt: skip


def _map(event: Event, where: dict[str, Any], door: str) -> dict[str, Any]:
    """What map-page.js draws from: the places, what is open, and nothing to open or to fill in."""
    ground = tiles.ground(current_app.config, request.script_root)
    told = asdict(ground) if ground else None
    if told and door == "by_wall" and not current_app.config["TILES_URL"]:
        told["url"] = f"{url_for('by_wall.front', **where)}/tiles/{{z}}/{{x}}/{{y}}"
    return {
        "places": layers.place_features(event), "ground": told,
        "plans": _plans(event), "plan_image": _plan_image(event, where, door),
        "incidents": url_for(f"{door}.incidents", **where), "incident": "", "opening": None,
        "timezone": event.timezone, "state": {}, "category": {}, "erased": "",
    }  # fmt: skip


def _plans(event: Event) -> list[dict[str, Any]]:
    """The site plans that the room may see: where they lie, and neither their names nor who laid them."""
    shown = ("number", "width", "height", "corners", "opacity")
    return [{name: each.snapshot()[name] for name in shown} for each in plans_of(event, g.actor)]


def _plan_image(event: Event, where: dict[str, Any], door: str) -> str:
    """The address of a site plan's picture, with 0 for its number."""
    if door == "by_wall":
        return url_for("by_wall.plan_image", number=0, **where)
    return url_for("map.plan_image", event=event.slug, number=0)


def _version(event: Event) -> str:
    """What the page is made of, and which site plans lie where; another one makes every wall load itself anew."""
    return sha256(" ".join([*(asset(each) for each in FILES), str(_plans(event))]).encode()).hexdigest()[:12]


def _form(**more: Any) -> WallForm:
    form = WallForm(**more)
    form.audience.choices = options((each, label("audience", each)) for each in walls.AUDIENCES if g.actor.hears(each))
    return form


def _links(event: Event, form: WallForm, made: tuple[str, WallLink] | None = None) -> Page:
    query = db.select(WallLink).filter_by(event_id=event.id).order_by(WallLink.number.desc())
    page = render_template(
        "overview/wall_links.html", event=event, links=db.session.scalars(query).all(), form=form, made=made
    )
    return page, 422 if form.errors else 200
