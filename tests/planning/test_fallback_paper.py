"""The paper forms for when the system is away: printed from the plan, for their readers, and entered afterwards."""

import io

import pypdf
import pytest

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.models import Entry
from eventops.planning import actions
from eventops.planning.models import PARTS
from tests.cast import Cast

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is typeset does not differ


def printed(cast: Cast, audience: str, language: str) -> str:
    asked = {"paper": "fallback", "audience": audience, "language": language, "version": "", "period": "", "sector": ""}
    answer = cast.petra.door.post("/events/vinter/plan/papers", data={**asked, "headings": "order"})
    assert answer.mimetype == "application/pdf", answer.text
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


@SQLITE
@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", ("Loggblad 1", "Signatur", "Bråk/slagsmål")), ("en", ("Log sheet 1", "Initials", "Fight"))],
)
def test_the_forms_are_printed_in_a_language_with_what_their_readers_may_know(
    cast: Cast, language: str, words: tuple[str, ...]
) -> None:
    for sign, audience in (("OV3", "all"), ("HEMLIG9", "police")):
        said = {"sign": sign, "holder": "Patrull", "partner": None, "channel": None, "audience": audience}
        actions.add(cast.planned, SYSTEM, PARTS["call_signs"], said)
    text = printed(cast, "all", language)
    for each in (*words, "O1", "OV3", "RB 24:7", "42"):
        assert each in text
    assert "HEMLIG9" not in text and "HEMLIG9" in printed(cast, "police", language)


def test_a_line_from_paper_says_so_and_keeps_its_time(cast: Cast) -> None:
    told = {"line": "00:01 larm om strömavbrott", "client_id": "7f7b3b0e-6a51-4a8e-9d5e-0d1f5a2b7c11"}
    answer = cast.olle.door.post("/events/sommar/live/line", data=told, headers={"Accept": "application/json"})
    late = answer.status_code == 422
    answer = cast.olle.door.post(
        "/events/sommar/live/line", data={**told, "from_paper": "y"}, headers={"Accept": "application/json"}
    )
    assert late and answer.status_code == 201
    [line] = db.session.scalars(db.select(Entry)).all()
    assert (line.late_because, line.text) == ("paper", "larm om strömavbrott")
    assert cast.event.local(line.occurred_at).strftime("%H:%M") == "00:01"
