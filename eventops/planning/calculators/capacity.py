"""The safe capacity: the smallest of what comes in, has room, gets out, and gets out in an emergency (R53)."""

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, by_share

LIMITS = ("entry", "holding", "exit", "emergency")


def work(said: Said, figures: Figures) -> Result:
    """min(entry in one hour, holding, exit, emergency), and which of them it is."""
    limit = min(LIMITS, key=lambda name: said[name])
    safe = said[limit]
    share = said["expected"] / safe if safe else float("inf")
    lines = [Line("safe", safe), Line("limit", limit)]
    lines += [Line("share", round(share * 100))] if safe else []
    return Result(lines, by_share(share, figures["amber_share"]))


CAPACITY = Calculator(
    name="capacity",
    title=N_("Safe capacity"),
    formula=N_("the smallest of entry in one hour, holding, exit and emergency"),
    threshold=N_("Red when more are expected than the safe capacity. Amber from %(amber_share)s of it."),
    inputs=(
        Input("entry", N_("Entry capacity in one hour"), N_("persons"), Kind.COUNT, known="entry"),
        Input("holding", N_("Holding capacity"), N_("persons"), Kind.COUNT, known="holding"),
        Input("exit", N_("Exit capacity"), N_("persons"), Kind.COUNT, known="exit"),
        Input("emergency", N_("Exit capacity in an emergency"), N_("persons"), Kind.COUNT, known="emergency"),
        Input("expected", N_("Expected at once"), N_("persons"), Kind.COUNT, known="visitors"),
    ),
    outputs={
        "safe": (N_("Safe capacity"), N_("persons")),
        "limit": (N_("Set by"), ""),
        "share": (N_("Expected, of the safe capacity"), "%"),
    },
    words={
        "entry": N_("entry capacity"),
        "holding": N_("holding capacity"),
        "exit": N_("exits"),
        "emergency": N_("exits in an emergency"),
    },
    key=("safe", ""),
    work=work,
)
