"""How many will come to the medical posts: a band of presentation rates, never a point (R60)."""

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict, whole


def work(said: Said, figures: Figures) -> Result:
    """Visitors / 1,000 × the rates of each study."""
    thousands = said["expected"] / figures["per"]
    rates = {
        "arbon": {"median": figures["arbon"]["presentations"]},
        "festival": {each: figures["festival"][each] for each in ("low", "median", "high")},
        "large": {"median": figures["large"]["presentations"]},
        "arbon_transports": {"median": figures["arbon"]["transports"]},
        "festival_transports": figures["festival"]["transports"],
        "large_transports": {"median": figures["large"]["transports"]},
        "life_threatening": {"median": figures["large"]["life_threatening"]},
    }
    lines = [
        Line(name, whole(rate * thousands), column) for name, band in rates.items() for column, rate in band.items()
    ]
    return Result(lines, _verdict(said["planned"], figures["festival"], thousands))


def _verdict(planned: float | None, festival: Figures, thousands: float) -> Verdict:
    if planned is None or festival["median"] * thousands <= planned < festival["high"] * thousands:
        return Verdict.AMBER
    return Verdict.GREEN if planned >= festival["high"] * thousands else Verdict.RED


PRESENTATIONS = Calculator(
    name="presentations",
    title=N_("Patients to expect"),
    formula=N_("visitors ÷ 1,000 × presentations per 1,000 in each study"),
    threshold=N_(
        "Green when the posts can treat the festival's highest, amber from its median or when not said, else red."
    ),
    inputs=(
        Input("expected", N_("Visitors"), N_("persons"), Kind.COUNT, known="visitors"),
        Input("planned", N_("Patients that the posts can treat"), N_("persons"), Kind.COUNT, optional=True),
    ),
    outputs={
        "arbon": (N_("Presentations, 201 large events"), ""),
        "festival": (N_("Presentations, one festival over seven years"), ""),
        "large": (N_("Presentations, a very large festival"), ""),
        "arbon_transports": (N_("To hospital, 201 large events"), ""),
        "festival_transports": (N_("To hospital, one festival over seven years"), ""),
        "large_transports": (N_("To hospital, a very large festival"), ""),
        "life_threatening": (N_("Life-threatening, a very large festival"), ""),
    },
    columns={"low": N_("Lowest"), "median": N_("Middle"), "high": N_("Highest")},
    key=("festival", "median"),
    work=work,
    note=N_("It is a band. Heat, no free water and an open area raise it; the number of visitors alone does not."),
)
