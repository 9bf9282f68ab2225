"""The outcome table: each published figure counted from the log, over what the reader may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import case, func, select

from ..access import COMMAND, Actor
from ..events.models import Event
from ..extensions import db
from ..log.interventions import visible_interventions
from ..log.models import Incident, Intervention
from ..log.queries import visible_incidents
from .headings import Heading, Headings, headings
from .models import OutcomeLine

CHECK, REPORT = "check", "report"


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
    checks: list[Check] = field(default_factory=list)
    line: OutcomeLine | None = None

    @property
    def count(self) -> int:
        """What is published: what was logged, and what was reported afterwards."""
        return self.logged + (self.line.added if self.line else 0)

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


def outcome_table(event: Event, actor: Actor) -> OutcomeTable:
    """The outcome table of an event, of what the actor may see."""
    told = headings()
    figures = {code: Figure(heading) for code, heading in told.all.items()}
    taken = _interventions(event, actor)
    groups = _incidents(event, actor)
    _count_measures(figures, told, taken, groups)
    _count_reports(figures, told, taken, groups)
    _count_checks(figures, told, taken)
    lines = lines_of(event, actor)
    for code, figure in figures.items():
        figure.line = lines.pop(code, None)
    return OutcomeTable(figures, lines)


Groups = Counter[tuple[str, str | None]]


def _incidents(event: Event, actor: Actor) -> Groups:
    """How many visible incidents of each category ended in each way; one merged into another is that one."""
    keys = (Incident.category_code, Incident.disposition)
    query = visible_incidents(event, actor).where(Incident.merged_into.is_(None))
    rows = db.session.execute(query.with_only_columns(*keys, func.count()).group_by(*keys))
    return Counter({(category, disposition): count for category, disposition, count in rows})


def _interventions(event: Event, actor: Actor) -> list[Taken]:
    told = (
        Intervention.kind, Intervention.incident_id, func.coalesce(Incident.category_code, ""), Incident.disposition,
        Intervention.place_text, case((Incident.erased_at.is_(None), Incident.title)), Intervention.checked,
        Intervention.found, Intervention.reports, Intervention.offence,
    )  # fmt: skip
    query = visible_interventions(event, actor).where(Intervention.struck_at.is_(None)).order_by(Intervention.number)
    rows = db.session.execute(query.with_only_columns(*told, maintain_column_froms=True))
    return [Taken(*row) for row in rows]


def _without(groups: Groups, taken: Iterable[Taken]) -> Groups:
    """The incidents that none of these interventions was taken on."""
    told = {(each.incident, each.category, each.disposition) for each in taken if each.incident}
    return groups - Counter((category, disposition) for _, category, disposition in told)


def _count_measures(figures: dict[str, Figure], told: Headings, taken: list[Taken], groups: Groups) -> None:
    for heading in told.of("measures"):
        own = [each for each in taken if each.kind in heading.kinds]
        rest = _without(groups, own)
        by_incident = sum(n for (what, ended), n in rest.items() if told.measures(heading, what, ended))
        figures[heading.code].logged = len(own) + by_incident


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
