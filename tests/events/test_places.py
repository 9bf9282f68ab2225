"""Places are where they can be, and find their sector by where they lie."""

import json
from typing import Any

import pytest

from eventops.events.models import Place
from eventops.extensions import db
from tests.cast import SQUARE_A, SQUARE_B, Cast

PLACES = "/events/vinter/places"


def typed(**other: Any) -> dict[str, Any]:
    return {"kind": "post", "code": "P12", "name": "Grind fyra", "lat": "", "lon": "", "geometry": "", **other}


def at(cast: Cast, code: str) -> Place:
    return db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code=code)).one()


def polygon(ring: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_a_post_is_in_the_sector_it_lies_in_and_follows_when_it_moves(cast: Cast) -> None:
    door = cast.petra.door
    assert door.post(PLACES, data=typed(lat="60.485", lon="15,435")).status_code == 302
    assert at(cast, "P12").sector is at(cast, "B")
    moved = {"lat": "60.485", "lon": "15.431"}
    assert door.post(f"{PLACES}/P12", data=typed(**moved)).status_code == 302
    assert at(cast, "P12").sector is at(cast, "A")
    assert door.post(f"{PLACES}/P12", data=typed(lat="60.6", lon="15.431")).status_code == 302
    assert at(cast, "P12").sector is None


def test_the_posts_follow_when_a_sector_is_drawn_anew(cast: Cast) -> None:
    far = [[lon + 1, lat] for lon, lat in SQUARE_A]
    redrawn = typed(kind="sector", code="A", name="Sektor A", geometry=polygon(far))
    assert cast.petra.door.post(f"{PLACES}/A", data=redrawn).status_code == 302
    db.session.expire_all()
    assert at(cast, "A1").sector is None


def test_a_feature_is_taken_for_its_geometry(cast: Cast) -> None:
    feature = json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE_B))})
    assert cast.petra.door.post(PLACES, data=typed(code="Q", kind="medical", geometry=feature)).status_code == 302
    assert at(cast, "Q").geometry == json.loads(polygon(SQUARE_B))
    assert at(cast, "Q").sector is at(cast, "B")


def test_sending_the_form_twice_makes_one_place(cast: Cast) -> None:
    form = typed(lat="60.485", lon="15.435")
    assert [cast.petra.door.post(PLACES, data=form).status_code for _ in range(2)] == [302, 302]
    assert at(cast, "P12")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": "A1"}, "A1 is the code of Grind 1."),
        ({"code": "P 12"}, "A code is 1–12 letters"),
        ({"lat": "60.485"}, "Give both latitude and longitude."),
        ({"lat": "15.43", "lon": "60.48"}, "km from the event"),
        ({"geometry": "{"}, "That is not GeoJSON."),
        ({"geometry": '{"type": "Circle"}'}, "Give a GeoJSON geometry"),
        ({"geometry": '{"type": "Point", "coordinates": [200, 60]}'}, "outside WGS84"),
        ({"geometry": '{"type": "Point", "coordinates": ["15", "60"]}'}, "longitude and latitude in degrees"),
        ({"geometry": polygon(SQUARE_A[:4])}, "An outline must be closed"),
        ({"geometry": polygon([[15.43, 60.48]] * 5)}, "An outline encloses nothing."),
        ({"geometry": '{"type": "Polygon", "coordinates": [15, 60]}'}, "nested wrongly"),
        ({"geometry": '{"type": "LineString", "coordinates": [[15.43, 60.48]]}'}, "too few positions"),
        ({"kind": "sector", "lat": "60.485", "lon": "15.435"}, "A sector is an area"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_what_was_typed_still_there(
    cast: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = cast.petra.door.post(PLACES, data=typed(**wrong))
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Grind fyra"' in answer.text
    assert db.session.scalar(db.select(db.func.count(Place.id)).filter_by(event_id=cast.planned.id)) == 3


def test_a_place_keeps_its_own_code(cast: Cast) -> None:
    kept = typed(code="A1", name="Grind ett", lat="60.485", lon="15.431")
    assert cast.petra.door.post(f"{PLACES}/A1", data=kept).status_code == 302
    assert at(cast, "A1").name == "Grind ett"
    assert cast.petra.door.post(f"{PLACES}/A1", data={**kept, "code": "B"}).status_code == 422
