"""A promise is read by everybody once it is published, as it was worded then, and by nobody before."""

import re
from typing import Any
from uuid import uuid4

from eventops.cooperation.models import Promise
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Problem
from tests.cast import Cast

PAGE = "/events/sommar/cooperation/promises"
SAID: dict[str, Any] = {
    "text_sv": "Du når en uniform inom tre minuter", "text_en": "You reach a uniform within three minutes",
    "partners": ["polisen", "kyrkan"], "computed": "late_lines", "target_value": "50", "hours_needed": "100",
    "hours_committed": "100", "from_on": "2026-07-01", "until_on": "2026-07-05", "audience": "police",
}  # fmt: skip


def promised(cast: Cast, **said: Any) -> Promise:
    answer = cast.petra.door.post(f"{PAGE}/new", data={**SAID, **said, "client_id": str(uuid4())})
    assert answer.status_code == 302, answer.text
    return db.session.scalars(db.select(Promise).order_by(Promise.number.desc())).first()  # type: ignore[return-value]


def publish(cast: Cast, promise: Promise, because: str = "") -> Any:
    return cast.petra.door.post(
        f"{PAGE}/{promise.number}/publish", data={f"publish{promise.number}-because": because}
    )  # fmt: skip


def test_the_public_page_shows_what_is_published_and_as_it_was_worded(cast: Cast) -> None:
    promise, other = promised(cast), promised(cast, text_sv="Hemligt utkast", text_en="Secret draft")
    visitor = cast.visitor()
    assert visitor.get("/promises/du-nar-en-uniform-inom-tre-minuter").status_code == 404
    assert publish(cast, promise).status_code == 302
    assert promise.slug == "du-nar-en-uniform-inom-tre-minuter"
    page = visitor.get(f"/promises/{promise.slug}?lang=sv")
    assert "Du når en uniform inom tre minuter" in page.text and "Polisen · Kyrkan" in page.text
    assert "högst 50" in page.text and "Hemligt" not in page.text and "Problem" not in page.text
    assert "Set-Cookie" not in page.headers and "<script" not in page.text and "http" not in page.text.split("<body")[1]
    assert "You reach a uniform" in visitor.get(f"/promises/{promise.slug}?lang=en").text
    reworded = {**SAID, "text_sv": "Du når en uniform inom tio minuter"}
    assert cast.petra.door.post(f"{PAGE}/{promise.number}", data=reworded).status_code == 302
    assert "tre minuter" in visitor.get(f"/promises/{promise.slug}?lang=sv").text
    assert "Reworded since" in cast.petra.door.get(PAGE).text
    publish(cast, promise)
    publish(cast, other)
    page = visitor.get(f"/promises/{promise.slug}?lang=sv")
    assert "tio minuter" in page.text and "Hemligt utkast" in page.text  # the other one is published now
    gone = {f"withdraw{promise.number}-reason": "Förstärkningen är återkallad"}
    assert cast.petra.door.post(f"{PAGE}/{promise.number}/withdraw", data=gone).status_code == 302
    page = visitor.get(f"/promises/{promise.slug}?lang=sv")
    assert "återtogs" in page.text and "Förstärkningen" not in page.text
    assert verify("sommar").fault is None


def test_a_promise_whose_hours_nobody_commits_stands_red_and_needs_a_reason(cast: Cast) -> None:
    promise = promised(cast, hours_committed="40")
    page = cast.petra.door.get(PAGE).text
    assert "40 of 100 h committed" in page and "tag--bad" in page
    answer = publish(cast, promise)
    assert answer.status_code == 422 and "Nobody has committed 60 of its hours" in answer.text
    assert cast.visitor().get("/promises/du-nar-en-uniform-inom-tre-minuter").status_code == 404
    assert publish(cast, promise, "Timmarna begärs av regionen").status_code == 302
    assert "Timmarna" not in cast.visitor().get(f"/promises/{promise.slug}").text


def test_it_begins_with_a_problem_area_and_those_who_do_not_lead_write_none(cast: Cast) -> None:
    problem = planning.add(cast.event, cast.petra.actor(cast.event), Problem, {"text": "Otrygg gångväg hem"})
    assert f"promises/new?problem={problem.number}" in cast.petra.door.get(PAGE).text
    form = cast.petra.door.get(f"{PAGE}/new?problem={problem.number}").text
    assert f'<option selected value="{problem.number}">' in form
    promise = promised(cast, problem=str(problem.number))
    assert f"problem={problem.number}" not in cast.petra.door.get(PAGE).text
    for name in ("kim", "olle", "eva"):
        door = getattr(cast, name).door
        assert door.post(f"{PAGE}/new", data=SAID).status_code == 403
        assert door.post(f"{PAGE}/{promise.number}/publish").status_code == 403
    assert "tre minuter" not in cast.kim.door.get(PAGE).text and "Otrygg" not in cast.kim.door.get(PAGE).text
    assert "three minutes" in cast.olle.door.get(PAGE).text
    assert cast.stig.door.get(PAGE).status_code == 404


def test_the_result_is_looked_up_judged_by_the_published_target_and_shown_when_the_event_is_closed(cast: Cast) -> None:
    promise = promised(cast)
    wrong, _ = log.add_entry(cast.event, cast.karin.actor(cast.event), text="Lugnt på området")
    publish(cast, promise)
    page = f"/events/sommar/evaluation/promises/{promise.number}"
    assert "It is told here when it is known" in cast.visitor().get(f"/promises/{promise.slug}?lang=en").text
    assert cast.kim.door.get(page).status_code == 403
    assert re.search(r'name="value"[^>]* value="0"', cast.petra.door.get(page).text)  # no line came late
    dear = promised(cast, text_sv="Ingen rad stryks", text_en="No line is struck", computed="struck")
    publish(cast, dear)
    log.strike(cast.event, cast.karin.actor(cast.event), wrong, reason="Fel område")
    known = cast.petra.door.get(f"/events/sommar/evaluation/promises/{dear.number}").text
    assert re.search(r'name="value"[^>]* value="50"', known)  # one of two lines strikes the other
    log.close_event(cast.event, cast.karin.actor(cast.event))
    told = {"value": "12,5", "kept": "no", "sv": "Var åttonde rad var sen", "en": "Every eighth line was late"}
    assert cast.petra.door.post(page, data={**told, "en": ""}).status_code == 422
    assert cast.petra.door.post(page, data=told).status_code == 302
    public = cast.visitor().get(f"/promises/{promise.slug}?lang=sv").text
    assert "Löftet hållet" in public and "12,5" in public and "Var åttonde rad" in public  # within 50
