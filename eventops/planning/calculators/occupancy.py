"""How full a place is, what to do about it, and when it will be full (R55)."""

from ...errors import N_, Refused
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict


def step(share: float, figures: Figures) -> str:
    """What is done at a share of the safe capacity: "open", "prepare", "slow" or "stop"."""
    limits = (("stop", figures["stop"]), ("slow", figures["slow"]), ("prepare", figures["amber"]))
    return next((name for name, limit in limits if share >= limit), "open")


def fill_minutes(room: float, inflow: float, outflow: float) -> float | None:
    """Minutes until it is full = room / net inflow; None when it does not fill."""
    return room / (inflow - outflow) if inflow > outflow and room > 0 else None


def work(said: Said, figures: Figures) -> Result:
    """Occupancy = counted in − counted out."""
    inside = said["counted_in"] - said["counted_out"]
    if inside < 0:
        raise Refused(N_("More are counted out than in."), field="counted_out")
    room, doing = said["capacity"] - inside, step(inside / said["capacity"], figures)
    minutes = fill_minutes(room, said["inflow"], said["outflow"])
    lines = [
        Line("inside", inside),
        Line("share", round(100 * inside / said["capacity"], 1)),
        Line("step", doing),
        Line("room", max(0, room)),
    ]
    lines += [Line("full_in", round(minutes, 1))] if minutes is not None else []
    return Result(lines, {"open": Verdict.GREEN, "stop": Verdict.RED}.get(doing, Verdict.AMBER))


OCCUPANCY = Calculator(
    name="occupancy",
    title=N_("Occupancy and fill time"),
    formula=N_("counted in − counted out; full after (capacity − inside) ÷ (in − out per minute)"),
    threshold=N_(
        "Amber from %(amber)s of the safe capacity, slow the ingress from %(slow)s, red and stop from %(stop)s."
    ),
    inputs=(
        Input("capacity", N_("Safe capacity"), N_("persons"), Kind.COUNT, known="safe"),
        Input("counted_in", N_("Counted in"), N_("persons"), Kind.COUNT),
        Input("counted_out", N_("Counted out"), N_("persons"), Kind.COUNT),
        Input("inflow", N_("Come in"), N_("persons/min")),
        Input("outflow", N_("Go out"), N_("persons/min")),
    ),
    outputs={
        "inside": (N_("Inside"), N_("persons")),
        "share": (N_("Of the safe capacity"), "%"),
        "step": (N_("What is done"), ""),
        "room": (N_("Room for"), N_("persons")),
        "full_in": (N_("Full in"), N_("min")),
    },
    words={
        "open": N_("let in as usual"),
        "prepare": N_("prepare to slow the ingress"),
        "slow": N_("slow the ingress"),
        "stop": N_("stop the ingress"),
    },
    key=("share", ""),
    work=work,
)
