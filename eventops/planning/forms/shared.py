"""What the forms of the partners' parts have in common: the own partner, and who sees it if nobody says otherwise."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired

from ...access import PARTNER, Permission
from ...words import options
from ..models import FOLLOWING, Part
from .part import Pairs, PartForm, audiences, offered


class SharedForm(PartForm):
    """A part that the police and the partners it concerns see, whoever they become, if nobody says otherwise."""

    def __init__(self, part: Part | None = None, **more: Any):
        super().__init__(part, **more)
        follows = part is None or part.audience == part.usual_audience
        standing = None if follows or part is None else part.audience
        self.audience.choices = options([(FOLLOWING, _("Police and those it concerns")), *audiences(standing)])
        if follows and self.audience.data in (None, part and part.audience):
            self.audience.data = FOLLOWING


class OwnPartnerField(SelectField):
    """The partner that answers for a part: for who plans it all any of them, for a coordinator the own one."""

    def __init__(self, label: Any = None, **more: Any):
        super().__init__(label or _("Partner"), [DataRequired()], choices=lambda: options(_writable()), **more)

    def spoken(self, value: str) -> str:
        """Any partner's name, also of those that the caller cannot choose."""
        return str(g.partner_names().get(value, value))


class LedField(BooleanField):
    """A yes or no that those say who plan the whole event; others see it and leave it as it is."""

    def __init__(self, label: Any, **more: Any):
        super().__init__(label, **more)
        self.type = "BooleanField"  # as templates know it
        if not g.actor.may(Permission.PLAN_EDIT):
            self.render_kw = {"disabled": True}

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist or g.actor.may(Permission.PLAN_EDIT):  # a browser sends nothing of what is disabled
            super().process_formdata(valuelist)


def _writable() -> Pairs:
    actor = g.actor
    if actor.may(Permission.PLAN_EDIT):
        return [("", _("Choose a partner")), *offered("partner")]
    return [(slug, name) for slug, name in offered("partner") if f"{PARTNER}{slug}" in actor.feeds]
