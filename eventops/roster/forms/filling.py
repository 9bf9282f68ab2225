"""The shape of what is asked of the solver, and of what is taken of its proposal."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import Length


class AskForm(FlaskForm):
    """What a proposal may do."""

    keep_rest = BooleanField(
        _("Keep the rest between two duties"),
        default=True,
        description=_("Without it less rest is avoided, but let pass where a place would stay empty."),
    )
    reserves = BooleanField(
        _("Draw on the reserve too"), description=_("Otherwise they are kept for those who do not come.")
    )

    def terms(self) -> dict[str, bool]:
        """The same as data."""
        return {"keep_rest": bool(self.keep_rest.data), "reserves": bool(self.reserves.data)}


class RowsForm(FlaskForm):
    """Why the warnings of the rows that are taken are accepted."""

    reason = StringField(
        _("Why the warnings are accepted"),
        [Length(max=300)],
        description=_("Kept with each warning, with your name."),
        render_kw={"autocomplete": "off"},
    )
