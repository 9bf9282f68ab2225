"""The chain from problem to follow-up: what ties the parts, and what a measure needs before it is decided."""

import re
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.changes import change
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.chain import strands
from eventops.planning.models import (
    PARTS,
    Cause,
    Evidence,
    Measure,
    Objective,
    Part,
    PartnerRole,
    Problem,
)  # fmt: skip
from eventops.planning.queries import plan_of
from tests.cast import Cast

PLAN = "/events/vinter/plan"
PICTURE = f"{PLAN}/picture"
MEASURE = {
    "text": "Bemannad förvaring vid entrén", "kind": "situational", "carried": "own", "owner": "kyrkan", "cause": "1",
    "objective": "1", "grounds": "believed", "requirement": "Öppen 10–02 alla dagar", "hours_needed": "120",
    "hours_committed": "120", "follow_up_on": "2026-12-01", "audience": "police",
}  # fmt: skip


def add(cast: Cast, kind: type[Part], /, **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


def mandate(cast: Cast, partner: str = "kyrkan", *, given: bool = True) -> None:
    add(cast, PartnerRole, partner=partner, role="Stöd", representative="Den som bestämmer", mandate=given)


def measures(cast: Cast) -> list[Measure]:
    return list(db.session.scalars(db.select(Measure).filter_by(event_id=cast.planned.id).order_by(Measure.number)))


@pytest.fixture
def pictured(cast: Cast) -> Cast:
    """The planned event with a problem, two causes and an objective."""
    add(cast, Problem, text="Stölder ur tält", kind="phenomenon", places=["A", "A1"], categories=["T1"])
    add(cast, Cause, text="Tälten står obevakade dagtid", problem=1, confidence="high")
    add(cast, Cause, text="En liga åker mellan festivaler", problem=1, confidence="low")
    add(cast, Objective, text="Färre stölder", problem=1, indicator="Anmälda stölder", target="högst 20")
    return cast


@pytest.fixture
def proposed(pictured: Cast) -> Cast:
    """The same with a measure that lacks nothing but its owner's mandate."""
    assert pictured.petra.door.post(f"{PLAN}/measures/new", data=MEASURE).status_code == 302
    return pictured


def test_a_problem_its_causes_an_objective_and_a_measure_are_written_through_the_door(cast: Cast) -> None:
    door = cast.petra.door
    told: list[tuple[str, dict[str, Any]]] = [
        ("problems", {"text": "Trängsel", "kind": "place", "places": ["A", "A1"], "categories": ["C1", "O1"]}),
        ("evidence", {"text": "Vi såg köer", "problem": "1", "source": "partner", "partner": "kyrkan"}),
        ("causes", {"text": "Smal gång", "problem": "1", "confidence": "low", "evidence_for": "Ritning"}),
        ("objectives", {"text": "Ingen kö", "problem": "1", "computed": "crimes_per_1000", "target_value": "1,5"}),
        ("measures", MEASURE),
    ]
    for plural, said in told:
        answer = door.post(f"{PLAN}/{plural}/new", data={**said, "audience": "police"})
        assert answer.status_code == 302, (plural, answer.text)
        assert answer.headers["Location"].endswith(f"/plan/picture#{plural}")
    parts = plan_of(cast.planned).parts
    problem, objective, measure = (parts[plural][0] for plural in ("problems", "objectives", "measures"))
    assert (problem.places, problem.categories) == (["A", "A1"], ["C1", "O1"])
    assert (objective.computed, objective.target_value) == ("crimes_per_1000", 1.5)
    assert (measure.cause, measure.objective, measure.hours_needed) == (1, 1, 120)


def test_a_kind_of_part_is_found_by_its_own_name(pictured: Cast) -> None:
    answer = pictured.petra.door.get(f"{PLAN}/objectives")
    assert answer.headers["Location"].endswith("/plan/picture#objectives")


@pytest.mark.parametrize(
    ("plural", "said", "message"),
    [
        ("causes", {"text": "Okänd", "problem": ""}, "This field is required."),
        ("causes", {"text": "Okänd", "problem": "9"}, "Not a valid choice."),
        ("problems", {"text": "Okänt", "categories": ["ZZ"]}, "not"),
        ("objectives", {"text": "Färre", "computed": "crimes_per_1000"}, "Give the target as a number"),
        ("measures", {**MEASURE, "hours_needed": "-1"}, "Number must be"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_typed_is_lost(
    pictured: Cast, plural: str, said: dict[str, Any], message: str
) -> None:
    before = len(plan_of(pictured.planned).parts[plural])
    answer = pictured.petra.door.post(f"{PLAN}/{plural}/new", data={"audience": "police", **said})
    assert answer.status_code == 422 and message in answer.text
    assert f"{said['text']}</textarea>" in answer.text
    assert len(plan_of(pictured.planned).parts[plural]) == before


def test_a_problem_with_one_hypothesis_is_warned_about_until_there_is_another(cast: Cast) -> None:
    add(cast, Problem, text="Stölder ur tält", kind="phenomenon")
    add(cast, Cause, text="Tälten står obevakade", problem=1)
    assert "Only one cause is proposed." in cast.petra.door.get(PICTURE).text
    add(cast, Cause, text="En liga", problem=1)
    assert "Only one cause is proposed." not in cast.petra.door.get(PICTURE).text


def test_a_cause_that_a_measure_works_on_stays_in_the_plan(proposed: Cast) -> None:
    answer = proposed.petra.door.post(f"{PLAN}/causes/1/drop", data={"drop-reason": "Fel"})
    assert answer.status_code == 422 and "measure 1 refers to it" in answer.text


def test_row_12_a_measure_without_mandate_resources_requirement_and_follow_up_is_not_decided(pictured: Cast) -> None:
    add(pictured, Measure, text="Ljus", kind="situational")
    answer = pictured.petra.door.post(f"{PLAN}/measures/1/decision")
    assert answer.status_code == 422
    for field, message in (
        ("owner", "Say which partner answers for it."), ("cause", "Say which cause it works on."),
        ("requirement", "Say what is required of it."), ("follow_up_on", "Set the day on which it is followed up."),
        ("hours_committed", "Commit hours, people or money to it."),
    ):  # fmt: skip
        assert re.search(rf'id="{field}-error".*?{re.escape(message)}', answer.text, re.S), field
    assert measures(pictured)[0].state == "proposed"


@pytest.mark.parametrize("given", [None, False])
def test_row_12_an_owner_whose_representative_has_no_mandate_cannot_have_it_decided(
    proposed: Cast, given: bool | None
) -> None:
    if given is not None:
        mandate(proposed, given=given)
    answer = proposed.petra.door.post(f"{PLAN}/measures/1/decision")
    assert answer.status_code == 422
    assert re.search(r'id="owner-error".*?Its representative has no mandate to decide', answer.text, re.S)
    assert "requirement-error" not in answer.text
    assert measures(proposed)[0].state == "proposed"


def test_row_12_a_measure_that_lacks_nothing_is_decided_done_and_evaluated(proposed: Cast) -> None:
    mandate(proposed)
    door = proposed.petra.door
    assert "Missing before it can be decided" not in door.get(PICTURE).text
    assert door.post(f"{PLAN}/measures/1/decision").status_code == 302
    assert (measures(proposed)[0].state, measures(proposed)[0].decided_by) == ("decided", "Petra (planner)")
    assert door.post(f"{PLAN}/measures/1/completion").status_code == 302
    assert measures(proposed)[0].state == "done"
    said = {"evaluation-1-outcome": "adjust", "evaluation-1-evaluation": "Halva kön, men för kort öppet"}
    assert door.post(f"{PLAN}/measures/1/evaluation", data=said).status_code == 302
    assert (measures(proposed)[0].state, measures(proposed)[0].outcome) == ("evaluated", "adjust")
    assert "Halva kön, men för kort öppet" in door.get(PICTURE).text


def test_an_evaluation_without_words_is_refused_beside_its_field(proposed: Cast) -> None:
    mandate(proposed)
    actions.decide(proposed.planned, SYSTEM, measures(proposed)[0])
    answer = proposed.petra.door.post(f"{PLAN}/measures/1/evaluation", data={"evaluation-1-outcome": "stop"})
    assert answer.status_code == 422 and "Say what it led to." in answer.text
    assert re.search(r'<option selected value="stop">', answer.text)
    assert measures(proposed)[0].state == "decided"


def test_what_is_proposed_is_neither_done_nor_evaluated(proposed: Cast) -> None:
    door = proposed.petra.door
    door.post(f"{PLAN}/measures/1/completion")
    assert "Decide the measure first." in door.get(PICTURE).text
    said = {"evaluation-1-outcome": "stop", "evaluation-1-evaluation": "Ingen effekt"}
    assert door.post(f"{PLAN}/measures/1/evaluation", data=said).status_code == 422
    assert measures(proposed)[0].state == "proposed"


def test_what_is_decided_keeps_what_it_was_decided_with(proposed: Cast) -> None:
    mandate(proposed)
    actions.decide(proposed.planned, SYSTEM, measures(proposed)[0])
    for changed, message in (
        ({"requirement": ""}, "Say what is required of it."),
        ({"owner": "arrangoren"}, "Its representative has no mandate to decide."),
    ):
        answer = proposed.petra.door.post(f"{PLAN}/measures/1", data={**MEASURE, **changed})
        assert answer.status_code == 422 and message in answer.text
    assert proposed.petra.door.post(f"{PLAN}/measures/1", data={**MEASURE, "hours_needed": "60"}).status_code == 302


def test_row_26_a_measure_that_needs_more_than_is_committed_shows_what_it_is_short_of(proposed: Cast) -> None:
    assert " short<" not in proposed.petra.door.get(PICTURE).text
    said = {**MEASURE, "hours_needed": "200", "money_needed": "9000"}
    proposed.petra.door.post(f"{PLAN}/measures/1", data=said)
    page = proposed.petra.door.get(PICTURE).text
    assert "80 short" in page and "9,000 short" in page and "not covered" in page
    assert measures(proposed)[0].uncovered == ["hours", "money"]


def test_the_overview_lists_the_measures_without_mandate_or_resources(proposed: Cast) -> None:
    front = "/events/vinter/"
    page = proposed.petra.door.get(front).text
    assert re.search(r"Measures without mandate or resources.*?Bemannad förvaring.*?no mandate", page, re.S)
    mandate(proposed)
    assert "Bemannad förvaring" not in proposed.petra.door.get(front).text
    add(proposed, Measure, text="Ljus på parkeringen", kind="situational", owner="kyrkan")
    page = proposed.petra.door.get(front).text
    assert re.search(r"Ljus på parkeringen.*?no resources", page, re.S)


def test_the_owners_coordinator_decides_its_own_measure_and_no_other(proposed: Cast) -> None:
    mandate(proposed)
    said = {**MEASURE, "audience": "partner:kyrkan"}
    proposed.petra.door.post(f"{PLAN}/measures/1", data=said)
    add(proposed, Measure, text="Vatten", kind="social", owner="arrangoren", audience="all")
    kim = proposed.kim.door
    assert kim.post(f"{PLAN}/measures/2/decision").status_code == 302
    assert measures(proposed)[1].state == "proposed"
    assert kim.post(f"{PLAN}/measures/1/decision").status_code == 302
    assert measures(proposed)[0].decided_by == "Kim (partner_coordinator)"
    assert proposed.olle.door.post(f"{PLAN}/measures/1/completion").status_code == 403


def test_a_partner_sees_only_what_is_for_it_and_only_that_is_drawn(pictured: Cast) -> None:
    add(pictured, Problem, text="För alla MARK-ALL", kind="time", audience="all")
    add(pictured, Evidence, text="Hemligt MARK-BEVIS", problem=1, source="survey")
    add(pictured, Measure, text="Vår åtgärd MARK-KYRKAN", kind="social", owner="kyrkan", cause=1)
    page = pictured.kim.door.get(PICTURE).text
    assert "MARK-ALL" in page and "MARK-KYRKAN" in page
    for hidden in ("Stölder ur tält", "obevakade dagtid", "MARK-BEVIS", "Färre stölder"):
        assert hidden not in page, hidden
    for path in ("problems/1", "evidence/1", "causes/1"):
        assert pictured.kim.door.get(f"{PLAN}/{path}").status_code == 404, path
    for act in ("decision", "completion", "evaluation"):
        assert pictured.tove.door.post(f"{PLAN}/measures/1/{act}").status_code == 404, act


def test_a_partners_coordinator_adds_what_its_own_people_have_seen(cast: Cast) -> None:
    add(cast, Problem, text="För alla", kind="time", audience="all")
    said = {"text": "Nattvandrarna såg det", "problem": "1", "source": "partner", "audience": "partner:kyrkan"}
    assert cast.kim.door.post(f"{PLAN}/evidence/new", data={**said, "partner": "trafiken"}).status_code == 422
    assert cast.kim.door.post(f"{PLAN}/evidence/new", data={**said, "partner": "kyrkan"}).status_code == 302
    assert plan_of(cast.planned).parts["evidence"][0].partner == "kyrkan"


def test_the_chain_ties_each_measure_to_its_cause_and_its_objective(proposed: Cast) -> None:
    add(proposed, Measure, text="Belysning", kind="situational", cause=2)
    add(proposed, Objective, text="Fritt")
    add(proposed, Measure, text="Löst", kind="information")
    strand, loose = strands(plan_of(proposed.planned).parts)
    assert strand.problem is not None and strand.problem.number == 1
    assert [each.number for each in strand.measures] == [1, 2]
    assert (strand.to_causes, strand.to_objectives, strand.to_measures) == ([(0, 0), (0, 1)], [(0, 0)], [(0, 0)])
    assert loose.problem is None
    assert [each.text for each in (*loose.objectives, *loose.measures)] == ["Fritt", "Löst"]
    page = proposed.petra.door.get(PICTURE).text
    assert 'href="#measures-1"' in page and page.count("<path d=") == 4


def test_a_problem_without_an_objective_is_drawn_with_an_empty_place_for_one(cast: Cast) -> None:
    add(cast, Problem, text="Kabelstöld", kind="phenomenon")
    add(cast, Cause, text="Ingen vakt", problem=1)
    add(cast, Measure, text="Nattvakt", kind="staffing", cause=1)
    (strand,) = strands(plan_of(cast.planned).parts)
    assert (strand.to_objectives, strand.to_measures) == ([(0, 0)], [(0, 0)])
    assert "No objective yet" in cast.petra.door.get(PICTURE).text


def test_how_a_measure_goes_is_on_the_record_but_leaves_the_published_plan_as_it_was(proposed: Cast) -> None:
    mandate(proposed)
    actions.decide(proposed.planned, SYSTEM, measures(proposed)[0])
    before = plan_of(proposed.planned).content()
    actions.finish(proposed.planned, SYSTEM, measures(proposed)[0])
    actions.evaluate(proposed.planned, SYSTEM, measures(proposed)[0], "continue", "Den höll")
    assert plan_of(proposed.planned).content() == before
    assert '"decided_by":"system"' in before
    assert measures(proposed)[0].snapshot()["outcome"] == "continue"


def test_a_measure_is_evaluated_after_the_event_is_closed(proposed: Cast) -> None:
    mandate(proposed)
    actions.decide(proposed.planned, SYSTEM, measures(proposed)[0])
    with change(proposed.planned, SYSTEM) as record:
        proposed.planned.phase = "closed"
        record("event.closed", proposed.planned)
    said = {"evaluation-1-outcome": "continue", "evaluation-1-evaluation": "Den höll"}
    assert proposed.petra.door.post(f"{PLAN}/measures/1/evaluation", data=said).status_code == 302
    assert measures(proposed)[0].evaluation == "Den höll"


def test_every_kind_of_the_chain_is_a_part_of_the_plan() -> None:
    order = [plural for plural in PARTS if plural in ("problems", "evidence", "causes", "objectives", "measures")]
    assert order == ["problems", "evidence", "causes", "objectives", "measures"]
