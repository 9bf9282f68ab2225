"""Who comes through the doors of an event's frame, the plan and the roster, and who does not."""

import pytest

from eventops.access import Role
from tests.cast import PLAYERS, Cast

PLANNERS = {"karin", "petra"}
READERS = PLANNERS | {"olle", "oskar", "sara", "eva"}
COORDINATORS = {name for name, (_, role) in PLAYERS.items() if role is Role.PARTNER_COORDINATOR}
MEMBERS = {name for name, (_, role) in PLAYERS.items() if role}
DOORS = {
    "settings": PLANNERS,
    "members": PLANNERS,
    "places": PLANNERS,
    "places/A1": PLANNERS,
    "acting": MEMBERS,
    "plan": READERS | COORDINATORS,
    "plan/objectives/new": PLANNERS,
    "plan/risks/new": PLANNERS | COORDINATORS,
    "roster": READERS,
    "roster/shifts/new": PLANNERS,
}


@pytest.mark.parametrize("path", DOORS)
def test_a_door_opens_for_those_whose_role_grants_it_and_for_no_other_member(cast: Cast, path: str) -> None:
    answers = {name: getattr(cast, name).door.get(f"/events/vinter/{path}").status_code for name in MEMBERS}
    assert answers == {name: 200 if name in DOORS[path] else 403 for name in MEMBERS}


@pytest.mark.parametrize("path", DOORS)
def test_a_stranger_cannot_tell_the_event_from_one_that_is_not_there(cast: Cast, path: str) -> None:
    assert cast.stig.door.get(f"/events/vinter/{path}").status_code == 404
    assert cast.stig.door.get(f"/events/nothing/{path}").status_code == 404


def test_who_may_not_edit_may_not_write_either(cast: Cast) -> None:
    for path in ("settings", "members", "places", "plan/objectives/new", "plan/versions", "roster/shifts/new"):
        assert cast.olle.door.post(f"/events/vinter/{path}").status_code == 403, path


def test_only_an_administrator_makes_events(cast: Cast) -> None:
    assert cast.ada.door.get("/events/new").status_code == 200
    assert cast.karin.door.get("/events/new").status_code == 404
    assert cast.karin.door.post("/events/new").status_code == 404
