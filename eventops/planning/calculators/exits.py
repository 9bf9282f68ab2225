"""Whether everybody gets out in time: three scenarios, without the widest exit, and in an emergency (R54, R53)."""

from math import floor

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict

GROUNDS = (("level", N_("Level ground")), ("stepped", N_("Steps")))


def rates(figures: Figures, *, ground: str, alcohol: bool) -> dict[str, float]:
    """Persons per metre and minute in each scenario; with alcohol nobody is counted faster than the adjusted guide."""
    guide = figures["alcohol" if alcohol else "guide"][ground]
    return {
        "guide": guide,
        "measured": min(figures["measured"][ground], guide),
        "older": figures["older"][ground],
    }


def work(said: Said, figures: Figures) -> Result:
    """Capacity = Σ width (without the widest exit) × rate × minutes, in each scenario."""
    widths = said["widths"]
    width = sum(widths) - max(widths)
    lines = [Line("exits", len(widths)), Line("counted", round(width, 2)), Line("narrowest", min(widths))]
    if said["indoors"]:
        lines.append(Line("indoor_width", round(said["persons"] / figures["indoor_per_metre"], 2)))
    for scenario, rate in rates(figures, ground=said["ground"], alcohol=said["alcohol"]).items():
        lines += _scenario(scenario, rate, width, said)
    return Result(lines, _verdict(Result(lines, Verdict.GREEN), said, figures))


def _scenario(name: str, rate: float, width: float, said: Said) -> list[Line]:
    lines = [
        Line("rate", rate, name),
        Line("capacity", floor(width * rate * said["minutes"]), name),
        Line("required", round(said["persons"] / (rate * said["minutes"]), 1), name),
        Line("emergency", floor(width * rate * said["emergency_minutes"]), name),
    ]
    return [*lines, Line("empty", round(said["persons"] / (width * rate), 1), name)] if width else lines


def _verdict(result: Result, said: Said, figures: Figures) -> Verdict:
    def holds(scenario: str) -> bool:
        return all(float(result.value(each, scenario) or 0) >= said["persons"] for each in ("capacity", "emergency"))

    if not holds("guide"):
        return Verdict.RED
    wide = min(said["widths"]) >= _narrowest(said, figures)
    roomy = not said["indoors"] or sum(said["widths"]) >= said["persons"] / figures["indoor_per_metre"]
    return Verdict.GREEN if holds("measured") and wide and roomy else Verdict.AMBER


def _narrowest(said: Said, figures: Figures) -> float:
    crowded = said["indoors"] and said["persons"] > figures["indoor_from"]
    return float(figures["indoor_narrowest" if crowded else "narrowest"])


EXITS = Calculator(
    name="exits",
    title=N_("Exits and emergency egress"),
    formula=N_("sum of all exits without the widest × persons per metre and minute × minutes"),
    threshold=N_(
        "Red when not all get out at the guide's rate, in ordinary time or in an emergency. Amber when they do not at "
        "the measured rate, or when an exit is narrower than %(narrowest)s m "
        "(indoors above %(indoor_from)s persons %(indoor_narrowest)s m)."
    ),
    inputs=(
        Input("persons", N_("Persons to get out"), N_("persons"), Kind.COUNT, "persons"),
        Input("widths", N_("Widths of all exits"), N_("m"), Kind.WIDTHS, known="widths"),
        Input("minutes", N_("Ordinary egress"), N_("min")),
        Input("emergency_minutes", N_("In an emergency"), N_("min")),
        Input("ground", N_("Ground"), kind=Kind.CHOICE, options=GROUNDS),
        Input("alcohol", N_("Alcohol is served"), kind=Kind.YES),
        Input("indoors", N_("Indoors"), kind=Kind.YES),
    ),
    outputs={
        "exits": (N_("Exits"), ""),
        "counted": (N_("Width without the widest exit"), N_("m")),
        "narrowest": (N_("Narrowest exit"), N_("m")),
        "indoor_width": (N_("Width indoors at 1 m per 150 persons"), N_("m")),
        "rate": (N_("Rate"), N_("persons/m/min")),
        "capacity": (N_("Get out in ordinary time"), N_("persons")),
        "required": (N_("Width needed without the widest exit"), N_("m")),
        "emergency": (N_("Get out in an emergency"), N_("persons")),
        "empty": (N_("All are out after"), N_("min")),
    },
    columns={
        "guide": N_("Green Guide"),
        "measured": N_("Measured"),
        "older": N_("Older fire guide"),
    },
    key=("capacity", "guide"),
    work=work,
)
