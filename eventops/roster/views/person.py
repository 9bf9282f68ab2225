"""Somebody within the event: terms, credentials, wishes and shifts."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...people import actions as office
from ...people.models import Credential, Person
from ...words import options
from .. import actions, enlisted, queries
from ..forms import (
    ContactForm,
    HeldForm,
    TermsForm,
    WishForm,
    WithdrawForm,
    shown_contact,
    shown_credential,
    shown_terms,
)
from .door import Page, bp


@bp.route("/roster/people/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def person(event: Event, number: int) -> Page:
    """Somebody within the event; POST takes them into the roster, or changes their terms."""
    known = _person(event, number)
    form = TermsForm(data=shown_terms(enlisted.enlistments(event).get(known.id)))
    if attempted(form, lambda: actions.enlist(event, g.actor, known, form.terms())):
        return _saved(known)
    return _page(event, known, terms=form)


@bp.post("/roster/people/<int(max=2147483647):number>/withdraw")
@requires(Permission.ROSTER_EDIT)
def withdraw_person(event: Event, number: int) -> Page:
    """Take somebody out of the roster."""
    known, form = _person(event, number), WithdrawForm(prefix="withdraw")
    if attempted(form, lambda: actions.withdraw(event, g.actor, known, because=form.because.data)):
        flash(gettext("%(name)s is not in the roster any more.", name=known.name), "success")
        return redirect(url_for("roster.people"))
    return _page(event, known, withdraw=form)


@bp.post("/roster/people/<int(max=2147483647):number>/contact")
@requires(Permission.ROSTER_EDIT)
def edit_contact(event: Event, number: int) -> Page:
    """Correct how somebody is reached."""
    known, form = _person(event, number), ContactForm(prefix="contact")
    if attempted(form, lambda: office.edit_contact(known, g.actor, **form.said())):
        return _saved(known)
    return _page(event, known, contact=form)


@bp.post("/roster/people/<int(max=2147483647):number>/credentials")
@requires(Permission.ROSTER_EDIT)
def add_held(event: Event, number: int) -> Page:
    """Put an appointment, training or licence on somebody."""
    known, form = _person(event, number), HeldForm(prefix="held")
    if attempted(form, lambda: office.add_credential(known, g.actor, **form.said())):
        return _saved(known)
    return _page(event, known, held=form)


@bp.route(
    "/roster/people/<int(max=2147483647):number>/credentials/<int(max=2147483647):credential>", methods=["GET", "POST"]
)
@requires(Permission.ROSTER_EDIT)
def edit_held(event: Event, number: int, credential: int) -> Page:
    """Correct a credential."""
    known = _person(event, number)
    held: Credential = enlisted.credential(known, credential) or abort(404)
    form = HeldForm(prefix="held", data=shown_credential(held))
    if attempted(form, lambda: office.edit_credential(held, g.actor, **form.said())):
        return _saved(known)
    page = render_template("roster/credential.html", event=event, person=known, form=form)
    return page, 422 if form.errors else 200


@bp.post("/roster/people/<int(max=2147483647):number>/wishes")
@requires(Permission.ROSTER_EDIT)
def add_wish(event: Event, number: int) -> Page:
    """Note an absence or a wish."""
    known, form = _person(event, number), _wish_form(event)
    if attempted(form, lambda: _wish(event, known, form)):
        return _saved(known)
    return _page(event, known, wish=form)


@bp.post("/roster/people/<int(max=2147483647):number>/wishes/<int(max=2147483647):wish>/drop")
@requires(Permission.ROSTER_EDIT)
def drop_wish(event: Event, number: int, wish: int) -> Response:
    """Take an absence or a wish back."""
    known = _person(event, number)
    actions.drop_wish(event, g.actor, enlisted.wish(event, known, wish) or abort(404))
    return _saved(known)


def _wish(event: Event, known: Person, form: WishForm) -> None:
    starts_at, ends_at = form.span(event)
    place = next((each for each in queries.posts(event) if each.id == form.place.data), None)
    told = {"starts_at": starts_at, "ends_at": ends_at, "place": place, "note": form.note.data}
    actions.add_wish(event, g.actor, known, form.kind.data, **told)


def _wish_form(event: Event, **more: Any) -> WishForm:
    form = WishForm(prefix="wish", **more)
    places = [(place.id, f"{place.code} {place.name}") for place in queries.posts(event)]
    form.place.choices = options([(0, gettext("No place")), *places])
    return form


def _page(event: Event, known: Person, **sent: FlaskForm) -> Page:
    """The page with the form that was sent as it was, and the others fresh."""
    entry = enlisted.entry(event, known)
    forms = {
        "terms": TermsForm(formdata=None, data=shown_terms(entry.enlistment)),
        "withdraw": WithdrawForm(prefix="withdraw", formdata=None), "held": HeldForm(prefix="held", formdata=None),
        "wish": _wish_form(event, formdata=None),
        "contact": ContactForm(prefix="contact", formdata=None, data=shown_contact(known)), **sent,
    }  # fmt: skip
    told = {"entry": entry, "wishes": enlisted.wishes(event, known), "duties": enlisted.duties(event, known)}
    wrong = any(form.errors for form in sent.values())
    return render_template("roster/person.html", event=event, forms=forms, **told), 422 if wrong else 200


def _saved(known: Person) -> Response:
    flash(gettext("Saved."), "success")
    return redirect(url_for("roster.person", number=known.id))


def _person(event: Event, number: int) -> Person:
    return enlisted.person(event, number) or abort(404)
