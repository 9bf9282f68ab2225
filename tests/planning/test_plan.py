"""The plan is edited in place, and a published version never changes."""

import hashlib
import json
import re
from html import unescape
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.events import actions as events
from eventops.events.models import PlaceKind
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.bands import band
from eventops.planning.models import Cause, Objective, Part, PlanVersion, Problem, Risk
from eventops.planning.queries import plan_of
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
RISK = {"text": "Trängsel", "likelihood": "3", "consequence": "5", "cause": "Stor artist", "owner": "Arrangören",
    "audience": "police",
}


def objectives(cast: Cast) -> list[Objective]:
    return list(db.session.scalars(db.select(Objective).filter_by(event_id=cast.planned.id).order_by(Objective.number)))


def risks(cast: Cast) -> list[Risk]:
    return list(db.session.scalars(db.select(Risk).filter_by(event_id=cast.planned.id).order_by(Risk.number)))


def versions(cast: Cast) -> list[PlanVersion]:
    query = db.select(PlanVersion).filter_by(event_id=cast.planned.id).order_by(PlanVersion.number)
    return list(db.session.scalars(query))


def add(cast: Cast, kind: type[Part], **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event, with a plan that can be published."""
    add(cast, Objective, text="Ingen skadas", indicator="Skadade", target="0")
    add(cast, Risk, text="Trångt", likelihood=3, consequence=5, residual_likelihood=2, residual_consequence=5)
    accept_reds(cast.planned)
    return cast


def test_an_empty_plan_says_what_belongs_in_it(cast: Cast) -> None:
    door = cast.petra.door
    assert "Not published yet" in door.get(PLAN).text
    for section, text in (("picture", "No objective yet"), ("risks", "No risk yet")):
        assert text in door.get(f"{PLAN}/{section}").text
    assert "Add an objective" in door.get(f"{PLAN}/picture").text
    assert "Add an objective" not in cast.olle.door.get(f"{PLAN}/picture").text


def test_objectives_and_risks_are_numbered_as_they_come(cast: Cast) -> None:
    door = cast.petra.door
    for text in ("Ingen skadas", "Besökarna är trygga"):
        aim = {"text": text, "indicator": "Andel", "target": "85 %", "audience": "police"}
        assert door.post(f"{PLAN}/objectives/new", data=aim).status_code == 302
    assert door.post(f"{PLAN}/risks/new", data=RISK).status_code == 302
    assert [(each.number, each.text) for each in objectives(cast)] == [(1, "Ingen skadas"), (2, "Besökarna är trygga")]
    assert [(each.number, each.score, each.residual) for each in risks(cast)] == [(1, 15, None)]


def test_what_is_edited_stands_in_its_own_place_in_the_document(planned: Cast) -> None:
    door = planned.petra.door
    assert "Ingen skadas</textarea>" in door.get(f"{PLAN}/objectives/1").text.replace("\r\n", "")
    reworded = {"text": "Ingen dör", "indicator": "", "target": " "}
    assert door.post(f"{PLAN}/objectives/1", data=reworded).status_code == 302
    assert objectives(planned)[0].said() == {
        "text": "Ingen dör", "problem": None, "indicator": None, "baseline": None, "target": None, "computed": None,
        "target_value": None, "audience": "police",
    }  # fmt: skip


def test_sending_the_same_twice_makes_one(cast: Cast) -> None:
    sent = {**RISK, "client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"}
    for _ in range(2):
        assert cast.petra.door.post(f"{PLAN}/risks/new", data=sent).status_code == 302
    assert len(risks(cast)) == 1


def test_two_planners_who_edit_one_part_at_once_both_keep_what_they_wrote(planned: Cast) -> None:
    petra, karin = planned.petra.door, planned.karin.door
    was = risks(planned)[0].said()
    form = {**{k: v if v is not None else "" for k, v in was.items()}, "was": json.dumps(was)}
    assert petra.post(f"{PLAN}/risks/1", data={**form, "owner": "Arrangören"}).status_code == 302
    assert karin.post(f"{PLAN}/risks/1", data={**form, "cause": "Stor artist"}).status_code == 302
    assert (risks(planned)[0].owner, risks(planned)[0].cause) == ("Arrangören", "Stor artist")


def test_a_true_conflict_shows_both_and_a_second_save_decides(planned: Cast) -> None:
    was = risks(planned)[0].said()
    form = {**{k: v if v is not None else "" for k, v in was.items()}, "was": json.dumps(was)}
    planned.petra.door.post(f"{PLAN}/risks/1", data={**form, "owner": "Arrangören"})
    answer = planned.karin.door.post(f"{PLAN}/risks/1", data={**form, "owner": "Kommunen"})
    assert answer.status_code == 422
    assert "Petra (planner) has meanwhile written: Arrangören. Save again to keep yours." in answer.text
    assert 'value="Kommunen"' in answer.text and risks(planned)[0].owner == "Arrangören"
    seen = unescape(re.search(r'name="was"[^>]*value="([^"]*)"', answer.text).group(1))  # type: ignore[union-attr]
    again = planned.karin.door.post(f"{PLAN}/risks/1", data={**form, "owner": "Kommunen", "was": seen})
    assert (again.status_code, risks(planned)[0].owner) == (302, "Kommunen")


def test_a_part_is_taken_out_with_a_reason_and_stays_in_the_versions_that_had_it(planned: Cast) -> None:
    door = planned.karin.door
    door.post(f"{PLAN}/versions", data={})
    answer = door.post(f"{PLAN}/risks/1/drop", data={"drop-reason": " "})
    assert answer.status_code == 422 and "Say why it is taken out of the plan." in answer.text
    assert door.post(f"{PLAN}/risks/1/drop", data={"drop-reason": "Scenen byggs inte"}).status_code == 302
    assert "Trångt" not in door.get(f"{PLAN}/risks").text
    assert "Trångt" in door.get(f"{PLAN}/versions/1").text
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="risk.dropped")).one()
    assert json.loads(record.facts or "")["dropped_because"] == "Scenen byggs inte"


def test_what_a_writer_may_not_see_stays_referred_to(planned: Cast) -> None:
    seen = add(planned, Problem, text="Trångt", audience="police")
    hidden = add(planned, Problem, text="Hemligt MARK-LEDNING", audience="command")
    cause = add(planned, Cause, text="Smal grind", problem=hidden.number)
    page = planned.petra.door.get(f"{PLAN}/causes/{cause.number}").text
    assert "MARK-LEDNING" not in page and f"{hidden.number} (not shown to you)" in page
    sent = {"text": "Mycket smal grind", "problem": str(hidden.number)}
    assert planned.petra.door.post(f"{PLAN}/causes/{cause.number}", data=sent).status_code == 302
    assert (cause.text, cause.problem) == ("Mycket smal grind", hidden.number) != (cause.text, seen.number)


def test_a_partner_sees_only_the_parts_that_are_for_it(planned: Cast) -> None:
    add(planned, Objective, text="För alla MARK-ALL", audience="all")
    add(planned, Objective, text="För kyrkan MARK-KYRKAN", audience="partner:kyrkan")
    add(planned, Objective, text="För polisen MARK-POLIS", audience="police")
    actions.publish(planned.planned, SYSTEM)
    for path in ("", "/picture", "/versions/1"):
        page = planned.kim.door.get(f"{PLAN}{path}").text
        assert "MARK-POLIS" not in page and "Trångt" not in page, path
    page = planned.kim.door.get(f"{PLAN}/picture").text
    assert "MARK-ALL" in page and "MARK-KYRKAN" in page
    assert planned.kim.door.get(f"{PLAN}/versions/1.json").status_code == 404
    assert planned.kim.door.get(f"{PLAN}/objectives/4").status_code == 404
    assert planned.kim.door.get(f"{PLAN}/objectives/2").status_code == 403


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
    page = planned.olle.door.get(f"{PLAN}/risks").text
    assert page.count('class="matrix__risk" href="#risks-1"') == 2
    assert "Before measures" in page and "After measures" in page


@pytest.mark.parametrize(
    ("missing", "message"),
    [("objective", "The plan has no objective."), ("risk", "The plan has no risk."), ("sector", "The plan has no sec")],
)
def test_a_plan_without_objective_risk_or_sector_is_not_published(cast: Cast, missing: str, message: str) -> None:
    if missing != "objective":
        add(cast, Objective, text="Ingen skadas")
    if missing != "risk":
        add(cast, Risk, text="Trängsel", likelihood=3, consequence=5)
    if missing == "sector":
        for place in [each for each in plan_of(cast.planned).places if each.kind == "sector"]:
            said: dict[str, Any] = {"code": place.code, "name": place.name, "geometry": place.geometry}
            events.edit_place(cast.planned, SYSTEM, place, kind=PlaceKind.OTHER, **said)
    answer = cast.petra.door.post(f"{PLAN}/versions", data={"publish-note": "Första versionen"})
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Första versionen"' in answer.text
    assert versions(cast) == []


def test_publishing_freezes_the_plan_and_later_edits_do_not_reach_the_version(planned: Cast) -> None:
    door = planned.karin.door
    assert door.post(f"{PLAN}/versions", data={"publish-note": "Fastställd"}).status_code == 302
    before = door.get(f"{PLAN}/versions/1.json").data
    door.post(f"{PLAN}/objectives/1", data={"text": "Något helt annat", "audience": "police"})
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
    aim = {"text": "Ingen dör", "indicator": "Skadade", "target": "0", "audience": "police"}
    door.post(f"{PLAN}/objectives/1", data=aim)
    door.post(f"{PLAN}/risks/new", data=RISK)
    events.edit_event(planned.planned, SYSTEM, events.Frame("Vinterfesten 2", planned.planned.kind))
    page = door.get(PLAN).text
    for text in ("3 changes since version 1", "Objective 1: Objective: Ingen skadas → Ingen dör", "Risk 2: added"):
        assert text in page


def test_an_unchanged_plan_is_not_published_again(planned: Cast) -> None:
    answers = [planned.petra.door.post(f"{PLAN}/versions", data={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Nothing has changed since the last version." in answers[1].text
    assert [each.number for each in versions(planned)] == [1]
    add(planned, Risk, text="Storm", likelihood=2, consequence=5)
    accept_reds(planned.planned)
    assert actions.publish(planned.planned, SYSTEM).number == 2


def test_a_part_that_is_not_there_is_not_found(planned: Cast) -> None:
    for path in ("objectives/9", "risks/9", "versions/9", "versions/9.json"):
        assert planned.petra.door.get(f"{PLAN}/{path}").status_code == 404, path
    add(planned, Objective, text="Besökarna är trygga")
    assert planned.petra.door.get(f"{PLAN}/objectives/2").status_code == 200
    assert planned.petra.door.get("/events/sommar/plan/objectives/2").status_code == 404
