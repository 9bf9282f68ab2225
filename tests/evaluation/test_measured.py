"""The indicators of an event, each with its n, against values reckoned by hand; and who may see them."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from eventops.changes import change
from eventops.evaluation.crowded import densities, insides, minutes_at
from eventops.evaluation.handled import by_sector
from eventops.evaluation.measured import Value, formulas, measured
from eventops.events.models import EventDay, Series
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.models import CountKind, CrowdCount, State

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
