"""A story's roster: the same teams on every day of the event, and who reinforces them."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from ..access import Actor
from ..changes import change
from ..events.models import Event, Place
from ..extensions import db
from ..people.models import Person
from ..roster import actions as roster
from ..roster.models import Function
from .people import People
from .story import ZONE, Story, Told


def staff(event: Event, planner: Actor, story: Story, people: People) -> None:
    """Plan every team's shift on every day and put the team on it, then the reinforcements."""
    said = story.part("roster")
    if not said:
        return
    hours = {row["name"]: row for row in said["pass"]}
    places = {place.code: place for place in db.session.scalars(db.select(Place).filter_by(event_id=event.id))}
    with change(event, planner):
        for day in range(1, len(story.frame["day"]) + 1):
            for team in said["team"]:
                members, place = people.teams[team["call_sign"]], places[team["place"]]
                name = f"{team['call_sign']} {team['task']}"
                _man(event, planner, _duty(story, day, {**team, **hours[team["pass"]], "name": name}, place), members)
        for row in said["extra"]:
            duty = _duty(story, row["day"], {**row, "name": row["task"]}, places[row["place"]])
            _man(event, planner, duty, [(row["call_sign"], people.called(row["call_sign"]))])


def _man(event: Event, planner: Actor, duty: roster.Duty, members: list[tuple[str, Person]]) -> None:
    shift = roster.add_shift(event, planner, replace(duty, needed=len(members)))
    for call_sign, person in members:
        unit = call_sign.rpartition("-")[0]  # "P11-2" rides in P11, and the unit is what is sent
        roster.assign(event, planner, shift, person, call_sign=unit or call_sign)


def _duty(story: Story, day: int, said: Told, place: Place) -> roster.Duty:
    starts, ends = (
        datetime.combine(story.date(day), time.fromisoformat(said[edge]), ZONE) for edge in ("starts", "ends")
    )
    return roster.Duty(
        name=said["name"],
        function=Function(said["function"]),
        starts_at=starts,
        ends_at=ends if ends > starts else ends + timedelta(days=1),
        place=place,
    )
