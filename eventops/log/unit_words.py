"""What is said of units in words: why one is suggested, what to know before it is sent, what the log says of it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask_babel import format_decimal, gettext

from ..events.models import Event
from ..words import label


def reasons(event: Event, told: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    """Each reason as a few words."""
    return [_reason(event, code, values) for code, values in told]


def _reason(event: Event, code: str, values: dict[str, Any]) -> str:
    if code in ("own", "incident", "post", "sector"):
        return _distance(code, values["metres"], values["name"])
    if code in ("free", "break", "out"):
        return _standing(code, values["minutes"])
    if code in ("ended", "ending"):
        return _ending(event, code, values["at"])
    if code == "at_work":
        word = label("unit_status", values["status"])
        return f"{word} #{values['number']}" if values["number"] else word
    if code == "worked":
        return str(gettext(
            "sent %(count)s times, %(minutes)s min in %(hours)s h",
            count=values["count"], minutes=values["minutes"], hours=values["hours"],
        ))  # fmt: skip
    return _ability(code, values)


def _distance(how: str, metres: float, name: str) -> str:
    kilometres: str = format_decimal(metres / 1000, "0.0")
    far = f"{round(metres, -1):.0f} m" if metres < 1000 else f"{kilometres} km"
    if how == "own":
        return far
    return str(gettext("%(far)s from %(name)s", far=far, name=name))


def _standing(code: str, minutes: int | None) -> str:
    if minutes is None:
        return label("availability", code if code != "free" else "available").lower()
    span = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
    said: dict[str, Callable[[], Any]] = {
        "free": lambda: gettext("free for %(span)s", span=span),
        "break": lambda: gettext("on a break for %(span)s", span=span),
        "out": lambda: gettext("out of service for %(span)s", span=span),
    }
    return str(said[code]())


def _ending(event: Event, code: str, at: datetime) -> str:
    time = f"{event.local(at):%H:%M}"
    if code == "ended":
        return str(gettext("its shift ended %(time)s", time=time))
    return str(gettext("its shift ends %(time)s", time=time))


def _ability(code: str, values: dict[str, Any]) -> str:
    named = ", ".join(label("credential_kind", each) for each in values.get("skills", ()))
    kind = label("unit_kind", values["kind"]) if values.get("kind") else ""
    said: dict[str, Callable[[], Any]] = {
        "nowhere": lambda: gettext("nobody knows where"),
        "skilled": lambda: named,
        "unskilled": lambda: gettext("without %(skills)s", skills=named),
        "kind": lambda: kind,
        "other_kind": lambda: kind or gettext("unknown kind"),
    }
    return str(said[code]())


def warning(event: Event, call_sign: str, code: str, at: datetime | None) -> str:
    """What somebody who sends a unit is told beside."""
    time = f"{event.local(at):%H:%M}" if at else ""
    said: dict[str, Callable[[], Any]] = {
        "break": lambda: gettext("%(sign)s was on a break since %(time)s.", sign=call_sign, time=time),
        "out": lambda: gettext("%(sign)s was out of service since %(time)s.", sign=call_sign, time=time),
        "ended": lambda: gettext("The shift of %(sign)s ended %(time)s.", sign=call_sign, time=time),
        "off_duty": lambda: gettext("%(sign)s is not on duty now.", sign=call_sign),
    }
    return str(said[code]())


def left(call_sign: str, number: int | None) -> str:
    """That a unit was taken from another incident."""
    if number is None:
        return str(gettext("%(sign)s leaves another incident for this one.", sign=call_sign))
    return str(gettext("%(sign)s leaves #%(number)s for this one.", sign=call_sign, number=number))


def asked(call_sign: str, minutes: float) -> str:
    """What the log says when a unit is asked how it fares."""
    return str(gettext(
        "%(sign)s has not been heard of for %(minutes)s min and is asked how it fares.",
        sign=call_sign, minutes=f"{minutes:g}",
    ))  # fmt: skip


def well(call_sign: str, *, by_radio: bool) -> str:
    """What the log says when it answers."""
    if by_radio:
        return str(gettext("%(sign)s reached by radio, all well.", sign=call_sign))
    return str(gettext("%(sign)s answers that all is well.", sign=call_sign))


def overtaken(event: Event, call_sign: str, what: str, at: datetime) -> str:
    """What the log says of a tap that came after something newer had been set."""
    return str(gettext(
        "%(sign)s said at %(time)s by phone: %(what)s. It came later and changed nothing, for the unit had been set "
        "otherwise meanwhile.",
        sign=call_sign, time=f"{event.local(at):%H:%M}", what=what,
    ))  # fmt: skip


def help_title(call_sign: str) -> str:
    """What a call for help is called."""
    return str(gettext("Help wanted by %(sign)s", sign=call_sign))
