"""The crowd: counts that add up, the formulas of R51 and R55, alarms and who acknowledges them, and who sees what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.actions.crowd import Counted, count, set_capacity
from eventops.log.crowd import Zone, alarms, histories, standing, zone_of
from eventops.log.crowd_limits import level_at, limits
from eventops.log.integrity import verify
from eventops.log.models import CrowdAlarm, CrowdCount, Incident, Scale
from eventops.planning import actions as planning
from tests.cast import Cast
from tests.listening import Ear

LIVE = "/events/sommar"
API = "/api/v1/events/sommar"


@contextmanager
def ago(minutes: float) -> Iterator[None]:
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        yield


def came(cast: Cast, people: int, minutes: float = 0, zone: str = "A") -> None:
    """So many came in, so many minutes ago."""
    with ago(minutes):
        while people:
            count(cast.event, SYSTEM, Counted(zone, came_in=min(people, 1000)))
            people -= min(people, 1000)


def holds(cast: Cast, capacity: int, zone: str = "A") -> None:
    place = zone_of(cast.event, zone)
    assert place is not None
    set_capacity(cast.event, SYSTEM, place, capacity, "Räddningstjänstens villkor")


def zone(cast: Cast, code: str = "A") -> Zone:
    return next(each for each in standing(cast.event, clock.now()) if each.place.code == code)


def test_r55_occupancy_share_and_fill_time(cast: Cast) -> None:
    holds(cast, 1000)
    came(cast, 500, minutes=60)
    came(cast, 300, minutes=5)
    count(cast.event, SYSTEM, Counted("A", went_out=150))
    now = zone(cast)
    assert (now.inside, now.share) == (650, 65.0)  # 500 + 300 - 150
    assert (now.inflow, now.outflow, now.net) == (20, 10, 10)  # 300 in and 150 out in a quarter of an hour
    assert now.full_at == now.at + timedelta(minutes=35)  # (1000 - 650) / 10
    count(cast.event, SYSTEM, Counted("A", went_out=450))
    now = zone(cast)
    assert now.full_at is None and now.empty_at == now.at + timedelta(minutes=10)  # 200 / (40 - 20)


def test_r51_density_is_the_average_or_what_is_seen_where_it_is_tightest(cast: Cast) -> None:
    area = zone(cast).room.area or 0
    came(cast, 2000)
    assert zone(cast).density == pytest.approx(2000 / area)
    count(cast.event, SYSTEM, Counted("A", density=3.8))
    assert zone(cast).density == 3.8
    with clock.at(clock.now() + timedelta(minutes=61)):  # an estimate holds for an hour
        assert zone(cast).density == pytest.approx(2000 / area)


def test_r51_and_r55_levels_hold_until_clearly_below(cast: Cast) -> None:
    numbers = limits(cast.event)

    def level(scale: Scale, value: float, held: str | None = None) -> str | None:
        found = level_at(scale, value, numbers, held)
        return found.code if found else None

    shares = [level(Scale.SHARE, value) for value in (79.9, 80, 90, 100)]
    assert shares == [None, "amber", "slow", "stop"]
    densities = [level(Scale.DENSITY, value) for value in (1.9, 2, 3.5, 5, 7)]
    assert densities == [None, "slowed", "contact", "dangerous", "critical"]
    assert level(Scale.SHARE, 98.5, held="stop") == "stop" and level(Scale.SHARE, 97.9, held="stop") == "slow"


def test_the_capacity_is_the_plans_else_the_area_and_can_be_replaced_with_a_reason(cast: Cast) -> None:
    area = zone(cast).place.area_m2 or 0
    assert (zone(cast).room.origin, zone(cast).room.capacity) == ("area", int(area * 2))
    worked = {"area": 4000.0, "lost": 0.0, "density": 2.0, "factor_p": 1.0, "factor_s": 0.5, "expected": 3000.0}
    planning.accept_calculation(cast.event, SYSTEM, "holding", worked, place="A", reason=None, audience=None)
    assert (zone(cast).room.origin, zone(cast).room.capacity, zone(cast).room.area) == ("parts", 4000, 4000)
    where = f"{LIVE}/crowd/zones/{zone(cast).place.id}/capacity"
    assert "Say what the number is from" in cast.petra.door.post(where, data={"capacity": "3500"}).text
    cast.petra.door.post(where, data={"capacity": "3500", "because": "Bara södra utgången"})
    assert (zone(cast).room.origin, zone(cast).room.capacity) == ("said", 3500)
    assert cast.olle.door.post(where, data={"capacity": "9", "because": "x"}).status_code == 403
    page = cast.anders.door.get(f"{LIVE}/crowd/zones/{zone(cast).place.id}").text
    assert "3,500" in page and "Bara södra utgången" in page
    assert verify("sommar").fault is None


def test_a_count_that_is_sent_twice_is_counted_once(cast: Cast) -> None:
    sent = {"client_id": str(uuid4()), "zone": "A", "came_in": "7", "written_at": clock.now().isoformat()}
    headers = {"Accept": "application/json"}
    answers = [cast.frida.door.post(f"{LIVE}/crowd/count", data=sent, headers=headers).status_code for _ in range(2)]
    assert answers == [201, 201] and zone(cast).inside == 7
    said = {"client_id": str(uuid4()), "zone": "A", "came_in": 5}
    answers = [cast.frida.door.post(f"{API}/crowd/counts", json=said).status_code for _ in range(2)]
    assert answers == [201, 200] and zone(cast).inside == 12
    wrong = cast.frida.door.post(f"{LIVE}/crowd/count", data={**sent, "client_id": str(uuid4()), "zone": "Q"},
                                 headers=headers)  # fmt: skip
    assert wrong.status_code == 422 and "zone" in wrong.get_json()["errors"]


def test_a_late_count_counts_from_when_it_was_counted(cast: Cast) -> None:
    came(cast, 100, minutes=40)
    with ago(20):
        count(cast.event, SYSTEM, Counted("A", total=120, because="Räknat från tornet"))
    came(cast, 10, minutes=5)
    before, after = clock.now() - timedelta(minutes=30), clock.now() - timedelta(minutes=10)
    for at in (before, after):  # the first is in the count by hand already
        sent = {"client_id": str(uuid4()), "zone": "A", "came_in": "4", "written_at": at.isoformat()}
        cast.anders.door.post(f"{LIVE}/crowd/count", data=sent, headers={"Accept": "application/json"})
    assert zone(cast).inside == 120 + 10 + 4
    assert verify("sommar").fault is None


def test_two_counters_at_once_add_up_and_every_screen_follows(cast: Cast) -> None:
    holds(cast, 1000)
    ear = Ear(cast.app, cast.anders)
    for door, people in ((cast.frida.door, 30), (cast.anders.door, 12)):
        door.post(f"{API}/crowd/counts", json={"client_id": str(uuid4()), "zone": "A", "came_in": people})
    told = [each for each in ear.changes() if each["type"] == "crowd_count"]
    assert [each["inside"] for each in told] == [30, 42] and told[-1]["share"] == 4.2
    assert "author" not in told[0] and "Frida" not in str(told)
    assert cast.anders.door.get(f"{API}/crowd").get_json()["zones"][0]["inside"] == 42


def test_a_count_by_hand_wants_its_reason_and_leaves_what_was_counted(cast: Cast) -> None:
    came(cast, 50, minutes=10)
    where = f"{LIVE}/crowd/zones/{zone(cast).place.id}/total"
    answer = cast.anders.door.post(where, data={"total": "4200"})
    assert answer.status_code == 422 and "Say how it was counted" in answer.text and "4200" in answer.text
    cast.anders.door.post(where, data={"total": "4200", "because": "Räknat på bild"})
    assert zone(cast).inside == 4200
    assert db.session.query(CrowdCount).count() == 2
    points = histories(cast.event, [zone(cast)])[zone(cast).place.id]
    assert points[-1][1] == 4200 and points[-2][1] == 50 and points[0][1] == 0


def held(cast: Cast) -> list[tuple[str, bool]]:
    return [(each.level, each.acknowledged_at is not None) for each in alarms(cast.event)]


def test_crossing_a_threshold_alarms_once_until_it_is_crossed_again(cast: Cast) -> None:
    holds(cast, 1000)
    ear = Ear(cast.app, cast.tove)
    came(cast, 800)
    assert held(cast) == [("amber", False)]
    for _ in range(3):  # it swings about the limit
        count(cast.event, SYSTEM, Counted("A", went_out=5))
        count(cast.event, SYSTEM, Counted("A", came_in=5))
    number = alarms(cast.event)[0].number
    assert cast.anders.door.post(f"{LIVE}/crowd/alarms/{number}/acknowledge").status_code == 403
    cast.olle.door.post(f"{LIVE}/crowd/alarms/{number}/acknowledge")
    assert alarms(cast.event)[0].acknowledged_by == "Olle" and held(cast) == [("amber", True)]
    came(cast, 200)
    assert held(cast) == [("stop", False)]  # worse is a new alarm
    count(cast.event, SYSTEM, Counted("A", went_out=300))
    assert held(cast) == []
    came(cast, 300)
    assert held(cast) == [("stop", False)]
    told = [(each["what"].split(".")[1], each["level"]) for each in ear.changes() if each["type"] == "crowd_alarm"]
    assert told == [
        ("raised", "amber"), ("acknowledged", "amber"), ("ended", "amber"), ("raised", "stop"), ("ended", "stop"),
        ("raised", "stop"),
    ]  # fmt: skip
    assert verify("sommar").fault is None


def test_an_incident_is_opened_from_an_alarm_with_its_zone_and_numbers(cast: Cast) -> None:
    count(cast.event, SYSTEM, Counted("A", density=3.8))
    strip = cast.olle.door.get(f"{LIVE}/live/crowd").text
    number = alarms(cast.event)[0].number
    assert "Involuntary contact" in strip and f"/crowd/alarms/{number}/incident" in strip
    for _ in range(2):
        assert cast.olle.door.post(f"{LIVE}/crowd/alarms/{number}/incident").status_code == 302
    opened = db.session.scalars(db.select(Incident)).one()
    assert (opened.category_code, opened.sector.code, opened.audience) == ("C1", "A", "all")
    assert "3.8" in opened.title and "A" in opened.title
    assert db.session.get_one(CrowdAlarm, alarms(cast.event)[0].id).incident == opened.number
    assert held(cast) == [("contact", True)] and verify("sommar").fault is None


def test_partners_see_how_full_it_is_and_not_who_acknowledged_it(cast: Cast) -> None:
    holds(cast, 100)
    came(cast, 120)
    number = alarms(cast.event)[0].number
    cast.olle.door.post(f"{LIVE}/crowd/alarms/{number}/incident")
    for address in (f"{LIVE}/crowd", f"{LIVE}/crowd/count", f"{API}/crowd", f"{LIVE}/live/crowd"):
        text = cast.kim.door.get(address).text
        assert "120" in text and "Olle" not in text, address
    assert "Acknowledged by Olle" in cast.olle.door.get(f"{LIVE}/crowd").text
    assert "Acknowledged by" not in cast.kim.door.get(f"{LIVE}/crowd").text
    assert cast.stig.door.get(f"{LIVE}/crowd").status_code == 404
    assert cast.aron.door.get(f"{LIVE}/crowd").status_code == 403


def test_the_limits_are_replaced_with_a_reason(cast: Cast) -> None:
    holds(cast, 1000)
    page = cast.petra.door.get(f"{LIVE}/crowd/limits").text
    assert "Fruin" in page
    wrong = cast.petra.door.post(f"{LIVE}/crowd/limits", data={"crowd_amber": "70"})
    assert wrong.status_code == 422 and "Say what the other numbers are agreed in" in wrong.text
    cast.petra.door.post(f"{LIVE}/crowd/limits", data={"crowd_amber": "70", "because": "Tillståndet § 4"})
    came(cast, 700)
    assert held(cast) == [("amber", False)]
    assert cast.petra.door.get(f"{LIVE}/roster/limits").status_code == 200  # the roster's own are not disturbed


def test_the_situation_report_tells_of_the_crowd(cast: Cast) -> None:
    holds(cast, 1000)
    came(cast, 820)
    page = cast.olle.door.get(f"{LIVE}/reports/new?kind=regular&audience=all").text
    assert "A Sektor A: 820 of 1,000 (82 %)" in page
    assert "Prepare to slow the ingress" in page

