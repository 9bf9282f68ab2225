"""The communications plan and the action cards on paper."""

from flask_babel import gettext

from ..models.card import steps_of
from .blocks import Block, card, steps, table
from .ledger import ledger, under_its_name
from .reading import Reading, Said


def channels(reading: Reading) -> list[Block]:
    """The channels: who listens, what each falls back on, when it is checked."""
    names = ("name", "system", "purpose", "listeners", "fallback", "checked_at")
    return under_its_name("channels", ledger(reading, "channels", names, (2, 2, 3, 3, 2, 2)))


def call_signs(reading: Reading) -> list[Block]:
    """Who answers to which call sign, and where."""
    names = ("sign", "holder", "partner", "channel")
    return under_its_name("call_signs", ledger(reading, "call_signs", names, (2, 4, 3, 3)))


def cards(reading: Reading) -> list[Block]:
    """The action cards in short."""
    found = reading.parts("cards")
    rows = [[str(each["number"]), each["name"], _used_when(reading, each), each["decides"]] for each in found]
    heads = (gettext("No."), gettext("Action card"), gettext("When it is used"), gettext("Who decides"))
    return under_its_name("cards", [table(heads, rows, (0, 2, 4, 2))] if rows else [])


def cards_in_full(reading: Reading) -> list[Block]:
    """The action cards with their steps."""
    found = [
        card(
            f"{each['number']} {each['name']}",
            [(gettext("When it is used"), _used_when(reading, each)), (gettext("Who decides"), each["decides"])],
            [steps(steps_of(each["steps"]))],
        )
        for each in reading.parts("cards")
    ]
    return under_its_name("cards", found)


def _used_when(reading: Reading, each: Said) -> str:
    if each["limit_value"] is None:
        return str(each["used_when"])
    return f"{each['used_when']} ({reading.said('cards', each, 'limit_value')} {each['limit_unit']})"
