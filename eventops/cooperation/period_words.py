"""What periods, their reports and how serious a matter is are called."""

from datetime import date, datetime, timedelta

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _

from ..events.models import Event
from ..words import current_language
from .models import MatterSource, PeriodKind, ReportingPeriod
from .periods import Standing

SERIOUSNESS = {1: _("Very serious"), 2: _("Serious"), 3: _("Less serious"), 4: _("Disturbance")}
SOURCES = {
    MatterSource.OWN: _("Own observation"),
    MatterSource.STAFF: _("Staff"),
    MatterSource.PUBLIC: _("Visitors or residents"),
    MatterSource.PARTNER: _("Another partner"),
    MatterSource.LOG: _("The live log"),
    MatterSource.OTHER: _("Another source"),
}
LIVE = {PeriodKind.DAY: _("Each day"), PeriodKind.WATCH: _("Each watch of the plan")}
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
STANDINGS = {  # what it is called, its icon and its tone
    Standing.REPORTED: (_("Reported"), "check-circle-fill", "good"),
    Standing.NOTHING: (_("Nothing to report"), "check-circle", "good"),
    Standing.LATE: (_("Reported late"), "clock", "warn"),
    Standing.WAITED_FOR: (_("Waited for"), "clock", "accent"),
    Standing.MISSING: (_("Missing"), "exclamation-triangle", "bad"),
    Standing.RUNNING: (_("Not yet"), "dash-circle", ""),
    Standing.NOT_ASKED: (_("Not asked"), "", ""),
}


def period_name(period: ReportingPeriod, event: Event) -> str:
    """What a period is called in the reader's language: "Week 47", "Saturday 4 July", "Evening, Saturday 4 July"."""
    if period.kind is PeriodKind.WEEK:
        return str(gettext("Week %(number)s", number=int(period.name.partition("-W")[2])))
    if period.kind is PeriodKind.WATCH:
        day, _space, name = period.name.partition(" ")
        return f"{name}, {_weekday(date.fromisoformat(day))}"
    return _day(event.operational_day(period.starts_at))


def period_in_sentence(period: ReportingPeriod, event: Event) -> str:
    """What a period is called within a sentence: Swedish writes days and weeks small."""
    name = period_name(period, event)
    return name if current_language() == "en" or period.kind is PeriodKind.WATCH else name[:1].lower() + name[1:]


def period_days(period: ReportingPeriod, event: Event) -> str:
    """From when until when a period lasts, in days, or in hours where it is shorter than two."""
    first, last = event.local(period.starts_at), event.local(period.ends_at)
    if period.ends_at - period.starts_at > timedelta(days=2):
        return f"{_short(first)} – {_short(last - timedelta(seconds=1))}"
    return f"{first:%H:%M}–{last:%H:%M}"


def _day(day: date) -> str:
    text = _weekday(day)
    return text[:1].upper() + text[1:]


def _weekday(day: date) -> str:
    return str(format_date(day, "EEEE d MMMM"))


def _short(moment: datetime) -> str:
    return str(format_date(moment.date(), "d MMM"))
