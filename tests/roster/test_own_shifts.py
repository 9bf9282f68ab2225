"""One's own shifts by a signed link: seen, answered, swapped and subscribed to, by nobody but oneself."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from eventops import clock
from eventops.access import SYSTEM
from eventops.events.models import Place
from eventops.extensions import db
from eventops.people.models import Person
from eventops.roster import actions
from eventops.roster.actions import Duty, guards
from eventops.roster.actions.duty import notify
from eventops.roster.models import Assignment, DutyLink, Function, Reply, Shift, Swap, SwapState
from eventops.roster.reminders import remind
from tests.cast import Cast

from .conftest import BASIS

People = dict[str, Person]
START = datetime(2027, 8, 14, 16, tzinfo=UTC)


def shift(cast: Cast, name: str = "Kväll", start: datetime = START) -> Shift:
    post = db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code="A1")).one()
    hours = (start, start + timedelta(hours=8))
    return actions.add_shift(cast.planned, SYSTEM, Duty(name, Function.GUARD, *hours, 3, post, **BASIS))


@pytest.fixture
def vera(cast: Cast, people_on_duty: People) -> Assignment:
    return actions.assign(cast.planned, SYSTEM, shift(cast), people_on_duty["Vera"], call_sign="OV1")


def link(cast: Cast, person: Person) -> str:
    page = cast.petra.door.post(f"/events/vinter/roster/people/{person.id}/link").text
    found = re.search(r"http://[^/]+(/duty/[^<\s]+)", page)
    assert found
    return found[1]


def test_a_link_shows_ones_own_shifts_and_nobody_elses(cast: Cast, people_on_duty: People, vera: Assignment) -> None:
    actions.assign(
        cast.planned, SYSTEM, shift(cast, "Hemlig natt", START + timedelta(days=1)), people_on_duty["Valter"]
    )
    page = cast.visitor().get(link(cast, vera.person))
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert "18:00–02:00" in page.text and "OV1" in page.text and "Grind 1" in page.text
    assert "Hemlig natt" not in page.text
    assert db.session.scalars(db.select(DutyLink)).one().digest not in page.text


def test_a_link_is_good_for_its_person_and_its_event_until_it_is_ended(cast: Cast, vera: Assignment) -> None:
    first = link(cast, vera.person)
    second = link(cast, vera.person)
    visitor = cast.visitor()
    assert [visitor.get(each).status_code for each in (first, second, second[:-2] + "xx")] == [404, 200, 404]
    cast.petra.door.post(f"/events/vinter/roster/people/{vera.person_id}/link/revoke")
    assert visitor.get(second).status_code == 404
    assert visitor.post(f"{second}/shifts/{vera.id}/reply/accepted").status_code == 404
    assert vera.reply is None


def test_a_shift_is_accepted_or_declined_with_a_reason_that_the_planner_reads(cast: Cast, vera: Assignment) -> None:
    own, door = link(cast, vera.person), cast.visitor()
    page = door.post(f"{own}/shifts/{vera.id}/reply/declined", data={f"reply-{vera.id}-because": " "})
    assert (page.status_code == 422 and "Säg varför du inte kan." in page.text) or "Say why you cannot." in page.text
    assert door.post(f"{own}/shifts/{vera.id}/reply/accepted").status_code == 302
    assert vera.reply is Reply.ACCEPTED
    told = {f"reply-{vera.id}-because": "<b>Sjukt barn</b>"}
    assert door.post(f"{own}/shifts/{vera.id}/reply/declined", data=told).status_code == 302
    assert (vera.reply, vera.replied_because, vera.removed_at) == (Reply.DECLINED, "<b>Sjukt barn</b>", None)
    page = cast.petra.door.get("/events/vinter/roster/replies").text
    assert "&lt;b&gt;Sjukt barn&lt;/b&gt;" in page and "<b>Sjukt" not in page


def test_somebody_elses_shift_cannot_be_answered(cast: Cast, people_on_duty: People, vera: Assignment) -> None:
    other = link(cast, people_on_duty["Valter"])
    for deed in (f"shifts/{vera.id}/reply/accepted", f"shifts/{vera.id}/swap"):
        assert cast.visitor().post(f"{other}/{deed}").status_code == 404
    assert vera.reply is None and db.session.scalars(db.select(Swap)).all() == []


def asked(cast: Cast, own: str, mine: Assignment, other: Person | None = None) -> Any:
    told = {f"swap-{mine.id}-because": "Bröllop", f"swap-{mine.id}-with": other.id if other else 0}
    return cast.visitor().post(f"{own}/shifts/{mine.id}/swap", data=told)


def test_a_swap_is_asked_for_once_and_stands_until_the_planner_approves_it(
    cast: Cast, people_on_duty: People, vera: Assignment
) -> None:
    own, valter = link(cast, vera.person), people_on_duty["Valter"]
    assert asked(cast, own, vera, people_on_duty["Vilgot"]).status_code == 422  # has no appointment (R11)
    assert asked(cast, own, vera, valter).status_code == 302
    assert asked(cast, own, vera, valter).status_code == 422
    swap = db.session.scalars(db.select(Swap)).one()
    assert vera.removed_at is None
    answer = cast.petra.door.post(
        f"/events/vinter/roster/swaps/{swap.id}/approve", data={f"swap-{swap.id}-person": valter.id}
    )
    assert answer.status_code == 302, answer.text
    assert (swap.state, vera.removed_because) == (SwapState.APPROVED, "swapped")
    standing = db.session.scalars(db.select(Assignment).filter_by(removed_at=None)).one()
    assert (standing.person.name, standing.call_sign) == ("Valter", "OV1")
    assert "18:00–02:00" not in cast.visitor().get(own).text
    again = cast.petra.door.post(
        f"/events/vinter/roster/swaps/{swap.id}/approve", data={f"swap-{swap.id}-person": valter.id}
    )
    assert again.status_code == 422


def test_who_cannot_work_the_shift_does_not_get_it_and_nothing_is_half_done(
    cast: Cast, people_on_duty: People, vera: Assignment
) -> None:
    asked(cast, link(cast, vera.person), vera)
    swap = db.session.scalars(db.select(Swap)).one()
    path, vilgot = f"/events/vinter/roster/swaps/{swap.id}/approve", people_on_duty["Vilgot"]
    answer = cast.petra.door.post(path, data={f"swap-{swap.id}-person": vilgot.id})
    assert answer.status_code == 422 and "No appointment as public order guard is on file." in answer.text
    assert (swap.state, vera.removed_at) == (SwapState.ASKED, None)


def test_a_declined_swap_says_why_and_a_withdrawn_one_is_no_longer_waiting(cast: Cast, vera: Assignment) -> None:
    own = link(cast, vera.person)
    asked(cast, own, vera)
    first = db.session.scalars(db.select(Swap)).one()
    path = f"/events/vinter/roster/swaps/{first.id}/decline"
    assert cast.petra.door.post(path, data={f"no-{first.id}-because": ""}).status_code == 422
    cast.petra.door.post(path, data={f"no-{first.id}-because": "Ingen annan finns"})
    assert "Ingen annan finns" in cast.visitor().get(own).text
    asked(cast, own, vera)
    second = db.session.scalars(db.select(Swap).order_by(Swap.id.desc())).first()
    assert second is not None
    assert cast.visitor().post(f"{own}/swaps/{second.id}/withdraw").status_code == 302
    assert second.state is SwapState.WITHDRAWN


def test_a_phone_subscribes_to_the_shifts_in_true_time(cast: Cast, vera: Assignment) -> None:
    answer = cast.visitor().get(f"{link(cast, vera.person)}/shifts.ics")
    assert answer.mimetype == "text/calendar"
    entry = next(iter(Calendar.from_ical(answer.data).walk("VEVENT")))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (START, START + timedelta(hours=8))
    assert "Grind 1" in str(entry["location"])


def test_r19_a_directive_is_taken_in_by_the_guard_it_is_meant_for(
    cast: Cast, people_on_duty: People, monkeypatch: pytest.MonkeyPatch, vera: Assignment
) -> None:
    notify(cast.planned, SYSTEM, [vera], "NOVA-1")  # R14: else they do not count as on duty
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(hours=1))
    said = guards.give_directive(cast.planned, SYSTEM, text="Stäng grind 1", officer="Karin", call_sign="OV1")
    own = link(cast, vera.person)
    assert "Stäng grind 1" in cast.visitor().get(own).text
    assert cast.visitor().post(f"{own}/directives/{said.id}/taken").status_code == 302
    assert [each.person.name for each in said.receipts] == ["Vera"]
    assert "Stäng grind 1" not in cast.visitor().get(own).text


def test_only_who_staffs_makes_links_and_decides(cast: Cast, vera: Assignment) -> None:
    for who in (cast.olle, cast.anders):
        door = who.door
        assert door.get("/events/vinter/roster/replies").status_code in (403, 404)
        assert door.post(f"/events/vinter/roster/people/{vera.person_id}/link").status_code in (403, 404)
    assert db.session.scalars(db.select(DutyLink)).all() == []


def test_a_reminder_goes_to_the_mail_hook_once_and_is_off_without_one(
    cast: Cast, people_on_duty: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = shift(cast, "Snart", clock.now() + timedelta(hours=3))
    actions.assign(cast.planned, SYSTEM, soon, people_on_duty["Valter"])  # has no address
    mine = actions.assign(cast.planned, SYSTEM, soon, people_on_duty["Vera"], call_sign="OV1")
    people_on_duty["Vera"].email = "vera@example.org"
    db.session.commit()
    run = CliRunner().invoke
    assert run(remind, ["--event", "vinter"]).output.startswith("Reminders are off")
    hook = tmp_path / "hook.sh"
    hook.write_text(f"#!/bin/sh\ncat >> {tmp_path}/sent; echo >> {tmp_path}/sent\n")
    hook.chmod(0o700)
    monkeypatch.setenv("EVENTOPS_MAIL_HOOK", str(hook))
    for said in ("1 reminded, 0 not sent.", "0 reminded, 0 not sent."):
        told = run(remind, ["--event", "vinter", "--address", "https://lokal.example"])
        assert told.output.strip() == said, told.exception
    sent = [json.loads(line) for line in (tmp_path / "sent").read_text().splitlines()]
    assert [each["to"] for each in sent] == ["vera@example.org"]
    path = sent[0]["text"].split("https://lokal.example")[1]
    assert "OV1" in sent[0]["text"] and "OV1" in cast.visitor().get(path).text
    db.session.refresh(mine)
    assert mine.reminded_at is not None


def test_a_mail_program_that_fails_is_told_of_and_tried_again(
    cast: Cast, people_on_duty: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = shift(cast, "Snart", clock.now() + timedelta(hours=3))
    mine = actions.assign(cast.planned, SYSTEM, soon, people_on_duty["Vera"])
    people_on_duty["Vera"].email = "vera@example.org"
    db.session.commit()
    monkeypatch.setenv("EVENTOPS_MAIL_HOOK", "false")
    told = CliRunner().invoke(remind, ["--event", "vinter"])
    assert told.exit_code == 1 and "0 reminded, 1 not sent." in told.output
    assert mine.reminded_at is None
