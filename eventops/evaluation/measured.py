"""The indicators of an evaluation with formula, n and whether they are final: each from one place of the record."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..access import Actor, Permission
from ..events.models import Event
from ..extensions import db
from ..log.interventions import STATES, visible_interventions
from ..log.kinds import Named
from ..log.models import Intervention, State
from ..paths import asset_folder
from ..planning.models import Measure, Objective
from ..planning.models.measure import MeasureState
from ..planning.queries import plan_of
from ..planning.reference import indicators
from ..roster.models import Acceptance, Assignment, Function, Shift
from . import followed, handled, staffed
from .crowded import Crowded, crowded
from .indicators import QUICK, Outcome, Response, computed, outcome, percentiles
from .outcome_table import OutcomeTable, outcome_table
from .value import Value, per_thousand, share

DONE = (MeasureState.DONE, MeasureState.EVALUATED)


@dataclass(frozen=True)
class Formula(Named):
    """An indicator of indicators.toml: its unit, and in words how it is reckoned."""

    group: str
    unit: str
    formula_sv: str
    formula_en: str
    better: str = ""

    def formula(self, language: str) -> str:
        """How it is reckoned."""
        return self.formula_sv if language == "sv" else self.formula_en


@dataclass
class Measured:
    """Everything that an evaluation states of one event; a part that the reader may not see is empty."""

    values: dict[str, Value]
    arrivals: dict[tuple[int | None, int], Response]
    staffing: dict[Function, staffed.Staffed]
    load: list[staffed.HourLoad]
    zones: list[Crowded]
    measures: list[Measure]
    result: Outcome


@cache
def formulas() -> dict[str, Formula]:
    """The indicators by code, in their order."""
    path = asset_folder("seed") / "reference" / "indicators.toml"
    return {row["code"]: Formula(**row) for row in tomllib.loads(path.read_text("utf-8"))["measured"]}


def measured(event: Event, actor: Actor) -> Measured:
    """All indicators of an event, of what the actor may see."""
    result = outcome(event, actor)
    table = outcome_table(event, actor, result.endings)
    may_roster, may_plan = actor.may(Permission.ROSTER_READ), actor.may(Permission.PLAN_READ)
    shifts, people = staffed.roster(event) if may_roster else ((), {})
    zones = crowded(event)
    functions = staffed.staffed(shifts, people)
    measures = list(plan_of(event, actor).parts["measures"]) if may_plan else []
    values = {
        **_of_outcome(table, result), **_of_response(event, actor, result), **_of_medical(result),
        **_of_crowd(zones), **_of_measures(measures), **_of_quality(event, actor, result),
        **followed.of_measures(event, measures, result.visitor_days), "ingress_jam": followed.ingress_jam(event, actor),
        **followed.of_cooperation(event, actor), **followed.of_survey(event, actor),
    }  # fmt: skip
    if may_roster:
        values |= _of_staffing(event, functions, result) | _of_guards(staffed.guarding(event, actor, shifts, people))
    if may_plan:
        values["objectives_met"] = objectives_met(plan_of(event, actor).parts["objectives"], values, result)
    return Measured(
        values, handled.by_sector(handled.reached(event, actor, State.ON_SCENE)), functions,
        staffed.load(event, actor, shifts, people), zones, measures, result,
    )  # fmt: skip


def told_of(code: str, values: dict[str, Value], result: Outcome) -> float | None:
    """An indicator that an objective is bound to, in its unit."""
    return computed(result, code) if code in QUICK else values[code].value if code in values else None


def objectives_met(objectives: Iterable[Objective], values: dict[str, Value], result: Outcome) -> Value:
    """How many of the objectives that can be judged by an indicator were met; without incidents none can."""
    bound = [each for each in objectives if each.computed in indicators() and result.incidents]
    told = [(each, told_of(each.computed or "", values, result)) for each in bound]
    judged = [(each, value) for each, value in told if value is not None]
    met = sum(indicators()[each.computed or ""].meets(value, each.target_value or 0) for each, value in judged)
    return share(met, len(judged))


def _minutes(found: Response | None, name: str) -> Value:
    return Value(getattr(found, name) / 60, found.count) if found else Value(None, 0)


def _of_outcome(table: OutcomeTable, result: Outcome) -> dict[str, Value]:
    days, crimes = result.visitor_days, table.section("crimes")
    after = sum(each.line.added for each in crimes if each.line)
    count = {code: each.whole for code, each in table.figures.items()}
    return {
        "reports_per_1000": per_thousand(table.total("crimes"), days), "lob_per_1000": per_thousand(count["lob"], days),
        "sent_off_per_1000": per_thousand(count["turned_away"] + count["removed"], days),
        "ejected_per_1000": per_thousand(count["ejected"], days),
        "arrests_per_1000": per_thousand(count["arrest"], days),
        "seizures": Value(count["seizure"], count["seizure"]),
        "reported_after": share(after, table.total("crimes")),
        "complaints_per_1000": per_thousand(result.by_category["I8"], days),
    }  # fmt: skip


def _of_response(event: Event, actor: Actor, result: Outcome) -> dict[str, Value]:
    delays = [seconds for *_, seconds in handled.reached(event, actor, State.ASSIGNED)]
    found = percentiles(delays) if delays else None
    return {
        "arrive_p1_median": _minutes(result.responses.get(1), "median"),
        "arrive_p1_p90": _minutes(result.responses.get(1), "p90"), "assign_median": _minutes(found, "median"),
        "assign_p90": _minutes(found, "p90"),
        "p1_unseen": share(*handled.unseen(event, actor)),
    }  # fmt: skip


def _of_medical(result: Outcome) -> dict[str, Value]:
    patients = sum(count for code, count in result.by_category.items() if code[0] == "M")
    taken = sum(count for (code, ended), count in result.endings.items() if code[0] == "M" and ended == "ambulance")
    days = result.visitor_days
    return {"ppr": per_thousand(patients, days), "tthr": per_thousand(taken, days)}


def _of_crowd(zones: list[Crowded]) -> dict[str, Value]:
    def most(name: str) -> Value:
        return Value(max((value for each in zones if (value := getattr(each, name)) is not None), default=None), n)

    n = len(zones)
    minutes = sum(each.minutes for each in zones) if zones else None
    return {"crowd_most": most("density"), "crowd_minutes": Value(minutes, n), "crowd_full": most("share")}


def _of_measures(measures: list[Measure]) -> dict[str, Value]:
    done = sum(each.state in DONE for each in measures)
    decided = sum(each.state is not MeasureState.PROPOSED for each in measures)
    judged = sum(each.state is MeasureState.EVALUATED for each in measures)
    return {"measures_done": share(done, decided), "measures_judged": share(judged, done)}


def _of_quality(event: Event, actor: Actor, result: Outcome) -> dict[str, Value]:
    waiting = visible_interventions(event, actor).where(STATES["unreviewed"])
    counted = waiting.with_only_columns(db.func.count(Intervention.id), maintain_column_froms=True)
    unreviewed = db.session.scalar(counted) or 0
    return {
        "late": share(result.late, result.lines), "struck": share(result.strikes, result.lines),
        "unreviewed": Value(unreviewed, unreviewed), "still_open": Value(result.open, result.open, result.incidents),
    }  # fmt: skip


def _of_staffing(event: Event, functions: dict[Function, staffed.Staffed], result: Outcome) -> dict[str, Value]:
    def total(name: str) -> Any:
        return sum(getattr(each, name) for each in functions.values())

    breaches = db.select(db.func.count(Acceptance.id)).join(Acceptance.assignment).join(Assignment.shift)
    standing = breaches.where(Shift.event_id == event.id, Assignment.removed_at.is_(None), Acceptance.code == "rest")
    rest, hours = db.session.scalar(standing) or 0, total("hours")
    field = hours - (functions[Function.STAFF].hours if Function.STAFF in functions else 0)
    return {
        "in_field": share(round(field), round(hours)),
        "filled": share(total("filled"), total("needed")), "present": share(total("came"), total("needed_called")),
        "absent": share(total("absent"), total("called")),
        "hours_per_1000": per_thousand(round(hours), result.visitor_days), "rest_accepted": Value(rest, rest),
    }  # fmt: skip


def _of_guards(found: staffed.Guarding) -> dict[str, Value]:
    return {
        "guards_notified": share(found.notified, found.guards),
        "guards_uncertified": Value(found.uncertified, found.uncertified, found.guards),
        "report_median": _minutes(found.reports, "median"), "report_p90": _minutes(found.reports, "p90"),
        "reports_missing": Value(found.missing, found.missing),
    }  # fmt: skip


def listed(found: Measured, group: str) -> Iterator[tuple[Formula, Value]]:
    """The indicators of a group with their values."""
    for code, formula in formulas().items():
        if formula.group == group and code in found.values:
            yield formula, found.values[code]
