"""The pages of the places: the list with what to put right in it, one place, and files of places in and out."""

from collections import Counter

from flask import Response as Answer
from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...doors import said
from ...forms import attempted
from .. import actions, queries
from ..actions import Outcome, Taking
from ..findings import findings
from ..forms import PlaceForm, PlacesFileForm, shown_place
from ..models import Event, Place
from ..place_files import FORMATS
from .door import Page, bp, found, page

SHOWN = 200  # rows of a file, and places of a kind
TOLD = (Taking.REFUSED, Taking.CHANGED, Taking.ADDED, Taking.STANDING)  # in this order


@bp.route("/<event>/places", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def places(event: Event) -> Page:
    """Sectors, posts and other places, or those whose code or name holds ?q=; POST adds one."""
    form = PlaceForm()
    if attempted(form, lambda: actions.add_place(event, g.actor, **form.place())):
        flash(_("%(code)s is added.", code=form.code.data), "success")
        return redirect(url_for("events.places"))
    known, q = queries.places(event), request.args.get("q", "").strip()
    sought = [each for each in known if q.casefold() in f"{each.code} {each.name}".casefold()]
    told = {"places": sought, "gone": queries.gone_places(event), "findings": findings(known), "formats": list(FORMATS)}
    return page("places", form, event=event, q=q, most=SHOWN, many=len(known) > SHOWN, **told)


@bp.route("/<event>/places/<code>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def place(event: Event, code: str) -> Page:
    """Correct one place."""
    known = _standing(event, code)
    form = form_of(known)
    if attempted(form, lambda: edit(event, known, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("events.places"))
    return page("place", form, event=event, place=known)


@bp.post("/<event>/places/<code>/drop")
@requires(Permission.PLACES_EDIT)
def drop_place(event: Event, code: str) -> Response:
    """Take a place away."""
    known = found(queries.place(event, code))
    actions.drop_place(event, g.actor, known)
    flash(_("%(code)s is taken away. It can be put back below the list.", code=known.code), "success")
    return redirect(url_for("events.places"))


@bp.post("/<event>/places/<code>/restore")
@requires(Permission.PLACES_EDIT)
def restore_place(event: Event, code: str) -> Response:
    """Put a place back."""
    known = found(queries.place(event, code))
    actions.restore_place(event, g.actor, known)
    flash(_("%(code)s is back.", code=known.code), "success")
    return redirect(url_for("events.places"))


def form_of(place: Place) -> PlaceForm:
    """The form for a place as it is, or as it was sent."""
    form = PlaceForm(data=shown_place(place))
    if not form.is_submitted():
        form.remember(place)
    return form


def edit(event: Event, place: Place, form: PlaceForm) -> None:
    """Say of a place what was typed. After a conflict the form has seen what the others said, and may be sent again."""
    try:
        actions.edit_place(event, g.actor, place, **form.place(), was=form.seen())
    except actions.Redrawn:
        form.remember(place)
        raise


# -- files --


@bp.get("/<event>/places.<ending>")
@requires(Permission.EVENT_READ)
def export_places(event: Event, ending: str) -> Answer:
    """The places as a file: geojson, kml or gpx."""
    known = FORMATS.get(ending) or abort(404)
    pieces = list(known.write(event.name, queries.places(event)))
    named = {"Content-Disposition": f'attachment; filename="{event.slug}-places.{ending}"'}
    return Answer(pieces, mimetype=known.media_type, headers=named)


@bp.route("/<event>/import/places", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def import_places(event: Event) -> Page:
    """Take in a file of places; with `do` "look" nothing is saved, and what would happen is shown."""
    form = PlacesFileForm()
    taking = request.form.get("do") == "take"
    outcomes: list[Outcome] = []
    if attempted(form, lambda: outcomes.append(_outcome(event, form, taking))) and taking:
        flash(_taken(outcomes[0]), "success")
        return redirect(url_for("events.places"))
    told = _judged(outcomes[0]) if outcomes else {"outcome": None}
    return page("import_places", form, event=event, **told)


def _outcome(event: Event, form: PlacesFileForm, taking: bool) -> Outcome:
    rows, how = form.rows(), {"kind": form.kind.data, "update": form.update.data}
    return actions.take_places(event, g.actor, rows, **how) if taking else actions.judge(event, rows, **how)


def _judged(outcome: Outcome) -> dict[str, object]:
    counts = Counter(each.taking for each in outcome.verdicts)
    first = sorted(outcome.verdicts, key=lambda each: TOLD.index(each.taking))[:SHOWN]
    more = len(outcome.verdicts) - len(first)
    return {"outcome": outcome, "counts": counts, "shown": first, "more": more, "said": said}


def _taken(outcome: Outcome) -> str:
    counts = {name: outcome.count(Taking(name)) for name in ("added", "changed", "refused")}
    return str(_("%(added)s places added, %(changed)s changed, %(refused)s refused.", **counts))


def _standing(event: Event, code: str) -> Place:
    known = found(queries.place(event, code))
    return known if known.dropped_at is None else abort(404)
