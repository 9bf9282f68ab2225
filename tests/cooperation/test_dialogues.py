"""A dialogue says what it is for and whether it can be influenced; what came out goes into the plan with its source."""

from typing import Any
from uuid import uuid4

from eventops.cooperation.models import Dialogue, DialogueResult
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning.models import Problem
from tests.cast import Cast

PAGE = "/events/sommar/cooperation/dialogues"
SAID: dict[str, Any] = {
    "text": "Grannarna vid festivalområdet", "purpose": "Höra vad som stör mest på natten", "influenceable": "y",
    "kind": "dialogue", "channel": "Folkets hus", "held_on": "2026-05-12", "questions": "Vad stör? Vad hjälper?",
    "reached": "420", "took_part": "37", "missed": "Hushåll med småbarn", "audience": "police",
}  # fmt: skip


def planned(cast: Cast, **said: Any) -> Dialogue:
    known = {name: value for name, value in {**SAID, **said}.items() if value is not None}
    answer = cast.petra.door.post(f"{PAGE}/new", data={**known, "client_id": str(uuid4())})
    assert answer.status_code == 302, answer.text
    return db.session.scalars(db.select(Dialogue).order_by(Dialogue.number.desc())).first()  # type: ignore[return-value]


def test_what_cannot_be_influenced_is_called_an_information_meeting(cast: Cast) -> None:
    assert planned(cast).kind == "dialogue"
    told = planned(cast, influenceable=None, text="Avstängda gator")
    assert told.kind == "information"
    page = cast.petra.door.get(PAGE).text
    assert "Information meeting" in page and "Cannot be influenced" in page
    changed = {**SAID, "text": "Avstängda gator", "kind": "walk"}
    cast.petra.door.post(f"{PAGE}/{told.number}", data=changed)
    db.session.expire_all()
    assert told.kind == "walk"


def test_what_came_out_becomes_a_problem_of_the_plan_once_and_feedback_is_owed_until_it_is_given(cast: Cast) -> None:
    talk = planned(cast)
    key = str(uuid4())
    told = {"text": "Mörkt vid tunneln", "as_problem": "y", "client_id": key}
    said = {f"d{talk.number}-{name}": each for name, each in told.items()}
    for _ in range(2):
        assert cast.petra.door.post(f"{PAGE}/{talk.number}/results", data=said).status_code == 302
    problem = db.session.scalars(db.select(Problem)).one()
    assert (problem.text, problem.source) == ("Mörkt vid tunneln", "Grannarna vid festivalområdet 2026-05-12")
    assert db.session.scalars(db.select(DialogueResult)).one().problem == problem.number
    assert "Mörkt vid tunneln" in cast.petra.door.get("/events/sommar/plan/picture").text
    named = {f"d{talk.number}-text": "Sven Svensson 070-174 06 05 klagade"}
    cast.petra.door.post(f"{PAGE}/{talk.number}/results", data=named)
    page = cast.petra.door.get(PAGE).text
    assert "Feedback is owed" in page and "telephone" in page
    told = {**SAID, "feedback_on": "2026-06-01"}
    assert cast.petra.door.post(f"{PAGE}/{talk.number}", data=told).status_code == 422  # a day, and nothing said
    cast.petra.door.post(f"{PAGE}/{talk.number}", data={**told, "feedback": "Kommunen sätter upp belysning i juni"})
    page = cast.petra.door.get(PAGE).text
    assert "Feedback given" in page and "Feedback is owed" not in page
    assert verify("sommar").fault is None


def test_partners_read_what_is_for_them_and_those_who_do_not_lead_write_nothing(cast: Cast) -> None:
    own, shared = planned(cast), planned(cast, text="Öppet möte", audience="all")
    page = cast.kim.door.get(PAGE).text
    assert "Öppet möte" in page and "Grannarna" not in page
    for number in (own.number, shared.number):
        assert cast.kim.door.post(f"{PAGE}/{number}/results", data={}).status_code == 403
        assert cast.olle.door.post(f"{PAGE}/{number}", data=SAID).status_code == 403
    assert cast.aron.door.get(PAGE).status_code == 403
    assert cast.stig.door.get(PAGE).status_code == 404
