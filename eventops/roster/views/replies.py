"""What people say of their shifts: declined ones, swaps to decide; and the links that they come in by."""

from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ...forms import attempted
from ...people.models import Person
from .. import queries
from ..actions import own as acts
from ..eligibility import objection
from ..forms.own import ApproveForm, DeclineForm
from ..models import Assignment, DutyLink, Reply, Shift, Swap, SwapState
from ..warnings import Cautioned
from .door import Page, bp

NUMBER = "<int(max=2147483647):number>"


@bp.get("/roster/replies")
@requires(Permission.ROSTER_EDIT)
def replies(event: Event) -> Page:
    """Who declined, who wants to swap, and who has a link."""
    return _page(event)


@bp.post(f"/roster/swaps/{NUMBER}/approve")
@requires(Permission.ROSTER_EDIT)
def approve(event: Event, number: int) -> Page:
    """Put somebody else on the shift of who asked."""
    known, form = _swap(event, number), ApproveForm(prefix=f"swap-{number}")
    cautions: list[str] = []
    if attempted(form, lambda: _approve(event, known, form, cautions)):
        return redirect(url_for("roster.replies"))
    return _page(event, {number: form}, {number: cautions})


@bp.post(f"/roster/swaps/{NUMBER}/decline")
@requires(Permission.ROSTER_EDIT)
def decline(event: Event, number: int) -> Page:
    """Say no, with the reason that the person reads."""
    known, form = _swap(event, number), DeclineForm(prefix=f"no-{number}")
    if attempted(form, lambda: acts.decline_swap(event, g.actor, known, form.because.data)):
        return redirect(url_for("roster.replies"))
    return _page(event, {-number: form})


@bp.post(f"/roster/people/{NUMBER}/link")
@requires(Permission.ROSTER_EDIT)
def make_link(event: Event, number: int) -> Page:
    """Make a link to somebody's own shifts; it is shown this once, and ends the ones before it."""
    person = _person(event, number)
    token, _link = acts.make_duty_link(event, g.actor, person, current_app.secret_key)
    return _page(event, made=[(person, url_for("own.front", token=token, _external=True))])


@bp.post("/roster/links")
@requires(Permission.ROSTER_EDIT)
def make_links(event: Event) -> Page:
    """Make a link for everybody on the roster who has none."""
    made = []
    for person, link in _links(event, clock.now()):
        if link is None:
            token, _link = acts.make_duty_link(event, g.actor, person, current_app.secret_key)
            made.append((person, url_for("own.front", token=token, _external=True)))
    return _page(event, made=made)


@bp.post(f"/roster/people/{NUMBER}/link/revoke")
@requires(Permission.ROSTER_EDIT)
def revoke_link(event: Event, number: int) -> Page:
    """End somebody's links."""
    acts.revoke_duty_links(event, g.actor, _person(event, number))
    flash(gettext("The link is ended."), "success")
    return redirect(url_for("roster.replies", _anchor="links"))


def _approve(event: Event, known: Swap, form: ApproveForm, cautions: list[str]) -> None:
    other = db.session.get(Person, form.person.data)
    if other is None:
        raise Refused(N_("Choose somebody from the list."), field="person")
    try:
        acts.approve_swap(event, g.actor, known, other, accepting=form.accepting.data, say=said)
    except Cautioned as refused:
        cautions += [said(Refused(each.message, **each.values)) for each in refused.cautions]
        raise


def _person(event: Event, number: int) -> Person:
    found = db.session.get(Person, number)
    return found if found is not None and found.organisation_id in queries.organisations(event) else abort(404)


def _swap(event: Event, number: int) -> Swap:
    found: Swap | None = db.session.scalars(db.select(Swap).filter_by(event_id=event.id, id=number)).first()
    return found or abort(404)


def _page(
    event: Event, wrong: dict[int, Any] | None = None, cautions: dict[int, list[str]] | None = None,
    made: Sequence[tuple[Person, str]] = (),
) -> Page:  # fmt: skip
    wrong, asked = wrong or {}, db.select(Swap).filter_by(event_id=event.id).order_by(Swap.id.desc())
    swaps = db.session.scalars(asked.options(db.joinedload(Swap.assignment).joinedload(Assignment.shift))).all()
    waiting = [each for each in swaps if each.state is SwapState.ASKED]
    told = {
        "waiting": waiting, "decided": [each for each in swaps if each.state is not SwapState.ASKED][:50],
        "able": {each.id: _able(event, each) for each in waiting}, "cautions": cautions or {},
        "approving": lambda n: wrong.get(n) or ApproveForm(prefix=f"swap-{n}", formdata=None),
        "declining": lambda n: wrong.get(-n) or DeclineForm(prefix=f"no-{n}", formdata=None),
        "declined": _declined(event), "links": _links(event, clock.now()), "made": made, "answers": _answers(event),
    }  # fmt: skip
    return render_template("roster/replies.html", event=event, **told), 422 if wrong else 200


def _able(event: Event, swap: Swap) -> list[Person]:
    """Who could work the shift instead: the one who was named first, then those with fewest hours."""
    shift = swap.assignment.shift
    taken, taking_part = {each.person_id for each in queries.staff(shift)}, queries.organisations(event)
    able = [each for each in queries.candidates(event) if each.person.id not in taken]
    free = [each for each in able if objection(each, shift, taking_part) is None]
    free.sort(key=lambda each: (each.person.id != swap.with_id, each.hours(event), each.person.sought))
    return [each.person for each in free]


def _standing(event: Event) -> Any:
    query = db.select(Assignment).join(Assignment.shift).join(Assignment.person)
    return query.where(Shift.event_id == event.id, Shift.dropped_at.is_(None), Assignment.removed_at.is_(None))


def _declined(event: Event) -> Sequence[Assignment]:
    declined = _standing(event).where(Assignment.reply == Reply.DECLINED, Shift.ends_at > clock.now())
    return db.session.scalars(declined.order_by(Shift.starts_at)).all()


def _answers(event: Event) -> dict[Reply | None, int]:
    counted = _standing(event).with_only_columns(Assignment.reply, db.func.count()).group_by(Assignment.reply)
    return {answer: count for answer, count in db.session.execute(counted)}


def _links(event: Event, now: Any) -> list[tuple[Person, DutyLink | None]]:
    """Everybody on the roster by name, with the link that holds."""
    people = _standing(event).with_only_columns(Person).distinct().order_by(Person.sought)
    held = db.select(DutyLink).filter_by(event_id=event.id, revoked_at=None).where(DutyLink.expires_at > now)
    links = {each.person_id: each for each in db.session.scalars(held)}
    return [(person, links.get(person.id)) for person in db.session.scalars(people).unique()]
