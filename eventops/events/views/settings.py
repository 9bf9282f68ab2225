"""The page of what an event is, and on which days."""

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...forms import attempted
from .. import actions, queries
from ..forms import DayForm, FrameForm, shown_day
from ..models import Event, EventDay
from .door import Page, bp, found


@bp.route("/<event>/settings", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def settings(event: Event) -> Page:
    """What the event is."""
    form = FrameForm(obj=event)
    if attempted(form, lambda: actions.edit_event(event, g.actor, form.frame())):
        flash(_("Saved."), "success")
        return redirect(url_for("events.settings"))
    return _settings(event, form)


def _settings(event: Event, form: FlaskForm | None = None, day: FlaskForm | None = None, editing: int = 0) -> Page:
    form, day = form or FrameForm(formdata=None, obj=event), day or DayForm(formdata=None, prefix="day")
    wrong = bool(form.errors or day.errors)
    told = {"event": event, "form": form, "day_form": day, "editing": editing}
    return render_template("events/settings.html", **told), 422 if wrong else 200


@bp.post("/<event>/settings/days")
@requires(Permission.EVENT_EDIT)
def add_day(event: Event) -> Page:
    """Add a day."""
    form = DayForm(prefix="day")
    if attempted(form, lambda: actions.add_day(event, g.actor, form.day(event.zone))):
        flash(_("%(date)s is added.", date=form.date.data), "success")
        return redirect(url_for("events.settings", _anchor="days"))
    return _settings(event, day=form)


@bp.route("/<event>/settings/days/<int:number>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_day(event: Event, number: int) -> Page:
    """Change a day's hours and expected visitors."""
    day = found(queries.day(event, number))
    form = DayForm(prefix="day", data=shown_day(event.zone, day))
    if attempted(form, lambda: _edit_day(event, day, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("events.settings", _anchor="days"))
    return _settings(event, day=form, editing=day.id)


def _edit_day(event: Event, day: EventDay, form: DayForm) -> None:
    form.date.data = day.date
    actions.edit_day(event, g.actor, day, form.day(event.zone))


@bp.post("/<event>/settings/days/<int:number>/remove")
@requires(Permission.EVENT_EDIT)
def remove_day(event: Event, number: int) -> Response:
    """Take a day away."""
    actions.remove_day(event, g.actor, found(queries.day(event, number)))
    return redirect(url_for("events.settings", _anchor="days"))
