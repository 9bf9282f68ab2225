"""How many an area holds (R50, R53), and how tightly those who are expected would stand in it (R51)."""

from math import floor

from ...errors import N_, Refused
from .calculator import Calculator, Figures, Input, Line, Result, Said, Verdict, below, by_share, worst


def work(said: Said, figures: Figures) -> Result:
    """Capacity = usable area × density × the lower of P and S; the density alarm scale of R51 on those expected."""
    usable = said["area"] - said["lost"]
    if usable <= 0:
        raise Refused(N_("Nothing of the area is left."), field="lost")
    factor = min(said["factor_p"], said["factor_s"])
    capacity = floor(usable * said["density"] * factor)
    density = said["expected"] / usable
    band = below(density, figures["bands"])
    share = said["expected"] / capacity if capacity else float("inf")
    lines = [
        Line("usable", usable),
        Line("capacity", capacity),
        Line("cautious", floor(usable * figures["cautious"] * factor)),
        Line("density", round(density, 2)),
        Line("band", band["name"]),
    ]
    return Result(lines, worst((by_share(share, figures["amber_share"]), Verdict(band["verdict"]))))


HOLDING = Calculator(
    name="holding",
    title=N_("Holding capacity"),
    formula=N_("(area − what nobody can stand on or see from) × persons per m² × the lower of P and S"),
    threshold=N_(
        "Red above the capacity or from %(dangerous_from)s persons/m². "
        "Amber from %(amber_share)s of it or from %(contact_from)s persons/m²."
    ),
    inputs=(
        Input("area", N_("Surface area"), N_("m²"), known="area"),
        Input("lost", N_("Of it without view or built over"), N_("m²")),
        Input("density", N_("Density"), N_("persons/m²")),
        Input("factor_p", N_("P: how it is built, 0–1")),
        Input("factor_s", N_("S: how it is run, 0–1")),
        Input("expected", N_("Expected at once"), N_("persons"), known="visitors"),
    ),
    outputs={
        "usable": (N_("Usable area"), N_("m²")),
        "capacity": (N_("Holding capacity"), N_("persons")),
        "cautious": (N_("At 1 m² per person"), N_("persons")),
        "density": (N_("Density with those expected"), N_("persons/m²")),
        "band": (N_("How that is judged"), ""),
    },
    words={
        "free": N_("people walk freely"),
        "slowed": N_("walking is slowed"),
        "contact": N_("involuntary contact"),
        "dangerous": N_("dangerous"),
        "critical": N_("critical"),
    },
    key=("capacity", ""),
    work=work,
)
