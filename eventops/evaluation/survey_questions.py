"""The questionnaire as data: the questions of seed/reference/survey.toml and those an event has of its own."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..paths import asset_folder

GRADES = ("1", "2", "3", "4", "5")
YES, NO = "yes", "no"
_YES_NO = ((YES, "Ja", "Yes"), (NO, "Nej", "No"))


@dataclass(frozen=True)
class Answer:
    """Something one can answer, in both languages."""

    code: str
    sv: str
    en: str

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True)
class Question:
    """A question: `kind` is grade, yesno, choice or text; `only_if` the question and answer it hangs on.

    `indicator` is the code of the indicator it gives and what of it: "mean", or "share" (of 4 and 5).
    """

    code: str
    kind: str
    sv: str
    en: str
    answers: tuple[Answer, ...] = ()
    low: Mapping[str, str] | None = None
    high: Mapping[str, str] | None = None
    only_if: tuple[str, str] | None = None
    indicator: tuple[str, str] | None = None

    def name(self, language: str) -> str:
        """The question in a language."""
        return self.sv if language == "sv" else self.en

    @property
    def codes(self) -> tuple[str, ...]:
        """What can be answered; nothing for a question that is answered in words."""
        return tuple(answer.code for answer in self.answers)


def question(row: Mapping[str, Any]) -> Question:
    """A question as it stands in the file or in an event's own row."""
    pairs: Any = {name: tuple(row[name].values()) for name in ("only_if", "indicator") if name in row}
    marks: Any = {name: row[name] for name in ("low", "high") if name in row}
    answers = tuple(Answer(**choice) for choice in row.get("choice", ())) or _answers(row["kind"])
    return Question(row["code"], row["kind"], row["sv"], row["en"], answers, **marks, **pairs)


def _answers(kind: str) -> tuple[Answer, ...]:
    if kind == "grade":
        return tuple(Answer(grade, grade, grade) for grade in GRADES)
    return tuple(Answer(*each) for each in _YES_NO) if kind == "yesno" else ()


@cache
def reference() -> Mapping[str, Any]:
    """What the file says."""
    return tomllib.loads((asset_folder("seed") / "reference" / "survey.toml").read_text("utf-8"))


@cache
def common() -> tuple[Question, ...]:
    """The questions that every event asks, in their order."""
    return tuple(question(row) for row in reference()["question"])


def limits() -> Mapping[str, Any]:
    """What bounds the answering."""
    return reference()["limits"]  # type: ignore[no-any-return]


def smallest_cell() -> int:
    """How many must have said something for it to be told."""
    return int(reference()["privacy"]["smallest_cell"])


def kept(questions: Sequence[Question], said: Mapping[str, str]) -> dict[str, str]:
    """What of an answer is kept: what was said, without answers to questions that were not asked of this person."""
    told: dict[str, str] = {}
    for each in questions:
        hangs = each.only_if is None or told.get(each.only_if[0]) == each.only_if[1]
        if hangs and (text := said.get(each.code, "").strip()):
            told[each.code] = text
    return told
