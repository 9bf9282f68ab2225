"""What stands in a cell, as a value: dates as people and spreadsheets write them, hours, numbers, yes and no, codes."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from flask_babel import force_locale

from ...errors import N_, Refused
from ...formats import starts_formula
from ...people.actions import ADDRESS, LANGUAGES
from ...people.models import CredentialKind
from ...words import LABELS
from ..models import Function
from . import columns as c

Code = TypeVar("Code", bound=StrEnum)
ENDLESS = date(9999, 12, 31)  # the last day of what never expires
SERIAL_BEGINS = date(1899, 12, 30)  # day 0 of Excel
SERIALS = range(1, 80_000)  # up to the year 2119
YES = {"yes", "y", "ja", "j", "x", "1", "true", "sant"}
NO = {"no", "n", "nej", "0", "false", "falskt", "-"}
FUNCTIONS = {
    "ov": Function.GUARD, "ordningsvakt": Function.GUARD, "guard": Function.GUARD, "vakt": Function.GUARD,
    "polis": Function.POLICE, "police officer": Function.POLICE, "sjukvård": Function.MEDICAL,
    "sjukvårdare": Function.MEDICAL, "first aid": Function.MEDICAL, "publikvärd": Function.STEWARD,
    "värd": Function.STEWARD, "volontär": Function.VOLUNTEER, "nattvandrare": Function.VOLUNTEER,
    "personal": Function.STAFF, "funktionär": Function.STAFF, "övrigt": Function.OTHER,
}  # fmt: skip
CREDENTIALS = {
    "appointment": CredentialKind.GUARD_APPOINTMENT, "förordnande": CredentialKind.GUARD_APPOINTMENT,
    "ov": CredentialKind.GUARD_APPOINTMENT, "ov-förordnande": CredentialKind.GUARD_APPOINTMENT,
    "ordningsvaktsförordnande": CredentialKind.GUARD_APPOINTMENT, "ov-utbildning": CredentialKind.GUARD_TRAINING,
    "utbildning": CredentialKind.GUARD_TRAINING, "grundutbildning": CredentialKind.GUARD_TRAINING,
    "training": CredentialKind.GUARD_TRAINING, "särskild utbildning": CredentialKind.GUARD_SPECIAL,
    "special training": CredentialKind.GUARD_SPECIAL, "arrestvakt": CredentialKind.ARREST_GUARD,
    "första hjälpen": CredentialKind.FIRST_AID, "hlr": CredentialKind.FIRST_AID, "körkort": CredentialKind.DRIVER,
    "förare": CredentialKind.DRIVER, "driver": CredentialKind.DRIVER, "drönare": CredentialKind.DRONE_PILOT,
    "drönarpilot": CredentialKind.DRONE_PILOT, "rakel": CredentialKind.RADIO, "samband": CredentialKind.RADIO,
    "övrigt": CredentialKind.OTHER,
}  # fmt: skip
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_SERIAL = re.compile(r"(\d{1,5})([.,]\d+)?")
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[ T]0{1,2}:00(?::00)?(?:\.0+)?)?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})\.?")
_HOUR = re.compile(r"(?:kl\.? *)?(\d{1,2})(?:[:.]?(\d{2}))?(?::00(?:\.0+)?)?")


def text(cell: str, most: int) -> str:
    """A cell's words, without what spreadsheets put around them. Refused for what cannot be kept."""
    if cell.startswith("'") and starts_formula(cell[1:]):  # as our own exports and Excel write it
        cell = cell[1:]
    if _UNKEPT.search(cell):
        raise Refused(N_("There are characters here that cannot be kept. Type it anew."))
    found = " ".join(cell.split())
    if len(found) > most:
        raise Refused(N_("Field cannot be longer than %(max)d characters."), max=most)
    return found


def day(words: str, years: Mapping[tuple[int, int], int] | None = None) -> date:
    """A date: 2027-06-30, 20270630, 30/6/2027, 30.6.2027, a serial number of Excel; 30/6 where `years` knows it."""
    try:
        return _day(words, years or {})
    except ValueError:
        raise Refused(N_("%(text)s is no date. Write it as 2027-06-30."), text=words) from None


def _day(words: str, years: Mapping[tuple[int, int], int]) -> date:
    if (found := _SERIAL.fullmatch(words)) and int(found[1]) in SERIALS and not _NO_YEAR.fullmatch(words):
        return SERIAL_BEGINS + timedelta(days=int(found[1]))
    if found := _ISO.fullmatch(words) or _RUN_TOGETHER.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(words):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if years and (found := _NO_YEAR.fullmatch(words)):
        month, number = int(found[2]), int(found[1])
        return date(years.get((month, number), next(iter(years.values()))), month, number)
    raise ValueError(words)


def born(words: str, today: date) -> date:
    """A date of birth: not in the future, not older than anybody."""
    found = day(words)
    if not date(1900, 1, 1) <= found <= today:
        raise Refused(N_("%(text)s is no date of birth."), text=words)
    return found


def hour(words: str) -> time:
    """An hour of the day: 18:00, 18.00, 1800, 18, 24:00, or a share of the day as a spreadsheet counts it."""
    shares = re.fullmatch(r"0[.,]\d+", words)
    if shares:
        minutes = round(float(words.replace(",", ".")) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    found = _HOUR.fullmatch(words.lower())
    hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hours < 24 and minutes < 60:
        return time(hours, minutes)
    if (hours, minutes) == (24, 0):
        return time()
    raise Refused(N_("%(text)s is no hour. Write it as 18:00."), text=words)


def number(words: str) -> float:
    """A number of hours that is not negative."""
    try:
        found = float(words.replace(" ", "").replace(",", ".").removesuffix("h"))
    except ValueError:
        found = -1
    if not 0 <= found < 100_000:  # neither nan
        raise Refused(N_("%(text)s is no number of hours."), text=words)
    return found


def whole(words: str) -> int:
    """A whole number of hours."""
    return round(number(words))


def yes(words: str) -> bool:
    """Yes or no."""
    said = words.casefold()
    if said in YES | NO:
        return said in YES
    raise Refused(N_("Write yes or no."))


def email(words: str) -> str:
    """An e-mail address."""
    if not ADDRESS.fullmatch(words):
        raise Refused(N_("Write an e-mail address, such as name@example.org."))
    return words


def phone(words: str) -> str:
    """A telephone number."""
    if not re.search(r"\d{3}", re.sub(r"[^\d]", "", words)):
        raise Refused(N_("%(text)s is no telephone number."), text=words)
    return words


def function(words: str) -> Function:
    """What somebody does, by its code or its name in either language."""
    found = FUNCTIONS.get(words.casefold()) or _codes(Function, "function").get(words.casefold())
    if found is None:
        raise Refused(N_("There is no function called %(text)s."), text=words)
    return found


def credential(words: str) -> CredentialKind:
    """What somebody holds, by its code or its name in either language."""
    found = CREDENTIALS.get(words.casefold()) or _codes(CredentialKind, "credential_kind").get(words.casefold())
    if found is None:
        raise Refused(N_("There is no kind of credential called %(text)s."), text=words)
    return found


def skills(words: str) -> tuple[CredentialKind, ...]:
    """What somebody can, divided by comma, semicolon, slash or bar."""
    return tuple(dict.fromkeys(credential(each.strip()) for each in re.split(r"[,;|/]", words) if each.strip()))


@cache
def _codes(codes: type[Code], kind: str) -> dict[str, Code]:
    known = {code.value: code for code in codes}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {str(name).casefold(): codes(code) for code, name in LABELS[kind].items()}
    return known


READ: dict[str, Callable[[str], Any]] = {
    c.PHONE: phone, c.EMAIL: email, c.FUNCTION: function, c.SHIFT_FUNCTION: function, c.AGREED: number,
    c.VOLUNTEER: yes, c.RESERVE: yes, c.KIND: credential, c.HOURS: whole, c.FROM: day, c.UNTIL: day, c.STARTS: hour,
    c.ENDS: hour, c.SKILLS: skills,
}  # fmt: skip
