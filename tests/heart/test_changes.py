"""A change is saved, on the record and announced -- or none of the three."""

import threading
from typing import Any

import pytest
from flask import Flask

from eventops import audit, push
from eventops.access import SYSTEM
from eventops.audit import AuditRecord, Chain
from eventops.changes import OFFICE, Unrecorded, change, open_chain
from eventops.events.models import Event
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Entry, Incident
from tests.cast import Cast
from tests.listening import Ear


def write(event: Event, text: str = "Grind 4 stängd", **more: Any) -> Entry:
    return actions.add_entry(event, SYSTEM, text=text, **{"audience": "police", **more})[0]


def trail(event: Event) -> list[AuditRecord]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(AuditRecord).filter_by(chain=event.chain).order_by(AuditRecord.number)))


def test_what_is_saved_is_on_the_record_and_heard(app: Flask, cast: Cast) -> None:
    ear = Ear(app, cast.olle)
    before = len(trail(cast.event))
    entry = write(cast.event)
    last = trail(cast.event)[-1]
    assert (last.number, last.what, last.subjects) == (before + 1, "entry.added", f" entry/{entry.number} ")
    assert [change["text"] for change in ear.changes()] == ["Grind 4 stängd"]


def test_nothing_is_heard_before_it_is_saved(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    open_at_announce: list[bool] = []
    heard = push.announce

    def announce(told: Any) -> None:
        open_at_announce.append(db.session().in_transaction())
        heard(told)

    monkeypatch.setattr(push, "announce", announce)
    write(cast.event)
    assert open_at_announce == [False]


def test_a_failure_saves_nothing_and_stays_silent(app: Flask, cast: Cast) -> None:
    ear, event = Ear(app, cast.olle), cast.event
    before = len(trail(event))
    with pytest.raises(ZeroDivisionError), change(event, SYSTEM):
        write(event)
        _ = 1 / 0
    assert len(trail(event)) == before
    assert ear.changes() == []
    assert db.session.scalars(db.select(Entry)).all() == []


def test_a_change_that_does_not_say_what_it_did_is_undone(app: Flask, cast: Cast) -> None:
    with pytest.raises(Unrecorded), change(OFFICE, SYSTEM):
        cast.event.name = "smuggled"
    db.session.expire_all()
    assert cast.event.name == "Sommarfesten"


def test_changes_begin_inside(app: Flask, cast: Cast) -> None:
    event = cast.event
    event.name = "smuggled"
    with pytest.raises(RuntimeError, match="before the change began"), change(event, SYSTEM):
        pass
    db.session.rollback()


def test_nested_changes_are_one(app: Flask, cast: Cast) -> None:
    ear, event = Ear(app, cast.olle), cast.event
    with change(event, SYSTEM):
        actions.open_incident(event, SYSTEM, Opening(category="B1", title="Brand"))
        write(event)
        assert ear.changes() == []
    assert [told["what"] for told in ear.changes()] == ["incident.opened", "entry.added"]


def test_a_swallowed_inner_failure_fails_the_whole(app: Flask, cast: Cast) -> None:
    event = cast.event
    before = len(trail(event))
    with pytest.raises(RuntimeError, match="part of this change failed"), change(event, SYSTEM):
        write(event)
        try:
            with change(event, SYSTEM):
                raise ValueError
        except ValueError:
            pass
    assert len(trail(event)) == before


def test_a_change_reaches_no_other_chain(app: Flask, cast: Cast) -> None:
    with pytest.raises(ValueError, match="cannot reach"), change(cast.event, SYSTEM), change(cast.planned, SYSTEM):
        pass


def test_a_chain_that_begins_in_a_change_can_be_written_to_in_the_same_one(app: Flask, cast: Cast) -> None:
    with change(OFFICE, SYSTEM) as office:
        office.nothing()
        open_chain("ny")
        ny = Event(slug="ny", name="Ny", kind="festival", legal_mode="organiser", phase="planning")
        db.session.add(ny)
        with change(ny, SYSTEM) as record:
            record("event.named", ny)
        with change(ny, SYSTEM) as record:
            record("event.named", ny)
    assert [record.number for record in trail(ny)] == [1, 2]
    assert changes_hold("ny", db.session.get_one(Chain, "ny"))
    assert [seq for seq, _ in push.since("ny", "all", 0, 9)] == [1, 2]


def test_if_the_second_chain_fails_neither_is_there(app: Flask, cast: Cast) -> None:
    office = db.session.get_one(Chain, "office").length
    with pytest.raises(ZeroDivisionError), change(OFFICE, SYSTEM) as record:
        open_chain("ny")
        ny = Event(slug="ny", name="Ny", kind="festival", legal_mode="organiser", phase="planning")
        db.session.add(ny)
        record("event.created", ny)
        with change(ny, SYSTEM):
            _ = 1 / 0
    db.session.expire_all()
    assert db.session.get(Chain, "ny") is None
    assert db.session.get_one(Chain, "office").length == office
    assert db.session.scalars(db.select(Event).filter_by(slug="ny")).first() is None


def test_a_broken_push_undoes_nothing(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("the network is gone")

    monkeypatch.setattr(push.frames, "emit", broken)
    number = write(cast.event).number
    assert db.session.scalars(db.select(Entry.number)).all() == [number]


def test_eight_writers_number_without_gaps(app: Flask, cast: Cast) -> None:
    slug, failures = cast.event.slug, []

    def work(who: int) -> None:
        with app.app_context():
            event = db.session.scalars(db.select(Event).filter_by(slug=slug)).one()
            for each in range(25):
                try:
                    actions.open_incident(event, SYSTEM, Opening(category="O1", title=f"{who} {each}"))
                except Exception as failure:  # noqa: BLE001 - any failure of any kind is one too many
                    failures.append(repr(failure))
            db.session.remove()

    threads = [threading.Thread(target=work, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(db.session.scalars(db.select(Incident.number))) == list(range(1, 201))
    assert [record.number for record in trail(cast.event)] == list(range(1, len(trail(cast.event)) + 1))
    chain = db.session.get_one(Chain, slug)
    assert changes_hold(slug, chain)
    bodies = push.since(slug, "police", 0, 500)
    assert [seq for seq, _ in bodies] == list(range(1, 201))


def changes_hold(slug: str, chain: Chain) -> bool:
    return audit.first_broken(audit.records(slug), chain.length, chain.head) is None


def test_the_same_request_twice_is_served_once(app: Flask, cast: Cast) -> None:
    said = Opening(category="B1", title="Brand")
    first, fresh = actions.open_incident(cast.event, SYSTEM, said)
    again, stale = actions.open_incident(cast.event, SYSTEM, said)
    assert (fresh, stale, again.number) == (True, False, first.number)
    assert db.session.scalar(db.select(db.func.count(Incident.id))) == 1


def test_the_same_request_at_the_same_time_is_served_once(app: Flask, cast: Cast) -> None:
    slug, said, served = cast.event.slug, Opening(category="B1", title="Brand"), []

    def work() -> None:
        with app.app_context():
            event = db.session.scalars(db.select(Event).filter_by(slug=slug)).one()
            incident, fresh = actions.open_incident(event, SYSTEM, said)
            served.append((incident.number, fresh))
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(served) == [(1, False)] * 7 + [(1, True)]


def test_what_is_renamed_and_withdrawn_in_one_change_tells_the_lost_audience_nothing(app: Flask, cast: Cast) -> None:
    incident, _ = actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand"))
    kim, event = Ear(app, cast.kim), cast.event
    with change(event, SYSTEM):
        actions.edit_incident(event, SYSTEM, incident, title="Namngiven person")
        actions.change_audience(event, SYSTEM, incident, "police")
    assert "Namngiven" not in str(kim.changes())
    assert "Namngiven" not in "".join(body for _, body in push.since("sommar", "all", 0, 100))
    assert "Namngiven" in "".join(body for _, body in push.since("sommar", "police", 0, 100))
