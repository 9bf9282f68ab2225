"""How freely people walk on a way: Fruin's level of service by flow (R52)."""

from ...errors import N_
from .calculator import Calculator, Figures, Input, Line, Result, Said, Verdict, below


def work(said: Said, figures: Figures) -> Result:
    """Flow = those who come this way / (width × minutes)."""
    flow = said["expected"] * said["share"] / (said["width"] * said["minutes"])
    level = below(flow, figures["levels"])
    return Result([Line("flow", round(flow, 1)), Line("level", level["name"])], Verdict(level["verdict"]))


WALKWAY = Calculator(
    name="walkway",
    title=N_("Walkway"),
    formula=N_("expected × share that comes this way ÷ (width × minutes)"),
    threshold=N_("Green A–C, amber D and E, red F (%(F_from)s persons per metre and minute or more)."),
    inputs=(
        Input("width", N_("Narrowest width"), N_("m")),
        Input("expected", N_("Expected at once"), N_("persons"), known="visitors"),
        Input("share", N_("Share that comes this way, 0–1")),
        Input("minutes", N_("Over how long"), N_("min")),
    ),
    outputs={
        "flow": (N_("Flow"), N_("persons/m/min")),
        "level": (N_("Level of service"), ""),
    },
    key=("level", ""),
    work=work,
)
