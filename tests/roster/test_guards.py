"""Guards under police command: notified of before duty, suspended for a watch, directed; each company sees its own."""

import io
import re

import pytest
from flask import Flask
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.people import actions as people
from eventops.people.models import Organisation
from eventops.roster import actions as roster
from eventops.roster.models import Function, Suspension
from tests.cast import Cast
from tests.listening import Ear

from .on_watch import BASE, HOUR, OnWatch, in_reserve, planned, raise_watch


@pytest.fixture
def watch(cast: Cast) -> OnWatch:
    return raise_watch(cast)


def notify(watch: OnWatch, *names: str, door: str = "olle", do: str = "notify", **form: str) -> object:
    told = {"notify-guards": [watch.rows[name].id for name in names], "do": do, "notify-reference": "NOVA-7", **form}
    path = "company/notify" if door == "stig" else "guards/notify"
    return getattr(watch.cast, door).door.post(f"{BASE}/{path}", data=told)


def units(cast: Cast, name: str = "olle") -> str:
    return str(getattr(cast, name).door.get("/events/sommar/live/units").text)


def test_a_guard_is_on_duty_only_once_the_police_are_notified_r14(watch: OnWatch) -> None:
    cast = watch.cast
    page = cast.olle.door.get(f"{BASE}/guards").text
    assert "2 guards are not notified" in page and "OV-Gun" in page and "0 of 2 notified" in page
    assert 'data-sign="OV1"' not in units(cast) and 'data-sign="P11"' in units(cast)
    ear, own = Ear(cast.app, cast.tove), Ear(cast.app, cast.stig)  # of another partner, and of their own
    refused = notify(watch, "Gun", **{"notify-reference": "  "})
    assert refused.status_code == 422 and "Enter the reference of the notification." in refused.text  # type: ignore[attr-defined]
    assert f'value="{watch.rows["Gun"].id}" data-tick="guards" data-first checked' in refused.text  # type: ignore[attr-defined]
    assert notify(watch, "Gun", "Gert").status_code == 302  # type: ignore[attr-defined]
    assert 'data-sign="OV1"' in units(cast)
    assert 'data-sign="OV1"' in units(cast, "stig") and 'data-sign' not in units(cast, "tove")
    assert ear.changes() == []  # which units the police have is not another partner's
    told = [each for each in own.changes() if each["type"] == "units_on_duty"]
    assert told and not any("call_signs" in each for each in told)
    page = cast.olle.door.get(f"{BASE}/guards").text
    assert "2 of 2 notified" in page and "Notified late" in page  # duty had begun
    assert notify(watch, "Gun", "Gert", do="end").status_code == 302  # type: ignore[attr-defined]
    assert all(watch.fresh(name).notification.ended_at for name in ("Gun", "Gert"))  # type: ignore[union-attr]
    future = f"{cast.event.local(clock.now() + HOUR):%Y-%m-%dT%H:%M}"
    assert "That time has not come yet." in notify(watch, "Gun", **{"notify-at": future}).text  # type: ignore[attr-defined]


def test_only_guards_are_notified_and_only_by_who_may(watch: OnWatch) -> None:
    refused = notify(watch, "Pia")
    assert refused.status_code == 422 and "Pia is no guard on this shift." in refused.text  # type: ignore[attr-defined]
    assert notify(watch, "Gun", door="eva").status_code == 403  # type: ignore[attr-defined]
    assert watch.fresh("Gun").notification is None


def test_a_suspension_takes_the_guard_off_the_shift_and_every_board_at_once_r20(watch: OnWatch) -> None:
    cast = watch.cast
    in_reserve(watch, "Rut")
    notify(watch, "Gun", "Gert")
    number, shift = watch.rows["Gun"].id, watch.shifts[Function.GUARD]
    empty = cast.olle.door.post(f"{BASE}/assignments/{number}/suspend", data={"suspend-officer": "Kom. Alm"})
    assert empty.status_code == 422 and 'value="Kom. Alm"' in empty.text and watch.fresh("Gun").removed_at is None
    ears = {name: Ear(cast.app, getattr(cast, name)) for name in ("oskar", "stig", "tove")}
    told = {"suspend-reason": "Luktar sprit", "suspend-officer": "Kom. Alm"}
    for _ in range(2):  # the same again is one suspension
        assert cast.olle.door.post(f"{BASE}/assignments/{number}/suspend", data=told).status_code == 302
    heard = {name: {(each["type"], each["shift"]) for each in ear.changes()} for name, ear in ears.items()}
    assert heard == {"oskar": {("suspension", shift.id)}, "stig": {("suspension", shift.id)}, "tove": set()}
    assert watch.fresh("Gun").removed_because == "suspended"
    assert "Gun" not in cast.olle.door.get(f"{BASE}/call").text.split("Missing")[0]
    page = cast.olle.door.get(f"{BASE}/guards").text
    assert "Luktar sprit" in page and "Not reported to the Police Authority" in page and "Put on Rut" in page
    refused = cast.petra.door.post(f"{BASE}/shifts/{shift.id}/people", data={"assign-person": watch.people["Gun"].id})
    assert refused.status_code == 422 and "Suspended by the police for this duty occasion." in refused.text
    row = db.session.scalars(db.select(Suspension)).one()
    cast.olle.door.post(f"{BASE}/suspensions/{row.id}/report", data={"reported-reported_to": "RLC Mitt"})
    assert "RLC Mitt" in cast.olle.door.get(f"{BASE}/guards").text
    own = cast.stig.door.get(f"{BASE}/company").text
    assert "Suspended from this watch by the police" in own and "Luktar sprit" not in own
    cast.olle.door.post(f"{BASE}/assignments/{number}/replace", data={"person": watch.people["Rut"].id})
    assert [each.person.name for each in shift.staff] == ["Gert", "Rut"]
    assert verify("sommar").fault is None


def test_when_the_last_of_a_unit_is_suspended_the_unit_leaves_every_live_screen_by_push_r20(watch: OnWatch) -> None:
    cast = watch.cast
    notify(watch, "Gun")
    ear, others = Ear(cast.app, cast.stig), Ear(cast.app, cast.tove)
    told = {"suspend-reason": "Skäl", "suspend-officer": "Kom. Alm"}
    cast.karin.door.post(f"{BASE}/assignments/{watch.rows['Gun'].id}/suspend", data=told)
    assert "units_on_duty" in {each["type"] for each in ear.changes()} and others.changes() == []
    assert 'data-sign="OV1"' not in units(cast, "stig") + units(cast)


def test_an_officer_is_not_suspended_as_a_guard_and_nobody_without_command_suspends_r20(watch: OnWatch) -> None:
    told = {"suspend-reason": "Skäl", "suspend-officer": "Kom. Alm"}
    officer, guard = (f"{BASE}/assignments/{watch.rows[name].id}/suspend" for name in ("Pia", "Gun"))
    assert watch.cast.olle.door.post(officer, data=told).status_code == 404
    assert watch.cast.stig.door.post(guard, data=told).status_code == 403
    assert watch.fresh("Gun").removed_at is None


def test_a_directive_says_who_has_not_taken_it_in_r19(watch: OnWatch) -> None:
    cast, log = watch.cast, f"{BASE}/directives"
    notify(watch, "Gun", "Gert")
    given = {"directive-text": "Inget glas", "directive-officer": "Kom. Alm", "directive-call_sign": "OV1"}
    assert cast.olle.door.post(log, data={**given, "directive-text": ""}).status_code == 422
    assert cast.olle.door.post(log, data=given).status_code == 302
    page = cast.olle.door.get(log).text
    assert "Inget glas" in page and "2 have not taken it in" in page and "Kom. Alm → OV1" in page
    assert cast.eva.door.post(log, data=given).status_code == 403
    number = re.findall(r'id="directive-(\d+)"', page)[0]
    own = f"{BASE}/company/directives/{number}/receipts"
    assert cast.stig.door.post(own, data={"person": watch.people["Gun"].id}).status_code == 302
    assert "one has not taken it in" in cast.olle.door.get(log).text
    assert cast.stig.door.post(own, data={"person": watch.people["Pia"].id}).status_code == 404
    cast.olle.door.post(f"{BASE}/assignments/{watch.rows['Gert'].id}/attendance", data={"mark-presence": "present"})
    assert "Inget glas" in cast.olle.door.get(f"{BASE}/call").text  # at the gate, of who has not
    cast.olle.door.post(f"{BASE}/directives/{number}/receipts", data={"person": watch.people["Gert"].id})
    assert "Everybody has taken it in" in cast.olle.door.get(log).text
    cast.olle.door.post(f"{BASE}/directives/{number}/withdraw")
    assert "withdrawn" in cast.stig.door.get(f"{BASE}/company").text


def test_a_company_sees_and_notifies_of_its_own_people_and_nothing_of_others(watch: OnWatch) -> None:
    cast, event = watch.cast, watch.cast.event
    church = db.session.scalars(db.select(Organisation).filter_by(slug="kyrkan")).one()
    marked = people.add_person(SYSTEM, name="Markkyrka", organisation=church, phone="070-1740600")
    shift = planned(cast, Function.VOLUNTEER, watch.shifts[Function.GUARD].starts_at, 8, 1)
    roster.assign(event, SYSTEM, shift, marked, call_sign="KYRKA1", accepting="Så")
    page = cast.stig.door.get(f"{BASE}/company").text
    assert "Gun" in page and "Gert" in page and "Pia" in page  # the officer who leads them
    for foreign in ("Markkyrka", "KYRKA1", "P11", "070-"):
        assert foreign not in page
    theirs = cast.kim.door.get(f"{BASE}/company").text
    assert "Markkyrka" in theirs and "Gun" not in theirs and "OV1" not in theirs
    assert notify(watch, "Gun", door="stig").status_code == 302  # type: ignore[attr-defined]
    assert watch.fresh("Gun").notification.reference == "NOVA-7"  # type: ignore[union-attr]
    stranger = cast.kim.door.post(f"{BASE}/company/notify", data={
        "notify-guards": [watch.rows["Gert"].id], "do": "notify", "notify-reference": "X",
    })  # fmt: skip
    assert stranger.status_code == 422 and watch.fresh("Gert").notification is None
    report = f"{BASE}/company/assignments/{watch.rows['Gun'].id}/duty-report.pdf"
    assert cast.kim.door.post(report).status_code == 404
    assert (
        cast.stig.door.get(f"{BASE}/guards").status_code == 403
        and cast.olle.door.get(f"{BASE}/company").status_code == 403
    )
    assert f'href="{BASE}/company"' in cast.stig.door.get("/events/sommar/").text
    assert f'href="{BASE}/company"' not in cast.olle.door.get("/events/sommar/").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_duty_report_is_a_form_with_what_is_known_filled_in_r17(app: Flask, watch: OnWatch) -> None:
    notify(watch, "Gun")
    address = f"{BASE}/assignments/{watch.rows['Gun'].id}/duty-report.pdf"
    for language, words in (("en", ("Handcuffs", "7 Time of handover", "Police lead")), ("sv", ())):
        with watch.cast.olle.door.post(f"{address}?language={language}") as answer:
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
        for said in ("Gun", "OV-Gun", "NOVA-7", "Pia", "A1", "villkor 4", *words):
            assert said in text, (language, said)
        assert all(f"{code} " in text for code in "abcdef")
    with watch.cast.stig.door.post(address.replace("assignments", "company/assignments")) as own:
        assert own.mimetype == "application/pdf"
