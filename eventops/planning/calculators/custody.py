"""Whether the cells suffice: those held now and those who come during a stay (R35)."""

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict, by_share


def work(said: Said, figures: Figures) -> Result:
    """Forecast = held now + arrivals per hour × mean stay."""
    forecast = said["held"] + said["arrivals"] * said["stay"]
    over = max(0.0, forecast - said["cells"])
    lines = [
        Line("forecast", round(forecast, 1)),
        Line("share", round(100 * forecast / said["cells"])),
        Line("over", round(over, 1)),
        Line("over_left", round(max(0.0, over - said["overflow"]), 1)),
    ]
    lines += [Line("full_in", round((said["cells"] - said["held"]) / said["arrivals"], 1))] if _fills(said) else []
    lines += [Line("transport_hours", round(over * said["transport"] / 60, 1))] if over else []
    verdict = by_share(forecast / said["cells"], figures["amber_share"])
    return Result(lines, Verdict.AMBER if over and over <= said["overflow"] else verdict)


def _fills(said: Said) -> bool:
    return bool(said["arrivals"]) and said["held"] < said["cells"]


CUSTODY = Calculator(
    name="custody",
    title=N_("Custody cells"),
    formula=N_("held now + arrivals per hour × mean stay"),
    threshold=N_(
        "Red when more are forecast than cells here and at the other station. "
        "Amber from %(amber_share)s of the cells here."
    ),
    inputs=(
        Input("cells", N_("Cells"), kind=Kind.COUNT),
        Input("held", N_("Held now"), N_("persons"), Kind.COUNT),
        Input("arrivals", N_("Brought in"), N_("persons/h")),
        Input("stay", N_("Mean stay"), N_("h")),
        Input("overflow", N_("Cells at another station"), kind=Kind.COUNT),
        Input("transport", N_("Transport there"), N_("min")),
    ),
    outputs={
        "forecast": (N_("Forecast"), N_("persons")),
        "share": (N_("Of the cells here"), "%"),
        "over": (N_("Too many for the cells here"), N_("persons")),
        "over_left": (N_("Too many also for the other station"), N_("persons")),
        "full_in": (N_("At that rate full in"), N_("h")),
        "transport_hours": (N_("Transport for those, one way"), N_("h")),
    },
    key=("forecast", ""),
    work=work,
)
