"""What the people of a story say of their coming shifts: most accept, some decline, one asks to swap."""

from datetime import timedelta

from flask import current_app

from .. import clock
from ..access import Actor
from ..changes import change
from ..events.models import Event
from ..roster.actions.own import ask_swap, make_duty_link, reply
from ..roster.duty import crew
from ..roster.models import Assignment, DutyLink, Function, Reply
from ..roster.queries import shifts
from .story import Story, Told


def answer(event: Event, planner: Actor, story: Story) -> None:
    """Let the guards of the coming day answer by their links, as duty.toml says."""
    said = story.part("duty").get("replies")
    if not said:
        return
    ahead = [each for each in shifts(event) if clock.now() + timedelta(hours=12) < each.starts_at]
    coming = [each for each in ahead if each.starts_at < clock.now() + timedelta(hours=36)]
    guards = crew(shift for shift in coming if shift.function is Function.GUARD)[: said["asked"]]
    with change(event, planner) as record:
        record.nothing()
        for number, assignment in enumerate(guards):
            secret = current_app.config["SECRET_KEY"]
            _token, link = make_duty_link(event, planner, assignment.person, secret)
            _say(event, link, assignment, said, number)


def _say(event: Event, link: DutyLink, assignment: Assignment, said: Told, number: int) -> None:
    if number < len(said["declined"]):
        reply(event, link, assignment, Reply.DECLINED, said["declined"][number])
    elif number == len(said["declined"]):
        ask_swap(event, link, assignment, said["swap"], None)
    else:
        reply(event, link, assignment, Reply.ACCEPTED, None)
