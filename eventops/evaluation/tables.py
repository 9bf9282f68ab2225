"""The tables that stand beside the log's lines and incidents in an export: each row as the dictionary describes it."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import joinedload

from ..access import POLICE, Actor, Permission
from ..beside import in_turns
from ..events.models import Event
from ..extensions import db
from ..log.decisions import visible_decisions, visible_errands
from ..log.interventions import visible_interventions
from ..log.kinds import kinds
from ..log.models import CrowdCount, Decision, Dispatch, Entry, Errand, Incident, Intervention
from ..log.queries import visible_incidents
from ..log.spoken import GROUNDS, owner_name
from ..planning.queries import plan_of
from ..words import current_language, label
from . import queries, staffed
from .export_models import Export
from .headings import headings
from .lessons import learnt
from .measured import formulas, measured
from .outcome_table import outcome_table
from .outcome_words import final
from .rows import Rows
from .survey_queries import results

Row = dict[str, Any]
STEP = 100
BASE = ("lines", "incidents")
READ_BY: dict[str, Permission] = {
    "units": Permission.LOG_READ, "interventions": Permission.LOG_READ, "decisions": Permission.LOG_READ,
    "tasks": Permission.LOG_READ, "crowd": Permission.LOG_READ, "roster": Permission.ROSTER_READ,
    "plan": Permission.PLAN_READ, "outcome": Permission.LOG_READ, "indicators": Permission.LOG_READ,
    "survey": Permission.PLAN_READ, "lessons": Permission.PLAN_READ,
}  # fmt: skip
OF_THE_EVENT = ("outcome", "indicators")  # figures of the whole event: only for who hears the police


def open_to(actor: Actor) -> list[str]:
    """The tables an actor may take out, in their order: the lines and the incidents, then what its role may read."""
    return [*BASE, *(code for code, permission in READ_BY.items() if _reads(actor, code, permission))]


def _reads(actor: Actor, code: str, permission: Permission) -> bool:
    return actor.may(permission) and (code not in OF_THE_EVENT or actor.hears(POLICE))


class Tables:
    """Makes the rows of these tables, of what an actor may see and of the days of an export."""

    def __init__(self, event: Event, actor: Actor, export: Export, rows: Rows):
        self.event, self.actor, self.export, self.made = event, actor, export, rows
        self.language = current_language()

    def of(self, code: str) -> Iterator[Row]:
        """The rows of a table."""
        reader: Callable[[], Iterator[Row]] = getattr(self, code)
        return reader()

    def units(self) -> Iterator[Row]:
        """Units on visible incidents."""
        within = self._in_days(visible_incidents(self.event, self.actor), Incident.occurred_at)
        query = db.select(Incident.number, Dispatch).join(Dispatch.incident)
        query = query.where(Incident.id.in_(within.with_only_columns(Incident.id)))
        for number, unit in in_turns(db.session.execute(query.order_by(Incident.number, Dispatch.call_sign)), STEP):
            yield {
                "incident": number, "call_sign": unit.call_sign, "status": unit.status,
                "status_name": label("unit_status", unit.status), "since_at": self.made.moment(unit.since),
            }  # fmt: skip

    def interventions(self) -> Iterator[Row]:
        """Visible interventions: nothing of persons, and nothing that was written freely."""
        query = self._in_days(visible_interventions(self.event, self.actor), Intervention.occurred_at)
        query = query.options(joinedload(Intervention.incident), joinedload(Intervention.sector))
        for each in queries.stepwise(query, Intervention):
            yield {
                "number": each.number, "kind": each.kind, "kind_name": kinds()[each.kind].name(self.language),
                "incident": each.incident.number if each.incident else None,
                "sector": each.sector.code if each.sector else None, "company": each.company,
                **self._moments(each, "decided_at", "occurred_at", "ended_at", "reported_at", "struck_at"),
                **{name: getattr(each, name) for name in ("minutes", "checked", "found", "reports")},
                **self._audience(each.audience),
            }  # fmt: skip

    def decisions(self) -> Iterator[Row]:
        """Visible decisions."""
        query = self._in_days(visible_decisions(self.event, self.actor), Entry.occurred_at)
        for each in queries.stepwise(query, Decision):
            grounds = [f"{GROUNDS[said.kind]}: {said.text}" for said in each.grounds]
            yield {
                "number": each.number, "entry": each.entry.number, "text": each.text, "decider": each.decider,
                "decided_at": self.made.moment(each.entry.occurred_at), "grounds_said": "\n".join(grounds),
                "outcome": each.outcome, "struck": each.entry.struck is not None,
                **self._moments(each, "due_at"), **self._audience(each.audience),
            }  # fmt: skip

    def tasks(self) -> Iterator[Row]:
        """Visible tasks."""
        query = self._in_days(visible_errands(self.event, self.actor), Entry.occurred_at)
        for each in queries.stepwise(query, Errand):
            yield {
                "number": each.number, "entry": each.entry.number, "text": each.text, "state": each.state,
                "incident": each.incident.number if each.incident else None, "owner_name": owner_name(each),
                "given_at": self.made.moment(each.entry.occurred_at),
                **self._moments(each, "due_at"), **self._audience(each.audience),
            }  # fmt: skip

    def crowd(self) -> Iterator[Row]:
        """Counts by zone; who counted is nobody else's matter."""
        query = self._in_days(db.select(CrowdCount).filter_by(event_id=self.event.id), CrowdCount.counted_at)
        query = query.options(joinedload(CrowdCount.zone), joinedload(CrowdCount.gate))
        for each in queries.stepwise(query, CrowdCount):
            yield {
                "number": each.number, "zone": each.zone.code, "gate": each.gate.code if each.gate else None,
                **{name: getattr(each, name) for name in ("kind", "came_in", "went_out", "total", "density")},
                **self._moments(each, "counted_at"),
            }  # fmt: skip

    def roster(self) -> Iterator[Row]:
        """Shifts with need and outcome, no persons."""
        shifts, people = staffed.roster(self.event)
        for each in in_turns(sorted(shifts, key=lambda shift: (shift.starts_at, shift.number)), STEP):
            come = [one for one in people[each.id] if one.standing]
            yield {
                "number": each.number, "function": each.function, "function_name": label("function", each.function),
                "place": each.place.code if each.place else None, "needed": each.needed,
                "filled": len(people[each.id]),
                "came": sum(one.presence in staffed.CAME for one in come) if come else None,
                **self._moments(each, "starts_at", "ends_at"),
            }  # fmt: skip

    def plan(self) -> Iterator[Row]:
        """The parts of the plan that the actor may see."""
        for kind, parts in plan_of(self.event, self.actor).parts.items():
            for each in in_turns(parts, STEP):
                said = {name: value for name, value in each.said().items() if name not in (each.TITLE, "audience")}
                told = "\n".join(f"{name}: {value}" for name, value in said.items() if value not in (None, "", []))
                yield {
                    "kind": kind, "number": each.number, "title": each.title, "said": told,
                    **self._audience(each.audience),
                }  # fmt: skip

    def outcome(self) -> Iterator[Row]:
        """The outcome table."""
        sections = headings().sections
        for code, each in outcome_table(self.event, self.actor).figures.items():
            yield {
                "section": sections[each.heading.section].name(self.language), "heading": code,
                "heading_name": each.heading.name(self.language), "count": each.count, "logged": each.logged,
                "final": final(self.event),
            }  # fmt: skip

    def indicators(self) -> Iterator[Row]:
        """The indicators with what they rest on."""
        for code, each in measured(self.event, self.actor).values.items():
            formula = formulas()[code]
            yield {
                "code": code, "name": formula.name(self.language), "value": each.value, "unit": formula.unit,
                "n": each.n, "of": each.of, "formula": formula.formula(self.language), "final": final(self.event),
            }  # fmt: skip

    def survey(self) -> Iterator[Row]:
        """What may be told of the survey."""
        for each in results(self.event) or ():
            names = {answer.code: answer.name(self.language) for answer in each.question.answers}
            told = {"question": each.question.code, "question_name": each.question.name(self.language)}
            mean = each.told.mean
            told |= {"n": each.told.n} | {
                name: getattr(mean, key) if mean else None
                for name, key in (("mean", "value"), ("low", "low"), ("high", "high"))
            }
            for band in each.told.bands:
                yield {**told, "answer": ", ".join(names.get(code, code) for code in band.codes), "count": band.count}
            if not each.told.bands:
                yield {**told, "answer": None, "count": None}

    def lessons(self) -> Iterator[Row]:
        """What was learnt."""
        for each in learnt(self.event, self.actor):
            said = {name: getattr(each.lesson, name) for name in ("number", "text", "cause", "next_time", "owner")}
            yield {**said, "state": each.state, **self._audience(each.lesson.audience)}

    def _in_days(self, query: Any, moment: Any) -> Any:
        return queries.in_days(query, moment, self.event, self.export.first, self.export.last)

    def _moments(self, thing: Any, *names: str) -> Row:
        return {name: self.made.moment(getattr(thing, name)) for name in names}

    def _audience(self, code: str) -> Row:
        return {"audience": code, "audience_name": self.made.audience(code)}
