"""The numbers that the roster warns by, as they hold in an event."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event
from .. import actions, queries
from ..limits import known
from .door import Page, bp


class BecauseForm(FlaskForm):
    """What other numbers are agreed in."""

    because = StringField(validators=[Length(max=300)])


@bp.route("/roster/limits", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def limits(event: Event) -> Page:
    """See the limits with their sources, and replace them by what is agreed on."""
    form, rows = BecauseForm(), {each.code: each for each in queries.agreed(event)}
    standing = queries.limits(event)
    shown = {code: format_decimal(getattr(standing, code), "0.##") for code in known()}
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        shown |= {code: request.form.get(code, "").strip() for code in known()}
        try:
            changed = actions.set_limits(event, g.actor, numbers(shown), form.because.data)
            flash(ngettext("One limit is another now.", "%(num)s limits are others now.", changed))
            return redirect(url_for("roster.limits"))
        except Refused as refusal:
            wrong[refusal.field or ""] = said(refusal)
    told = {"known": known(), "rows": rows, "shown": shown, "wrong": wrong, "form": form, "words": _words()}
    return render_template("roster/limits.html", event=event, **told), 422 if wrong else 200


def numbers(typed: dict[str, str]) -> dict[str, float | None]:
    """Empty is the default again."""
    try:
        return {code: _number(code, text) for code, text in typed.items()}
    except ValueError as error:
        raise Refused(N_("Write a number."), field=str(error)) from error


def _number(code: str, text: str) -> float | None:
    try:
        number = float(text.replace(",", ".")) if text else None
    except ValueError as error:
        raise ValueError(code) from error
    if number is not None and number != number:
        raise ValueError(code)
    return number


def _words() -> dict[str, str]:
    return {
        "rest": gettext("Continuous rest in 24 hours, at least"),
        "week_rest": gettext("Continuous rest in seven days, at least"),
        "week_hours": gettext("Ordinary working time a week, at most"),
        "average_hours": gettext("Working time a week over four months, at most"),
        "night_hours": gettext("Working time in 24 hours with night work, at most"),
        "night_share": gettext("Night work is from so much between 22 and 06"),
        "volunteer_hours": gettext("Working time of a volunteer in 24 hours, at most"),
        "handover": gettext("Two shifts at a post stand together, at least"),
        "handover_gap": gettext("Shifts take over from each other within"),
        "span_least": gettext("People under one lead, at least"),
        "span_most": gettext("People under one lead, at most"),
        "expiring": gettext("A credential is shown as expiring within"),
    }
