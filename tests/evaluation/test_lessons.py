"""Lessons: written where the event is evaluated, seen by whom they are for, and waiting in the next edition's plan."""

import json
import re
from datetime import date
from typing import Any

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.cooperation import meeting_calls as calls
from eventops.cooperation.models.meeting import Meeting, MeetingKind
from eventops.evaluation.debrief_models import Observation
from eventops.evaluation.models import Lesson
from eventops.events import actions as events
from eventops.events.models import Event, Partner, Phase
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Entry
from eventops.planning import actions as planning
from eventops.planning.models import Measure, Problem, Proposal
from tests.cast import Cast, Player

from .story import pages

LESSONS = "/events/sommar/evaluation/lessons"
REPORT = "/events/sommar/evaluation"
WRITTEN = {
    "text": "Kön stod ut i gatan", "cause": "En grind öppnade sent", "next_time": "Öppna grind 2 kl. 15",
    "owner": "arrangoren", "due_on": "2027-03-01", "audience": "", "source": "",
}  # fmt: skip


def learn(player: Player, **other: str) -> Any:
    """Write a lesson by the form on the page."""
    return player.door.post(f"{LESSONS}/new", data=WRITTEN | other)


def lesson(number: int) -> Lesson:
    found: Lesson = db.session.scalars(db.select(Lesson).filter_by(number=number)).one()
    return found


def last(what: str, chain: str = "sommar") -> dict[str, Any]:
    """The facts of the last record of an act."""
    query = db.select(AuditRecord).filter_by(chain=chain, what=what).order_by(AuditRecord.number.desc())
    return json.loads(db.session.scalars(query).first().facts)  # type: ignore[union-attr, no-any-return]


def next_edition(cast: Cast) -> Event:
    """An edition after `sommar`, made by Petra, with everybody and all that is proposed."""
    event, petra = cast.event, cast.petra.actor(cast.event)
    partners = frozenset(each.slug for each in event.partners)
    choice = planning.Choice(frozenset(), partners, everybody=True, proposals=True)
    events.add_day(event, SYSTEM, events.Day(date(2026, 7, 3)))
    edition = planning.Edition("Sommarfesten", "ny", "2027", date(2027, 7, 2), "Sommarfesten")
    planning.next_edition(event, petra, edition, choice, None)
    return db.session.scalars(db.select(Event).filter_by(slug="ny")).one()


def test_an_evaluator_writes_a_lesson_when_the_event_is_over_and_the_report_tells_it(cast: Cast) -> None:
    cast.event.phase = Phase.CLOSED
    db.session.commit()
    assert learn(cast.eva).status_code == 302
    page = cast.eva.door.get(LESSONS).text
    assert "Kön stod ut i gatan" in page and "Öppna grind 2 kl. 15" in page and "2027-03-01" in page
    report = cast.eva.door.get(REPORT).text
    assert "Kön stod ut i gatan" in report and f'href="{LESSONS}#lessons-1"' in report
    assert last("lesson.added")["next_time"] == "Öppna grind 2 kl. 15"


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(cast: Cast) -> None:
    for wrong, told in (({"text": " "}, "This field is required."), ({"owner": "nobody"}, "Not a valid choice")):
        answer = learn(cast.petra, **wrong)
        assert answer.status_code == 422 and told in answer.text and "Öppna grind 2 kl. 15" in answer.text
    answer = learn(cast.petra, source="account/1")
    assert answer.status_code == 422 and db.session.scalar(db.select(db.func.count(Lesson.id))) == 0


def test_two_who_edit_the_same_lesson_both_keep_what_they_wrote(cast: Cast) -> None:
    learn(cast.petra)
    seen = re.search(r'name="was"[^>]*value="([^"]*)"', cast.eva.door.get(f"{LESSONS}/1").text)
    was = seen.group(1).replace("&#34;", '"') if seen else ""
    cast.petra.door.post(f"{LESSONS}/1", data=WRITTEN | {"cause": "Två grindar", "was": was})
    kept = cast.eva.door.post(f"{LESSONS}/1", data=WRITTEN | {"text": "Kön stod till bron", "was": was})
    assert kept.status_code == 302 and (lesson(1).text, lesson(1).cause) == ("Kön stod till bron", "Två grindar")
    both = cast.eva.door.post(f"{LESSONS}/1", data=WRITTEN | {"cause": "Ingen grind", "was": was})
    assert both.status_code == 422 and "Två grindar" in both.text and "Ingen grind" in both.text


def test_a_lesson_is_closed_for_a_reason_and_can_be_opened_again(cast: Cast) -> None:
    learn(cast.eva)
    learn(cast.eva, text="Radion tystnade")
    answer = cast.eva.door.post(f"{LESSONS}/1/close", data={"l1-reason": " "})
    assert answer.status_code == 422 and "Say why it is closed." in answer.text
    cast.eva.door.post(f"{LESSONS}/1/close", data={"l1-reason": "Grinden är <b>ombyggd</b>"})
    page = cast.petra.door.get(LESSONS).text
    assert "Closed: Grinden är &lt;b&gt;ombyggd&lt;/b&gt;" in page and "Eva" in page
    still = cast.petra.door.get(f"{LESSONS}?show=open").text
    assert "Radion tystnade" in still and "Kön stod" not in still
    assert last("lesson.closed")["dropped_because"] == "Grinden är <b>ombyggd</b>"
    assert cast.petra.door.post(f"{LESSONS}/1/reopen").status_code == 302 and lesson(1).dropped_at is None


def test_a_partner_sees_the_lessons_that_are_for_it_and_changes_none(cast: Cast) -> None:
    learn(cast.eva, text="MARK-POLIS", audience="police", owner="")
    learn(cast.eva, text="MARK-FEST")  # for whom it concerns: the organiser owns it
    learn(cast.eva, text="MARK-ALLA", audience="all")
    event = next_edition(cast)
    kims = [cast.kim.door.get(path).text for path in (LESSONS, REPORT, "/events/ny/plan", "/events/ny/plan/proposals")]
    assert [re.findall("MARK-(?!ALLA)", page) for page in kims] == [[]] * 4
    assert [page.count("MARK-ALLA") > 0 for page in kims] == [True] * 4
    assert "MARK-FEST" in cast.anders.door.get(LESSONS).text and "MARK-POLIS" not in cast.anders.door.get(LESSONS).text
    assert "MARK-FEST" in cast.anders.door.get("/events/ny/plan/proposals").text
    for number in (1, 2, 3):
        cast.petra.door.post(f"/events/ny/plan/proposals/{number}/accept", data={"becomes": "problems"})
    asked = {"paper": "partner", "audience": "partner:kyrkan", "language": "en", "headings": "order", "version": ""}
    with cast.kim.door.post("/events/ny/plan/papers", data=asked | {"sector": ""}) as answer:
        paper = " ".join(pages(answer.data))
    assert "MARK-ALLA" in paper and "MARK-POLIS" not in paper and "MARK-FEST" not in paper
    assert f'="{LESSONS}/' not in cast.anders.door.get(LESSONS).text  # it owns one, and is offered no act on it
    for path in ("/new", "/3", "/3/close", "/3/reopen"):
        assert cast.anders.door.post(f"{LESSONS}{path}", data=WRITTEN).status_code == 403, path
    for path in ("/1", "/1/close"):
        assert cast.olle.door.post(f"{LESSONS}{path}", data=WRITTEN).status_code == 403, path
    assert cast.frida.door.get(LESSONS).status_code == 403 and cast.stig.door.get(LESSONS).status_code == 404
    learn(cast.karin, text="MARK-LEDNING", audience="command", owner="")
    assert cast.petra.door.get(f"{LESSONS}/4").status_code == 404
    assert "MARK-LEDNING" not in cast.petra.door.get(REPORT).text
    assert db.session.scalar(db.select(db.func.count(Proposal.id)).filter_by(event_id=event.id)) == 3


def test_an_open_lesson_becomes_what_the_planner_of_the_next_edition_chooses(cast: Cast) -> None:
    for text in ("Kön stod ut i gatan", "Radion tystnade", "Mörkt vid bron", "Avslutad sak"):
        learn(cast.eva, text=text)
    cast.eva.door.post(f"{LESSONS}/4/close", data={"l4-reason": "klart"})
    event = next_edition(cast)
    door, page = cast.petra.door, cast.petra.door.get("/events/ny/plan/proposals").text
    assert "Kön stod ut i gatan\n→ Öppna grind 2 kl. 15" in page and "Avslutad sak" not in page
    assert "waits to be decided on" in door.get(LESSONS).text
    as_measure = door.post("/events/ny/plan/proposals/1/accept", data={"becomes": "measures"})
    assert as_measure.location.endswith("/plan/measures/1#measures-1")
    assert "Öppna grind 2 kl. 15</textarea>" in door.get(as_measure.location).text
    door.post("/events/ny/plan/proposals/2/accept", data={"becomes": "problems"})
    assert door.post("/events/ny/plan/proposals/3/accept", data={"becomes": "deviations"}).status_code == 422
    assert door.post("/events/ny/plan/proposals/3/decline", data={"p3-reason": ""}).status_code == 422
    door.post("/events/ny/plan/proposals/3/decline", data={"p3-reason": "Bron är riven"})
    measure = db.session.scalars(db.select(Measure).filter_by(event_id=event.id)).one()
    problem = db.session.scalars(db.select(Problem).filter_by(event_id=event.id)).one()
    assert (measure.text, measure.owner) == ("Öppna grind 2 kl. 15", "arrangoren")
    assert (problem.text, problem.description) == ("Radion tystnade", "En grind öppnade sent")
    told = door.get(LESSONS).text
    assert re.search('href="/events/ny/plan/[a-z]+#measures-1"', told) and "declined: Bron är riven" in told
    assert told.count("Carried over") == 2
    assert "Mörkt vid bron" in door.get(f"{LESSONS}?show=open").text


def test_where_a_lesson_went_is_told_only_to_those_who_are_there(cast: Cast) -> None:
    learn(cast.eva, audience="all")
    event = next_edition(cast)
    partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug="kyrkan")).one()
    for member in events.standing(event):
        if member.partner_id == partner.id:
            events.revoke(event, SYSTEM, member)
    cast.petra.door.post("/events/ny/plan/proposals/1/accept", data={"becomes": "measures"})
    page = cast.kim.door.get(LESSONS).text
    assert "Carried over" in page and "/events/ny/" not in page


@pytest.mark.parametrize("audience", ["police", "command"])
def test_a_lesson_begins_with_the_incident_it_was_learnt_from_for_no_more_than_its_readers(
    cast: Cast, audience: str
) -> None:
    event = cast.event
    opening = Opening(category="C1", title="Trängsel vid grind 2", audience=audience)
    number = log.open_incident(event, cast.karin.actor(event), opening)[0].number
    page = cast.karin.door.get(f"{LESSONS}/new?from=incident/{number}").text
    assert "Trängsel vid grind 2</textarea>" in page and f'selected value="{audience}"' in page
    shown = cast.karin.door.get(f"/events/sommar/incidents/{number}").text
    assert f'href="{LESSONS}/new?from=incident/{number}' in shown
    learn(cast.karin, text="Trängsel", source=f"incident/{number}", audience="all", owner="")
    assert f"/events/sommar/incidents/{number}" in cast.karin.door.get(LESSONS).text
    assert f"/events/sommar/incidents/{number}" not in cast.kim.door.get(LESSONS).text
    if audience == "command":
        assert cast.petra.door.get(f"{LESSONS}/new?from=incident/{number}").status_code == 404
    assert cast.karin.door.get(f"{LESSONS}/new?from=risk/1").status_code == 200
    assert cast.karin.door.get(f"{LESSONS}/new?from=account/1").status_code == 404


DEBRIEFS = "/events/sommar/evaluation/debriefs"
LIBRARY = "/events/sommar/evaluation/library"


def debrief(cast: Cast, *invited: str, everybody: bool = False, kind: MeetingKind = MeetingKind.HOT) -> Meeting:
    event, karin = cast.event, cast.karin.actor(cast.event)
    wanted = calls.Wanted("Efter kvällen", 30, invited=invited, everybody=everybody)
    return calls.call(event, karin, wanted, clock.now(), f"debrief-{invited}-{everybody}", kind)


def see(player: Player, meeting: Meeting, text: str, *, client_id: str, side: str = "change") -> Any:
    line = {"see-side": side, "see-category": "crowd", "see-text": text, "see-client_id": client_id}
    return player.door.post(f"{DEBRIEFS}/{meeting.number}/observations", data=line)


def test_what_each_saw_at_a_debrief_becomes_a_lesson_and_the_next_edition_s_plan_shows_it(cast: Cast) -> None:
    event = cast.event
    hot = debrief(cast, "arrangoren")
    for player, text, client_id in (
        (cast.anders, "Grind 2 öppnade för sent", "o-1"), (cast.anders, "Grind 2 öppnade för sent", "o-1"),
        (cast.olle, "Kön stod ut i gatan", "o-2"),
    ):  # fmt: skip
        assert see(player, hot, text, client_id=client_id).status_code == 302
    assert see(cast.olle, hot, "Vattnet räckte", client_id="o-3", side="keep").status_code == 302
    assert see(cast.olle, hot, " ", client_id="o-4").status_code == 422
    assert see(cast.kim, hot, "hej", client_id="o-5").status_code == 404  # the church was not asked
    seen = db.session.scalars(db.select(Observation).order_by(Observation.number)).all()
    assert [each.by for each in seen] == ["Anders", "Olle", "Olle"]
    page = cast.anders.door.get(f"{DEBRIEFS}/{hot.number}").text
    assert page.index("Kön stod ut i gatan") < page.index("Vattnet räckte")  # what to change comes first
    told = {each.name: "Efter kvällen" in each.door.get(DEBRIEFS).text for each in (cast.kim, cast.anders)}
    assert told == {"kim": False, "anders": True}

    # Taking back is for whoever said it; making lessons is for those who write them.
    assert cast.anders.door.post(f"{DEBRIEFS}/{hot.number}/observations/3/strike").status_code == 302
    assert db.session.get(Observation, seen[2].id).struck_at is None  # type: ignore[union-attr]
    told = {
        "merge-lines": ["1", "2"], "merge-text": "Kön stod ut i gatan", "merge-cause": "Grind 2 öppnade för sent",
        "merge-next_time": "Öppna alla grindar kl. 15", "merge-owner": "arrangoren", "merge-client_id": "l-1",
    }  # fmt: skip
    assert cast.anders.door.post(f"{DEBRIEFS}/{hot.number}/lessons", data=told).status_code == 403
    for _twice in range(2):
        assert cast.eva.door.post(f"{DEBRIEFS}/{hot.number}/lessons", data=told).status_code == 302
    learnt = db.session.scalars(db.select(Lesson)).one()
    assert (learnt.category, learnt.source) == ("crowd", "observation/1")
    numbers = db.session.scalars(db.select(Observation.lesson).order_by(Observation.number)).all()
    assert numbers == [1, 1, None]
    assert "What was seen at a debrief" in cast.anders.door.get(LESSONS).text  # it owns the lesson, and was there
    again = cast.eva.door.post(f"{DEBRIEFS}/{hot.number}/lessons", data=told | {"merge-lines": ["2", "3"]})
    assert again.status_code == 422 and "It is part of lesson 1." in again.text

    edition = next_edition(cast)
    assert verify(event.chain).fault is None
    door = cast.petra.door
    taken = door.post("/events/ny/plan/proposals/1/accept", data={"becomes": "measures"})
    assert taken.location.endswith("/plan/measures/1#measures-1")
    plan = door.get("/events/ny/plan/picture").text
    assert "Came from lesson 1, Sommarfesten" in plan and f'href="{LESSONS}#lessons-1"' in plan
    assert verify(edition.chain).fault is None


def test_everybody_can_be_asked_to_a_debrief_also_those_in_the_field(cast: Cast) -> None:
    hot = debrief(cast, everybody=True)
    assert see(cast.frida, hot, "Radion bröt vid bron", client_id="f-1").status_code == 302
    assert "Radion bröt vid bron" in cast.frida.door.get(f"{DEBRIEFS}/{hot.number}").text
    assert cast.frida.door.get(LESSONS).status_code == 403
    assert cast.frida.door.post(f"{DEBRIEFS}/{hot.number}/observations/1/strike").status_code == 302
    assert db.session.scalars(db.select(Observation)).one().struck_at is not None


def test_a_lesson_begins_with_a_line_or_a_meeting_and_tells_its_source_to_those_who_may_see_it(cast: Cast) -> None:
    event = cast.event
    opening = Opening(category="C1", title="Trängsel", audience="police")
    log.open_incident(event, cast.karin.actor(event), opening)
    number = db.session.scalar(db.select(db.func.max(Entry.number))) or 0
    page = cast.eva.door.get(f"{LESSONS}/new?kind=entry&number={number}").text
    assert 'selected value="police"' in page and f'value="entry/{number}"' in page
    learn(cast.eva, text="Trängsel", source=f"entry/{number}", audience="all", owner="")
    assert f"Line {number}" in cast.petra.door.get(LESSONS).text
    assert f"Line {number}" not in cast.kim.door.get(LESSONS).text
    cold = debrief(cast, "kyrkan", kind=MeetingKind.COLD)
    learn(cast.eva, text="Möte", source=f"meeting/{cold.number}", audience="all", owner="")
    link = f"/cooperation/meetings/{cold.number}"
    assert link in cast.kim.door.get(LESSONS).text and link not in cast.anders.door.get(LESSONS).text
    assert cast.anders.door.get(f"{LESSONS}/new?from=meeting/{cold.number}").status_code == 403
    for bad in ("entry/999999", "meeting/99", "survey_text/1", "entry/x"):
        assert cast.eva.door.get(f"{LESSONS}/new?from={bad}").status_code == 404, bad


def test_the_library_holds_what_one_may_read_of_every_event_and_prints_it(cast: Cast) -> None:
    bare = {"cause": "", "next_time": "", "owner": ""}
    learn(cast.eva, **bare, text="MARK-POLIS kön vid grindarna", audience="police", category="crowd")
    learn(cast.eva, **bare, text="MARK-ALLA radion tystnade", audience="all", category="communications")
    winter = {"text": "MARK-VINTER halt vid bron", "audience": "all", "category": "site"}
    planning.add(cast.planned, SYSTEM, Lesson, winter)
    found = lambda player, query="": re.findall("MARK-[A-Z]+", player.door.get(f"{LIBRARY}{query}").text)  # noqa: E731
    assert sorted(set(found(cast.petra))) == ["MARK-ALLA", "MARK-POLIS", "MARK-VINTER"]
    assert sorted(set(found(cast.kim))) == ["MARK-ALLA", "MARK-VINTER"]
    assert set(found(cast.petra, "?q=grind")) == {"MARK-POLIS"} and found(cast.kim, "?q=grind") == []
    assert set(found(cast.petra, "?category=site")) == {"MARK-VINTER"}
    assert set(found(cast.petra, "?of=sommar&state=open&q=radio")) == {"MARK-ALLA"}
    assert found(cast.petra, "?series=finns-inte") == []
    paper = f"{REPORT}/lessons.pdf?pick=sommar/1&pick=sommar/2&pick=vinter/1"
    printed = pages(cast.kim.door.get(paper).data)
    assert len(printed) == 2 and "MARK-ALLA" in printed[0] and "MARK-VINTER" in printed[1]
    assert "MARK-POLIS" in pages(cast.petra.door.get(paper).data)[0]
    assert cast.kim.door.get(f"{REPORT}/lessons.pdf?pick=sommar/1").status_code == 404
    assert cast.stig.door.get(LIBRARY).status_code == 404
