"""What is allowed and on which conditions, and what the plan rests on: permits, calculations, documents."""

from typing import Any

from flask_babel import gettext

from . import ledger
from .blocks import Block, card, table
from .reading import Reading, Said


def permits(reading: Reading) -> list[Block]:
    """Each permit with its conditions; the conditions that belong to none that may be seen stand after them."""
    known = {permit["number"] for permit in reading.parts("permits")}
    found = [_permit(reading, permit) for permit in reading.parts("permits")]
    loose = [each for each in reading.parts("conditions") if each["permit"] not in known]
    others = ledger.under(gettext("Other conditions"), _conditions(reading, loose), 3) if loose else []
    return [*ledger.under_its_name("permits", found), *others]


def certificates(reading: Reading) -> list[Block]:
    """What needs a certificate of its own, and until when it holds."""
    names = ("text", "kind", "place", "owner", "certificate", "valid_to", "responsible")
    return ledger.under_its_name("assets", ledger.ledger(reading, "assets", names, (3, 2, 2, 3, 2, 0, 3)))


def licensed_areas(reading: Reading) -> list[Block]:
    """Where alcohol is served, when, and who is responsible."""
    rows = [_area(reading, area) for area in reading.parts("licensed_areas")]
    heads = (
        gettext("No."), gettext("Licensed area"), gettext("Serves"), gettext("Last call"), gettext("Permit holder"),
        gettext("Responsible persons"),
    )  # fmt: skip
    return ledger.under_its_name("licensed_areas", [table(heads, rows, (0, 3, 2, 1, 3, 4))] if rows else [])


def calculations(reading: Reading) -> list[Block]:
    """What was computed, how it came out, and who accepted it."""
    names = ("calculator", "place", "verdict", "accepted_by", "reason")
    return ledger.under_its_name("calculations", ledger.ledger(reading, "calculations", names, (3, 2, 1, 2, 4)))


def documents(reading: Reading) -> list[Block]:
    """The documents that belong to the plan."""
    found = ledger.ledger(reading, "documents", ("title", "kind", "description"), (3, 1, 4))
    return ledger.under_its_name("documents", found)


def _permit(reading: Reading, permit: Said) -> Block:
    told = ("text", "holder", "state", "authority", "reference", "applied_on", "granted_on", "valid_from", "valid_to")
    mine = [each for each in reading.parts("conditions") if each["permit"] == permit["number"]]
    title = f"{permit['number']} {reading.title('permits', permit)}"
    return card(title, reading.facts("permits", permit, (*told, "note")), _conditions(reading, mine))


def _area(reading: Reading, area: Said) -> list[str]:
    said = {name: reading.said("licensed_areas", area, name) for name in area}
    what = "\n".join(filter(None, (said["text"], said["place"])))
    holder = said["holder"] or said["owner"]
    serves = f"{said['opens']}–{said['closes']}"
    return [str(area["number"]), what, serves, said["last_call"], holder, said["roster"]]


def _conditions(reading: Reading, conditions: list[Any]) -> list[Block]:
    names = ("text", "rule", "evidence", "owner")
    return ledger.ledger(reading, "conditions", names, (5, 1, 3, 2), conditions)
