"""A story's survey: what invented visitors answered, drawn from the story's shares, and how their words were read."""

from collections.abc import Iterator
from random import Random

from .. import clock
from ..access import Actor
from ..evaluation import survey_actions as survey
from ..evaluation import survey_queries as queries
from ..evaluation.survey_models import TextState
from ..evaluation.survey_questions import GRADES, Question, common
from ..events.models import Event
from .story import Story, Told


def ask_visitors(event: Event, evaluator: Actor, story: Story) -> None:
    """Hold the survey, take all answers in at once, and put those texts in a theme that the story has one for."""
    said = story.part("survey")
    if not said:
        return
    opens, closes = story.moment(said["opens"]), story.moment(said["closes"])
    with clock.at(min(closes, clock.now())):
        survey.hold(event, evaluator, survey.Terms(opens, closes, said["asked"]))
        survey.take_in(event, evaluator, list(_given(said)))
    themes = {text: row["theme"] for row in said.get("text", []) for text in row["said"] if "theme" in row}
    for text in queries.texts(event):
        if text.text in themes:
            survey.read(event, evaluator, text, TextState.THEME, themes[text.text])


def _given(said: Told) -> Iterator[survey.Given]:
    luck = Random(said["seed"])
    texts = [text for row in said.get("text", []) for text in row["said"]]
    for number in range(said["answers"]):
        asked = [each for each in common() if each.kind != "text"]
        told = {each.code: _answer(luck, each, said["share"].get(each.code)) for each in asked}
        if number < len(texts):
            told["change"] = texts[number]
        yield survey.Given(f"demo {number}", told)


def _answer(luck: Random, asked: Question, shares: list[int] | None) -> str:
    """One of the answers by the story's shares, which stand in the answers' order; the last may be for no answer."""
    codes = [*(GRADES if asked.kind == "grade" else asked.codes), ""]
    weights = shares or [1] * len(codes)
    return luck.choices(codes[: len(weights)], weights)[0]
