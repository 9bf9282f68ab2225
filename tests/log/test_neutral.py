"""What partners are told of incidents they may not see: a neutral line that never says which one, and that ends."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eventops.access import SYSTEM
from eventops.errors import Refused
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Entry, Incident, NeutralLine, State
from tests.cast import Cast, Player
from tests.listening import Ear

EVENT = "/events/sommar"
SECRET = "HEMLIGFLICKA"
KNOWN = "Händelse, hanteras av polis. Sektor A. / Incident, handled by the police. Sector A."
THERE = "Händelse, polis på plats. Sektor A. / Incident, police on scene. Sector A."


def opened(cast: Cast, category: str = "O1", **said: Any) -> Incident:
    said = {"title": SECRET, "sector": "A", "place": SECRET, **said}
    return actions.open_incident(cast.event, SYSTEM, Opening(category=category, **said))[0]


def tell(player: Player, number: int = 1, **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "text": "Polisinsats, håll avstånd", "audience": "all", **said}
    return player.door.post(f"{EVENT}/incidents/{number}/neutral", data=form, headers={"HX-Request": "true"})


def lines(audience: str = "all") -> list[str | None]:
    return [line.text for line in db.session.scalars(db.select(Entry).filter_by(audience=audience).order_by(Entry.id))]


@pytest.mark.parametrize("category", ["S1", "S2", "P1", "P4", "N3"])
def test_what_concerns_sex_or_minors_is_told_partners_neutrally_and_coarsely(
    app: Flask, cast: Cast, category: str
) -> None:
    kim = Ear(app, cast.kim)
    incident = opened(cast, category, lat=60.485, lon=15.431)
    actions.change_state(cast.event, SYSTEM, incident, State.ON_SCENE)
    assert lines() == [KNOWN, THERE]
    told = kim.changes()
    assert {change["feed"] for change in told} == {"all"}
    assert SECRET not in str(told) and "'incident': 1" not in str(told) and "60.485" not in str(told)
    assert THERE in cast.kim.door.get(f"{EVENT}/live").text
    own = cast.kim.door.get(f"{EVENT}/partner").text
    assert "Incident, police on scene. Sector A." in own and "Händelse" not in own  # in the reader's language
    assert cast.kim.door.get(f"{EVENT}/incidents/1").status_code == 404


def test_it_ends_with_the_incident_and_leaves_the_page(cast: Cast) -> None:
    incident = opened(cast, "S1")
    actions.change_state(cast.event, SYSTEM, incident, State.CLOSED)
    assert lines()[-1] == f"Avslutad / Over: {KNOWN}"
    page = cast.kim.door.get(f"{EVENT}/partner").text
    assert "Incident, handled" not in page
    assert verify("sommar").fault is None


def test_such_an_incident_can_be_given_to_a_named_partner_but_not_to_everybody(cast: Cast) -> None:
    with pytest.raises(Refused, match="neutrally"):
        opened(cast, "P1", audience="all")
    incident = opened(cast, "P1", audience="partner:arrangoren")
    with pytest.raises(Refused, match="neutrally"):
        actions.change_audience(cast.event, SYSTEM, incident, "all")
    assert SECRET in cast.anders.door.get(f"{EVENT}/incidents/1").text


def test_what_turns_out_to_be_such_is_taken_from_the_partners_first(app: Flask, cast: Cast) -> None:
    incident = opened(cast, "O2")
    kim = Ear(app, cast.kim)
    assert SECRET in cast.kim.door.get(f"{EVENT}/live").text
    actions.edit_incident(cast.event, SYSTEM, incident, category="S1", title=f"{SECRET} två")
    assert incident.audience == "police"
    assert SECRET not in str(kim.changes())
    assert SECRET not in cast.kim.door.get(f"{EVENT}/live").text
    caught_up = cast.kim.door.get("/api/v1/events/sommar/changes?feed=all").text
    assert SECRET not in caught_up and "polis" in caught_up


def test_the_command_post_tells_of_any_incident_in_its_own_words(app: Flask, cast: Cast) -> None:
    opened(cast)
    kim, tove = Ear(app, cast.kim), Ear(app, cast.tove)
    fragment = cast.olle.door.get(f"{EVENT}/incidents/1/neutral", headers={"HX-Request": "true"}).text
    assert "Incident, handled by the police. Sector A." in fragment
    sent = {"client_id": str(uuid4()), "audience": "partner:kyrkan"}
    assert [tell(cast.olle, **sent).status_code for _ in range(2)] == [200, 200]
    assert lines("partner:kyrkan") == ["Polisinsats, håll avstånd"]
    assert [change["what"] for change in kim.changes()] == ["entry.added", "neutral_line.told"]
    assert tove.changes() == []
    told = db.session.scalars(db.select(NeutralLine)).one()
    over = cast.olle.door.post(f"{EVENT}/incidents/1/neutral/{told.number}/over", headers={"HX-Request": "true"})
    assert over.status_code == 200 and lines("partner:kyrkan")[-1] == "Avslutad / Over: Polisinsats, håll avstånd"


def test_a_neutral_line_may_not_say_the_title_and_nothing_typed_is_lost(cast: Cast) -> None:
    opened(cast)
    answer = tell(cast.olle, text=f"Det gäller {SECRET.lower()}")
    assert answer.status_code == 422 and SECRET.lower() in answer.text
    assert "own title" in answer.text and lines() == []


def test_partners_neither_tell_neutrally_nor_see_what_was(cast: Cast) -> None:
    opened(cast, audience="partner:kyrkan+police")
    for player in (cast.kim, cast.anders):
        assert player.door.get(f"{EVENT}/incidents/1/neutral").status_code == 404
        assert tell(player).status_code == 403
    assert lines() == []
