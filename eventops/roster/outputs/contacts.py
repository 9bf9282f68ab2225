"""Whom one reaches at a partner: its people on the roster with phone and e-mail, for who staffs."""

from collections import defaultdict
from typing import Any

from flask_babel import gettext

from ...planning.papers import blocks
from ...words import label
from ..duty import crew
from ..models import Assignment
from .asked import Asked, Block, Sheet, columns, group, number, rota


def _people(asked: Asked) -> list[dict[str, Any]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    for each in crew(asked.shifts, organisation=asked.organisation):
        found[each.person_id].append(each)
    return [_told(asked, some) for some in found.values()]


def _told(asked: Asked, some: list[Assignment]) -> dict[str, Any]:
    person, signs = some[0].person, dict.fromkeys(asked.sign(each) for each in some)
    functions = dict.fromkeys(label("function", each.shift.function) for each in some)
    return {
        "name": person.name, "function": ", ".join(functions), "call_sign": ", ".join(filter(None, signs)),
        "phone": person.phone or "", "email": person.email or "", "shifts": len(some),
        "hours": round(sum(each.shift.hours for each in some), 2),
    }  # fmt: skip


def contacts(asked: Asked) -> list[Block]:
    """The people of a partner as a paper."""
    people = _people(asked)
    if not people or asked.partner is None:
        return [blocks.text(gettext("Nobody is on the roster here."))]
    rows = [
        [
            {"names": [[each["name"], each["call_sign"]]], "lack": ""}, each["function"], each["phone"], each["email"],
            str(each["shifts"]), number(each["hours"]),
        ]
        for each in people
    ]  # fmt: skip
    heads = [gettext("Name"), gettext("Function"), gettext("Phone"), gettext("E-mail"), gettext("Shifts"), "h"]
    table = rota(heads, [3, 2, 2, 3, 0.8, 0.8], [group(asked.partner.name, rows)], numbers=(4, 5))
    warning = gettext("Personal data: only for who staffs and leads, to be destroyed after the event.")
    return [blocks.text(warning, soft=True), table]


def contact_sheet(asked: Asked) -> Sheet:
    """The same for a spreadsheet."""
    heads = {
        "name": (gettext("Name"), 28), "function": (gettext("Function"), 20), "call_sign": (gettext("Call sign"), 12),
        "phone": (gettext("Phone"), 18), "email": (gettext("E-mail"), 30), "shifts": (gettext("Shifts"), 8),
        "hours": (gettext("Length, h"), 9),
    }  # fmt: skip
    return Sheet(columns(heads), _people(asked))
