"""The outcome table: each published figure counted from the log, over what the reader may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from ..access import COMMAND, Actor
from ..events.models import Event
from ..extensions import db
from ..log.interventions import visible_interventions
from ..log.models import Incident, Intervention
from ..log.queries import visible_incidents
from .headings import Heading, Headings, headings
from .models import OutcomeLine
from .outcome_heading import OutcomeHeading
from .told import Told

CHECK, REPORT, OTHER = "check", "report", "other"


class Taken(NamedTuple):
    """What counts of an intervention; `category` and `disposition` are its incident's, "" and None without one."""

    kind: str
    incident: int | None
    category: str
    disposition: str | None
    place: str | None
    title: str | None
    checked: int | None
    found: int | None
    reports: int | None
    offence: str | None
    said: str = ""  # what is told of it in words
    aside: bool = False  # whether its incident is not among those that are counted with it


class Check(NamedTuple):
    """One check: where or of what, how many were looked at, and how many found wanting."""

    name: str
    checked: int
    found: int


@dataclass
class Figure:
    """What the log says under a heading; `line` is what people wrote of it. For checks `found` are those that hit."""

    heading: Heading
    logged: int = 0
    found: int = 0
    given: int = 0  # of what was logged, what a heading of the event's own has gathered
    own: OutcomeHeading | None = None
    checks: list[Check] = field(default_factory=list)
    line: OutcomeLine | None = None

    @property
    def count(self) -> int:
        """What is published: what was logged, and what was reported afterwards."""
        return self.logged + (self.line.added if self.line else 0)

    @property
    def whole(self) -> int:
        """The count before anything was gathered elsewhere."""
        return self.count + self.given

    @property
    def stale(self) -> bool:
        """Whether the count has changed since its wording was written."""
        return bool(self.line and self.line.worded and self.line.counted != self.count)


@dataclass
class OutcomeTable:
    """The figures in the headings' order; `said` are the words before and after them."""

    figures: dict[str, Figure]
    said: dict[str, OutcomeLine]

    def section(self, code: str) -> list[Figure]:
        """The figures of a section that say something."""
        return [each for each in self.figures.values() if each.heading.section == code and (each.count or each.line)]

    def total(self, code: str) -> int:
        """The sum of a section."""
        return sum(each.count for each in self.section(code))

    def counts(self, section: str) -> dict[str, int]:
        """The counts of a section that are not 0, by heading."""
        return {each.heading.code: each.count for each in self.section(section) if each.count}


def outcome_table(event: Event, actor: Actor, groups: "Groups | None" = None) -> OutcomeTable:
    """The outcome table of an event, of what the actor may see; `groups` are its incidents where they are known."""
    taken, own, lines = interventions(event, actor), own_headings(event, actor), lines_of(event, actor)
    figures = counted(taken, incidents(event, actor) if groups is None else groups)
    figures = gathered(event, actor, figures, own, taken) if own else figures
    for code, figure in figures.items():
        figure.line = lines.pop(code, None)
    return OutcomeTable(figures, lines)


def own_headings(event: Event, actor: Actor) -> Sequence[OutcomeHeading]:
    """The event's own headings that the actor may read, in the order they were added."""
    query = select(OutcomeHeading).filter_by(event_id=event.id, dropped_at=None)
    return db.session.scalars(query.where(actor.audible(OutcomeHeading.audience)).order_by(OutcomeHeading.number)).all()


def counted(taken: list[Taken], groups: "Groups") -> dict[str, Figure]:
    """What some interventions and incidents come to under the usual headings."""
    told = headings()
    figures = {code: Figure(heading) for code, heading in told.all.items()}
    _count_measures(figures, told, taken, groups)
    _count_reports(figures, told, taken, groups)
    _count_checks(figures, told, taken)
    return figures


def gathered(
    event: Event, actor: Actor, figures: dict[str, Figure], own: Sequence[OutcomeHeading], taken: list[Taken]
) -> dict[str, Figure]:
    """The figures with the event's own headings where the first that each gathers stands; nothing counts twice.

    Those that take a part by words choose before those that take a whole, and the first added before the others.
    """
    made: dict[str, Figure] = {}
    for each in sorted(own, key=lambda each: each.words is None):
        earlier = [text for row in own if row.number < each.number for text in row.words or ()]
        part = figures if each.words is None else _part(event, actor, taken, Told(each.words, earlier))
        figure = made[each.heading.code] = Figure(each.heading, own=each)
        for code in each.gathers:
            _move(part[code], figures[code], figure)
    return _placed(figures, made)


def _move(part: Figure, source: Figure, target: Figure) -> None:
    count, found, checks = part.logged, part.found, list(part.checks)
    target.logged, target.found = target.logged + count, target.found + found
    target.checks += checks
    source.logged, source.found, source.given = source.logged - count, source.found - found, source.given + count
    for check in checks:
        source.checks.remove(check)


def _placed(figures: dict[str, Figure], made: dict[str, Figure]) -> dict[str, Figure]:
    first = {code: figure.own.gathers[0] for code, figure in made.items() if figure.own and figure.own.gathers}
    found: dict[str, Figure] = {}
    for code, figure in figures.items():
        found |= {own: made[own] for own, place in first.items() if place == code}
        found[code] = figure
    return found | made


def _part(event: Event, actor: Actor, taken: list[Taken], told: Told) -> dict[str, Figure]:
    """What is told in some words: interventions by all that is said of them, incidents by their titles."""
    mine = [each._replace(aside=not told.in_text(each.title or "")) for each in taken if told.in_text(each.said)]
    return counted(mine, incidents(event, actor, told.in_column(Incident.title) & Incident.erased_at.is_(None)))


Groups = Counter[tuple[str, str | None]]


def incidents(event: Event, actor: Actor, only: ColumnElement[bool] | None = None) -> Groups:
    """How many visible incidents of each category ended in each way; one merged into another is that one."""
    keys = (Incident.category_code, Incident.disposition)
    query = visible_incidents(event, actor).where(Incident.merged_into.is_(None))
    query = query if only is None else query.where(only)
    rows = db.session.execute(query.with_only_columns(*keys, func.count()).group_by(*keys))
    return Counter({(category, disposition): count for category, disposition, count in rows})


def interventions(event: Event, actor: Actor) -> list[Taken]:
    told = (
        Intervention.kind, Intervention.incident_id, func.coalesce(Incident.category_code, ""), Incident.disposition,
        Intervention.place_text, case((Incident.erased_at.is_(None), Incident.title)).label("title"),
        Intervention.checked, Intervention.found, Intervention.reports, Intervention.offence,
    )  # fmt: skip
    words = (Intervention.ground, Intervention.item, Intervention.what_else, Intervention.reference)
    query = visible_interventions(event, actor).where(Intervention.struck_at.is_(None)).order_by(Intervention.number)
    rows = db.session.execute(query.with_only_columns(*told, *words, maintain_column_froms=True))
    return [Taken(*row[: len(told)])._replace(said=_said(row[4], row[5], *row[len(told) :])) for row in rows]


def _said(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)


def _without(groups: Groups, taken: Iterable[Taken]) -> Groups:
    """The incidents that none of these interventions was taken on."""
    told = {(each.incident, each.category, each.disposition) for each in taken if each.incident and not each.aside}
    return groups - Counter((category, disposition) for _, category, disposition in told)


def _count_measures(figures: dict[str, Figure], told: Headings, taken: list[Taken], groups: Groups) -> None:
    for heading in told.of("measures"):
        own = [each for each in taken if each.kind in heading.kinds]
        rest = _without(groups, own)
        by_incident = sum(n for (what, ended), n in rest.items() if told.measures(heading, what, ended))
        figures[heading.code].logged = _times(own) + by_incident


def _times(taken: list[Taken]) -> int:
    """One for each, or as many as a measure without a kind of its own says."""
    return sum((each.checked or 0) if each.kind == OTHER else 1 for each in taken)


def _count_reports(figures: dict[str, Figure], told: Headings, taken: list[Taken], groups: Groups) -> None:
    reports = [each for each in taken if each.kind == REPORT]
    for each in reports:
        figures[told.of_report(each.offence or each.category).code].logged += each.reports or 0
    own = [each for each in reports if each.offence in (None, each.category)]
    for (category, disposition), count in _without(groups, own).items():
        if disposition in told.reported:
            figures[told.of_report(category).code].logged += count


def _count_checks(figures: dict[str, Figure], told: Headings, taken: list[Taken]) -> None:
    for each in taken:
        if each.kind == CHECK:
            figure = figures[told.of_check(each.category).code]
            figure.logged += each.checked or 0
            figure.found += each.found or 0
            figure.checks.append(Check(each.place or each.title or "", each.checked or 0, each.found or 0))


def lines_of(event: Event, actor: Actor) -> dict[str, OutcomeLine]:
    """What people wrote, by heading; what was written for the command post before what others read."""
    query = select(OutcomeLine).where(OutcomeLine.event_id == event.id, actor.audible(OutcomeLine.audience))
    found = sorted(db.session.scalars(query), key=lambda line: line.audience == COMMAND)
    return {line.heading: line for line in found}
