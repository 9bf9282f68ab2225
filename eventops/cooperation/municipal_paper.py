"""A municipal picture and action plan on paper, in either language."""

from pathlib import Path
from typing import Any

import orjson
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _

from ..planning.forms.measure import STATES
from ..planning.models.cause import Confidence
from ..press import pressed
from ..typeface import drawn
from ..words import label
from .month_counts import Row
from .month_paper import WITHHELD, count
from .municipal import reference

TEMPLATE = Path(__file__).with_name("municipal.typ")
FACTS = {
    "source": _("Source"), "for": _("Speaks for it"), "against": _("Speaks against it"), "confidence": _("Confidence"),
    "target": _("Target"), "owner": _("Owner"), "state": _("State"), "due": _("Due on"),
    "follow_up": _("Followed up on"), "parties": _("Parties"), "from": _("Valid from"), "to": _("Valid through"),
}  # fmt: skip
CONFIDENCE = {Confidence.LOW: _("low"), Confidence.MEDIUM: _("medium"), Confidence.HIGH: _("high")}
VALUES: dict[str, Any] = {"state": STATES, "confidence": CONFIDENCE}


def fact(name: str, value: str) -> str:
    """What a fact says, in words."""
    said = str(VALUES.get(name, {}).get(value, value))
    return f"{FACTS[name]}: {said}" if name else said


def head(code: str) -> dict[str, str]:
    """A section of the reference: its names, its paragraph and what belongs there."""
    found: dict[str, str] = next(each for each in reference()["section"] if each["code"] == code)
    return found


def paper(told: Row, language: str, made: str, status: str) -> bytes:
    """The PDF; `made` says when and by whom, `status` whether it is a draft or by whom it was adopted."""
    with force_locale(language):
        data = {
            "language": language, "exercise": gettext("EXERCISE") if told["exercise"] else "", "event": told["event"],
            "title": gettext("Situation picture and action plan, %(name)s", name=told["municipality"]),
            "head": reference()["source"], "made": made, "status": status,
            "sections": [_section(each, told, language) for each in told["sections"]],
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(data)).decode(), tagged=True)


def _section(each: Row, told: Row, language: str) -> Row:
    known = head(each["code"])
    rows = [
        [label("category_group", row["group"]), count(row["now"], language), count(row["before"], language)]
        for row in each["counts"]
    ]
    note = gettext("Counts of the twelve months through %(day)s. %(sign)s: withheld, so that no count under %(least)s can be computed.", day=told["until"], sign=WITHHELD, least=told["least"])  # noqa: E501
    return {
        "name": known[language], "law": known["law"], "text": each["text"],
        "heads": [gettext("Group"), gettext("Twelve months"), gettext("Twelve months before")], "rows": rows,
        "note": note if rows else "", "empty": "" if each["told"] else gettext("Nothing is written here yet."),
        "items": [[item["title"], " · ".join(fact(*pair) for pair in item["facts"])] for item in each["items"]],
    }  # fmt: skip
