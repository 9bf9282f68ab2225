"""The shape of what is typed when something is taken out: which days, to whom and why."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from ..access import Actor
from ..words import current_language, options
from .dictionary import tables
from .tables import open_to

EVERY = "every"


class ExportForm(FlaskForm):
    """The button that is pressed says in which form; an empty recipient is oneself, an empty purpose the evaluation."""

    recipient = StringField(_("To whom"), [Length(max=300)], description=_("Empty: for your own use."))
    purpose = StringField(_("Why"), [Length(max=300)], description=_("Empty: for the evaluation."))
    first = DateField(_("From day"), validators=[Optional()])
    last = DateField(_("Through day"), validators=[Optional()])
    part = SelectField(_("Table, in a CSV"), [Optional()], default="lines")

    def offer(self, actor: Actor) -> None:
        """The tables that the actor may take out, and all of them in one archive."""
        language = current_language()
        found = [(code, tables()[code].name(language)) for code in open_to(actor)]
        self.part.choices = options([*found, (EVERY, _("Every table, in an archive"))])
