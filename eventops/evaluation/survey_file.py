"""Answers in a file: taken in from paper or another survey tool, and the results taken out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from flask_babel import gettext

from ..access import Actor
from ..doors import said as spoken
from ..errors import N_, Refused
from ..events.models import Event
from ..formats import Column, csv_file
from ..sheets import read_beside
from .survey_actions import Given, take_in
from .survey_queries import Result, questions
from .survey_questions import Question, limits

ID = "id"
WORDS = {"ja": "yes", "nej": "no", "j": "yes", "n": "no", "y": "yes"}
COLUMNS = (
    ("question", N_("Question"), 12), ("text", N_("In words"), 44), ("n", N_("Answers"), 10),
    ("answer", N_("Answer"), 30), ("count", N_("How many"), 10), ("share", N_("Share"), 10),
    ("mean", N_("Mean"), 10), ("mean_low", N_("Mean, low"), 10), ("mean_high", N_("Mean, high"), 10),
    ("good", N_("Share of 4 and 5"), 10), ("good_low", N_("Share, low"), 10),
    ("good_high", N_("Share, high"), 10),
)  # fmt: skip


@dataclass
class Report:
    """What came of a file: rows read, taken, there already, and refused with line and reason."""

    read: int = 0
    taken: int = 0
    already: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_answers(event: Event, actor: Actor, content: bytes, *, dry_run: bool = False) -> Report:
    """Take a file in: a first row of question codes (and `id`, if rows have one of their own), a row for each answer.

    Every row is whole or refused, and those that are not refused are taken together. Rows without `id` are known by
    what they say and by which of the same rows they are, so the same file again adds nothing.
    """
    asked = {each.code: each for each in questions(event)}
    sheets = [sheet for sheet in read_beside(content).sheets if sheet.rows]
    if not sheets:
        raise Refused(N_("Choose a file that holds something."), field="file")
    (_line, head), *rows = sheets[0].rows
    names = [name.strip().casefold() for name in head]
    _check_head(names, asked)
    report, given, same = Report(), list[Given](), Counter[str]()
    for line, cells in rows:
        report.read += 1
        try:
            given.append(_given(dict(zip(names, cells, strict=False)), asked, same))
        except Refused as refusal:
            report.refused.append((line, spoken(refusal)))
    once = {each.key: each for each in given}
    report.taken = take_in(event, actor, list(once.values()), dry_run=dry_run)
    report.already = len(given) - report.taken
    return report


def _check_head(names: Sequence[str], asked: Mapping[str, Question]) -> None:
    unknown = [name for name in names if name and name not in asked and name != ID]
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if wrong := unknown or twice:
        message = N_("Line 1: no question has the code %(names)s. The codes are: %(codes)s.")
        if not unknown:
            message = N_("Line 1: %(names)s stands there twice. The codes are: %(codes)s.")
        raise Refused(message, field="file", names=", ".join(wrong), codes=", ".join(asked))
    if not set(names) & set(asked):
        raise Refused(N_("Line 1 must name the questions: %(codes)s."), field="file", codes=", ".join(asked))


def _given(row: Mapping[str, str], asked: Mapping[str, Question], same: Counter[str]) -> Given:
    said = {code: _code(asked[code], text.strip()) for code, text in row.items() if code in asked and text.strip()}
    if not said:
        raise Refused(N_("nothing is answered"))
    own = row.get(ID, "").strip()
    told = own or "|".join(f"{code}={said[code]}" for code in sorted(said))
    same[told] += 1
    return Given(sha256(f"{'id' if own else same[told]}:{told}".encode()).hexdigest(), said)


def _code(question: Question, text: str) -> str:
    if question.kind == "text":
        if len(text) > limits()["text_length"]:
            raise Refused(
                N_("%(name)s: longer than %(most)s characters"), name=question.code, most=limits()["text_length"]
            )
        return text
    words = {
        name.casefold(): answer.code for answer in question.answers for name in (answer.sv, answer.en, answer.code)
    }
    sought = text.casefold().removesuffix(".0")
    found = words.get(sought) or words.get(WORDS.get(sought, ""))
    if found is None:
        message = N_("%(name)s: “%(text)s” is not one of %(codes)s")
        raise Refused(message, name=question.code, text=text[:40], codes=", ".join(question.codes))
    return found


def export_results(results: Sequence[Result], language: str) -> Iterator[bytes]:
    """The results as CSV: what the page tells and no more, a row for each answer or band of answers."""
    columns = [Column(key, gettext(heading), width) for key, heading, width in COLUMNS]
    return csv_file(columns, (row for result in results for row in _rows(result, language)))


def _rows(result: Result, language: str) -> Iterator[dict[str, object]]:
    asked, told = result.question, result.told
    names = {answer.code: answer.name(language) for answer in asked.answers}
    row: dict[str, object] = {"question": asked.code, "text": asked.name(language)}
    row["n"] = told.n if told.n is not None else gettext("fewer than may be told")
    for name, found in (("mean", told.mean), ("good", told.good)):
        if found:
            row |= {
                name: round(found.value, 4),
                f"{name}_low": round(found.low, 4),
                f"{name}_high": round(found.high, 4),
            }
    for band in told.bands:
        share = round(band.count / (told.n or 1), 4)
        yield {**row, "answer": " + ".join(names[code] for code in band.codes), "count": band.count, "share": share}
    if not told.bands:
        yield row
