"""The roll-call: one tap each, lines that are only added, reserves for who does not come, hours that come of it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.roster.actions.duty import mark, notify
from eventops.roster.models import Assignment, Attendance, Function, Presence
from eventops.roster.roll_call import badge, tallies, worked
from tests.cast import Cast
from tests.listening import Ear

from .on_watch import BASE, HOUR, OnWatch, in_reserve, raise_watch


@pytest.fixture
def watch(cast: Cast) -> OnWatch:
    return raise_watch(cast)


def tap(watch: OnWatch, name: str, presence: str, **form: str) -> Any:
    told = {"mark-presence": presence, **{f"mark-{key}": value for key, value in form.items()}, "post": "A1"}
    return watch.cast.olle.door.post(f"{BASE}/assignments/{watch.rows[name].id}/attendance", data=told)


def lines(watch: OnWatch, name: str) -> list[str]:
    return [line.presence.value for line in watch.fresh(name).attendance]


def test_a_guard_who_is_not_notified_is_not_present_without_the_reference_r14(watch: OnWatch) -> None:
    refused = tap(watch, "Gun", "present")
    assert refused.status_code == 422 and "Enter the reference of the notification." in refused.text
    assert lines(watch, "Gun") == []
    assert tap(watch, "Gun", "present", reference="NOVA-9").status_code == 302
    assert lines(watch, "Gun") == ["present"]
    assert watch.fresh("Gun").notification.reference == "NOVA-9"  # type: ignore[union-attr]
    assert tap(watch, "Gert", "no_show").status_code == 302  # who did not come needs none
    assert tap(watch, "Pia", "present").status_code == 302  # nor an officer


def test_every_tap_is_a_line_and_one_sent_twice_is_one(watch: OnWatch) -> None:
    for _ in range(2):
        tap(watch, "Pia", "present", client_id="a1")
    tap(watch, "Pia", "sick", note="Feber")
    assert lines(watch, "Pia") == ["present", "sick"]
    last = watch.fresh("Pia").attendance[-1]
    take_back = f"{BASE}/attendance/{last.id}/take-back"
    for _ in range(2):
        assert watch.cast.olle.door.post(take_back).status_code == 302
    assert lines(watch, "Pia") == ["present", "sick", "present"]  # nothing was changed or deleted
    first = watch.fresh("Pia").attendance[0]
    stale = watch.cast.olle.door.post(f"{BASE}/attendance/{first.id}/take-back")
    assert stale.status_code == 409 and "Something else was noted after that." in stale.text
    assert verify("sommar").fault is None
    assert watch.cast.eva.door.post(take_back).status_code == 403
    assert watch.cast.petra.door.post(take_back.replace("sommar", "vinter")).status_code == 404


def test_who_is_late_came_when_it_is_said_and_a_tap_that_waited_keeps_its_time(watch: OnWatch) -> None:
    came = watch.cast.event.local(clock.now() - timedelta(minutes=20)).replace(second=0, microsecond=0)
    tap(watch, "Pia", "late", arrived=f"{came:%Y-%m-%dT%H:%M}")
    assert watch.fresh("Pia").standing.at == came  # type: ignore[union-attr]
    ahead = watch.cast.event.local(clock.now() + HOUR)
    refused = tap(watch, "Pia", "late", arrived=f"{ahead:%Y-%m-%dT%H:%M}")
    assert refused.status_code == 422 and "That time has not come yet." in refused.text
    tapped = clock.now() - timedelta(minutes=5)
    tap(watch, "Gert", "no_show", at=tapped.isoformat())
    assert watch.fresh("Gert").standing.at == tapped  # type: ignore[union-attr]
    tap(watch, "Gert", "sick", at="2020-01-01T00:00:00+00:00")  # a clock that is not to be believed
    assert watch.fresh("Gert").standing.at > tapped  # type: ignore[union-attr]


def test_a_tap_is_on_every_open_roll_at_once_and_says_nothing_of_whom(watch: OnWatch) -> None:
    ears = {name: Ear(watch.cast.app, getattr(watch.cast, name)) for name in ("oskar", "stig", "frida", "kim")}
    tap(watch, "Gert", "sick", note="Feber")
    heard = {name: {(each["what"], each["type"]) for each in ear.changes()} for name, ear in ears.items()}
    told = {("attendance.noted", "attendance")}
    assert heard == {"oskar": told, "stig": told, "frida": told, "kim": set()}
    changes = watch.cast.frida.door.get("/api/v1/events/sommar/changes?feed=police&after=0").text
    assert "attendance.noted" in changes and "sick" not in changes and "Feber" not in changes


def test_a_reserve_takes_the_place_of_who_did_not_come_with_one_tap(watch: OnWatch) -> None:
    cast, shift = watch.cast, watch.shifts[Function.GUARD]
    address = f"{BASE}/assignments/{watch.rows['Gert'].id}/replace"
    reserve = {"person": watch.people["Rut"].id}
    tap(watch, "Gert", "no_show")
    assert "No reserve is free for this shift." in cast.olle.door.get(f"{BASE}/call?post=A1").text
    assert cast.olle.door.post(address, data=reserve).status_code == 404  # not one of the reserves
    in_reserve(watch, "Rut")
    assert "Put on Rut" in cast.olle.door.get(f"{BASE}/call?post=A1").text
    assert cast.olle.door.post(address, data=reserve).status_code == 302
    db.session.expire_all()
    stands = {each.person.name: each.call_sign for each in shift.staff}
    assert stands == {"Gun": "OV1", "Rut": "OV1"}
    assert "Rut" in cast.olle.door.get(f"{BASE}/call?post=A1").text
    assert tap(watch, "Gert", "late", reference="X").status_code == 422  # is off the shift


def test_who_comes_after_being_replaced_is_put_back_in_one_act_and_the_stand_in_goes(watch: OnWatch) -> None:
    cast, gert = watch.cast, watch.rows["Gert"]
    notify(cast.event, SYSTEM, [watch.fresh("Gert")], "NOVA-7")
    shift = tap(watch, "Gert", "no_show") and watch.shifts[Function.GUARD]
    address = f"{BASE}/assignments/{gert.id}/put-back"
    assert cast.olle.door.post(address).status_code == 422  # nobody has replaced him
    in_reserve(watch, "Rut")
    cast.olle.door.post(f"{BASE}/assignments/{gert.id}/replace", data={"person": watch.people["Rut"].id})
    stand_in = next(each for each in shift.staff if each.person.name == "Rut")
    notify(cast.event, SYSTEM, [stand_in], "NOVA-8")
    mark(cast.event, SYSTEM, stand_in, Presence.PRESENT)
    page = cast.olle.door.get(f"{BASE}/call?post=A1&q={badge('test', cast.event, watch.people['Gert'].id)}").text
    assert "Gert was replaced. Under Missing you put them back." in page
    assert "Gert is back, Rut goes" in page and "Gert is back, both stay" in page
    form = {"mark-stand_in": stand_in.id, "post": "A1"}
    assert cast.eva.door.post(address, data=form).status_code == 403
    for _ in range(2):  # a tap sent twice is one act
        assert cast.olle.door.post(address, data=form).status_code == 302
    db.session.expire_all()
    assert {each.person.name: each.presence.value for each in shift.staff} == {"Gun": "expected", "Gert": "late"}
    again = next(each for each in shift.staff if each.person.name == "Gert")
    assert again.call_sign == "OV1" and again.notification.reference == "NOVA-7"  # type: ignore[union-attr]
    assert len(again.attendance) == 1 and again.id != gert.id
    assert "Gert is back" not in cast.olle.door.get(f"{BASE}/call?post=A1").text
    assert verify("sommar").fault is None


def test_both_stay_where_both_are_wanted_and_a_guard_whose_end_was_told_is_notified_of_anew(watch: OnWatch) -> None:
    cast, gert = watch.cast, watch.rows["Gert"]
    address = f"{BASE}/assignments/{gert.id}/put-back"
    tap(watch, "Gert", "sick")
    in_reserve(watch, "Rut")
    cast.olle.door.post(f"{BASE}/assignments/{gert.id}/replace", data={"person": watch.people["Rut"].id})
    refused = cast.olle.door.post(address, data={"post": "A1"})
    assert refused.status_code == 422 and "Enter the reference of the notification." in refused.text
    shift = watch.shifts[Function.GUARD]
    db.session.expire_all()
    assert {each.person.name for each in shift.staff} == {"Gun", "Rut"}  # nothing half done
    assert cast.olle.door.post(address, data={"post": "A1", "mark-reference": "NOVA-9"}).status_code == 302
    db.session.expire_all()
    assert {each.person.name for each in shift.staff} == {"Gun", "Gert", "Rut"}
    officer = watch.rows["Pia"].id
    assert cast.olle.door.post(address, data={"mark-stand_in": officer}).status_code == 404  # of another shift


def test_a_badge_finds_its_bearer_and_no_other_ones_does(watch: OnWatch) -> None:
    cast = watch.cast
    code = badge("test", cast.event, watch.people["Gun"].id)
    assert code.isalnum() and code.upper() == code
    listed = cast.olle.door.get(f"{BASE}/call?post=A1&q={code.lower()}").text
    assert f'data-badge="{code}"' in listed and 'id="row-' in listed and listed.count("data-row data-badge") == 1
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    for other in (forged, badge("test", cast.planned, watch.people["Gun"].id), "EO99X"):
        page = cast.olle.door.get(f"{BASE}/call?post=A1&q={other}").text
        assert "That badge is not of this event." in page and "data-row data-badge" not in page
    elsewhere = cast.olle.door.get(f"{BASE}/call?unit=P11&q={code}").text
    assert "Gun is not on this list, but at A1" in elsewhere
    reserve = badge("test", cast.event, watch.people["Rut"].id)
    assert "Rut has no shift left" in cast.olle.door.get(f"{BASE}/call?q={reserve}").text
    assert cast.olle.door.get(f"{BASE}/call?q=ger").text.count("data-row data-badge") == 1
    with cast.olle.door.post(f"{BASE}/badges.pdf?language=sv") as answer:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert code in text and "Gun" in text and "Rut" not in text  # the reserve stands on no shift
    assert cast.eva.door.post(f"{BASE}/badges.pdf").status_code == 403


def test_planned_against_present_is_counted_everywhere_alike(watch: OnWatch) -> None:
    tap(watch, "Gun", "present", reference="NOVA-9")
    tap(watch, "Gert", "no_show")
    shift = watch.shifts[Function.GUARD]
    tally = tallies(watch.cast.event, [shift])[shift.id]
    assert (tally.needed, tally.planned, tally.here, tally.missing, tally.expected) == (2, 2, 1, 1, 0)
    for address in (f"{BASE}/calls", "/events/sommar/"):
        page = " ".join(watch.cast.olle.door.get(address).text.replace("</span>", "").split())
        assert '<span class="num">1/3 here · <span class="num">1 missing' in page, address


def hours_of(watch: OnWatch, name: str) -> float:
    return worked(watch.fresh(name)).hours


def test_hours_are_those_of_the_roll_call_else_those_planned(watch: OnWatch) -> None:
    event, row = watch.cast.event, watch.rows["Pia"]
    start = row.shift.starts_at
    assert hours_of(watch, "Pia") == 8 and not worked(watch.fresh("Pia")).noted

    def at(presence: Presence, hours: float) -> Attendance:
        with clock.at(start + hours * HOUR):
            return mark(event, SYSTEM, db.session.get(Assignment, row.id), presence)  # type: ignore[arg-type]

    at(Presence.PRESENT, -0.5)  # called before the shift begins
    assert hours_of(watch, "Pia") == 8 and worked(watch.fresh("Pia")).noted
    at(Presence.SENT_HOME, 3)
    assert hours_of(watch, "Pia") == 3
    guards = [db.session.get(Assignment, watch.rows[name].id) for name in ("Gun", "Gert")]
    notify(event, SYSTEM, [each for each in guards if each], "NOVA-1")
    with clock.at(start + 0.5 * HOUR):
        mark(event, SYSTEM, guards[0], Presence.LATE)  # type: ignore[arg-type]
        mark(event, SYSTEM, guards[1], Presence.NO_SHOW)  # type: ignore[arg-type]
    assert (hours_of(watch, "Gun"), hours_of(watch, "Gert")) == (7.5, 0)
    with watch.cast.olle.door.post(f"{BASE}/times.csv") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert {(each["Name"], each["Hours"], each["By"]) for each in rows} == {
        ("Pia", "3.0", "roll-call"), ("Gun", "7.5", "roll-call"), ("Gert", "0.0", "roll-call"),
    }  # fmt: skip
    with watch.cast.olle.door.post(f"{BASE}/times.xlsx") as answer:
        sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [each.value for each in sheet["A"]] == ["Name", "Gert", "Gun", "Pia"]  # type: ignore[index, union-attr]
    assert watch.cast.stig.door.post(f"{BASE}/times.csv").status_code == 403
