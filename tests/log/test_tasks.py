"""Tasks through their pages: given, taken, done or withdrawn, each a line of the log; due, overdue and one's own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Giving, Opening, Owner
from eventops.log.integrity import verify
from eventops.log.models import Entry, EntryKind, Errand, OwnerKind
from tests.cast import Cast, Player
from tests.listening import Ear

from .duty import unit

HOME = "/events/sommar/tasks"


def give(player: Player, **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "text": "Kontrollera grind 5", "owner": "Stabschef", **said}
    return player.door.post(HOME, data=form)


def step(player: Player, state: str, number: int = 1, **said: Any) -> Any:
    return player.door.post(f"{HOME}/{number}/steps", data={"state": state, **said})


def lines() -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).order_by(Entry.number)))


def task(number: int = 1) -> Errand:
    return db.session.scalars(db.select(Errand).filter_by(number=number)).one()


def test_a_task_is_given_once_however_often_it_is_sent_and_each_step_is_a_line(cast: Cast) -> None:
    sent = {"client_id": str(uuid4()), "due_at": "+30"}
    answers = [give(cast.olle, **sent) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"{HOME}#task-1"] * 2
    step(cast.karin, "taken")
    step(cast.karin, "taken")
    step(cast.olle, "done", note="Grinden är låst")
    told = [(line.kind, line.text, line.author) for line in lines()]
    due = cast.event.local(task().due_at or clock.now()).strftime("%H:%M")
    assert told == [
        (EntryKind.TASK, f"To Stabschef, due {due}: Kontrollera grind 5", "Olle"),
        (EntryKind.TASK, "No. 1 taken: Kontrollera grind 5", "Karin"),
        (EntryKind.TASK, "No. 1 done: Kontrollera grind 5. Grinden är låst", "Olle"),
    ]
    assert [(each.state, each.by, each.note) for each in task().steps] == [
        ("taken", "Karin", None), ("done", "Olle", "Grinden är låst"),
    ]  # fmt: skip
    page = cast.oskar.door.get(f"{HOME}/1").text
    assert "Grinden är låst" in page and "Karin" in page
    assert verify("sommar").fault is None


def test_what_a_phone_did_without_contact_arrives_once_with_its_time_or_says_why_not(cast: Cast) -> None:
    give(cast.olle)
    give(cast.olle, text="Hämta staket")
    done = clock.now() - timedelta(minutes=12)
    waited = {"data": {"state": "done", "written_at": done.isoformat()}, "headers": {"Accept": "application/json"}}
    answers = [cast.olle.door.post(f"{HOME}/1/steps", **waited) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    told = [line for line in lines() if line.text == "No. 1 done: Kontrollera grind 5"]
    assert [(line.occurred_at, line.late_because) for line in told] == [(done, "offline")]
    assert [each.at for each in task().steps] == [done]
    step(cast.karin, "withdrawn", number=2)
    refused = cast.olle.door.post(f"{HOME}/2/steps", **waited)
    assert refused.status_code == 422 and "withdrawn already" in refused.json["errors"][""]
    assert verify("sommar").fault is None


def test_what_is_done_takes_no_more_steps(cast: Cast) -> None:
    give(cast.olle)
    step(cast.olle, "withdrawn")
    step(cast.olle, "done")
    assert "is done or withdrawn already." in cast.olle.door.get(HOME).text
    assert task().state == "withdrawn" and len(task().steps) == 1
    assert step(cast.olle, "nonsense").status_code == 422


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": ""}, "Say what is to be done."),
        ({"owner": ""}, "Say who is to do it."),
        ({"due_at": "2020-01-01 10:00"}, "That time has passed."),
        ({"due_at": "strax"}, "Write the time as 22:40, +30"),
    ],
)
def test_a_wrong_form_says_why_and_keeps_what_was_typed(cast: Cast, said: dict[str, str], why: str) -> None:
    answer = give(cast.olle, **{"text": "Det här skrev jag", **said})
    assert answer.status_code == 422 and why in answer.text
    assert "Det här skrev jag" in answer.text or "text" in said
    assert lines() == []


def test_whose_it_is_follows_from_what_was_typed(cast: Cast) -> None:
    unit(cast, cast.frida)
    for owner in ("Kyrkan", "p21", "Karin"):
        give(cast.olle, owner=owner)
    told = [(each.owner_kind, each.owner, each.audience) for each in (task(1), task(2), task(3))]
    assert told == [
        (OwnerKind.PARTNER, "kyrkan", "partner:kyrkan"),
        (OwnerKind.UNIT, "P21", "police"),
        (OwnerKind.ROLE, "Karin", "police"),
    ]


def test_each_finds_its_own_tasks_first(cast: Cast) -> None:
    unit(cast, cast.frida)
    for owner, text in (("Kyrkan", "FÖR-KYRKAN"), ("P21", "FÖR-P21"), ("Karin", "FÖR-KARIN")):
        give(cast.olle, owner=owner, text=text)
    own = {"kim": "FÖR-KYRKAN", "frida": "FÖR-P21", "karin": "FÖR-KARIN"}
    for name, text in own.items():
        page = getattr(cast, name).door.get(HOME).text
        mine = page[page.index('id="mine-title"') : page.index('id="left-title"')]
        assert [each for each in own.values() if each in mine] == [text]


def test_what_is_due_stands_in_order_of_time_and_what_is_late_says_so(cast: Cast) -> None:
    give(cast.olle, text="Om en timme", due_at="+60")
    with clock.at(clock.now() - timedelta(minutes=30)):
        given = Giving(
            "För länge sedan", Owner(OwnerKind.ROLE, "Stabschef"), due_at=clock.now() + timedelta(minutes=20)
        )
        actions.give_errand(cast.event, cast.olle.actor(cast.event), given, line="Uppgift")
    give(cast.olle, text="Utan tid")
    due = cast.oskar.door.get("/events/sommar/live/due").text
    assert due.index("För länge sedan") < due.index("Om en timme")
    assert due.count("clock-row--over") == 1 and "Utan tid" not in due
    assert "Overdue" in cast.oskar.door.get(HOME).text
    step(cast.olle, "done", 2)
    assert "För länge sedan" not in cast.oskar.door.get("/events/sommar/live/due").text


def test_a_partner_takes_and_finishes_what_it_was_given_and_nothing_else(app: Flask, cast: Cast) -> None:
    oskar, tove = Ear(app, cast.oskar), Ear(app, cast.tove)
    give(cast.olle, owner="Kyrkan", text="Möt upp vid A1")
    give(cast.olle, owner="Trafiken", text="Kör extrabuss", audience="all")
    assert "Take" in cast.kim.door.get(f"{HOME}/1").text and "Take" not in cast.kim.door.get(f"{HOME}/2").text
    assert step(cast.kim, "taken").status_code == 302
    assert step(cast.kim, "done").status_code == 302
    assert task().state == "done" and lines()[-1].audience == "partner:kyrkan"
    assert step(cast.tove, "taken").status_code == 404
    step(cast.kim, "done", 2)
    assert "This task is not yours." in cast.kim.door.get(HOME).text and task(2).state == "open"
    assert [change["what"] for change in oskar.changes() if change["type"] == "errand"] == [
        "errand.given", "errand.given", "errand.taken", "errand.done",
    ]  # fmt: skip
    assert [change["number"] for change in tove.changes() if change["type"] == "errand"] == [2]


def test_a_task_never_tells_a_partner_of_an_incident_it_may_not_know(cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title="SPÅR-POLIS", audience="police"))
    answer = give(cast.olle, owner="Kyrkan", incident="1")
    assert answer.status_code == 422
    assert "Not all who hear of the task may know of incident #1." in answer.text
    unheard = give(cast.olle, owner="Kyrkan", audience="police")
    assert unheard.status_code == 422 and "does not hear that audience" in unheard.text
    assert len(lines()) == 1


def test_partners_find_no_trace_of_what_the_police_are_to_do(app: Flask, cast: Cast) -> None:
    ear = Ear(app, cast.kim)
    unit(cast, cast.frida, "HEMLIG9")
    ear.changes()
    give(cast.olle, text="SPÅR-POLIS", due_at="+5")
    step(cast.olle, "taken", note="SPÅR-POLIS")
    for door in (HOME, f"{HOME}/1", "/events/sommar/live/due"):
        assert "SPÅR-POLIS" not in cast.kim.door.get(door).text, door
    assert "SPÅR-POLIS" in cast.oskar.door.get(HOME).text
    assert ear.changes() == []
    assert cast.kim.door.get(f"{HOME}/1").status_code == 404
    assert step(cast.kim, "done").status_code == 404


def test_a_task_goes_with_its_incident_when_that_becomes_secret(cast: Cast) -> None:
    incident, _ = actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand", audience="all"))
    give(cast.olle, owner="Stabschef", incident="1", text="SPÅR")
    assert "SPÅR" in cast.kim.door.get(HOME).text
    actions.change_audience(cast.event, cast.olle.actor(cast.event), incident, "police")
    assert "SPÅR" not in cast.kim.door.get(HOME).text
    step(cast.olle, "done")
    assert lines()[-1].audience == "police" and task().state == "done"
    assert "SPÅR" not in cast.kim.door.get("/api/v1/events/sommar/changes?feed=all&after=0&limit=1000").text


def test_who_only_reads_gives_no_task_and_finishes_none(cast: Cast) -> None:
    assert give(cast.eva).status_code == 403
    give(cast.olle)
    assert step(cast.eva, "done").status_code == 403
    assert "Give the task" not in cast.eva.door.get(HOME).text
    assert task().state == "open"


def test_an_incident_tells_what_was_decided_and_given_to_do_on_it(cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand", audience="all"))
    page = cast.olle.door.get("/events/sommar/incidents/1/orders").text
    assert f'href="{HOME}?incident=1"' in page and 'href="/events/sommar/decisions/new?incident=1"' in page
    give(cast.olle, owner="Kyrkan", incident="1", text="Möt anhöriga", audience="all")
    give(cast.olle, incident="1", text="SPÅR-POLIS", audience="police")
    give(cast.olle, text="En annan sak")
    decision = {"client_id": str(uuid4()), "text": "Spärra av", "incident": "1"}
    cast.olle.door.post("/events/sommar/decisions", data=decision)
    told = cast.oskar.door.get("/events/sommar/incidents/1/orders").text
    assert all(text in told for text in ("Möt anhöriga", "SPÅR-POLIS", "Spärra av")) and "En annan sak" not in told
    shown = cast.kim.door.get("/events/sommar/incidents/1/orders").text
    assert "Möt anhöriga" in shown and "SPÅR-POLIS" not in shown
    assert cast.stig.door.get("/events/sommar/incidents/1/orders").status_code == 404
