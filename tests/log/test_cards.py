"""An action card is started from the live log, and each step ticked off is a line with who and when."""

from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import CardRun, Entry
from eventops.planning import actions as planning
from eventops.planning.models import Card, Risk
from tests.cast import Cast

LIVE = "/events/sommar"
CARD = {
    "name": "Vind över gräns", "occasion": "wind", "used_when": "Byar över gränsen", "decides": "Säkerhetschefen",
    "limit_value": 15.0, "limit_unit": "m/s", "steps": "Mätare: läser av\nScen: stoppar\nSektorchef: flyttar publik",
}  # fmt: skip


@pytest.fixture
def carded(cast: Cast) -> Cast:
    """The live event, with an action card that a risk calls for."""
    planning.add(cast.event, SYSTEM, Card, {**CARD, "audience": "all"})
    said = {"text": "Storm", "likelihood": 2, "consequence": 5, "indicator": "Byar över 15 m/s", "card": 1}
    planning.add(cast.event, SYSTEM, Risk, said)
    return cast


def lines(cast: Cast) -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).filter_by(event_id=cast.event.id).order_by(Entry.number)))


def run(cast: Cast) -> CardRun:
    return db.session.scalars(db.select(CardRun).filter_by(event_id=cast.event.id)).one()


def start(cast: Cast, who: str = "olle", **said: Any) -> Any:
    return getattr(cast, who).door.post(f"{LIVE}/cards/1/start", data=said)


def tick(cast: Cast, step: int, who: str = "olle") -> Any:
    return getattr(cast, who).door.post(f"{LIVE}/cards/1/1/ticks", data={"step": step})


def test_r70_a_trigger_opens_a_pre_planned_card_from_the_live_screen(carded: Cast) -> None:
    door = carded.olle.door
    assert f'href="{LIVE}/cards/1" data-palette="Action cards"' in door.get(f"{LIVE}/live").text
    page = door.get(f"{LIVE}/cards/1").text
    for text in ("Vind över gräns", "from 15 m/s", "Byar över 15 m/s", "flyttar publik", "Start this card"):
        assert text in page, text
    assert "Vind över gräns" in door.get(f"{LIVE}/cards").text


def test_a_risk_that_triggers_leads_to_its_card_from_the_plan_and_from_the_list_of_cards(carded: Cast) -> None:
    planning.add(carded.event, SYSTEM, Card, {**CARD, "name": "MARK-POLIS", "audience": "police"})
    said = {"text": "Hot", "likelihood": 2, "consequence": 5, "indicator": "Samtal", "card": 2, "audience": "all"}
    planning.add(carded.event, SYSTEM, Risk, said)
    link = f'href="{LIVE}/cards/1"'
    register = carded.olle.door.get(f"{LIVE}/plan/risks").text
    assert f"{link}>It happens now: action card 1<" in register
    page = carded.olle.door.get(f"{LIVE}/cards").text
    triggers = page[page.index('id="triggers-title"') : page.index('id="cards-title"')]
    assert "Byar över 15 m/s" in triggers and link in triggers and 'data-palette="Trigger"' in triggers
    told = carded.kim.door.get(f"{LIVE}/cards").text
    assert "MARK-POLIS" not in told and f'href="{LIVE}/cards/2"' not in told
    assert f'href="{LIVE}/cards/2"' not in carded.kim.door.get(f"{LIVE}/plan/risks").text


def test_starting_a_card_is_a_decision_in_the_log_and_sending_it_twice_starts_it_once(carded: Cast) -> None:
    sent = {"client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"}
    answers = [start(carded, **sent) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"{LIVE}/cards/1/1"] * 2
    line = lines(carded)[-1]
    assert (line.text, line.kind, line.author) == ("Action card 1 started: Vind över gräns", "decision", "Olle")
    assert len(lines(carded)) == 1 and line.audience == "all"


def test_each_step_is_ticked_off_by_a_line_that_says_who_and_when(carded: Cast) -> None:
    start(carded)
    tick(carded, 2)
    tick(carded, 2, "karin")
    tick(carded, 1, "karin")
    told = [(line.text, line.author) for line in lines(carded)[1:]]
    assert told == [
        ("Action card 1, step 2 done: Scen: stoppar", "Olle"),
        ("Action card 1, step 1 done: Mätare: läser av", "Karin"),
    ]
    page = carded.olle.door.get(f"{LIVE}/cards/1/1").text
    assert "2 of 3 done" in page and page.count("card-step--done") == 2
    assert "Done: step 3" in page and "Done: step 2" not in page
    tick(carded, 3)
    assert not run(carded).running and "All done" in carded.olle.door.get(f"{LIVE}/cards/1/1").text
    assert verify("sommar").fault is None


def test_a_step_whose_line_is_struck_is_open_again(carded: Cast) -> None:
    start(carded)
    tick(carded, 1)
    actions.strike(carded.event, SYSTEM, lines(carded)[-1], reason="Fel kort")
    assert "0 of 3 done" in carded.olle.door.get(f"{LIVE}/cards/1/1").text
    tick(carded, 1)
    assert list(run(carded).done) == [1]


def test_a_card_is_ended_early_with_a_reason_and_takes_no_more_ticks(carded: Cast) -> None:
    start(carded)
    door = carded.olle.door
    answer = door.post(f"{LIVE}/cards/1/1/end", data={"reason": ""})
    assert answer.status_code == 422 and "Say why the card is ended." in answer.text
    assert door.post(f"{LIVE}/cards/1/1/end", data={"reason": "Vinden har mojnat"}).status_code == 302
    assert lines(carded)[-1].text == "Action card 1 ended: Vind över gräns. Vinden har mojnat"
    tick(carded, 1)
    assert run(carded).done == {} and "no longer in use" in door.get(f"{LIVE}/cards/1/1").text
    assert verify("sommar").fault is None


def test_a_card_runs_as_it_read_when_it_was_started(carded: Cast) -> None:
    start(carded)
    known = db.session.scalars(db.select(Card)).one()
    planning.edit(carded.event, SYSTEM, known, {"steps": "Alla: går hem"})
    assert "flyttar publik" in carded.olle.door.get(f"{LIVE}/cards/1/1").text
    assert "går hem" in carded.olle.door.get(f"{LIVE}/cards/1").text


def test_a_card_started_on_an_incident_writes_its_lines_there_and_to_nobody_else(carded: Cast) -> None:
    actions.open_incident(carded.event, SYSTEM, Opening(category="B1", title="Brand", audience="police"))
    page = carded.olle.door.get(f"{LIVE}/incidents/1").text
    assert f"{LIVE}/cards/1?incident=1" in page
    assert '<option selected value="1">#1 Brand' in carded.olle.door.get(f"{LIVE}/cards/1?incident=1").text
    start(carded, incident="1")
    tick(carded, 1)
    assert [(line.incident.number, line.audience) for line in lines(carded)[1:] if line.incident] == [(1, "police")] * 2
    assert carded.kim.door.get(f"{LIVE}/cards/1/1").status_code == 404
    assert "Started" not in carded.kim.door.get(f"{LIVE}/cards/1").text


def test_who_may_not_see_a_card_finds_none_and_who_only_reads_starts_none(carded: Cast) -> None:
    planning.add(carded.event, SYSTEM, Card, {**CARD, "name": "MARK-POLIS", "audience": "police"})
    for path in ("cards", "live", "cards/1"):
        assert "MARK-POLIS" not in carded.kim.door.get(f"{LIVE}/{path}").text
    assert carded.kim.door.get(f"{LIVE}/cards/2").status_code == 404
    assert carded.kim.door.post(f"{LIVE}/cards/2/start").status_code == 404
    assert carded.eva.door.post(f"{LIVE}/cards/1/start").status_code == 403
    assert "Start this card" not in carded.eva.door.get(f"{LIVE}/cards/1").text


def test_a_card_is_not_started_before_the_event_is_live(cast: Cast) -> None:
    planning.add(cast.planned, SYSTEM, Card, CARD)
    door = cast.karin.door
    assert "Cards are started when the event is live." in door.get("/events/vinter/cards/1").text
    answer = door.post("/events/vinter/cards/1/start")
    assert answer.status_code == 422 and "The log opens when the event goes live." in answer.text


def test_those_who_watch_a_card_hear_of_each_step(carded: Cast) -> None:
    start(carded)
    tick(carded, 1)
    feed = carded.kim.door.get("/api/v1/events/sommar/changes?feed=all&after=0&limit=1000").get_json()
    told = [each["what"] for each in feed["items"] if each["type"] in ("entry", "card_run")]
    assert told == ["entry.added", "card.started", "entry.added", "card.step_done"]
