"""What an event came to, in figures: counted in the database, over what the actor may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import quantiles

from sqlalchemy import case, extract, func, literal_column, or_, select

from .. import clock
from ..access import Actor
from ..errors import N_
from ..events.models import Event, Place
from ..extensions import db
from ..log.models import Entry, EntryKind, Incident, State
from ..log.queries import visible_entries, visible_incidents
from .hours import by_local_hour

LATE = 5 * 60  # seconds from what happened to its line, after which the line came late
GROUPS = {
    "O": N_("Public order"), "V": N_("Violence"), "S": N_("Sexual offences"), "T": N_("Theft and fraud"),
    "N": N_("Narcotics and alcohol"), "P": N_("People in need"), "M": N_("Medical"), "C": N_("Crowd"),
    "B": N_("Fire, weather and threats"), "R": N_("Traffic"), "F": N_("Football"), "I": N_("Internal"),
    "X": N_("Other"),
}  # fmt: skip
CRIMES = (
    "V", "S1", "S2", "S4", "S5", "S6", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T9", "T10", "T11", "T12", "T13",
    "T14", "T15", "N1", "N2", "N3", "N5", "N7", "N8", "N9", "N10", "B11", "F9", "O9",
    "O11", "O12", "O14", "O15", "O16", "O17",
    "O18", "O19", "R2", "R10", "R11", "R12", "R13", "R14", "R15", "X3",
)  # fmt: skip
VIOLENT = tuple(f"V{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16, 17, 19))
TAKEN = tuple(f"T{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15))
# What is counted per 1,000 expected visitor-days: category codes, or the letter of a whole group.
RATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "crimes": (N_("Crimes"), CRIMES),
    "violence": (N_("Violence"), VIOLENT),
    "theft": (N_("Theft and fraud"), TAKEN),
    "custody": (N_("Intoxicated in custody (LOB)"), ("O3",)),
    "removed": (N_("Turned away or removed"), ("O5", "O6")),
}

PER_1000 = {
    "crimes_per_1000": "crimes", "violence_per_1000": "violence", "theft_per_1000": "theft",
    "custody_per_1000": "custody", "removed_per_1000": "removed",
}  # fmt: skip
RESPONSES = ("response_p1_median", "response_p1_p90")
QUICK = frozenset({*PER_1000, *RESPONSES, "late_lines"})  # what the figures alone give


@dataclass(frozen=True)
class Response:
    """Seconds from opened to the first on the scene: how many incidents, the median and the 90th percentile."""

    count: int
    median: float
    p90: float


@dataclass
class Outcome:
    """The figures of one event. `by_hour` has 24 counts by the hour of the local day.

    `endings` are the incidents that were not merged into another, by category and disposition.
    """

    visitor_days: int
    endings: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    by_category: Counter[str] = field(default_factory=Counter)
    by_priority: Counter[int] = field(default_factory=Counter)
    by_sector: Counter[str] = field(default_factory=Counter)
    by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    responses: dict[int, Response] = field(default_factory=dict)
    open: int = 0
    lines: int = 0
    decisions: int = 0
    strikes: int = 0
    late: int = 0

    @property
    def incidents(self) -> int:
        return self.by_category.total()

    @property
    def by_group(self) -> dict[str, list[tuple[str, int]]]:
        """The categories of each group that has any, most first; groups in the taxonomy's order."""
        ranked = sorted(self.by_category.items(), key=lambda each: (-each[1], each[0]))
        groups = {letter: [(code, count) for code, count in ranked if code[0] == letter] for letter in GROUPS}
        return {letter: found for letter, found in groups.items() if found}

    def counted(self, rate: str) -> int:
        """How many incidents a rate counts."""
        codes = RATES[rate][1]
        return sum(count for code, count in self.by_category.items() if code in codes or code[0] in codes)

    def per_thousand(self, rate: str) -> float | None:
        """The same for each 1,000 expected visitor-days, None where nobody said how many visitors."""
        return 1000 * self.counted(rate) / self.visitor_days if self.visitor_days else None

    def share(self, part: int) -> float | None:
        """A part of the lines, 0-1."""
        return part / self.lines if self.lines else None


def computed(told: Outcome, code: str) -> float | None:
    """An indicator that the figures alone give, in its unit; None where they cannot tell (see objectives.values)."""
    if code in PER_1000:
        return told.per_thousand(PER_1000[code])
    if code == "late_lines":
        late = told.share(told.late)
        return None if late is None else 100 * late
    response = told.responses.get(1) if code in RESPONSES else None
    return (response.median if code == "response_p1_median" else response.p90) / 60 if response else None


def outcome(event: Event, actor: Actor) -> Outcome:
    """The figures of an event, of what the actor may see."""
    told = Outcome(_visitor_days(event))
    _count_incidents(told, event, actor)
    told.by_hour = by_local_hour(event, visible_incidents(event, actor), Incident.occurred_at, *_occurred(event))
    _count_lines(told, event, actor)
    told.responses = responses(event, actor)
    return told


def rates(event: Event, actor: Actor) -> Outcome:
    """Of the same only what rates are made of: visitor-days, and the incidents by category and by priority."""
    told, keys = Outcome(_visitor_days(event)), (Incident.category_code, Incident.priority)
    query = visible_incidents(event, actor).with_only_columns(*keys, func.count()).group_by(*keys)
    for category, priority, count in db.session.execute(query):
        told.by_category[category] += count
        told.by_priority[priority] += count
    return told


def beside(event: Event, actor: Actor) -> Outcome:
    """What stands of an edition beside another: its rates, how its lines were kept and how soon help came."""
    told = rates(event, actor)
    _count_lines(told, event, actor)
    told.responses = responses(event, actor)
    return told


def _visitor_days(event: Event) -> int:
    return sum(day.expected_visitors or 0 for day in event.days)


def percentiles(seconds: Sequence[float]) -> Response:
    """Median and 90th percentile, interpolated between the closest ranks as spreadsheets do (PERCENTILE.INC)."""
    if len(seconds) == 1:
        return Response(1, seconds[0], seconds[0])
    tenths = quantiles(seconds, n=10, method="inclusive")
    return Response(len(seconds), tenths[4], tenths[8])


def responses(event: Event, actor: Actor) -> dict[int, Response]:
    """Response times by priority: from when the incident was opened to the first line that says on the scene."""
    arrived = or_(
        (Entry.kind == EntryKind.STATE) & (Entry.text == State.ON_SCENE.value),
        (Entry.kind == EntryKind.UNIT) & Entry.text.endswith(f" {State.ON_SCENE.value}"),
    )
    told = (Incident.priority, Incident.opened_at, func.min(Entry.occurred_at))
    query = visible_entries(event, actor).where(arrived).with_only_columns(*told, maintain_column_froms=True)
    times: dict[int, list[float]] = {}
    for priority, opened, there in db.session.execute(query.group_by(Incident.id)):
        times.setdefault(priority, []).append(max((there - opened).total_seconds(), 0))
    return {priority: percentiles(times[priority]) for priority in sorted(times)}


def _count_incidents(told: Outcome, event: Event, actor: Actor) -> None:
    keys = (Incident.category_code, Incident.priority, Incident.sector_id, Incident.disposition)
    merged, is_open = Incident.merged_into.is_not(None), Incident.state != State.CLOSED
    groups = (*keys, case((merged, 1), else_=0), case((is_open, 1), else_=0))
    query = visible_incidents(event, actor).with_only_columns(*groups, func.count())
    query = query.group_by(*(literal_column(str(place)) for place in range(1, len(groups) + 1)))
    places = db.session.execute(select(Place.id, Place.code).filter_by(event_id=event.id))
    sectors = {place_id: code for place_id, code in places}
    for category, priority, sector, disposition, gone, still_open, count in db.session.execute(query):
        told.by_category[category] += count
        told.by_priority[priority] += count
        told.by_sector[sectors.get(sector, "")] += count
        told.endings[category, disposition] += 0 if gone else count
        told.open += count * still_open


def _occurred(event: Event) -> tuple[datetime | None, datetime]:
    """When the first and the last incident occurred, whoever may know of them."""
    ends = select(func.min(Incident.occurred_at)), select(func.max(Incident.occurred_at))
    first, last = (db.session.scalar(end.where(Incident.event_id == event.id)) for end in ends)
    return first, last or clock.now()


def opening(event: Event) -> datetime | None:
    """When the first line of the log was entered."""
    lines = select(Entry.entered_at).where(Entry.event_id == event.id)
    return db.session.scalar(lines.order_by(Entry.number).limit(1))


def _count_lines(told: Outcome, event: Event, actor: Actor) -> None:
    delay = extract("epoch", Entry.entered_at) - extract("epoch", Entry.occurred_at)
    opened = opening(event) or clock.now()
    before = Entry.occurred_at < opened - timedelta(seconds=LATE + 1)  # spares reckoning the delay of imported lines
    late = case((before, 1), (Entry.entered_at <= Entry.occurred_at, 0), (delay > LATE, 1), else_=0)
    kinds = (case((Entry.kind == kind, 1), else_=0) for kind in (EntryKind.DECISION, EntryKind.STRIKE))
    sums = (func.coalesce(func.sum(each), 0) for each in (late, *kinds))  # without groups: nothing has to be sorted
    query = visible_entries(event, actor).with_only_columns(func.count(), *sums, maintain_column_froms=True)
    told.lines, told.late, told.decisions, told.strikes = db.session.execute(query).one()
