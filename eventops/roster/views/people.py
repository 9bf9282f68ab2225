"""The event's people: the list, and the same as a file that can be taken in again."""

from flask import Response as Answer
from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from ...access import Permission, requires
from ...events.models import Event
from ...formats import csv_file
from ...forms import attempted
from ...sheets import write_beside
from ...words import current_language
from .. import actions, duplicates, enlisted
from ..actions.output import export_output
from ..enlisted import WHO, Sought
from ..forms import MergeForm
from ..models import Function
from ..people_in.table import headings, people_rows
from .door import Page, bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/roster/people")
@requires(Permission.ROSTER_EDIT)
def people(event: Event) -> Page:
    """The event's people by name: searched, filtered, a page at a time."""
    args = request.args
    who = args.get("who", "here")
    sought = Sought(
        args.get("q", ""), args.get("organisation", type=int), args.get("function", type=Function),
        who if who in WHO else "here", args.get("after", type=int),
    )  # fmt: skip
    found = enlisted.page(event, sought)
    told = {"found": found, "sought": sought, "who": WHO, "begun": "after" in args}
    return render_template("roster/people.html", event=event, **told)


@bp.post("/roster/people.<ending>")
@requires(Permission.ROSTER_EDIT)
def export_people(event: Event, ending: str) -> Answer:
    """The event's people as a table that can be taken in again; it is put on record that it was taken out."""
    if ending not in ("csv", "xlsx"):
        abort(404)
    columns, rows = headings(), people_rows(event)
    if ending == "xlsx":
        body = write_beside(event.name, gettext("People"), columns, rows)
    else:
        body = b"".join(csv_file(columns, rows))
    export_output(event, g.actor, body, output="people", ending=ending, language=current_language())
    named = {"Content-Disposition": f'attachment; filename="{event.slug}-people.{ending}"', "Cache-Control": "no-store"}
    return Answer(body, mimetype=XLSX if ending == "xlsx" else "text/csv", headers=named)


@bp.route("/roster/people/duplicates", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def people_twice(event: Event) -> Page:
    """Who may be entered twice; POST makes one of two."""
    form = MergeForm()
    if attempted(form, lambda: _merge(event, form)):
        flash(gettext("They are one person now."), "success")
        return redirect(url_for("roster.people_twice"))
    pairs = duplicates.likely(event)
    return render_template("roster/people_twice.html", event=event, pairs=pairs, form=form), 422 if form.errors else 200


def _merge(event: Event, form: MergeForm) -> None:
    goes, stays = (enlisted.person(event, field.data or 0) or abort(404) for field in (form.goes, form.stays))
    actions.merge(event, g.actor, goes, stays)
