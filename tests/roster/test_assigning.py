"""People are put on shifts and taken off them, and who cannot work a shift is refused with the reason."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.changes import OFFICE, change
from eventops.errors import Refused
from eventops.events.models import Event, Place
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.people import actions as people
from eventops.people.models import CredentialKind, OrganisationKind, Person
from eventops.planning import actions as planning
from eventops.planning.models import Permit
from eventops.roster import actions
from eventops.roster.actions import Duty, Placement
from eventops.roster.models import Acceptance, Assignment, Function, Notification, Shift, Suspension, Unit, UnitKind
from eventops.roster.warnings import Cautioned
from tests.cast import Cast

from .conftest import BASIS

People = dict[str, Person]
EVENING = datetime(2026, 10, 24, 16, tzinfo=UTC)  # 18:00 in Stockholm; at midnight, 22:00 UTC, the 25th begins there
HOUR = timedelta(hours=1)


def shift_of(event: Event, start: datetime = EVENING, hours: float = 8, **other: Any) -> Shift:
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    duty = {"function": Function.GUARD, "needed": 2, "name": f"Pass {start:%d %H:%M}", "place": post, **BASIS, **other}
    return actions.add_shift(event, SYSTEM, Duty(starts_at=start, ends_at=start + hours * HOUR, **duty))


def put(cast: Cast, shift: Shift, person: Person, call_sign: str = "", reason: str = "") -> Any:
    form = {"assign-person": person.id, "assign-call_sign": call_sign, "assign-reason": reason}
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
    assert put(cast, first, people_on_duty["Vera"], reason="Ingen annan finns").status_code == 302
    assert put(cast, after, people_on_duty["Vera"], reason="Ingen annan finns").status_code == 302
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


def test_a_guard_is_twenty_on_the_day_the_shift_begins_r10(cast: Cast, people_on_duty: People) -> None:
    young = people_on_duty["Vera"]
    with change(OFFICE, SYSTEM) as record:
        young.born = date(2006, 10, 25)
        record("person.edited", young)
    refused = put(cast, shift_of(cast.planned), young)
    assert refused.status_code == 422 and "A public order guard is at least 20 years old." in refused.text
    assert put(cast, shift_of(cast.planned, EVENING + 24 * HOUR), young).status_code == 302


def test_nobody_guards_where_the_permit_does_not_cover_the_shift_r13(cast: Cast, people_on_duty: People) -> None:
    told = {"kind": "guards", "state": "granted", "reference": "OV-118/2026", "lead_days": 28}
    days = {"granted_on": date(2026, 1, 1), "valid_from": date(2026, 1, 1), "valid_to": date(2026, 10, 24)}
    planning.add(cast.planned, SYSTEM, Permit, {**told, **days})
    covered, beyond = shift_of(cast.planned, hours=6), shift_of(cast.planned, hours=7)
    message = "OV-118/2026 does not cover 2026-10-25: it holds 2026-01-01 – 2026-10-24."
    refused = put(cast, beyond, people_on_duty["Vera"])
    assert refused.status_code == 422 and message in refused.text and on(beyond) == []
    assert put(cast, covered, people_on_duty["Vera"]).status_code == 302


def test_a_guard_is_on_duty_once_the_police_are_notified_and_the_board_says_who_is_not_r14(
    cast: Cast, people_on_duty: People
) -> None:
    shift = shift_of(cast.planned)
    row = actions.assign(cast.planned, SYSTEM, shift, people_on_duty["Vera"])
    page = f"/events/vinter/roster/shifts/{shift.id}"
    assert "Police not notified: not on duty" in cast.olle.door.get(page).text
    assert todo(cast)["unnotified"] == "1"
    with change(cast.planned, SYSTEM) as record:
        at = {"notified_at": EVENING, "noted_by": "Petra", "reference": "Nova 7"}
        notification = Notification(assignment_id=row.id, **at)
        db.session.add(notification)
        record("guard.notified", notification)
    assert "Police notified" in cast.olle.door.get(page).text and todo(cast)["unnotified"] == "0"


def todo(cast: Cast, query: str = "") -> dict[str, str]:
    """What the board's top line counts."""
    page = cast.petra.door.get(f"/events/vinter/roster{query}").text
    return dict(re.findall(r'id="todo-(\w+)".*?todo__count[^>]*>(\d+)<', page))


def test_who_is_suspended_from_a_duty_is_not_put_on_it_again_r20(cast: Cast, people_on_duty: People) -> None:
    shift, vera = shift_of(cast.planned), people_on_duty["Vera"]
    row = actions.assign(cast.planned, SYSTEM, shift, vera)
    with change(cast.planned, SYSTEM) as record:
        told = {"reason": "Våldsam", "officer": "Pia", "suspended_at": EVENING, "noted_by": "Petra"}
        suspension = Suspension(event_id=cast.planned.id, person_id=vera.id, assignment_id=row.id, **told)
        db.session.add(suspension)
        record("guard.suspended", suspension)
    actions.unassign(cast.planned, SYSTEM, row)
    refused = put(cast, shift, vera)
    assert refused.status_code == 422 and "Suspended by the police for this duty occasion." in refused.text


def test_a_post_that_asks_for_a_credential_gets_who_holds_it_on_every_day(cast: Cast, people_on_duty: People) -> None:
    shift, vera = shift_of(cast.planned, requires=[CredentialKind.FIRST_AID]), people_on_duty["Vera"]
    assert "Lacks what the shift requires: First aid." in put(cast, shift, vera).text
    told = {"kind": CredentialKind.FIRST_AID, "valid_from": date(2025, 1, 1)}
    people.add_credential(vera, SYSTEM, valid_until=date(2026, 10, 24), **told)
    assert put(cast, shift, vera).status_code == 422
    people.add_credential(vera, SYSTEM, valid_until=date(2026, 10, 25), **told)
    assert put(cast, shift, vera).status_code == 302


def test_two_planners_in_two_events_do_not_get_the_same_person_at_the_same_moment(
    app: Flask, cast: Cast, people_on_duty: People
) -> None:
    police, count = people_on_duty["Pia"].organisation, 8
    crowd = [people.add_person(SYSTEM, name=f"Polis {n}", organisation=police).id for n in range(count)]
    asked = {
        event.slug: shift_of(event, function=Function.POLICE, needed=count).id for event in (cast.planned, cast.event)
    }
    together, refused, failures = threading.Barrier(2), [], list[str]()

    def work(slug: str) -> None:
        with app.app_context():
            event = db.session.scalars(db.select(Event).filter_by(slug=slug)).one()
            for number in crowd:
                together.wait(20)
                try:
                    shift, person = db.session.get_one(Shift, asked[slug]), db.session.get_one(Person, number)
                    actions.assign(event, SYSTEM, shift, person)
                except Refused as refusal:
                    refused.append(str(refusal))
                except Exception as failure:  # noqa: BLE001 - any failure of any kind is one too many
                    failures.append(repr(failure))
            db.session.remove()

    threads = [threading.Thread(target=work, args=(slug,)) for slug in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and len(refused) == count
    assert all("another event" in text for text in refused)
    standing = db.session.scalars(db.select(Assignment.person_id).filter_by(removed_at=None))
    assert sorted(standing) == sorted(crowd)


def test_warnings_are_shown_with_the_reason_asked_for_and_kept_by_name_when_accepted_r40_r41(
    cast: Cast, people_on_duty: People
) -> None:
    vera, first = people_on_duty["Vera"], shift_of(cast.planned, hours=6)
    second = shift_of(cast.planned, EVENING + 12 * HOUR, hours=6, name="Morgon")
    assert put(cast, first, vera).status_code == 302
    page = cast.petra.door.get(f"/events/vinter/roster/shifts/{second.id}").text
    assert "Rest is 6 h; at least 11 h in every 24 h." in page and "6 h rest before" in page  # before anybody tries
    asked = put(cast, second, vera, "OV1")
    assert asked.status_code == 422 and "Say why you accept the warnings." in asked.text
    assert 'name="assign-reason"' in asked.text and 'value="OV1"' in asked.text and on(second) == []
    assert put(cast, second, vera, "OV1", reason=" Ingen  annan har utbildningen ").status_code == 302
    kept = db.session.scalars(db.select(Acceptance)).one()
    assert (kept.code, kept.reason, kept.accepted_by) == ("rest", "Ingen annan har utbildningen", "Petra")
    assert kept.said == "Rest is 6 h; at least 11 h in every 24 h."
    page = cast.olle.door.get(f"/events/vinter/roster/shifts/{second.id}").text
    assert "Accepted by Petra: Ingen annan har utbildningen" in page
    assert verify("vinter").fault is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_accepted_warning_is_read_in_the_readers_language_and_one_of_before_as_it_was_said(
    cast: Cast, people_on_duty: People
) -> None:
    vera, first = people_on_duty["Vera"], shift_of(cast.planned, hours=6)
    second = shift_of(cast.planned, EVENING + 12 * HOUR, hours=6, name="Morgon")
    put(cast, first, vera)
    put(cast, second, vera, reason="Ingen annan")
    page = f"/events/vinter/roster/shifts/{second.id}"
    english, swedish = "Rest is 6 h; at least 11 h in every 24 h.", "Vilan är 6 tim; minst 11 tim under varje dygn."
    assert english in cast.petra.door.get(page).text
    with change(OFFICE, SYSTEM) as record:
        cast.petra.account.language = "sv"
        record("account.language_chosen", cast.petra.account)
    told = cast.petra.door.get(page).text
    assert swedish in told and english not in told
    db.session.execute(db.update(Acceptance).values(facts=None))  # as they were kept before
    db.session.commit()
    assert english in cast.petra.door.get(page).text


def test_what_was_accepted_of_a_post_is_not_asked_again_of_the_next_who_works_it_r41(
    cast: Cast, people_on_duty: People
) -> None:
    first = shift_of(cast.planned, hours=6)
    shift_of(cast.planned, first.ends_at, hours=6)
    assert "0 min together with the shift before or after at A1" in put(cast, first, people_on_duty["Vera"]).text
    assert put(cast, first, people_on_duty["Vera"], reason="Grinden stängs emellan").status_code == 302
    assert put(cast, first, people_on_duty["Valter"]).status_code == 302
    assert [each.code for each in db.session.scalars(db.select(Acceptance))] == ["handover"]


def test_a_lead_with_too_few_or_too_many_under_them_is_flagged_r41(cast: Cast, people_on_duty: People) -> None:
    shift, lead = shift_of(cast.planned, function=Function.POLICE, needed=9), people_on_duty["Pia"]
    with change(cast.planned, SYSTEM) as record:
        unit = Unit(event=cast.planned, call_sign="P11", kind=UnitKind.PATROL, lead_id=lead.id)
        db.session.add(unit)
        record("unit.added", unit)
    crowd = [people.add_person(SYSTEM, name=f"Polis {n}", organisation=lead.organisation) for n in range(8)]
    for person in (lead, *crowd[:2]):
        assert put(cast, shift, person, "P11").status_code == 302
    page = f"/events/vinter/roster/shifts/{shift.id}"
    assert "2 people under P11; at least 3 under one lead." in cast.petra.door.get(page).text
    for person in crowd[2:7]:
        assert put(cast, shift, person, "P11").status_code == 302
    assert "under one lead" not in cast.petra.door.get(page).text
    eighth = put(cast, shift, crowd[7], "P11")
    assert eighth.status_code == 422 and "8 people under P11; at most 7 under one lead." in eighth.text


def test_limits_of_the_event_decide_what_is_warned_of_r40(cast: Cast, people_on_duty: People) -> None:
    actions.set_limits(cast.planned, SYSTEM, {"rest": 5}, "Lokalt avtal")
    first, second = shift_of(cast.planned, hours=6), shift_of(cast.planned, EVENING + 12 * HOUR, hours=6, name="Morgon")
    for each in (first, second):
        assert put(cast, each, people_on_duty["Vera"]).status_code == 302


def test_many_are_placed_in_one_change_and_what_is_refused_says_why_and_stops_no_other(
    cast: Cast, people_on_duty: People
) -> None:
    evening, morning = shift_of(cast.planned), shift_of(cast.planned, EVENING + 14 * HOUR, name="Morgon")
    vera, valter, vilgot = (people_on_duty[name] for name in ("Vera", "Valter", "Vilgot"))
    rows = [
        Placement(evening, vera, "OV1"),
        Placement(evening, vilgot),
        Placement(morning, vera),
        Placement(morning, valter),
    ]
    before = db.session.scalar(db.select(db.func.count(AuditRecord.id)))
    found = actions.assign_many(cast.planned, SYSTEM, rows)
    assert [each.assignment is not None for each in found] == [True, False, False, True]
    assert isinstance(found[2].refused, Cautioned) and found[2].refused.cautions[0].code == "rest"
    assert "No appointment" in str(found[1].refused)
    assert db.session.scalar(db.select(db.func.count(AuditRecord.id))) == (before or 0) + 2
    again = actions.assign_many(cast.planned, SYSTEM, rows, accepting="Avtalat", source=cast.planned)
    assert [each.assignment is not None for each in again] == [True, False, True, True]
    assert (on(evening), sorted(on(morning))) == (["Vera"], ["Valter", "Vera"])
    last = db.session.scalars(db.select(AuditRecord).order_by(AuditRecord.id.desc())).first()
    assert last is not None and f" event/{cast.planned.id} " in last.subjects and " acceptance/" in last.subjects
    assert verify("vinter").fault is None


def test_somebody_is_moved_to_another_shift_or_stays_where_they_are(cast: Cast, people_on_duty: People) -> None:
    first, second = shift_of(cast.planned), shift_of(cast.planned, EVENING + HOUR, name="Senare")
    bare = shift_of(cast.planned, EVENING + 2 * HOUR, name="Sanitet", requires=[CredentialKind.FIRST_AID])
    row = actions.assign(cast.planned, SYSTEM, first, people_on_duty["Vera"], call_sign="OV1")
    send = lambda shift: cast.petra.door.post(  # noqa: E731
        f"/events/vinter/roster/shifts/{shift.id}/moved", data={"move-assignment": row.id}
    )
    refused = send(bare)
    assert refused.status_code == 422 and "Lacks what the shift requires" in refused.text
    assert on(first) == ["Vera"]
    assert send(second).status_code == 302
    assert (on(first), on(second)) == ([], ["Vera"])
    moved_on = send(bare)
    assert moved_on.status_code == 422 and "Vera is not on that shift any more." in moved_on.text
    assert db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).one().call_sign == "OV1"


def test_the_last_step_is_undone_as_a_new_change_and_refused_when_things_have_moved_on(
    cast: Cast, people_on_duty: People
) -> None:
    first, second = shift_of(cast.planned), shift_of(cast.planned, EVENING + HOUR, name="Senare")
    undo = lambda: cast.petra.door.post("/events/vinter/roster/undo")  # noqa: E731
    put(cast, first, people_on_duty["Vera"], "OV1")
    row = db.session.scalars(db.select(Assignment)).one()
    cast.petra.door.post(f"/events/vinter/roster/shifts/{second.id}/moved", data={"move-assignment": row.id})
    undo()
    assert (on(first), on(second)) == (["Vera"], [])
    undo()
    assert (on(first), on(second)) == ([], [])
    put(cast, first, people_on_duty["Vera"], "OV1")
    row = db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).one()
    actions.unassign(cast.planned, SYSTEM, row)
    undo()
    assert "Vera has been taken off the shift since. Nothing was undone." in cast.petra.door.get("/events/vinter/").text
    put(cast, first, people_on_duty["Vera"], "OV1")
    standing = db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).one()
    cast.petra.door.post(f"/events/vinter/roster/assignments/{standing.id}/remove")
    undo()
    back = db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).one()
    assert (on(first), back.call_sign, back.id != standing.id) == (["Vera"], "OV1", True)
    cast.petra.door.post(f"/events/vinter/roster/assignments/{back.id}/remove")
    actions.assign(cast.planned, SYSTEM, second, people_on_duty["Vera"])  # somebody else was faster
    undo()
    assert "On duty at A1 10-24 19:00" in cast.petra.door.get("/events/vinter/").text and on(first) == []
    assert verify("vinter").fault is None


def test_the_board_is_filtered_by_partner_sector_function_and_what_is_to_be_done(
    cast: Cast, people_on_duty: People
) -> None:
    guards = shift_of(cast.planned, needed=3, name="Vakt")
    shift_of(cast.planned, function=Function.POLICE, needed=1, name="Polispass", place=None)
    actions.assign(cast.planned, SYSTEM, guards, people_on_duty["Vera"])
    names = lambda query: [  # noqa: E731
        name
        for name in ("Vakt", "Polispass")
        if f", {name}, " in cast.petra.door.get(f"/events/vinter/roster{query}").text
    ]
    assert names("") == ["Vakt", "Polispass"]
    assert names("?partner=vaktbolaget") == names("?sector=A") == names("?function=guard") == ["Vakt"]
    assert names("?function=police") == ["Polispass"]
    assert names("?show=unnotified") == ["Vakt"] and names("?show=absent") == []
    assert names("?function=nonsense&show=nonsense") == ["Vakt", "Polispass"]
    assert todo(cast) == {"gaps": "3", "unnotified": "1", "expiring": "0", "absent": "0"}
    assert todo(cast, "?function=police")["gaps"] == "1"
    people.add_credential(
        people_on_duty["Valter"], SYSTEM, kind=CredentialKind.RADIO, valid_from=date(2025, 1, 1),
        valid_until=clock.now().date() + timedelta(days=30),
    )  # fmt: skip
    radio = shift_of(cast.planned, clock.now(), name="Radio", requires=[CredentialKind.RADIO])
    actions.assign(cast.planned, SYSTEM, radio, people_on_duty["Valter"], accepting="Prov")
    assert todo(cast)["expiring"] == "1"
