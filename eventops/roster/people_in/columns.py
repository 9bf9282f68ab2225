"""The columns a list of people may have, and what they are called in the files that companies and volunteers send."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _

from ...people.actions import LANGUAGES

NAME, ORGANISATION, REFERENCE, BORN, PHONE, EMAIL = "name", "organisation", "reference", "born", "phone", "email"
FUNCTION, TEAM, ORIGIN, AGREED, VOLUNTEER, RESERVE = (
    "function",
    "team",
    "origin",
    "agreed_hours",
    "volunteer",
    "reserve",
)
KIND, NUMBER, AREA, HOURS, FROM, UNTIL = "credential", "number", "area", "hours", "valid_from", "valid_until"
SKILLS, POST, DAY, STARTS, ENDS, CALL_SIGN = "skills", "post", "day", "starts", "ends", "call_sign"
SHIFT_FUNCTION = "shift_function"


@dataclass(frozen=True)
class Heading:
    """A column: what it is called on screen, what else it is called (English and Swedish), and what goes in it."""

    label: LazyString
    also: tuple[str, ...]
    width: int = 14
    most: int = 200  # characters


COLUMNS: dict[str, Heading] = {
    NAME: Heading(
        _("Name"),
        ("full name", "person", "employee", "namn", "förnamn efternamn", "för- och efternamn", "medarbetare"), 28, 120,
    ),
    ORGANISATION: Heading(
        _("Organisation"), ("company", "employer", "organization", "arbetsgivare", "bolag", "företag", "förening"), 24
    ),
    REFERENCE: Heading(
        _("Employee number"),
        ("reference", "diarienummer", "employee id", "staff id", "ref", "anst.nr", "anstnr", "referens",
         "tjänstenummer", "anställningsnr"),
        14, 60,
    ),
    BORN: Heading(_("Date of birth"), ("born", "birth date", "dob", "född", "födelsedatum", "födelsedag")),
    PHONE: Heading(_("Telephone"), ("phone", "mobile", "tel", "telefon", "mobil", "telefonnummer"), 16, 40),
    EMAIL: Heading(_("E-mail address"), ("email", "e-mail", "mail", "e-post", "epost", "e-postadress"), 28, 255),
    FUNCTION: Heading(_("Function"), ("role", "duty", "funktion", "roll", "tjänst", "befattning"), 18),
    TEAM: Heading(_("Team"), ("group", "lag", "grupp"), 14, 80),
    ORIGIN: Heading(
        _("Origin unit"),
        ("unit", "home unit", "district", "ursprungsenhet", "enhet", "hemenhet", "polisområde", "avdelning"), 20, 80,
    ),
    AGREED: Heading(
        _("Agreed hours"), ("hours agreed", "max hours", "avtalade timmar", "avtalad tid", "timmar", "max timmar")
    ),
    VOLUNTEER: Heading(_("Volunteer"), ("volontär", "frivillig", "ideell"), 10),
    RESERVE: Heading(_("Reserve"), ("standby", "reserv"), 10),
    SKILLS: Heading(_("Skills"), ("competences", "qualifications", "kompetenser", "kompetens", "färdigheter"), 24),
    KIND: Heading(
        _("Credential"),
        ("credential kind", "certificate", "appointment", "behörighet", "intyg", "förordnande", "behörighetstyp"), 24,
    ),
    NUMBER: Heading(
        _("Credential number"),
        ("number", "appointment number", "certificate number", "nummer", "förordnandenummer", "förordnande nr",
         "förordnandenr", "behörighetens nummer", "bevisnummer", "ov-nummer"),
        18, 60,
    ),
    AREA: Heading(
        _("Credential area"), ("area", "område", "förordnandeområde", "giltighetsområde", "behörighetens område"), 18
    ),
    HOURS: Heading(
        _("Training hours"),
        ("credential hours", "hours of training", "utbildningstimmar", "utbildning timmar", "kurstimmar"),
    ),
    FROM: Heading(
        _("Valid from"),
        ("first day", "appointed from", "giltig från", "giltigt från", "giltig fr.o.m.", "förordnande från",
         "förordnad från", "fr.o.m.", "gäller från", "startdatum"),
    ),
    UNTIL: Heading(
        _("Valid until"),
        ("last day", "valid to", "expires", "expiry date", "giltig till", "giltigt till", "giltig t.o.m.",
         "förordnande till", "förordnande t.o.m.", "förordnad till", "går ut", "t.o.m.", "utgångsdatum", "gäller till",
         "gäller t.o.m.", "slutdatum", "förordnad t.o.m."),
    ),
    POST: Heading(_("Post"), ("place", "station", "plats", "postnummer på platsen", "postering"), 12, 80),
    DAY: Heading(_("Day"), ("date", "shift date", "dag", "datum", "passdatum")),
    STARTS: Heading(_("Starts"), ("start", "from", "start time", "börjar", "starttid", "från", "kl från"), 10),
    ENDS: Heading(_("Ends"), ("end", "to", "end time", "slutar", "slut", "sluttid", "till", "kl till"), 10),
    SHIFT_FUNCTION: Heading(_("Function on the shift"), ("shift function", "funktion på passet"), 18),
    CALL_SIGN: Heading(_("Call sign"), ("callsign", "radio", "anropssignal", "signal", "rakelnamn"), 12, 20),
}  # fmt: skip
LOOKED_AT = 10  # rows among which the headings stand


def guess(headings: Sequence[str], remembered: dict[str, str]) -> list[str]:
    """What each heading is understood as, "" for nothing; `remembered` is what was chosen before, by heading."""
    sure = [remembered.get(heading, _names().get(_plain(heading), "")) for heading in headings]
    found: list[str] = []
    for heading, exact in zip(headings, sure, strict=True):
        ending = "" if exact else _ending(heading)
        code = exact or ("" if ending in sure else ending)
        found.append("" if code in found else code)
    return found


def _ending(heading: str) -> str:
    """What a longer heading ends with: "Förordnande giltigt t.o.m." is when something ends."""
    words = _plain(heading).split()
    return next((code for n in range(1, len(words)) if (code := _names().get(" ".join(words[n:])))), "")


def heading_row(rows: Sequence[tuple[int, list[str]]]) -> int:
    """Which of the rows holds the headings: the one with most known names among the first."""
    known = [sum(_plain(cell) in _names() for cell in cells) for _, cells in rows[:LOOKED_AT]]
    return known.index(max(known)) if known else 0


def _plain(heading: str) -> str:
    words = re.sub(r"[^\w]+", " ", heading.casefold().replace(".", "").replace("-", "")).strip()
    return words.replace("giltigt", "giltig").replace("till och med", "tom").replace("från och med", "from")


@cache
def _names() -> dict[str, str]:
    """Every known name of a column in both languages, plain, and its code."""
    known = {_plain(name): code for code, heading in COLUMNS.items() for name in (code, *heading.also)}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {_plain(str(heading.label)): code for code, heading in COLUMNS.items()}
    return known
