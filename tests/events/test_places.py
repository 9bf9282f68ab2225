"""Places are where they can be, and find their sector by where they lie."""

import json
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.changes import change
from eventops.events.models import Place, PlaceKind
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


def test_of_very_many_places_the_first_are_listed_and_any_can_be_searched(cast: Cast) -> None:
    with change(cast.planned, SYSTEM) as record:
        record.nothing()
        for number in range(230):
            place = Place(event_id=cast.planned.id, kind=PlaceKind.POST, code=f"Q{number:03}", name=f"Vakt {number}")
            db.session.add(place)
    door = cast.petra.door
    page = door.get(PLACES).text
    assert ">Q198<" in page and ">Q199<" not in page and "and 31 more: search by code or name." in page
    found = door.get(f"{PLACES}?q=vakt+229").text
    assert ">Q229<" in found and ">Q000<" not in found and 'value="vakt 229"' in found
    assert "No place has that in its code or name" in door.get(f"{PLACES}?q=finns+inte").text


def test_a_place_typed_in_a_session_that_has_ended_is_kept_whole(cast: Cast) -> None:
    here = {"Sec-Fetch-Site": "same-origin"}
    sent = typed(code="P77", name="Grind sju", lat="60,485", lon="15.43")
    for door, headers, status in (
        (cast.visitor(), here, 401), (cast.petra.door, here | {"X-CSRFToken": "of another session"}, 400),
    ):  # fmt: skip
        answer = door.post(PLACES, data=sent, headers=headers)
        assert answer.status_code == status
        for name, text in (("code", "P77"), ("name", "Grind sju"), ("lat", "60,485"), ("kind", "post")):
            assert f'name="{name}" value="{text}"' in answer.text, (status, name)
    code = cast.visitor().post("/login/code", data={"code": "123456", "password": "hemligt"}, headers=here)
    assert "123456" not in code.text and "hemligt" not in code.text
