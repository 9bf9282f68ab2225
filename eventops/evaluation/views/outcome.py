"""The outcome table: each figure with what counts in it, its wording, and the text and the paper to publish."""

from flask import abort, flash, g, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import POLICE, Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import outcome_words, wording
from ..export_models import Format, What
from ..forms import DropForm, WordingForm
from ..headings import headings
from ..models import WORDS, OutcomeLine
from ..outcome_table import OutcomeTable, outcome_table
from .door import bp
from .exports import usual

Page = str | Response | tuple[str, int]


@bp.get("/evaluation/outcome")
@requires(Permission.LOG_READ)
def outcome_page(event: Event) -> str:
    """The outcome table, as text in both languages and on paper."""
    table = _table(event)
    chart = outcome_words.chart(table, current_language(), _bars())
    return render_template("evaluation/outcome.html", event=event, table=table, words=outcome_words, chart=chart)


@bp.post("/evaluation/outcome.pdf")
@requires(Permission.LOG_READ)
def outcome_pdf(event: Event) -> Response:
    """The outcome table on paper, on the record; language=en in that language."""
    _for_the_police()
    asked = request.form.get("language")
    language = asked if asked in outcome_words.LANGUAGES else current_language()
    return usual(event, What.OUTCOME, Format.PDF, language)


@bp.route("/evaluation/outcome/<heading>", methods=["GET", "POST"])
@requires(Permission.LESSON_WRITE)
def word_outcome(event: Event, heading: str) -> Page:
    """Write the words of one heading, and what was reported when the log was closed."""
    table = _table(event)
    if heading not in table.figures and heading not in WORDS:
        abort(404)
    figure = table.figures.get(heading)
    line = figure.line if figure else table.said.get(heading)
    form = _form(line, counted=figure is not None)
    if attempted(form, lambda: wording.word_outcome(event, g.actor, heading, _said(form))):
        flash(gettext("Saved. The count itself is always the log's."), "success")
        return redirect(url_for(".outcome_page", _anchor=heading))
    told = {"figure": figure, "heading": heading, "line": line, "drop": DropForm(formdata=None)}
    page = render_template("evaluation/outcome_wording.html", event=event, form=form, usual=headings().all, **told)
    return page, 422 if form.errors else 200


def _bars() -> outcome_words.Bars:
    bars: outcome_words.Bars = get_template_attribute("evaluation/_charts.html", "bars")
    return bars


def _table(event: Event) -> OutcomeTable:
    """The figures; for who hears the police, as only then they are those of the event."""
    _for_the_police()
    return outcome_table(event, g.actor)


def _for_the_police() -> None:
    if not g.actor.hears(POLICE):
        abort(404)


def _form(line: OutcomeLine | None, *, counted: bool) -> WordingForm:
    form = WordingForm(obj=line)
    if not form.is_submitted():
        form.client_id.data = WordingForm(formdata=None).client_id.data
        form.seen.data = str(line.revision if line else 0)
    form.arrange(counted=counted)
    return form


def _said(form: WordingForm) -> wording.Worded:
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else 0
    told = {name: form[name].data for name in ("added", "added_from") if name in form}
    return wording.Worded(
        sv=form.sv.data or "", en=form.en.data or "", added=told.get("added") or 0,
        added_from=told.get("added_from") or "", seen=seen, client_id=form.client_id.data,
    )  # fmt: skip
