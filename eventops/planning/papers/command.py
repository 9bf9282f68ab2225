"""The command structure on paper: watches, posts, who holds them, and whom each reports to."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from . import blocks
from .blocks import Block
from .ledger import ledger, under
from .reading import Reading, Said


def watches(reading: Reading) -> list[Block]:
    """The hours that the event is led in."""
    return under(gettext("Watches"), ledger(reading, "watches", ("name", "day", "starts", "ends"), (3, 2, 1, 1)))


def posts(reading: Reading) -> list[Block]:
    """Every post with who holds it."""
    return under(gettext("Command structure"), table(reading, reading.parts("commands")))


def table(reading: Reading, commands: Iterable[Said]) -> list[Block]:
    """Some posts, watch by watch; nothing where there are none."""
    heads = (
        gettext("Post"), gettext("Watch"), gettext("Holder"), gettext("Deputy"), gettext("Call sign"), gettext("Phone"),
    )  # fmt: skip
    rows = [
        [
            name(reading, each), reading.said("commands", each, "watch"), each["holder"] or gettext("vacant"),
            each["deputy"] or "", each["call_sign"] or "", each["phone"] or "",
        ]
        for each in commands
    ]  # fmt: skip
    return [blocks.table(heads, rows, (4, 3, 3, 3, 2, 2))] if rows else []


def name(reading: Reading, command: Said) -> str:
    """What a post is called: the role, and for whom or where."""
    where = ("sector", "guard_group", "liaison")
    return ", ".join(filter(None, (reading.said("commands", command, each) for each in ("role", *where))))


def holder(command: Said) -> str:
    """Who holds a post, and how one calls them."""
    return " · ".join(filter(None, (command["holder"] or gettext("vacant"), command["call_sign"], command["phone"])))


def of_role(reading: Reading, *roles: str) -> list[Said]:
    """The posts with some roles."""
    return [each for each in reading.parts("commands") if each["role"] in roles]


def leading(reading: Reading, role: str = "commander") -> str:
    """Who holds a role, if one person does."""
    held = {each["holder"] for each in of_role(reading, role) if each["holder"]}
    return held.pop() if len(held) == 1 else ""


def trees_under(reading: Reading) -> list[Block]:
    """The trees, under their heading."""
    return under(gettext("Lines of reporting"), trees(reading))


def trees(reading: Reading) -> list[Block]:
    """Whom each post reports to: one tree for each watch, those of every watch among them."""
    posts, watches = reading.parts("commands"), reading.parts("watches")
    standing = [each for each in posts if each["watch"] is None]
    if not watches or len(standing) == len(posts):
        return [blocks.tree(_under(reading, posts, None, 0))] if posts else []
    found = []
    for watch in watches:
        there = [each for each in posts if each["watch"] in (None, watch["number"])]
        title = f"{watch['name']} {watch['starts']}–{watch['ends']}"
        found += [blocks.heading(title, 3), blocks.tree(_under(reading, there, None, 0))]
    return found


def _under(reading: Reading, posts: list[Said], above: Any, depth: int) -> list[tuple[int, str, str]]:
    known = {each["number"] for each in posts}
    found = []
    for each in posts:
        over = each["reports_to"] if each["reports_to"] in known else None
        if over == above:
            found.append((depth, name(reading, each), holder(each)))
            found += _under(reading, posts, each["number"], depth + 1)
    return found
