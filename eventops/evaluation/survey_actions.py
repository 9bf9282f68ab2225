"""What is done with a survey: holding it, asking, answering, reading what was written, taking answers in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from ..planning import actions as planning
from . import survey_queries as queries
from .models import Lesson
from .survey_difference import telling
from .survey_models import (
    AskedAs,
    Channel,
    QuestionKind,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    SurveyText,
    TextState,
)
from .survey_questions import kept, limits, smallest_cell

VISITOR = Actor("visitor")  # whoever it was: the record does not know either
MOST_OWN = 10  # questions of an event's own


@dataclass(frozen=True)
class Terms:
    """From when to when a survey is open, and of how many it asks; `asked` None: nobody knows."""

    opens_at: datetime
    closes_at: datetime
    asked: int | None = None
    asked_as: AskedAs = AskedAs.ASKED


@dataclass(frozen=True)
class Given:
    """An answer: `key` is its own, the same twice is one answer; `said` what was said, by the question's code."""

    key: str
    said: dict[str, str]


def hold(event: Event, actor: Actor, terms: Terms) -> Survey:
    """Set up the event's survey, or say something else of it."""
    with change(event, actor) as record:
        if terms.opens_at > terms.closes_at:
            raise Refused(N_("It closes before it opens."), field="closes_at")
        if terms.closes_at > clock.now() and queries.has_told(event):
            message = N_("The results have been told: opened again, they would tell what the next visitor said.")
            raise Refused(message, field="closes_at")
        survey = queries.survey_of(event)
        verb = "survey.changed" if survey else "survey.made"
        survey = survey or Survey(event=event)
        survey.opens_at, survey.closes_at = terms.opens_at, terms.closes_at
        survey.asked, survey.asked_as = terms.asked, terms.asked_as
        db.session.add(survey)
        db.session.flush()
        record(verb, survey)
    return survey


def close(event: Event, actor: Actor, survey: Survey) -> None:
    """Close a survey now; its results can be read from here on."""
    with change(event, actor) as record:
        now = clock.now()
        if survey.closed_at(now):
            return record.nothing()
        survey.opens_at, survey.closes_at = min(survey.opens_at, now), now
        record("survey.closed", survey)


def renew(event: Event, actor: Actor, survey: Survey) -> None:
    """End the links that are out there; posters are to be printed anew."""
    with change(event, actor) as record:
        survey.serial += 1
        record("survey.links-ended", survey)


def ask(event: Event, actor: Actor, kind: QuestionKind, sv: str, en: str, client_id: str) -> SurveyQuestion:
    """Ask a question of the event's own, in both languages; only before anybody has answered."""
    with change(event, actor) as record:
        standing = db.select(SurveyQuestion).filter_by(event_id=event.id, client_id=client_id)
        found: SurveyQuestion | None = db.session.scalars(standing).first()
        if found:
            record.nothing()
            return found
        _nobody_answered(event)
        if len(queries.own_questions(event)) >= MOST_OWN:
            raise Refused(N_("At most %(most)s questions of your own: a long form is not answered."), most=MOST_OWN)
        asked = SurveyQuestion(event=event, number=record.count("survey_question"), client_id=client_id)
        asked.kind, asked.sv, asked.en = kind, sv.strip(), en.strip()
        db.session.add(asked)
        record("survey.question-added", asked)
    return asked


def drop(event: Event, actor: Actor, asked: SurveyQuestion) -> None:
    """Take a question out; only before anybody has answered."""
    with change(event, actor) as record:
        if asked.dropped_at:
            return record.nothing()
        _nobody_answered(event)
        asked.dropped_at = clock.now()
        record("survey.question-dropped", asked)


def answer(event: Event, survey: Survey, given: Given, channel: Channel) -> None:
    """Take a visitor's answer. Only how many have answered is on the record."""
    with change(event, VISITOR) as record:
        if queries.known(event, [given.key]):
            return record.nothing()
        if not survey.open_at(clock.now()):
            raise Conflict(N_("The survey is closed. Thank you all the same."))
        if not _take(event, survey, [given], channel):
            raise Refused(N_("Answer at least one question."))
        record("survey.answered", survey)


def take_in(event: Event, actor: Actor, given: Sequence[Given], *, dry_run: bool = False) -> int:
    """Take in answers from a file, all or none of them; returns how many were new.

    An event without a survey gets one that was never open. Into one that has told its results only so many are taken
    that their comparison before and after tells of nobody.
    """
    with change(event, actor) as record:
        survey = queries.survey_of(event)
        there = queries.known(event, [each.key for each in given])
        new = [each for each in given if each.key not in there]
        if new and queries.has_told(event):
            _tells_of_nobody(event, new)
        if dry_run or not new:
            record.nothing()
            return len(new)
        survey = survey or hold(event, actor, Terms(clock.now(), clock.now()))
        _take(event, survey, new, Channel.FILE)
        record("survey.imported", survey)
    return len(new)


def read(event: Event, actor: Actor, text: SurveyText, state: TextState, theme: str = "") -> None:
    """Say what becomes of a text."""
    with change(event, actor) as record:
        if state is TextState.THEME and not theme.strip():
            raise Refused(N_("Say which theme it belongs to."), field="theme")
        text.state, text.read_by = state, actor.name
        text.theme = " ".join(theme.split()) if state is TextState.THEME else None
        record("survey.text-read", text)


def learn(event: Event, actor: Actor, text: SurveyText, said: str) -> Lesson:
    """Let a text lead to a lesson, in words of the reader's own: the visitor's stay here."""
    with change(event, actor) as record:
        if not said.strip():
            raise Refused(N_("Say the lesson in your own words."), field="lesson")
        lesson = planning.add(event, actor, Lesson, {"text": said.strip(), "source": f"survey_text/{text.id}"})
        text.state, text.lesson, text.read_by, text.theme = TextState.LESSON, lesson.number, actor.name, None
        record("survey.text-read", text)
    return lesson


def _nobody_answered(event: Event) -> None:
    survey = queries.survey_of(event)
    if survey and survey.answers:
        raise Conflict(N_("Somebody has answered: the questions stand."))


def _tells_of_nobody(event: Event, new: Sequence[Given]) -> None:
    """Refuse answers that the results before and after them would tell too much of."""
    asked, least = queries.questions(event), smallest_cell()
    more = [said for each in new if (said := kept(asked, each.said))]
    if len(more) < least:
        message = N_("The survey is closed and has answers: take in at least %(least)s more at once.")
        raise Refused(message, least=least)
    before = queries.answered(event)
    if found := telling(queries.told_of(event, before), queries.told_of(event, [*before, *more]), least):
        message = N_(
            "The results have been told. Compared before and after, %(question)s would tell of fewer than %(least)s"
            " people. Take in more at once; answers on paper are best taken in before the survey is closed."
        )
        raise Refused(message, question=found.code, least=least)


def _take(event: Event, survey: Survey, given: Sequence[Given], channel: Channel) -> int:
    """Store answers apart from their texts, each under a random number; returns how many said something."""
    questions, day, taken = queries.questions(event), event.operational_day(clock.now()), 0
    worded = {each.code for each in questions if each.kind == "text"}
    for each in given:
        said = kept(questions, each.said)
        chosen = {code: text for code, text in said.items() if code not in worded}
        more = {"key": each.key, "channel": channel, "day": day, "said": chosen}
        if said:
            db.session.add(SurveyAnswer(id=_number(), event_id=event.id, **more))
        for code in worded & set(said):
            text = said[code][: limits()["text_length"]]
            db.session.add(SurveyText(id=_number(), event=event, question=code, text=text, state=TextState.UNREAD))
        taken += bool(said)
    survey.answers += taken
    return taken


def _number() -> int:
    return secrets.randbelow(2**53 - 1) + 1
