"""The door through which things are taken out, and the register of what went through it."""

from typing import Any

from flask import Response, abort, g, render_template, request, send_file

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import actions, register
from ..cover import said
from ..documents import document
from ..export_forms import ExportForm
from ..export_models import Export, Format, What
from ..rows import Rows
from ..sealing import Takeable, sealed
from .door import bp
from .report import export_form, report_page

PAPERS = {
    "report": (What.REPORT, Format.PDF), "statistics": (What.STATISTICS, Format.CSV),
    "archive": (What.ARCHIVE, Format.ZIP),
}  # fmt: skip


@bp.post("/evaluation/export")
@requires(Permission.LOG_EXPORT)
def export(event: Event) -> Any:
    """Take something out, on the record, as a file."""
    form, taken = export_form(), list[Export]()
    if request.form.get("format") not in {*Format, *PAPERS}:
        abort(400)
    if attempted(form, lambda: taken.append(actions.export_log(event, g.actor, _asked(form)))):
        return download(event, document(event, g.actor, taken[0]))
    return report_page(event, form), 422


@bp.get("/evaluation/exports")
@requires(Permission.AUDIT_READ)
def exports(event: Event) -> str:
    """What was taken out, by whom, to whom and why."""
    before = request.args.get("before", type=int)
    found = register.exports(event, before=before)
    audience = Rows(event, [], current_language()).audience
    told: dict[str, Any] = {"heard": lambda each: ", ".join(map(audience, each.feeds_heard))}
    told |= {"taken": found[: register.PAGE], "more": len(found) > register.PAGE, "before": before}
    return render_template("evaluation/exports.html", event=event, said=said, words=register.WORDS, **told)


def usual(event: Event, what: What, format: Format, language: str) -> Response:
    """Something taken out for one's own use, on the record, without being asked more."""
    asked = actions.Asked(format=format, what=what, language=language)
    return download(event, document(event, g.actor, actions.export_log(event, g.actor, asked)))


def download(event: Event, file: Takeable) -> Response:
    """The file, made and sealed."""
    made = sealed(event, g.actor, file)
    response = send_file(made, file.media_type, as_attachment=True, download_name=file.name)
    response.headers["Content-Length"] = str(file.export.size)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(form: ExportForm) -> actions.Asked:
    what, format = PAPERS.get(request.form["format"], (What.LOG, request.form["format"]))
    part = form.part.data if format == Format.CSV and what is What.LOG else None
    return actions.Asked(
        format=Format(format), what=what, part=None if part == "lines" else part, first=form.first.data,
        last=form.last.data, recipient=form.recipient.data or "", purpose=form.purpose.data or "",
        language=current_language(),
    )  # fmt: skip
