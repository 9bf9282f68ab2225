"""A file of people: handed in, its columns understood, looked at, taken in; and its faults as a table."""

from typing import Any

from flask import Response as Answer
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...doors import said
from ...events.models import Event
from ...formats import Column, csv_file
from ...forms import attempted
from ...sheets import read_beside
from .. import actions, enlisted
from ..forms import AcceptForm, PeopleFileForm
from ..models import PeopleImport
from ..people_in import Outcome, Taking, judge
from ..people_in.columns import COLUMNS, FROM, NAME, STARTS, UNTIL
from ..people_in.judging import faults_of
from .door import Page, bp

SHOWN = 200  # faults on the page; all of them are in the table to be fetched
FIRST = 5  # rows that show what a column holds


@bp.route("/roster/people/import", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def import_people(event: Event) -> Page:
    """Hand in a file of people."""
    form, handed = PeopleFileForm(), list[PeopleImport]()
    if attempted(form, lambda: handed.append(_hand_in(event, form))):
        return redirect(url_for("roster.people_file", number=handed[0].id))
    told = {"form": form, "files": enlisted.imports(event), "columns": COLUMNS}
    return render_template("roster/people_import.html", event=event, **told), 422 if form.errors else 200


@bp.route("/roster/people/import/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def people_file(event: Event, number: int) -> Page:
    """What taking a file in would do; POST says what its columns are."""
    handed, form = _handed(event, number), FlaskForm()
    if attempted(form, lambda: _understand(event, handed)):
        return redirect(url_for("roster.people_file", number=number, _anchor="judged"))
    return _page(event, handed, form)


@bp.post("/roster/people/import/<int(max=2147483647):number>/sheet")
@requires(Permission.ROSTER_EDIT)
def choose_sheet(event: Event, number: int) -> Page:
    """Take another sheet of the workbook."""
    handed, form = _handed(event, number), FlaskForm()
    if attempted(form, lambda: actions.choose_sheet(event, g.actor, handed, request.form.get("sheet", -1, type=int))):
        return redirect(url_for("roster.people_file", number=number))
    return _page(event, handed, form)


@bp.post("/roster/people/import/<int(max=2147483647):number>/take")
@requires(Permission.ROSTER_EDIT)
def take_people(event: Event, number: int) -> Page:
    """Take in what can be taken."""
    handed, form = _handed(event, number), AcceptForm()
    outcomes: list[Outcome] = []
    if attempted(form, lambda: outcomes.append(_take(event, handed, form))):
        flash(_taken(outcomes[0]), "success")
        return redirect(url_for("roster.people_file", number=number))
    return _page(event, handed, form)


@bp.post("/roster/people/import/<int(max=2147483647):number>/aside")
@requires(Permission.ROSTER_EDIT)
def lay_aside(event: Event, number: int) -> Response:
    """Forget the rows of a file."""
    actions.lay_aside(event, g.actor, _handed(event, number))
    flash(gettext("The rows of the file are forgotten. What was taken in stays."), "success")
    return redirect(url_for("roster.import_people"))


@bp.get("/roster/people/import/<int(max=2147483647):number>/faults.csv")
@requires(Permission.ROSTER_EDIT)
def people_faults(event: Event, number: int) -> Answer:
    """The faults of a file as a table, for who sent it."""
    handed = _handed(event, number)
    columns = [
        Column("row", gettext("Row"), 8), Column("column", gettext("Column"), 20), Column("name", gettext("Name"), 28),
        Column("text", gettext("What stands there"), 24), Column("kind", gettext("Kind"), 12),
        Column("said", gettext("What is wrong"), 80),
    ]  # fmt: skip
    named = {"Content-Disposition": f'attachment; filename="{event.slug}-faults.csv"', "Cache-Control": "no-store"}
    rows = _faults(_outcome(event, handed), handed)
    return Answer(b"".join(csv_file(columns, rows)), mimetype="text/csv", headers=named)


def _hand_in(event: Event, form: PeopleFileForm) -> PeopleImport:
    name, content = form.read()
    return actions.hand_in(event, g.actor, name, read_beside(content))


def _understand(event: Event, handed: PeopleImport) -> None:
    number = request.form.get("organisation", type=int)
    body = next((each.organisation for each in event.partners if each.organisation_id == number), None)
    actions.understand(event, g.actor, handed, request.form.getlist("column"), body)


def _take(event: Event, handed: PeopleImport, form: AcceptForm) -> Outcome:
    reason = (form.reason.data or "").strip() or gettext("Taken in from %(file)s", file=handed.file)
    return actions.take_people(event, g.actor, actions.understood(handed), handed=handed, accepting=reason, say=said)


def _taken(outcome: Outcome) -> str:
    left = outcome.count(Taking.REFUSED)
    told = str(gettext("%(rows)s rows are taken in.", rows=len(outcome.rows) - left))
    more = str(ngettext("One is left out.", "%(num)s are left out.", left)) if left else ""
    return f"{told} {more}".strip()


def _page(event: Event, handed: PeopleImport, form: FlaskForm) -> Page:
    told: dict[str, Any] = {"handed": handed, "form": form, "columns": COLUMNS, "outcome": None, "tables": None}
    if handed.content is not None:
        told["tables"] = tables = actions.tables_of(handed)
        told["first"] = tables.sheets[handed.sheet].rows[1 : FIRST + 1]
    if handed.content is not None and any(code == NAME for _, code in handed.columns):
        outcome = _outcome(event, handed)
        faults = _faults(outcome, handed)
        codes = {code for _, code in handed.columns}
        told |= {
            "undated": UNTIL in codes and FROM not in codes,
            "outcome": outcome, "counts": {each.value: outcome.count(each) for each in Taking},
            "faults": faults[:SHOWN], "more": len(faults) - SHOWN,
            "warned": any(fault["warning"] and fault["code"] == STARTS for fault in faults),
            "accept": form if isinstance(form, AcceptForm) else AcceptForm(formdata=None),
        }  # fmt: skip
    return render_template("roster/people_file.html", event=event, **told), 422 if form.errors else 200


def _outcome(event: Event, handed: PeopleImport) -> Outcome:
    file = actions.understood(handed)
    return judge(event, file.sheet, file.columns, file.organisation)


def _faults(outcome: Outcome, handed: PeopleImport) -> list[dict[str, Any]]:
    """The faults with what is wrong in words; the column as the file calls it, else as the product does."""
    headings = {code: heading for heading, code in handed.columns if code}
    found = faults_of(outcome.faulty, headings)
    kinds = {True: gettext("warning"), False: gettext("left out")}
    return [
        {**each, "column": each["column"] or str(COLUMNS[each["code"]].label), "said": said(each["reason"]),
         "kind": kinds[each["warning"]]}
        for each in sorted(found, key=lambda each: each["warning"])
    ]  # fmt: skip


def _handed(event: Event, number: int) -> PeopleImport:
    known = enlisted.people_import(event, number)
    return known if known is not None and known.dropped_at is None else abort(404)
