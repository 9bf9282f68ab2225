"""Two events that put the same people on duty at the same moment: one waits for the other, neither is thrown out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.models import Event
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import Organisation, Person
from eventops.roster import actions as roster
from eventops.roster import queries
from eventops.roster.actions import Duty, Placement
from eventops.roster.models import Assignment, Function, Need, Shift
from eventops.roster.pattern import Terms
from eventops.roster.people_in import Taking
from eventops.sheets import Sheet, Tables
from tests.cast import Cast

DAYS = (date(2026, 10, 23), date(2026, 10, 24))
HELD = ("FOR NO KEY UPDATE", "UPDATE person")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@contextmanager
def meanwhile(app: Flask, act: Callable[[], Any]) -> Iterator[list[SQLAlchemyError]]:
    """As soon as this thread holds somebody, another acts, until it waits or is done. Yields what went wrong there."""
    wrong: list[SQLAlchemyError] = []
    here, done = threading.get_ident(), threading.Event()

    def other() -> None:
        try:
            with app.app_context():
                act()
                db.session.remove()
        except SQLAlchemyError as error:  # told to the test's own thread
            wrong.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=other)

    def held(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.get_ident() != here or thread.ident or not any(each in statement for each in HELD):
            return
        thread.start()
        with engine.connect() as watcher:
            while not done.wait(0.01) and not watcher.scalar(WAITING):
                watcher.rollback()

    engine = db.engine
    listening.listen(engine, "after_cursor_execute", held)
    try:
        yield wrong
        thread.join(20)
    finally:
        listening.remove(engine, "after_cursor_execute", held)
    assert done.is_set(), "nobody was held"


@pytest.fixture
def officers(cast: Cast) -> list[Person]:
    """Two, in the order of their ids."""
    police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    return [people.add_person(SYSTEM, name=name, organisation=police) for name in ("Pia", "Per")]


def elsewhere(cast: Cast, officers: list[Person]) -> Callable[[], None]:
    """What puts both officers on a shift of another event, on other days."""
    starts = datetime(2026, 7, 10, 12, tzinfo=UTC)
    duty = Duty("Dag", Function.POLICE, starts, starts + timedelta(hours=8), 2)
    number, there = roster.add_shift(cast.event, SYSTEM, duty).id, [each.id for each in officers]

    def act() -> None:
        shift = db.session.get(Shift, number)
        assert shift
        placed = [Placement(shift, person) for one in there if (person := db.session.get(Person, one))]
        roster.assign_many(db.session.get(Event, shift.event_id), SYSTEM, placed, accepting="Så")  # type: ignore[arg-type]

    return act


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_need_that_is_changed_for_two_shifts_does_not_cross_another_events_assignments(
    cast: Cast, app: Flask, officers: list[Person]
) -> None:
    planned = cast.planned
    for day in DAYS:
        if day not in {each.date for each in planned.days}:
            events.add_day(planned, SYSTEM, events.Day(day))
    terms = Terms("Kväll", Function.POLICE, "18:00", "23:00", [day.isoformat() for day in DAYS], place=None, handover=0)
    roster.add_needs(planned, SYSTEM, [terms])
    shifts = queries.shifts(planned)
    for shift, person in zip(shifts, reversed(officers), strict=True):  # the later id on the first shift
        roster.assign(planned, SYSTEM, shift, person, accepting="Så")
    act = elsewhere(cast, officers)
    need = db.session.scalars(db.select(Need)).one()
    both, earlier = [each.id for each in shifts], replace(terms, ends="22:00")
    with meanwhile(app, act) as wrong:
        roster.edit_need(planned, SYSTEM, need, earlier, also=both)
    assert wrong == []
    db.session.expire_all()
    assert {each.ends_at.hour for each in queries.shifts(planned)} == {20}
    assert len(db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).all()) == 4


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_list_that_changes_one_and_places_another_does_not_cross_another_events_assignments(
    cast: Cast, app: Flask, officers: list[Person]
) -> None:
    starts = datetime(2026, 10, 23, 16, tzinfo=UTC)
    duty = Duty("Kväll", Function.POLICE, starts, starts + timedelta(hours=5), 2)
    roster.add_shift(cast.planned, SYSTEM, duty)
    act = elsewhere(cast, officers)
    rows = [
        ["Namn", "Organisation", "Telefon", "Plats", "Datum", "Börjar", "Slutar"],
        ["Per", "Polisen", "070-1740605", "", "", "", ""],
        ["Pia", "Polisen", "", "Kväll", "2026-10-23", "18:00", "23:00"],
    ]
    table = Sheet("", list(enumerate(rows, start=1)))
    file = roster.first_understood(cast.planned, Tables([table]), None)
    with meanwhile(app, act) as wrong:
        outcome = roster.take_people(cast.planned, SYSTEM, file, accepting="Så")
    assert wrong == [] and outcome.count(Taking.REFUSED) == 0
    assert len(db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).all()) == 3
