"""Units: born of the roster, described once, led by police where they are guards, and handed to the live board."""

from datetime import timedelta

import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.planning import actions as planning
from eventops.planning.models import Channel
from eventops.roster import actions as roster
from eventops.roster.duty import signs_on_duty
from eventops.roster.models import Function, Unit, UnitKind
from tests.cast import Cast
from tests.listening import Ear

from .on_watch import BASE, OnWatch, planned, raise_watch


@pytest.fixture
def watch(cast: Cast) -> OnWatch:
    return raise_watch(cast)


def typed(**other: object) -> dict[str, object]:
    return {"call_sign": "ov7", "kind": "guard_group", "lead": 0, "vehicle": "", "talkgroup": "", "note": "", **other}


def test_a_call_sign_on_the_roster_is_offered_until_somebody_says_what_it_is(watch: OnWatch) -> None:
    cast = watch.cast
    shift = planned(cast, Function.GUARD, watch.shifts[Function.GUARD].starts_at + timedelta(minutes=30), 4, 1)
    roster.assign(cast.event, SYSTEM, shift, watch.people["Rut"], call_sign="OV7", accepting="Så")
    said = {"name": "OV-grupp 1", "system": "rakel", "purpose": "Ordningsvakter"}
    planning.add(cast.event, SYSTEM, Channel, {**said, "audience": "police"})
    page = cast.petra.door.get(f"{BASE}/units").text
    assert "nobody has said what they are" in page and "units/new?call_sign=OV7&amp;kind=guard_group" in page
    assert "First aid" in page  # what a member can is what the unit can
    new = f"{BASE}/units/new"
    assert "OV-grupp 1" in cast.petra.door.get(f"{new}?call_sign=OV7").text
    refused = cast.petra.door.post(new, data=typed(vehicle="Buss 4"))
    assert refused.status_code == 422 and "Name the officer who leads them." in refused.text
    assert 'value="Buss 4"' in refused.text
    lead = watch.people["Pia"].id
    for _ in range(2):  # sent twice is one unit
        answer = cast.petra.door.post(new, data=typed(lead=lead, talkgroup="OV-grupp 1"))
        assert answer.status_code == 302
    page = cast.petra.door.get(f"{BASE}/units").text
    assert "nobody has said" not in page and "OV-grupp 1" in page and "led by Pia" in page
    taken = cast.petra.door.post(new, data=typed(call_sign="P11", kind="patrol"))
    assert taken.status_code == 302  # the very same again
    other = cast.petra.door.post(new, data=typed(call_sign="P11", kind="dog"))
    assert other.status_code == 422 and "There is a unit P11 already." in other.text
    assert cast.olle.door.post(new, data=typed(call_sign="X1", lead=lead)).status_code == 403


def test_a_guard_cannot_lead_a_group_of_guards(watch: OnWatch) -> None:
    unit = db.session.scalars(db.select(Unit).filter_by(call_sign="OV1")).one()
    answer = watch.cast.petra.door.post(
        f"{BASE}/units/{unit.id}", data=typed(call_sign="OV1", lead=watch.people["Gert"].id)
    )
    assert answer.status_code == 422
    db.session.expire_all()
    assert unit.lead_id == watch.people["Pia"].id


def test_a_record_taken_away_leaves_the_people_and_comes_back_when_it_is_said_again(watch: OnWatch) -> None:
    door = watch.cast.petra.door
    unit = db.session.scalars(db.select(Unit).filter_by(call_sign="P11")).one()
    door.post(f"{BASE}/units/{unit.id}/drop")
    assert "Say what P11 is" in door.get(f"{BASE}/units").text
    assert door.post(f"{BASE}/units/new", data=typed(call_sign="P11", kind="dog")).status_code == 302
    db.session.expire_all()
    assert (unit.dropped_at, unit.kind) == (None, UnitKind.DOG)


def test_units_stand_on_the_live_board_while_their_shift_lasts(watch: OnWatch) -> None:
    shift = watch.shifts[Function.POLICE]
    signs = [
        signs_on_duty(watch.cast.event, moment)
        for moment in (
            shift.starts_at - timedelta(seconds=1),
            shift.starts_at,
            shift.ends_at - timedelta(seconds=1),
            shift.ends_at,
        )
    ]
    assert signs == [set(), {"P11"}, {"P11"}, set()]  # half-open, and OV1 is not notified (R14)


def test_the_live_board_tells_the_police_who_a_unit_is_and_partners_nothing_of_the_free(watch: OnWatch) -> None:
    cast = watch.cast
    inside = cast.olle.door.get("/events/sommar/live").text
    assert "Pia</dd>" in inside and 'data-sign="P11"' in inside
    outside = cast.tove.door.get("/events/sommar/live").text
    assert "P11" not in outside and "Pia" not in outside
    understood = "/events/sommar/live/understood?line=x %2BP1"
    assert "P11" in cast.olle.door.get(understood).text and "P11" not in cast.tove.door.get(understood).text


def test_who_is_put_on_or_taken_off_now_changes_the_board_of_every_screen_of_the_police(watch: OnWatch) -> None:
    cast, ear, other = watch.cast, Ear(watch.cast.app, watch.cast.frida), Ear(watch.cast.app, watch.cast.tove)
    cast.petra.door.post(f"{BASE}/assignments/{watch.rows['Pia'].id}/remove")
    form = {"assign-person": watch.people["Pia"].id, "assign-call_sign": "P12", "assign-reason": "Så"}
    answer = cast.petra.door.post(f"{BASE}/shifts/{watch.shifts[Function.POLICE].id}/people", data=form)
    assert answer.status_code == 302, answer.text
    assert len({each["id"] for each in ear.changes() if each["type"] == "units_on_duty"}) == 2
    assert other.changes() == []
