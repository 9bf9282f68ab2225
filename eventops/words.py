"""What codes are called in the user's language, and how times look on the event's wall clock."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, session, url_for
from flask_babel import LazyString, get_locale, gettext, lazy_gettext, lazy_pgettext
from flask_login import current_user
from jinja2 import StrictUndefined
from wtforms.fields.choices import SelectChoice

from . import clock

_ = lazy_gettext

LABELS: dict[str, dict[str, LazyString]] = {
    "state": {
        "new": _("New"),
        "assigned": _("Assigned"),
        "en_route": _("En route"),
        "on_scene": _("On scene"),
        "on_hold": _("On hold"),
        "handed_over": _("Handed over"),
        "closed": _("Closed"),
        "reopened": _("Reopened"),
    },
    "unit": {
        "per 1000": _("per 1,000"), "SEK per 1000": _("SEK per 1,000"), "min": _("min"), "p/m²": _("p/m²"),
        "of 5": _("of 5"), "n": "",
    },
    "disposition": {
        "no_action": _("No action"),
        "advised": _("Advised"),
        "assisted": _("Assisted on site"),
        "to_relative": _("Left with a relative"),
        "wristband_cut": _("Wristband cut, ejected"),
        "turned_away": _("Turned away"),
        "removed": _("Removed"),
        "extended_removal": _("Extended removal"),
        "custody": _("Taken into custody"),
        "lob_cell": _("Intoxicated, to the cell"),
        "lob_home": _("Intoxicated, driven home"),
        "lob_care": _("Intoxicated, to care"),
        "arrested": _("Arrested, handed over"),
        "fixed_penalty": _("Fixed penalty"),
        "reported": _("Crime report made"),
        "seizure": _("Seizure"),
        "treated": _("Treated on site"),
        "ambulance": _("Ambulance"),
        "to_guardian": _("To guardian or social services"),
        "handed_over": _("Handed to another service"),
        "unfounded": _("Unfounded"),
        "duplicate": _("Duplicate"),
        "follow_up": _("To be followed up"),
    },
    "chip": {
        "incident": _("On"),
        "category": _("Category"),
        "kind": _("Kind"),
        "time": _("Occurred"),
        "priority": _("Priority"),
        "sector": _("Sector"),
        "place": _("Place"),
        "reporter": _("From"),
        "receiver": _("To"),
        "channel": _("By"),
        "audience": _("Audience"),
        "quoted": _("Said"),
        "unit": _("Unit"),
    },
    "thing": {
        "incident": _("Incident"),
        "intervention": _("Intervention"),
        "decision": _("Decision to review"),
        "errand": _("Task"),
        "card_run": _("Action card"),
    },
    "late": {
        "offline": _("Written without contact, registered afterwards"),
        "paper": _("Written on paper, registered afterwards"),
        "imported": _("Taken over from another system, registered afterwards"),
    },
    "category_group": {
        "O": _("Public order"),
        "V": _("Violence"),
        "S": _("Sexual offences"),
        "T": _("Theft and fraud"),
        "N": _("Narcotics and alcohol"),
        "P": _("People in need"),
        "M": _("Medical"),
        "C": _("Crowd"),
        "B": _("Fire, weather and threats"),
        "R": _("Traffic"),
        "F": _("Football"),
        "I": _("Internal"),
        "X": _("Other"),
    },
    "availability": {
        "available": _("Free"),
        "break": _("Break"),
        "out": _("Out of service"),
    },
    "unit_status": {
        "assigned": _("Assigned"),
        "en_route": _("En route"),
        "on_scene": _("On scene"),
        "released": _("Released"),
    },
    "priority": {
        "1": _("1 Immediate"),
        "2": _("2 Urgent"),
        "3": _("3 Can wait"),
        "4": _("4 Information"),
    },
    "audience": {"all": _("Everyone"), "police": _("Police"), "command": _("Command")},
    "phase": {
        "planning": _("Planning"),
        "live": lazy_pgettext("phase", "Live"),
        "closed": lazy_pgettext("phase", "Closed"),
    },
    "role": {
        "commander": _("Commander"),
        "planner": _("Planner"),
        "operator": _("Operator"),
        "sector_chief": _("Sector chief"),
        "partner_coordinator": _("Partner coordinator"),
        "field": _("Field"),
        "evaluator": _("Evaluator"),
        "auditor": _("Auditor"),
    },
    "organisation_kind": {
        "police": _("Police"),
        "organiser": _("Organiser"),
        "municipality": _("Municipality"),
        "healthcare": _("Healthcare"),
        "church": _("Church"),
        "guard_company": _("Guard company"),
        "transport": _("Transport"),
        "rescue": _("Rescue service"),
        "volunteers": _("Volunteers"),
        "other": _("Other"),
    },
    "credential_kind": {
        "guard_appointment": _("Appointment as public order guard"),
        "guard_training": _("Training as public order guard"),
        "guard_special": _("Special training of a guard"),
        "arrest_guard": _("Custody guard"),
        "first_aid": _("First aid"),
        "driver": _("Driving licence"),
        "drone_pilot": _("Drone pilot"),
        "radio": _("Radio"),
        "other": _("Other"),
    },
    "event_kind": {
        "festival": _("Concert or festival"),
        "sports": _("Sports"),
        "market": _("Market"),
        "demonstration": _("Demonstration"),
        "state_visit": _("Royal or state visit"),
        "programme": _("Ongoing cooperation programme"),
    },
    "legal_mode": {
        "competent_authority": _("Competent authority (Criminal Data Act)"),
        "organiser": _("Organiser (GDPR)"),
    },
    "place_kind": {
        "sector": _("Sector"),
        "post": _("Post"),
        "gate": _("Gate"),
        "entrance": _("Entrance"),
        "exit": _("Exit"),
        "emergency_route": _("Emergency route"),
        "licensed": _("Licensed area"),
        "medical": _("Medical post"),
        "rendezvous": _("Rendezvous point"),
        "assembly": _("Assembly area"),
        "other": _("Other place"),
    },
    "function": {
        "police": _("Police"),
        "guard": _("Public order guard"),
        "medical": _("Medical"),
        "steward": _("Steward"),
        "volunteer": _("Volunteer"),
        "staff": _("Staff"),
        "other": _("Other"),
    },
    "legal_basis": {
        "permit": _("Permit to use guards"),
        "event_decision": _("Condition in the decision on the event"),
        "alcohol_decision": _("Condition in the serving permit"),
        "statute": _("Statute"),
    },
    "presence": {
        "present": _("Present"),
        "late": _("Late"),
        "no_show": _("Did not come"),
        "sick": _("Sick"),
        "sent_home": _("Sent home"),
        "left": _("Went off duty"),
    },
    "wish_kind": {
        "absent": _("Cannot work"),
        "free": _("Would rather be free"),
        "no_nights": _("No nights"),
        "place": _("Would like to work at"),
    },
    "reply": {"accepted": _("Accepted"), "declined": _("Declined")},
    "swap_state": {
        "asked": _("Asked"),
        "approved": _("Approved"),
        "declined": _("Declined"),
        "withdrawn": _("Withdrawn"),
    },
    "unit_kind": {
        "patrol": _("Patrol"),
        "arrest_group": _("Public-order group"),
        "dialogue": _("Dialogue officers"),
        "traffic": _("Traffic"),
        "dog": _("Dog"),
        "plain_clothes": _("Plain clothes"),
        "crime_desk": _("On-site crime desk"),
        "custody": _("Custody transport"),
        "guard_group": _("Guard team, led by police"),
        "guard_reserve": _("Guard reserve"),
        "stewards": _("Stewards"),
        "volunteers": _("Night walkers and volunteers"),
        "church": _("Church on call"),
        "social": _("Youth outreach and social services"),
        "medical": _("Medical"),
        "rescue": _("Rescue"),
        "drone": _("Drone"),
        "other": _("Other"),
    },
    "entry_kind": {
        "note": _("Fact"),
        "assessment": _("Assessment"),
        "decision": _("Decision"),
        "task": _("Task"),
        "order": _("Order"),
        "sitrep": _("Situation report"),
        "contact": _("Contact made"),
        "opened": _("Incident"),
        "state": _("State"),
        "priority": _("Priority"),
        "edited": _("Edited"),
        "moved": _("Moved"),
        "audience": _("Audience"),
        "unit": _("Unit"),
        "linked": _("Linked"),
        "merged": _("Merged"),
        "attached": _("Attached"),
        "acknowledged": _("Acknowledged"),
        "strike": _("Strike"),
    },
    "age": {"adult": _("18 or older"), "under_18": _("15 to 17"), "under_15": _("Under 15")},
    "force": {
        "handcuffs": _("Handcuffs"),
        "spray": _("Pepper spray"),
        "tear_gas": _("Tear gas"),
        "firearm": _("Firearm"),
        "vehicle_stop": _("Device to stop vehicles"),
    },
    "person_role": {
        "detained": _("Detained"),
        "suspect": _("Suspect"),
        "injured": _("Injured party"),
        "witness": _("Witness"),
        "reporter": _("Reporter"),
        "not_suspect": _("Not suspected"),
    },
    "intervention_step": {
        "review": _("Reviewed"),
        "extension": _("Extended"),
        "check": _("Looked to"),
        "report": _("Guards' report"),
        "handover": _("Handed over to the police"),
        "arrival": _("Put in cell"),
        "signed_decision": _("1–2 signed"),
        "signed_record": _("3–6 signed"),
        "end": _("Ended"),
        "strike": _("Struck"),
    },
    "review_outcome": {"upheld": _("It stands"), "released": _("Released")},
    "running": {
        "limit": _("Time limit"),
        "open": _("Goes on"),
        "check": _("Look to"),
        "handover": _("Handover"),
        "review": _("Supervisor's review"),
        "report": _("Guards' report"),
    },
    "sensitive": {
        "number": _("a personal identity number"),
        "health": _("somebody's health"),
        "ethnicity": _("somebody's origin or belief"),
    },
    "deed": {  # the last word of what the record calls a change of a part
        "added": _("added"),
        "edited": _("changed"),
        "dropped": _("taken out"),
        "copied": _("fetched from an earlier edition"),
        "filed": _("file put in"),
        "decided": _("decided"),
        "done": _("carried out"),
        "evaluated": _("evaluated"),
        "accepted": _("accepted"),
        "checked": _("checked"),
        "breached": _("breach reported"),
    },
}


def label(kind: str, code: object) -> str:
    """What a code is called: label("state", "on_scene"). A named audience is called by its partners' names."""
    text = str(code)
    if kind == "audience" and text.startswith("partner:"):
        names = g.partner_names() if "partner_names" in g else {}
        return ", ".join(names.get(part, part) for part in text.removeprefix("partner:").split("+partner:"))
    return str(LABELS[kind].get(text, text))


def named(kind: str) -> list[tuple[str, LazyString]]:
    """The codes of a kind with their names."""
    return list(LABELS[kind].items())


def choices(kind: str) -> list[SelectChoice]:
    """The same for a form's field."""
    return options(named(kind))


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """What a form's field offers, from (value, name) pairs."""
    return [SelectChoice(value, name) for value, name in pairs]


def clock_time(moment: datetime | None, event: Any) -> str:
    """HH:MM:SS on the event's wall clock."""
    return event.local(moment).strftime("%H:%M:%S") if moment else ""


def stamp(moment: datetime | str | None, event: Any) -> str:
    """YYYY-MM-DD HH:MM on the event's wall clock; a frozen part and a record hold the moment as text."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return event.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def span(starts: datetime, ends: datetime, event: Any) -> str:
    """From when until when; the day once where both are on it."""
    first, last = stamp(starts, event), stamp(ends, event)
    return f"{first} – {last[11:] if first[:10] == last[:10] else last}"


def author(signed: str) -> str:
    """Who stands on the record, the role or the way in said in the user's language: "Karin (commander)"."""
    name, _between, rest = signed.removesuffix(")").rpartition(" (")
    if rest in LABELS["role"]:
        return f"{name} ({label('role', rest).lower()})"
    if by_link := _BY_LINK.fullmatch(signed):
        return str(gettext("%(name)s (%(partner)s by link)", **by_link.groupdict()))
    return signed


def current_language() -> str:
    """ "sv" or "en"."""
    locale = get_locale()
    return locale.language if locale else "sv"


def theme_of_request() -> str | None:
    """ "dark" or "light": the account's choice, else this browser's; None if neither chose."""
    return getattr(current_user, "theme", None) or session.get("theme")


def asset(path: str) -> str:
    """The URL of a file under static/, changed when the file is."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=path, v=_version(f"{folder}/{path}"))


_versions: dict[str, str] = {}
_BY_LINK = re.compile(r"(?P<name>.+?) \((?P<partner>.+) by link\)")


def _version(path: str) -> str:
    if path not in _versions or current_app.debug:
        with open(path, "rb") as file:
            _versions[path] = hashlib.sha256(file.read()).hexdigest()[:12]
    return _versions[path]


def init_app(app: Flask) -> None:
    """Give the templates their words; a template that names what is not there fails in its test, not in the night."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        label=label, choices=named, asset=asset, current_language=current_language, now=clock.now,
        theme_of_request=theme_of_request, has_endpoint=lambda name: name in app.view_functions,
    )  # fmt: skip
    app.jinja_env.filters.update(author=author, clock=clock_time, stamp=stamp, span=span)
