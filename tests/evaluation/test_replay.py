"""The replay: what held when, of what somebody may see, and ways of units from the incidents they were sent to."""

from datetime import timedelta
from typing import Any

from eventops import clock
from eventops.access import POLICE, SYSTEM
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import State, UnitStatus
from tests.cast import Cast, Player
from tests.log.duty import unit

REPLAY = "/events/sommar/evaluation/replay"


def played(player: Player) -> dict[str, Any]:
    answer = player.door.get(f"{REPLAY}.json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json or {}
    rows = [dict(zip(told["fields"], row, strict=True)) for row in told["incidents"]]
    return {**told, "incidents": {row["title"]: row for row in rows}}


def open_at(cast: Cast, minutes: float, title: str, lat: float, **more: Any) -> Any:
    said = {"category": "O1", "priority": 2, "lat": lat, "lon": 15.431, **more}
    at = clock.now() - timedelta(minutes=minutes)
    return actions.open_incident(
        cast.event, SYSTEM, Opening(title=title, occurred_at=at, late_because="Radio", **said)
    )[0]


def test_states_priorities_and_units_are_played_as_they_were(cast: Cast) -> None:
    unit(cast, cast.frida)
    first, second = open_at(cast, 50, "Bråk vid grinden", 60.4850), open_at(cast, 40, "Stöld", 60.4860)
    for incident, status in ((first, UnitStatus.EN_ROUTE), (first, UnitStatus.ON_SCENE), (second, UnitStatus.EN_ROUTE)):
        actions.set_unit(cast.event, SYSTEM, incident, "P21", status)
    actions.set_priority(cast.event, SYSTEM, second, 1, "Vapen")
    actions.change_state(cast.event, SYSTEM, first, State.CLOSED, disposition="advised")
    found = played(cast.olle)
    bråk, stöld = (found["incidents"][title] for title in ("Bråk vid grinden", "Stöld"))
    assert [what for _, what in bråk["steps"]] == ["en_route", "on_scene", "closed"]
    assert (bråk["lat"], bråk["state"], bråk["sector"]) == (60.485, "new", "A")
    assert bråk["at"] < bråk["steps"][0][0] <= bråk["closed"]
    assert [what for _, what in stöld["steps"]] == ["en_route", 1]
    steps = [(status, number) for _, status, number in found["units"]["P21"]]
    assert steps == [("en_route", 1), ("on_scene", 1), ("released", 1), ("en_route", 2)]
    page = cast.olle.door.get(REPLAY).text
    assert 'type="range"' in page and "2 incidents" in page
    assert "derived from the incidents they were sent to" in page


def test_nobody_plays_what_it_may_not_know(cast: Cast) -> None:
    unit(cast, cast.frida)
    open_at(cast, 30, "För alla", 60.4850, audience="all")
    secret = open_at(cast, 20, "För polisen", 60.4860, audience=POLICE)
    actions.set_unit(cast.event, SYSTEM, secret, "P21", UnitStatus.ON_SCENE)
    inner, outer = played(cast.sara), played(cast.kim)
    assert set(inner["incidents"]) == {"För alla", "För polisen"}
    assert (set(outer["incidents"]), outer["units"]) == ({"För alla"}, {})
    assert list(inner["units"]) == ["P21"]
    assert "1 incident<" in cast.kim.door.get(REPLAY).text
    assert [cast.aron.door.get(f"{REPLAY}{form}").status_code for form in ("", ".json")] == [403, 403]
    empty = cast.kim.door.get(f"{REPLAY}?span=own&first=2020-01-01&last=2020-01-02").text
    assert "Nothing to play that you may see" in empty
