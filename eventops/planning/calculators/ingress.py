"""How fast people come in, against how fast they arrive (R53)."""

from math import floor

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, by_share


def work(said: Said, figures: Figures) -> Result:
    """Lanes × rate, against the visitors of the busiest hour; what is not let in then stands in the queue."""
    capacity = floor(said["lanes"] * said["rate"])
    arriving = max(said["expected"] * said["busiest"], said["expected"] / said["hours"])
    lines = [
        Line("capacity", capacity),
        Line("arriving", round(arriving)),
        Line("lanes_needed", -floor(-arriving / said["rate"])),
        Line("queue", max(0, round(arriving - capacity))),
        Line("last_in", round(said["expected"] / capacity, 1)),
    ]
    return Result(lines, by_share(arriving / capacity, figures["amber_share"]))


INGRESS = Calculator(
    name="ingress",
    title=N_("Ingress"),
    formula=N_("lanes × persons per lane and hour, against those who arrive in the busiest hour"),
    threshold=N_("Red when more arrive in an hour than come in. Amber from %(amber_share)s of it."),
    inputs=(
        Input("lanes", N_("Open lanes at once"), kind=Kind.COUNT, known="lanes"),
        Input("rate", N_("Each lane lets in"), N_("persons/h")),
        Input("expected", N_("Expected to come in"), N_("persons"), known="visitors"),
        Input("hours", N_("They come over"), N_("h")),
        Input("busiest", N_("Share in the busiest hour, 0–1")),
    ),
    outputs={
        "capacity": (N_("Entry capacity in one hour"), N_("persons")),
        "arriving": (N_("Arrive in the busiest hour"), N_("persons")),
        "lanes_needed": (N_("Lanes needed for that"), ""),
        "queue": (N_("In the queue after the busiest hour"), N_("persons")),
        "last_in": (N_("At full rate all are in after"), N_("h")),
    },
    key=("capacity", ""),
    work=work,
)
