"""Briefings: the card comes from the plan, is frozen when issued, names are called, and each reader says so."""

import re
from datetime import date
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning import actions, holding
from eventops.planning.briefing import Asked, card
from eventops.planning.models import Briefing, CommandPost, Intent, Receipt, Risk, RollCall, Watch
from tests.cast import Cast

PLAN = "/events/vinter/plan"
DAY = date(2026, 6, 26)
FORM = {
    "watch": "1", "day": "2026-06-26", "sector": "", "audience": "police", "situation": "Lugn natt",
    "task": "Var synliga",
}  # fmt: skip


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event with a day, two watches, an intent, posts and risks."""
    events.add_day(cast.planned, SYSTEM, events.Day(DAY, expected_visitors=28000))
    for kind, said in (
        (Watch, {"name": "Dag", "starts": "07:45", "ends": "16:00"}),
        (Watch, {"name": "Kväll", "starts": "15:45", "ends": "00:00"}),
        (Intent, {"text": "Trygg fest", "tone": "Vänligt", "first_priority": "Trängsel", "evacuation": "PIC"}),
        (CommandPost, {"role": "tactical", "holder": "Dagny Tall", "watch": 1}),
        (CommandPost, {"role": "sector_chief", "holder": "Anna Ask", "sector": "A"}),
        (CommandPost, {"role": "sector_chief", "holder": "Bo Björk", "sector": "B"}),
        (CommandPost, {"role": "liaison", "liaison": "church", "holder": "Kim Kyrka", "audience": "all"}),
        (Risk, {"text": "Trängsel MARK-POLIS", "likelihood": 3, "consequence": 5}),
        (Risk, {"text": "Regn MARK-ALLA", "likelihood": 1, "consequence": 2, "audience": "all"}),
    ):
        actions.add(cast.planned, SYSTEM, kind, said)  # type: ignore[type-var]
    return cast


def issue(cast: Cast, audience: str = "police", **more: Any) -> Briefing:
    return actions.issue(cast.planned, SYSTEM, Asked(1, DAY, audience, **more))


def rows(model: Any) -> list[Any]:
    return list(db.session.scalars(db.select(model).order_by(model.id)))


def test_the_card_is_gathered_from_the_plan(planned: Cast) -> None:
    page = planned.petra.door.get(f"{PLAN}/briefings/new?watch=1&day=2026-06-26").text
    for text in (
        "Trygg fest", "Vänligt", "Trängsel", "Dagny Tall", "Anna Ask", "28,000 visitors expected",
        "Relief Kväll from 15:45, ends 16:00", "Guards: report every intervention at once", "Evacuation is decided by",
    ):  # fmt: skip
        assert text in page, text


def test_a_briefing_is_issued_from_the_list_of_watches(planned: Cast) -> None:
    door = planned.petra.door
    assert "briefings/new?watch=2&amp;day=2026-06-26" in door.get(f"{PLAN}/briefings").text
    assert door.post(f"{PLAN}/briefings/new", data=FORM).status_code == 302
    page = door.get(f"{PLAN}/briefings/1").text
    assert "Lugn natt" in page and "Var synliga" in page and "Issued" in page
    assert "Briefing 1" in door.get(f"{PLAN}/briefings").text


def test_showing_the_card_again_issues_nothing_and_keeps_what_was_typed(planned: Cast) -> None:
    answer = planned.petra.door.post(f"{PLAN}/briefings/new", data={**FORM, "sector": "A", "show": "1"})
    assert answer.status_code == 200 and rows(Briefing) == []
    assert answer.text.count("Lugn natt") == 2 and "Anna Ask" in answer.text and "Bo Björk" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": "2027-01-01", "watch": "9"}, "Not a valid choice."),
        ({"day": "i morgon"}, "Not a valid date value."),
        ({"audience": "command"}, "Not a valid choice."),
    ],
)
def test_a_briefing_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    planned: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = planned.petra.door.post(f"{PLAN}/briefings/new", data={**FORM, **wrong})
    assert answer.status_code == 422 and message in answer.text and "Lugn natt" in answer.text
    assert rows(Briefing) == []


def test_an_issued_card_does_not_change_with_the_plan(planned: Cast) -> None:
    issue(planned, situation="Lugn natt")
    intent = db.session.scalars(db.select(Intent)).one()
    actions.edit(planned.planned, SYSTEM, intent, {"text": "Något helt annat"})
    page = planned.petra.door.get(f"{PLAN}/briefings/1").text
    assert "Trygg fest" in page and "Något helt annat" not in page and rows(Briefing)[0].digest[:16] in page


def test_sending_the_same_twice_issues_one_briefing(planned: Cast) -> None:
    sent = {**FORM, "client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"}
    for _ in range(2):
        assert planned.petra.door.post(f"{PLAN}/briefings/new", data=sent).status_code == 302
    assert len(rows(Briefing)) == 1


def test_a_card_holds_nothing_that_its_audience_may_not_see(planned: Cast) -> None:
    told = card(planned.planned, Asked(1, DAY, "all"))
    assert [risk["text"] for risk in told["risks"]] == ["Regn MARK-ALLA"]
    assert told["intent"] is None and [post["holder"] for post in told["posts"]] == ["Kim Kyrka"]
    issue(planned, "all")
    page = planned.kim.door.get(f"{PLAN}/briefings/1").text
    assert "MARK-ALLA" in page and "MARK-POLIS" not in page and "Dagny Tall" not in page


def test_a_partner_neither_sees_nor_confirms_a_briefing_of_the_police(planned: Cast) -> None:
    issue(planned)
    door = planned.kim.door
    assert "Briefing 1" not in door.get(f"{PLAN}/briefings").text
    assert door.get(f"{PLAN}/briefings/1").status_code == 404
    assert door.post(f"{PLAN}/briefings/1/receipt").status_code == 404
    assert planned.frida.door.get(f"{PLAN}/briefings/1").status_code == 200
    assert planned.aron.door.get(f"{PLAN}/briefings/1").status_code == 404


def test_each_reader_says_once_to_have_read_and_understood(planned: Cast) -> None:
    issue(planned)
    door = planned.frida.door
    assert "I have read and understood it" in door.get(f"{PLAN}/briefings/1").text
    for _ in range(2):
        assert door.post(f"{PLAN}/briefings/1/receipt").status_code == 302
    assert [(each.name, each.organisation) for each in rows(Receipt)] == [("Frida", "Polisen")]
    assert "You have read and understood it" in door.get(f"{PLAN}/briefings/1").text
    assert "1 has read it" in planned.petra.door.get(f"{PLAN}/briefings").text


def test_the_roll_is_called_by_the_posts_and_whoever_else_came(planned: Cast) -> None:
    briefing = issue(planned)
    door, url = planned.sara.door, f"{PLAN}/briefings/1/roll"
    assert [each.name for each in holding.roll(briefing)] == ["Dagny Tall", "Anna Ask", "Bo Björk", "Kim Kyrka"]
    there: dict[str, str] = {"present": "y"}
    away: dict[str, str] = {}
    called = ("Dagny Tall", there), ("Anna Ask", away), ("Anna Ask", there), ("Anna Ask", there), ("Sent Ink", there)
    for name, said in called:
        assert door.post(url, data={"name": name, **said}).status_code == 302
    assert [(each.name, each.present, each.called_by) for each in rows(RollCall)] == [
        ("Dagny Tall", True, "Sara"), ("Anna Ask", False, "Sara"), ("Anna Ask", True, "Sara"),
        ("Sent Ink", True, "Sara"),
    ]  # fmt: skip
    assert re.search(r"Roll-call</h2><span[^>]*>3/5<", door.get(f"{PLAN}/briefings/1").text)
    assert door.post(url, data={"name": " ", "present": "y"}).status_code == 422
    assert planned.frida.door.post(url, data={"name": "Frida", "present": "y"}).status_code == 403


def test_a_newer_briefing_of_the_same_watch_takes_its_place(planned: Cast) -> None:
    issue(planned)
    issue(planned, sector="A")
    assert "has taken its place" not in planned.petra.door.get(f"{PLAN}/briefings/1").text
    issue(planned)
    assert "Briefing 3 has taken its place." in planned.petra.door.get(f"{PLAN}/briefings/1").text


def test_what_was_held_is_on_the_record_and_a_forged_card_is_found(planned: Cast) -> None:
    briefing = issue(planned)
    actions.call(planned.planned, SYSTEM, briefing, "Anna Ask", present=True)
    actions.acknowledge(planned.planned, planned.petra.actor(planned.planned), briefing)
    assert verify("vinter").fault is None
    table = Briefing.__table__
    with db.engine.begin() as connection:
        connection.execute(table.update().values(content=briefing.content.replace("Trygg fest", "Fest")))
    db.session.expire_all()
    fault = verify("vinter").fault
    assert fault and "briefing/1 is not what was published" in fault.why
