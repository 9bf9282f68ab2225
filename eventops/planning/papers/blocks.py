"""What a paper is made of: blocks of data, of which the template knows how each is drawn."""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Pairs = Iterable[tuple[str, str]]


def heading(text: Any, level: int = 1) -> Block:
    """What the following blocks are about; level 1 is a chapter."""
    return {"kind": "heading", "text": str(text), "level": level}


def page() -> Block:
    """What follows begins on a new page."""
    return {"kind": "page"}


def text(words: Any, *, soft: bool = False) -> Block:
    """A running text; lines stay lines."""
    return {"kind": "text", "text": str(words), "soft": soft}


def facts(pairs: Pairs) -> Block:
    """Names with what is said of them."""
    return {"kind": "facts", "pairs": [[str(name), said] for name, said in pairs]}


def table(heads: Iterable[Any], rows: Iterable[Sequence[str]], widths: Sequence[int] = ()) -> Block:
    """Rows under heads; `widths` are the shares of the columns, 0 for one as wide as what it holds."""
    named = [str(head) for head in heads]
    shares = list(widths or [1] * len(named))
    return {"kind": "table", "heads": named, "rows": [list(row) for row in rows], "widths": shares}


def ruled(heads: Iterable[Any], rows: Iterable[Sequence[str]], widths: Sequence[int], high: float) -> Block:
    """Rows to write in by hand, `high` millimetres each; what a row already says stands in its first columns."""
    named = [str(head) for head in heads]
    filled = [[*row, *[""] * (len(named) - len(row))] for row in rows]
    return {"kind": "ruled", "heads": named, "rows": filled, "widths": list(widths), "high": high}


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]], across: Iterable[str]) -> Block:
    """A matrix of words: a row's first texts under `heads`, then a letter or two for each name `across`."""
    return {"kind": "grid", "heads": list(heads), "rows": [list(row) for row in rows], "across": list(across)}


def steps(pairs: Pairs) -> Block:
    """What is done in order, and by whom."""
    return {"kind": "steps", "steps": [[who, what] for who, what in pairs]}


def card(title: str, pairs: Pairs, inner: Iterable[Block] = ()) -> Block:
    """One thing in a frame of its own that stays on one page where it can."""
    return {"kind": "card", "title": title, "pairs": [[str(name), said] for name, said in pairs], "inner": list(inner)}


def matrix(name: Any, cells: Sequence[Sequence[tuple[str, int, list[int]]]], axes: tuple[Any, Any]) -> Block:
    """A 5x5 matrix, the likeliest row first: (band, score, numbers of the risks) in each cell."""
    rows = [[{"band": band, "score": score, "risks": risks} for band, score, risks in row] for row in cells]
    return {"kind": "matrix", "name": str(name), "rows": rows, "axes": [str(axis) for axis in axes]}


def beside(*blocks: Block) -> Block:
    """Blocks that stand side by side."""
    return {"kind": "beside", "blocks": list(blocks)}


def bands(pairs: Pairs) -> Block:
    """What the colours of a matrix mean: (band, words)."""
    return {"kind": "bands", "bands": [[band, words] for band, words in pairs]}


def tree(nodes: Sequence[tuple[int, str, str]], *, narrow: bool = False) -> Block:
    """Who reports to whom, from the top: (depth, post, holder); narrow ones stand in two columns.

    `rails` says for each level above a node whether its line goes on past it, the node's own level last.
    """
    depths, rails, drawn = [depth for depth, _, _ in nodes], list[bool](), []
    for place, (depth, post, holder) in enumerate(nodes):
        rails = [*rails[:depth], _goes_on(depths[place:])]
        drawn.append({"rails": rails[1:], "post": post, "holder": holder})
    return {"kind": "tree", "nodes": drawn, "narrow": narrow}


def _goes_on(depths: Sequence[int]) -> bool:
    """Whether the first of some nodes has a sibling below it."""
    return next((depth == depths[0] for depth in depths[1:] if depth <= depths[0]), False)


def picture(
    size: tuple[float, float], shapes: Sequence[Block], marks: Sequence[Block], bar: Block,
    legend: Sequence[Sequence[str]], letters: dict[str, str], beside: Sequence[str],
) -> Block:  # fmt: skip
    """A map in millimetres: areas and lines, symbols with their codes, a scale bar, and what lies beside it.

    `letters` are those of north and of the symbols, by the kind of place.
    """
    drawn = {"shapes": list(shapes), "marks": list(marks), "bar": bar, "legend": [list(each) for each in legend]}
    return {"kind": "map", "wide": size[0], "high": size[1], "letters": letters, "beside": list(beside), **drawn}


def form(*rows: Sequence[tuple[Any, str]]) -> Block:
    """A form's numbered boxes, row by row: (what the box is for, what stands in it)."""
    return {"kind": "form", "rows": [[[str(name), said] for name, said in row] for row in rows]}


def signatures(pairs: Pairs) -> Block:
    """Lines to sign on: (in which capacity, the name if it is known)."""
    return {"kind": "signatures", "lines": [[str(role), name] for role, name in pairs]}
