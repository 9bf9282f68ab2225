"""Searching and narrowing incidents and lines, kept views by link, and every edition with its own visibility."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import OFFICE, change
from eventops.events.models import Series
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Entry, Incident, SavedView, State, UnitStatus
from tests.cast import Cast, Player

from .duty import unit

EVENT = "/events/sommar"


def opened(cast: Cast, title: str, category: str = "B1", **said: Any) -> Incident:
    return actions.open_incident(cast.event, SYSTEM, Opening(category=category, title=title, **said))[0]


def found(player: Player, page: str = "incidents", **query: str) -> str:
    return str(player.door.get(f"{EVENT}/{page}?{urlencode(query)}").text)


@pytest.fixture
def evening(cast: Cast) -> list[Incident]:
    """Two incidents that differ in all that can be asked for."""
    unit(cast, cast.frida)
    tent = opened(cast, "Tältet brinner", sector="A", place="Östra campingen", on_behalf="Rakel Åberg", audience="all")
    actions.set_unit(cast.event, SYSTEM, tent, "P21", UnitStatus.ON_SCENE)
    actions.change_state(cast.event, SYSTEM, tent, State.CLOSED, disposition="unfounded")
    line, _ = actions.add_entry(cast.event, SYSTEM, text="Elden släckt", incident=tent, late_because="Radion var tyst")
    actions.strike(cast.event, SYSTEM, line, reason="Fel tält")
    fight = opened(cast, "Gruppslagsmål", "O1", sector="B", occurred_at=clock.now() - timedelta(days=3))
    actions.link_incidents(cast.event, SYSTEM, tent, fight)
    return [tent, fight]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "tält"}, {"state": "closed"}, {"category": "B1"}, {"group": "B"}, {"priority": "1", "sector": "A"},
        {"place": "östra"}, {"place": "ÖSTRA CAMP"}, {"unit": "p21"}, {"reporter": "åberg"}, {"audience": "all"},
        {"disposition": "unfounded"}, {"struck": "y"}, {"late": "y"}, {"since": "HOUR"}, {"linked": "y", "group": "B"},
    ],
    ids=str,
)  # fmt: skip
def test_incidents_are_narrowed_by_everything(cast: Cast, evening: list[Incident], query: dict[str, str]) -> None:
    hour = cast.event.local(clock.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    page = found(cast.olle, **{name: hour if value == "HOUR" else value for name, value in query.items()})
    assert "Tältet brinner" in page and "Gruppslagsmål" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "släcka"}, {"kind": "note", "sector": "A"}, {"struck": "y"}, {"late": "y"},
        {"author": "SYSTEM", "q": "eld"},
    ],
    ids=str,
)  # fmt: skip
def test_lines_are_narrowed_by_everything(cast: Cast, evening: list[Incident], query: dict[str, str]) -> None:
    page = found(cast.olle, "log", **query)
    assert "Elden släckt" in page and "Gruppslagsmål" not in page


def test_a_link_counts_only_for_who_may_know_of_both(cast: Cast, evening: list[Incident]) -> None:
    assert "Tältet brinner" in found(cast.olle, linked="y")
    assert "Tältet brinner" not in found(cast.kim, linked="y")
    assert "Tältet brinner" in found(cast.kim, group="B")


def test_wrong_dates_and_codes_are_told_beside_their_fields(cast: Cast) -> None:
    page = found(cast.olle, since="igår", state="nowhere")
    assert "Write a date like" in page and 'value="igår"' in page


def test_a_kept_view_is_its_link_and_shows_each_only_what_they_may(cast: Cast, evening: list[Incident]) -> None:
    said = {"name": "Elden", "lists": "incidents", "query": "state=closed", "audience": "all"}
    for _ in range(2):
        answer = cast.olle.door.post(f"{EVENT}/views", data=said)
    assert answer.headers["Location"] == f"{EVENT}/incidents?state=closed"
    assert len(db.session.scalars(db.select(SavedView)).all()) == 1
    secret = {"name": "Slagsmålen", "lists": "incidents", "query": "q=gruppslagsm%C3%A5l", "audience": "police"}
    cast.olle.door.post(f"{EVENT}/views", data=secret)
    cast.olle.door.post(f"{EVENT}/views", data={**secret, "name": "Mitt eget", "audience": ""})
    kim, oskar = found(cast.kim), found(cast.oskar)
    assert "Elden" in kim and "?state=closed" in kim and "Slagsmålen" not in kim
    assert "Slagsmålen" in oskar and "Mitt eget" not in oskar
    assert verify("sommar").fault is None


def test_only_its_maker_drops_a_view(cast: Cast) -> None:
    said = {"name": "Mina", "lists": "lines", "query": "q=x", "audience": "all"}
    cast.olle.door.post(f"{EVENT}/views", data=said)
    assert cast.kim.door.post(f"{EVENT}/views/1/drop").status_code == 404
    assert cast.olle.door.post(f"{EVENT}/views/1/drop").headers["Location"] == f"{EVENT}/log"
    assert "Mina" not in found(cast.olle, "log", q="x")


def test_a_view_is_shared_with_nobody_whom_its_maker_does_not_hear(cast: Cast) -> None:
    said = {"name": "Ut", "lists": "incidents", "query": "", "audience": "police"}
    answer = cast.kim.door.post(f"{EVENT}/views", data=said)
    assert answer.status_code == 422 and 'value="Ut"' in answer.text
    assert cast.kim.door.post(f"{EVENT}/views", data={**said, "audience": "", "name": ""}).status_code == 422


def test_all_editions_are_searched_each_with_its_own_visibility(cast: Cast) -> None:
    with change(OFFICE, SYSTEM) as record:
        series = Series(slug="fest", name="Festen")
        db.session.add(series)
        record("series.added", series)
    sommar, vinter = cast.event, cast.planned
    sommar.series = vinter.series = series
    vinter.phase = "live"
    db.session.commit()
    for title, audience in (("Brand för alla", "all"), ("Brand för polis", "police")):
        actions.open_incident(vinter, SYSTEM, Opening(category="B1", title=title, audience=audience))
    olle, kim = found(cast.olle, q="brand", editions="y"), found(cast.kim, q="brand", editions="y")
    assert "Brand för polis" in olle and "/events/vinter/incidents/2" in olle
    assert "Brand för alla" in kim and "Brand för polis" not in kim
    assert "Brand" in found(cast.olle, "log", q="brand", editions="y")
    assert "Brand för" not in found(cast.olle, q="brand")


def test_the_words_are_found_in_every_inflection_and_erased_ones_are_not(cast: Cast, evening: list[Incident]) -> None:
    line = db.session.scalars(db.select(Entry).filter_by(text="Elden släckt")).one()
    assert "Elden" in found(cast.olle, "log", q="elden släckt")
    actions.erase(cast.event, SYSTEM, line, ground="2018:1693 4:10")
    assert f'id="line-{line.number}"' not in found(cast.olle, "log", q="släckt")
