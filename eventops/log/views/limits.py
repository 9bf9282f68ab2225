"""The numbers that the log goes by, as they hold in an event."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext, ngettext

from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...roster.actions import set_limits
from ...roster.queries import agreed
from ...roster.views.door import Page
from ...roster.views.limit import BecauseForm, numbers
from ..limits import known
from ..limits import limits as standing_limits
from .door import bp


@bp.route("/log/limits", methods=["GET", "POST"], endpoint="limits")
@requires(Permission.EVENT_EDIT)
def log_limits(event: Event) -> Page:
    """See the limits with their sources, and replace them by what is agreed on."""
    form, rows, standing = BecauseForm(), {each.code: each for each in agreed(event)}, standing_limits(event)
    shown = {code: format_decimal(getattr(standing, code), "0.##") for code in known()}
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        shown |= {code: request.form.get(code, "").strip() for code in known()}
        try:
            changed = set_limits(event, g.actor, numbers(shown), form.because.data, known())
            flash(ngettext("One limit is another now.", "%(num)s limits are others now.", changed))
            return redirect(url_for("log.limits"))
        except Refused as refusal:
            wrong[refusal.field or ""] = said(refusal)
    told = {"known": known(), "rows": rows, "shown": shown, "wrong": wrong, "form": form, "words": _words()}
    return render_template("log/limits.html", event=event, **told), 422 if wrong else 200


def _words() -> dict[str, str]:
    said = {
        "late": gettext("Something is written without saying why within"),
        "guard_report": gettext("Guards report a measure within"),
        "amber": gettext("A clock turns amber when so much of its time has passed"),
        "acknowledge": gettext("Priority 1 is raised to everybody unless it is acknowledged within"),
        "welfare": gettext("A unit on scene is asked how it fares after"),
        "welfare_answer": gettext("It is called by radio unless it answers within"),
        "idle": gettext("A screen that nobody touches locks itself after"),
        "check_custody": gettext("Somebody in custody is looked to every"),
        "trend_slot": gettext("A trend counts incidents in slots of"),
        "trend_least": gettext("A trend alert wants at least"),
        "trend_chance": gettext("A trend alert comes when chance alone would bring so many in fewer than"),
        "trend_floor": gettext("A slot is expected to hold at least"),
        "trend_days": gettext("A trend compares with the same slot of the last"),
    }
    return {code: str(said[code]) for code in known()}
