"""The cells: what is taken and expected, the forecast of R35, where to go when a station is full, and who may know."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.actions.custody import Cells, add_station
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.actions.intervention_step import Done, take_step
from eventops.log.custody import custody, forecast
from eventops.log.integrity import verify
from eventops.log.models import Age, CellStation, Intervention, StepKind
from tests.cast import Cast
from tests.listening import Ear

LIVE = "/events/sommar"
BORLANGE = {"name": "Borlänge", "cells": "2", "minutes": "5", "others": "0", "expected": "0"}
SAID = {"decider": "P12", "ground": "Kunde inte ta hand om sig"}


def form(prefix: str, **said: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in {**BORLANGE, **said}.items()}


@pytest.fixture
def cells(cast: Cast) -> Cast:
    """Two cells near by, and three an hour away."""
    add_station(cast.event, SYSTEM, Cells("Borlänge", cells=2, minutes=5))
    add_station(cast.event, SYSTEM, Cells("Ludvika", cells=3, minutes=45))
    return cast


def station(cast: Cast, name: str = "Borlänge") -> CellStation:
    return db.session.scalars(db.select(CellStation).filter_by(event_id=cast.event.id, name=name)).one()


@contextmanager
def ago(minutes: float) -> Iterator[None]:
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        yield


def brought(
    cast: Cast, minutes: float, *, arrived: bool = True, left: float | None = None, **said: Any
) -> Intervention:
    """Somebody taken so many minutes ago, put in a cell at once or on the way, and gone again or not."""
    with ago(minutes):
        taken = intervene(cast.event, SYSTEM, Taken("lob", station=station(cast), **SAID, **said), called="LOB")
        if arrived:
            take_step(cast.event, SYSTEM, taken, StepKind.ARRIVAL, Done())
    if left is not None:
        with ago(left):
            take_step(cast.event, SYSTEM, taken, StepKind.END, Done(outcome="released"))
    return taken


def rows(cast: Cast, who: str = "olle") -> list[str]:
    """The stations as the page tells of them."""
    text = getattr(cast, who).door.get(f"{LIVE}/custody").text
    found = re.findall(r'<tr><th scope="row">.*?</tr>', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_r35_the_forecast_is_what_is_there_and_what_comes_within_a_mean_stay() -> None:
    assert forecast(9, 1.5, 4) == 15  # the golden figure: 9 there, 1.5 an hour, who stay for 4 hours
    assert forecast(3, 0, 4) == 3
    assert forecast(0, 14 / 6, 3) == pytest.approx(7)  # 14 in a night of six hours (P&L 2011)


def test_the_page_tells_how_the_cells_stand_and_where_to_go_when_one_is_full(cells: Cast) -> None:
    assert rows(cells) == [
        "Borlänge 0/2 0 0 4 h 0 5 min Room for 2", "Ludvika 0/3 0 0 4 h 0 45 min Room for 3",
    ]  # fmt: skip
    brought(cells, 200, left=80)  # two hours in a cell, come before the last three hours
    brought(cells, 60)
    assert rows(cells)[0] == "Borlänge 1/2 0 0.3 2 h 1.7 5 min Room for 1"  # 1 + 1/3 x 2
    on_the_way = brought(cells, 20, arrived=False)
    assert rows(cells)[0] == "Borlänge 1/2 1 0.3 2 h 2.7 5 min Full Go to Ludvika, 45 min"
    told = {"arrival-station": station(cells).id}
    assert cells.olle.door.post(f"{LIVE}/interventions/{on_the_way.number}/steps/arrival", data=told).status_code == 302
    assert rows(cells)[0] == "Borlänge 2/2 0 0.7 2 h 3.3 5 min Full Go to Ludvika, 45 min"
    board = cells.olle.door.get(f"{LIVE}/live/clocks").text
    assert "Cells 2/5" in board and verify("sommar").fault is None


def test_who_is_struck_or_gone_takes_no_cell(cells: Cast) -> None:
    first, second = brought(cells, 60), brought(cells, 50)
    take_step(cells.event, SYSTEM, first, StepKind.STRIKE, Done(text="Fel"))
    take_step(cells.event, SYSTEM, second, StepKind.END, Done(outcome="care"))
    assert custody(cells.event, clock.now()).occupied == 0


def test_r33_nobody_under_15_is_put_in_a_cell(cells: Cast) -> None:
    told = {**SAID, "age": "under_15", "station": str(station(cells).id)}
    answer = cells.olle.door.post(f"{LIVE}/interventions/new/lob", data=told)
    assert answer.status_code == 422 and "Nobody under 15 may be put in a cell" in answer.text
    with ago(5):
        child = intervene(cells.event, SYSTEM, Taken("lob", age=Age.UNDER_15, **SAID), called="LOB")
    assert "Put in cell" not in cells.olle.door.get(f"{LIVE}/interventions/{child.number}").text
    told = {"arrival-station": str(station(cells).id)}
    cells.olle.door.post(f"{LIVE}/interventions/{child.number}/steps/arrival", data=told)
    again = db.session.get_one(Intervention, child.id)
    assert again.arrived_at is None and custody(cells.event, clock.now()).occupied == 0


def test_planner_and_commander_say_which_cells_there_are(cast: Cast) -> None:
    door, ear = cast.petra.door, Ear(cast.app, cast.oskar)
    wrong = door.post(f"{LIVE}/custody/stations", data=form("new", cells="många"))
    assert wrong.status_code == 422 and "många" in wrong.text
    assert door.post(f"{LIVE}/custody/stations", data=form("new")).status_code == 302
    number = station(cast).id
    answer = cast.karin.door.post(f"{LIVE}/custody/stations/{number}", data=form(f"cells-{number}", others="1"))
    assert answer.status_code == 302 and rows(cast) == ["Borlänge 1/2 0 0 4 h 1 5 min Room for 1"]
    assert [each["type"] for each in ear.changes()] == ["cell_station"] * 2
    assert cast.olle.door.post(f"{LIVE}/custody/stations", data=form("new")).status_code == 403
    brought(cast, 10)
    door.post(f"{LIVE}/custody/stations/{number}/drop")
    assert "Somebody is in a cell there" in door.get(f"{LIVE}/custody").text and len(rows(cast)) == 1
    take_step(
        cast.event, SYSTEM, db.session.scalars(db.select(Intervention)).one(), StepKind.END, Done(outcome="released")
    )
    door.post(f"{LIVE}/custody/stations/{number}/drop")
    assert "No cells are entered" in door.get(f"{LIVE}/custody").text
    assert verify("sommar").fault is None


def test_how_the_cells_stand_is_not_for_partners(cells: Cast) -> None:
    for name in ("anders", "kim", "tove", "frida", "aron"):
        answer = getattr(cells, name).door.get(f"{LIVE}/custody")
        assert answer.status_code in (403, 404) and "Ludvika" not in answer.text, name
        assert "Ludvika" not in getattr(cells, name).door.get(f"{LIVE}/live").text
