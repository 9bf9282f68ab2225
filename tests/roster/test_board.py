"""The board: shifts are planned by the event's wall, drawn by true time, and read with few questions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event as happens

from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.models import Place, PlaceKind
from eventops.extensions import db
from eventops.people.models import Person
from eventops.roster import actions, queries
from eventops.roster.actions import Duty
from eventops.roster.board import draw, window
from eventops.roster.models import Function, Shift
from tests.cast import Cast

from .conftest import BASIS

NEW = "/events/vinter/roster/shifts/new"
TODAY = date(2026, 10, 24)


def typed(cast: Cast, **other: Any) -> dict[str, Any]:
    post = db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code="A1")).one()
    return {
        "place": post.id, "name": "Kväll grind 1", "function": "guard", "date": "2026-10-24", "starts": "18:00",
        "ends": "02:00", "needed": "4", "legal_basis": "permit", "legal_reference": "OV-118/2026", **other,
    }  # fmt: skip


def shifts(cast: Cast) -> list[Shift]:
    return list(queries.shifts(cast.planned))


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        ("2026-10-23", "18:00", "02:00", 8),
        ("2026-10-24", "18:00", "06:00", 13),  # the clock is turned back that night
        ("2026-10-25", "02:30", "03:30", 2),  # the first 02:30
        ("2027-03-27", "18:00", "06:00", 11),  # the clock is put forward that night
        ("2026-10-24", "18:00", "00:00", 6),
    ],
)
def test_a_shift_is_as_long_as_the_night_is(cast: Cast, day: str, starts: str, ends: str, hours: float) -> None:
    form = typed(cast, date=day, starts=starts, ends=ends)
    assert cast.petra.door.post(NEW, data=form).status_code == 302
    shift = shifts(cast)[0]
    assert shift.ends_at - shift.starts_at == timedelta(hours=hours)
    assert f"({hours:g} h)" in cast.petra.door.get(f"/events/vinter/roster/shifts/{shift.id}").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"date": "2027-03-28", "starts": "02:30", "ends": "08:00"}, "There is no 02:30 on 2027-03-28"),
        ({"needed": "0"}, "Number must be between 1 and 500."),
        ({"name": " "}, "This field is required."),
        ({"date": ""}, "This field is required."),
        ({"date": "2026-10-24", "starts": "05:00", "ends": "05:00"}, "within 24 hours"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = cast.petra.door.post(NEW, data=typed(cast, **wrong))
    assert answer.status_code == 422 and message in answer.text
    assert ('value="Kväll grind 1"' in answer.text) == ("name" not in wrong)
    assert shifts(cast) == []


def test_sending_the_form_twice_plans_one_shift_and_another_number_for_it_is_refused(cast: Cast) -> None:
    answers = [cast.petra.door.post(NEW, data=typed(cast, needed=needed)) for needed in ("4", "4", "5")]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "That shift is planned already." in answers[2].text
    assert [shift.needed for shift in shifts(cast)] == [4]


def test_a_shift_changes_unless_somebody_on_it_could_not_work_it_so(
    cast: Cast, people_on_duty: dict[str, Person]
) -> None:
    door = cast.petra.door
    door.post(NEW, data=typed(cast, ends="00:00"))
    shift = shifts(cast)[0]
    actions.assign(cast.planned, SYSTEM, shift, people_on_duty["Vidar"])  # appointed through the 24th
    edit = f"/events/vinter/roster/shifts/{shift.id}/edit"
    assert 'value="18:00"' in door.get(edit).text
    assert door.post(edit, data=typed(cast, ends="00:00", needed="6")).status_code == 302
    refused = door.post(edit, data=typed(cast, ends="02:00", needed="7"))
    assert refused.status_code == 422 and "Vidar is on the shift and could not work it so." in refused.text
    assert 'value="7"' in refused.text
    db.session.expire_all()
    assert (shift.needed, cast.planned.local(shift.ends_at).hour) == (6, 0)


def test_an_empty_board_says_the_first_step(cast: Cast) -> None:
    assert "Add the first shift" in cast.petra.door.get("/events/vinter/roster").text
    assert "Add the first shift" not in cast.olle.door.get("/events/vinter/roster").text


def test_the_board_says_how_many_are_on_each_shift_and_lists_the_gaps(
    cast: Cast, people_on_duty: dict[str, Person]
) -> None:
    cast.petra.door.post(NEW, data=typed(cast, needed="1"))
    cast.petra.door.post(NEW, data=typed(cast, needed="2", name="Kväll scen", place="0"))
    full, part = shifts(cast)
    actions.assign(cast.planned, SYSTEM, full, people_on_duty["Vera"])
    actions.assign(cast.planned, SYSTEM, part, people_on_duty["Valter"])
    page = cast.olle.door.get("/events/vinter/roster").text
    assert "Kväll grind 1, Public order guard, Sat 24/10 18:00–02:00: 1 of 1, full" in page
    assert "Kväll scen, Public order guard, Sat 24/10 18:00–02:00: 1 of 2, too few" in page
    assert "One shift lacks people" in page and "2/3</text>" in page


def drawn(cast: Cast, *spans: tuple[int, int], now: datetime | None = None) -> Any:
    """A board whose shifts are given as hours after noon UTC on the 24th."""
    noon = datetime(2026, 10, 24, 12, tzinfo=UTC)
    for start, end in spans:
        duty = Duty(f"{start}-{end}", Function.POLICE, noon + timedelta(hours=start), noon + timedelta(hours=end), 2)
        shift = actions.add_shift(cast.planned, SYSTEM, duty)
        shift.name = "Patrull"
        db.session.rollback()
    found = queries.shifts(cast.planned)
    return draw(cast.planned, found, {}, window(cast.planned, found, TODAY), now or noon)


def test_the_day_the_clock_is_turned_back_is_an_hour_longer_on_the_board(cast: Cast) -> None:
    board = drawn(cast, (0, 8), (24, 32))
    assert [day.date for day in board.days] == [date(2026, 10, 24), date(2026, 10, 25)]
    hours = (board.end - board.start).total_seconds() / 3600
    assert [round(day.width * hours / 100) for day in board.days] == [25, 24]
    assert [round(bar.width * hours / 100, 6) for bar in board.bars] == [8, 8]


def test_the_line_of_now_is_drawn_only_within_the_days_shown(cast: Cast) -> None:
    assert drawn(cast, (0, 8)).now == pytest.approx(8 / 25 * 100)  # noon UTC is eight hours into the operational day
    assert drawn(cast, now=datetime(2027, 1, 1, tzinfo=UTC)).now is None


def test_shifts_at_one_post_that_overlap_are_drawn_above_each_other_and_those_that_meet_are_not(cast: Cast) -> None:
    post = db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code="A1")).one()
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    for n, (begins, ends) in enumerate([(0, 8), (8, 12), (4, 10)]):
        hours = [start + timedelta(hours=each) for each in (begins, ends)]
        actions.add_shift(cast.planned, SYSTEM, Duty(f"Pass {n}", Function.POLICE, hours[0], hours[1], 1, post))
    found = queries.shifts(cast.planned)
    board = draw(cast.planned, found, {}, window(cast.planned, found, TODAY), start)
    assert {bar.shift.name: bar.lane for bar in board.bars} == {"Pass 0": 0, "Pass 2": 1, "Pass 1": 0}


def test_a_long_event_shows_a_week_at_a_time(cast: Cast) -> None:
    for day in range(0, 20, 2):
        cast.petra.door.post(NEW, data=typed(cast, date=f"{date(2026, 10, 1) + timedelta(days=day)}"))
    found = queries.shifts(cast.planned)
    assert window(cast.planned, found, date(2026, 1, 1)) == [date(2026, 10, day) for day in (1, 3, 5, 7)]
    assert window(cast.planned, found, date(2026, 10, 12))[0] == date(2026, 10, 13)
    page = cast.olle.door.get("/events/vinter/roster?from=2026-10-01").text
    assert "from=2026-10-09" in page and "Thu 1/10" in page and "Fri 9/10" not in page


def test_the_board_and_the_shift_ask_the_database_as_little_with_many_posts_as_with_few(
    cast: Cast, people_on_duty: dict[str, Person]
) -> None:
    few = questions(cast, 1)
    many = questions(cast, 12)
    assert many == few


def questions(cast: Cast, count: int) -> tuple[int, int]:
    for n in range(count):
        point = {"type": "Point", "coordinates": [15.431, 60.485]}
        where = {"code": f"P{count}.{n}", "name": f"Post {n}", "geometry": point}
        post = events.add_place(cast.planned, SYSTEM, kind=PlaceKind.POST, **where)
        hours = [datetime(2026, 10, 24, hour, tzinfo=UTC) for hour in (12, 20)]
        actions.add_shift(cast.planned, SYSTEM, Duty(f"Kväll {n}", Function.GUARD, *hours, 2, post, **BASIS))
    shift = queries.shifts(cast.planned)[0].id
    return asked(cast, "/events/vinter/roster"), asked(cast, f"/events/vinter/roster/shifts/{shift}")


def asked(cast: Cast, url: str) -> int:
    cast.petra.door.get(url)
    seen: list[str] = []
    listener = lambda *told: seen.append(told[2])  # noqa: E731
    happens.listen(db.engine, "before_cursor_execute", listener)
    assert cast.petra.door.get(url).status_code == 200
    happens.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)
