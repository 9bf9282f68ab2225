"""What stands on the front and at the foot of every page: which paper, of which edition of the plan, for whom."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from ...access import Actor
from ...words import current_language, label
from ..models import PlanVersion
from .reading import Reading

REGIONS = {"sv": "se", "en": "gb"}


def front(
    reading: Reading, title: str, audience: str, actor: Actor, at: datetime, version: PlanVersion | None
) -> dict[str, Any]:
    """The facts as data, in the current language. `version` is None for the plan as it is being worked on."""
    event, language = reading.plan["event"], current_language()
    who = f"{actor.name}, {label('role', actor.role)}" if actor.role else actor.name
    made = f"{reading.event.local(at):%Y-%m-%d %H:%M %Z}, {who}"
    edition = gettext("Version %(number)s", number=version.number) if version else gettext("Working copy")
    return {
        "title": title, "event": event["name"], "edition": event["edition"], "exercise": event["exercise"],
        "language": language, "region": REGIONS.get(language, "gb"), "organisation": reading.lead,
        "for": gettext("For: %(audience)s", audience=label("audience", audience)),
        "period": reading.period.title if reading.period else "",
        "version": edition, "draft": version is None, "digest": version.digest if version else "",
        "author": actor.name, "days": _days(reading), "facts": _facts(reading, version, made),
        "foot": " · ".join(filter(None, (title, edition, version.digest[:12] if version else ""))),
        "texts": {
            "page": gettext("Page"), "exercise": gettext("Exercise"), "working-copy": gettext("Working copy"),
            "not-real": gettext("nothing here is happening for real"), "not-published": gettext("not published"),
            "signature": gettext("Place, date and signature"),
        },
    }  # fmt: skip


def _facts(reading: Reading, version: PlanVersion | None, made: str) -> list[tuple[str, str]]:
    if version is None:
        return [(gettext("Made"), made)]
    published = f"{reading.event.local(version.published_at):%Y-%m-%d %H:%M %Z}, {version.published_by}"
    return [
        (gettext("Published"), published),
        (gettext("Digest of the plan"), version.digest),
        (gettext("Made"), made),
    ]


def _days(reading: Reading) -> str:
    dates = [day["date"] for day in reading.parts("days")]
    return " – ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else ""
