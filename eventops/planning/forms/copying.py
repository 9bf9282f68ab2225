"""The shapes of choosing what comes along from an earlier edition, and of declining what it proposes."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ...events.models import Event, EventKind
from ...forms import ClientIdField
from ...words import options
from ..actions import Choice, Edition
from ..editions import Offer, Suggestion


def _boxes(text: Any) -> SelectMultipleField:
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(text, [Optional()], choices=[], **boxes)


class ChoiceForm(FlaskForm):
    """What comes along."""

    client_id = ClientIdField()
    kinds = _boxes(_("Parts of the plan"))
    partners = _boxes(_("Partners"))
    places = BooleanField(_("Places"))
    proposals = BooleanField(_("Unfinished measures and open lessons, as proposals to decide on"))

    def offer(self, given: Offer, names: dict[str, Any]) -> None:
        """Take what an edition has to give; `names` are what kinds of parts are called."""
        self.kinds.choices = options([(plural, _counted(names[plural], given, plural)) for plural in given.parts])
        self.partners.choices = options([(each.slug, each.name) for each in given.partners])

    def choice(self, **more: Any) -> Choice:
        """What was ticked."""
        return Choice(
            frozenset(self.kinds.data or ()), frozenset(self.partners.data or ()), places=self.places.data,
            proposals=self.proposals.data, **more,
        )  # fmt: skip


class NextEditionForm(ChoiceForm):
    """The next edition: what it is called, when it begins, and what comes along."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    edition = StringField(_("Edition"), [Length(max=40)], description=_("Such as 2027."), filters=[lambda x: x or None])
    slug = StringField(
        _("Short name"), [DataRequired(), Length(max=60)],
        description=_("In addresses: a–z, 0–9 and hyphens. Never changes."),
    )  # fmt: skip
    series = StringField(
        _("Series"), [Length(max=120)], description=_("What the editions are called together, so that they compare.")
    )
    first_day = DateField(_("First day"), [Optional()])
    everybody = BooleanField(_("Everybody who has a role now, in the same role"))

    def fits(self, source: Event) -> None:
        """Ask only for what the event does not settle."""
        if source.series_id is not None:
            del self.series
        if not source.days and source.kind is EventKind.PROGRAMME:
            del self.first_day

    def next(self) -> Edition:
        """What was typed."""
        told = {name: self[name].data for name in ("series", "first_day") if name in self}
        return Edition(self.name.data or "", self.slug.data or "", self.edition.data, **told)


class DeclineForm(FlaskForm):
    """Why a proposal is declined."""

    reason = StringField(_("Why it is declined"), [Length(max=500)])


def all_of(given: Offer, suggested: Suggestion, series: str) -> dict[str, Any]:
    """The form for the next edition as it is first shown: everything but people comes along."""
    return {
        "kinds": list(given.parts), "partners": [each.slug for each in given.partners], "places": bool(given.places),
        "proposals": bool(given.proposals), "series": series, **vars(suggested),
    }  # fmt: skip


def what_is_empty(given: Offer) -> dict[str, Any]:
    """The form for fetching as it is first shown: what the plan has nothing of yet."""
    return {"kinds": given.empty_here, "proposals": bool(given.proposals)}


def _counted(name: Any, given: Offer, plural: str) -> str:
    here = given.here.get(plural)
    there = given.parts[plural]
    if here:
        return str(gettext("%(name)s · %(there)s, and %(here)s here already", name=name, there=there, here=here))
    return f"{name} · {there}"
