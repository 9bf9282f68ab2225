"""Maurer's points, and the medical resources that they stand for (R61)."""

from math import ceil

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict

NAMES = (
    ("hike", N_("Hike")),
    ("congress", N_("Congress")),
    ("theatre", N_("Theatre")),
    ("flea_market", N_("Market")),
    ("sports", N_("Sports")),
    ("football", N_("Football")),
    ("street_fest", N_("Street festival")),
    ("firework", N_("Firework")),
    ("folk_festival", N_("Folk festival")),
    ("megaparty", N_("Very large party")),
    ("carnival", N_("Carnival")),
    ("demonstration", N_("Demonstration")),
    ("motorsport", N_("Motor sport")),
    ("air_show", N_("Air show")),
    ("open_air", N_("Open-air concert")),
    ("rock", N_("Rock concert")),
)


def points(said: Said, figures: Figures) -> float:
    """(P(most let in), doubled indoors, + expected / 500) × factor + VIPs + violence."""
    base = _of_allowed(said["allowed"], figures) * (figures["indoors"] if said["indoors"] else 1)
    base += said["expected"] / figures["expected_per_point"]
    vip = figures["vip"]
    more = min(vip["most"], ceil(said["vips"] / vip["each"]) * vip["points"])
    found: float = base * factor(said, figures) + more + (figures["violence"] if said["violence"] else 0)
    return round(found, 6)


def factor(said: Said, figures: Figures) -> float:
    """The factor of the kind of event, unless another one is said."""
    usual = next(each["factor"] for each in figures["factors"] if each["name"] == said["kind"])
    return float(usual if said["factor"] is None else said["factor"])


def _of_allowed(allowed: int, figures: Figures) -> int:
    for upto, found in figures["allowed"]:
        if allowed <= upto:
            return int(found)
    upto, found = figures["allowed"][-1]
    return int(found + ceil((allowed - upto) / figures["step"]) * figures["step_points"])


def _number(found: float, table: Figures) -> int:
    return int(next((number for upto, number in table["steps"] if found <= upto), table["above"]))


def work(said: Said, figures: Figures) -> Result:
    """The points, and helpers, ambulances, doctors and command by them."""
    found = points(said, figures)
    resources = {each: _number(found, figures[each]) for each in RESOURCES}
    command = next(each["name"] for each in figures["command"] if found <= each["upto"])
    lines = [Line("points", round(found, 1)), Line("factor", factor(said, figures))]
    lines += [Line(name, number) for name, number in resources.items()]
    return Result([*lines, Line("command", command)], _verdict(said["planned"], resources["helpers"]))


def _verdict(planned: float | None, needed: int) -> Verdict:
    if planned is None:
        return Verdict.AMBER
    return Verdict.GREEN if planned >= needed else Verdict.RED


RESOURCES = ("helpers", "ambulances", "emergency_ambulances", "doctors")
MAURER = Calculator(
    name="maurer",
    title=N_("Medical resources by Maurer"),
    formula=N_(
        "(points of the most let in, ×2 indoors, + expected ÷ 500) × factor + 10 for every 5 VIPs + 10 for violence"
    ),
    threshold=N_("Green when as many helpers are planned as the points give, red when fewer, amber when not said."),
    inputs=(
        Input("allowed", N_("Most who are let in"), N_("persons"), Kind.COUNT, known="visitors"),
        Input("expected", N_("Visitors expected"), N_("persons"), Kind.COUNT, known="visitors"),
        Input("kind", N_("Kind of event"), kind=Kind.CHOICE, known="maurer_kind", options=NAMES),
        Input("factor", N_("Another factor"), optional=True),
        Input("indoors", N_("Indoors"), kind=Kind.YES),
        Input("vips", N_("VIPs"), N_("persons"), Kind.COUNT),
        Input("violence", N_("Violence is expected"), kind=Kind.YES),
        Input("planned", N_("Helpers planned"), N_("persons"), Kind.COUNT, optional=True),
    ),
    outputs={
        "points": (N_("Points"), ""),
        "factor": (N_("Factor"), ""),
        "helpers": (N_("Helpers"), N_("persons")),
        "ambulances": (N_("Patient transport vehicles (KTW)"), ""),
        "emergency_ambulances": (N_("Emergency ambulances (RTW)"), ""),
        "doctors": (N_("Doctors"), N_("persons")),
        "command": (N_("Medical command"), ""),
    },
    words={"none": N_("none of its own"), "reduced": N_("a reduced staff"), "full": N_("a full staff")},
    key=("helpers", ""),
    work=work,
    note=N_("Not for large, spread-out sites."),
)
