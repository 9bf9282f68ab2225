"""The indicators of an event, each with its n, against values reckoned by hand; and who may see them."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eventops import clock
from eventops.changes import change
from eventops.evaluation.crowded import densities, insides, minutes_at
from eventops.evaluation.followed import of_measures
from eventops.evaluation.handled import by_sector
from eventops.evaluation.indicators import outcome
from eventops.evaluation.measured import formulas, measured
from eventops.evaluation.value import Value
from eventops.events.models import EventDay, Series
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.models import CountKind, CrowdCount, State
from eventops.planning import actions as planning
from eventops.planning.models import Cause, Measure, PartnerRole, Problem

from .story import START, at, opened

PAGE = "/events/sommar/evaluation/indicators"


def visitors(event: Any, actor: Any, count: int) -> None:
    with change(event, actor) as record:
        day = EventDay(event=event, date=START.date(), expected_visitors=count)
        db.session.add(day)
        db.session.flush()
        record("day.added", day)


def closed(cast: Any, category: str, ended: str | None = None, reached: int | None = None, **more: Any) -> None:
    event, karin = cast.event, cast.karin.actor(cast.event)
    incident = opened(event, karin, 0, "Händelse", category=category, **{"audience": "police"} | more)
    if reached:
        with at(1):
            log.change_state(event, karin, incident, State.ASSIGNED)
        with at(reached):
            log.change_state(event, karin, incident, State.ON_SCENE)
    if ended:
        with at(60):
            log.change_state(event, karin, incident, State.CLOSED, disposition=ended)


def test_rates_medical_response_and_quality_are_those_reckoned_by_hand(cast: Any) -> None:
    event, karin = cast.event, cast.karin.actor(cast.event)
    visitors(event, karin, 2000)
    closed(cast, "V1", "reported", 4, sector="A", priority=1)
    closed(cast, "V1", "reported", 8, sector="A", priority=1)
    closed(cast, "T8", "reported")
    closed(cast, "M2", "ambulance", 10, sector="B", priority=2)
    closed(cast, "M7", "treated")
    closed(cast, "O3")
    closed(cast, "V3", sector="A", priority=1)  # nobody has seen it
    with at(3):
        said = {"decider": "P1", "ground": "Berusad"}
        intervene(event, karin, Taken(kind="lob", **said), called="LOB")
    found = measured(event, karin)
    told = found.values
    assert told["reports_per_1000"] == Value(1.0, 2, 2000)  # lost property is no crime
    assert told["lob_per_1000"] == Value(1.0, 2, 2000)
    assert told["ppr"] == Value(1.0, 2, 2000) and told["tthr"] == Value(0.5, 1, 2000)
    assert told["assign_median"] == Value(1.0, 3) and told["p1_unseen"] == Value(pytest.approx(100 / 3), 1, 3)
    assert told["unreviewed"].value == 1 and told["still_open"] == Value(2, 2, 7)
    # numpy 2: percentile([240, 480], 90) = 456.0
    [first, second] = found.arrivals.values()
    assert (first.count, first.median, first.p90) == (2, 360.0, pytest.approx(456.0))
    assert (second.count, second.median) == (1, 600.0)


def test_minutes_too_close_run_while_an_estimate_is_fresh() -> None:
    def count(minute: int, **said: Any) -> CrowdCount:
        return CrowdCount(counted_at=START + timedelta(minutes=minute), **{"came_in": 0, "went_out": 0} | said)

    counts = [
        count(0, kind=CountKind.FLOW, came_in=100), count(10, kind=CountKind.DENSITY, density=3.8),
        count(30, kind=CountKind.FLOW, came_in=300, went_out=20), count(50, kind=CountKind.TOTAL, total=90),
    ]  # fmt: skip
    assert [inside for _, inside in insides(counts)] == [100, 380, 90]
    steps = densities(counts, 100.0, timedelta(minutes=15))
    assert [level for _, level in steps] == [1.0, 3.8, 1.0, 3.8, 0.9]
    assert minutes_at(steps, 3.5) == 15 + 20  # the estimate from 10 to 25, those counted from 30 to 50


def test_every_indicator_has_its_formula_in_both_languages_and_is_on_the_page(cast: Any) -> None:
    closed(cast, "V1", "reported")
    page = html.unescape(cast.karin.door.get(PAGE).text)
    told = measured(cast.event, cast.karin.actor(cast.event)).values
    assert told.keys() == formulas().keys()
    for formula in formulas().values():
        assert formula.name("en") in page and formula.formula("en") in page and formula.formula("sv")
    assert re.search(r'<svg class="chart"[^>]*role="img"[^>]*aria-label="Log load', page)
    assert "Preliminary" in page


def test_partners_see_no_indicators_and_no_comparison(cast: Any) -> None:
    for path in (PAGE, "/events/sommar/evaluation/comparison"):
        assert cast.kim.door.get(path).status_code == 404
        assert "Planned and present" not in cast.frida.door.get(path).text


def test_editions_are_compared_by_rates_with_intervals(cast: Any) -> None:
    karin = cast.karin.actor(cast.event)
    with change(cast.event, karin) as record:
        series = Series(slug="festen", name="Festen")
        for event, edition in ((cast.event, "2026"), (cast.planned, "2025")):
            event.series, event.edition = series, edition
        record("event.edited", cast.event)
    visitors(cast.event, karin, 400)
    visitors(cast.planned, cast.karin.actor(cast.planned), 50_000)
    for _ in range(4):
        closed(cast, "V1")
    page = cast.karin.door.get("/events/sommar/evaluation/comparison").text
    assert "2.72–25.60" in page  # of 4 in 400: see test_intervals
    assert 'href="/events/sommar/evaluation"' in page and "What changed in plan and staffing" in page
    assert by_sector([]) == {}


def test_hours_of_the_wall_are_right_on_both_sides_of_a_change_of_the_clocks(cast: Any) -> None:
    event, karin = cast.event, cast.karin.actor(cast.event)
    moments = ["2026-03-28T22:30Z", "2026-03-29T00:59Z", "2026-03-29T01:00Z", "2026-10-25T00:59Z", "2026-10-25T01:00Z"]
    for text in moments:
        opened(event, karin, 200_000, "Händelse", occurred_at=datetime.fromisoformat(text))
    by_hour = outcome(event, karin).by_hour
    # 23:30, 01:59 and 03:00 as summer time begins, 02:59 and again 02:00 as it ends
    assert {hour: count for hour, count in enumerate(by_hour) if count} == {1: 1, 2: 2, 3: 1, 23: 1}


def test_what_followed_is_counted_in_time_money_jams_reports_and_grades(cast: Any) -> None:
    event, petra = cast.planned, cast.petra.actor(cast.planned)
    said = {"kind": "staffing", "owner": "polisen", "requirement": "Klart", "follow_up_on": date(2026, 9, 1)}
    problem = planning.add(event, petra, Problem, {"text": "Trängsel", "categories": ["C3"]})
    cause = planning.add(event, petra, Cause, {"text": "Få grindar", "problem": problem.number})
    measures = [
        planning.add(event, petra, Measure, {"text": text, "cause": cause.number, "due_on": due, **said, **more})
        for text, due, more in (
            ("I tid", date(2026, 7, 1), {"money_committed": 3000}), ("Sent", date(2026, 6, 1), {"hours_committed": 2}),
            ("Inte än", date(2026, 7, 30), {"money_committed": 1000}),
            ("Aldrig", date(2026, 6, 2), {"people_committed": 1}),
        )
    ]  # fmt: skip
    role = {"partner": "polisen", "role": "Ledning", "representative": "Petra", "mandate": True}
    planning.add(event, petra, PartnerRole, role)
    for each in measures:
        planning.decide(event, petra, each)
    with clock.at(datetime(2026, 7, 1, 21, tzinfo=UTC)):
        for each in measures[:2]:
            planning.finish(event, petra, each)
        found = of_measures(event, measures, 2000)
    assert found == {"cost_per_1000": Value(2000, 4000, 2000), "measures_on_time": Value(pytest.approx(100 / 3), 1, 3)}
