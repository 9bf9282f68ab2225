"""The shapes of a document and of filing a version of it."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ...files import SORTS
from ...forms import ClientIdField
from ..models import DocumentKind
from .part import PartForm, coded

KINDS = {
    DocumentKind.ORDER: _("Order"), DocumentKind.MAP: _("Map or site plan"), DocumentKind.PERMIT: _("Permit"),
    DocumentKind.AGREEMENT: _("Agreement"), DocumentKind.SAFETY_PLAN: _("Safety plan"),
    DocumentKind.CONTACTS: _("Contact list"), DocumentKind.ROUTINE: _("Routine"), DocumentKind.OTHER: _("Other"),
}  # fmt: skip


class DocumentForm(PartForm):
    """A document by its title; its files are filed on its page."""

    NAME, NAMES, ADD = _("Document"), _("Documents"), _("Add a document")
    EMPTY = (_("No document yet"), _("Orders, maps, permits: give each a title, then file its first version."))
    TOLD = {"filed": _("File")}
    ROWS = (("title", "kind"),)

    title = StringField(_("Title"), [DataRequired(), Length(max=200)])
    kind = coded(KINDS.items(), _("Kind"), DataRequired())
    description = TextAreaField(_("What it is about"), [Length(max=2000)])


class FileForm(FlaskForm):
    """A file to become the newest version."""

    client_id = ClientIdField()
    file = FileField(
        _("File"), [FileRequired(_("Choose a file."))],
        render_kw={"accept": ",".join(f".{kind}" for kind in SORTS)},
    )  # fmt: skip
