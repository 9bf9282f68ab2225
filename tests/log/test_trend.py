"""The trend alert: more of something in a sector than at the same hour before; somebody confirms or dismisses it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import TrendAlert
from eventops.log.trend import earlier_slots, so_many_or_more
from tests.cast import Cast, Player
from tests.listening import Ear

EVENT = "/events/sommar"


def steal(cast: Cast, times: int, category: str = "T2", sector: str = "A", **said: Any) -> None:
    for _ in range(times):
        said = {"title": "Väska ur tält", **said}
        actions.open_incident(cast.event, SYSTEM, Opening(category=category, sector=sector, **said))


def alerts() -> list[TrendAlert]:
    return list(db.session.scalars(db.select(TrendAlert).order_by(TrendAlert.number)))


def judge(player: Player, verdict: str, reason: str = "Tre tält på samma rad", number: int = 1) -> Any:
    return player.door.post(f"{EVENT}/trends/{number}/verdict", data={"verdict": verdict, "reason": reason})


@pytest.mark.parametrize(
    ("observed", "expected", "chance"),
    [(0, 2.0, 1.0), (1, 2.0, 0.8646647), (3, 0.25, 0.0021615), (5, 2.0, 0.0526530), (10, 2.0, 0.0000465)],
)
def test_the_chance_is_that_of_the_poisson_distribution(observed: int, expected: float, chance: float) -> None:
    assert so_many_or_more(observed, expected) == pytest.approx(chance, abs=1e-7)


def test_three_of_a_kind_in_a_sector_raise_one_alert_told_to_the_police(app: Flask, cast: Cast) -> None:
    kim, olle = Ear(app, cast.kim), Ear(app, cast.olle)
    steal(cast, 2)
    steal(cast, 1, sector="B")
    assert alerts() == []
    steal(cast, 3)
    (alert,) = alerts()
    assert (alert.category_code, alert.observed) == ("T2", 3)
    assert "trend_alert.raised" in [change["what"] for change in olle.changes()]
    assert "trend_alert" not in str(kim.changes())
    assert "Trend" in cast.olle.door.get(f"{EVENT}/live/waits").text
    assert verify("sommar").fault is None


def test_as_many_as_on_earlier_days_are_no_trend(cast: Cast) -> None:
    now = clock.now()
    cast.event.went_live_at = now - timedelta(days=4)
    db.session.commit()
    for day in (1, 2, 3):
        steal(cast, 3, occurred_at=now - timedelta(days=day, minutes=10))
    steal(cast, 4)
    assert alerts() == []
    steal(cast, 5)
    (alert,) = alerts()
    assert (alert.observed, alert.before, alert.expected) == (9, [3, 3, 3], 3.0)


def test_it_is_compared_with_the_same_slot_on_days_the_log_was_open(cast: Cast) -> None:
    event, now = cast.event, datetime.fromisoformat("2027-06-19T22:00+02:00")
    half = timedelta(minutes=30)
    event.went_live_at = now - timedelta(days=2, hours=3)
    assert earlier_slots(event, now, half, 7) == [
        (now - half - timedelta(days=day), now - timedelta(days=day)) for day in (1, 2)
    ]
    event.went_live_at = now - timedelta(minutes=70)
    assert earlier_slots(event, now, half, 7) == [(now - 2 * half, now - half)]
    db.session.rollback()


def test_what_only_the_command_knows_of_is_not_counted(cast: Cast) -> None:
    steal(cast, 5, audience="command")
    assert alerts() == []


def test_it_is_acknowledged_by_name_and_judged_once_with_a_reason(cast: Cast) -> None:
    steal(cast, 3)
    cast.olle.door.post(f"{EVENT}/trends/1/acknowledge")
    cast.oskar.door.post(f"{EVENT}/trends/1/acknowledge")
    assert alerts()[0].acknowledged_by == "Olle"
    empty = judge(cast.oskar, "dismissed", " ")
    assert empty.status_code == 422 and "Say what you go by." in empty.text
    assert judge(cast.oskar, "confirmed").status_code == 302
    late = judge(cast.karin, "dismissed", "Nej")
    assert late.status_code == 409 and "judged this alert already" in late.text
    page = cast.olle.door.get(f"{EVENT}/trends").text
    assert "Tre tält på samma rad" in page and "Oskar" in page
    assert "Trend:" not in cast.olle.door.get(f"{EVENT}/live/waits").text


def test_partners_and_the_field_know_of_no_alert(cast: Cast) -> None:
    steal(cast, 3)
    for player in (cast.kim, cast.frida, cast.eva):
        assert player.door.get(f"{EVENT}/trends").status_code == 403
        assert judge(player, "dismissed").status_code == 403
    assert alerts()[0].state == "raised"
