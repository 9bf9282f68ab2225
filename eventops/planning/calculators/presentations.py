"""How many will come to the medical posts: a band of presentation rates, never a point (R60)."""

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict, whole


def work(said: Said, figures: Figures) -> Result:
    """Visitors / 1,000 × the rates of each study."""
    thousands = said["expected"] / figures["per"]
    festival = figures["festival"]
    lines = [
        Line("presentations", whole(figures["arbon"]["presentations"] * thousands), "arbon"),
        *(Line(name, whole(festival[name] * thousands), "festival") for name in ("low", "median", "high")),
        Line("presentations", whole(figures["large"]["presentations"] * thousands), "large"),
        Line("transports", whole(figures["arbon"]["transports"] * thousands), "arbon"),
        *(
            Line(name, whole(festival[name] * thousands), "festival")
            for name in ("transports_low", "transports", "transports_high")
        ),
        Line("transports", whole(figures["large"]["transports"] * thousands), "large"),
        Line("life_threatening", whole(figures["large"]["life_threatening"] * thousands), "large"),
    ]
    return Result(lines, _verdict(said["planned"], festival, thousands))


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
        "presentations": (N_("Presentations"), N_("persons")),
        "low": (N_("Presentations, lowest"), N_("persons")),
        "median": (N_("Presentations, median"), N_("persons")),
        "high": (N_("Presentations, highest"), N_("persons")),
        "transports_low": (N_("To hospital, lowest"), N_("persons")),
        "transports": (N_("To hospital"), N_("persons")),
        "transports_high": (N_("To hospital, highest"), N_("persons")),
        "life_threatening": (N_("Life-threatening"), N_("persons")),
    },
    columns={
        "arbon": N_("201 large events"),
        "festival": N_("Festival, seven years"),
        "large": N_("Very large festival"),
    },
    work=work,
    note=N_("It is a band. Heat, no free water and an open area raise it; the number of visitors alone does not."),
)
