"""A plan is published when R73 is met, or when the commander lets what is red stand by name and with a reason."""

import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.models import Deviation, Objective, Risk
from eventops.planning.queries import plan_of, versions
from eventops.planning.readiness import checks, reds
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
RED = {"text": "Trängsel", "likelihood": 4, "consequence": 5}


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event with an objective and a red risk."""
    actions.add(cast.planned, SYSTEM, Objective, {"text": "Ingen skadas", "indicator": "Skadade", "target": "0"})
    actions.add(cast.planned, SYSTEM, Risk, RED)
    return cast


def codes(cast: Cast) -> list[str]:
    return [check.code for check in reds(plan_of(cast.planned))]


def test_r73_a_plan_with_a_red_check_is_not_published_and_the_note_stays(planned: Cast) -> None:
    answer = planned.karin.door.post(f"{PLAN}/versions", data={"publish-note": "Klar"})
    assert answer.status_code == 422 and f"Still red: {len(codes(planned))}." in answer.text
    assert 'value="Klar"' in answer.text and list(versions(planned.planned)) == []


def test_r73_the_commander_accepts_what_is_red_by_name_and_with_a_reason(planned: Cast) -> None:
    answer = planned.karin.door.post(f"{PLAN}/readiness", data={"check": codes(planned), "accept-reason": "Små mått"})
    assert answer.status_code == 302 and codes(planned) == []
    page = planned.petra.door.get(PLAN).text
    assert "Accepted by Karin (commander): Små mått" in page
    assert planned.petra.door.post(f"{PLAN}/versions", data={}).status_code == 302
    frozen = versions(planned.planned)[0].plan["deviations"]
    assert {each["accepted_by"] for each in frozen} == {"Karin (commander)"}


def test_r73_accepting_needs_a_reason_and_a_commander(planned: Cast) -> None:
    sent = {"check": codes(planned), "accept-reason": "  "}
    answer = planned.karin.door.post(f"{PLAN}/readiness", data=sent)
    assert answer.status_code == 422 and "This field is required." in answer.text
    assert planned.petra.door.post(f"{PLAN}/readiness", data={**sent, "accept-reason": "Går bra"}).status_code == 403
    assert planned.kim.door.post(f"{PLAN}/readiness", data={**sent, "accept-reason": "Går bra"}).status_code == 403
    assert db.session.scalars(db.select(Deviation).filter_by(event_id=planned.planned.id)).all() == []


def test_what_was_accepted_is_asked_again_when_it_has_grown(planned: Cast) -> None:
    accept_reds(planned.planned)
    assert "risks" not in codes(planned)
    actions.add(planned.planned, SYSTEM, Risk, {**RED, "text": "Storm"})
    assert "risks" in codes(planned)


def test_a_partner_is_not_told_how_ready_the_plan_is(planned: Cast) -> None:
    assert "Readiness of the plan" in planned.olle.door.get(PLAN).text
    assert "Readiness of the plan" not in planned.kim.door.get(PLAN).text
    assert "Red risks" not in planned.kim.door.get("/events/vinter/").text


def test_the_overview_lists_what_is_red_with_the_way_there(planned: Cast) -> None:
    page = planned.petra.door.get("/events/vinter/").text
    assert 'href="/events/vinter/plan/risks"' in page and "Red risks that nobody has accepted: 1" in page
    assert [check.good for check in checks(plan_of(planned.planned)) if check.code == "risks"] == [False]
