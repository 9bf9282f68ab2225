"""A document's files: a new version is filed, and any version is fetched by those who may see the document."""

from flask import Response as Answer
from flask import abort, current_app, flash, g, redirect, send_file, url_for
from flask_babel import gettext

from ... import files
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, queries
from ..forms import FileForm
from ..models import Document
from ..sections import section_of
from .door import bp
from .section import Page, document


@bp.post("/plan/documents/<int(max=2147483647):number>/files")
@requires(Permission.PLAN_CONTRIBUTE)
def file_version(event: Event, number: int) -> Page:
    """File the next version of a document."""
    known, form = _document(event, number), FileForm(prefix=f"file-{number}")
    place = f"documents-{number}"
    if attempted(form, lambda: _file(event, known, form)):
        flash(gettext("Version %(number)s is filed.", number=known.files[-1].version), "success")
        return redirect(url_for("planning.section", section="documents", _anchor=place))
    return document(event, section_of("documents"), acting=(place, form))


@bp.get("/plan/documents/<int(max=2147483647):number>/files/<int(max=2147483647):version>")
@requires(Permission.PLAN_READ)
def document_file(event: Event, number: int, version: int) -> Answer:
    """A version's file, to be saved and not shown."""
    file = _document(event, number).file(version) or abort(404)
    path = files.path_of(current_app.config["INSTANCE"], file.digest)
    if not path.is_file():
        abort(404)
    response = send_file(path, mimetype=file.media_type, as_attachment=True, download_name=file.name, etag=file.digest)
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(event: Event, known: Document, form: FileForm) -> None:
    sent, config = form.file.data, current_app.config
    most = config["ATTACHMENT_MAX_MB"] * 2**20
    kept = files.keep(config["INSTANCE"], sent.filename or "", sent.read(most + 1), most=most)
    actions.file(event, g.actor, known, kept, form.client_id.data)


def _document(event: Event, number: int) -> Document:
    found: Document = queries.numbered(Document, event, g.actor, number) or abort(404)
    return found
