"""What is read of a survey: its questions, and the results that may be told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from .. import clock
from ..events.models import Event
from ..extensions import db
from .survey_models import Survey, SurveyAnswer, SurveyQuestion, SurveyText, TextState
from .survey_questions import Question, common, smallest_cell
from .survey_statistics import Figures, figures

STEP = 500  # keys asked for at once


@dataclass(frozen=True)
class Result:
    """A question and what may be told of its answers."""

    question: Question
    told: Figures


def survey_of(event: Event) -> Survey | None:
    """The event's survey, if it has one."""
    return db.session.scalars(select(Survey).filter_by(event_id=event.id)).first()


def own_questions(event: Event) -> Sequence[SurveyQuestion]:
    """The questions of the event's own that are asked."""
    query = select(SurveyQuestion).where(SurveyQuestion.event_id == event.id, SurveyQuestion.dropped_at.is_(None))
    return db.session.scalars(query.order_by(SurveyQuestion.number)).all()


def questions(event: Event) -> list[Question]:
    """All that is asked, in order."""
    return [*common(), *(own.asks for own in own_questions(event))]


def known(event: Event, keys: Sequence[str]) -> set[str]:
    """Which of these keys have been taken already."""
    found: set[str] = set()
    for at in range(0, len(keys), STEP):
        query = select(SurveyAnswer.key).where(
            SurveyAnswer.event_id == event.id, SurveyAnswer.key.in_(keys[at : at + STEP])
        )
        found |= set(db.session.scalars(query))
    return found


def results(event: Event) -> list[Result] | None:
    """What may be told of each question; None while the survey is open, when each look would tell the last answer.

    A question that hangs on another is told only where the other's answers all stand by themselves: otherwise its
    number of answers would tell what the other leaves out.
    """
    survey = survey_of(event)
    if survey is None or not survey.answers or not survey.closed_at(clock.now()):
        return None
    return told_of(event, answered(event))


def answered(event: Event) -> Sequence[Mapping[str, str]]:
    """What was chosen in each answer."""
    return db.session.scalars(select(SurveyAnswer.said).filter_by(event_id=event.id)).all()


def told_of(event: Event, answers: Iterable[Mapping[str, str]]) -> list[Result]:
    """What may be told of each question if these are all the answers."""
    counts: dict[str, Counter[str]] = {}
    for said in answers:
        for code, chosen in said.items():
            counts.setdefault(code, Counter())[chosen] += 1
    told: dict[str, Result] = {}
    for each in questions(event):
        if each.kind != "text":
            told[each.code] = Result(each, _figures(each, counts.get(each.code, Counter()), told))
    return list(told.values())


def _figures(question: Question, counts: Counter[str], told: dict[str, Result]) -> Figures:
    if question.only_if and not told[question.only_if[0]].told.whole:
        return Figures(None)
    cells = {code: counts[code] for code in question.codes}
    return figures(cells, smallest_cell(), graded=question.kind == "grade")


def has_told(event: Event) -> bool:
    """Whether figures of the survey can have been read: it is closed, and some question has enough answers."""
    return any(each.told.n is not None for each in results(event) or ())


def indicators(event: Event) -> dict[str, tuple[float, int]]:
    """The indicators that the survey gives, with n, by code: a share in %, a mean of 5; none that may not be told."""
    found = {}
    for result in results(event) or []:
        code, of = result.question.indicator or ("", "")
        estimate = result.told.mean if of == "mean" else result.told.good
        if code and estimate:
            found[code] = estimate.value * (1 if of == "mean" else 100), result.told.n or 0
    return found


def texts(event: Event, state: TextState | None = None) -> Sequence[SurveyText]:
    """What was written, in an order that tells nothing."""
    query = select(SurveyText).filter_by(event_id=event.id)
    query = query.filter_by(state=state) if state else query
    return db.session.scalars(query.order_by(SurveyText.id)).all()


def text(event: Event, number: int) -> SurveyText | None:
    """One text."""
    return db.session.scalars(select(SurveyText).filter_by(event_id=event.id, id=number)).first()


def states(event: Event) -> Counter[TextState]:
    """How many texts stand how."""
    return Counter(db.session.scalars(select(SurveyText.state).filter_by(event_id=event.id)))


def themes(event: Event) -> list[tuple[str, int]]:
    """The themes that enough visitors wrote of, and how many, most first; how many texts there are is not told."""
    query = select(SurveyText.theme).filter_by(event_id=event.id, state=TextState.THEME)
    counts = Counter(theme for theme in db.session.scalars(query) if theme)
    return [(theme, count) for theme, count in counts.most_common() if count >= smallest_cell()]
