"""The page where places are drawn: its form answers in pieces, beside the field, and without scripts as well."""

import json
import re
from html import unescape
from typing import Any

import pytest

from eventops.events.models import Place
from eventops.extensions import db
from tests.cast import Cast

EDIT = "/events/vinter/map/edit"
HX = {"HX-Request": "true"}


def typed(**other: Any) -> dict[str, Any]:
    return {"kind": "post", "code": "P12", "name": "Grind fyra", "lat": "60.485", "lon": "15.435", **other}


def at(cast: Cast, code: str) -> Place:
    return db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code=code)).one()


def saved(answer: Any) -> dict[str, Any]:
    [told] = re.findall(r"data-saved='([^']*)'", answer.text)
    return dict(json.loads(unescape(told)))


def test_a_new_place_is_saved_and_told_to_the_map(cast: Cast) -> None:
    answer = cast.petra.door.post(EDIT, data=typed(), headers=HX)
    assert answer.status_code == 200 and "<html" not in answer.text and "P12 is added." in answer.text
    assert saved(answer) == {"what": "place.added", **at(cast, "P12").snapshot()}


def test_an_error_stands_beside_its_field_and_what_was_drawn_is_still_there(cast: Cast) -> None:
    line = '{"type": "LineString", "coordinates": [[15.43, 60.485], [15.44, 60.485]]}'
    answer = cast.petra.door.post(EDIT, data=typed(kind="sector", lat="", lon="", geometry=line), headers=HX)
    assert answer.status_code == 422 and "<html" not in answer.text
    assert 'id="geometry-error"' in answer.text and "A sector is an area" in answer.text
    assert line in unescape(answer.text) and 'value="Grind fyra"' in answer.text


def test_a_place_is_opened_changed_and_taken_away(cast: Cast) -> None:
    door = cast.petra.door
    form = door.get(f"{EDIT}?place=A1", headers=HX).text
    assert 'value="60.485"' in form and 'value="15.431"' in form
    moved = door.post(f"{EDIT}?place=A1", data=typed(code="A1"), headers=HX)
    assert saved(moved)["sector"] == "B" and at(cast, "A1").sector is at(cast, "B")
    gone = door.post(f"{EDIT}/drop?place=A1", headers=HX)
    assert saved(gone)["what"] == "place.dropped" and at(cast, "A1").dropped_at is not None
    assert door.get(f"{EDIT}?place=A1").status_code == 404


def test_it_works_without_scripts(cast: Cast) -> None:
    door = cast.petra.door
    assert 'name="code"' in door.get(f"{EDIT}?kind=exit").text
    assert re.search(r'<option selected value="exit">', door.get(f"{EDIT}?kind=exit").text)
    wrong = door.post(EDIT, data=typed(code=""))
    assert wrong.status_code == 422 and "<html" in wrong.text and 'value="Grind fyra"' in wrong.text
    assert door.post(EDIT, data=typed()).headers["Location"].endswith(EDIT)
    assert door.post(f"{EDIT}/drop?place=P12").status_code == 302


@pytest.mark.parametrize("path", [EDIT, f"{EDIT}?place=A1", "/events/vinter/map/plans/new"])
def test_only_those_who_edit_places_draw_them(cast: Cast, path: str) -> None:
    for name in ("olle", "sara", "kim", "eva", "aron"):
        assert getattr(cast, name).door.get(path).status_code == 403
    assert cast.stig.door.get(path).status_code == 404
    assert cast.kim.door.post(f"{EDIT}/drop?place=A1").status_code == 403


def test_an_unknown_place_or_kind_opens_nothing_strange(cast: Cast) -> None:
    assert cast.petra.door.get(f"{EDIT}?place=nix").status_code == 404
    assert cast.petra.door.get(f"{EDIT}?kind=nix").status_code == 200
