"""Debriefs: each says from its own screen what to keep and what to change; many lines make one lesson."""

from collections import defaultdict
from collections.abc import Sequence

from .. import clock
from ..access import Actor, Permission
from ..changes import change
from ..cooperation.models.meeting import Meeting
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from ..planning import actions as planning
from .debrief_models import Observation, Side
from .lesson_categories import lesson_categories
from .models import Lesson

LONGEST = 500  # characters of one line


def observations(meeting: Meeting) -> Sequence[Observation]:
    """What was seen, in order; struck lines, too. Whoever is asked to the meeting may read all of it."""
    query = db.select(Observation).filter_by(meeting_id=meeting.id).order_by(Observation.number)
    return db.session.scalars(query).all()


def grouped(found: Sequence[Observation]) -> dict[str, list[Observation]]:
    """What stands, by category in their order: what is to change first, as that is what one learns from."""
    by_category: dict[str, list[Observation]] = defaultdict(list)
    for each in found:
        if each.struck_at is None:
            by_category[each.category].append(each)
    order = list(lesson_categories("en"))
    ranked = sorted(by_category.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    return {code: sorted(rows, key=lambda row: (row.side is Side.KEEP, row.number)) for code, rows in ranked}


def observe(event: Event, actor: Actor, meeting: Meeting, said: tuple[Side, str, str], client_id: str) -> Observation:
    """Say one thing: (keep or change, category, text). The same client_id again gives the first one."""
    side, category, text = said
    with change(event, actor) as record:
        standing = db.select(Observation).filter_by(event_id=event.id, client_id=client_id)
        found: Observation | None = db.session.scalars(standing).first()
        if found:
            record.nothing()
            return found
        if meeting.signed_at:
            raise Conflict(N_("The debrief is over: its minutes are signed."))
        if not (text := " ".join(text.split())):
            raise Refused(N_("Write something."), field="text")
        if len(text) > LONGEST:
            raise Refused(N_("At most %(most)s characters."), field="text", most=LONGEST)
        if category not in lesson_categories("en"):
            raise Refused(N_("Choose what it is about."), field="category")
        made = Observation(
            event_id=event.id, number=record.count("observation"), client_id=client_id, meeting=meeting, side=side,
            category=category, text=text, at=clock.now(), account_id=actor.account_id, by=actor.name,
            partner=actor.partner,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        record("observation.made", made)
    return made


def strike(event: Event, actor: Actor, seen: Observation, reason: str) -> None:
    """Take a line back: whoever said it, or who writes lessons."""
    with change(event, actor) as record:
        if seen.struck_at:
            return record.nothing()
        mine = actor.account_id is not None and actor.account_id == seen.account_id
        if not (mine or actor.may(Permission.LESSON_WRITE)):
            raise Conflict(N_("Whoever wrote it takes it back."))
        if seen.lesson:
            raise Conflict(N_("It is part of lesson %(number)s."), number=seen.lesson)
        seen.struck_at, seen.struck_because = clock.now(), reason.strip() or None
        record("observation.struck", seen)


def merge(
    event: Event, actor: Actor, meeting: Meeting, numbers: Sequence[int], said: dict[str, object], client_id: str
) -> Lesson:
    """Let some lines make one lesson, whose source is the first of them."""
    with change(event, actor) as record:
        chosen = [each for each in observations(meeting) if each.number in numbers and each.struck_at is None]
        known = {each.lesson for each in chosen if each.lesson}
        if chosen and known and all(each.lesson for each in chosen) and len(known) == 1:
            record.nothing()
            number = known.pop()
            made: Lesson = db.session.scalars(db.select(Lesson).filter_by(event_id=event.id, number=number)).one()
            return made
        if not chosen:
            raise Refused(N_("Tick at least one line."))
        if known:
            raise Conflict(N_("It is part of lesson %(number)s."), number=known.pop())
        source = {"source": f"observation/{chosen[0].number}"}
        lesson = planning.add(event, actor, Lesson, {**said, **source}, client_id)
        for each in chosen:
            each.lesson = lesson.number
            record("observation.learnt-from", each)
    return lesson
