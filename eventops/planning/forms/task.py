"""The shape of a task in the responsibility matrix."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from .part import reference, references
from .shared import SharedForm


class TaskForm(SharedForm):
    """A task, and who does it, answers for it, is asked and is told."""

    NAME, NAMES, ADD = _("Task"), _("Tasks"), _("Add a task")
    EMPTY = (_("No task yet"), _("Say what must be done, who does it (R) and who answers for it (A)."))
    ROWS = (("accountable", "sector"), ("responsible", "consulted", "informed"))

    text = TextAreaField(_("Task"), [DataRequired(), Length(max=2000)])
    accountable = reference("partner", _("Answers for it (A)"), empty=_("Nobody yet"))
    sector = reference("sector", _("Sector"), empty=_("Everywhere"))
    responsible = references("partner", _("Does it (R)"))
    consulted = references("partner", _("Consulted (C)"))
    informed = references("partner", _("Informed (I)"))
