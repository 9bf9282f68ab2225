"""What comes out of the map's doors: right GeoJSON, and to nobody what is not theirs."""

import gzip
import json
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.events.models import Event
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Incident, State
from eventops.map import layers
from tests.cast import Cast, Player

GEOJSON = "/api/v1/events/sommar/map.geojson"
COMPACT = "/events/sommar/map/incidents.json"
MAP = "/events/sommar/map"


@pytest.fixture
def opened(event: Event) -> list[Incident]:
    """A fire that all know of, a threat the police know of, something of the church's, and one without a point."""
    said = [
        Opening(category="B1", title="Brand i tält", audience="all", lat=60.4850, lon=15.4320),
        Opening(category="O1", title="Hot mot polis", audience="police", lat=60.4855, lon=15.4360),
        Opening(category="O1", title="Samtal i kapellet", audience="partner:kyrkan", lat=60.5, lon=15.5),
        Opening(category="O1", title="Bråk någonstans", audience="all"),
    ]
    return [actions.open_incident(event, SYSTEM, each)[0] for each in said]


def features(player: Player, query: str = "") -> list[dict[str, Any]]:
    answer = player.door.get(GEOJSON + query)
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
    collection = json.loads(answer.data)
    assert collection["type"] == "FeatureCollection"
    return list(collection["features"])


def titles(player: Player, query: str = "") -> list[str]:
    found = features(player, query)
    return [each["properties"]["title"] for each in found if each["properties"]["type"] == "incident"]


def rows(player: Player) -> list[dict[str, Any]]:
    told = json.loads(player.door.get(COMPACT).data)
    return [dict(zip(told["fields"], row, strict=True)) for row in told["rows"]]


def test_every_incident_is_a_feature_with_longitude_first(cast: Cast, opened: list[Incident]) -> None:
    fire = next(each for each in features(cast.karin) if each["id"] == "incident/1")
    assert fire == {
        "type": "Feature",
        "id": "incident/1",
        "geometry": {"type": "Point", "coordinates": [15.4320, 60.4850]},
        "properties": opened[0].snapshot(),
    }


def test_an_incident_without_a_point_has_no_geometry(cast: Cast, opened: list[Incident]) -> None:
    nowhere = next(each for each in features(cast.karin) if each["id"] == "incident/4")
    assert nowhere["geometry"] is None


def test_sectors_are_closed_rings_of_longitude_and_latitude(cast: Cast) -> None:
    sector = next(each for each in features(cast.karin) if each["properties"].get("code") == "A")
    assert sector["geometry"]["type"] == "Polygon"
    for ring in sector["geometry"]["coordinates"]:
        assert ring[0] == ring[-1]
        assert all(15 < lon < 16 and 60 < lat < 61 for lon, lat in ring)
    assert "geometry" not in sector["properties"]


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("karin", ["Bråk någonstans", "Samtal i kapellet", "Hot mot polis", "Brand i tält"]),
        ("kim", ["Bråk någonstans", "Samtal i kapellet", "Brand i tält"]),
        ("tove", ["Bråk någonstans", "Brand i tält"]),
    ],
)
def test_each_sees_what_is_theirs_by_every_door(
    cast: Cast, opened: list[Incident], name: str, heard: list[str]
) -> None:
    player = getattr(cast, name)
    assert titles(player) == heard
    assert [row["title"] for row in rows(player)] == heard
    page = player.door.get(MAP).text
    assert "Hot mot polis" not in page
    assert "Samtal i kapellet" not in page


def test_an_auditor_sees_the_places_and_no_incident(cast: Cast, opened: list[Incident]) -> None:
    assert {each["properties"]["type"] for each in features(cast.aron)} == {"place"}
    assert cast.aron.door.get(COMPACT).status_code == 403
    assert cast.aron.door.get(MAP).status_code == 403


def test_strangers_find_no_map(cast: Cast) -> None:
    for door in (MAP, COMPACT, GEOJSON):
        assert cast.stig.door.get(door).status_code == 404
    assert cast.visitor().get(MAP).status_code == 302
    assert cast.visitor().get(GEOJSON).status_code == 401


def test_what_is_withdrawn_from_an_audience_leaves_its_map(cast: Cast, event: Event, opened: list[Incident]) -> None:
    actions.change_audience(event, SYSTEM, opened[0], "police")
    assert titles(cast.kim) == ["Bråk någonstans", "Samtal i kapellet"]
    assert "Brand i tält" in titles(cast.karin)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=open", ["Bråk någonstans", "Samtal i kapellet", "Hot mot polis"]),
        ("?state=closed", ["Brand i tält"]),
        ("?category=B1", ["Brand i tält"]),
        ("?sector=B", ["Hot mot polis"]),
        ("?q=kapell", ["Samtal i kapellet"]),
        ("?bbox=15.43,60.484,15.434,60.487", ["Brand i tält"]),
        ("?since=2100-01-01T00:00:00Z", []),
    ],
)
def test_the_map_is_narrowed_as_the_list_is(
    cast: Cast, event: Event, opened: list[Incident], query: str, found: list[str]
) -> None:
    actions.change_state(event, SYSTEM, opened[0], State.CLOSED)
    assert titles(cast.karin, query) == found


def test_a_box_narrows_the_places_too(cast: Cast) -> None:
    inside = features(cast.karin, "?bbox=15.4301,60.4841,15.4339,60.4869")
    assert {each["properties"]["code"] for each in inside} == {"A", "A1"}
    assert features(cast.karin, "?bbox=0,0,1,1") == []


def test_a_wrong_box_is_refused_with_the_parameter_named(cast: Cast) -> None:
    answer = cast.karin.door.get(f"{GEOJSON}?bbox=15,60")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/bbox"


def test_compact_rows_hold_what_the_page_draws(cast: Cast, opened: list[Incident]) -> None:
    fire = rows(cast.karin)[-1]
    assert fire == {
        "number": 1, "lat": 60.4850, "lon": 15.4320, "priority": 1, "state": "new", "category": "B1",
        "at": int(opened[0].occurred_at.timestamp()), "title": "Brand i tält", "sector": "A", "revision": 1,
    }  # fmt: skip


def test_long_answers_come_whole_in_many_pieces(
    cast: Cast, opened: list[Incident], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows(cast.karin), features(cast.karin)
    monkeypatch.setattr(layers, "CHUNK", 1)
    monkeypatch.setattr(layers, "SLICE", 2)
    assert (rows(cast.karin), features(cast.karin)) == whole
    assert len(whole[0]) == 4


def test_answers_are_packed_for_those_who_can_unpack(cast: Cast, opened: list[Incident]) -> None:
    plain = cast.karin.door.get(COMPACT)
    packed = cast.karin.door.get(COMPACT, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Cache-Control"] == "no-store"
