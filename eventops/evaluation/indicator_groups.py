"""What the groups of indicators are called."""

from flask_babel import lazy_gettext as _

GROUPS = {
    "outcome": _("Outcome"), "response": _("Response"), "staffing": _("Staffing"), "guards": _("Guards"),
    "medical": _("Medical"), "crowd": _("Crowd"), "measures": _("Measures"), "cooperation": _("Cooperation"),
    "survey": _("Survey"), "quality": _("How the log was kept"),
}  # fmt: skip
