"""How many guards and police: by posts and shifts first; ratios to visitors only stand beside it (domain 3e)."""

from math import ceil

from ...errors import N_, Refused
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict

_SHIFTS = (
    Input("each", N_("Persons at each post"), kind=Kind.COUNT),
    Input("shifts", N_("Shifts a day"), kind=Kind.COUNT),
    Input("reserve", N_("Reserve, share of that, 0–1")),
    Input("expected", N_("Visitors on the largest day"), N_("persons"), known="visitors"),
)
_FOUND = {
    "posts": (N_("Posts"), ""),
    "at_once": (N_("On duty at once"), N_("persons")),
    "a_day": (N_("Shifts to fill a day, with reserve"), ""),
    "supervisors": (N_("Supervisors at once"), N_("persons")),
    "visitors_each": (N_("Visitors for each on duty"), ""),
    "ratio": (N_("The ratio would give"), N_("persons")),
}
_FORMULA = N_("posts × persons at each × shifts + reserve; the ratios are for comparison only")
_THRESHOLD = N_("Amber when fewer are on duty at once than the thinnest ratio gives. Never red: the posts decide.")


def work(said: Said, figures: Figures) -> Result:
    """Base = Σ posts × persons × shifts; each ratio as what it would give."""
    posts = sum(value for name, value in said.items() if name not in {each.name for each in _SHIFTS})
    if not posts:
        raise Refused(N_("Say how many posts there are."))
    at_once = posts * said["each"]
    lines = [
        Line("posts", posts),
        Line("at_once", at_once),
        Line("a_day", ceil(round(at_once * said["shifts"] * (1 + said["reserve"]), 6))),
        Line("supervisors", ceil(at_once / figures["per_supervisor"])),
        Line("visitors_each", round(said["expected"] / at_once)),
    ]
    ratios = {ratio["name"]: ceil(said["expected"] / ratio["visitors"]) for ratio in figures["ratios"]}
    lines += [Line("ratio", number, name) for name, number in ratios.items()]
    return Result(lines, Verdict.AMBER if at_once < min(ratios.values()) else Verdict.GREEN)


def _posts(*kinds: tuple[str, str, str]) -> tuple[Input, ...]:
    return tuple(Input(name, label, N_("posts"), Kind.COUNT, known) for name, label, known in kinds)


GUARDS = Calculator(
    name="guards",
    title=N_("Guards and stewards"),
    formula=_FORMULA,
    threshold=_THRESHOLD,
    inputs=(
        *_posts(
            ("gates", N_("Gates"), "gates"),
            ("pit", N_("Pit"), ""),
            ("patrols", N_("Patrols"), ""),
            ("camps", N_("Camps"), ""),
            ("bars", N_("Licensed bars"), "bars"),
        ),
        *_SHIFTS,
    ),
    outputs=_FOUND,
    columns={
        "observed": N_("Observed 1:417"),
        "green_guide": N_("Green Guide 1:250"),
        "green_guide_risk": N_("Higher risk 1:100"),
        "alcohol": N_("With alcohol 1:50"),
    },
    key=("at_once", ""),
    work=work,
)

POLICE = Calculator(
    name="police",
    title=N_("Police"),
    formula=_FORMULA,
    threshold=_THRESHOLD,
    inputs=(
        *_posts(
            ("patrols", N_("Patrols"), ""),
            ("response", N_("Response groups"), ""),
            ("dialogue", N_("Dialogue officers"), ""),
            ("investigation", N_("Investigation on the spot"), ""),
            ("custody", N_("Custody"), ""),
            ("command", N_("Command and log"), ""),
        ),
        *_SHIFTS,
    ),
    outputs=_FOUND,
    columns={"observed": N_("Observed 1:833")},
    key=("at_once", ""),
    work=work,
)
