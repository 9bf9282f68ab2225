"""The report of an event: right figures, of what the reader may see and nothing more."""

import re
from datetime import timedelta

import pytest

from eventops import clock
from eventops.audit import AuditRecord
from eventops.changes import change
from eventops.evaluation.indicators import QUICK, Outcome, Response, computed, outcome, percentiles
from eventops.evaluation.measured import formulas
from eventops.events import actions
from eventops.events.models import EventDay, Series
from eventops.events.queries import held
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import State
from eventops.planning import actions as planning
from eventops.planning.models import Objective
from eventops.planning.reference import indicators

from .story import START, at, noted, opened, told

REPORT = "/events/sommar/evaluation"


@pytest.mark.parametrize(
    ("seconds", "median", "p90"),
    [([60], 60, 60), ([60, 120], 90, 114), ([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 60, 100)],
)
def test_percentiles_are_interpolated_as_spreadsheets_do(seconds, median, p90):
    assert percentiles(seconds) == Response(len(seconds), median, pytest.approx(p90))


def test_response_time_runs_from_opened_to_the_first_on_the_scene(cast):
    event, karin = cast.event, cast.karin.actor(cast.event)
    for minutes in (2, 4, 12):
        incident = opened(event, karin, 0, "Hjälp", category="M2", priority=1)
        for state in (State.EN_ROUTE, State.ON_SCENE, State.ON_HOLD, State.ON_SCENE):
            with at(minutes if state is not State.ON_HOLD else minutes + 30):
                later = clock.now() + timedelta(hours=1) if state is State.ON_HOLD else None
                log.change_state(event, karin, incident, state, review_at=later)
    opened(event, karin, 0, "Ingen kom", priority=1)
    opened(event, karin, 0, "Inte bråttom", priority=3)
    told_of = outcome(event, karin).responses
    assert told_of == {1: Response(3, 240.0, pytest.approx(624.0))}
    page = cast.karin.door.get(REPORT).text
    assert "4:00 min" in page
    assert "10:24 min" in page


def test_the_outcome_counts_only_what_the_reader_may_see(cast):
    told(cast)
    event = cast.event
    assert outcome(event, cast.karin.actor(event)).incidents == 5
    assert outcome(event, cast.olle.actor(event)).by_category.keys() == {"C1", "O1", "O2", "P6"}
    church = outcome(event, cast.kim.actor(event))
    assert (church.incidents, church.lines, church.strikes) == (2, 3, 0)
    assert church.by_category == {"C1": 1, "P6": 1}
    page = cast.kim.door.get(REPORT).text
    assert "Fight" not in page
    assert "High density" in page


def test_incidents_are_counted_by_the_hour_on_the_events_wall(cast):
    karin = cast.karin.actor(cast.event)
    opened(cast.event, karin, 0, "Tio på kvällen")
    opened(cast.event, karin, 130, "Efter midnatt")
    by_hour = outcome(cast.event, karin).by_hour
    assert (by_hour[22], by_hour[0], sum(by_hour)) == (1, 1, 2)


def test_late_lines_are_those_entered_more_than_five_minutes_after(cast):
    karin = cast.karin.actor(cast.event)
    noted(cast.event, karin, 10, "genast")
    noted(cast.event, karin, 10, "nästan genast", occurred_at=START + timedelta(minutes=5))
    noted(cast.event, karin, 10, "sent", occurred_at=START + timedelta(minutes=4, seconds=59))
    told_of = outcome(cast.event, karin)
    assert (told_of.lines, told_of.late) == (3, 1)


def test_rates_are_per_thousand_expected_visitor_days(cast):
    event, karin = cast.event, cast.karin.actor(cast.event)
    for category in ("V1", "T1", "T8", "O3"):
        opened(event, karin, 0, "Händelse", category=category)
    assert outcome(event, karin).per_thousand("crimes") is None
    with change(event, karin) as record:
        days = [EventDay(event=event, date=START.date() + timedelta(days=n), expected_visitors=2000) for n in (0, 1)]
        db.session.add_all(days)
        db.session.flush()
        record("day.added", days[0])
    told_of = outcome(event, karin)
    assert told_of.counted("crimes") == 2
    assert told_of.per_thousand("crimes") == 0.5
    assert told_of.per_thousand("custody") == 0.25


def test_editions_stand_side_by_side_for_those_who_are_members_of_them(cast):
    told(cast)
    with change(cast.event, cast.karin.actor(cast.event)) as record:
        series = Series(slug="festen", name="Festen")
        for event, edition in ((cast.event, "2026"), (cast.planned, "2025")):
            event.series, event.edition = series, edition
        record("event.edited", cast.event)
    page = cast.petra.door.get(REPORT).text
    assert re.search(r'<a href="/events/vinter/evaluation">2025</a>', page)
    actions.revoke(cast.planned, cast.karin.actor(cast.planned), held(cast.planned, cast.petra.account.id)[0])
    assert "/events/vinter/" not in cast.petra.door.get(REPORT).text


def test_objectives_are_listed_with_indicator_and_target_for_those_who_read_the_plan(cast):
    with change(cast.event, cast.karin.actor(cast.event)) as record:
        said = {"text": "Alla kommer hem", "indicator": "Antal saknade", "target": "0"}
        aim = Objective(event=cast.event, audience="police", number=9, **said)
        db.session.add(aim)
        record("objective.added", aim)
    assert "Antal saknade" in cast.eva.door.get(REPORT).text
    assert "Antal saknade" not in cast.kim.door.get(REPORT).text


def test_the_report_is_for_members_and_exports_for_those_who_may(cast):
    assert cast.stig.door.get(REPORT).status_code == 404
    assert 'name="format"' in cast.kim.door.get(REPORT).text
    assert 'name="format"' not in cast.frida.door.get(REPORT).text


def test_an_auditor_sees_the_state_of_the_trail_and_no_figures(cast):
    told(cast)
    page = cast.aron.door.get(REPORT).text
    newest = db.select(AuditRecord.hash).filter_by(chain="sommar").order_by(AuditRecord.number.desc())
    assert db.session.scalars(newest).first() in page
    assert "Fight" not in page


def test_verification_finds_the_record_that_was_forged(cast):
    told(cast)
    page = cast.karin.door.get(f"{REPORT}/verification").text
    assert "as they were written" in page
    assert cast.olle.door.get(f"{REPORT}/verification").status_code == 403
    connection = db.engine.raw_connection()
    unguard = {"sqlite": "DROP TRIGGER {0}", "postgresql": "ALTER TABLE audit_record DISABLE TRIGGER USER"}
    for statement in _forging(unguard[db.engine.dialect.name]):
        connection.cursor().execute(statement)
    connection.commit()
    connection.close()
    assert "Record 3 is not as it was written" in cast.karin.door.get(f"{REPORT}/verification").text


def _forging(unguard):
    if db.engine.dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_record'"
        yield from [unguard.format(name) for name in db.session.scalars(db.text(triggers))]
        db.session.rollback()
    else:
        yield unguard
    yield "UPDATE audit_record SET \"by\"='nobody' WHERE chain='sommar' AND number=3"


def test_an_objective_bound_to_a_computed_indicator_is_judged_by_the_log(cast):
    event, karin = cast.event, cast.karin.actor(cast.event)
    for text, code in (("Snabbt", "response_p1_median"), ("I tid", "late_lines")):
        planning.add(event, karin, Objective, {"text": text, "computed": code, "target_value": 4})
    incident = opened(event, karin, 0, "Hjälp", category="M2", priority=1)
    with at(5):
        log.change_state(event, karin, incident, State.ON_SCENE)
    page = cast.petra.door.get(REPORT).text
    assert re.search(r"Snabbt.*?5\.00</span> min · not met", page, re.S)
    assert re.search(r"I tid.*?0\.00</span> % · met", page, re.S)


def test_every_indicator_of_the_reference_can_be_computed():
    result = Outcome(visitor_days=1000, lines=10, late=1, responses={1: Response(1, 60, 120)})
    result.by_category.update({"V1": 2, "T1": 1, "O3": 4, "O5": 1})
    assert {code: computed(result, code) for code in QUICK} == {
        "crimes_per_1000": 3, "violence_per_1000": 2, "theft_per_1000": 1, "custody_per_1000": 4,
        "removed_per_1000": 1, "response_p1_median": 1, "response_p1_p90": 2, "late_lines": 10,
    }  # fmt: skip
    assert indicators().keys() <= QUICK | formulas().keys()
