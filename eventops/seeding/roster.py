"""A story's roster: the same teams on every day of the event, and who reinforces them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from ..access import Actor
from ..changes import change
from ..events.models import Event, Place
from ..extensions import db
from ..people.models import Organisation, Person
from ..roster import actions as roster
from ..roster.actions.rate import Paid, Price, set_rates
from ..roster.models import Function, LegalBasis
from ..roster.pattern import Terms
from .people import People
from .story import ZONE, Story, Told

GUARDS_BY = "DEMO-A 118.204 villkor 4"  # the condition in seed/demo/festival/permits.toml
AGREED_HOURS = 48  # of each, in the whole festival
AGREED = "Schemat är förhandlat för festivalen"  # why the warnings of rest and hours are accepted


def staff(event: Event, planner: Actor, story: Story, people: People) -> None:
    """Plan every team's shift on every day and put the team on it, the reinforcements, and what is needed beside."""
    said = story.part("roster")
    if not said:
        return
    hours = {row["name"]: row for row in said["pass"]}
    places = {place.code: place for place in db.session.scalars(db.select(Place).filter_by(event_id=event.id))}
    with change(event, planner):
        rows: list[roster.Placement] = []
        for day in range(1, len(story.frame["day"]) + 1):
            for team in said["team"]:
                members, place = people.teams[team["call_sign"]], places[team["place"]]
                name = f"{team['call_sign']} {team['task']}"
                duty = _duty(story, day, {**team, **hours[team["pass"]], "name": name}, place)
                rows += _manned(event, planner, duty, members)
        for row in said["extra"]:
            duty = _duty(story, row["day"], {**row, "name": row["task"]}, places[row["place"]])
            rows += _manned(event, planner, duty, [(row["call_sign"], people.called(row["call_sign"]))])
        _assign(event, planner, rows)
        roster.add_needs(event, planner, [each for row in said.get("need", ()) for each in _terms(story, row, places)])
        for team in (*said["team"], *said.get("pool", ())):
            terms = roster.Terms(Function(team["function"]), team["call_sign"], team.get("origin"), AGREED_HOURS)
            for _, person in people.teams[team["call_sign"]]:
                roster.enlist(event, planner, person, terms)
        set_rates(event, planner, dict(_priced(row) for row in said.get("rate", ())))


def _priced(said: Told) -> tuple[Paid, Price]:
    organisation = db.session.scalars(db.select(Organisation).filter_by(slug=said["organisation"])).one()
    return (organisation.id, Function(said["function"])), Price(Decimal(str(said["per_hour"])), said["source"])


def _terms(story: Story, said: Told, places: dict[str, Place]) -> list[Terms]:
    """What some posts need on every day of the event."""
    days = [story.date(day).isoformat() for day in range(1, len(story.frame["day"]) + 1)]
    asked = {key: said[key] for key in ("name", "starts", "ends", "handover", "needed")}
    function = Function(said["function"])
    return [Terms(**asked, function=function, days=days, place=places[code]) for code in said["places"]]


def _manned(
    event: Event, planner: Actor, duty: roster.Duty, members: list[tuple[str, Person]]
) -> list[roster.Placement]:
    """A shift for a team, and who is to work it."""
    shift = roster.add_shift(event, planner, replace(duty, needed=len(members)))
    return [roster.Placement(shift, person, _unit(call_sign)) for call_sign, person in members]


def _unit(call_sign: str) -> str:
    return call_sign.rpartition("-")[0] or call_sign  # "P11-2" rides in P11, and the unit is what is sent


def _assign(event: Event, planner: Actor, rows: list[roster.Placement]) -> None:
    """All of them, or the story is wrong."""
    for outcome in roster.assign_many(event, planner, rows, accepting=AGREED):
        if outcome.refused is not None:
            raise outcome.refused


def _duty(story: Story, day: int, said: Told, place: Place) -> roster.Duty:
    starts, ends = (
        datetime.combine(story.date(day), time.fromisoformat(said[edge]), ZONE) for edge in ("starts", "ends")
    )
    function = Function(said["function"])
    return roster.Duty(
        name=said["name"],
        function=function,
        starts_at=starts,
        ends_at=ends if ends > starts else ends + timedelta(days=1),
        place=place,
        legal_basis=LegalBasis.EVENT_DECISION,
        legal_reference=GUARDS_BY,
    )
