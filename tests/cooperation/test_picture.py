"""The shared picture: what it counts against counts made without it, what partners see of it, and signs of a trend."""

import json
import random
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import cos, exp, factorial, floor, radians
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventops import clock
from eventops.access import COMMAND, POLICE, SYSTEM
from eventops.changes import change
from eventops.cooperation.drift import judge
from eventops.cooperation.hotspots import densest
from eventops.cooperation.models import (
    MatterSource,
    PeriodKind,
    PeriodReport,
    PictureTrend,
    ReportedMatter,
    ReportingPeriod,
)
from eventops.cooperation.picture_limits import defaults
from eventops.cooperation.spans import SpanKind, around, of_days, slots, weekdays
from eventops.extensions import db
from eventops.log import actions, queries
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Incident
from tests.cast import Cast, Player

PICTURE = "/events/sommar/cooperation/picture"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
AUTUMN = "span=own&first=2026-10-05&last=2026-11-01"  # the clock is turned back on 2026-10-25
HOUR = timedelta(hours=1)


def log(cast: Cast, openings: list[dict[str, Any]]) -> None:
    said = [
        Opening(**{"category": "T2", "title": "Väska borta", "client_id": str(uuid4()), **each}) for each in openings
    ]
    actions.open_incidents(cast.event, SYSTEM, said, closed=True)


def matter(cast: Cast, partner: str, what: str, audience: str, at: datetime, **more: Any) -> None:
    """What a partner has reported for a period."""
    event = cast.event
    by = next(each for each in event.partners if each.slug == partner)
    with change(event, SYSTEM) as record:
        period = ReportingPeriod(
            event=event, number=record.count("period"), kind=PeriodKind.DAY, name="2026-10-10", starts_at=at - HOUR,
            ends_at=at + HOUR, due_at=at + HOUR, asked=[partner],
        )  # fmt: skip
        report = PeriodReport(
            event=event, number=record.count("period_report"), client_id=str(uuid4()), period=period, partner=by,
            by_partner=by, sent_at=clock.now(), author="Kim",
        )  # fmt: skip
        told = ReportedMatter(
            event=event, number=record.count("matter"), report=report, what=what, category_code="T2", lat=60.485,
            lon=15.431, occurred_at=at, seriousness=3, source=MatterSource.OWN, audience=audience, **more,
        )  # fmt: skip
        db.session.add_all([period, report, told])
        for verb, thing in (("period.opened", period), ("period_report.sent", report), ("matter.reported", told)):
            record(verb, thing)


def page(player: Player, path: str = "", ask: str = AUTUMN) -> str:
    answer = player.door.get(f"{PICTURE}{path}?{ask}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def features(player: Player, ask: str = AUTUMN) -> list[dict[str, Any]]:
    found = json.loads(page(player, ".geojson", ask))
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


def cells(text: str) -> dict[tuple[int, int], int]:
    """The matrix as it stands on the page, by weekday and hour."""
    link = re.compile(r'weekday=(\d)&amp;hour=(\d+)"><span class="visually-hidden">.*?</span>([\d,]+)</a>')
    return {(int(day), int(hour)): int(count.replace(",", "")) for day, hour, count in link.findall(text)}


def test_the_matrix_counts_on_the_wall_by_operational_days(cast: Cast) -> None:
    dice, start = random.Random(7), datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
    moments = [start + timedelta(minutes=dice.randrange(28 * 1440)) for _ in range(300)]
    moments += [datetime(2026, 10, 25, 0, 30, tzinfo=UTC) + n * HOUR for n in range(3)]  # 02:30 twice, then 03:30
    log(cast, [{"occurred_at": at} for at in moments])
    wanted: Counter[tuple[int, int]] = Counter()
    for moment in moments:
        wall = moment.astimezone(STOCKHOLM).replace(tzinfo=None)
        wanted[(wall - 6 * HOUR).weekday(), wall.hour] += 1
    told = page(cast.karin, "/matrix")
    assert cells(told) == wanted
    assert "303 in all" in told
    twice = page(cast.karin, ask=f"{AUTUMN}&weekday=5&hour=2")  # the night after Saturday the 24th
    in_it = [at for at in moments if (w := at.astimezone(STOCKHOLM)).hour == 2 and (w - 6 * HOUR).weekday() == 5]
    assert {"2026-10-25 02:30"} <= set(re.findall(r"2026-10-25 02:30", twice))
    assert len(set(re.findall(r'">#(\d+)</a>', twice))) == len(in_it) == wanted[5, 2]


def test_spans_keep_the_wall_where_the_clock_is_moved(cast: Cast) -> None:
    event = cast.event
    autumn, spring = (
        list(slots(event, of_days(event, day, day), 5, 2)) for day in (date(2026, 10, 24), date(2026, 3, 28))
    )
    assert [(until - since) for since, until in autumn] == [2 * HOUR]
    assert spring == []
    week = around(event, SpanKind.WEEK, date(2026, 10, 28))
    assert (week.first(event), week.last(event)) == (date(2026, 10, 26), date(2026, 11, 1))
    assert week.earlier(event).seconds == week.seconds + 3600
    march = around(event, SpanKind.MONTH, date(2026, 3, 31))
    assert march.earlier(event) == around(event, SpanKind.MONTH, date(2026, 2, 1))
    assert weekdays(event, of_days(event, date(2026, 10, 5), date(2026, 10, 12))) == [2, 1, 1, 1, 1, 1, 1]


def test_hot_spots_are_the_squares_that_hold_most() -> None:
    dice, side = random.Random(3), 150.0
    points = [(60.48 + dice.random() / 100, 15.42 + dice.random() / 50, dice.randrange(1, 5)) for _ in range(250)]
    per = 111_195 * 3 / side

    def cell(lat: float, lon: float) -> tuple[int, int]:
        return floor(lat * per), floor(lon * per * cos(radians(60)))

    left = list(points)
    for _cells, held in densest(points, side, 2, 5):
        square = {
            (row + up, column + right)
            for row, column in {cell(lat, lon) for lat, lon, _ in left} for up in (-1, 0, 1) for right in (-1, 0, 1)
        }  # fmt: skip

        def within(middle: tuple[int, int], left: list[Any] = left) -> int:
            return sum(
                n for lat, lon, n in left if all(abs(a - b) <= 1 for a, b in zip(cell(lat, lon), middle, strict=True))
            )

        assert sum(n for *_, n in held) == max(map(within, square))
        left = [point for point in left if point not in held]


def test_hot_spots_and_changes_say_where_and_how_much_more(cast: Cast) -> None:
    now, before = datetime(2026, 10, 27, 20, tzinfo=UTC), datetime(2026, 10, 20, 20, tzinfo=UTC)
    here, far = (
        {"lat": 60.4850, "lon": 15.4310, "place": "Grind 1"},
        {"lat": 60.4860, "lon": 15.4370, "place": "Scenen"},
    )
    log(cast, [{"occurred_at": now, **here}] * 6 + [{"occurred_at": now, "category": "O1", **far}] * 2)
    log(cast, [{"occurred_at": before, **here}] * 2 + [{"occurred_at": before, "category": "O1", **far}] * 3)
    week = "span=week&day=2026-10-28"
    spots = page(cast.olle, "/hotspots", week)
    (first,) = re.findall(r'<span dir="auto">Grind 1</span>.*?</tr>', spots, re.S)
    assert re.findall(r'class="text-end num">([\d.]+)', first) == ["6", "75.0", "2"]
    assert "Scenen" not in spots.split("sectors-title")[0]  # two are no hot spot
    assert "tasks?text=Patrol+Grind+1" in spots
    changes = page(cast.olle, "/changes", week)
    row = re.search(r"category=T2.*?</tr>", changes, re.S)
    assert row and re.findall(r'class="text-end num">(?:<strong>)?([\d.]+)', row[0]) == [
        "6",
        "2",
        "3.02",
    ]  # 168 h, 169 h
    assert "No certain difference" in row[0]


@pytest.mark.parametrize(("observed", "before"), [(9, (2, 3, 1)), (5, (4, 5, 6)), (4, (0, 0, 0)), (8, (7, 6, 5, 1))])
def test_a_sign_is_as_unlikely_as_poisson_says(observed: int, before: tuple[int, ...]) -> None:
    by = defaults()
    mean = max(by.drift_floor, sum(before) / len(before))
    tail = 1 - sum(exp(-mean) * mean**n / factorial(n) for n in range(observed))
    weighted, spread = mean, 0.0
    for count in (*before[::-1], observed):  # the variance of the mean grows by its own recursion
        weighted, spread = 0.3 * count + 0.7 * weighted, 0.09 * mean + 0.49 * spread
    found = judge(("T2", None, None), observed, before, by)
    wanted = (tail <= 0.01) or weighted > mean + 3 * spread**0.5
    assert (found is not None) == (wanted and observed > mean)
    if found:
        assert (found.chance, found.mean) == pytest.approx((tail, weighted))
        assert found.limit == pytest.approx(mean + 3 * spread**0.5)


def test_a_sign_is_confirmed_once_with_a_reason_by_who_leads(app: Flask, cast: Cast) -> None:
    days = [datetime(2026, 10, 20 + day, 12, tzinfo=UTC) for day in range(6)]
    log(cast, [{"occurred_at": at, "sector": "A"} for at in days])
    log(cast, [{"occurred_at": days[5], "sector": "A"}] * 6)
    log(cast, [{"occurred_at": days[5], "sector": "A", "audience": COMMAND, "category": "V4"}] * 6)
    ask = "span=day&day=2026-10-25"
    told = page(cast.karin, "/changes", ask)
    assert told.count('class="row-line picture-sign"') == 1  # none of what the command alone hears
    client = re.search(r'name="client_id"[^>]*value="([^"]+)"', told)
    sector = re.search(r'name="sign_sector" value="(\d+)"', told)
    assert client and sector
    sent = {
        "client_id": client[1],
        "sign_category": "T2",
        "sign_sector": sector[1],
        "sign_place": "",
        "verdict": "confirmed",
    }
    url = f"{PICTURE}/signs?{ask}"
    assert cast.kim.door.post(url, data={**sent, "reason": "Ja"}).status_code == 403
    assert "Say what you go by." in cast.karin.door.post(url, data=sent).text
    for _ in range(2):
        assert cast.karin.door.post(url, data={**sent, "reason": "Samma gärningsman"}).status_code == 302
    other = cast.petra.door.post(url, data={**sent, "client_id": str(uuid4()), "reason": "Nej"})
    assert (other.status_code, "judged this sign already" in other.text) == (409, True)
    (kept,) = db.session.scalars(db.select(PictureTrend))
    assert (kept.observed, kept.before, kept.reason) == (7, [1] * 5, "Samma gärningsman")
    assert "Samma gärningsman" in page(cast.olle, "/changes", ask)
    assert "Samma gärningsman" not in page(cast.kim, "/changes", ask)
    assert verify("sommar").fault is None


def test_a_matter_of_an_incident_counts_once_and_nobody_counts_what_it_may_not_see(cast: Cast) -> None:
    at = datetime(2026, 10, 10, 18, tzinfo=UTC)
    point = {"occurred_at": at, "lat": 60.485, "lon": 15.431}
    log(
        cast, [{**point, "title": "För alla", "audience": "all"}, {**point, "title": "För polisen", "audience": POLICE}]
    )
    log(cast, [{**point, "title": "För ledningen", "audience": COMMAND}])
    hidden = queries.incident(cast.event, SYSTEM, 2)
    matter(cast, "kyrkan", "Kyrkan såg samma", "partner:kyrkan", at, incident_id=hidden.id if hidden else None)
    matter(cast, "trafiken", "Full buss", "partner:trafiken", at + HOUR)
    names = ("karin", "olle", "petra", "kim", "tove", "anders")
    told = {name: {each["properties"]["title"] for each in features(getattr(cast, name))} for name in names}
    inner = {"För alla", "För polisen", "Full buss"}  # the church's matter is the incident that they see
    assert told["karin"] == told["olle"] == {*inner, "För ledningen"}
    assert told["petra"] == inner
    assert told["kim"] == {"För alla"}  # who may not know of the incident has no matter of it either
    assert told["tove"] == {"För alla", "Full buss"}
    assert told["anders"] == {"För alla"}
    for name, titles in told.items():
        player = getattr(cast, name)
        assert sum(cells(page(player, "/matrix")).values()) == len(titles)
        assert {row[8] for row in json.loads(page(player, "/points.json"))["rows"]} == titles
        listed = page(player)
        assert {title for title in {*inner, "För ledningen", "Kyrkan såg samma"} if title in listed} == titles
        sectors = page(player, "/hotspots").split('id="sectors-title"')[1]
        assert sum(map(int, re.findall(r'</th>\s*<td class="text-end num">(\d+)', sectors))) == len(titles)
    assert "Counted is only what you may see" in page(cast.kim)
    assert cast.aron.door.get(PICTURE).status_code == 403
    (first, *_) = features(cast.karin)
    assert first["geometry"] == {"type": "Point", "coordinates": [15.431, 60.485]}


def test_the_list_goes_on_where_it_ended(cast: Cast) -> None:
    at = datetime(2026, 10, 10, 18, tzinfo=UTC)
    log(cast, [{"occurred_at": at, "title": f"Nr {number}"} for number in range(70)])  # all of one moment
    first = page(cast.olle)
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    rest = cast.olle.door.get(older[1].replace("&amp;", "&")).text
    numbers = [set(map(int, re.findall(r'">#(\d+)</a>', text))) for text in (first, rest)]
    assert (len(numbers[0]), len(numbers[1]), numbers[0] & numbers[1]) == (50, 20, set())
    assert 'rel="next"' not in rest
    assert db.session.scalar(db.select(db.func.count()).select_from(Incident)) == 70


def test_the_numbers_of_the_picture_can_be_agreed_on(cast: Cast) -> None:
    url = f"{PICTURE}/limits"
    assert "Borror" in cast.karin.door.get(url).text
    assert cast.karin.door.post(url, data={"spot_least": "9", "because": "Möte 3"}).status_code == 302
    log(cast, [{"occurred_at": datetime(2026, 10, 10, tzinfo=UTC), "lat": 60.485, "lon": 15.431}] * 8)
    assert "No hot spot" in page(cast.karin, "/hotspots")
    assert "at most 1100 days" in page(cast.karin, ask="span=own&first=2020-01-01&last=2026-01-01")
