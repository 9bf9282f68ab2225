"""Badges with a code to scan at the gate: name, organisation, and nothing that tells more."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import orjson
from flask_babel import force_locale, gettext
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from ...events.models import Event
from ...people.models import Person
from ...press import pressed
from ...typeface import drawn
from ..roll_call import Secret, badge

TEMPLATE = Path(__file__).with_name("badges.typ")


def badge_sheet(event: Event, people: Sequence[Person], secret: Secret, language: str) -> bytes:
    """Sheets of badges as a PDF, ten to an A4, by organisation and name."""
    rows = sorted(people, key=lambda each: (each.organisation.name, each.sought))
    with force_locale(language):
        told = {
            "language": language, "title": gettext("Badges"), "event": event.name,
            "badges": [_badge(each, badge(secret, event, each.id)) for each in rows],
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=False)


def _badge(person: Person, code: str) -> dict[str, object]:
    size, path = drawn_code(code)
    return {"name": person.name, "organisation": person.organisation.name, "code": code, "size": size, "path": path}


def drawn_code(text: str) -> tuple[int, str]:
    """A QR code as its side in modules and the path of its dark stretches."""
    code = QRCode(border=0, error_correction=ERROR_CORRECT_Q)
    code.add_data(text)
    code.make(fit=True)
    found = []
    for y, line in enumerate(code.get_matrix()):
        for dark, stretch in groupby(enumerate(line), key=lambda module: module[1]):
            places = [x for x, _ in stretch]
            if dark:
                found.append(f"M{places[0]} {y}h{len(places)}v1h-{len(places)}z")
    return code.modules_count, " ".join(found)
