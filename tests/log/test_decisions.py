"""Decisions through their pages: born with a line, supplemented, reviewed, and known only to their audience (R71)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Deciding, Opening
from eventops.log.integrity import verify
from eventops.log.models import Decision, Entry, EntryKind
from tests.cast import Cast, Player
from tests.listening import Ear

HOME = "/events/sommar/decisions"


def decide(player: Player, **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "text": "Stoppa insläppet vid A", "decider": player.name.capitalize(), **said}
    return player.door.post(HOME, data=form)


def lines() -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).order_by(Entry.number)))


def decision(number: int = 1) -> Decision:
    return db.session.scalars(db.select(Decision).filter_by(number=number)).one()


def test_a_decision_in_a_hurry_is_a_line_of_the_log_and_what_is_missing_is_shown(cast: Cast) -> None:
    sent = {"client_id": str(uuid4()), "decider": "Karin", "decider_role": "KC"}
    answers = [decide(cast.olle, **sent) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"{HOME}/1"] * 2
    line = lines()[0]
    assert len(lines()) == 1
    assert (line.kind, line.text, line.author) == (EntryKind.DECISION, "Stoppa insläppet vid A", "Olle")
    assert (line.on_behalf, line.audience) == ("Karin (KC)", "police")
    page = cast.oskar.door.get(f"{HOME}/1").text
    assert page.count("Not stated") == 6 and "6 things missing" in page
    assert "6 things missing" in cast.oskar.door.get(HOME).text
    assert verify("sommar").fault is None


def test_all_that_r71_asks_for_is_kept_and_shown_with_who_and_when(cast: Cast) -> None:
    told = {
        "information": "Kön växer med 40 i minuten", "threat": "Trängsel mot kravallstaketet",
        "powers": "Polislagen 24 §", "option_1": "Öppna grind 5", "because_1": "Vakter saknas där",
        "option_2": "Avvakta", "because_2": "Tätheten är redan 4", "proportionality": "Kort stopp, liten yta",
        "effect": "Kön tunnas ut på tio minuter", "review_at": "+20",
    }  # fmt: skip
    decide(cast.olle, **told)
    page = cast.oskar.door.get(f"{HOME}/1").text
    for text in (set(told.values()) - {"+20"}) | {"Rejected"}:
        assert text in page, text
    assert "Not stated" not in page and "thing missing" not in page and "things missing" not in page
    found = decision()
    assert found.review_at == found.due_at
    assert timedelta(minutes=19) < (found.due_at or clock.now()) - clock.now() <= timedelta(minutes=20)


def test_a_decision_without_words_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    answer = decide(cast.olle, text="", information="Det här skrev jag", review_at="snart")
    assert answer.status_code == 422
    for text in ("Say what was decided.", "Det här skrev jag", "Write the time as 22:40, +30"):
        assert text in answer.text, text
    assert lines() == []


def test_a_review_time_that_has_passed_is_refused_beside_its_field(cast: Cast) -> None:
    answer = decide(cast.olle, review_at="2020-01-01 10:00")
    assert answer.status_code == 422 and "That time has passed." in answer.text
    assert lines() == []


def test_r5_dispersing_asks_for_the_milder_means_that_were_considered(cast: Cast) -> None:
    answer = decide(cast.karin, text="Konserten avbryts", disperses="y")
    assert answer.status_code == 422
    assert "Say which less intrusive means were considered" in answer.text
    assert lines() == []
    decide(cast.karin, text="Konserten avbryts", disperses="y", lenient="Sänkt ljud och tänd publik räckte inte")
    page = cast.karin.door.get(f"{HOME}/1").text
    assert "Sänkt ljud och tänd publik räckte inte" in page and "Less intrusive alternatives considered" in page
    assert decision().disperses


def test_what_was_missing_is_added_later_as_rows_and_nothing_is_edited(cast: Cast) -> None:
    decide(cast.olle, information="Först känt")
    form = {"information": "Senare känt", "threat": "Trängsel", "review_at": "+30"}
    assert cast.karin.door.post(f"{HOME}/1/supplements", data=form).status_code == 302
    page = cast.oskar.door.get(f"{HOME}/1").text
    assert "Först känt" in page and "Senare känt" in page and page.count("added") == 2
    assert [(each.text, each.by) for each in decision().grounds] == [
        ("Först känt", "Olle"), ("Senare känt", "Karin"), ("Trängsel", "Karin"),
    ]  # fmt: skip
    assert lines()[-1].text == "Decision 1 supplemented: information known, threat and risk, review time"
    again = cast.karin.door.post(f"{HOME}/1/supplements", data={"review_at": "+60"})
    assert again.status_code == 422 and "The review time is set already." in again.text
    empty = cast.karin.door.post(f"{HOME}/1/supplements", data={"effect": "  "})
    assert empty.status_code == 422 and "Write something." in empty.text
    assert verify("sommar").fault is None


def test_at_its_review_time_it_is_due_and_is_reviewed_by_name(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(minutes=25)):
        told = Deciding(text="Stoppa insläppet", review_at=clock.now() + timedelta(minutes=20))
        actions.decide(cast.event, cast.olle.actor(cast.event), told)
    assert "clock-row--over" in cast.oskar.door.get("/events/sommar/live/due").text
    assert "Review was due" in cast.oskar.door.get(HOME).text
    form = {"outcome": "stands", "next_at": "+30", "note": "Kön är kvar"}
    assert cast.karin.door.post(f"{HOME}/1/reviews", data=form).status_code == 302
    due = cast.oskar.door.get("/events/sommar/live/due").text
    assert "Review decision 1" in due and "clock-row--over" not in due
    page = cast.oskar.door.get(f"{HOME}/1").text
    assert "The decision stands" in page and "Kön är kvar" in page and "Karin" in page
    found = decision()
    assert (found.reviews[0].by, found.holds) == ("Karin", True)
    assert found.due_at == found.reviews[0].next_at and found.review_at != found.due_at
    assert verify("sommar").fault is None


def test_a_decision_changed_by_a_later_one_is_no_longer_in_force(cast: Cast) -> None:
    decide(cast.olle, review_at="+20")
    refused = cast.olle.door.post(f"{HOME}/1/reviews", data={"outcome": "changed"})
    assert refused.status_code == 422 and "Say which later decision changed it." in refused.text
    decide(cast.olle, text="Öppna insläppet igen")
    cast.olle.door.post(f"{HOME}/1/reviews", data={"outcome": "changed", "changed_by": "2"})
    assert not decision(1).holds and decision(1).due_at is None
    assert "Changed by decision 2" in cast.oskar.door.get(HOME).text
    assert lines()[-1].text == "Decision 1 reviewed: changed by decision 2"
    assert "Nothing is due" in cast.oskar.door.get("/events/sommar/live/due").text
    again = cast.olle.door.post(f"{HOME}/1/reviews", data={"outcome": "ended"})
    assert again.status_code == 422 and len(decision(1).reviews) == 1


def test_a_struck_decision_is_neither_due_nor_in_force(cast: Cast) -> None:
    decide(cast.olle, review_at="+20")
    actions.strike(cast.event, SYSTEM, lines()[0], reason="Fel grind")
    assert "Nothing is due" in cast.oskar.door.get("/events/sommar/live/due").text
    page = cast.oskar.door.get(f"{HOME}/1").text
    assert "Fel grind" in page and "Review the decision" not in page
    answer = cast.olle.door.post(f"{HOME}/1/supplements", data={"effect": "Något"})
    assert answer.status_code == 422 and "The decision is struck." in answer.text


def test_a_decision_on_an_incident_follows_its_audience(app: Flask, cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand i tält", audience="all"))
    assert '<option selected value="1">#1 Brand' in cast.olle.door.get(f"{HOME}/new?incident=1").text
    ear = Ear(app, cast.kim)
    decide(cast.olle, incident="1", information="SPÅR-GRUND")
    assert "Stoppa insläppet" in cast.kim.door.get(f"{HOME}/1").text
    assert [change["what"] for change in ear.changes()] == ["entry.added", "decision.made"]
    actions.change_audience(cast.event, cast.olle.actor(cast.event), lines()[0].incident, "police")  # type: ignore[arg-type]
    assert cast.kim.door.get(f"{HOME}/1").status_code == 404
    assert "Stoppa insläppet" not in cast.kim.door.get(HOME).text
    missed = cast.kim.door.get("/api/v1/events/sommar/changes?feed=all&after=0&limit=1000").text
    assert "SPÅR-GRUND" not in missed and "Stoppa insläppet" not in missed
    cast.karin.door.post(f"{HOME}/1/supplements", data={"effect": "Tillagt när det redan var polisens"})
    assert lines()[-1].audience == "police"


def test_partners_find_no_trace_of_what_the_police_decide(app: Flask, cast: Cast) -> None:
    ear = Ear(app, cast.kim)
    decide(cast.olle, text="SPÅR-POLIS", information="SPÅR-POLIS", review_at="+20")
    for door in (HOME, f"{HOME}/1", "/events/sommar/live/due", "/events/sommar/live"):
        assert "SPÅR-POLIS" not in cast.kim.door.get(door).text, door
    assert "SPÅR-POLIS" in cast.oskar.door.get(f"{HOME}/1").text
    assert ear.changes() == []
    for act in ("supplements", "reviews"):
        assert cast.kim.door.post(f"{HOME}/1/{act}", data={"outcome": "ended"}).status_code == 404


def test_a_partner_decides_for_itself_and_others_only_read_it(cast: Cast) -> None:
    decide(cast.anders, text="Musiken sänks", audience="all")
    assert decision().partner == "arrangoren"
    assert "Add what is missing" in cast.anders.door.get(f"{HOME}/1").text
    assert "Add what is missing" not in cast.kim.door.get(f"{HOME}/1").text
    answer = cast.kim.door.post(f"{HOME}/1/reviews", data={"outcome": "ended"})
    assert answer.status_code == 422 and decision().holds
    assert cast.anders.door.post(f"{HOME}/1/reviews", data={"outcome": "ended"}).status_code == 302
    assert not decision().holds


def test_erasing_the_line_erases_what_the_decision_rests_on(cast: Cast) -> None:
    decide(cast.olle, information="PERSON-UPPGIFT", option_1="Alt", because_1="PERSON-UPPGIFT")
    cast.olle.door.post(f"{HOME}/1/reviews", data={"outcome": "stands", "note": "PERSON-UPPGIFT"})
    actions.erase(cast.event, SYSTEM, lines()[0], ground="2018:1693 4:10")
    page = cast.karin.door.get(f"{HOME}/1").text
    assert "PERSON-UPPGIFT" not in page and "Erased" in page
    assert verify("sommar").fault is None


def test_a_stranger_to_the_log_decides_nothing(cast: Cast) -> None:
    assert decide(cast.eva).status_code == 403
    assert decide(cast.stig).status_code == 404
    assert lines() == []


def test_a_decision_written_on_the_entry_line_is_taken_up_to_add_its_grounds(cast: Cast) -> None:
    for text, audience in (("Stängd väg norr", "police"), ("Musiken sänks", "all")):
        actions.add_entry(
            cast.event, cast.olle.actor(cast.event), text=text, kind=EntryKind.DECISION, audience=audience
        )
    page = cast.olle.door.get(HOME).text
    assert "Said in the log" in page and "Add grounds to line 1" in page
    told = cast.kim.door.get(HOME).text
    assert "Stängd väg norr" not in told and "Musiken sänks" in told and "Add grounds to line" not in told
    for _ in range(2):
        answer = cast.olle.door.post(f"{HOME}/of-line/1")
        assert answer.headers["Location"] == f"{HOME}/1#supplement"
    assert decision().decider == "Olle" and len(decision().missing) == 6
    assert "Add grounds to line 1" not in cast.olle.door.get(HOME).text
    assert cast.kim.door.post(f"{HOME}/of-line/1").status_code == 404
    assert cast.kim.door.post(f"{HOME}/of-line/2").status_code == 422
    actions.add_entry(cast.event, SYSTEM, text="Ingen beslutsrad")
    assert cast.olle.door.post(f"{HOME}/of-line/3").status_code == 409
    assert len(lines()) == 3 and verify("sommar").fault is None
