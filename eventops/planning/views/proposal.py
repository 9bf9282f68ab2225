"""What earlier editions propose: each is taken on or declined, by name."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, editions, queries
from ..forms import DeclineForm
from ..models import Proposal
from ..sections import SECTIONS, section_of
from ..spoken import name_of
from .door import bp
from .section import what_was

Page = str | Response | tuple[str, int]


@bp.get("/plan/proposals")
@requires(Permission.PLAN_READ)
def proposals(event: Event) -> Page:
    """All that earlier editions propose, and what was said to it."""
    return _page(event)


@bp.post("/plan/proposals/<int(max=2147483647):number>/accept")
@requires(Permission.PLAN_EDIT)
def take_on(event: Event, number: int) -> Page:
    """Make it a part of this plan."""
    known, form = _proposal(event, number), DeclineForm(prefix=f"p{number}")
    if attempted(form, lambda: actions.take_on(event, g.actor, known, request.form.get("becomes"))):
        name = name_of(known.becomes)
        flash(gettext("Accepted: %(name)s %(number)s of the plan.", name=name, number=known.part), "success")
        return redirect(_onwards(known))
    return _page(event, known, form)


@bp.post("/plan/proposals/<int(max=2147483647):number>/decline")
@requires(Permission.PLAN_EDIT)
def decline(event: Event, number: int) -> Page:
    """Say no, and why."""
    known, form = _proposal(event, number), DeclineForm(prefix=f"p{number}")
    if attempted(form, lambda: actions.decline(event, g.actor, known, form.reason.data or "")):
        flash(gettext("Declined. The reason is on the record."), "success")
        return redirect(url_for("planning.plan", _anchor="proposals"))
    return _page(event, known, form)


def on_front(event: Event) -> dict[str, Any]:
    """What the plan's front needs to show what is to be decided."""
    earlier = editions.earlier(event, g.actor.account_id) if g.actor.may(Permission.PLAN_EDIT) else []
    return {"earlier": earlier, **_told(event)}


def _told(event: Event) -> dict[str, Any]:
    found = editions.proposals(event, g.actor)
    open_, decided = [each for each in found if not each.answer], [each for each in found if each.answer]
    forms = {each.number: DeclineForm(formdata=None, prefix=f"p{each.number}") for each in open_}
    titles = {event.slug: event.edition or event.name for event in editions.earlier(event, g.actor.account_id)}
    return {
        "proposals": open_, "decided": decided, "decline_forms": forms, "editions": titles, "what_was": what_was,
        "section_of": section_of, "name_of": name_of,
    }  # fmt: skip


def _onwards(taken: Proposal) -> str:
    """Where one goes on: to the part, if it was written anew from what was learnt, else to what is left to decide."""
    if taken.kind != taken.becomes:
        place = f"{taken.becomes}-{taken.part}"
        return url_for("planning.part", plural=taken.becomes, number=taken.part, _anchor=place)
    return url_for("planning.plan", _anchor="proposals")


def _page(event: Event, refused: Proposal | None = None, form: FlaskForm | None = None) -> Page:
    now, told = queries.plan_of(event, g.actor), _told(event)
    if refused is not None:
        told["decline_forms"][refused.number] = form
    told["too_late"] = form if refused and refused.answer else None
    told |= {"plan": now, "sections": list(SECTIONS.values()), "missing": now.missing()}
    return render_template("planning/proposals.html", event=event, **told), 422 if form and form.errors else 200


def _proposal(event: Event, number: int) -> Proposal:
    return editions.proposal(event, g.actor, number) or abort(404)
