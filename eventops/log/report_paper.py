"""A situation report on paper."""

import orjson
from flask_babel import force_locale, gettext, pgettext

from ..access import Actor
from ..events.models import Event
from ..planning.papers import blocks
from ..planning.papers.front import REGIONS
from ..planning.papers.print import TEMPLATE
from ..press import pressed
from ..typeface import drawn
from ..words import label, stamp
from .models import Sitrep


def report_pdf(event: Event, report: Sitrep, title: str, actor: Actor, language: str) -> bytes:
    """A published report as a PDF, for who may read it."""
    with force_locale(language):
        published = f"{stamp(report.published_at, event)}, {report.entry.author}"
        printed = gettext("%(title)s · published %(published)s", title=title, published=published)
        front = {
            "title": title, "event": event.name, "edition": event.edition, "exercise": event.exercise,
            "language": language, "region": REGIONS.get(language, "gb"),
            "organisation": next((each.name for each in event.partners if each.is_lead), ""),
            "for": gettext("For: %(audience)s", audience=label("audience", report.audience)),
            "period": "", "version": "", "draft": False, "digest": "", "author": report.entry.author, "days": "",
            "facts": _facts(event, report, published, actor), "foot": printed,
            "texts": {
                "page": gettext("Page"), "exercise": gettext("Exercise"), "working-copy": "",
                "not-real": gettext("nothing here is happening for real"), "not-published": "",
                "signature": gettext("Place, date and signature"),
            },
        }  # fmt: skip
        told = {"front": front, "blocks": _sections(report), "numbered": False}
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)


def _facts(event: Event, report: Sitrep, published: str, actor: Actor) -> list[tuple[str, str]]:
    since = [(gettext("Tells of the time since"), stamp(report.since, event))] if report.since else []
    line = (gettext("Line of the log"), str(report.entry.number))
    return [(pgettext("report", "Published"), published), *since, line, (gettext("Taken out by"), actor.name)]


def _sections(report: Sitrep) -> list[blocks.Block]:
    return [
        block for part in report.parts if part.text for block in (blocks.heading(part.title, 2), blocks.text(part.text))
    ]
