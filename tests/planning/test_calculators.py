"""What the calculators find, and how a result gets into the plan (domain R50-R55, R60-R62, R35)."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.calculators import CALCULATORS, Verdict, figures, work_out
from eventops.planning.calculators.exits import rates
from eventops.planning.calculators.figures import book as reference_book
from eventops.planning.ground import ground
from eventops.planning.models import Calculation, Objective, Risk
from eventops.planning.queries import plan_of
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
EXITS = {
    "persons": 20_000, "widths": [12.0, 8.0, 8.0, 6.0], "minutes": 8.0, "emergency_minutes": 6.0, "ground": "level",
    "alcohol": False, "indoors": False,
}  # fmt: skip
TYPED = {"persons": "20000", "widths": "12 8 8 6", "minutes": "8", "emergency_minutes": "6", "ground": "level"}
MAURER = {
    "allowed": 50_000, "expected": 50_000, "kind": "open_air", "factor": None, "indoors": False, "vips": 0,
    "violence": False, "planned": None,
}  # fmt: skip


def found(name: str, **said: Any) -> dict[Any, Any]:
    """What a calculator finds, by line, and by (line, column) in a table."""
    lines = work_out(name, said).lines
    return {(line.name, line.column) if line.column else line.name: line.value for line in lines}


def verdict(name: str, **said: Any) -> Verdict:
    return work_out(name, said).verdict


def accepted(cast: Cast) -> list[Calculation]:
    query = db.select(Calculation).filter_by(event_id=cast.planned.id).order_by(Calculation.number)
    return list(db.session.scalars(query))


# -- the rules


def test_r50_two_persons_a_square_metre_hold_36000_on_18000_square_metres() -> None:
    area = {"area": 18_000, "lost": 0, "density": 2.0, "factor_p": 1.0, "factor_s": 1.0}
    assert found("holding", **area, expected=30_000)["capacity"] == 36_000
    assert found("holding", **area, expected=30_000)["cautious"] == 18_000
    assert verdict("holding", **area, expected=28_000) is Verdict.GREEN
    assert verdict("holding", **area, expected=30_000) is Verdict.AMBER
    assert verdict("holding", **area, expected=36_001) is Verdict.RED


def test_r53_holding_uses_the_lower_of_p_and_s_and_takes_off_what_is_lost() -> None:
    said = {"area": 10_000, "lost": 1_000, "density": 2.0, "factor_p": 0.8, "factor_s": 0.5, "expected": 0}
    assert found("holding", **said)["capacity"] == 9_000
    with pytest.raises(Refused) as refused:
        work_out("holding", {**said, "lost": 10_000})
    assert refused.value.field == "lost"


@pytest.mark.parametrize(
    ("density", "band"),
    [
        (1.9, "free"), (2.0, "slowed"), (3.49, "slowed"), (3.5, "contact"), (4.99, "contact"), (5.0, "dangerous"),
        (7.0, "critical"),
    ],
)  # fmt: skip
def test_r51_density_is_judged_by_the_alarm_scale(density: float, band: str) -> None:
    said = {"area": 1_000, "lost": 0, "density": 4.7, "factor_p": 1.0, "factor_s": 1.0, "expected": density * 1_000}
    assert found("holding", **said)["band"] == band


@pytest.mark.parametrize(
    ("flow", "level"), [(22, "A"), (23, "B"), (33, "C"), (49, "D"), (66, "E"), (82, "F"), (500, "F")]
)
def test_r52_a_walkways_level_of_service_follows_its_flow(flow: int, level: str) -> None:
    said = {"width": 2, "expected": flow * 2, "share": 1, "minutes": 1}
    assert found("walkway", **said)["level"] == level
    judged = {"A": "green", "B": "green", "C": "green", "D": "amber", "E": "amber", "F": "red"}
    assert verdict("walkway", **said) == judged[level]


def test_r53_lanes_let_in_at_most_660_an_hour() -> None:
    said = {"lanes": 10, "rate": 660, "expected": 16_500, "hours": 4, "busiest": 0.4}
    assert found("ingress", **said)["capacity"] == 6_600
    assert found("ingress", **said)["arriving"] == 6_600
    assert verdict("ingress", **said) is Verdict.AMBER
    assert found("ingress", **{**said, "lanes": 9})["queue"] == 660
    assert verdict("ingress", **{**said, "lanes": 9}) is Verdict.RED
    assert figures("ingress")["range"]["rate"] == [1, 660]


def test_r53_safe_capacity_is_the_smallest_of_the_four() -> None:
    said = {"entry": 30_000, "holding": 36_000, "exit": 14_432, "emergency": 10_824, "expected": 10_000}
    assert found("capacity", **said)["safe"] == 10_824
    assert found("capacity", **said)["limit"] == "emergency"
    assert verdict("capacity", **said) is Verdict.AMBER
    assert verdict("capacity", **{**said, "expected": 10_825}) is Verdict.RED


def test_r54_golden_widths_for_20000_persons_in_8_minutes() -> None:
    result = found("exits", **EXITS)
    needed = {column: result["required", column] for column in ("guide", "measured", "older")}
    assert needed == {"guide": 30.5, "measured": 41.7, "older": 22.9}


def test_r54_the_widest_exit_is_not_counted() -> None:
    result = found("exits", **{**EXITS, "persons": 36_000})
    assert result["counted"] == 22
    assert result["capacity", "guide"] == 14_432
    assert verdict("exits", **{**EXITS, "persons": 36_000}) is Verdict.RED


def test_r54_rates_are_82_and_66_less_with_alcohol_and_never_above_60_measured() -> None:
    told = {
        (ground_, alcohol): rates(figures("exits"), ground=ground_, alcohol=alcohol)
        for ground_ in ("level", "stepped") for alcohol in (False, True)
    }  # fmt: skip
    assert told["level", False] == {"guide": 82, "measured": 60, "older": 109}
    assert told["stepped", False] == {"guide": 66, "measured": 60, "older": 73}
    assert told["level", True] == {"guide": 72, "measured": 60, "older": 109}
    assert told["stepped", True] == {"guide": 56, "measured": 56, "older": 73}


def test_r54_amber_when_only_the_guides_rate_suffices_or_an_exit_is_too_narrow() -> None:
    enough = {**EXITS, "persons": 7_900}
    assert verdict("exits", **enough) is Verdict.GREEN
    assert verdict("exits", **{**EXITS, "persons": 10_000}) is Verdict.AMBER
    assert verdict("exits", **{**enough, "widths": [12.0, 22.0, 1.0]}) is Verdict.RED
    assert verdict("exits", **{**enough, "widths": [12.0, 12.0, 12.0, 1.0]}) is Verdict.AMBER
    assert verdict("exits", **{**enough, "persons": 200, "widths": [3.0, 3.0, 1.1], "indoors": True}) is Verdict.AMBER


def test_r54_emergency_egress_takes_from_two_and_a_half_to_eight_minutes() -> None:
    assert figures("exits")["range"]["emergency_minutes"] == [2.5, 8]
    assert found("exits", **{**EXITS, "emergency_minutes": 2.5})["emergency", "guide"] == 22 * 82 * 2.5


@pytest.mark.parametrize(
    ("inside", "step", "judged"),
    [(799, "open", "green"), (800, "prepare", "amber"), (900, "slow", "amber"), (1000, "stop", "red")],
)
def test_r55_one_acts_at_80_90_and_100_percent(inside: int, step: str, judged: str) -> None:
    said = {"capacity": 1000, "counted_in": inside + 50, "counted_out": 50, "inflow": 0, "outflow": 0}
    assert found("occupancy", **said)["step"] == step
    assert verdict("occupancy", **said) == judged


def test_r55_fill_time_is_room_over_net_inflow() -> None:
    said = {"capacity": 36_000, "counted_in": 30_000, "counted_out": 1_500, "inflow": 150, "outflow": 25}
    assert found("occupancy", **said)["full_in"] == (36_000 - 28_500) / 125
    assert "full_in" not in found("occupancy", **{**said, "outflow": 150})


def test_3e_posts_come_first_and_ratios_only_stand_beside_them() -> None:
    posts = {"gates": 13, "pit": 6, "patrols": 10, "camps": 4, "bars": 4}
    said = {**posts, "each": 2, "shifts": 3, "reserve": 0.1, "expected": 50_000}
    result = found("guards", **said)
    assert (result["posts"], result["at_once"], result["a_day"]) == (37, 74, 245)
    assert (result["ratio", "observed"], result["ratio", "green_guide"]) == (120, 200)
    assert verdict("guards", **said) is Verdict.AMBER
    assert verdict("guards", **{**said, "each": 4}) is Verdict.GREEN
    police = {"patrols": 20, "response": 5, "dialogue": 1, "investigation": 1, "custody": 1, "command": 2}
    assert found("police", **police, each=2, shifts=3, reserve=0.1, expected=50_000)["ratio", "observed"] == 61


def test_r60_presentations_are_a_band_and_not_a_point() -> None:
    result = found("presentations", expected=50_000, planned=None)
    assert result["arbon", "median"] == 50
    assert (result["festival", "low"], result["festival", "high"]) == (467, 1_043)
    assert result["festival", "median"] in (600, 601)
    assert (result["arbon_transports", "median"], result["festival_transports", "median"]) == (1, 29)
    judged = {each: verdict("presentations", expected=50_000, planned=each) for each in (None, 500, 700, 1_043)}
    assert judged == {None: "amber", 500: "red", 700: "amber", 1_043: "green"}


@pytest.mark.parametrize(
    ("said", "points", "resources"),
    [
        ({}, 110, (100, 7, 6, 4)),
        ({"kind": "rock"}, 132, (160, 10, 7, 5)),
        ({"factor": 1.2}, 132, (160, 10, 7, 5)),
        ({"allowed": 6_500, "expected": 4_000, "kind": "football"}, 5.6, (5, 1, 0, 0)),
    ],
)
def test_r61_maurers_golden_numbers(said: dict[str, Any], points: float, resources: tuple[int, ...]) -> None:
    result = found("maurer", **{**MAURER, **said})
    assert result["points"] == points
    names = ("helpers", "ambulances", "emergency_ambulances", "doctors")
    assert tuple(result[name] for name in names) == resources


@pytest.mark.parametrize(
    ("allowed", "points"),
    [
        (500, 1), (501, 2), (1_000, 2), (1_500, 3), (3_000, 4), (6_000, 5), (10_000, 6), (20_000, 7), (20_001, 8),
        (30_001, 9),
    ],
)  # fmt: skip
def test_r61_points_grow_with_those_let_in(allowed: int, points: int) -> None:
    assert found("maurer", **{**MAURER, "allowed": allowed, "expected": 0})["points"] == points


def test_r61_indoors_doubles_vips_are_capped_and_violence_adds_ten() -> None:
    small = {**MAURER, "allowed": 500, "expected": 0}
    assert found("maurer", **{**small, "indoors": True})["points"] == 2
    assert [found("maurer", **{**small, "vips": vips})["points"] for vips in (5, 6, 20)] == [11, 21, 31]
    assert found("maurer", **{**small, "violence": True})["points"] == 11
    commands = {factor: found("maurer", **{**MAURER, "factor": factor})["command"] for factor in (0.2, 0.5, 0.6)}
    assert commands == {0.2: "none", 0.5: "reduced", 0.6: "full"}


def test_r62_first_aid_ends_at_10000_and_the_score_is_only_a_part() -> None:
    assert found("first_aid", expected=3_000, planned=None) == {"first_aiders": 6}
    assert found("first_aid", expected=10_000, planned=None)["first_aiders"] == 13
    assert found("first_aid", expected=10_000, planned=None)["nurses", "most"] == 2
    assert figures("first_aid")["range"]["expected"][1] == 10_000
    said = {"nature": "pop_rock", "venue": "camping", "seating": "standing", "disorder": "likely", "profile": 3}
    assert found("score", **said)["partial"] == 5 + 5 + 3 + 7 + 3
    assert verdict("score", **said) is Verdict.AMBER


def test_r35_cells_are_forecast_by_arrivals_and_mean_stay() -> None:
    said = {"cells": 12, "held": 6, "arrivals": 1.5, "stay": 6, "overflow": 0, "transport": 30}
    assert found("custody", **said)["forecast"] == 15
    assert verdict("custody", **said) is Verdict.RED
    assert verdict("custody", **{**said, "overflow": 3}) is Verdict.AMBER
    assert verdict("custody", **{**said, "arrivals": 0.5}) is Verdict.GREEN


def test_every_calculator_has_its_numbers_with_source_and_date() -> None:
    for name, calculator in CALCULATORS.items():
        table = figures(name)
        assert table["source"] and table["date"] and table["rules"], name
        assert set(table.get("default", {})) <= {each.name for each in calculator.inputs}, name


# -- the pages


def test_every_calculator_opens_and_says_its_formula_source_and_verdict(cast: Cast) -> None:
    door = cast.petra.door
    front = door.get(f"{PLAN}/calculations").text
    for name, calculator in CALCULATORS.items():
        assert f"/plan/calculations/{name}" in front
        page = door.get(f"{PLAN}/calculations/{name}").text
        for text in (calculator.title, "Formula", "Source", figures(name)["date"], "Accept as Petra"):
            assert text in page, (name, text)
    assert door.get(f"{PLAN}/calculations/nonsense").status_code == 404


def test_a_result_is_shown_for_what_was_typed_without_writing_anything(cast: Cast) -> None:
    page = cast.petra.door.get(f"{PLAN}/calculations/exits", query_string={**TYPED, "client_id": "x"}).text
    assert "30.5" in page and "41.7" in page and "22.9" in page and "Red" in page
    assert 'value="12 8 8 6"' in page and accepted(cast) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"persons": ""}, "This field is required."),
        ({"widths": "12 åtta"}, "Write widths in metres with spaces between: 6 4.5 4.5"),
        ({"widths": "0.2"}, "Number must be between 0.5 and 100."),
        ({"emergency_minutes": "9"}, "Number must be between 2.5 and 8."),
    ],
)
def test_what_cannot_be_stands_beside_its_field_and_stays(cast: Cast, wrong: dict[str, str], message: str) -> None:
    sent = {**TYPED, "client_id": "x", "reason": "För att", **wrong}
    answer = cast.petra.door.get(f"{PLAN}/calculations/exits", query_string=sent)
    assert answer.status_code == 422 and message in answer.text and "För att" in answer.text
    (name,) = wrong
    assert re.search(rf'id="{name}-error"><p class="field__error">{re.escape(message)}', answer.text)


def test_a_decimal_comma_is_a_decimal_point(cast: Cast) -> None:
    sent = {**TYPED, "client_id": "x", "widths": "2,4 2,4; 1,2", "emergency_minutes": "2,5"}
    page = cast.petra.door.get(f"{PLAN}/calculations/exits", query_string=sent).text
    assert "3.6 m" in page


def test_defaults_come_from_the_busiest_of_the_days(cast: Cast) -> None:
    opens = datetime(2027, 6, 25, 12, tzinfo=UTC)
    for n, visitors in enumerate((12_000, 45_000, 31_000)):
        day = events.Day(opens.date() + timedelta(days=n), opens + timedelta(days=n), None, visitors)
        events.add_day(cast.planned, SYSTEM, day)
    assert ground(cast.planned).of("maurer") == {"allowed": 45_000, "expected": 45_000, "kind": "open_air"}
    assert 'value="45000"' in cast.petra.door.get(f"{PLAN}/calculations/presentations").text


def test_a_sectors_area_and_gates_are_known(cast: Cast) -> None:
    sector = ground(cast.planned, "A")
    assert sector.of("holding")["area"] > 1_000
    page = cast.petra.door.get(f"{PLAN}/calculations/holding?place=A").text
    assert f'value="{sector.of("holding")["area"]}"' in page and "From the plan: " in page
    assert cast.petra.door.get(f"{PLAN}/calculations/holding?place=Z").status_code == 404


# -- acceptance


def test_a_red_result_is_accepted_only_with_a_reason_and_by_name(cast: Cast) -> None:
    door = cast.petra.door
    sent = {**TYPED, "audience": "police", "client_id": "x"}
    answer = door.post(f"{PLAN}/calculations/exits", data=sent)
    assert answer.status_code == 422 and "It is red. Say why it is accepted all the same." in answer.text
    assert accepted(cast) == []
    answer = door.post(f"{PLAN}/calculations/exits", data={**sent, "reason": "Två utgångar till byggs"})
    assert answer.status_code == 302
    (kept,) = accepted(cast)
    assert (kept.accepted_by, kept.verdict, kept.reason) == ("Petra", Verdict.RED, "Två utgångar till byggs")
    assert kept.value("required", "guide") == 30.5 and kept.inputs["widths"] == [12, 8, 8, 6]
    page = door.get(f"{PLAN}/calculations").text
    for text in ("Accepted by Petra", "Två utgångar till byggs", "12 + 8 + 8 + 6 m", "Red"):
        assert text in page
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="calculation.added")).one()
    assert json.loads(record.facts or "")["accepted_by"] == "Petra"


def test_a_new_acceptance_supersedes_the_former_of_the_same_calculator_and_place(cast: Cast) -> None:
    event = cast.planned
    for persons in (1_000, 2_000):
        actions.accept_calculation(event, SYSTEM, "exits", {**EXITS, "persons": persons})
    actions.accept_calculation(event, SYSTEM, "exits", {**EXITS, "persons": 500}, place="A")
    assert [(each.number, each.place, each.dropped_because) for each in accepted(cast)] == [
        (1, None, "superseded by 2"), (2, None, None), (3, "A", None),
    ]  # fmt: skip


def test_the_same_acceptance_sent_twice_is_one_and_other_inputs_are_another(cast: Cast) -> None:
    sent = {**TYPED, "persons": "1000", "audience": "police", "client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"}
    for persons in ("1000", "1000", "1100"):
        answer = cast.petra.door.post(f"{PLAN}/calculations/exits", data={**sent, "persons": persons})
        assert answer.status_code == 302
    assert [each.inputs["persons"] for each in accepted(cast)] == [1_000, 1_100]


def test_a_calculation_says_that_its_inputs_or_its_numbers_have_changed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, door = cast.planned, cast.petra.door
    holding = {"area": 9_000, "lost": 0, "density": 2.0, "factor_p": 1.0, "factor_s": 1.0, "expected": 5_000}
    actions.accept_calculation(event, SYSTEM, "holding", holding, place="A")
    assert "Inputs have changed since" not in door.get(f"{PLAN}/calculations").text
    sector = next(place for place in plan_of(event).places if place.code == "A")
    smaller = [[15.430, 60.484], [15.432, 60.484], [15.432, 60.487], [15.430, 60.487], [15.430, 60.484]]
    said = {"kind": sector.kind, "code": "A", "name": sector.name}
    events.edit_place(event, SYSTEM, sector, **said, geometry={"type": "Polygon", "coordinates": [smaller]})
    page = door.get(f"{PLAN}/calculations").text
    assert "Inputs have changed since" in page and "Surface area</span>" in page
    actions.accept_calculation(event, SYSTEM, "holding", holding, place="A")
    assert "Inputs have changed since" not in door.get(f"{PLAN}/calculations").text
    monkeypatch.setitem(reference_book(), "version", "2030-01-01")
    assert "The numbers behind it" in door.get(f"{PLAN}/calculations").text


def test_what_one_calculator_found_is_where_the_next_begins(cast: Cast) -> None:
    holding = {"area": 9_000, "lost": 0, "density": 2.0, "factor_p": 1.0, "factor_s": 1.0, "expected": 5_000}
    actions.accept_calculation(cast.planned, SYSTEM, "holding", holding, place="A")
    assert ground(cast.planned, "A").of("exits")["persons"] == 18_000
    assert ground(cast.planned, "A").of("capacity")["holding"] == 18_000
    assert "holding" not in ground(cast.planned).of("capacity")


def test_only_who_plans_accepts_and_a_partner_sees_only_what_is_for_it(cast: Cast) -> None:
    sent = {**TYPED, "persons": "1000", "audience": "police", "client_id": "x"}
    for who in (cast.olle, cast.kim):
        assert who.door.post(f"{PLAN}/calculations/exits", data=sent).status_code == 403
    actions.accept_calculation(cast.planned, SYSTEM, "exits", {**EXITS, "persons": 4321}, reason="MARK-POLIS")
    page = cast.kim.door.get(f"{PLAN}/calculations").text + cast.kim.door.get(f"{PLAN}/calculations/exits").text
    assert "MARK-POLIS" not in page and "4,321" not in page and "4321" not in page
    actions.accept_calculation(cast.planned, SYSTEM, "holding", {
        "area": 777, "lost": 0, "density": 2.0, "factor_p": 1.0, "factor_s": 1.0, "expected": 10,
    }, audience="all")  # fmt: skip
    assert "1,554" in cast.kim.door.get(f"{PLAN}/calculations").text


def test_a_published_version_tells_a_calculation_in_words(cast: Cast) -> None:
    actions.add(cast.planned, SYSTEM, Objective, {"text": "Ingen skadas", "indicator": "Skadade", "target": "0"})
    actions.add(cast.planned, SYSTEM, Risk, {"text": "Trångt", "likelihood": 1, "consequence": 1})
    actions.accept_calculation(cast.planned, SYSTEM, "exits", EXITS, reason="Byggs om")
    accept_reds(cast.planned)
    actions.publish(cast.planned, SYSTEM)
    page = cast.petra.door.get(f"{PLAN}/versions/1").text
    assert "Exits and emergency egress" in page and "Green Guide 30.5" in page and "Byggs om" in page


def test_a_calculation_begins_where_it_was_accepted_and_for_the_same_readers(cast: Cast) -> None:
    said = {**EXITS, "persons": 4_321, "widths": [9.0, 9.0, 9.0]}
    actions.accept_calculation(cast.planned, SYSTEM, "exits", said, audience="partner:kyrkan+partner:trafiken")
    page = cast.petra.door.get(f"{PLAN}/calculations/exits").text
    assert 'value="4321"' in page and 'value="9 9 9"' in page and "Default: 8 min" in page
    assert re.search(r'<option selected value="partner:kyrkan\+partner:trafiken"', page)
