"""An output of the roster, typeset or as a sheet, in the language asked for."""

from pathlib import Path
from typing import Any

import orjson
from flask_babel import force_locale, format_date, gettext

from ...paths import PACKAGE
from ...planning.papers.front import REGIONS
from ...press import pressed
from ...sheets import write_beside
from ...typeface import drawn
from ...words import label
from ..outputs import OUTPUTS, Asked

TEMPLATE = PACKAGE / Path("planning/papers/plan.typ")


def output_file(asked: Asked, output: str, ending: str, language: str) -> bytes:
    """An output as a PDF or a workbook."""
    kind = OUTPUTS[output]
    with force_locale(language):
        if ending == "xlsx":
            assert kind.sheet is not None
            return write_beside(f"{asked.event.name} {kind.title}", str(kind.title), *kind.sheet(asked))
        told = {"front": _front(asked, str(kind.title), language), "blocks": kind.blocks(asked), "numbered": False}
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)


def _front(asked: Asked, title: str, language: str) -> dict[str, Any]:
    event, actor = asked.event, asked.actor
    who = f"{actor.name}, {label('role', actor.role)}" if actor.role else actor.name
    taken = f"{event.local(asked.at):%Y-%m-%d %H:%M %Z}, {who}"
    lead = next((each.name for each in event.partners if each.is_lead), "")
    return {
        "title": title, "event": event.name, "edition": event.edition, "exercise": event.exercise,
        "language": language, "region": REGIONS.get(language, "gb"), "organisation": lead,
        "for": gettext("Only %(partner)s", partner=asked.partner.name) if asked.partner else gettext("The whole event"),
        "period": format_date(asked.day, "EEEE d MMMM yyyy") if asked.day else "", "version": "", "draft": False,
        "digest": "", "author": actor.name, "days": _days(asked), "facts": [(gettext("Taken out"), taken)],
        "foot": gettext("%(title)s · taken out %(taken)s", title=title, taken=taken),
        "texts": {
            "page": gettext("Page"), "exercise": gettext("Exercise"), "working-copy": "",
            "not-real": gettext("nothing here is happening for real"), "not-published": "",
            "signature": gettext("Place, date and signature"),
        },
    }  # fmt: skip


def _days(asked: Asked) -> str:
    days = sorted({asked.event.operational_day(each.starts_at) for each in asked.shifts})
    ends = dict.fromkeys(format_date(day, "d MMMM yyyy") for day in (days[0], days[-1])) if days else {}
    return " – ".join(ends)
