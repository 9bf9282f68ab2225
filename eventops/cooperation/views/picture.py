"""The shared picture: what the log and the partners tell, on the map and as a list, by hour, by place and over time."""

from datetime import UTC, datetime
from typing import Any

from babel.dates import get_day_names
from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import format_decimal, get_locale, gettext, ngettext

from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Conflict, Refused
from ...events.models import Event, Phase, Place
from ...extensions import db
from ...forms import beside
from ...log.models import TrendState
from ...log.queries import categories, sectors
from ...map import folium_page
from ...map.delivery import streamed
from ...map.views.door import ground_data
from ...roster.actions import set_limits
from ...roster.queries import agreed
from ...roster.views.limit import BecauseForm, numbers
from ...words import current_language, named
from .. import drift, judging, picture_layers
from ..changes_before import compared, earlier
from ..drift import Sign, Signs
from ..happenings import NONE, Happening, Position, listed, position
from ..hotspots import ground, sector_spots, square_spots
from ..matrix import matrix
from ..picture_forms import SignForm
from ..picture_limits import known, limits
from .door import bp
from .picture_scope import Asked, asked

PAGE = 50


@bp.get("/cooperation/picture")
@requires(Permission.COOPERATION_READ)
def picture(event: Event) -> str:
    """The map and the list. Query: the span, the filters, and `before` to go on with the list."""
    about = asked(event)
    found = listed(about.scope, before=_before(), limit=PAGE)
    older = about.url("picture", before=_cursor(found[PAGE - 1])) if len(found) > PAGE else None
    data = {
        **ground_data(event), "points": about.url("picture_points"), "timezone": event.timezone,
        "incident": url_for("log.incident", event=event.slug, number=0),
    }  # fmt: skip
    parts = folium_page.parts(event.lat, event.lon, event.zoom, data)
    shown = {"drawn": parts, "rows": found[:PAGE], "older": older}
    return render_template("cooperation/picture.html", **_frame(event, about), **shown)


@bp.get("/cooperation/picture/points.json")
@requires(Permission.COOPERATION_READ)
def picture_points(event: Event) -> Response:
    """What has a point, compact, for the page's own map."""
    return streamed(picture_layers.points(asked(event).scope), "application/json")


@bp.get("/cooperation/picture.geojson")
@requires(Permission.COOPERATION_READ)
def picture_geojson(event: Event) -> Response:
    """The same as GeoJSON, to open in a GIS."""
    response = streamed(picture_layers.collection(asked(event).scope), "application/geo+json")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-picture.geojson"'
    return response


@bp.get("/cooperation/picture/matrix")
@requires(Permission.COOPERATION_READ)
def picture_matrix(event: Event) -> str:
    """The hours of the day by the days of the week."""
    about = asked(event)
    return render_template("cooperation/picture_matrix.html", **_frame(event, about), found=matrix(about.scope))


@bp.get("/cooperation/picture/hotspots")
@requires(Permission.COOPERATION_READ)
def picture_hotspots(event: Event) -> str:
    """The sectors, and the places on the ground that hold most."""
    about, by = asked(event), limits(event)
    before = earlier(about.scope)
    codes: dict[int | None, tuple[str, str]] = {
        each.id: (each.code, each.name) for each in db.session.scalars(db.select(Place).filter_by(event_id=event.id))
    }
    on = ground(about.scope, before)
    spots = square_spots(on, by.spot_side, by.spot_least)
    told = {"by_sector": sector_spots(on, codes), "spots": spots, "by": by, "before": before}
    may_order = event.phase is Phase.LIVE and g.actor.may(Permission.LOG_WRITE)
    return render_template("cooperation/picture_hotspots.html", **_frame(event, about), **told, may_order=may_order)


@bp.get("/cooperation/picture/changes")
@requires(Permission.COOPERATION_READ)
def picture_changes(event: Event) -> str:
    """What is more or less than before, and the signs of a trend."""
    return _changes(event)


@bp.post("/cooperation/picture/signs")
@requires(Permission.COOPERATION_LEAD)
def judge_sign(event: Event) -> Any:
    """Confirm a sign of a trend or dismiss it, with a reason."""
    about, form = asked(event), SignForm()
    sign = _sign(about, form) if judging.may_judge(g.actor) else abort(404)
    verdict = request.form.get("verdict", "")
    if sign is None or verdict not in (TrendState.CONFIRMED, TrendState.DISMISSED):
        abort(422)
    if form.validate():
        try:
            judging.judge_sign(
                event, g.actor, sign, about.scope.span, TrendState(verdict), form.reason.data or "", form.client_id.data
            )
            return redirect(about.url("picture_changes", _anchor="signs"))
        except Conflict as late:
            return _changes(event, trouble=said(late)), 409
        except Refused as refusal:
            beside(form, refusal)
    return _changes(event, wrong=(sign.key, form)), 422


@bp.route("/cooperation/picture/limits", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def picture_limits(event: Event) -> Any:
    """See the picture's numbers with their sources, and replace them by what is agreed on."""
    form, standing, wrong = BecauseForm(), limits(event), dict[str, str]()
    shown = {code: format_decimal(getattr(standing, code), "0.##") for code in known()}
    if form.validate_on_submit():
        shown |= {code: request.form.get(code, "").strip() for code in known()}
        try:
            changed = set_limits(event, g.actor, numbers(shown), form.because.data, known())
            flash(ngettext("One limit is another now.", "%(num)s limits are others now.", changed))
            return redirect(url_for(".picture_limits"))
        except Refused as refusal:
            wrong[refusal.field or ""] = said(refusal)
    rows = {each.code: each for each in agreed(event)}
    told = {"known": known(), "rows": rows, "shown": shown, "wrong": wrong, "form": form, "words": _words()}
    return render_template("cooperation/picture_limits.html", event=event, **told), 422 if wrong else 200


def _changes(event: Event, *, wrong: Any = None, trouble: str = "") -> str:
    about, by = asked(event), limits(event)
    steps = about.scope.span.year if request.args.get("against") == "year" else 1
    found = drift.signs(about.scope, by)
    inner = g.actor.hears(POLICE)
    rows = judging.with_verdicts(event, about.scope.span, found.found) if inner else found.found
    told = {
        "changes": compared(about.scope, steps), "against": "year" if steps > 1 else "", "by": by, "wrong": wrong,
        "signs": Signs(rows, found.asked, found.periods), "fresh": SignForm(formdata=None), "trouble": trouble,
        "may_judge": judging.may_judge(g.actor), "judged": judging.earlier_verdicts(event) if inner else [],
    }  # fmt: skip
    return render_template("cooperation/picture_changes.html", **_frame(event, about), **told)


def _sign(about: Asked, form: SignForm) -> Sign | None:
    """The sign that is judged, as it is found now."""
    found = drift.signs(about.scope, limits(about.scope.event)).found
    wanted = (form.sign_category.data, form.sign_sector.data or None, form.sign_place.data or None)
    return next((sign for sign in found if sign.key == wanted), None)


def _frame(event: Event, about: Asked) -> dict[str, Any]:
    """What every page of the picture shows: what it is of, and what else can be asked."""
    kinds = categories()
    letters = {each.code.rstrip("0123456789") for each in kinds}
    return {
        "event": event, "about": about, "span": about.scope.span, "wrong_span": about.wrong,
        "groups": [(letter, name) for letter, name in named("category_group") if letter in letters],
        "names": {each.code: each.name(current_language()) for each in kinds},
        "sectors": {place.id: place for place in sectors(event)}, "nowhere": NONE,
        "whole": g.actor.hears(POLICE), "weekday": get_day_names("wide", "stand-alone", get_locale()).get,
    }  # fmt: skip


def _before() -> Position | None:
    """Where the list goes on: seconds since 1970 with their millionths, the kind and the number."""
    try:
        at, kind, number = request.args.get("before", "").split("-", 2)
        seconds, millionths = divmod(int(at), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=millionths), kind, int(number)
    except (ValueError, OverflowError, OSError):
        return None


def _cursor(row: Happening) -> str:
    at, kind, number = position(row)
    whole = int(at.timestamp()) * 1_000_000 + at.microsecond
    return f"{whole}-{kind}-{number}"


def _words() -> dict[str, str]:
    said = {
        "spot_side": gettext("A hot spot is a square with sides of"),
        "spot_least": gettext("A hot spot holds at least"),
        "drift_periods": gettext("A sign of a trend compares with the periods before, at most"),
        "drift_least": gettext("A sign of a trend wants at least"),
        "drift_chance": gettext("A sign comes when chance alone would bring so many in fewer than"),
        "drift_floor": gettext("A period is expected to hold at least"),
        "drift_weight": gettext("The weighted mean gives the latest period a weight of"),
        "drift_width": gettext("The weighted mean is beyond its limit when it is away by"),
    }
    return {code: str(said[code]) for code in known()}
