"""What is done to an incident through its page: every act says what it must, and reaches only who may know."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Attachment, Entry, EntryKind, Incident, State, UnitStatus
from tests.cast import Cast

from . import duty

EVENT = "/events/sommar"
PLACE_IN_EXIF, WHO_IN_EXIF = 0x8825, 0x010F


def opened(cast: Cast, title: str = "Bråk", audience: str = "police", **more: Any) -> Incident:
    said = Opening(category="O1", title=title, audience=audience, **more)
    return actions.open_incident(cast.event, SYSTEM, said)[0]


def act(cast: Cast, what: str, number: int = 1, who: str = "olle", **said: Any) -> Any:
    door = getattr(cast, who).door
    return door.post(f"{EVENT}/incidents/{number}/{what}", data=said, headers={"HX-Request": "true"})


def now(incident: Incident) -> Incident:
    db.session.refresh(incident)
    return incident


def lines(incident: Incident) -> list[tuple[str, str | None]]:
    of_it = db.select(Entry).filter_by(incident_id=incident.id).order_by(Entry.number)
    return [(line.kind, line.text) for line in db.session.scalars(of_it)]


def photograph() -> bytes:
    """A picture on its side, with the place and the camera's maker in its Exif."""
    picture, exif = Image.new("RGB", (80, 40), "red"), Image.Exif()
    exif[WHO_IN_EXIF], exif[0x0112] = "HEMLIGKAMERA", 6
    exif.get_ifd(PLACE_IN_EXIF)[2] = (60.0, 29.0, 0.0)
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def attach(cast: Cast, content: bytes, name: str = "bild.jpg", who: str = "olle", number: int = 1) -> Any:
    return act(cast, "attachments", number, who, file=(io.BytesIO(content), name))


def test_closing_says_how_it_ended_and_reopening_forgets_it(cast: Cast) -> None:
    incident = opened(cast)
    assert "Choose how it ended." in act(cast, "state", state="closed", because="klart").text
    assert now(incident).is_open
    assert act(cast, "state", state="closed", disposition="advised", because="båda lugna").status_code == 200
    assert (now(incident).state, incident.disposition) == (State.CLOSED, "advised")
    assert lines(incident)[-1] == (EntryKind.STATE, "closed:advised båda lugna")
    assert "Closed · Advised · båda lugna" in cast.olle.door.get(f"{EVENT}/incidents/1").text
    act(cast, "state", state="reopened")
    assert now(incident).disposition is None


def test_on_hold_says_when_it_is_looked_at_again(cast: Cast) -> None:
    incident = opened(cast)
    answer = act(cast, "state", state="on_hold", because="väntar på tekniker")
    assert answer.status_code == 422 and "Say when it is looked at again." in answer.text
    assert "väntar på tekniker" in answer.text  # what was typed stays
    later = cast.event.local(clock.now() + timedelta(minutes=30))
    act(cast, "state", state="on_hold", review_at=later.strftime("%H:%M"))
    review = now(incident).review_at
    assert review and review.astimezone(cast.event.zone).strftime("%H:%M") == later.strftime("%H:%M")
    assert clock.now() < review <= clock.now() + timedelta(minutes=31)


def test_another_priority_says_why(cast: Cast) -> None:
    incident = opened(cast)
    answer = act(cast, "priority", priority="3")
    assert answer.status_code == 422 and "Say why the priority is another." in answer.text
    assert act(cast, "priority", priority="3", reason="färre än vi trodde").status_code == 200
    assert (now(incident).priority, lines(incident)[-1]) == (3, (EntryKind.PRIORITY, "3 färre än vi trodde"))


def test_priority_1_is_acknowledged_by_name_once(cast: Cast) -> None:
    incident = opened(cast)
    assert "data-unseen" in cast.oskar.door.get(f"{EVENT}/live").text
    act(cast, "acknowledge", who="oskar")
    act(cast, "acknowledge", who="olle")
    assert now(incident).acknowledged_by == "Oskar"
    assert [kind for kind, _ in lines(incident)].count(EntryKind.ACKNOWLEDGED) == 1
    row = cast.oskar.door.get(f"{EVENT}/live").text.split('id="incident-1"')[1].split(">")[0]
    assert "data-unseen" not in row


def test_a_link_is_told_to_those_only_who_may_know_of_both(cast: Cast) -> None:
    opened(cast, "Rök vid tältet", "all")
    opened(cast, "Gömd spaning", "police")
    assert act(cast, "together", 1, other="2", how="link").status_code == 200
    assert "Gömd spaning" in cast.olle.door.get(f"{EVENT}/incidents/1").text
    page = cast.kim.door.get(f"{EVENT}/incidents/1").text
    assert "Rök vid tältet" in page and "Gömd spaning" not in page and "#2" not in page
    changes = cast.kim.door.get(f"/api/v1{EVENT}/changes?feed=all").text
    assert '"#2"' not in changes


def test_merging_closes_the_one_and_names_the_other(cast: Cast) -> None:
    first, second = opened(cast, "Bråk"), opened(cast, "Slagsmål")
    assert act(cast, "together", 2, other="1", how="merge").status_code == 200
    assert (now(second).state, second.disposition, second.merged_into) == (State.CLOSED, "duplicate", 1)
    assert now(first).is_open and (EntryKind.LINKED, "#2") in lines(first)
    assert "Carried on as #1" in cast.olle.door.get(f"{EVENT}/incidents/2").text


@pytest.mark.parametrize(
    ("audience", "other", "says"),
    [("police", "1", "Choose another incident than this one."), ("police", "9", "There is no incident #9."),
     ("all", "2", "Not all who know of this one may know of #2.")],
)  # fmt: skip
def test_what_cannot_be_merged_says_why(cast: Cast, audience: str, other: str, says: str) -> None:
    opened(cast, "Ett", audience)
    opened(cast, "Två", "police")
    answer = act(cast, "together", 1, other=other, how="merge")
    assert answer.status_code == 422 and says in answer.text


def test_what_is_shown_of_a_picture_holds_nothing_of_its_camera_and_its_place(cast: Cast) -> None:
    opened(cast)
    sent = photograph()
    assert b"HEMLIGKAMERA" in sent and attach(cast, sent).status_code == 200
    shown = cast.olle.door.get(f"{EVENT}/incidents/1/attachments/1", buffered=True)
    picture = Image.open(io.BytesIO(shown.data))
    assert b"HEMLIGKAMERA" not in shown.data and not picture.getexif()
    assert picture.size == (40, 80)  # turned as the camera was held
    original = cast.olle.door.post(f"{EVENT}/incidents/1/attachments/1/original", buffered=True)
    assert original.data == sent
    assert verify(cast.event.chain).fault is None
    kept = db.session.scalars(db.select(Attachment)).one()
    assert len(kept.digest) == 64 and kept.digest != kept.shown_digest


def test_a_picture_is_seen_by_those_only_who_may_know_of_its_incident(cast: Cast) -> None:
    opened(cast)
    attach(cast, photograph(), "hemlig.jpg")
    assert cast.kim.door.get(f"{EVENT}/incidents/1/attachments/1").status_code == 404
    opened(cast, "Rök", "all")
    attach(cast, photograph(), "rok.jpg", number=2)
    assert cast.kim.door.get(f"{EVENT}/incidents/2/attachments/2", buffered=True).status_code == 200
    assert cast.kim.door.post(f"{EVENT}/incidents/2/attachments/2/original").status_code == 404
    assert "hemlig.jpg" not in cast.kim.door.get(f"/api/v1{EVENT}/changes?feed=all").text


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b"\xff\xd8\xff\xe0 cut short", b""])
def test_what_is_no_picture_is_refused(cast: Cast, content: bytes) -> None:
    opened(cast)
    answer = attach(cast, content)
    assert answer.status_code == 422 and "field__error" in answer.text
    assert not db.session.scalars(db.select(Attachment)).all()


def test_a_unit_that_is_sent_elsewhere_leaves_where_it_was(cast: Cast) -> None:
    duty.unit(cast, cast.olle, "P21")
    first, second = opened(cast, "Bråk"), opened(cast, "Slagsmål")
    act(cast, "units", 1, call_sign="p21", status="on_scene")
    asked = {"line": "#2 +P21 "}
    assert "leaves #1" in cast.olle.door.get(f"{EVENT}/live/understood", query_string=asked).text
    act(cast, "units", 2, call_sign="P21", status="en_route")
    assert [unit.status for unit in now(first).units] == [UnitStatus.RELEASED]
    assert [unit.status for unit in now(second).units] == [UnitStatus.EN_ROUTE]
    assert lines(first)[-1] == (EntryKind.UNIT, "P21 released")


def test_a_partner_sends_no_unit(cast: Cast) -> None:
    duty.unit(cast, cast.olle, "P21")
    opened(cast, "Rök", "all")
    assert act(cast, "units", 1, "kim", call_sign="P21", status="assigned").status_code == 403
    assert "P21" not in cast.kim.door.get(f"{EVENT}/incidents/1").text.split('id="call-signs"')[-1]


def test_the_record_agrees_with_units_that_came_in_another_order_than_that_of_their_names(cast: Cast) -> None:
    incident = opened(cast)
    for sign, player in (("P24", cast.olle), ("OV22", cast.frida)):
        duty.unit(cast, player, sign)
        actions.set_unit(cast.event, cast.olle.actor(cast.event), incident, sign, UnitStatus.ON_SCENE)
    actions.change_state(cast.event, cast.olle.actor(cast.event), incident, State.ASSIGNED)
    db.session.expire_all()
    assert verify(cast.event.chain).fault is None
