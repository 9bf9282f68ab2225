"""What is thought of twice before somebody works a shift: rest, hours and span of control, in true time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from eventops.events.models import Event, Place, PlaceKind
from eventops.people.models import Organisation, OrganisationKind, Person
from eventops.roster.eligibility import Candidate
from eventops.roster.limits import defaults, known
from eventops.roster.models import Enlistment, Function, Shift
from eventops.roster.warnings import Setting, warnings

ZONE = ZoneInfo("Europe/Stockholm")
EVENT, OTHER = (Event(id=number, slug=f"e{number}", timezone="Europe/Stockholm", day_starts_at=6) for number in (1, 2))
POST = Place(id=7, kind=PlaceKind.POST, code="A1", name="Grind 1")
MONDAY = date(2026, 8, 3)


def shift(day: int, starts: str, hours: float, *, event: Event = EVENT, first: date = MONDAY, **other: Any) -> Shift:
    """A shift that begins on a wall's hour so many days after a Monday, and lasts true hours."""
    wall = datetime.combine(first + timedelta(days=day), datetime.strptime(starts, "%H:%M").time(), ZONE)  # noqa: DTZ007
    start = wall.astimezone(UTC)
    said = {"function": Function.GUARD, "name": starts, "starts_at": start, "ends_at": start + timedelta(hours=hours)}
    return Shift(event=event, event_id=event.id, **{**said, **other})


def codes(duties: list[Shift], asked: Shift, setting: Setting | None = None, **terms: Any) -> dict[str, Any]:
    """The warnings by code, with what was found."""
    kind = terms.pop("kind", OrganisationKind.GUARD_COMPANY)
    person = Person(id=1, name="Vera", organisation=Organisation(name="Bolaget", kind=kind))
    enlisted = Enlistment(event_id=EVENT.id, **{"volunteer": False, **terms}) if terms else None
    found = warnings(Candidate(person, duties, enlistment=enlisted), asked, setting=setting)
    assert len({each.code for each in found}) == len(found)
    return {each.code: each.values.get("found") for each in found}


@pytest.mark.parametrize(
    ("duties", "asked", "found"),
    [
        ([(0, "08:00", 8)], (1, "08:00", 8), None),  # sixteen hours between
        ([(0, "08:00", 8)], (1, "03:00", 3), None),  # eleven hours to the minute
        ([(0, "08:00", 8)], (1, "02:59", 3), 10.98),
        ([(0, "16:00", 8)], (1, "07:45", 8.25), 7.75),
        ([(1, "07:45", 8.25)], (0, "16:00", 8), 7.75),  # whichever of the two is asked for
        ([(0, "08:00", 4)], (0, "14:00", 4), None),  # a day with a break in it, and fourteen hours of rest after
        ([(0, "08:00", 4)], (0, "17:00", 5), 10),
        ([], (0, "08:00", 13), None),
        ([], (0, "08:00", 14), 10),
    ],
)
def test_eleven_hours_of_rest_lie_in_every_24_r40(
    duties: list[tuple[int, str, float]], asked: tuple[int, str, float], found: float | None
) -> None:
    assert codes([shift(*each) for each in duties], shift(*asked)).get("rest") == found


def test_rest_is_reckoned_across_employers_and_editions_r40() -> None:
    elsewhere = shift(0, "16:00", 8, event=OTHER)
    assert codes([elsewhere], shift(1, "06:00", 8))["rest"] == 6


def test_the_night_when_the_clock_moves_is_as_long_as_it_is_r40() -> None:
    saturday = {"autumn": date(2026, 10, 24), "spring": date(2027, 3, 27)}
    for name, found in (("autumn", None), ("spring", 9)):  # 22:00 to 08:00 is eleven hours, or nine
        evening = shift(0, "14:00", 8, first=saturday[name])
        assert codes([evening], shift(1, "08:00", 8, first=saturday[name])).get("rest") == found
    assert codes([], shift(0, "22:00", 9, first=saturday["autumn"]))["night_hours"] == 9


def test_thirty_six_hours_of_rest_lie_in_every_seven_days_r40() -> None:
    days = [shift(day, "09:00", 6) for day in range(6)]
    assert "week_rest" not in codes(days[:5], days[5])
    assert "week_rest" in codes(days, shift(6, "09:00", 6))
    with_a_day_off = [each for each in days if each is not days[3]]
    assert "week_rest" not in codes(with_a_day_off, shift(6, "09:00", 6))


def test_forty_hours_a_week_from_monday_to_monday_r40() -> None:
    days = [shift(day, "08:00", 8) for day in range(5)]
    assert "week_hours" not in codes(days[:4], days[4])
    assert codes(days, shift(5, "08:00", 8))["week_hours"] == 48
    assert "week_hours" not in codes(days, shift(7, "08:00", 8))
    over_midnight = shift(6, "20:00", 8)  # four hours belong to the next week
    assert codes(days, over_midnight)["week_hours"] == 44


def test_forty_eight_hours_a_week_on_average_over_four_months_r40() -> None:
    weeks = [shift(7 * week + day, "08:00", 10) for week in range(17) for day in range(5)]
    assert "average_hours" not in codes(weeks[:80], shift(7 * 17, "08:00", 10))
    assert codes(weeks, shift(7 * 17, "08:00", 10))["average_hours"] == 49.34


def test_night_work_is_eight_hours_in_24_r40() -> None:
    assert "night_hours" not in codes([], shift(0, "22:00", 8))
    assert codes([], shift(0, "21:45", 8.25))["night_hours"] == 8.25
    assert "night_hours" not in codes([], shift(0, "14:00", 10))  # two hours after 22 make no night
    assert codes([], shift(0, "14:00", 11))["night_hours"] == 11
    assert codes([shift(0, "09:00", 4)], shift(0, "23:00", 6))["night_hours"] == 10


def test_volunteers_work_eight_hours_and_nobody_more_than_was_agreed_on_r40() -> None:
    assert codes([], shift(0, "08:00", 9), volunteer=True)["volunteer_hours"] == 9
    assert codes([], shift(0, "08:00", 9), kind=OrganisationKind.VOLUNTEERS)["volunteer_hours"] == 9
    assert "volunteer_hours" not in codes([], shift(0, "08:00", 9), volunteer=False)
    mine = [shift(0, "08:00", 8), shift(1, "08:00", 8, event=OTHER)]
    assert codes(mine, shift(2, "08:00", 8), agreed_hours=15.5)["agreed_hours"] == 16
    assert "agreed_hours" not in codes(mine, shift(2, "08:00", 8), agreed_hours=16)


def test_two_shifts_at_a_post_stand_together_for_fifteen_minutes_r41() -> None:
    day, evening = (shift(0, starts, 8, place=POST, place_id=7) for starts in ("08:00", "16:00"))
    overlapping, later = (shift(0, starts, 8, place=POST, place_id=7) for starts in ("15:45", "18:00"))
    beside = shift(0, "16:00", 8, place=POST, place_id=7, function=Function.POLICE)
    found = {
        each: codes([], each, Setting((day, each))).get("handover") for each in (evening, overlapping, later, beside)
    }
    assert list(found.values()) == [0, None, None, None]
    assert codes([], day, Setting((day, evening)))["handover"] == 0  # also for the one that is taken over from
    assert "handover" not in codes([], day, Setting((day, evening, overlapping)))


def test_one_lead_has_seven_under_them_at_most_r41() -> None:
    assert "span_most" not in codes([], shift(0, "08:00", 8), Setting((), "OV1", 6))
    assert codes([], shift(0, "08:00", 8), Setting((), "OV1", 7))["span_most"] == 8


def test_every_limit_has_its_source_its_date_and_a_range_that_holds_it() -> None:
    assert set(known()) == set(vars(defaults()))
    for limit in known().values():
        least, most = limit.range
        assert limit.source and limit.rule and date.fromisoformat(limit.date) and least <= limit.value <= most
