"""What posts need is said once for many of them; the shifts follow, and change with it without losing anybody."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.actions import Day
from eventops.events.models import Place, PlaceKind
from eventops.extensions import db
from eventops.people.models import Person
from eventops.planning import actions as planning
from eventops.planning.models import Permit, Watch
from eventops.roster import actions, queries
from eventops.roster.models import Assignment, Need, Shift
from tests.cast import Cast

NEW = "/events/vinter/roster/needs/new"
DAYS = ["2026-10-23", "2026-10-24"]
WATCHES = {"Dag": ("08:00", "16:00"), "Kväll": ("16:00", "00:00"), "Natt": ("00:00", "08:00")}


@pytest.fixture
def posts(cast: Cast) -> list[int]:
    """Three posts, two days and the plan's three watches."""
    event = cast.planned
    for day in (23, 24):
        events.add_day(event, SYSTEM, Day(date(2026, 10, day)))
    point = {"type": "Point", "coordinates": [15.431, 60.485]}
    for code in ("A2", "A3"):
        events.add_place(event, SYSTEM, kind=PlaceKind.POST, code=code, name=f"Grind {code}", geometry=point)
    for name, (starts, ends) in WATCHES.items():
        planning.add(event, SYSTEM, Watch, {"name": name, "starts": starts, "ends": ends})
    query = db.select(Place.id).filter_by(event_id=event.id, kind=PlaceKind.POST).order_by(Place.code)
    return list(db.session.scalars(query))


def typed(posts: list[int], step: str = "make", **other: Any) -> dict[str, Any]:
    return {
        "places": posts, "days": DAYS, "watches": [], "function": "guard", "needed": "2", "handover": "15",
        "legal_basis": "permit", "legal_reference": "OV-118/2026", "step": step, **other,
    }  # fmt: skip


def watches(cast: Cast) -> list[int]:
    query = db.select(Watch.number).filter_by(event_id=cast.planned.id).order_by(Watch.number)
    return list(db.session.scalars(query))


def shifts(cast: Cast) -> list[Shift]:
    return list(queries.shifts(cast.planned))


def test_watches_of_the_plan_that_overlap_already_are_not_made_to_overlap_twice_r41(
    cast: Cast, posts: list[int]
) -> None:
    planning.add(cast.planned, SYSTEM, Watch, {"name": "Sen kväll", "starts": "15:50", "ends": "00:05"})
    late = watches(cast)[-1]
    cast.petra.door.post(NEW, data=typed(posts[:1], watches=[*watches(cast)[:1], late], days=DAYS[:1]))
    assert [hours(cast, each) for each in shifts(cast)] == ["23 07:45 23 16:00", "23 15:45 24 00:05"]
    edit = cast.petra.door.get(f"/events/vinter/roster/needs/{queries.needs(cast.planned)[1].id}").text
    assert 'value="5"' in edit


def hours(cast: Cast, shift: Shift) -> str:
    return " ".join(f"{cast.planned.local(each):%d %H:%M}" for each in (shift.starts_at, shift.ends_at))


def test_posts_times_days_times_watches_are_counted_first_and_made_in_one_change_that_overlap_r41(
    cast: Cast, posts: list[int]
) -> None:
    form = typed(posts, "look", watches=watches(cast))
    looked = cast.petra.door.post(NEW, data=form).text
    assert "18 shifts will be made" in looked and "3 posts, 36 people" in looked and shifts(cast) == []
    length = queries.needs(cast.planned)
    assert length == []
    assert cast.petra.door.post(NEW, data={**form, "step": "make"}).status_code == 302
    made = shifts(cast)
    assert len(made) == 18 and len(queries.needs(cast.planned)) == 9
    mine = sorted((each for each in made if each.where == "A2"), key=lambda each: each.starts_at)
    assert [hours(cast, each) for each in mine] == [
        "22 23:45 23 08:00", "23 07:45 23 16:00", "23 15:45 24 00:00", "23 23:45 24 08:00", "24 07:45 24 16:00",
        "24 15:45 25 00:00",
    ]  # fmt: skip
    overlaps = [one.ends_at - other.starts_at for one, other in pairwise(mine)]
    assert set(overlaps) == {timedelta(minutes=15)}
    assert {(each.needed, each.legal_reference, each.name) for each in mine} == {
        (2, "OV-118/2026", name) for name in WATCHES
    }
    assert cast.petra.door.post(NEW, data={**form, "step": "make"}).status_code == 302
    assert len(shifts(cast)) == 18  # sent twice, made once
    page = cast.petra.door.get("/events/vinter/roster/needs").text
    assert "Grind A3" in page and page.count("+15 min") == 9


@pytest.mark.parametrize(
    ("day", "starts", "ends", "true_hours"),
    [
        ("2026-10-24", "22:00", "06:00", 9.25),  # the clock is turned back: 02-03 comes twice
        ("2027-03-27", "22:00", "06:00", 7.25),  # the clock is put forward: there is no 02-03
        ("2026-10-25", "02:30", "08:00", 6.75),  # the first 02:30, in the hour that comes twice
        ("2027-03-28", "03:00", "11:00", 8.25),  # handing over begins at 01:45, the minute before is 01:59
    ],
)
def test_a_need_is_reckoned_in_true_time_when_the_clock_is_moved_r41(
    cast: Cast, posts: list[int], day: str, starts: str, ends: str, true_hours: float
) -> None:
    if day not in DAYS:
        events.add_day(cast.planned, SYSTEM, Day(date.fromisoformat(day)))
    form = typed(posts[:1], days=[day], name="Eget", starts=starts, ends=ends)
    answer = cast.petra.door.post(NEW, data=form)
    assert answer.status_code == 302, answer.text
    assert [each.hours for each in shifts(cast)] == [true_hours]


def test_hours_that_the_clock_jumps_over_are_refused_beside_their_field_and_nothing_is_made(
    cast: Cast, posts: list[int]
) -> None:
    events.add_day(cast.planned, SYSTEM, Day(date(2027, 3, 28)))
    form = typed(posts, days=["2026-10-24", "2027-03-28"], name="Tidig", starts="02:30", ends="09:00")
    answer = cast.petra.door.post(NEW, data=form)
    assert answer.status_code == 422 and "There is no 02:30 on 2027-03-28" in answer.text
    assert 'value="Tidig"' in answer.text and shifts(cast) == []


def test_guards_are_needed_on_a_ground_and_the_plans_permit_says_which_days_it_covers_r13(
    cast: Cast, posts: list[int]
) -> None:
    granted = {
        "kind": "guards", "state": "granted", "reference": "OV-77/2025", "lead_days": 28,
        "granted_on": date(2023, 1, 2), "valid_from": date(2023, 10, 24), "valid_to": date(2028, 1, 1),
    }  # fmt: skip
    planning.add(cast.planned, SYSTEM, Permit, granted)
    own = {"starts": "08:00", "ends": "16:00", "name": "Dag"}
    nothing = cast.petra.door.post(NEW, data=typed(posts, legal_basis="", legal_reference="", **own))
    assert nothing.status_code == 422 and "Say what lets guards be used here." in nothing.text
    assert "OV-77/2025 (– 2026-10-23)" in nothing.text  # at most three years, whatever was written
    looked = cast.petra.door.post(NEW, data=typed(posts, "look", ground="permit|OV-77/2025", **own)).text
    assert "OV-77/2025 does not cover 2026-10-24: it holds 2023-10-24 – 2026-10-23." in looked
    extension = {"kind": "guards", "state": "applied", "lead_days": 28, "applied_on": date(2026, 9, 25)}
    planning.add(cast.planned, SYSTEM, Permit, extension)  # four weeks before, and no day later
    looked = cast.petra.door.post(NEW, data=typed(posts, "look", ground="permit|OV-77/2025", **own)).text
    assert "does not cover" not in looked
    cast.petra.door.post(NEW, data=typed(posts, ground="permit|OV-77/2025", **own))
    assert {each.legal_reference for each in shifts(cast)} == {"OV-77/2025"}


def changed(cast: Cast, need: Need, step: str = "make", **other: Any) -> Any:
    said = {
        "name": need.name, "days": need.days, "starts": need.starts, "ends": need.ends, "handover": need.handover,
        "function": need.function.value, "needed": need.needed, "legal_basis": "permit",
        "legal_reference": need.legal_reference, "step": step, **other,
    }  # fmt: skip
    return cast.petra.door.post(f"/events/vinter/roster/needs/{need.id}", data=said)


def test_a_changed_need_changes_untouched_shifts_and_asks_about_those_with_people_or_changed_by_hand(
    cast: Cast, posts: list[int], people_on_duty: dict[str, Person]
) -> None:
    days = ["2026-10-22", "2026-10-23", "2026-10-24"]
    cast.petra.door.post(NEW, data=typed(posts[:1], days=days, name="Dag", starts="08:00", ends="16:00"))
    need = queries.needs(cast.planned)[0]
    staffed, by_hand, untouched = shifts(cast)
    actions.assign(cast.planned, SYSTEM, staffed, people_on_duty["Vera"])
    edit = {"place": posts[0], "name": "Dag", "function": "guard", "date": "2026-10-23", "starts": "07:45",
            "ends": "16:00", "needed": "5", "legal_basis": "permit", "legal_reference": "OV-118/2026"}  # fmt: skip
    assert cast.petra.door.post(f"/events/vinter/roster/shifts/{by_hand.id}/edit", data=edit).status_code == 302
    looked = changed(cast, need, "look", ends="17:00", needed="3").text
    assert looked.count('name="also"') == 2 and [each.needed for each in shifts(cast)] == [2, 5, 2]
    assert changed(cast, need, ends="17:00", needed="3").status_code == 302
    assert [(each.needed, hours(cast, each)[-5:]) for each in shifts(cast)] == [
        (2, "16:00"), (5, "16:00"), (3, "17:00"),
    ]  # fmt: skip
    assert changed(cast, need, also=[staffed.id]).status_code == 302
    assert (staffed.needed, hours(cast, staffed)[-5:]) == (3, "17:00")
    assert [each.person.name for each in staffed.staff] == ["Vera"]
    assert untouched.id in {each.id for each in shifts(cast)}


def test_days_taken_away_and_needs_dropped_take_empty_shifts_with_them_and_name_the_rest(
    cast: Cast, posts: list[int], people_on_duty: dict[str, Person]
) -> None:
    days = ["2026-10-22", "2026-10-23", "2026-10-24"]
    cast.petra.door.post(NEW, data=typed(posts[:1], days=days, name="Dag", starts="08:00", ends="16:00"))
    need, (first, *_rest) = queries.needs(cast.planned)[0], shifts(cast)
    actions.assign(cast.planned, SYSTEM, first, people_on_duty["Vera"])
    assert "they stay until you drop them" in changed(cast, need, "look", days=days[1:]).text
    changed(cast, need, days=days[2:])
    assert [each.need_day for each in shifts(cast)] == ["2026-10-22", "2026-10-24"]
    assert cast.petra.door.post(f"/events/vinter/roster/needs/{need.id}/drop").status_code == 302
    page = cast.petra.door.get("/events/vinter/roster/needs").text
    assert "One shift with people on it stays: A1 10-22 07:45." in page
    assert [each.id for each in shifts(cast)] == [first.id] and queries.needs(cast.planned) == []
    assert [each.person.name for each in first.staff] == ["Vera"]


def test_a_shift_is_dropped_with_a_reason_and_who_is_on_it_is_taken_off_for_the_same(
    cast: Cast, posts: list[int], people_on_duty: dict[str, Person]
) -> None:
    cast.petra.door.post(NEW, data=typed(posts[:1], days=DAYS[:1], name="Dag", starts="08:00", ends="16:00"))
    shift = shifts(cast)[0]
    actions.assign(cast.planned, SYSTEM, shift, people_on_duty["Vera"])
    drop = f"/events/vinter/roster/shifts/{shift.id}/drop"
    silent = cast.petra.door.post(drop, data={"drop-reason": " "})
    assert silent.status_code == 422 and "Say why the shift is dropped." in silent.text and shifts(cast)
    assert cast.petra.door.post(drop, data={"drop-reason": "Grinden är stängd"}).status_code == 302
    assert shifts(cast) == [] and shift.dropped_because == "Grinden är stängd"
    gone = db.session.scalars(db.select(Assignment)).one()
    assert gone.removed_because == "Grinden är stängd" and gone.removed_by == "Petra"
    assert cast.olle.door.post(drop).status_code == 403


def test_limits_are_replaced_by_what_is_agreed_on_with_the_reason_beside_their_source_r40(cast: Cast) -> None:
    url = "/events/vinter/roster/limits"
    page = cast.petra.door.get(url).text
    assert "SFS 1982:673 13 §" in page and "2026-07-01" in page
    numbers = {code: f"{value:g}" for code, value in vars(queries.limits(cast.planned)).items()}
    silent = cast.petra.door.post(url, data={**numbers, "rest": "9"})
    assert silent.status_code == 422 and "Say what the other numbers are agreed in." in silent.text
    wrong = cast.petra.door.post(url, data={**numbers, "rest": "ett", "because": "Avtal"})
    assert wrong.status_code == 422 and "Write a number." in wrong.text and 'value="ett"' in wrong.text
    assert cast.petra.door.post(url, data={**numbers, "rest": "9,5", "because": "RALS 4"}).status_code == 302
    assert queries.limits(cast.planned).rest == 9.5
    assert queries.limits(cast.event).rest == 11
    assert "Replaced by Petra: RALS 4" in cast.petra.door.get(url).text
    cast.petra.door.post(url, data={**numbers, "rest": ""})
    assert queries.limits(cast.planned).rest == 11


def test_a_need_starts_at_true_time_even_for_the_minutes_before_midnight(cast: Cast, posts: list[int]) -> None:
    cast.petra.door.post(NEW, data=typed(posts[:1], days=["2026-10-24"], name="Natt", starts="00:00", ends="08:00"))
    assert shifts(cast)[0].starts_at == datetime(2026, 10, 23, 21, 45, tzinfo=UTC)
    assert shifts(cast)[0].need_day == "2026-10-24"
