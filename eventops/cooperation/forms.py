"""The shape of what is attached to a problem from an earlier edition's log."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired

from ..forms import ClientIdField
from ..planning.forms.part import reference
from ..words import options
from .evidence import Counts


class AttachForm(FlaskForm):
    """Which categories of an earlier edition's log say something about which problem."""

    client_id = ClientIdField()
    problem = reference("problems", _("Problem"), DataRequired(), empty=_("Choose a problem"))
    categories = SelectMultipleField(_("Categories"), choices=[])

    def __init__(self, told: Counts, names: dict[str, str], problem: int | None):
        super().__init__(data={"problem": problem})
        ranked = [code for code, _count in told.totals.most_common()]
        self.categories.choices = options((code, f"{code} {names.get(code, code)}") for code in ranked)
