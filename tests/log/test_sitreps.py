"""Situation reports through their pages: drafted with the eyes of their audience, published once, never changed."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Deciding, Giving, Opening, Owner
from eventops.log.integrity import verify
from eventops.log.models import Entry, EntryKind, Errand, Incident, OwnerKind, Sitrep, State
from tests.cast import Cast, Player
from tests.listening import Ear

from .duty import unit

HOME = "/events/sommar/reports"
SECRET = "SPÅR-POLIS"


def publish(player: Player, audience: str = "all", kind: str = "regular", **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "kind": kind, "audience": audience, "overview": "Lugnt", **said}
    return player.door.post(HOME, data=form)


def draft(player: Player, audience: str) -> str:
    return str(player.door.get(f"{HOME}/new?kind=regular&audience={audience}").text)


def opened(cast: Cast, category: str = "B1", title: str = "Brand i tält", **said: Any) -> Incident:
    return actions.open_incident(cast.event, SYSTEM, Opening(category=category, title=title, **said))[0]


def lines() -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).order_by(Entry.number)))


def report(number: int = 1) -> Sitrep:
    return db.session.scalars(db.select(Sitrep).filter_by(number=number)).one()


def test_the_draft_tells_what_happened_since_the_last_report_to_that_audience(cast: Cast) -> None:
    opened(cast, sector="A", audience="all")
    opened(cast, sector="B", title="Brand två", audience="all")
    first = draft(cast.olle, "all")
    assert "2 opened, 0 closed, 2 open now." in first
    assert "By sector: A 1, B 1" in first and "#1 P1 A Brand i tält – New" in first
    publish(cast.olle)
    actions.change_state(cast.event, SYSTEM, db.session.get_one(Incident, 1), State.CLOSED)
    second = draft(cast.olle, "all")
    assert "0 opened, 1 closed, 1 open now." in second
    assert "#1 P1" not in second and "#2 P1 B Brand två" in second
    assert "2 opened, 1 closed, 1 open now." in draft(cast.olle, "police")


def test_decisions_and_what_is_due_stand_in_the_draft(cast: Cast) -> None:
    actor = cast.olle.actor(cast.event)
    actions.decide(cast.event, actor, Deciding(text="Stoppa insläppet", decider="Karin"))
    given = Giving("Kontrollera grind 5", Owner(OwnerKind.PARTNER, "kyrkan"), audience="all")
    actions.give_errand(cast.event, actor, given, line="Uppgift")
    told = draft(cast.olle, "police")
    assert "Decision 1: Stoppa insläppet (Karin)" in told
    assert "Stoppa insläppet" not in draft(cast.olle, "all")
    assert "Kontrollera grind 5" not in told  # it has no time


def plant(cast: Cast) -> None:
    """What only the police may know: an incident, a line, a decision, a task."""
    actor = cast.olle.actor(cast.event)
    incident = opened(cast, "O1", SECRET, audience="police", place=SECRET, sector="A")
    actions.add_entry(cast.event, actor, text=SECRET, incident=incident)
    soon = clock.now() + timedelta(minutes=30)
    actions.decide(cast.event, actor, Deciding(text=SECRET, audience="police", review_at=soon))
    given = Giving(SECRET, Owner(OwnerKind.ROLE, SECRET), audience="police", due_at=soon)
    errand, _ = actions.give_errand(cast.event, actor, given, line=SECRET)
    assert db.session.get(Errand, errand.id)


@pytest.mark.parametrize("audience", ["all", "partner:kyrkan", "partner:trafiken"])
def test_a_draft_for_others_holds_nothing_that_only_its_author_may_know(cast: Cast, audience: str) -> None:
    plant(cast)
    opened(cast, title="Syns för alla", audience="all")
    told = draft(cast.olle, audience)
    assert SECRET not in told and "O1" not in told
    assert "1 opened, 0 closed, 1 open now." in told and "Syns för alla" in told
    assert SECRET in draft(cast.olle, "police")


def test_only_the_police_are_told_how_many_police_there_are(cast: Cast) -> None:
    unit(cast, cast.frida)
    assert "Police 1 of 1" in draft(cast.olle, "police")
    assert "Police 1" not in draft(cast.olle, "all") and "Police 1" not in draft(cast.olle, "partner:kyrkan")


def test_one_partner_is_told_nothing_of_what_is_for_another(cast: Cast) -> None:
    opened(cast, title="Bara kyrkan", audience="partner:kyrkan")
    assert "Bara kyrkan" in draft(cast.olle, "partner:kyrkan")
    assert "Bara kyrkan" not in draft(cast.olle, "partner:trafiken")
    assert "Bara kyrkan" not in draft(cast.olle, "all")


def test_a_published_report_is_numbered_frozen_and_a_line_of_the_log(app: Flask, cast: Cast) -> None:
    kim, tove = Ear(app, cast.kim), Ear(app, cast.tove)
    sent = {"client_id": str(uuid4()), "overview": "Lugnt i alla sektorer"}
    answers = [publish(cast.olle, "partner:kyrkan", **sent) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"{HOME}/1"] * 2
    line = lines()[0]
    assert (line.kind, line.text) == (EntryKind.SITREP, "Published. Lugnt i alla sektorer")
    assert (line.audience, len(lines())) == ("partner:kyrkan", 1)
    assert "Lugnt i alla sektorer" in cast.kim.door.get(f"{HOME}/1").text
    assert f'href="{HOME}/1"' in cast.kim.door.get(HOME).text
    assert cast.tove.door.get(f"{HOME}/1").status_code == 404
    assert "Lugnt" not in cast.tove.door.get(HOME).text and tove.changes() == []
    assert [change["what"] for change in kim.changes()] == ["entry.added", "sitrep.published"]
    assert verify("sommar").fault is None


def test_methane_says_all_seven_things_at_once(cast: Cast) -> None:
    opened(cast, audience="all")
    told = {
        "major": "Ja, 22:41", "location": "Sektor A, framför stora scenen", "type": "Trängsel",
        "hazards": "Staket har gett vika", "access": "Grind 5, brytpunkt norr", "casualties": "4 skadade",
        "services": "Ambulans på plats, 2 till behövs",
    }  # fmt: skip
    publish(cast.olle, "all", "methane", incident="1", **told)
    page = cast.kim.door.get(f"{HOME}/1").text
    for text in told.values():
        assert text in page, text
    line = lines()[-1]
    assert line.incident is not None and line.incident.number == 1
    assert (line.text or "").startswith("M/ETHANE. Major incident declared: Ja, 22:41; Exact location: Sektor A")


def test_a_report_on_an_incident_goes_to_nobody_who_may_not_know_of_it(cast: Cast) -> None:
    opened(cast, "O1", SECRET, audience="police")
    answer = publish(cast.olle, "all", "methane", incident="1", major="Ja")
    assert answer.status_code == 422 and "cannot go to more people than the incident" in answer.text
    assert "Ja" in answer.text and db.session.scalars(db.select(Sitrep)).all() == []


def test_an_empty_report_is_refused(cast: Cast) -> None:
    answer = publish(cast.olle, overview=" ")
    assert answer.status_code == 422 and "Write something." in answer.text
    assert lines() == []


def test_it_is_copied_as_plain_text_and_printed(cast: Cast) -> None:
    publish(cast.olle, "all", overview="Lugnt i <sektor A>", ahead="Fortsatt hög beredskap")
    page = cast.kim.door.get(f"{HOME}/1").text
    text = page[page.index('id="report-text"') : page.index("</pre>")]
    assert (
        "OVERALL PICTURE\nLugnt i &lt;sektor A&gt;\n\nEXPECTED DEVELOPMENT AND INTENT\nFortsatt hög beredskap" in text
    )
    answer = cast.kim.door.get(f"{HOME}/1.pdf")
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Fortsatt hög beredskap" in printed and "Situation report 1 to Everyone" in printed
    assert cast.stig.door.get(f"{HOME}/1.pdf").status_code == 404


def test_only_who_may_publish_writes_reports_and_only_to_whom_it_hears(cast: Cast) -> None:
    for player in (cast.kim, cast.frida, cast.eva):
        assert player.door.get(f"{HOME}/new").status_code == 403
        assert publish(player).status_code == 403
        assert "Draft from the log" not in player.door.get(HOME).text
    assert cast.sara.door.get(f"{HOME}/new?audience=command").status_code == 404
    assert publish(cast.sara, "command").status_code == 404
    assert lines() == []


def test_erasing_its_line_erases_the_report(cast: Cast) -> None:
    publish(cast.olle, overview="PERSON-UPPGIFT")
    actions.erase(cast.event, SYSTEM, lines()[0], ground="2018:1693 4:10")
    assert "PERSON-UPPGIFT" not in cast.olle.door.get(f"{HOME}/1").text
    assert report().sections == [] and verify("sommar").fault is None
