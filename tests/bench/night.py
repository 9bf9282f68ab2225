"""What happens on an evening of twelve hours, drawn by chance from a seed: the same seed gives the same evening."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HOURLY = (60, 80, 100, 130, 170, 220, 260, 290, 280, 220, 130, 60)  # how 2,000 incidents lie from 16 to 04
KINDS = ("O1", "O2", "O4", "O5", "O9", "V3", "S3", "T1", "T2", "T4", "T5", "N1", "N3", "P2", "M1", "M2", "C3")
WHAT = (
    "Bråk vid grind 4, två personer", "Medvetslös man vid scenen", "Trängsel i insläppet",
    "Berusad yngling sitter ensam",
    "Misstänkt stöld ur tält", "Barn borttappat vid mattorget", "Bilar på räddningsvägen",
    "Glas på dansbanan",
)  # fmt: skip
NOTES = (
    "Vi är framme och tittar.", "Vakten har kontroll, lugnt läge.", "Behöver en patrull till.", "Vittne hörs på plats.",
    "Sjukvården är underrättad, kommer norrifrån.", "Platsen är avspärrad, fem meter.", "Anhörig hämtar vid grind 2.",
)  # fmt: skip
AUDIENCES = ((None, 90), ("command", 4), ("partner:arrangoren", 6))  # none said: that of the category, all or police
ENDINGS = ("advised", "removed", "treated", "assisted", "no_action", "turned_away", "reported", "follow_up")
SENT = 0.7  # of the incidents get a unit
OF_THE_PHONES = 0.6  # of the notes, and a quarter of the incidents, are written by phones
LINES = 5  # in the log for each incident, with the one that opens it
CENTRE, SPAN = (60.4855, 15.434), 0.003


@dataclass(frozen=True)
class Step:
    """One act on an incident, `at` seconds after the evening began; by a phone, or by an operator if that is None."""

    at: float
    what: str
    said: dict[str, Any]
    phone: int | None = None


@dataclass(frozen=True)
class Case:
    """An incident from its opening to its end."""

    steps: tuple[Step, ...]


def evening(incidents: int, hours: float, phones: int, seed: int = 5) -> list[Case]:
    """So many incidents in the order in which they are opened; their lines are five times as many."""
    chance = random.Random(seed)
    opened = sorted(_moments(chance, incidents, hours * 3600))
    free = [0.0] * phones
    cases = [_case(chance, at, hours * 3600, free) for at in opened]
    missing = incidents * LINES - sum(len(case) for case in cases)
    for _ in range(missing):
        _note(chance, cases[int(chance.random() * len(cases))], phones)
    return [Case(tuple(sorted(case, key=lambda step: step.at))) for case in cases]


def _moments(chance: random.Random, many: int, length: float) -> Iterator[float]:
    """Independent arrivals whose rate follows the hours: a Poisson process with its number given."""
    hours = chance.choices(range(len(HOURLY)), HOURLY, k=many)
    return ((hour + chance.random()) * length / len(HOURLY) for hour in hours)


def _case(chance: random.Random, at: float, length: float, free: list[float]) -> list[Step]:
    audience = chance.choices([name for name, _ in AUDIENCES], [weight for _, weight in AUDIENCES])[0]
    unit = min(range(len(free)), key=lambda number: free[number])
    phone = unit if audience is None and chance.random() < 0.25 else None
    steps = [Step(at, "open", _opening(chance, audience), phone)]
    ends = at + chance.uniform(4, 25) * 60
    if chance.random() < SENT:
        moments = sorted(at + 30 + chance.random() * (ends - at - 60) for _ in range(3))
        for moment, status in zip(moments, ("assigned", "en_route", "on_scene"), strict=True):
            steps.append(Step(moment, "unit", {"call_sign": sign(unit), "status": status}))
        free[unit] = max(free[unit], ends)
    if ends < length:
        steps.append(Step(ends, "close", {"state": "closed", "disposition": chance.choice(ENDINGS)}))
    return [step for step in steps if step.at < length]


def _opening(chance: random.Random, audience: str | None) -> dict[str, Any]:
    lat, lon = (middle + chance.uniform(-SPAN, SPAN) / 2 for middle in CENTRE)
    told: dict[str, Any] = {"category": chance.choice(KINDS), "title": chance.choice(WHAT), "lat": lat, "lon": lon}
    told |= {"audience": audience} if audience else {}
    priority = chance.choices((1, 2, 3, 4), (3, 22, 50, 25))[0]
    return {**told, "priority": priority, "text": chance.choice(NOTES) + " " + chance.choice(WHAT)}


def _note(chance: random.Random, case: list[Step], phones: int) -> None:
    """Between the opening and the end; on one that is over by then, or never will be, a little after its opening."""
    first, last = case[0].at, case[-1].at
    at = first + (chance.random() * (last - first) if last > first else 1.0)
    phone = chance.randrange(phones) if "audience" not in case[0].said and chance.random() < OF_THE_PHONES else None
    case.insert(1, Step(at, "note", {"text": chance.choice(NOTES)}, phone))


def sign(unit: int) -> str:
    """The call sign of a phone's unit."""
    return f"P{unit + 11}"
