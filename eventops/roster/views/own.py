"""What a person's link opens: their own shifts and nothing else; without an account."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import public
from ...events.models import Event, Partner
from ...extensions import db
from ...forms import attempted
from ...people.models import Person
from ...planning.spoken import spoken
from ...planning.views.command import post_name
from ...words import options
from ..actions import own as acts
from ..actions.guards import take_directive
from ..forms.own import ReplyForm, SwapForm
from ..ical import calendar
from ..models import Directive, DutyLink, Reply, Swap
from ..own import Own, actor_of, opened, own_shifts, stand_ins, untaken
from .door import Page

bp = Blueprint("own", __name__, url_prefix="/duty/<token>")
NUMBER = "<int(max=2147483647):number>"
SOON = timedelta(hours=18)  # before a shift, in which its briefing card is open on the page


@bp.url_value_preprocessor
def admit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let in who has a link that is good: `link` for its token, and the caller is its person. Others get 404."""
    if values is None:
        return
    g.token = values.pop("token")
    link = opened(current_app.secret_key, g.token) or abort(404)
    partners = db.session.scalars(db.select(Partner).filter_by(event_id=link.event_id)).all()
    g.event, g.actor = link.event, actor_of(link)
    g.partner_names = lambda: {each.slug: each.name for each in partners}
    values["link"] = link


@bp.url_defaults
def keep(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses made on these pages stay within the link."""
    if "token" in g:
        values.setdefault("token", g.token)


@bp.get("")
@public
def front(link: DutyLink) -> Page:
    """The person's own shifts, the next one first."""
    return _page(link)


@bp.post(f"/shifts/{NUMBER}/reply/<any(accepted, declined):answer>")
@public
def reply(link: DutyLink, number: int, answer: str) -> Page:
    """Accept a shift, or decline it with a reason."""
    mine = _mine(link, number)
    form = ReplyForm(prefix=f"reply-{number}")
    said = Reply(answer)
    if attempted(form, lambda: acts.reply(link.event, link, mine.assignment, said, form.because.data)):
        return redirect(url_for("own.front", _anchor=f"shift-{number}"))
    return _page(link, wrong={("reply", number): form})


@bp.post(f"/shifts/{NUMBER}/swap")
@public
def swap(link: DutyLink, number: int) -> Page:
    """Ask to be replaced."""
    mine = _mine(link, number)
    form = _swap_form(link.event, mine)
    if attempted(form, lambda: _ask(link, mine, form)):
        return redirect(url_for("own.front", _anchor=f"shift-{number}"))
    return _page(link, wrong={("swap", number): form})


@bp.post(f"/swaps/{NUMBER}/withdraw")
@public
def withdraw(link: DutyLink, number: int) -> Page:
    """Take a wish to swap back."""
    known = db.session.get(Swap, number)
    if known is None or known.event_id != link.event_id or known.assignment.person_id != link.person_id:
        abort(404)
    acts.withdraw_swap(link.event, link, known)
    return redirect(url_for("own.front", _anchor=f"shift-{known.assignment_id}"))


@bp.post(f"/directives/{NUMBER}/taken")
@public
def take(link: DutyLink, number: int) -> Page:
    """Say that a directive was taken in (R19)."""
    meant = {each.id: each for each in untaken(link.event, link.person)}
    known = db.session.get(Directive, number)
    if number in meant:
        take_directive(link.event, g.actor, meant[number], link.person)
    elif known is None or known.event_id != link.event_id:
        abort(404)
    return redirect(url_for("own.front"))


@bp.get("/shifts.ics")
@public
def feed(link: DutyLink) -> Response:
    """The shifts as a calendar to subscribe to (RFC 5545)."""
    made = calendar(link.event, [each.assignment for each in own_shifts(link.event, link.person, g.actor)])
    response = Response(made, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename={link.event.slug}.ics"
    response.headers["Cache-Control"] = "no-store"
    return response


def _ask(link: DutyLink, mine: Own, form: SwapForm) -> None:
    other = db.session.get(Person, form.with_.data) if form.with_.data else None
    acts.ask_swap(link.event, link, mine.assignment, form.because.data, other)


def _mine(link: DutyLink, number: int) -> Own:
    found = own_shifts(link.event, link.person, g.actor)
    return next((each for each in found if each.assignment.id == number), None) or abort(404)


def _swap_form(event: Event, mine: Own, **more: Any) -> SwapForm:
    form = SwapForm(prefix=f"swap-{mine.assignment.id}", **more)
    able = [(person.id, person.name) for person in stand_ins(event, mine.assignment)]
    form.with_.choices = options([(0, gettext("Anybody: the planner chooses")), *able])
    return form


def _page(link: DutyLink, wrong: dict[tuple[str, int], FlaskForm] | None = None) -> Page:
    event, now, wrong = link.event, clock.now(), wrong or {}
    found = own_shifts(event, link.person, g.actor)
    ahead = [each for each in found if each.shift.ends_at > now]
    told = {
        "ahead": ahead, "past": [each for each in found if each.shift.ends_at <= now], "now": now,
        "directives": untaken(event, link.person), "reply_form": _of("reply", wrong), "swap_form": _of("swap", wrong),
        "swapping": {each.assignment.id: _shown(event, each, wrong) for each in ahead if not each.asked},
        "open_card": [each.assignment.id for each in ahead if each.shift.starts_at - SOON <= now],
        "post_name": post_name, "spoken": spoken, "hours": sum(each.shift.hours for each in found),
        "hour": lambda moment: f"{event.local(datetime.fromisoformat(moment)):%H:%M}",
    }  # fmt: skip
    page = render_template("roster/own.html", link=link, event=event, person=link.person, **told)
    return page, 422 if wrong else 200


def _shown(event: Event, mine: Own, wrong: dict[tuple[str, int], FlaskForm]) -> FlaskForm:
    return wrong.get(("swap", mine.assignment.id)) or _swap_form(event, mine, formdata=None)


def _of(what: str, wrong: dict[tuple[str, int], FlaskForm]) -> Any:
    """The form about an assignment: as it was refused, or empty."""
    return lambda number: wrong.get((what, number)) or ReplyForm(prefix=f"{what}-{number}", formdata=None)
