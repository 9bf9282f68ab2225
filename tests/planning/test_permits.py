"""Permits, conditions, certificates and licensed areas, and what is wrong with them (domain R1-R7)."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.checklist import permit_kinds, usual_conditions
from eventops.planning.models import Asset, Condition, LicensedArea, Permit
from eventops.planning.permits import Finding, findings
from eventops.planning.queries import plan_of
from tests.cast import Cast

PLAN = "/events/vinter/plan"
FIRST, LAST = date(2027, 6, 25), date(2027, 6, 27)
BAR = {"text": "Bar A", "place": "A1", "permit": 1, "opens": time(11), "closes": time(1), "clear_minutes": 30}
ROSTER = "Anna Mossrot, 1988, 11:00–18:30\nBo Lavhed, 1990-02-03, 18.00-01:00"


@pytest.fixture
def days(cast: Cast) -> Cast:
    """The planned event with three days in June 2027, seen in April."""
    opens = datetime(2027, 6, 25, 10, tzinfo=UTC)
    for n in range(3):
        events.add_day(
            cast.planned, SYSTEM, events.Day(FIRST + timedelta(days=n), opens + timedelta(days=n), None, 900)
        )
    return cast


def permit(cast: Cast, kind: str = "public_event", **said: Any) -> Permit:
    return actions.add(cast.planned, SYSTEM, Permit, {"kind": kind, "state": "needed", "lead_days": 7, **said})


def asset(cast: Cast, **said: Any) -> Asset:
    return actions.add(cast.planned, SYSTEM, Asset, {"text": "Klubbtältet", "kind": "tent", "persons": 600, **said})


def bar(cast: Cast, **said: Any) -> LicensedArea:
    return actions.add(cast.planned, SYSTEM, LicensedArea, {**BAR, "roster": ROSTER, **said})


def wrong(cast: Cast, rule: str, *, on: str = "2027-04-01") -> list[tuple[str, str]]:
    """What is wrong by a rule on a day: verdict and words."""
    with clock.at(datetime.fromisoformat(f"{on}T12:00+02:00")):
        return [(each.verdict.value, said(each)) for each in findings(plan_of(cast.planned)) if each.rule == rule]


def said(finding: Finding) -> str:
    return finding.text % finding.values if finding.values else finding.text


# -- R1, R2


def test_r1_a_permit_is_applied_for_a_week_before_and_a_notification_five_days() -> None:
    assert {permit_kinds()[code].lead_days for code in ("gathering", "public_event")} == {7}
    assert permit_kinds()["notification"].lead_days == 5
    assert Permit(kind="public_event", lead_days=7).apply_by(FIRST) == date(2027, 6, 18)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2027-04-01", []),
        ("2027-06-04", [("amber", "To be applied for within 14 days.")]),
        ("2027-06-18", [("amber", "To be applied for within 0 days.")]),
        ("2027-06-20", [("red", "Not applied for; it was to be done 2 days ago.")]),
    ],
)
def test_r1_the_last_day_to_apply_is_counted_down_and_red_when_it_has_passed(
    days: Cast, on: str, told: list[tuple[str, str]]
) -> None:
    permit(days)
    assert wrong(days, "R1", on=on) == told
    actions.edit(days.planned, SYSTEM, plan_of(days.planned).parts["permits"][0], {
        "state": "applied", "applied_on": date(2027, 4, 1),
    })  # fmt: skip
    assert wrong(days, "R1", on=on) == []


def test_r1_a_permit_that_is_refused_or_ends_before_the_event_is_red(days: Cast) -> None:
    granted = {"state": "granted", "applied_on": date(2027, 3, 1), "granted_on": date(2027, 3, 9)}
    permit(days, **granted, valid_from=FIRST, valid_to=date(2027, 6, 26))
    permit(days, state="refused")
    permit(days, **granted, valid_from=FIRST, valid_to=LAST)
    assert wrong(days, "R1") == [
        ("red", "It is not valid through all days of the event."), ("red", "It was refused."),
    ]  # fmt: skip


def test_r2_there_is_no_permit_on_a_public_place_against_the_municipalitys_no(days: Cast) -> None:
    permit(days, "land_use")
    permit(days, "pyro")
    assert wrong(days, "R2") == []
    permit(days, "opinion", state="refused")
    assert wrong(days, "R2") == [("red", "The municipality has said no to it.")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"state": "applied"}, "Say when it was applied for."),
        ({"state": "granted", "applied_on": "2027-04-01"}, "Say when it was granted."),
        ({"valid_from": "2027-06-27", "valid_to": "2027-06-25"}, "It ends before it begins."),
        ({"lead_days": "-1"}, "Number must be between 0 and 1000."),
    ],
)
def test_a_permit_that_cannot_be_is_refused_and_what_was_typed_stays(
    days: Cast, typed: dict[str, str], message: str
) -> None:
    sent = {
        "kind": "tent",
        "state": "needed",
        "lead_days": "14",
        "reference": "A 123-27",
        "audience": "police",
        **typed,
    }
    answer = days.petra.door.post(f"{PLAN}/permits/new", data=sent)
    assert answer.status_code == 422 and message in answer.text and 'value="A 123-27"' in answer.text
    assert list(db.session.scalars(db.select(Permit))) == []


# -- the checklist


def test_the_checklist_for_the_kind_of_event_is_taken_over_once(days: Cast) -> None:
    door = days.petra.door
    assert "No permit yet" in door.get(f"{PLAN}/permits").text
    assert door.post(f"{PLAN}/permits/checklist").status_code == 302
    there = plan_of(days.planned).parts
    assert [each.kind for each in there["permits"]] == [
        code for code, kind in permit_kinds().items() if "festival" in kind.kinds
    ]
    assert {each.code for each in there["conditions"]} == {
        code for code, each in usual_conditions().items() if "festival" in each.kinds
    }
    page = door.get(f"{PLAN}/permits").text
    assert "Temporary alcohol serving permit" in page and "2010:1622 8:1, 8:2, 8:11" in page
    actions.drop(days.planned, SYSTEM, there["permits"][0], "Behövs inte")
    door.post(f"{PLAN}/permits/checklist")
    assert len(plan_of(days.planned).parts["permits"]) == len(there["permits"]) - 1
    assert days.olle.door.post(f"{PLAN}/permits/checklist").status_code == 403


def test_every_line_of_the_checklist_has_rule_lead_time_and_source() -> None:
    for kind in permit_kinds().values():
        assert kind.rule and kind.sv and kind.en and kind.lead in ("law", "own") and kind.lead_days > 0
        assert kind.source or kind.code == "other"


def test_r5_dispersal_asks_for_less_intrusive_measures_first() -> None:
    condition = usual_conditions()["dispersal"]
    assert (condition.rule, condition.source) == ("R5", "OL 2:24")
    assert "less intrusive" in condition.en and {"festival", "sports", "demonstration"} <= set(condition.kinds)


def test_r6_a_sports_venue_has_its_own_order_and_its_categories() -> None:
    condition = usual_conditions()["sports_order"]
    assert (condition.rule, condition.kinds) == ("R6", ("sports",))
    rows = tomllib.loads(Path("seed/reference/taxonomy.toml").read_text("utf-8"))["category"]
    assert {f"F{n}" for n in range(1, 9)} <= {row["code"] for row in rows}


# -- R3


def test_r3_a_condition_is_checked_by_name_with_what_showed_it(days: Cast) -> None:
    actions.add(days.planned, SYSTEM, Condition, {"text": "60 ordningsvakter", "owner": "arrangoren"})
    door = days.petra.door
    assert wrong(days, "R3") == [("amber", "Not checked yet.")]
    answer = door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": " "})
    assert answer.status_code == 422 and "Say what showed it." in answer.text
    assert door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": "Lista från bolaget"}).status_code == 302
    page = door.get(f"{PLAN}/permits").text
    assert "Lista från bolaget" in page and "Petra" in page and wrong(days, "R3") == []
    door.post(f"{PLAN}/conditions/1", data={"text": "80 ordningsvakter", "audience": "police"})
    assert wrong(days, "R3") == [("amber", "Changed since it was checked.")]


def test_r3_a_breach_is_red_until_it_is_checked_again(days: Cast) -> None:
    actions.add(days.planned, SYSTEM, Condition, {"text": "60 ordningsvakter"})
    door = days.petra.door
    assert door.post(f"{PLAN}/conditions/1/breach", data={"breach-1-note": "Bara 48 på plats"}).status_code == 302
    assert wrong(days, "R3") == [("red", "The condition was broken.")]
    assert "Bara 48 på plats" in door.get(f"{PLAN}/permits").text
    door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": "Nu 60"})
    assert wrong(days, "R3") == []


# -- R4, R5b


@pytest.mark.parametrize(
    ("tent", "told"),
    [
        ({}, [("red", "It has no certificate.")]),
        ({"valid_to": date(2027, 6, 26)}, [("red", "The certificate expires 2027-06-26, the event ends 2027-06-27.")]),
        ({"valid_to": LAST}, []),
        ({"persons": 150}, []),
        ({"persons": None, "kind": "ride"}, [("red", "It has no certificate.")]),
    ],
)
def test_r4_a_certificate_outlasts_the_event(days: Cast, tent: dict[str, Any], told: list[tuple[str, str]]) -> None:
    asset(days, **tent)
    assert wrong(days, "R4") == told


@pytest.mark.parametrize(
    ("litres", "indoors", "told"), [(60, False, 0), (61, False, 1), (2, True, 0), (3, True, 1)]
)  # fmt: skip
def test_r5b_lpg_above_60_litres_outdoors_and_2_indoors_needs_a_permit(
    days: Cast, litres: float, indoors: bool, told: int
) -> None:
    asset(days, text="Gasol", kind="lpg", litres=litres, indoors=indoors, responsible="Maj Enrisbäck")
    assert len(wrong(days, "R5b")) == told


def test_r5b_somebody_answers_for_the_gas_by_name(days: Cast) -> None:
    asset(days, text="Gasol", kind="lpg", litres=10)
    assert wrong(days, "R5b") == [("amber", "Nobody answers for the gas by name.")]


# -- R7


def test_r7_a_bar_with_permit_place_hours_and_roster_is_in_order(days: Cast) -> None:
    permit(days, "alcohol")
    bar(days)
    assert wrong(days, "R7") == []
    page = days.petra.door.get(f"{PLAN}/permits").text
    assert "11:00–01:00" in page and "cleared within 30 min" in page


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (
            {"roster": "Anna Mossrot, 1988, 11:00–18:30\nBo Lavhed, 1990, 19:00–01:00"},
            "Nobody is responsible 18:30–19:00.",
        ),
        ({"roster": "Anna Mossrot, 1988, 12:00–01:00"}, "Nobody is responsible 11:00–12:00."),
        ({"roster": "Anna Mossrot, 1988, 11:00–00:30"}, "Nobody is responsible 00:30–01:00."),
        ({"roster": None}, "Nobody is responsible 11:00–01:00."),
        ({"clear_minutes": 31}, "To be cleared within 30 minutes."),
        ({"permit": None}, "No permit is named."),
    ],
)
def test_r7_somebody_is_responsible_the_whole_time_and_it_is_cleared(
    days: Cast, area: dict[str, Any], told: str
) -> None:
    permit(days, "alcohol")
    bar(days, **area)
    assert wrong(days, "R7") == [("red", told)]


@pytest.mark.parametrize(("opens", "closes"), [(time(10), time(1)), (time(11), time(2)), (time(11), time(11))])
def test_r7_other_hours_than_11_to_01_are_flagged(days: Cast, opens: time, closes: time) -> None:
    permit(days, "alcohol")
    bar(days, opens=opens, closes=closes, roster="Anna Mossrot, 1988, 09:00–05:00\nBo Lavhed, 1980, 05:00–09:00")
    assert ("amber", "Serves outside 11:00–01:00, which the municipality must have decided.") in wrong(days, "R7")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Anna Mossrot, 2008, 11:00–01:00", "Anna Mossrot is not 20 on the first day."),
        ("Anna Mossrot, 2007, 11:00–01:00", "Anna Mossrot turns 20 that year: write the whole date of birth."),
        ("Anna Mossrot, 2007-06-26, 11:00–01:00", "Anna Mossrot is not 20 on the first day."),
        ("Anna Mossrot 1988 hela kvällen", "Line 1: write name, born, from–to."),
        ("Anna Mossrot, 1988-13-01, 11:00–01:00", "Line 1: write name, born, from–to."),
    ],
)
def test_r7_a_responsible_person_is_at_least_20(days: Cast, line: str, message: str) -> None:
    sent = {
        "text": "Bar A", "opens": "11:00", "closes": "01:00", "clear_minutes": "30", "roster": line,
        "audience": "police",
    }  # fmt: skip
    answer = days.petra.door.post(f"{PLAN}/licensed_areas/new", data=sent)
    assert answer.status_code == 422 and message in answer.text and line in answer.text
    sent["roster"] = "Anna Mossrot, 2007-06-25, 11:00–01:00"
    assert days.petra.door.post(f"{PLAN}/licensed_areas/new", data=sent).status_code == 302


def test_r7_the_last_call_is_while_it_serves(days: Cast) -> None:
    permit(days, "alcohol")
    with pytest.raises(Refused) as refused:
        bar(days, last_call=time(1, 30))
    assert refused.value.field == "last_call"
    assert bar(days, last_call=time(0, 30)).number == 1


# -- who sees and writes what


def test_a_partner_sees_only_what_is_for_it_also_among_what_is_wrong(days: Cast) -> None:
    permit(days, state="refused", note="MARK-POLIS")
    asset(days, text="MARK-TÄLT")
    asset(days, text="MARK-ALLA", audience="all")
    page = days.kim.door.get(f"{PLAN}/permits").text
    assert "MARK-POLIS" not in page and "MARK-TÄLT" not in page and "It was refused." not in page
    assert "MARK-ALLA" in page and page.count("It has no certificate.") == 2


def test_a_holder_edits_its_own_permit_and_no_other(days: Cast) -> None:
    permit(days, holder="arrangoren", audience="partner:arrangoren")
    permit(days, holder="kyrkan", audience="all")
    door = days.anders.door
    sent = {"kind": "public_event", "state": "applied", "applied_on": "2027-03-01", "lead_days": "7"}
    own = {**sent, "holder": "arrangoren", "audience": "partner:arrangoren"}
    assert door.post(f"{PLAN}/permits/1", data=own).status_code == 302
    assert door.post(f"{PLAN}/permits/2", data={**sent, "holder": "kyrkan", "audience": "all"}).status_code == 403
    assert [each.state for each in plan_of(days.planned).parts["permits"]] == ["applied", "needed"]


def test_only_who_may_write_a_condition_checks_it(days: Cast) -> None:
    actions.add(days.planned, SYSTEM, Condition, {"text": "Fri väg", "owner": "kyrkan", "audience": "all"})
    (condition,) = plan_of(days.planned).parts["conditions"]
    with pytest.raises(Refused):
        actions.check_condition(days.planned, days.anders.actor(days.planned), condition, "Sett")
    assert days.anders.door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": "Sett"}).status_code == 403
    assert days.kim.door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": "Sett"}).status_code == 302
    assert days.olle.door.post(f"{PLAN}/conditions/1/check", data={"check-1-note": "x"}).status_code == 403
