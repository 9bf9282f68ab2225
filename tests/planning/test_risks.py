"""Risks are judged, placed and accepted; action cards are written or taken over; everybody can be reached."""

from datetime import time
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning import actions
from eventops.planning.default_cards import default_cards
from eventops.planning.models import CallSign, Card, Channel, Objective, Part, Risk
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
RISK = {"text": "Publiktryck", "likelihood": "3", "consequence": "5", "audience": "police"}
HIGH = {"text": "Publiktryck", "likelihood": 3, "consequence": 5, "residual_likelihood": 2, "residual_consequence": 5}
CARD = {
    "name": "Utrymning", "occasion": "evacuation", "used_when": "Brand", "decides": "PIC",
    "steps": "PIC: beslutar\r\n\r\nSektorchef: öppnar: alla utgångar", "audience": "police",
}  # fmt: skip
CHANNEL = {"name": "Ledning", "system": "rakel", "purpose": "Ledning", "audience": "police"}


def add(cast: Cast, kind: type[Part], **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


def only(cast: Cast, kind: type[Any]) -> Any:
    return db.session.scalars(db.select(kind).filter_by(event_id=cast.planned.id)).one()


def card(cast: Cast, **said: Any) -> Card:
    made: Card = add(cast, Card, **{**CARD, **said})
    return made


def test_r70_a_risk_says_what_it_strikes_its_trigger_its_barriers_and_the_card_it_calls_for(cast: Cast) -> None:
    card(cast)
    said = {
        **RISK, "dimensions": ["life", "trust"], "indicator": "Fler än 3,5 personer/m²", "barriers": "Dike",
        "partner": "arrangoren", "sectors": ["A", "B"], "card": "1",
    }  # fmt: skip
    assert cast.petra.door.post(f"{PLAN}/risks/new", data=said).status_code == 302
    risk = only(cast, Risk)
    assert (risk.dimensions, risk.sectors, risk.card) == (["life", "trust"], ["A", "B"], 1)
    page = cast.petra.door.get(f"{PLAN}/risks").text
    for text in ("Life and health, Trust", "Fler än 3,5 personer/m²", "Dike", "A Sektor A, B Sektor B", "1 Utrymning"):
        assert text in page, text
    assert "Called for by" in cast.petra.door.get(f"{PLAN}/cards").text


@pytest.mark.parametrize("wrong", [{"sectors": "Z"}, {"card": "9"}, {"partner": "okänd"}, {"dimensions": "väder"}])
def test_what_a_risk_points_at_must_be_there(cast: Cast, wrong: dict[str, str]) -> None:
    answer = cast.petra.door.post(f"{PLAN}/risks/new", data={**RISK, **wrong})
    assert answer.status_code == 422 and "Publiktryck</textarea>" in answer.text.replace("\r\n", "")


def test_r56_each_risk_stands_in_its_cell_of_the_normal_or_the_emergency_grid_or_both(cast: Cast) -> None:
    add(cast, Risk, **HIGH, cell="design-egress", situation="emergency")
    add(cast, Risk, **{**HIGH, "text": "Köer"}, cell="management-ingress")
    page = cast.petra.door.get(f"{PLAN}/risks").text
    normal, emergency = page.split('<caption class="visually-hidden">DIM-ICE grid: ')[1:]
    assert normal.startswith("Normal") and emergency.startswith("Emergency")
    assert 'matrix__risk--high" href="#risks-2"' in normal and 'href="#risks-1"' not in normal.split("</table>")[0]
    assert 'href="#risks-1"' in emergency and 'href="#risks-2"' in emergency
    assert "Travel" not in normal.split("</table>")[0]
    add(cast, Risk, **{**HIGH, "text": "Spår"}, cell="expectations-travel")
    page = cast.petra.door.get(f"{PLAN}/risks").text
    assert page.count(">Travel</th>") == 2 and page.count(">Expectations</th>") == 2


def test_r70_what_stays_orange_or_red_is_accepted_by_name_and_with_a_reason(cast: Cast) -> None:
    add(cast, Risk, **HIGH)
    door = cast.karin.door
    assert "Not accepted" in door.get(f"{PLAN}/risks").text
    answer = door.post(f"{PLAN}/risks/1/accept", data={"accept-1-because": " "})
    assert answer.status_code == 422 and "Say why so high a risk is accepted." in answer.text
    assert door.post(f"{PLAN}/risks/1/accept", data={"accept-1-because": "Dike finns"}).status_code == 302
    risk = only(cast, Risk)
    assert (risk.accepted_by, risk.accepted_because, risk.accepted_score) == ("Karin (commander)", "Dike finns", 10)
    page = door.get(f"{PLAN}/risks").text
    assert "by Karin (commander) on" in page and "Not accepted" not in page
    assert verify("vinter").fault is None


def test_only_who_may_publish_accepts_a_risk(cast: Cast) -> None:
    add(cast, Risk, **HIGH, audience="all", partner="kyrkan")
    for player in (cast.olle, cast.kim):
        assert player.door.post(f"{PLAN}/risks/1/accept", data={"accept-1-because": "x"}).status_code == 403
        assert "Accept what remains" not in player.door.get(f"{PLAN}/risks").text
    assert cast.karin.door.post(f"{PLAN}/risks/9/accept", data={"accept-9-because": "x"}).status_code == 404


def test_an_acceptance_falls_when_what_remains_is_judged_otherwise_and_only_then(cast: Cast) -> None:
    risk = add(cast, Risk, **HIGH)
    actions.accept_risk(cast.planned, SYSTEM, risk, "Dike finns")
    actions.edit(cast.planned, SYSTEM, risk, {"cause": "Stor artist"})
    assert risk.accepted_by == "system" and not risk.to_accept
    actions.edit(cast.planned, SYSTEM, risk, {"residual_likelihood": 3})
    assert (risk.accepted_by, risk.accepted_at, risk.to_accept) == (None, None, True)
    assert verify("vinter").fault is None


def test_a_version_keeps_who_accepted_a_risk_and_the_steps_of_a_card(cast: Cast) -> None:
    card(cast)
    add(cast, Objective, text="Ingen skadas", indicator="Skadade", target="0")
    risk = add(cast, Risk, **HIGH, cell="design-egress", sectors=["A"])
    actions.accept_risk(cast.planned, SYSTEM, risk, "Dike finns")
    add(cast, Channel, **CHANNEL)
    accept_reds(cast.planned)
    actions.publish(cast.planned, SYSTEM)
    page = cast.karin.door.get(f"{PLAN}/versions/1").text
    for text in ("by system on", "Dike finns", "öppnar: alla utgångar", "DIM-ICE grid: Emergency", "Ledning"):
        assert text in page, text


def test_a_partner_edits_the_risk_it_owns_and_sees_none_that_is_not_for_it(cast: Cast) -> None:
    add(cast, Risk, **{**HIGH, "text": "MARK-EGEN"}, audience="all", partner="kyrkan")
    add(cast, Risk, **{**HIGH, "text": "MARK-ANNAN"}, audience="all", partner="arrangoren")
    add(cast, Risk, **{**HIGH, "text": "MARK-POLIS"}, partner="kyrkan")
    card(cast, name="MARK-KORT")
    add(cast, Channel, **{**CHANNEL, "name": "MARK-KANAL"})
    add(cast, CallSign, sign="MARK-SIGN", holder="Patrull")
    door = cast.kim.door
    page = door.get(f"{PLAN}/risks").text
    assert "MARK-EGEN" in page and "MARK-ANNAN" in page and "MARK-POLIS" not in page
    assert door.get(f"{PLAN}/risks/1").status_code == 200
    assert (door.get(f"{PLAN}/risks/2").status_code, door.get(f"{PLAN}/risks/3").status_code) == (403, 404)
    for section in ("cards", "communications"):
        assert "MARK-" not in door.get(f"{PLAN}/{section}").text


def test_an_action_card_is_a_row_of_steps_each_with_a_role(cast: Cast) -> None:
    assert cast.petra.door.post(f"{PLAN}/cards/new", data=CARD).status_code == 302
    assert only(cast, Card).sequence == [("PIC", "beslutar"), ("Sektorchef", "öppnar: alla utgångar")]
    page = cast.petra.door.get(f"{PLAN}/cards").text
    assert '<strong class="steps__role">PIC</strong>' in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"steps": "PIC: beslutar\nalla springer"}, "Line 2: write who, a colon, and what."),
        ({"steps": " "}, "This field is required."),
        ({"occasion": "wind"}, "Say at which limit the card is used."),
        ({"occasion": "wind", "limit_value": "15", "limit_unit": "°C"}, "The limit of such a card is in m/s."),
        ({"limit_value": "15"}, "Give both the limit and its unit."),
        ({"limit_value": "blåsigt", "limit_unit": "m/s"}, "Not a valid float value."),
    ],
)
def test_a_card_that_cannot_be_followed_is_refused_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = cast.petra.door.post(f"{PLAN}/cards/new", data={**CARD, **wrong})
    assert answer.status_code == 422 and message in answer.text and 'value="Utrymning"' in answer.text
    assert db.session.scalars(db.select(Card)).all() == []


def test_a_limit_may_be_typed_with_a_comma(cast: Cast) -> None:
    said = {**CARD, "occasion": "wind", "limit_value": "12,5", "limit_unit": "m/s"}
    assert cast.petra.door.post(f"{PLAN}/cards/new", data=said).status_code == 302
    assert only(cast, Card).limit_value == 12.5
    assert "from 12.5 m/s" in cast.petra.door.get(f"{PLAN}/cards").text


def test_a_default_card_is_taken_over_once_with_its_source_and_is_then_no_longer_offered(cast: Cast) -> None:
    door = cast.petra.door
    assert "Take over the card Wind above the limit" in door.get(f"{PLAN}/cards").text
    sent = {"code": "wind", "client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"}
    for _ in range(2):
        assert door.post(f"{PLAN}/cards/take-over", data=sent).status_code == 302
    taken = only(cast, Card)
    assert (taken.name, taken.limit_value, taken.origin) == ("Wind above the limit", 15.0, "wind")
    assert "2026-11-23" in (taken.source or "")
    page = door.get(f"{PLAN}/cards").text
    assert "Take over the card Wind above the limit" not in page and "Take over the card Heat" in page
    assert door.post(f"{PLAN}/cards/take-over", data={"code": "okänt"}).status_code == 422
    assert cast.olle.door.post(f"{PLAN}/cards/take-over", data=sent).status_code == 403


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_default_card_can_be_taken_over_in_both_languages(cast: Cast, language: str) -> None:
    for code in default_cards(language):
        assert actions.take_over(cast.planned, SYSTEM, code, language).sequence, code
    occasions = {said["occasion"] for said in default_cards(language).values()}
    assert occasions >= {"evacuation", "show_stop", "lost_child", "suspicious_object", "wind", "heat", "reinforcement"}


def test_a_card_that_a_risk_calls_for_is_not_taken_out_of_the_plan(cast: Cast) -> None:
    card(cast)
    add(cast, Risk, **HIGH, card=1)
    answer = cast.petra.door.post(f"{PLAN}/cards/1/drop", data={"drop-reason": "Behövs inte"})
    assert answer.status_code == 422 and "refers to it" in answer.text


def test_the_communications_plan_warns_of_channels_that_lead_nowhere_and_call_signs_without_one(cast: Cast) -> None:
    add(cast, Channel, **CHANNEL)
    add(cast, CallSign, sign="P11", holder="Patrull")
    page = cast.petra.door.get(f"{PLAN}/communications").text
    assert "Ledning has nothing to fall back on." in page and "P11 listens to no channel." in page
    add(cast, Channel, name="Reserv", system="rakel", purpose="Reserv", fallback=1)
    actions.edit(cast.planned, SYSTEM, db.session.scalars(db.select(Channel)).first(), {"fallback": 2})
    actions.edit(cast.planned, SYSTEM, only(cast, CallSign), {"channel": 1})
    page = cast.petra.door.get(f"{PLAN}/communications").text
    assert "Reserv falls back only on what fails together with it." in page and "listens to no channel" not in page
    add(cast, Channel, name="Ordonnans", system="runner", purpose="Till fots")
    second = db.session.scalars(db.select(Channel).filter_by(number=2)).one()
    actions.edit(cast.planned, SYSTEM, second, {"fallback": 3})
    page = cast.petra.door.get(f"{PLAN}/communications").text
    assert "Every channel has something to fall back on, and every call sign a channel." in page
    assert "Reserv → Ordonnans" in page


def test_radio_checks_are_times_of_day_and_stand_in_a_timetable(cast: Cast) -> None:
    door = cast.petra.door
    answer = door.post(f"{PLAN}/channels/new", data={**CHANNEL, "checked_at": "06:00, 25:00"})
    assert answer.status_code == 422 and "25:00 is no time. Write 06:00, 12:00." in answer.text
    assert door.post(f"{PLAN}/channels/new", data={**CHANNEL, "checked_at": "18:00; 06:00"}).status_code == 302
    assert only(cast, Channel).check_times == [time(18), time(6)]
    page = door.get(f"{PLAN}/communications").text
    assert page.index('<dt class="num">06:00') < page.index('<dt class="num">18:00')


def test_a_channel_does_not_fall_back_on_itself_and_a_call_sign_stands_once(cast: Cast) -> None:
    add(cast, Channel, **CHANNEL)
    door = cast.petra.door
    answer = door.post(f"{PLAN}/channels/1", data={**CHANNEL, "fallback": "1"})
    assert answer.status_code == 422 and "A channel cannot fall back on itself." in answer.text
    sign = {"sign": "P11", "holder": "Patrull", "channel": "1", "audience": "police"}
    assert [door.post(f"{PLAN}/call_signs/new", data=sign).status_code for _ in range(2)] == [302, 422]
