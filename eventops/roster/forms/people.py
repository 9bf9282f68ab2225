"""The shape of what is typed about somebody in an event: terms, credentials, wishes; and of a file of people."""

from datetime import datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ... import clock
from ...errors import N_, Refused
from ...events.hours import moment
from ...events.models import Event
from ...people.models import Credential, CredentialKind, Person
from ...planning.forms.part import Figure, coded
from ...words import choices, named
from ..actions import Terms
from ..models import Enlistment, Function, WishKind
from ..people_in import cells

MOST_HOURS = 2000
CONTACT = ("phone", "email", "reference", "born")


class TermsForm(FlaskForm):
    """What somebody is to do in the event, and for how many hours at most."""

    function = coded(named("function"), _("Function"), empty=_("Whatever they may do"))
    team = StringField(_("Team"), [Length(max=80)], description=_("Those of one team are kept together."))
    origin = StringField(_("Origin unit"), [Length(max=80)], description=_("Where they come from, for the ledger."))
    agreed_hours = Figure(_("Agreed hours"), [Optional(), NumberRange(0, MOST_HOURS)])
    volunteer = BooleanField(_("Volunteer"))
    reserve = BooleanField(_("Reserve: proposed for those who do not come"))
    note = StringField(_("Note"), [Length(max=200)])

    def terms(self) -> Terms:
        """What was typed."""
        said = {field: self[field].data for field in ("team", "origin", "agreed_hours", "volunteer", "reserve", "note")}
        return Terms(Function(self.function.data) if self.function.data else None, **said)


class ContactForm(FlaskForm):
    """How somebody is reached, and who they are to their employer."""

    phone = TelField(_("Telephone"), [Length(max=40)])
    email = EmailField(_("E-mail address"), [Optional(), Length(max=255)])
    reference = StringField(_("Employee number"), [Length(max=60)])
    born = DateField(_("Date of birth"), [Optional()])

    def validate_email(self, field: EmailField) -> None:
        """The same as in a file of people."""
        try:
            cells.email(field.data.strip())
        except Refused as refused:
            raise ValidationError(gettext(refused.message)) from refused

    def validate_born(self, field: DateField) -> None:
        """Nobody is born after today."""
        if field.data > clock.now().date():
            raise ValidationError(gettext("That day has not come yet."))

    def said(self) -> dict[str, Any]:
        """What was typed, as the action on people takes it."""
        return {name: self[name].data for name in CONTACT}


class WithdrawForm(FlaskForm):
    """Why somebody leaves the roster."""

    because = StringField(_("Reason"), [Length(max=200)])


class HeldForm(FlaskForm):
    """An appointment, training or licence."""

    kind = SelectField(_("Kind"), choices=choices("credential_kind"), coerce=CredentialKind)
    number = StringField(_("Number"), [Length(max=60)], default="", render_kw={"autocomplete": "off"})
    area = StringField(_("Area"), [Length(max=200)], default="", description=_("Where it applies, if it is limited."))
    hours = IntegerField(_("Training hours"), [Optional(), NumberRange(0, MOST_HOURS)])
    valid_from = DateField(_("First day"), [InputRequired()])
    valid_until = DateField(_("Last day"), [InputRequired()])

    def said(self) -> dict[str, Any]:
        """What was typed, as the actions on credentials take it."""
        return {name: self[name].data for name in ("kind", "number", "area", "hours", "valid_from", "valid_until")}


class WishForm(FlaskForm):
    """An absence or a wish."""

    kind = SelectField(_("Kind"), choices=choices("wish_kind"), coerce=WishKind)
    first = DateField(_("From the day"), [Optional()])
    starts = TimeField(_("At"), [Optional()], description=_("Empty: from midnight."))
    last = DateField(_("Until the day"), [Optional()])
    ends = TimeField(_("Until"), [Optional()], description=_("Empty: the whole day."))
    place = SelectField(_("Place"), coerce=int)
    note = StringField(_("Note"), [Length(max=200)])

    def span(self, event: Event) -> tuple[datetime | None, datetime | None]:
        """[start, end) on the event's wall. Refused for an hour that the clock jumps over."""
        first, last = self.first.data, self.last.data or self.first.data
        if first is None or last is None:
            return None, None
        start = moment(event.zone, first, self.starts.data or time(), field="starts")
        if self.ends.data:
            return start, moment(event.zone, last, self.ends.data, field="ends")
        return start, event.day_span(last)[1].replace(hour=0, minute=0)


class PeopleFileForm(FlaskForm):
    """A file of people."""

    file = FileField(_("File"), description=_("XLSX or CSV, at most 10 MB and 10 000 rows. Headings in the first row."))

    def read(self) -> tuple[str, bytes]:
        """The file's name and what it holds."""
        sent = self.file.data
        if not sent or not sent.filename:
            raise Refused(N_("Choose a file."), field="file")
        return sent.filename, sent.read()


class MergeForm(FlaskForm):
    """Which of two goes, and which stays."""

    goes = IntegerField(_("Goes"), [InputRequired()])
    stays = IntegerField(_("Stays"), [InputRequired()])


class AcceptForm(FlaskForm):
    """With what reason the warnings of a file are accepted."""

    reason = StringField(_("Reason kept with each accepted warning"), [Length(max=200)])


def shown_terms(enlistment: Enlistment | None) -> dict[str, Any]:
    """Somebody's terms as TermsForm shows them."""
    if enlistment is None:
        return {}
    return {name: getattr(enlistment, name) for name in Terms.__dataclass_fields__}


def shown_contact(person: Person) -> dict[str, Any]:
    """How somebody is reached as ContactForm shows it."""
    return {name: getattr(person, name) for name in CONTACT}


def shown_credential(credential: Credential) -> dict[str, Any]:
    """A credential as HeldForm shows it."""
    kept = ("kind", "number", "area", "hours", "valid_from", "valid_until")
    return {name: getattr(credential, name) for name in kept}
