"""Permit conditions while the event is live: checked by name, never edited, and a breach is an incident (R3)."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.log.models import ConditionCheck, Entry, Incident
from eventops.planning import actions as planning
from eventops.planning.models import Condition
from tests.cast import Cast, Player
from tests.listening import Ear

HOME = "/events/sommar/conditions"


@pytest.fixture
def permitted(cast: Cast) -> Cast:
    """The live event, with a condition that the organiser answers for and one that only the police know of."""
    said = {"text": "Musiken tystnar 01.00", "owner": "arrangoren", "audience": "partner:arrangoren", "rule": "R3"}
    planning.add(cast.event, SYSTEM, Condition, {**said, "evidence": "Ljudlogg"})
    planning.add(cast.event, SYSTEM, Condition, {"text": "SPÅR-POLIS", "audience": "police"})
    return cast


def check(player: Player, verdict: str, text: str = "Tyst 00.58", number: int = 1, client_id: str = "") -> Any:
    prefix = f"c{number}-"
    form = {f"{prefix}client_id": client_id or str(uuid4()), f"{prefix}text": text, "verdict": verdict}
    return player.door.post(f"{HOME}/{number}/checks", data=form)


def checks() -> list[ConditionCheck]:
    return list(db.session.scalars(db.select(ConditionCheck).order_by(ConditionCheck.number)))


def lines() -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).order_by(Entry.number)))


def test_each_check_is_a_row_by_name_and_a_line_and_the_last_one_stands_first(permitted: Cast) -> None:
    assert "Not checked" in permitted.olle.door.get(HOME).text
    same = str(uuid4())
    for _ in range(2):
        assert check(permitted.olle, "kept", client_id=same).headers["Location"] == f"{HOME}#condition-1"
    check(permitted.karin, "kept", "Tyst igen")
    assert [(each.by, each.text, each.wording) for each in checks()] == [
        ("Olle", "Tyst 00.58", "Musiken tystnar 01.00"), ("Karin", "Tyst igen", "Musiken tystnar 01.00"),
    ]  # fmt: skip
    page = permitted.oskar.door.get(HOME).text
    assert page.index("Tyst igen") < page.index("1 earlier check") < page.index("Tyst 00.58")
    assert [line.text for line in lines()] == [
        "Permit condition 1 kept: Tyst 00.58", "Permit condition 1 kept: Tyst igen",
    ]  # fmt: skip
    assert {line.audience for line in lines()} == {"partner:arrangoren"}
    assert verify("sommar").fault is None


def test_a_breach_opens_an_incident_of_its_category_in_the_same_change(permitted: Cast) -> None:
    check(permitted.olle, "breach", "Spelade till 01.12")
    incident = db.session.scalars(db.select(Incident)).one()
    assert (incident.category_code, incident.audience) == ("I3", "police")
    assert incident.title == "Permit condition 1 broken: Spelade till 01.12"
    assert checks()[0].incident is incident
    assert lines()[0].text == "Musiken tystnar 01.00\nSpelade till 01.12"
    page = permitted.oskar.door.get(HOME).text
    assert "Broken" in page and f'href="/events/sommar/incidents/{incident.number}"' in page
    told = permitted.anders.door.get(HOME).text
    assert "Spelade till 01.12" in told and "/incidents/1" not in told
    assert verify("sommar").fault is None


def test_a_refused_breach_leaves_neither_a_check_nor_an_incident(permitted: Cast) -> None:
    answer = check(permitted.olle, "breach", " ")
    assert answer.status_code == 422 and "Say what was seen." in answer.text
    assert check(permitted.olle, "perhaps").status_code == 422
    assert check(permitted.olle, "kept", number=99).status_code == 404
    assert checks() == [] and lines() == [] and db.session.scalars(db.select(Incident)).all() == []


def test_a_condition_reworded_since_it_was_checked_says_so(permitted: Cast) -> None:
    check(permitted.olle, "kept")
    condition = db.session.scalars(db.select(Condition).filter_by(number=1)).one()
    planning.edit(permitted.event, SYSTEM, condition, {"text": "Musiken tystnar 00.30"})
    assert "Changed since it was checked" in permitted.olle.door.get(HOME).text


def test_the_partner_that_answers_for_it_checks_it_and_others_never_see_it(app: Flask, permitted: Cast) -> None:
    ear = Ear(app, permitted.kim)
    assert check(permitted.anders, "kept", "Ljudloggen visar tyst").status_code == 302
    assert checks()[0].by == "Anders" and lines()[0].audience == "partner:arrangoren"
    assert "Ljudloggen" in permitted.olle.door.get(HOME).text
    for text in ("Musiken", "Ljudloggen", "SPÅR-POLIS"):
        assert text not in permitted.kim.door.get(HOME).text
    assert "SPÅR-POLIS" not in permitted.anders.door.get(HOME).text
    assert check(permitted.kim, "kept").status_code == 404
    assert check(permitted.anders, "kept", number=2).status_code == 404
    assert ear.changes() == [] and len(checks()) == 1


def test_a_partner_reports_its_own_breach_to_the_police_and_itself(permitted: Cast) -> None:
    check(permitted.anders, "breach", "Vi spelade för länge")
    incident = db.session.scalars(db.select(Incident)).one()
    assert incident.audience == "partner:arrangoren"
    assert "/incidents/1" in permitted.anders.door.get(HOME).text


def test_who_only_sees_a_condition_does_not_check_it(permitted: Cast) -> None:
    planning.add(permitted.event, SYSTEM, Condition, {"text": "Fri räddningsväg", "owner": "kyrkan", "audience": "all"})
    assert "Check condition 3" not in permitted.anders.door.get(HOME).text
    answer = check(permitted.anders, "kept", number=3)
    assert answer.status_code == 422 and checks() == []
    assert "Check condition 3" in permitted.kim.door.get(HOME).text
    assert check(permitted.eva, "kept").status_code == 403


def test_before_the_event_is_live_the_page_says_where_conditions_are_checked(cast: Cast) -> None:
    planning.add(cast.planned, SYSTEM, Condition, {"text": "Fri räddningsväg"})
    page = cast.karin.door.get("/events/vinter/conditions").text
    assert "Fri räddningsväg" in page and "before that, in the plan" in page
    assert "Check condition 1" not in page


def test_a_breach_is_where_it_was_said_to_be(permitted: Cast) -> None:
    told = {"c1-client_id": str(uuid4()), "c1-text": "Spelar än", "c1-place": "Lilla scenen", "c1-sector": "B"}
    permitted.olle.door.post(f"{HOME}/1/checks", data={**told, "verdict": "breach"})
    [incident] = db.session.scalars(db.select(Incident)).all()
    assert incident.sector is not None
    assert (incident.sector.code, incident.place_text) == ("B", "Lilla scenen")
