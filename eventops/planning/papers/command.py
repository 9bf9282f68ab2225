"""The command structure on paper: watches, posts, who holds them, and whom each reports to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext

from ..command import Node, on_watch, tree
from ..models import PARTS
from . import blocks
from .blocks import Block
from .ledger import ledger, under
from .reading import Reading, Said

ACROSS = 4  # watches that a page is wide enough for


def watches(reading: Reading) -> list[Block]:
    """The hours that the event is led in."""
    return under(gettext("Watches"), ledger(reading, "watches", ("name", "day", "starts", "ends"), (3, 2, 1, 1)))


def posts(reading: Reading) -> list[Block]:
    """Every post down, the watches across, and who holds it then."""
    standing, turns = _standing(reading), _rows(reading, "watches") or [None]
    seats = {post.seat: post for turn in turns for post in _walked(tree(standing, turn))}
    found = []
    for first in range(0, len(turns), ACROSS):
        some = turns[first : first + ACROSS]
        heads = (gettext("Position"), *(turn.title if turn else gettext("Holder") for turn in some))
        rows = [
            [name(reading, _said(reading, post)), *(_held(standing, turn, seat) for turn in some)]
            for seat, post in seats.items()
        ]
        found.append(blocks.table(heads, rows, (4, *[3] * len(some))))
    return under(gettext("Command structure"), found if seats else [])


def table(reading: Reading, commands: Iterable[Said]) -> list[Block]:
    """Some posts, each with its watch; nothing where there are none."""
    heads = (
        gettext("Position"), gettext("Watch"), gettext("Holder"), gettext("Deputy"), gettext("Call sign"),
        gettext("Phone"),
    )  # fmt: skip
    rows = [
        [
            name(reading, each), watch(reading, each), each["holder"] or gettext("vacant"), each["deputy"] or "",
            each["call_sign"] or "", each["phone"] or "",
        ]
        for each in commands
    ]  # fmt: skip
    return [blocks.table(heads, rows, (4, 2, 3, 3, 2, 2))] if rows else []


def name(reading: Reading, command: Said) -> str:
    """What a post is called: the role, and for whom or where."""
    where = ("sector", "guard_group", "liaison")
    return ", ".join(filter(None, (reading.said("commands", command, each) for each in ("role", *where))))


def holder(command: Said) -> str:
    """Who holds a post, and how one calls them."""
    return " · ".join(filter(None, (command["holder"] or gettext("vacant"), command["call_sign"], command["phone"])))


def watch(reading: Reading, command: Said) -> str:
    """The watch that a post is of; nothing for one of every watch."""
    found = reading.part("watches", command["watch"])
    return str(found["name"]) if found else ""


def of_role(reading: Reading, *roles: str) -> list[Said]:
    """The posts with some roles, role by role."""
    return [each for role in roles for each in reading.parts("commands") if each["role"] == role]


def leading(reading: Reading, role: str = "commander") -> str:
    """Who holds a role, if one person does."""
    held = {each["holder"] for each in of_role(reading, role) if each["holder"]}
    return held.pop() if len(held) == 1 else ""


def lines(reading: Reading) -> list[Block]:
    """Whom each post reports to, without names and guard groups: a tree for the watches that are led alike."""
    alike: dict[tuple[tuple[int, str, str], ...], list[str]] = {}
    for title, posts in _trees(reading):
        shape = ((depth, name(reading, said), "") for depth, said in posts if said["role"] != "guard_group_lead")
        alike.setdefault(tuple(shape), []).append(title)
    found = [(", ".join(titles), shape) for shape, titles in alike.items()]
    return under(gettext("Lines of reporting"), _drawn(found, narrow=True))


def trees(reading: Reading) -> list[Block]:
    """The same with who holds each post, watch by watch."""
    return _drawn(
        [
            (title, [(depth, name(reading, said), holder(said)) for depth, said in posts])
            for title, posts in _trees(reading)
        ]
    )


def _drawn(titled: Sequence[tuple[str, Sequence[tuple[int, str, str]]]], *, narrow: bool = False) -> list[Block]:
    found = []
    for title, nodes in titled:
        found += [blocks.heading(title, 3)] if len(titled) > 1 else []
        found += [blocks.tree(nodes, narrow=narrow)] if nodes else []
    return found


def _trees(reading: Reading) -> Iterator[tuple[str, list[tuple[int, Said]]]]:
    standing = _standing(reading)
    for turn in _rows(reading, "watches") or [None]:
        yield turn.title if turn else "", list(_listed(reading, tree(standing, turn), 0))


def _listed(reading: Reading, nodes: list[Node], depth: int) -> Iterator[tuple[int, Said]]:
    for node in nodes:
        yield depth, _said(reading, node.post)
        yield from _listed(reading, node.under, depth + 1)


def _walked(nodes: list[Node]) -> Iterator[Any]:
    for node in nodes:
        yield node.post
        yield from _walked(node.under)


def _held(standing: Sequence[Any], turn: Any, seat: tuple[str | None, ...]) -> str:
    return "\n".join(_reached(post) for post in on_watch(standing, turn) if post.seat == seat)


def _reached(post: Any) -> str:
    who = post.holder or gettext("vacant")
    deputy = gettext("deputy: %(name)s", name=post.deputy) if post.deputy else ""
    return "\n".join(filter(None, (who, " · ".join(filter(None, (post.call_sign, post.phone))), deputy)))


def _said(reading: Reading, post: Any) -> Said:
    return reading.part("commands", post.number) or {}


def _standing(reading: Reading) -> list[Any]:
    """All posts: those of other watches lead the lines of reporting to who holds the same seat on this one."""
    return _rows(reading.whole, "commands")


def _rows(reading: Reading, plural: str) -> list[Any]:
    """Frozen parts as rows that belong to no database, so that the rules of the command structure hold for them."""
    kind = PARTS[plural]
    return [kind(**{name: part.get(name) for name in ("number", *kind.FIELDS)}) for part in reading.parts(plural)]
