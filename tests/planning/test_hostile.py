"""What nobody means to type, or somebody means badly: said beside its field, kept in it, and never a broken page."""

import io
import json
from uuid import uuid4

import pypdf
import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.checklist import permit_kinds
from eventops.planning.models import Measure, Permit, Problem, Risk
from tests.cast import Cast

PLAN = "/events/vinter/plan"
RISK = {"text": "Trängsel", "likelihood": "3", "consequence": "5", "audience": "police"}
MEASURE = {"text": "Fler utgångar", "kind": "situational", "carried": "joint", "audience": "police"}
MARKUP = "#panic() @x $1/0$ \\ `r` *b* <script>alert(1)</script> =1+1 {{7*7}} %(a)s"


def risks(cast: Cast) -> list[Risk]:
    return list(db.session.scalars(db.select(Risk).filter_by(event_id=cast.planned.id).order_by(Risk.number)))


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("due_on", "0001-01-01", "Choose a day between 1900 and 2199."),
        ("due_on", "9999-12-31", "Choose a day between 1900 and 2199."),
        ("due_on", "2027-02-30", "Not a valid date value."),
        ("hours_needed", "99999999999", "That number is too large."),
        ("hours_needed", "9" * 5000, "Not a valid integer value."),
        ("hours_needed", "1e400", "Not a valid integer value."),
        ("kind", "nonsense", "Not a valid choice."),
        ("text", "x" * 12_000, "Field cannot be longer than 2000 characters."),
        ("cause", "77777777777777777777", "Not a valid choice."),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_its_field_and_stays_in_it(
    cast: Cast, field: str, typed: str, message: str
) -> None:
    answer = cast.petra.door.post(f"{PLAN}/measures/new", data=MEASURE | {"client_id": str(uuid4()), field: typed})
    assert answer.status_code == 422 and message in answer.text
    assert typed in answer.text or field in ("kind", "cause")  # a choice that is none cannot stay chosen
    assert "Fler utgångar" in answer.text or field == "text"
    assert not db.session.scalars(db.select(Measure).filter_by(event_id=cast.planned.id)).all()


def test_what_must_say_something_cannot_be_emptied(cast: Cast) -> None:
    actions.add(cast.planned, SYSTEM, Problem, {"text": "Stölder", "kind": "phenomenon"})
    for kind in ("", "nonsense"):
        answer = cast.petra.door.post(
            f"{PLAN}/problems/1", data={"text": "Stölder", "kind": kind, "audience": "police"}
        )
        assert answer.status_code == 422 and 'id="kind-error"' in answer.text


@pytest.mark.parametrize(
    "was", ["[]", "12", '"x"', "{", "[[[[1]]]]", '{"text": [], "sectors": 5, "audience": {}}', "9" * 400]
)
def test_what_was_seen_may_be_nonsense(cast: Cast, was: str) -> None:
    said = {"text": "Trängsel", "likelihood": 3, "consequence": 5, "sectors": ["A"]}
    actions.add(cast.planned, SYSTEM, Risk, said)
    typed = RISK | {"text": "Folkmassa", "sectors": ["A", "B"], "was": was}
    answer = cast.petra.door.post(f"{PLAN}/risks/1", data=typed)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:  # what it claims to have seen is not what is there: both are shown
        assert "system has meanwhile written: Trängsel." in answer.text and "Folkmassa" in answer.text
    assert cast.petra.door.get(f"{PLAN}/risks").status_code == 200


def test_what_no_database_or_paper_takes_is_made_legible_and_the_rest_is_kept(cast: Cast) -> None:
    typed = "Trän\0gsel \u202egnp.exe\u2066 👩‍👩‍👧 ٣ \x07\r\n" + MARKUP
    said = RISK | {"text": typed, "client_id": "x" * 99, "cause": typed, "owner": "Polisen"}
    door = cast.petra.door
    assert door.post(f"{PLAN}/risks/new", data=said).status_code == 302
    [risk] = risks(cast)
    kept = "Trän␀gsel \u202egnp.exe\u2066 👩‍👩‍👧 ٣ ␇\n" + MARKUP
    assert (risk.text, risk.cause) == (kept, kept)
    assert risk.client_id is not None and len(risk.client_id) == 36
    page = door.get(f"{PLAN}/risks").text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
    sent = {"paper": "risks", "audience": "police", "language": "en", "headings": "order", "sector": "", "version": ""}
    with door.post(f"{PLAN}/papers", data=sent) as answer:
        assert answer.mimetype == "application/pdf", answer.text
        pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
        assert "#panic()" in "".join(page.extract_text() for page in pages).replace("\n", "")


def test_a_permit_of_any_day_breaks_no_page(cast: Cast) -> None:
    said = {"kind": "ordningsvakt", "state": "needed", "lead_days": 2_000_000_000, "authority": "Polisen"}
    actions.add(cast.planned, SYSTEM, Permit, said | {"kind": next(iter(permit_kinds()))})
    assert cast.petra.door.get(f"{PLAN}/permits").status_code == 200
    assert cast.petra.door.get("/events/vinter/").status_code == 200


def test_a_form_that_is_sent_as_json_breaks_nothing(cast: Cast) -> None:
    for body in (RISK, [], 5, "x", None, {"text": {"a": []}}):
        answer = cast.petra.door.post(f"{PLAN}/risks/new", data=json.dumps(body), content_type="application/json")
        assert answer.status_code in (302, 400, 422), body
