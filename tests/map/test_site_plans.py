"""Site plans: pictures laid under the map by three corners, seen by those they are for, on the record."""

import io
from typing import Any

import pytest
from PIL import Image

from eventops import push
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.errors import Refused
from eventops.extensions import db
from eventops.files import Kept
from eventops.log.integrity import verify
from eventops.map import actions, pictures
from eventops.map.models import SitePlan
from eventops.map.pictures import Size
from tests.cast import Cast

PLANS = "/events/vinter/map/plans"
CORNERS = {
    "top_left_lat": "60.487", "top_left_lon": "15.430", "top_right_lat": "60.4875", "top_right_lon": "15.434",
    "bottom_left_lat": "60.484", "bottom_left_lon": "15.4305",
}  # fmt: skip


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "white").save(kept, kind, **more)
    return kept.getvalue()


def send(cast: Cast, content: bytes, name: str = "plan.png", called: str = "Scenplan") -> Any:
    data = {"name": called, "audience": "all", "file": (io.BytesIO(content), name)}
    return cast.petra.door.post(f"{PLANS}/new", data=data, content_type="multipart/form-data")


@pytest.fixture
def plan(cast: Cast) -> SitePlan:
    answer = send(cast, picture())
    assert answer.status_code == 302
    return db.session.scalars(db.select(SitePlan)).one()


def records(cast: Cast) -> list[str]:
    query = db.select(AuditRecord.what).filter_by(chain="vinter").order_by(AuditRecord.number)
    return list(db.session.scalars(query))


def test_a_picture_is_laid_level_on_the_middle_of_the_event(cast: Cast, plan: SitePlan) -> None:
    top_left, top_right, bottom_left = plan.corners
    assert (plan.width, plan.height, plan.event_id) == (400, 300, cast.planned.id)
    assert top_left["lat"] == top_right["lat"] and top_left["lon"] == bottom_left["lon"]
    assert records(cast) == ["site_plan.added"]


def test_it_is_placed_by_its_corners(cast: Cast, plan: SitePlan) -> None:
    said = {"name": "Scenplan 3 maj", "opacity": "45", "audience": "all", **CORNERS}
    assert cast.petra.door.post(f"{PLANS}/{plan.id}", data=said).status_code == 302
    assert plan.corners[1] == {"lat": 60.4875, "lon": 15.434} and plan.opacity == 0.45
    assert records(cast) == ["site_plan.added", "site_plan.placed"] and verify("vinter").fault is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"top_right_lat": "60.487", "top_right_lon": "15.430"}, "in one line or on one spot"),
        ({"top_right_lat": "60.486", "bottom_left_lat": "60.485", "bottom_left_lon": "15.438"}, "in one line"),
        ({"top_right_lat": "15.434", "top_right_lon": "60.487"}, "A corner lies far from the event."),
        ({"top_left_lat": ""}, "This field is required."),
        ({"opacity": "0"}, "Number must be between 10 and 100."),
        ({"name": " "}, "This field is required."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_said_is_still_there(
    cast: Cast, plan: SitePlan, wrong: dict[str, str], message: str
) -> None:
    said = {"name": "Scenplan", "opacity": "45", "audience": "all", **CORNERS, **wrong}
    answer = cast.petra.door.post(f"{PLANS}/{plan.id}", data=said)
    assert answer.status_code == 422 and message in answer.text
    assert 'value="15.4305"' in answer.text or "bottom_left_lon" in wrong
    assert records(cast) == ["site_plan.added"]


def test_every_member_sees_the_picture_and_no_stranger(cast: Cast, plan: SitePlan) -> None:
    for name in ("olle", "kim", "frida"):
        answer = getattr(cast, name).door.get(f"{PLANS}/{plan.id}/picture")
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", picture())
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()
    for name in ("stig", "aron"):  # a stranger, and the auditor, who hears nothing
        assert getattr(cast, name).door.get(f"{PLANS}/{plan.id}/picture").status_code == 404
    assert cast.olle.door.get(f"/events/sommar/map/plans/{plan.id}/picture").status_code == 404
    assert cast.olle.door.get(f"{PLANS}/{plan.id}").status_code == 403


def test_only_those_whom_it_is_for_see_a_plan_and_the_others_hear_that_it_was_withdrawn(
    cast: Cast, plan: SitePlan
) -> None:
    petra = cast.petra.door
    for audience, seen_by in (
        ("police", {"kim": False, "anders": False, "frida": True, "petra": True}),
        ("partner:kyrkan", {"kim": True, "anders": False, "frida": False, "petra": True}),
    ):
        said = {"name": "Insatsplan", "opacity": "45", "audience": audience, **CORNERS}
        assert petra.post(f"{PLANS}/{plan.id}", data=said).status_code == 302
        for name, sees in seen_by.items():
            door = getattr(cast, name).door
            assert ("Insatsplan" in door.get("/events/vinter/map").text) is sees, (audience, name)
            with door.get(f"{PLANS}/{plan.id}/picture") as answer:
                assert answer.status_code == (200 if sees else 404), (audience, name)
    for feed, told in (("all", False), ("police", False), ("partner:kyrkan", True)):
        heard = [body for _, body in push.since("vinter", feed, 0, 9)]
        assert ("Insatsplan" in "".join(heard)) is told and ("site_plan.withdrawn" in "".join(heard)) is not told, feed
        assert "Scenplan" not in "".join(heard)
    wrong = petra.post(f"{PLANS}/{plan.id}", data=said | {"audience": "command"})
    assert wrong.status_code == 422 and verify("vinter").fault is None
    with pytest.raises(Refused, match="hear yourself"):
        actions.add_site_plan(
            cast.planned, cast.petra.actor(cast.planned), "Dold", Kept("a", "b", 1, "c" * 64), Size(4, 3), "command"
        )  # fmt: skip


def test_a_plan_that_is_taken_away_is_on_no_map(cast: Cast, plan: SitePlan) -> None:
    assert "Scenplan" in cast.olle.door.get("/events/vinter/map").text
    assert cast.petra.door.post(f"{PLANS}/{plan.id}/drop").status_code == 302
    assert "Scenplan" not in cast.olle.door.get("/events/vinter/map").text
    assert cast.olle.door.get(f"{PLANS}/{plan.id}/picture").status_code == 404
    assert records(cast)[-1] == "site_plan.dropped" and verify("vinter").fault is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.png", b"<svg onload=alert(1)>", "Choose a picture: PNG or JPEG."),
        ("plan.png", picture()[:60], "Choose a picture: PNG or JPEG."),
        ("plan.gif", picture("GIF"), "Choose a picture: PNG or JPEG."),
        ("plan.pdf", picture(), "Send a file of one of these kinds"),
        ("plan.png", b"", "Choose a picture: PNG or JPEG."),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(cast: Cast, name: str, content: bytes, message: str) -> None:
    answer = send(cast, content, name)
    assert answer.status_code == 422 and message in answer.text and 'value="Scenplan"' in answer.text
    assert db.session.scalars(db.select(SitePlan)).all() == []


def test_a_picture_of_more_pixels_than_a_browser_bears_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 399 * 300)
    with pytest.raises(Refused, match="million pixels"):
        pictures.size_of(picture())


def test_a_photograph_on_its_side_has_the_size_a_browser_shows() -> None:
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 6
    assert pictures.size_of(picture("JPEG", exif=exif)) == (300, 400)


def test_laying_a_plan_as_it_lies_puts_nothing_on_the_record(cast: Cast, plan: SitePlan) -> None:
    actions.place_site_plan(
        cast.planned, SYSTEM, plan, name=plan.name, corners=plan.corners, opacity=plan.opacity
    )  # fmt: skip
    assert records(cast) == ["site_plan.added"]
