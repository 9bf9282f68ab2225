"""People are put on shifts and taken off them, and who cannot work a shift is refused with the reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.events.models import Event, Place
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import OrganisationKind, Person
from eventops.roster import actions
from eventops.roster.actions import Duty
from eventops.roster.models import Assignment, Function, Shift
from tests.cast import Cast

People = dict[str, Person]
EVENING = datetime(2026, 10, 24, 16, tzinfo=UTC)  # 18:00 in Stockholm; at midnight, 22:00 UTC, the 25th begins there
HOUR = timedelta(hours=1)


def shift_of(event: Event, start: datetime = EVENING, hours: float = 8, **other: Any) -> Shift:
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    duty = {"function": Function.GUARD, "needed": 2, "name": f"Pass {start:%d %H:%M}", "place": post, **other}
    return actions.add_shift(event, SYSTEM, Duty(starts_at=start, ends_at=start + hours * HOUR, **duty))


def put(cast: Cast, shift: Shift, person: Person, call_sign: str = "") -> Any:
    form = {"assign-person": person.id, "assign-call_sign": call_sign}
    return cast.petra.door.post(f"/events/vinter/roster/shifts/{shift.id}/people", data=form)


def on(shift: Shift) -> list[str]:
    query = db.select(Assignment).filter_by(shift_id=shift.id, removed_at=None).order_by(Assignment.id)
    return [each.person.name for each in db.session.scalars(query)]


def test_somebody_is_put_on_a_shift_and_taken_off_it_as_rows(cast: Cast, people_on_duty: People) -> None:
    shift = shift_of(cast.planned)
    assert put(cast, shift, people_on_duty["Vera"], "OV1").status_code == 302
    assert on(shift) == ["Vera"]
    row = db.session.scalars(db.select(Assignment)).one()
    assert (row.call_sign, row.assigned_by) == ("OV1", "Petra")
    for _ in range(2):
        assert cast.petra.door.post(f"/events/vinter/roster/assignments/{row.id}/remove").status_code == 302
    assert on(shift) == [] and row.removed_by == "Petra"
    assert put(cast, shift, people_on_duty["Vera"]).status_code == 302
    assert db.session.scalar(db.select(db.func.count(Assignment.id))) == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Vidar", "The appointment expires 2026-10-24, the shift ends 2026-10-25. Change person or extend."),
        ("Viola", "The appointment begins 2026-10-25, the shift starts 2026-10-24. Change person or shift."),
        ("Vilgot", "No appointment as public order guard is on file."),
        ("Pia", "A police officer cannot be a public order guard."),
    ],
)
def test_a_guard_without_an_appointment_for_the_whole_shift_is_refused_with_the_reason_r10_r11(
    cast: Cast, people_on_duty: People, name: str, message: str
) -> None:
    shift = shift_of(cast.planned)
    page = cast.petra.door.get(f"/events/vinter/roster/shifts/{shift.id}").text
    assert message in page  # beside the name, before anybody tries
    answer = put(cast, shift, people_on_duty[name], "OV9")
    assert answer.status_code == 422 and f"<span>{message}</span>" in answer.text
    assert 'value="OV9"' in answer.text
    assert on(shift) == []


def test_an_appointment_holds_through_its_last_day_and_a_shift_that_ends_at_midnight_ends_that_day(
    cast: Cast, people_on_duty: People
) -> None:
    until_midnight, past_midnight = shift_of(cast.planned, hours=6), shift_of(cast.planned, hours=6.25, name="Längre")
    assert put(cast, until_midnight, people_on_duty["Vidar"]).status_code == 302
    assert put(cast, past_midnight, people_on_duty["Vidar"]).status_code == 422


def test_two_appointments_that_follow_on_each_other_cover_a_shift_together(cast: Cast, people_on_duty: People) -> None:
    assert put(cast, shift_of(cast.planned), people_on_duty["Valter"]).status_code == 302


def test_the_events_calendar_decides_not_the_servers(cast: Cast, people_on_duty: People) -> None:
    start = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # the 24th in UTC, 00:30 on the 25th in Stockholm
    shift = shift_of(cast.planned, start, hours=1)
    assert put(cast, shift, people_on_duty["Viola"]).status_code == 302
    assert put(cast, shift, people_on_duty["Vidar"]).status_code == 422


def test_police_work_is_for_police(cast: Cast, people_on_duty: People) -> None:
    shift = shift_of(cast.planned, function=Function.POLICE)
    refused = put(cast, shift, people_on_duty["Vera"])
    assert refused.status_code == 422 and "Police work is done by police; Vera is not." in refused.text
    assert put(cast, shift, people_on_duty["Pia"]).status_code == 302


def test_nobody_is_in_two_places_but_shifts_may_follow_on_each_other(cast: Cast, people_on_duty: People) -> None:
    first = shift_of(cast.planned)
    after = shift_of(cast.planned, first.ends_at)
    overlapping = shift_of(cast.planned, first.ends_at - timedelta(minutes=1))
    assert put(cast, first, people_on_duty["Vera"]).status_code == 302
    assert put(cast, after, people_on_duty["Vera"]).status_code == 302
    refused = put(cast, overlapping, people_on_duty["Vera"])
    assert refused.status_code == 422 and "On duty at A1 10-24 18:00 – 10-25 02:00." in refused.text
    assert on(overlapping) == []


def test_who_is_on_duty_in_another_event_is_taken_and_no_more_is_said(cast: Cast, people_on_duty: People) -> None:
    secret = shift_of(cast.event, name="Hemlig insats", function=Function.POLICE)
    actions.assign(cast.event, SYSTEM, secret, people_on_duty["Pia"])
    refused = put(cast, shift_of(cast.planned, function=Function.POLICE), people_on_duty["Pia"])
    assert refused.status_code == 422 and "On duty in another event 10-24 18:00 – 10-25 02:00." in refused.text
    assert "Sommarfesten" not in refused.text and "Hemlig" not in refused.text


def test_only_people_of_those_who_take_part_are_known_here(cast: Cast, people_on_duty: People) -> None:
    stranger = people.add_organisation(SYSTEM, name="Främmande bolaget", kind=OrganisationKind.GUARD_COMPANY)
    person = people.add_person(SYSTEM, name="Främlingen", organisation=stranger)
    shift = shift_of(cast.planned)
    assert "Främlingen" not in cast.petra.door.get(f"/events/vinter/roster/shifts/{shift.id}").text
    refused = put(cast, shift, person)
    assert refused.status_code == 422 and "takes no part in this event" in refused.text


def test_sending_twice_puts_somebody_on_once_and_another_call_sign_is_refused(
    cast: Cast, people_on_duty: People
) -> None:
    shift = shift_of(cast.planned)
    answers = [put(cast, shift, people_on_duty["Vera"], sign) for sign in ("OV1", "OV1", "OV2")]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Vera is on this shift already." in answers[2].text
    assert on(shift) == ["Vera"]


def test_choosing_nobody_says_so(cast: Cast, people_on_duty: People) -> None:
    shift = shift_of(cast.planned)
    answer = cast.petra.door.post(f"/events/vinter/roster/shifts/{shift.id}/people", data={"assign-call_sign": "OV3"})
    assert answer.status_code == 422 and "Choose somebody from the list." in answer.text
    assert 'value="OV3"' in answer.text


def test_the_drawer_gets_the_shift_and_the_board_is_told(cast: Cast, people_on_duty: People) -> None:
    shift = shift_of(cast.planned)
    answer = cast.petra.door.post(
        f"/events/vinter/roster/shifts/{shift.id}/people",
        data={"assign-person": people_on_duty["Vera"].id},
        headers={"HX-Request": "true"},
    )
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, "staffed")
    assert "1/2" in answer.text


def test_a_shift_of_another_event_is_not_there(cast: Cast, people_on_duty: People) -> None:
    other = shift_of(cast.event, function=Function.POLICE)
    row = actions.assign(cast.event, SYSTEM, other, people_on_duty["Pia"])
    assert put(cast, other, people_on_duty["Per"]).status_code == 404
    assert cast.petra.door.get(f"/events/vinter/roster/shifts/{other.id}").status_code == 404
    assert cast.petra.door.post(f"/events/vinter/roster/assignments/{row.id}/remove").status_code == 404
    assert on(other) == ["Pia"]


def test_who_only_reads_the_roster_neither_sees_the_lists_nor_staffs(cast: Cast, people_on_duty: People) -> None:
    shift = shift_of(cast.planned)
    page = cast.olle.door.get(f"/events/vinter/roster/shifts/{shift.id}").text
    assert "Vilgot" not in page and "Put on the shift" not in page
    form = {"assign-person": people_on_duty["Vera"].id}
    assert cast.olle.door.post(f"/events/vinter/roster/shifts/{shift.id}/people", data=form).status_code == 403
