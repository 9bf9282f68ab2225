"""Headings of an event's own in its outcome table: adding one, and taking one out."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import POLICE, Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import own_headings as actions
from ..forms import DropForm, HeadingForm
from ..headings import headings
from .door import bp

Page = str | Response | tuple[str, int]


@bp.route("/evaluation/outcome/headings", methods=["GET", "POST"])
@requires(Permission.LESSON_WRITE)
def add_outcome_heading(event: Event) -> Page:
    """Add a heading of the event's own."""
    _inner()
    form = HeadingForm()
    form.offer(current_language())
    if attempted(form, lambda: actions.add_heading(event, g.actor, _wanted(form))):
        flash(gettext("The heading is added."), "success")
        return redirect(url_for(".outcome_page"))
    page = render_template("evaluation/outcome_heading.html", event=event, form=form, headings=headings())
    return page, 422 if form.errors else 200


@bp.post("/evaluation/outcome/headings/<code>/drop")
@requires(Permission.LESSON_WRITE)
def drop_outcome_heading(event: Event, code: str) -> Page:
    """Take one out."""
    _inner()
    made = actions.own_heading(event, g.actor, code) or abort(404)
    form = DropForm()
    if attempted(form, lambda: actions.drop_heading(event, g.actor, made, form.reason.data or "")):
        flash(gettext("The heading is taken out. What it gathered counts under the usual headings."), "success")
        return redirect(url_for(".outcome_page"))
    flash(" ".join(text for errors in form.errors.values() for text in errors), "danger")
    return redirect(url_for(".word_outcome", heading=code, _anchor="drop"))


def _inner() -> None:
    if not g.actor.hears(POLICE):
        abort(404)


def _wanted(form: HeadingForm) -> actions.Wanted:
    return actions.Wanted(
        section=form.section.data, sv=form.sv.data or "", en=form.en.data or "", gathers=tuple(form.gathers.data or ()),
        words=form.wanted(), client_id=form.client_id.data or "",
    )  # fmt: skip
