"""What is said of a crowd: its levels, where a capacity is from, its alarms, and its part of the situation report."""

from flask_babel import format_decimal, gettext, lazy_gettext

from ..events.models import Event
from .crowd import Origin, Zone, alarms, counted
from .models import CountKind, CrowdAlarm, Scale

_ = lazy_gettext

LEVELS = {
    "amber": _("Prepare to slow the ingress"),
    "slow": _("Slow the ingress"),
    "stop": _("Stop the ingress"),
    "slowed": _("Walking is slowed"),
    "contact": _("Involuntary contact"),
    "dangerous": _("Dangerous density"),
    "critical": _("Critical density"),
}
ORIGINS = {
    Origin.SAID: _("Set for the event"),
    Origin.PLAN: _("Safe capacity of the plan's calculation"),
    Origin.PARTS: _("The smallest of what the plan has calculated"),
    Origin.AREA: _("Area times density"),
    Origin.NONE: _("No capacity is known"),
}
COUNTS = {
    CountKind.FLOW: _("Counted in and out"),
    CountKind.TOTAL: _("Counted by hand"),
    CountKind.DENSITY: _("Estimated density"),
}
LIMITS = {
    "crowd_amber": _("Prepare to slow the ingress from, percent of the safe capacity"),
    "crowd_slow": _("Slow the ingress from, percent of the safe capacity"),
    "crowd_stop": _("Stop the ingress from, percent of the safe capacity"),
    "crowd_contact": _("Involuntary contact from, persons/m²"),
    "crowd_dangerous": _("Dangerous density from, persons/m²"),
    "crowd_critical": _("Critical density from, persons/m²"),
    "crowd_slowed": _("Walking is slowed from, persons/m²"),
    "crowd_ease_share": _("An alarm eases so much below its limit, percentage points"),
    "crowd_ease_density": _("An alarm eases so much below its limit, persons/m²"),
    "crowd_flow": _("Net inflow over the last, minutes"),
    "crowd_ahead": _("The fill time is forecast for at most, minutes"),
    "crowd_observed": _("An estimated density counts for, minutes"),
    "crowd_holding": _("Capacity of a zone without a calculation, persons/m²"),
}


def number(value: float) -> str:
    """A number as it is written in the user's language."""
    return str(format_decimal(value, format="#,##0.##"))


def numbers_of(scale: Scale, zone: str, value: float, inside: int, capacity: int | None) -> str:
    """What an alarm is about, in numbers: "A 101 % (1,010 of 1,000)" or "A 3.8 persons/m²"."""
    if scale is Scale.DENSITY:
        return str(gettext("%(zone)s %(density)s persons/m²", zone=zone, density=number(value)))
    told = {"zone": zone, "share": number(int(value)), "inside": number(inside), "capacity": number(capacity or 0)}
    return str(gettext("%(zone)s %(share)s %% (%(inside)s of %(capacity)s)", **told))


def alarm_text(alarm: CrowdAlarm) -> str:
    """An alarm in one line: what it means, where, and by which numbers."""
    told = numbers_of(alarm.scale, alarm.zone.code, alarm.value, alarm.inside, alarm.capacity)
    return f"{LEVELS[alarm.level]}: {told}"


def incident_text(event: Event, alarm: CrowdAlarm) -> str:
    """The first line of the incident that is opened from an alarm."""
    when = event.local(alarm.raised_at).strftime("%H:%M:%S")
    return str(gettext("Crowd alarm %(number)s at %(when)s. %(text)s", number=alarm.number, when=when,
                       text=alarm_text(alarm)))  # fmt: skip


def zone_line(event: Event, zone: Zone) -> str:
    """How a zone stands in one line."""
    name, inside = f"{zone.place.code} {zone.place.name}", number(zone.inside)
    if zone.share is None:
        line = str(gettext("%(name)s: %(inside)s inside", name=name, inside=inside))
    else:
        told = {"name": name, "inside": inside, "capacity": number(zone.room.capacity or 0), "share": int(zone.share)}
        line = str(gettext("%(name)s: %(inside)s of %(capacity)s (%(share)s %%)", **told))
    if zone.density is not None:
        line += ", " + gettext("%(density)s persons/m²", density=number(round(zone.density, 1)))
    if zone.full_at:
        line += ", " + gettext("full at %(when)s if it goes on", when=event.local(zone.full_at).strftime("%H:%M"))
    elif zone.empty_at:
        line += ", " + gettext("empty at %(when)s if it goes on", when=event.local(zone.empty_at).strftime("%H:%M"))
    return line


def report(event: Event) -> str:
    """The crowd's part of a situation report: the zones, the fullest first, and the alarms that are not over."""
    lines = [zone_line(event, zone) for zone in counted(event)]
    return "\n".join([*lines, *(alarm_text(each) for each in alarms(event))])
