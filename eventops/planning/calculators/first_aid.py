"""First aid by the Purple Guide's numbers, and the part of the HSG195 score that could be checked (R62)."""

from math import ceil

from ...errors import N_
from .calculator import Calculator, Figures, Input, Kind, Line, Result, Said, Verdict


def first_aiders(visitors: int, figures: Figures) -> int:
    """Two for each 1,000 up to 3,000; six and one for each 1,000 beyond, up to 10,000."""
    small = figures["small"]
    for_small = ceil(min(visitors, small) / 1000) * figures["small_per_thousand"]
    return int(for_small + ceil(max(0, visitors - small) / 1000) * figures["beyond_per_thousand"])


def work(said: Said, figures: Figures) -> Result:
    """First-aiders, and paramedics and nurses as a band above 3,000."""
    needed = first_aiders(said["expected"], figures)
    lines = [Line("first_aiders", needed)]
    if said["expected"] > figures["small"]:
        for name in ("paramedics", "nurses"):
            lines += [
                Line(name, number, column) for column, number in zip(("least", "most"), figures[name], strict=True)
            ]
    planned = said["planned"]
    verdict = Verdict.AMBER if planned is None else Verdict.GREEN if planned >= needed else Verdict.RED
    return Result(lines, verdict)


FIRST_AID = Calculator(
    name="first_aid",
    title=N_("First aid at smaller events"),
    formula=N_("2 first-aiders per 1,000 up to 3,000; beyond that 1 per 1,000, and paramedics and nurses"),
    threshold=N_("Green when as many are planned, red when fewer, amber when not said."),
    inputs=(
        Input("expected", N_("Visitors"), N_("persons"), Kind.COUNT, known="visitors"),
        Input("planned", N_("First-aiders planned"), N_("persons"), Kind.COUNT, optional=True),
    ),
    outputs={
        "first_aiders": (N_("First-aiders"), N_("persons")),
        "paramedics": (N_("Paramedics"), N_("persons")),
        "nurses": (N_("Nurses"), N_("persons")),
    },
    columns={"least": N_("At least"), "most": N_("At most")},
    key=("first_aiders", ""),
    work=work,
    note=N_("Nothing is said above 10,000 visitors: use patients to expect, and Maurer."),
)

TABLES = ("nature", "venue", "seating", "disorder")


def work_score(said: Said, figures: Figures) -> Result:
    """The sum of the scores that are known; it stands for no resources."""
    scores = {name: dict(figures[name])[said[name]] for name in TABLES} | {"profile": said["profile"]}
    lines = [Line(name, number) for name, number in scores.items()]
    return Result([*lines, Line("partial", sum(scores.values()))], Verdict.AMBER)


SCORE = Calculator(
    name="score",
    title=N_("HSG195 score, in part"),
    formula=N_("nature + venue + seating + disorder + profile"),
    threshold=N_("Always amber: part of a score says nothing about resources."),
    inputs=(
        Input("nature", N_("Nature of the event"), kind=Kind.CHOICE, options=(
            ("classical", N_("Classical")), ("exhibition", N_("Exhibition")), ("music_festival", N_("Music festival")),
            ("pop_rock", N_("Pop or rock")), ("new_year", N_("New Year")), ("dance", N_("Dance")),
        )),
        Input("venue", N_("Venue"), kind=Kind.CHOICE, options=(
            ("indoor", N_("Indoors")), ("stadium", N_("Stadium")), ("park", N_("Park")),
            ("festival", N_("Festival site")),
            ("streets", N_("Streets")), ("temporary", N_("Temporary structures")), ("camping", N_("With camping")),
        )),
        Input("seating", N_("Seating"), kind=Kind.CHOICE, options=(
            ("seated", N_("Seated")), ("mixed", N_("Mixed")), ("standing", N_("Standing")),
        )),
        Input("disorder", N_("Disorder"), kind=Kind.CHOICE, options=(
            ("low", N_("Low")), ("some", N_("Some")), ("likely", N_("Likely")), ("grave", N_("Grave")),
        )),
        Input("profile", N_("Profile of the audience, 2–5"), kind=Kind.COUNT),
    ),
    outputs={
        "nature": (N_("Nature of the event"), N_("points")),
        "venue": (N_("Venue"), N_("points")),
        "seating": (N_("Seating"), N_("points")),
        "disorder": (N_("Disorder"), N_("points")),
        "profile": (N_("Profile of the audience, 2–5"), N_("points")),
        "partial": (N_("Sum of these"), N_("points")),
    },
    key=("partial", ""),
    work=work_score,
    note=N_(
        "Not counted: history, size, duration, season, hospitals, and the table of resources. "
        "Those could not be checked."
    ),
)  # fmt: skip
