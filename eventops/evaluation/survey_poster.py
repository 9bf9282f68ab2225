"""The poster of a survey: a code to scan and few words, in both languages, as a PDF."""

from pathlib import Path

import orjson
from flask_babel import force_locale, gettext

from ..events.models import Event
from ..press import pressed
from ..roster.papers.badges import drawn_code
from ..typeface import drawn
from .survey_models import Survey

TEMPLATE = Path(__file__).with_name("survey_poster.typ")


def poster(event: Event, survey: Survey, address: str) -> bytes:
    """An A4 with the code of an address, Swedish above English."""
    size, path = drawn_code(address)
    told = {
        "event": event.name, "address": address, "size": size, "path": path, "words": [_words(event, survey, "sv"),
        _words(event, survey, "en")],
    }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)


def _words(event: Event, survey: Survey, language: str) -> dict[str, str]:
    with force_locale(language):
        return {
            "language": language,
            "title": gettext("How was it for you?"),
            "text": gettext("Scan the code and answer some questions about safety, police and guards."),
            "anonymous": gettext("Anonymous: no name, no account, no address is kept."),
            "until": gettext("Open until %(when)s.", when=f"{event.local(survey.closes_at):%Y-%m-%d %H:%M}"),
        }  # fmt: skip
