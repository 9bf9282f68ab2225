"""Survey: answered once by nobody in particular, told when it is closed, and only in cells that are large enough."""

import json
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.cli import cli
from eventops.errors import Refused
from eventops.evaluation import survey_actions as actions
from eventops.evaluation import survey_queries as queries
from eventops.evaluation.export_models import Export
from eventops.evaluation.models import Lesson
from eventops.evaluation.survey_file import import_answers
from eventops.evaluation.survey_links import shown as form_of
from eventops.evaluation.survey_models import SurveyAnswer, SurveyText
from eventops.extensions import db
from eventops.log.integrity import verify
from tests.cast import Cast

PAGE = "/events/sommar/evaluation/survey"
TERMS = {"opens_at": "2020-01-01T00:00", "closes_at": "2099-01-01T00:00", "asked": "40", "asked_as": "asked"}
ALONE = "Kön vid grinden var för lång"


@pytest.fixture
def links(cast: Cast) -> dict[str, str]:
    """The survey of `sommar`, open, and its links as the page shows them."""
    assert cast.eva.door.post(f"{PAGE}/terms", data=TERMS).status_code == 302
    found = re.findall(r'class="survey-link" href="http://localhost(/surveys/[^"]+)"', cast.eva.door.get(PAGE).text)
    return dict(zip(("phone", "kiosk"), found, strict=True))


def shown(cast: Cast, ago: int = 60) -> str:
    """What the form carries that was shown so many seconds ago."""
    survey = queries.survey_of(cast.event)
    assert survey
    return form_of(cast.app.secret_key, survey, clock.now() - timedelta(seconds=ago))


def send(cast: Cast, visitor: Any, link: str, **said: str) -> Any:
    """Read for a minute, and send."""
    return visitor.post(link, data={"shown": shown(cast), **said})


def stored() -> list[dict[str, str]]:
    return [each.said for each in db.session.scalars(db.select(SurveyAnswer))]


def test_a_visitor_answers_once_with_no_cookie_but_one_that_is_the_same_for_all(
    cast: Cast, links: dict[str, str]
) -> None:
    visitor = cast.visitor()
    assert "Set-Cookie" not in visitor.get(links["phone"]).headers
    thanks = send(cast, visitor, links["phone"], safe_site="5", victim="no", reported="yes", change=ALONE)
    assert "Tack" in thanks.text
    assert re.fullmatch(r"answered-\d+-1=1", thanks.headers["Set-Cookie"].split(";")[0])
    assert "Den här enheten har redan svarat" in visitor.get(links["phone"]).text
    assert stored() == [{"safe_site": "5", "victim": "no"}]  # nothing of what only victims are asked
    other = cast.visitor()
    assert "How safe did you feel" in other.get(f"{links['phone']}?lang=en").text
    send(cast, other, links["phone"], police="2")
    assert queries.survey_of(cast.event).answers == 2  # type: ignore[union-attr]


def test_the_same_form_sent_twice_is_one_answer_and_a_kiosk_takes_the_next(cast: Cast, links: dict[str, str]) -> None:
    kiosk = cast.visitor()
    form = {"shown": shown(cast), "police": "4"}
    for _ in range(2):
        assert "Tack" in kiosk.post(links["kiosk"], data=form).text
    assert len(stored()) == 1
    send(cast, kiosk, links["kiosk"], police="3")
    assert sorted(each["police"] for each in stored()) == ["3", "4"]


@pytest.mark.parametrize(
    ("sent", "after", "why"),
    [
        ({"police": "4"}, 1, "Det gick väldigt fort"),
        ({"police": "4", "website": "x"}, 60, "ett fält som ingen ser"),
        ({"police": "4", "shown": "forged"}, 60, "för gammalt"),
        ({}, 60, "minst en fråga"),
        ({"police": "6"}, 60, "asked__wrong"),
    ],
)
def test_what_nobody_could_have_answered_is_refused_and_what_was_written_stays(
    cast: Cast, links: dict[str, str], sent: dict[str, str], after: int, why: str
) -> None:
    visitor = cast.visitor()
    form = {"shown": shown(cast, after), **({"change": ALONE} if sent else {}), **sent}
    answer = visitor.post(links["phone"], data=form)
    assert answer.status_code == 422
    assert why in answer.text
    assert ALONE in answer.text or not sent
    assert stored() == []


def test_a_link_opens_and_ends_and_one_network_sends_only_so_much(cast: Cast, links: dict[str, str]) -> None:
    visitor = cast.visitor()
    form = {"shown": shown(cast)}
    assert visitor.get(f"{links['phone']}x").status_code == 404
    for _ in range(60):
        visitor.post(links["phone"], data=form)
    assert visitor.post(links["phone"], data=form).status_code == 429
    cast.eva.door.post(f"{PAGE}/close")
    assert "Enkäten är stängd" in visitor.get(links["phone"]).text
    cast.eva.door.post(f"{PAGE}/links/end")
    assert visitor.get(links["phone"]).status_code == 404


def test_nothing_that_is_kept_says_who_answered_what_or_when(cast: Cast, links: dict[str, str]) -> None:
    for grade in "12345":
        send(cast, cast.visitor(), links["phone"], police=grade, change=f"{ALONE} {grade}")
    told = db.session.scalars(db.select(AuditRecord).filter_by(what="survey.answered")).all()
    assert len(told) == 5
    for record in told:
        assert ALONE not in record.facts
        assert set(json.loads(record.facts)) - {"salt"} == {
            "type", "number", "serial", "opens_at", "closes_at", "asked", "asked_as", "answers",
        }  # fmt: skip
    columns = {column.name for model in (SurveyAnswer, SurveyText) for column in model.__table__.columns}
    assert not {name for name in columns if name.endswith("_at") or "address" in name}
    keys = [each.id for each in db.session.scalars(db.select(SurveyAnswer))]
    assert min(keys) > 1000  # at random, not counted: the order does not lead to the record's times
    cast.eva.door.post(f"{PAGE}/close")
    assert verify("sommar").fault is None


def answers(event: Any, *rows: dict[str, str]) -> None:
    """Let visitors have answered on paper."""
    actions.take_in(event, SYSTEM, [actions.Given(f"paper {number}", row) for number, row in enumerate(rows)])


def test_results_are_told_when_it_is_closed_with_rate_mean_interval_and_indicator(
    cast: Cast, links: dict[str, str]
) -> None:
    answers(cast.event, *[{"police": grade, "safe_site": "5"} for grade in "3" * 6 + "4" * 8 + "5" * 10])
    assert "4.17" not in cast.anders.door.get(PAGE).text
    cast.eva.door.post(f"{PAGE}/close")
    page = cast.anders.door.get(PAGE).text
    # 24 of 40. numpy: mean 4.1667; scipy.stats.t.interval(0.95, 23, 4.1667, 0.8165/sqrt(24)) = 3.8219, 4.5114
    for told in ("60.0", "24 answers", "4.17", "3.82–4.51", "75.0"):
        assert told in page
    assert queries.indicators(cast.event) == {
        "survey_police": (pytest.approx(4.16667, abs=1e-4), 24), "survey_safe": (100, 24),
    }  # fmt: skip
    assert 'action="/events/sommar/evaluation/survey/results.csv"' in page
    file = cast.anders.door.post(f"{PAGE}/results.csv").text
    assert "police;" in file
    assert ";4.1667;3.8219;4.5114;" in file
    [taken] = db.session.scalars(db.select(Export)).all()
    assert (taken.what, taken.by, taken.recipient, taken.purpose) == ("survey", "Anders", "own use", "evaluation")
    assert taken.digest == sha256(file.encode("utf-8")).hexdigest()


def test_small_cells_are_not_told_nor_what_they_could_be_computed_from(cast: Cast, links: dict[str, str]) -> None:
    crimes = [{"victim": "yes", "reported": "yes"}] * 8 + [{"victim": "yes", "reported": "no", "why_not": "small"}] * 3
    answers(cast.event, *crimes, *[{"victim": "no", "gender": "man"}] * 20, *[{"gender": "other"}] * 2)
    cast.eva.door.post(f"{PAGE}/close")
    told = {each.question.code: each.told for each in queries.results(cast.event) or []}
    assert [band.count for band in told["victim"].bands] == [11, 20]
    assert (told["reported"].n, told["reported"].bands) == (11, ())  # 8 and 3: neither, and no share
    assert told["why_not"].n is None  # its number would tell how many did not report
    assert told["gender"].bands == ()
    assert (told["age"].n, told["safe_site"].n) == (None, None)


def test_a_file_is_taken_in_whole_and_once_and_tells_what_it_refuses(cast: Cast, tmp_path: Any) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("safe_site;victim;change\n5;nej;Bra\n5;nej;Bra\n9;ja;\n;;\n4;Ja;\n3;;Mer ljus\n1;no;\n", "utf-8")
    event = cast.event
    report = import_answers(event, SYSTEM, path.read_bytes(), dry_run=True)
    assert (report.taken, stored()) == (5, [])
    report = import_answers(event, SYSTEM, path.read_bytes())
    assert (report.read, report.taken, report.already, [line for line, _ in report.refused]) == (6, 5, 0, [4])
    assert "9" in report.refused[0][1]
    again = import_answers(event, SYSTEM, path.read_bytes())
    assert (again.taken, again.already, len(stored())) == (0, 5, 5)
    with pytest.raises(Refused, match="colour"):
        import_answers(event, SYSTEM, b"colour;police\nred;5\n")
    with pytest.raises(Refused, match="at least 5 more"):
        import_answers(event, SYSTEM, b"police\n4\n")


def test_results_that_have_been_told_are_not_told_again_with_a_little_more(
    cast: Cast, links: dict[str, str], tmp_path: Any
) -> None:
    event = cast.event
    answers(event, *[{"police": "4", "victim": "no"}] * 20, *[{"police": "5", "victim": "yes"}] * 10)
    cast.eva.door.post(f"{PAGE}/close")
    told = queries.results(event)
    command = ["import", "survey", str(tmp_path / "svar.csv"), "--event", "sommar"]
    for rows, why in (
        ([{"police": "4"}] * 4, "at least 5 more"),
        ([{"police": "4"}] * 9 + [{"police": "5"}], "police"),  # one more 5: the difference is somebody
        ([{"police": "4"}] * 9 + [{"police": "2"}], "police"),  # merges a side that stood by itself
        ([{"police": "4", "victim": "no"}] * 2 + [{"police": "4"}] * 4, "victim"),
        ([{"police": "4", "safe_site": "5"}] * 6, "safe_site"),  # how few there were before would be told
    ):
        lines = [f"{row.get('police', '')};{row.get('victim', '')};{row.get('safe_site', '')}" for row in rows]
        (tmp_path / "svar.csv").write_text("\n".join(["police;victim;safe_site", *lines]), "utf-8")
        refused = cast.app.test_cli_runner().invoke(cli, command)
        assert (refused.exit_code, queries.results(event)) == (1, told)
        assert why in refused.output
    (tmp_path / "svar.csv").write_text("police;victim\n" + "4;no\n" * 5 + "5;yes\n" * 6, "utf-8")
    for taken in ("11", "0"):  # the same again is no addition
        assert re.search(rf"Taken +{taken}\n", cast.app.test_cli_runner().invoke(cli, command).output)
    police = {each.question.code: each.told for each in queries.results(event) or []}["police"]
    assert [band.count for band in police.bands][-2:] == [25, 16]
    reopened = cast.eva.door.post(f"{PAGE}/terms", data=TERMS)
    assert reopened.status_code == 422
    assert "have been told" in reopened.text
    assert queries.results(event) is not None


def test_own_questions_stand_once_somebody_has_answered(cast: Cast, links: dict[str, str]) -> None:
    asked = {"client_id": "q1", "kind": "grade", "sv": "Hur var bussarna?", "en": "How were the buses?"}
    for _ in range(2):
        cast.eva.door.post(f"{PAGE}/questions", data=asked)
    page = cast.visitor().get(links["phone"]).text
    assert page.count("Hur var bussarna?") == 1
    wrong = cast.eva.door.post(f"{PAGE}/questions", data={**asked, "client_id": "q2", "sv": "", "en": "Kept?"})
    assert wrong.status_code == 422
    assert "Kept?" in wrong.text
    send(cast, cast.visitor(), links["phone"], own1="4")
    assert stored() == [{"own1": "4"}]
    assert cast.eva.door.post(f"{PAGE}/questions/1/drop").status_code == 409


def test_texts_are_read_by_the_inner_side_before_anything_of_them_is_told(cast: Cast, links: dict[str, str]) -> None:
    send(cast, cast.visitor(), links["phone"], change="Vakten Anna Berg, 19900101-1234, var otrevlig")
    send(cast, cast.visitor(), links["phone"], change=ALONE)
    page = cast.eva.door.get(f"{PAGE}/texts").text
    assert "May hold: personal number" in page
    assert "May hold: name" in page
    assert cast.anders.door.get(f"{PAGE}/texts").status_code == 403
    texts = {each.text[:5]: each.id for each in db.session.scalars(db.select(SurveyText))}
    bad, good = f"{PAGE}/texts/{texts['Vakte']}", f"{PAGE}/texts/{texts['Kön v']}"
    assert cast.eva.door.post(good, data={"state": "theme"}).status_code == 422
    cast.eva.door.post(bad, data={"state": "unusable"})
    cast.eva.door.post(good, data={"state": "lesson", f"t{texts['Kön v']}-lesson": "Öppna grinden tidigare"})
    assert db.session.scalars(db.select(Lesson)).one().text == "Öppna grinden tidigare"
    assert "Anna Berg" not in "".join(record.facts or "" for record in db.session.scalars(db.select(AuditRecord)))
    cast.eva.door.post(f"{PAGE}/close")
    assert ALONE not in cast.anders.door.get(PAGE).text


def test_the_poster_says_it_in_both_languages(cast: Cast, links: dict[str, str]) -> None:
    made = cast.eva.door.get(f"{PAGE}/poster.pdf").data
    text = " ".join(PdfReader(BytesIO(made)).pages[0].extract_text().split())
    assert "Hur var det för dig?" in text
    assert "How was it for you?" in text
