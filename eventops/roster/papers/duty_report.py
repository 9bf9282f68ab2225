"""The duty report of a guard and a watch (R17): what the roster knows filled in, and the rest to fill in by hand."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _

from ...events.models import Event
from ...press import pressed
from ...typeface import drawn
from ...words import label, stamp
from ..guards import Guard
from ..models import Presence
from ..roll_call import worked

TEMPLATE = Path(__file__).with_name("duty_report.typ")
KINDS = {
    "a": _("Arrest (RB 24:7)"),
    "b": _("LOB: turned away, removed, taken into custody"),
    "c": _("Police Act s. 13: turned away, removed, taken into custody"),
    "d": _("Safety search (Police Act s. 19 (1))"),
    "e": _("Seizure (RB 27:4)"),
    "f": _("Seizure of alcohol (1958:205 s. 2 (3))"),
}
ASKED = (
    _("1 Who decided"),
    _("2 Ground, and time of the decision"),
    _("3 Who took part"),
    _("4 Against whom"),
    _("5 Time"),
    _("6 What else happened"),
    _("7 Time of handover, and to which officer"),
)


def duty_reports(event: Event, rows: Sequence[Guard], language: str) -> bytes:
    """A report for each guard of a watch as one PDF."""
    with force_locale(language):
        told = {
            "language": language, "exercise": gettext("EXERCISE") if event.exercise else "", **_words(),
            "event": event.name, "reports": [_report(event, each) for each in rows],
            "kinds": [[code, str(text)] for code, text in KINDS.items()], "asked": [str(each) for each in ASKED],
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=len(rows) == 1)


def _words() -> dict[str, Any]:
    return {
        "title": gettext("Duty report of a public order guard"),
        "measures": gettext("Measures: a row for each, with the letter of its kind"),
        "kind": gettext("Kind"), "number": gettext("No."),
        "released": gettext("If the guard released the person: fields 2–4."),
        "cuffs": gettext("Handcuffs"),
        "cuffs_asked": gettext("Used on whom, from when until when, and why (a form of its own follows)"),
        "handover": gettext("Handed over without delay (Police Act s. 29)"),
        "handover_asked": gettext("To which officer, when; transport: name of the officer in charge who decided"),
        "none": gettext("No measure during this watch"), "signature": gettext("Guard's signature"),
        "read": gettext("Read by the police lead"), "day": gettext("Date and time"),
        "at_once": gettext("Report to the police at once, as part of the measure (FAP 670-1 7:9)."),
    }  # fmt: skip


def _report(event: Event, guard: Guard) -> dict[str, Any]:
    return {"name": guard.person.name, "facts": [[str(name), value or ""] for name, value in _facts(event, guard)]}


def _facts(event: Event, guard: Guard) -> list[tuple[str, str | None]]:
    assignment, shift, held = guard.assignment, guard.shift, guard.appointment
    notice, done = assignment.notification, worked(assignment)
    wall = partial(stamp, event=event)
    came = f"{wall(done.starts_at)} – {wall(done.ends_at)[11:]}" if done.noted and done.starts_at else ""
    return [
        (gettext("Guard"), guard.person.name),
        (gettext("Company"), guard.person.organisation.name),
        (gettext("Appointment"), f"{held.number} {held.area} – {held.valid_until}".strip() if held else None),
        (gettext("Post"), f"{shift.where} {shift.place.name if shift.place else ''}".strip()),
        (gettext("Call sign"), assignment.call_sign),
        (gettext("Planned hours"), f"{wall(shift.starts_at)} – {wall(shift.ends_at)[11:]}"),
        (gettext("Worked"), came or _presence(assignment.presence)),
        (gettext("Legal basis"), _basis(shift.legal_basis, shift.legal_reference)),
        (gettext("Notification"), f"{notice.reference}, {wall(notice.notified_at)}" if notice else None),
        (gettext("End of duty notified"), wall(notice.ended_at) if notice else None),
        (gettext("Police lead"), guard.lead.name if guard.lead else None),
    ]


def _presence(presence: Presence) -> str:
    return "" if presence is Presence.EXPECTED else label("presence", presence)


def _basis(basis: object, reference: str | None) -> str | None:
    return f"{label('legal_basis', basis)} {reference or ''}".strip() if basis else None
