"""What posts need: said for many at once, looked at before the shifts are made, and changed with them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext, ngettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...forms import beside
from ...planning.models import Watch, alive
from ...words import options
from .. import actions, queries
from ..forms import NeedForm, NeedsForm, shown_need
from ..grounds import Ground, ground_of, grounds
from ..limits import Limits
from ..models import Need
from ..pattern import Effect, Terms, Wanted, wanted
from .door import Page, bp


class Foreseen(NamedTuple):
    """What would be made: how many shifts on each day under each name, and what to think of first."""

    posts: int
    shifts: int
    people: int
    rows: list[tuple[Terms, list[Wanted]]]
    notes: list[str]


@bp.get("/roster/needs")
@requires(Permission.ROSTER_EDIT)
def needs(event: Event) -> str:
    """What is needed, post by post."""
    found = queries.needs(event)
    made: Counter[int | None] = Counter(shift.need_id for shift in queries.shifts(event))
    watches = _watches(event)
    moved = {each.id for each in found if _moved(each, watches)}
    told = {"needs": found, "made": made, "moved": moved, "watches": watches}
    return render_template("roster/needs.html", event=event, **told)


@bp.route("/roster/needs/new", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def new_needs(event: Event) -> Page:
    """Say what many posts need, see how many shifts that makes, and make them."""
    places, watches, known = {each.id: each for each in queries.posts(event)}, _watches(event), grounds(event)
    form = NeedsForm()
    form.offer(_days(event), known)
    form.places.choices = options([(number, f"{place.code} {place.name}") for number, place in places.items()])
    form.watches.choices = options([(number, watch.title) for number, watch in watches.items()])
    if not form.is_submitted():
        _begin(form, event)
    foreseen, made = None, None
    try:
        if form.validate_on_submit():
            asked = [actions.checked(each) for each in form.all_terms(places, watches)]
            foreseen = _foresee(event, asked, known, _short(form, queries.limits(event)))
            made = actions.add_needs(event, g.actor, asked) if request.form.get("step") == "make" else None
    except Refused as refusal:
        beside(form, refusal)
        foreseen = None
    if made is not None:
        flash(ngettext("One shift was made.", "%(num)s shifts were made.", made.shifts))
        return redirect(url_for("roster.needs"))
    told = {"form": form, "foreseen": foreseen, "places": places}
    return render_template("roster/need_new.html", event=event, **told), _status(form)


@bp.route("/roster/needs/<int:number>", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def edit_need(event: Event, number: int) -> Page:
    """Change what is needed, and see what becomes of its shifts before they change."""
    need, known = _need(event, number), grounds(event)
    form = NeedForm(data=shown_need(need, known))
    form.offer(sorted({*_days(event), *map(date.fromisoformat, need.days)}), known)
    effect: Effect | None = None
    notes: list[str] = []
    try:
        if form.validate_on_submit():
            terms = _edited(form, need)
            effect = actions.foresee(event, need, terms)
            short = _short(form, queries.limits(event)) if need.watch is None else []
            notes = _notes(event, [(terms, wanted(event, terms))], known, short)
            if request.form.get("step") == "make":
                return _made(actions.edit_need(event, g.actor, need, terms, also=_chosen()))
    except Refused as refusal:
        beside(form, refusal)
    staffed = queries.staffed([*(shift for shift, _ in effect.asked), *effect.left]) if effect else {}
    told = {"form": form, "need": need, "effect": effect, "staffed": staffed, "cautions": notes}
    return render_template("roster/need.html", event=event, **told), _status(form)


@bp.post("/roster/needs/<int:number>/drop")
@requires(Permission.ROSTER_EDIT)
def drop_need(event: Event, number: int) -> Page:
    """Need it no more; shifts with people on them stay, and are named."""
    left = actions.drop_need(event, g.actor, _need(event, number))
    if left:
        flash(
            ngettext(
                "One shift with people on it stays: %(named)s.",
                "%(num)s shifts with people on them stay: %(named)s.",
                len(left),
                named=", ".join(f"{each.where} {event.local(each.starts_at):%m-%d %H:%M}" for each in left),
            )
        )
    return redirect(url_for("roster.needs"))


def _made(changed: actions.Changed) -> Page:
    told = {"added": changed.added, "changed": changed.changed, "dropped": changed.dropped, "left": changed.left}
    flash(gettext("Shifts made: %(added)s, changed: %(changed)s, dropped: %(dropped)s, left: %(left)s.", **told))
    return redirect(url_for("roster.needs"))


def _edited(form: NeedForm, need: Need) -> Terms:
    terms = replace(form.terms(need.name), place=need.place, watch=need.watch)
    return replace(actions.checked(terms))


def _chosen() -> set[int]:
    return {int(each) for each in request.form.getlist("also") if each.isdigit()}


def _foresee(event: Event, asked: Sequence[Terms], known: Sequence[Ground], short: list[str]) -> Foreseen:
    rows = [(terms, wanted(event, terms)) for terms in asked]
    shifts = sum(len(wants) for _, wants in rows)
    people = sum(len(wants) * terms.needed for terms, wants in rows)
    posts = len({terms.place for terms, _ in rows})
    return Foreseen(posts, shifts, people, rows, _notes(event, rows, known, short))


def _notes(
    event: Event, rows: Sequence[tuple[Terms, list[Wanted]]], known: Sequence[Ground], short: list[str]
) -> list[str]:
    """What to think of: permits that do not cover, nights that are longer or shorter, and what is `short` (R41)."""
    found: dict[str, None] = {}
    for terms, wants in rows:
        ground = ground_of(terms.legal_reference, known)
        days = {event.local(want.said[edge]).date() for want in wants for edge in ("starts_at", "ends_at")}
        objection = ground.objection(sorted(days)) if ground else None
        if objection:
            found[said(objection)] = None
        usual = Counter(want.hours for want in wants).most_common(1)[0][0] if wants else 0
        for want in wants:
            if want.hours != usual:
                told = {"day": want.day, "name": terms.name, "hours": format_decimal(want.hours)}
                found[gettext("%(name)s on %(day)s lasts %(hours)s h: the clock is changed then.", **told)] = None
    return [*found, *short]


def _short(form: NeedForm, limits: Limits) -> list[str]:
    if (form.handover.data or 0) >= limits.handover:
        return []
    return [gettext("Two watches stand together for less than %(limit)s min.", limit=format_decimal(limits.handover))]


def _begin(form: NeedsForm, event: Event) -> None:
    form.days.data = [day.date.isoformat() for day in event.days]
    asked = request.args.get("place")
    form.places.data = [number for number, text in _pairs(form) if text.split(" ")[0] == asked]


def _pairs(form: NeedsForm) -> list[tuple[Any, str]]:
    return [(choice.value, str(choice.label)) for choice in form.places.choices]


def _days(event: Event) -> list[date]:
    """The event's days, and those around them when posts are built up and taken down."""
    dates = [day.date for day in event.days] or [event.operational_day(clock.now())]
    count = (dates[-1] - dates[0]).days
    return [dates[0] + timedelta(days=n) for n in range(-2, count + 3)]


def _watches(event: Event) -> dict[int, Watch]:
    return {watch.number: watch for watch in db.session.scalars(alive(Watch, event))}


def _moved(need: Need, watches: dict[int, Watch]) -> bool:
    """Whether the plan's watch has other hours than what was made after it."""
    watch = watches.get(need.watch or 0)
    return watch is not None and (watch.starts, watch.ends) != (need.starts, need.ends)


def _need(event: Event, number: int) -> Need:
    return queries.need(event, number) or abort(404)


def _status(form: FlaskForm) -> int:
    return 422 if form.errors else 200
