"""A story's meetings: a weekly series with minutes and what was parked, and a debrief whose lines became a lesson."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from .. import clock
from ..access import Actor
from ..cooperation import meeting_calls as calls
from ..cooperation import meeting_minutes as minutes
from ..cooperation.models.meeting import Meeting, MeetingKind, MeetingPoint
from ..evaluation import debriefs
from ..evaluation.debrief_models import Side
from ..events.models import Event
from ..extensions import db
from .story import Story, Told

Actors = Mapping[str, Actor]


def meet(event: Event, actors: Actors, story: Story) -> None:
    """Begin the series, hold the meetings that the story tells of, and the debrief."""
    said = story.part("meetings")
    if series := said.get("series"):
        _series(event, actors, story, series)
        held = [each for each in _meetings(event) if each.starts_at < clock.now()]
        for row in said["held"]:
            _hold(event, actors, held[-row["back"]], row)
    if row := said.get("debrief"):
        _debrief(event, actors, story, row)


def _series(event: Event, actors: Actors, story: Story, row: Told) -> None:
    first, last = (story.day_one + timedelta(days=row[name]) for name in ("first", "last"))
    slot = calls.Slot(row["weekday"], row["hour"], first, last)
    with clock.at(datetime.combine(first, datetime.min.time(), event.zone)):
        calls.begin_series(event, actors[row["chair"]], _wanted(actors, row), slot, f"{story.frame['slug']}-series")


def _wanted(actors: Actors, row: Told) -> calls.Wanted:
    return calls.Wanted(
        row["title"], row["minutes"], row.get("place"), actors[row["chair"]].account_id,
        actors[row["secretary"]].account_id, tuple(row["invited"]),
    )  # fmt: skip


def _meetings(event: Event) -> Sequence[Meeting]:
    query = db.select(Meeting).filter_by(event_id=event.id, kind=MeetingKind.REGULAR).order_by(Meeting.starts_at)
    return db.session.scalars(query).all()


def _hold(event: Event, actors: Actors, meeting: Meeting, row: Told) -> None:
    """Hold one meeting from its first minute to the signature."""
    actor, key = actors[row["by"]], f"{event.slug}-{meeting.number}"
    with clock.at(meeting.starts_at):
        minutes.open_meeting(event, actor, meeting)
    for number, each in enumerate(row["note"]):
        with clock.at(meeting.starts_at + timedelta(minutes=3 + 4 * number)):
            minutes.note(event, actor, _point(meeting, each["at"]), each["text"], f"{key}-n{number}")
    with clock.at(meeting.starts_at + timedelta(minutes=26)):
        _write(event, actor, meeting, row, key)
    with clock.at(meeting.starts_at + timedelta(minutes=row["took"])):
        minutes.close_meeting(event, actor, meeting)
    if row.get("signed", True):
        with clock.at(meeting.starts_at + timedelta(minutes=row["took"] + 20)):
            minutes.sign(event, actor, meeting)


def _write(event: Event, actor: Actor, meeting: Meeting, row: Told, key: str) -> None:
    for number, came in enumerate(row["came"]):
        minutes.enter(event, actor, meeting, (came[0], came[1], "d" in came[2], "r" in came[2]), f"{key}-c{number}")
    for number, each in enumerate(row.get("decision", [])):
        due = event.local(meeting.starts_at).date() + timedelta(days=each["due"])
        said = minutes.Resolved(each["text"], each["owner"], due, each.get("becomes", ""))
        made = minutes.resolve(event, actor, meeting, said, f"{key}-d{number}")
        if each.get("done"):
            minutes.done(event, actor, made)
    for number, each in enumerate(row.get("parked", [])):
        item = minutes.park(event, actor, meeting, each["text"], tuple(each["concerned"]), f"{key}-p{number}")
        follow = minutes.follow_up(event, actor, item, meeting.starts_at + timedelta(minutes=35))
        _follow(event, actor, follow, each["note"])


def _follow(event: Event, actor: Actor, meeting: Meeting, note: str) -> None:
    """Those concerned stay on for some minutes."""
    with clock.at(meeting.starts_at):
        minutes.open_meeting(event, actor, meeting)
        minutes.note(event, actor, _point(meeting, "matter"), note, f"{event.slug}-{meeting.number}-n")
    with clock.at(meeting.starts_at + timedelta(minutes=12)):
        minutes.close_meeting(event, actor, meeting)
        minutes.sign(event, actor, meeting)


def _point(meeting: Meeting, code: str) -> MeetingPoint:
    return next(each for each in meeting.points if each.code == code)


def _debrief(event: Event, actors: Actors, story: Story, row: Told) -> None:
    """What each saw, and the lesson that some of the lines made."""
    starts, key = story.moment(row["starts"]), f"{event.slug}-debrief"
    chair = actors[row["chair"]]
    with clock.at(starts):
        meeting = calls.call(event, chair, _wanted(actors, row), starts, key, MeetingKind.HOT)
        minutes.open_meeting(event, chair, meeting)
        for number, (who, side, category, text) in enumerate(row["line"]):
            debriefs.observe(event, actors[who], meeting, (Side(side), category, text), f"{key}-{number}")
    with clock.at(starts + timedelta(minutes=32)):
        minutes.close_meeting(event, chair, meeting)
        minutes.sign(event, chair, meeting)
        for number, lesson in enumerate(row["lesson"]):
            told = {name: lesson.get(name) for name in ("text", "cause", "next_time", "owner", "category")}
            told |= {"due_on": _due(story, lesson), "audience": lesson.get("audience", "")}
            debriefs.merge(event, actors["evaluator"], meeting, lesson["lines"], told, f"{key}-l{number}")


def _due(story: Story, lesson: Told) -> date:
    return story.day_one + timedelta(days=lesson["due"])
