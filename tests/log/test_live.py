"""The live log through its pages: what one writes the others see, and those outside the audience never do."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Entry, EntryKind, Incident, State
from tests.cast import Cast, Player
from tests.listening import Ear

LIVE = "/events/sommar/live"


def opened(player: Player, **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "category": "B1", "title": "Brand i tält", **said}
    return player.door.post("/events/sommar/incidents", data=form)


def incidents() -> list[Incident]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Incident).order_by(Incident.number)))


def lines() -> list[Entry]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Entry).order_by(Entry.number)))


def test_an_operator_opens_an_incident_and_sees_it(cast: Cast) -> None:
    assert opened(cast.olle, sector="A", text="Rök från köket").status_code == 302
    incident = incidents()[0]
    assert (incident.number, incident.title, incident.priority, incident.audience) == (1, "Brand i tält", 1, "all")
    page = cast.oskar.door.get(LIVE).text
    assert 'id="incident-1"' in page
    assert "Rök från köket" in page


def test_the_same_form_sent_twice_opens_one_incident(cast: Cast) -> None:
    form = {"client_id": str(uuid4()), "category": "B1", "title": "Brand"}
    for _ in range(2):
        cast.olle.door.post("/events/sommar/incidents", data=form)
    assert len(incidents()) == 1


def test_a_wrong_form_keeps_what_was_typed_and_says_why(cast: Cast) -> None:
    answer = opened(cast.olle, title="", text="Det här skrev jag", occurred_at="25:99")
    assert answer.status_code == 422
    assert "Det här skrev jag" in answer.text
    assert "Say in a few words what has happened." in answer.text
    assert "Write the time as 22:40" in answer.text
    assert incidents() == []


def test_a_time_to_come_is_refused_beside_its_field(cast: Cast) -> None:
    answer = opened(cast.olle, occurred_at="2099-01-01 12:00")
    assert answer.status_code == 422
    assert "That time has not come yet" in answer.text


def test_hostile_text_is_shown_as_it_was_written_and_does_nothing(cast: Cast) -> None:
    hostile = "<script>alert(1)</script> \u202eedisrever 🔥"
    opened(cast.olle, title=hostile)
    page = cast.oskar.door.get(LIVE).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \u202eedisrever 🔥" in page


def test_ten_thousand_characters_fit_and_one_more_is_refused(cast: Cast) -> None:
    assert opened(cast.olle, text="å" * 10_000).status_code == 302
    assert opened(cast.olle, text="å" * 10_001).status_code == 422
    assert len(incidents()) == 1


@pytest.mark.parametrize("door", ["live", "incidents", "incidents?q=knivman", "incidents/1", "live?q=knivman"])
def test_a_partner_finds_no_trace_of_what_the_police_keep(cast: Cast, door: str) -> None:
    opened(cast.olle, category="O1", title="Knivman vid grinden", text="Knivman sedd")
    seen = cast.oskar.door.get(f"/events/sommar/{door}").text
    assert "Knivman" in seen
    answer = cast.kim.door.get(f"/events/sommar/{door}")
    assert "Knivman" not in answer.text
    assert answer.status_code == (404 if door == "incidents/1" else 200)


def test_a_police_line_on_an_open_incident_stays_with_the_police(app: Flask, cast: Cast) -> None:
    opened(cast.olle)
    kim, oskar = Ear(app, cast.kim), Ear(app, cast.oskar)
    form = {"client_id": str(uuid4()), "text": "Misstänkt anlagd", "kind": "note", "audience": "police"}
    cast.olle.door.post("/events/sommar/incidents/1/entries", data=form)
    assert "Misstänkt anlagd" in cast.oskar.door.get("/events/sommar/incidents/1").text
    assert "Misstänkt anlagd" not in cast.kim.door.get("/events/sommar/incidents/1").text
    assert [change["text"] for change in oskar.changes()] == ["Misstänkt anlagd"]
    assert kim.changes() == []


def test_a_line_cannot_go_wider_than_its_incident(cast: Cast) -> None:
    opened(cast.olle, category="O1", title="Bråk", audience="police")
    form = {"client_id": str(uuid4()), "text": "till alla", "kind": "note", "audience": "all"}
    answer = cast.olle.door.post("/events/sommar/incidents/1/entries", data=form)
    assert answer.status_code == 422
    assert "The line cannot go to more people than the incident itself." in answer.text
    assert len(lines()) == 1


def test_nobody_writes_to_an_audience_he_does_not_hear(cast: Cast) -> None:
    answer = opened(cast.kim, audience="police")
    assert answer.status_code == 422
    assert incidents() == []


def test_what_a_partner_reports_of_a_police_matter_reaches_the_police_and_him(app: Flask, cast: Cast) -> None:
    oskar, tove = Ear(app, cast.oskar), Ear(app, cast.tove)
    opened(cast.kim, category="O1", title="Bråk vid kyrkan")
    assert incidents()[0].audience == "partner:kyrkan"
    assert [change["title"] for change in oskar.changes()] == ["Bråk vid kyrkan"]
    assert tove.changes() == []
    assert "Bråk vid kyrkan" in cast.kim.door.get(LIVE).text


def test_an_incident_taken_from_an_audience_is_gone_there_also_from_what_was_missed(app: Flask, cast: Cast) -> None:
    opened(cast.olle, title="Hemligt i efterhand")
    kim = Ear(app, cast.kim)
    cast.olle.door.post("/events/sommar/incidents/1/audience", data={"audience": "police"})
    told = kim.changes()
    assert [change["what"] for change in told] == ["incident.withdrawn"]
    assert "title" not in told[0]
    assert cast.kim.door.get("/events/sommar/incidents/1").status_code == 404
    missed = cast.kim.door.get("/api/v1/events/sommar/changes?feed=all&after=0").text
    assert "Hemligt" not in missed
    assert "Hemligt" in cast.oskar.door.get(LIVE).text


def test_states_follow_one_another_and_each_leaves_a_line(app: Flask, cast: Cast) -> None:
    opened(cast.olle)
    oskar = Ear(app, cast.oskar)
    for state in ("on_scene", "closed"):
        cast.olle.door.post("/events/sommar/incidents/1/state", data={"state": state, "disposition": "advised"})
    assert incidents()[0].state is State.CLOSED
    assert [(line.kind, line.text) for line in lines()[1:]] == [
        (EntryKind.STATE, "on_scene"),
        (EntryKind.STATE, "closed:advised"),
    ]
    told = oskar.changes()
    assert [(change["state"], change["entry"]["text"]) for change in told] == [
        ("on_scene", "on_scene"),
        ("closed", "closed:advised"),
    ]
    answer = cast.olle.door.post(
        "/events/sommar/incidents/1/state", data={"state": "on_scene"}, headers={"HX-Request": "true"}
    )
    assert "Incident #1 is closed. Reopen it first." in answer.text
    assert answer.status_code == 409


def test_a_struck_line_stays_readable_with_who_and_why(app: Flask, cast: Cast) -> None:
    actions.add_entry(cast.event, SYSTEM, text="Grind 4", audience="all")
    kim = Ear(app, cast.kim)
    form = {"client_id": str(uuid4()), "reason": "fel grind"}
    assert cast.olle.door.post("/events/sommar/entries/1/strike", data=form).status_code == 302
    page = cast.kim.door.get(LIVE).text
    assert "Grind 4" in page
    assert "log-row--struck" in page
    assert "fel grind" in page
    assert [(change["kind"], change["strikes"]) for change in kim.changes()] == [("strike", 1)]
    again = cast.olle.door.post("/events/sommar/entries/1/strike", data={"client_id": str(uuid4()), "reason": "igen"})
    assert again.status_code == 422
    assert len(lines()) == 2


def test_striking_needs_a_reason(cast: Cast) -> None:
    actions.add_entry(cast.event, SYSTEM, text="Grind 4", audience="all")
    answer = cast.olle.door.post("/events/sommar/entries/1/strike", data={"client_id": str(uuid4()), "reason": " "})
    assert "Say why the line is struck." in answer.text
    assert len(lines()) == 1


def test_a_unit_of_the_roster_can_be_sent_and_no_other(cast: Cast) -> None:
    opened(cast.olle)
    answer = cast.olle.door.post(
        "/events/sommar/incidents/1/units",
        data={"call_sign": "X99", "status": "assigned"},
        headers={"HX-Request": "true"},
    )
    assert "There is no unit X99 on the roster." in answer.text
    assert incidents()[0].units == []


def test_swedish_words_are_found_inflected_and_unfinished(cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="T2", title="Stöld ur tältet", text="Två ryggsäckar"))
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand i container"))
    for sought in ("tält", "tälten", "ryggsäck", "stölder", "ryggs"):
        page = cast.olle.door.get(f"/events/sommar/incidents?q={sought}").text
        assert "Stöld ur tältet" in page, sought
        assert "Brand i container" not in page, sought


def test_the_list_pages_by_key_without_losing_or_repeating(cast: Cast) -> None:
    actions.open_incidents(cast.event, SYSTEM, [Opening(category="B1", title=f"Brand {n}") for n in range(120)])
    first = cast.olle.door.get("/events/sommar/incidents").text
    assert first.count('href="/events/sommar/incidents/') == 50 + first.count('href="/events/sommar/incidents/new')
    second = cast.olle.door.get("/events/sommar/incidents?before=71").text
    assert "Brand 69<" in second
    assert "Brand 70<" not in second


def test_wrong_filters_say_so_and_hide_nothing_typed(cast: Cast) -> None:
    page = cast.olle.door.get("/events/sommar/incidents?since=igår&q=brand").text
    assert "Write a date like 2027-06-18" in page
    assert 'value="igår"' in page


def test_a_planned_event_has_no_open_log_and_goes_live_only_with_a_plan(cast: Cast) -> None:
    planned = cast.karin.door.post(
        "/events/vinter/incidents", data={"client_id": str(uuid4()), "category": "B1", "title": "x"}
    )
    assert "The log opens when the event goes live." in planned.text
    cast.karin.door.post("/events/vinter/go-live")
    assert "Publish the plan first" in cast.karin.door.get("/events/vinter/").text
    assert cast.planned.phase == "planning"


def test_an_event_with_open_incidents_does_not_close(cast: Cast) -> None:
    opened(cast.olle)
    cast.karin.door.post("/events/sommar/close")
    assert cast.event.phase == "live"
    cast.olle.door.post("/events/sommar/incidents/1/state", data={"state": "closed", "disposition": "advised"})
    cast.karin.door.post("/events/sommar/close")
    db.session.expire_all()
    assert cast.event.phase == "closed"
    assert "so is its log" in opened(cast.olle).text


@pytest.mark.parametrize(
    "who, path, data, status",
    [
        ("eva", "incidents", {"category": "B1", "title": "x"}, 403),
        ("kim", "entries/1/strike", {"reason": "x"}, 403),
        ("olle", "entries/1/erase", {"ground": "x"}, 403),
        ("petra", "go-live", {}, 403),
        ("stig", "incidents", {"category": "B1", "title": "x"}, 404),
    ],
)
def test_a_role_does_what_it_may_and_no_more(
    cast: Cast, who: str, path: str, data: dict[str, str], status: int
) -> None:
    actions.add_entry(cast.event, SYSTEM, text="Grind 4", audience="all")
    answer = getattr(cast, who).door.post(f"/events/sommar/{path}", data={"client_id": str(uuid4()), **data})
    assert answer.status_code == status
    assert len(lines()) == 1
    assert incidents() == []


def test_the_auditor_sees_the_trail_and_none_of_the_content(cast: Cast) -> None:
    opened(cast.olle, title="Känsligt innehåll")
    page = cast.aron.door.get("/events/sommar/audit").text
    assert "incident.opened" in page
    assert "Känsligt" not in page
    assert cast.aron.door.get(LIVE).status_code == 403
