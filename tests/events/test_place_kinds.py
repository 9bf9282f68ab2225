"""What the kinds of places are: passages with a width, routes that are lines, licensed areas; and places taken away."""

import json
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.events import actions
from eventops.events.models import Place, PlaceKind
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Risk
from tests.cast import SQUARE_A, SQUARE_B, Cast

PLACES = "/events/vinter/places"
LINE = {"type": "LineString", "coordinates": [[15.431, 60.485], [15.433, 60.486]]}
BAR = {"type": "Polygon", "coordinates": [[[15.431, 60.485], [15.432, 60.485], [15.432, 60.486], [15.431, 60.485]]]}


def typed(**other: Any) -> dict[str, Any]:
    return {"kind": "exit", "code": "U1", "name": "Utgång norr", "lat": "60.485", "lon": "15.431", **other}


def drawn(kind: str, code: str, geometry: dict[str, Any] | None, **other: Any) -> dict[str, Any]:
    return typed(kind=kind, code=code, lat="", lon="", geometry=json.dumps(geometry) if geometry else "", **other)


def at(cast: Cast, code: str) -> Place:
    return db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code=code)).one()


def last_record(cast: Cast) -> AuditRecord:
    query = db.select(AuditRecord).filter_by(chain="vinter").order_by(AuditRecord.number.desc())
    return db.session.scalars(query.limit(1)).one()


def test_r54_an_exit_has_the_width_its_capacity_is_reckoned_from(cast: Cast) -> None:
    assert cast.petra.door.post(PLACES, data=typed(width_m="2,5")).status_code == 302
    assert (at(cast, "U1").width_m, at(cast, "U1").kind) == (2.5, PlaceKind.EXIT)
    assert "2.5 m" in cast.petra.door.get(PLACES).text


def test_r54_an_exit_without_a_width_is_something_to_put_right(cast: Cast) -> None:
    cast.petra.door.post(PLACES, data=typed())
    assert "has no width, so it does not count in any calculation." in cast.petra.door.get(PLACES).text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"width_m": "0"}, "A width is more than 0"),
        ({"width_m": "-2"}, "A width is more than 0"),
        ({"width_m": "1001"}, "A width is more than 0"),
        ({"width_m": "2", "kind": "post"}, "Only gates, entrances, exits and emergency routes have a width."),
    ],
)
def test_a_width_that_cannot_be_is_refused_beside_the_field(cast: Cast, wrong: dict[str, str], message: str) -> None:
    answer = cast.petra.door.post(PLACES, data=typed(**wrong))
    assert answer.status_code == 422 and message in answer.text
    assert 'id="width_m-error"' in answer.text and 'value="Utgång norr"' in answer.text


def test_an_emergency_route_is_a_line_with_a_length_and_a_width(cast: Cast) -> None:
    said = drawn("emergency_route", "RV1", LINE, width_m="4")
    assert cast.petra.door.post(PLACES, data=said).status_code == 302
    route = at(cast, "RV1")
    assert route.geometry == LINE and route.sector is at(cast, "A")
    assert f"{round(route.length_m or 0)} m" in cast.petra.door.get(PLACES).text


def test_r7_a_licensed_area_is_delimited(cast: Cast) -> None:
    point = cast.petra.door.post(PLACES, data=typed(kind="licensed", code="SV1"))
    assert point.status_code == 422 and "A licensed area is delimited" in point.text
    assert cast.petra.door.post(PLACES, data=drawn("licensed", "SV1", BAR)).status_code == 302
    assert at(cast, "SV1").sector is at(cast, "A")


@pytest.mark.parametrize(
    ("kind", "geometry"), [("emergency_route", BAR), ("emergency_route", None), ("licensed", None)]
)
def test_what_is_a_shape_is_drawn_as_that_shape(cast: Cast, kind: str, geometry: dict[str, Any] | None) -> None:
    assert cast.petra.door.post(PLACES, data=drawn(kind, "X", geometry)).status_code == 422


def test_an_outline_that_crosses_itself_is_refused_with_where(cast: Cast) -> None:
    crossing = [[15.431, 60.485], [15.433, 60.487], [15.433, 60.485], [15.430, 60.487], [15.431, 60.485]]
    said = drawn("licensed", "SV1", {"type": "Polygon", "coordinates": [crossing]})
    answer = cast.petra.door.post(PLACES, data=said)
    assert answer.status_code == 422 and "The outline crosses itself at 60.48" in answer.text


def test_heights_and_false_precision_are_not_kept(cast: Cast) -> None:
    exact = {"type": "Point", "coordinates": [15.43112345678, 60.48512345678, 112.5]}
    cast.petra.door.post(PLACES, data=drawn("post", "P1", exact))
    assert at(cast, "P1").geometry == {"type": "Point", "coordinates": [15.4311235, 60.4851235]}


def test_a_place_that_is_taken_away_is_offered_no_more_and_can_be_put_back(cast: Cast) -> None:
    door = cast.petra.door
    assert door.post(f"{PLACES}/A1/drop").status_code == 302
    assert last_record(cast).what == "place.dropped" and at(cast, "A1").dropped_at is not None
    assert door.get(f"{PLACES}/A1").status_code == 404
    drawn = door.get("/api/v1/events/vinter/map.geojson").json["features"]
    assert {each["properties"].get("code") for each in drawn} == {"A", "B"}
    assert "A1 Grind 1" not in door.get("/events/vinter/roster/shifts/new").text
    assert door.post(f"{PLACES}/A1/restore").status_code == 302
    assert last_record(cast).what == "place.restored" and at(cast, "A1").dropped_at is None
    assert "A1 Grind 1" in door.get("/events/vinter/roster/shifts/new").text


def test_the_code_of_a_place_that_is_taken_away_is_given_to_no_other(cast: Cast) -> None:
    cast.petra.door.post(f"{PLACES}/A1/drop")
    answer = cast.petra.door.post(PLACES, data=typed(code="A1"))
    assert answer.status_code == 422 and "A1 was the code of Grind 1, which has been taken away." in answer.text


def test_posts_leave_a_sector_that_is_taken_away_and_come_back_with_it(cast: Cast) -> None:
    cast.petra.door.post(f"{PLACES}/A/drop")
    assert at(cast, "A1").sector is None
    assert "lies outside every sector." in cast.petra.door.get(PLACES).text
    cast.petra.door.post(f"{PLACES}/A/restore")
    assert at(cast, "A1").sector is at(cast, "A")


def test_a_sector_that_is_taken_away_takes_no_incident(cast: Cast) -> None:
    place = db.session.scalars(db.select(Place).filter_by(event_id=cast.event.id, code="A")).one()
    actions.drop_place(cast.event, SYSTEM, place)
    said = {"client_id": "0b6f4c1e-7c5b-4a52-9d0e-0d8f1c1c2f10", "category": "B1", "title": "Brand", "priority": 1}
    where = {"lat": 60.485, "lon": 15.431}
    assert cast.olle.door.post("/api/v1/events/sommar/incidents", json={**said, **where}).json["sector"] is None


def test_a_part_of_the_plan_keeps_what_it_refers_to_and_none_may_refer_to_it_anew(cast: Cast) -> None:
    said = {"text": "Trängsel", "likelihood": 3, "consequence": 4, "sectors": ["A"]}
    planning.add(cast.planned, SYSTEM, Risk, said)
    actions.drop_place(cast.planned, SYSTEM, at(cast, "A"))
    page = cast.petra.door.get("/events/vinter/plan/risks/1").text
    assert "A Sektor A (taken away)" in page
    with pytest.raises(Exception, match="There is no A here"):
        planning.add(cast.planned, SYSTEM, Risk, {**said, "text": "En till"})


def test_those_who_may_not_edit_places_take_none_away(cast: Cast) -> None:
    for name in ("olle", "sara", "kim", "eva", "aron"):
        assert getattr(cast, name).door.post(f"{PLACES}/A1/drop").status_code == 403
    assert cast.stig.door.post(f"{PLACES}/A1/drop").status_code == 404
    assert at(cast, "A1").dropped_at is None


def test_two_planners_who_change_different_things_of_a_place_both_keep_theirs(cast: Cast) -> None:
    was = actions.seen(at(cast, "A1"))
    moved = {"type": "Point", "coordinates": [15.4355, 60.485]}
    same = {"kind": PlaceKind.POST, "code": "A1", "width_m": None, "was": was}
    actions.edit_place(cast.planned, SYSTEM, at(cast, "A1"), name="Grind ett", geometry=at(cast, "A1").geometry, **same)
    actions.edit_place(cast.planned, SYSTEM, at(cast, "A1"), name="Grind 1", geometry=moved, **same)
    assert (at(cast, "A1").name, at(cast, "A1").geometry) == ("Grind ett", moved)


def test_a_true_conflict_shows_what_the_other_wrote_and_saving_again_keeps_mine(cast: Cast) -> None:
    was = json.dumps(actions.seen(at(cast, "A1")))
    said = typed(kind="post", code="A1", was=was)
    assert cast.petra.door.post(f"{PLACES}/A1", data={**said, "name": "Grind ett"}).status_code == 302
    answer = cast.karin.door.post(f"{PLACES}/A1", data={**said, "name": "Norra grinden"})
    assert answer.status_code == 422 and "Somebody else has written Grind ett meanwhile." in answer.text
    assert 'value="Norra grinden"' in answer.text and at(cast, "A1").name == "Grind ett"
    again = {**said, "name": "Norra grinden", "was": json.dumps(actions.seen(at(cast, "A1")))}
    assert cast.karin.door.post(f"{PLACES}/A1", data=again).status_code == 302
    assert at(cast, "A1").name == "Norra grinden"


def test_saving_what_a_place_says_already_puts_nothing_on_the_record(cast: Cast) -> None:
    place = at(cast, "A")
    actions.edit_place(cast.planned, SYSTEM, place, kind=place.kind, code="A", name=place.name, geometry=place.geometry)
    assert db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter")).all() == []


def test_sectors_that_overlap_are_flagged_with_how_much(cast: Cast) -> None:
    over = [[lon + 0.001, lat] for lon, lat in SQUARE_A]
    cast.petra.door.post(PLACES, data=drawn("sector", "C", {"type": "Polygon", "coordinates": [over]}))
    page = cast.petra.door.get(PLACES).text
    assert page.count("overlap by") == 2  # C lies over A and B; A and B only share a border
    assert SQUARE_B[0] == SQUARE_A[1]


def test_the_whole_chain_of_what_was_drawn_and_taken_away_verifies(cast: Cast) -> None:
    cast.petra.door.post(PLACES, data=typed(width_m="2.5"))
    cast.petra.door.post(f"{PLACES}/A/drop")
    cast.petra.door.post(f"{PLACES}/A/restore")
    assert verify("vinter").fault is None
