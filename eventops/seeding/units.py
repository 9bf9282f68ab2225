"""A story's units on the live board: who is sent where, takes a break, and says where it is, so many minutes ago."""

from datetime import timedelta
from functools import partial

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log import actions as log
from ..log.models import Availability, Incident, State, UnitStatus
from ..roster.duty import hidden_signs, signs_on_duty
from .log import Step
from .story import Story, Told


def dispatches(story: Story, event: Event) -> list[Step]:
    """Everything that units do, in order of time; which units and incidents they are depends on the hour of the day."""
    now = clock.now()
    steps = [
        Step(at := now - timedelta(minutes=row["ago"]), at, row["by"], partial(_act, event, row))
        for row in story.part("units").get("unit", [])
    ]
    return sorted(steps, key=lambda step: step.at)


def _act(event: Event, row: Told, actor: Actor) -> None:
    known = signs_on_duty(event, clock.now()) - hidden_signs(event)
    here = sorted(each for each in known if each.startswith(row["of"]))
    there = db.select(Incident).filter_by(event_id=event.id).where(Incident.state != State.CLOSED)
    open_ones = db.session.scalars(there.order_by(Incident.number.desc())).all()
    if row["which"] >= len(here):
        return
    sign = here[row["which"]]
    if "availability" in row:
        log.set_availability(event, actor, sign, Availability(row["availability"]))
    if "lat" in row:
        log.report_position(event, actor, sign, row["lat"], row["lon"])
    if "status" in row and row["incident"] < len(open_ones):
        log.set_unit(event, actor, open_ones[row["incident"]], sign, UnitStatus(row["status"]))
    db.session.flush()  # the next step looks where this unit is
