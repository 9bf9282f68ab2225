"""The plan is edited in place, and a published version never changes."""

import hashlib
import json
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.events import actions as events
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.actions import Aim, Judgement
from eventops.planning.bands import band
from eventops.planning.models import Objective, PlanVersion, Risk
from eventops.planning.queries import plan_of
from tests.cast import Cast

PLAN = "/events/vinter/plan"
RISK = {"text": "Trängsel", "likelihood": "3", "consequence": "5", "cause": "Stor artist", "owner": "Arrangören"}


def objectives(cast: Cast) -> list[Objective]:
    return list(db.session.scalars(db.select(Objective).filter_by(event_id=cast.planned.id)))


def risks(cast: Cast) -> list[Risk]:
    return list(db.session.scalars(db.select(Risk).filter_by(event_id=cast.planned.id)))


def versions(cast: Cast) -> list[PlanVersion]:
    query = db.select(PlanVersion).filter_by(event_id=cast.planned.id).order_by(PlanVersion.number)
    return list(db.session.scalars(query))


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event, with a plan that can be published."""
    actions.add_objective(cast.planned, SYSTEM, Aim("Ingen skadas", "Skadade", "0"))
    actions.add_risk(cast.planned, SYSTEM, Judgement("Trångt", 3, 5, residual_likelihood=2, residual_consequence=5))
    return cast


def test_an_empty_plan_says_what_belongs_in_it(cast: Cast) -> None:
    page = cast.petra.door.get(PLAN).text
    for text in ("No objective yet", "No risk yet", "Not published yet"):
        assert text in page
    assert "Add an objective" not in cast.olle.door.get(PLAN).text


def test_objectives_and_risks_are_numbered_as_they_come(cast: Cast) -> None:
    door = cast.petra.door
    for text in ("Ingen skadas", "Besökarna är trygga"):
        aim = {"text": text, "indicator": "Andel", "target": "85 %"}
        assert door.post(f"{PLAN}/objectives/new", data=aim).status_code == 302
    assert door.post(f"{PLAN}/risks/new", data=RISK).status_code == 302
    assert [(each.number, each.text) for each in objectives(cast)] == [(1, "Ingen skadas"), (2, "Besökarna är trygga")]
    assert [(each.number, each.score, each.residual) for each in risks(cast)] == [(1, 15, None)]


def test_what_is_edited_stands_in_its_own_place_in_the_document(planned: Cast) -> None:
    door = planned.petra.door
    assert "Ingen skadas</textarea>" in door.get(f"{PLAN}/objectives/1").text.replace("\r\n", "")
    reworded = {"text": "Ingen dör", "indicator": "", "target": ""}
    assert door.post(f"{PLAN}/objectives/1", data=reworded).status_code == 302
    assert objectives(planned)[0].snapshot() == {
        "type": "objective", "number": 1, "text": "Ingen dör", "indicator": None, "target": None,
    }  # fmt: skip


def test_sending_the_same_twice_makes_one(cast: Cast) -> None:
    door = cast.petra.door
    for _ in range(2):
        assert door.post(f"{PLAN}/objectives/new", data={"text": "Ingen skadas"}).status_code == 302
        assert door.post(f"{PLAN}/risks/new", data=RISK).status_code == 302
    assert (len(objectives(cast)), len(risks(cast))) == (1, 1)
    again = door.post(f"{PLAN}/risks/new", data={**RISK, "owner": "Kommunen"})
    assert again.status_code == 422 and "Number 1 says the same. Edit that one." in again.text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": "  "}, "This field is required."),
        ({"text": "x" * 2001}, "Field cannot be longer than 2000 characters."),
        ({"likelihood": "6"}, "Not a valid choice."),
        ({"residual_likelihood": "2"}, "Judge both likelihood and consequence after the measure."),
    ],
)
def test_a_risk_that_cannot_be_judged_so_is_refused_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = cast.petra.door.post(f"{PLAN}/risks/new", data={**RISK, **wrong})
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Stor artist"' in answer.text and 'value="Arrangören"' in answer.text
    assert risks(cast) == []


def test_a_score_is_judged_by_the_bands_of_r70() -> None:
    edges = {(1, 4): "low", (1, 5): "medium", (3, 3): "medium", (2, 5): "high", (4, 4): "high", (4, 5): "extreme"}
    assert {score: band(*score) for score in edges} == edges


def test_the_matrix_shows_each_risk_where_it_was_judged_before_and_after(planned: Cast) -> None:
    page = planned.olle.door.get(PLAN).text
    assert page.count('class="matrix__risk" href="#risk-1"') == 2
    assert "Before measures" in page and "After measures" in page


@pytest.mark.parametrize(
    ("missing", "message"),
    [("objective", "The plan has no objective."), ("risk", "The plan has no risk."), ("sector", "The plan has no sec")],
)
def test_a_plan_without_objective_risk_or_sector_is_not_published(cast: Cast, missing: str, message: str) -> None:
    if missing != "objective":
        actions.add_objective(cast.planned, SYSTEM, Aim("Ingen skadas"))
    if missing != "risk":
        actions.add_risk(cast.planned, SYSTEM, Judgement("Trängsel", 3, 5))
    if missing == "sector":
        for place in [each for each in plan_of(cast.planned).places if each.kind == "sector"]:
            said: dict[str, Any] = {"code": place.code, "name": place.name, "geometry": place.geometry}
            events.edit_place(cast.planned, SYSTEM, place, kind=events.PlaceKind.OTHER, **said)
    answer = cast.petra.door.post(f"{PLAN}/versions", data={"publish-note": "Första versionen"})
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Första versionen"' in answer.text
    assert versions(cast) == []


def test_publishing_freezes_the_plan_and_later_edits_do_not_reach_the_version(planned: Cast) -> None:
    door = planned.karin.door
    assert door.post(f"{PLAN}/versions", data={"publish-note": "Fastställd"}).status_code == 302
    before = door.get(f"{PLAN}/versions/1.json").data
    door.post(f"{PLAN}/objectives/1", data={"text": "Något helt annat"})
    door.post(f"{PLAN}/risks/new", data=RISK)
    after = door.get(f"{PLAN}/versions/1.json").data
    assert after == before
    version = versions(planned)[0]
    assert hashlib.sha256(after).hexdigest() == version.digest
    assert [each["text"] for each in json.loads(after)["objectives"]] == ["Ingen skadas"]
    page = door.get(f"{PLAN}/versions/1").text
    assert "Ingen skadas" in page and "Något helt annat" not in page and version.digest in page
    assert (version.published_by, version.note) == ("Karin", "Fastställd")


def test_the_version_is_on_the_record_with_its_digest(planned: Cast) -> None:
    version = actions.publish(planned.planned, SYSTEM)
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="plan.published")).one()
    assert json.loads(record.facts or "")["digest"] == version.digest


def test_the_document_says_what_has_changed_since_the_last_version(planned: Cast) -> None:
    door = planned.petra.door
    door.post(f"{PLAN}/versions", data={})
    assert "Nothing changed since" in door.get(PLAN).text
    door.post(f"{PLAN}/objectives/1", data={"text": "Ingen dör"})
    door.post(f"{PLAN}/risks/new", data=RISK)
    events.edit_event(planned.planned, SYSTEM, events.Frame("Vinterfesten 2", planned.planned.kind))
    page = door.get(PLAN).text
    for text in ("3 changes since version 1", "Objective 1: changed", "Risk 2: added"):
        assert text in page


def test_an_unchanged_plan_is_not_published_again(planned: Cast) -> None:
    answers = [planned.petra.door.post(f"{PLAN}/versions", data={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Nothing has changed since the last version." in answers[1].text
    assert [each.number for each in versions(planned)] == [1]
    actions.add_risk(planned.planned, SYSTEM, Judgement("Storm", 2, 5))
    assert actions.publish(planned.planned, SYSTEM).number == 2


def test_a_part_that_is_not_there_is_not_found(planned: Cast) -> None:
    for path in ("objectives/9", "risks/9", "versions/9", "versions/9.json"):
        assert planned.petra.door.get(f"{PLAN}/{path}").status_code == 404, path
    actions.add_objective(planned.planned, SYSTEM, Aim("Besökarna är trygga"))
    assert planned.petra.door.get(f"{PLAN}/objectives/2").status_code == 200
    assert planned.petra.door.get("/events/sommar/plan/objectives/2").status_code == 404
