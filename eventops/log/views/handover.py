"""The handover of the log: who has it, what is open, and taking it over."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...words import current_language
from .. import actions, handover, queries
from ..limits import limits
from .door import bp


@bp.app_template_global("idle_minutes")
def idle_minutes(event: Event, awake: bool) -> float:
    """After how long without a touch a screen locks itself; 0 for one that stays awake: a wall, a counter."""
    return 0 if awake else limits(event).idle


class NoteForm(FlaskForm):
    """What the one who leaves wants said."""

    note = StringField(validators=[Length(max=500)])


@bp.get("/handover")
@requires(Permission.LOG_HOLD)
def handover_page(event: Event) -> str:
    """Who has the log, what is open now, and what came along at the last handover."""
    things = handover.open_things(event, g.actor, current_language())
    return render_template(
        "log/handover.html", event=event, hold=handover.holder(event), holds=handover.holds(event), things=things,
        told={each.key: each for each in things}, form=NoteForm(formdata=None),
        feeds=queries.standing(event, g.actor),
    )  # fmt: skip


@bp.post("/handover/take")
@requires(Permission.LOG_HOLD)
def take_log(event: Event) -> Any:
    """Take over the log."""
    form, before = NoteForm(), handover.holder(event)
    line = gettext("%(name)s takes over the log.", name=g.actor.name)
    if before is not None:
        line = gettext("%(name)s takes over the log from %(before)s.", name=g.actor.name, before=before.holder)
    note = (form.note.data or "").strip() if form.validate() else ""
    return _back(lambda: actions.take_over(event, g.actor, line=f"{line} {note}".strip(), note=note))


@bp.post("/handover/acknowledge")
@requires(Permission.LOG_HOLD)
def acknowledge_things(event: Event) -> Any:
    """Acknowledge what came along: the chosen things, or all."""
    keys = None if "all" in request.form else request.form.getlist("thing")

    def act() -> None:
        hold = handover.holder(event)
        count = actions.acknowledge_things(event, g.actor, hold, keys) if hold else 0
        flash(ngettext("One thing is acknowledged.", "%(num)s things are acknowledged.", count), "success")

    return _back(act)


@bp.post("/handover/leave")
@requires(Permission.LOG_HOLD)
def leave_log(event: Event) -> Any:
    """Lay the log down."""
    return _back(lambda: actions.lay_down(event, g.actor))


def _back(act: Callable[[], Any]) -> Any:
    try:
        act()
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("log.handover_page"))
