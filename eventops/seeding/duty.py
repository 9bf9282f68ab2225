"""A story's watches as they were worked: units, notifications of guards, roll-calls, directives, a suspension."""

from datetime import datetime, timedelta

from .. import clock
from ..access import Actor
from ..changes import change
from ..events.models import Event
from ..extensions import db
from ..people.models import Person
from ..roster.actions.duty import end_duty, mark, notify
from ..roster.actions.enlistment import Terms, enlist
from ..roster.actions.guards import give_directive, report_suspension, suspend, take_directive
from ..roster.actions.unit import UnitSaid, add_unit
from ..roster.duty import crew
from ..roster.guards import directives
from ..roster.models import Assignment, Function, Presence, UnitKind
from ..roster.queries import shifts
from ..roster.watches import RosterWatch, chosen, watches
from .people import People
from .story import Story, Told

NOTIFIED = timedelta(minutes=55)  # before a watch begins
CALLED = timedelta(minutes=10)


def describe_units(event: Event, planner: Actor, story: Story, people: People) -> None:
    """Say what each team is; guards are led by the patrol of their sector in the same pass."""
    teams = story.part("roster").get("team", [])
    known = story.part("duty").get("talkgroups", {})
    if not teams:
        return
    with change(event, planner):
        for team in teams:
            guards = team["function"] == "guard"
            kind = UnitKind.GUARD_GROUP if guards else UnitKind(team.get("kind", "patrol"))
            lead = people.teams[_patrol(team, teams)["call_sign"]][0][1] if guards else None
            talkgroup = known.get("guards" if guards else team["place"][0])
            add_unit(event, planner, UnitSaid(team["call_sign"], kind, lead, team.get("vehicle"), talkgroup))


def _patrol(team: Told, teams: list[Told]) -> Told:
    police = [each for each in teams if each["function"] == "police" and each["pass"] == team["pass"]]
    return next((each for each in police if each["place"] == team["place"][0]), police[0])


def keep_in_reserve(event: Event, planner: Actor, story: Story) -> None:
    """Those of the guard companies who stand on no shift are the reserve."""
    if not story.part("duty"):
        return
    standing = {each.person_id for each in crew(shifts(event))}
    companies = [each.organisation_id for each in event.partners if each.organisation.kind == "guard_company"]
    query = db.select(Person).where(Person.organisation_id.in_(companies), Person.id.not_in(standing))
    with change(event, planner) as record:
        record.nothing()
        for person in db.session.scalars(query.order_by(Person.id)).all():
            enlist(event, planner, person, Terms(function=Function.GUARD, reserve=True))


def work(event: Event, actor: Actor, story: Story) -> None:
    """Notify, call and direct, watch by watch up to now; what goes wrong in the present one stands in duty.toml."""
    said = story.part("duty")
    if not said:
        return
    known, now = watches(shifts(event)), clock.now()
    current = chosen(known, None, now)
    for number, watch in enumerate(known, 1):
        if watch.starts_at - NOTIFIED > now:
            break
        _watch(event, actor, watch, f"{said['reference']}-{number:02}", said["now"] if watch is current else {})
    suspend_one(event, actor, said, known)
    if current is not None:
        _direct(event, actor, current, said)


def _watch(event: Event, actor: Actor, watch: RosterWatch, reference: str, wrong: Told) -> None:
    people = crew(watch.shifts)
    guards = [each for each in people if each.shift.function is Function.GUARD]
    if not guards:
        return
    unnotified = guards[-1:] if wrong else []
    with clock.at(watch.starts_at - NOTIFIED):
        notify(event, actor, [each for each in guards if each not in unnotified], reference)
    called = watch.starts_at - CALLED
    if called <= clock.now():
        _call(event, actor, watch, [each for each in people if each not in unnotified], wrong)
    if watch.ends_at + CALLED <= clock.now():
        with clock.at(watch.ends_at + CALLED):
            end_duty(event, actor, guards)


def _call(event: Event, actor: Actor, watch: RosterWatch, people: list[Assignment], wrong: Told) -> None:
    """Everybody is here but for those who are late or missing, in the order of their names."""
    odd = [each for each in people if each.shift.function is Function.GUARD][: len(wrong)]
    late = watch.starts_at + CALLED * 2
    with change(event, actor), clock.at(watch.starts_at - CALLED):
        for each in people:
            if each not in odd:
                mark(event, actor, each, Presence.PRESENT)
    for each, (presence, note) in zip(odd, wrong.items(), strict=False):
        if late <= clock.now():
            with clock.at(late):
                mark(event, actor, each, Presence(presence), note=note)


def _direct(event: Event, actor: Actor, watch: RosterWatch, said: Told) -> None:
    """The directives of the present watch, which most have taken in; the suspension was in the one before."""
    for row in said.get("directive", []):
        at = watch.starts_at + timedelta(minutes=row["after"])
        if at > clock.now():
            continue
        with clock.at(at):
            given = give_directive(event, actor, text=row["text"], officer=row["officer"])
        _take(event, actor, given.id, row["taken"], at)


def _take(event: Event, actor: Actor, number: int, share: float, at: datetime) -> None:
    told = next(each for each in directives(event) if each.directive.id == number)
    with change(event, actor) as record, clock.at(at + timedelta(minutes=4)):
        record.nothing()
        for person in told.missing[: int(len(told.missing) * share)]:
            take_directive(event, actor, told.directive, person)


def suspend_one(event: Event, actor: Actor, story: Told, known: list[RosterWatch]) -> None:
    """Who was suspended in the watch before the present one, reported at once."""
    said, past = story.get("suspension", {}), [watch for watch in known if watch.ends_at <= clock.now()]
    if not said or not past:
        return
    guards = [each for each in crew(past[-1].shifts) if each.shift.function is Function.GUARD]
    at = past[-1].starts_at + timedelta(minutes=said["after"])
    with clock.at(at):
        gone = suspend(event, actor, guards[len(guards) // 2], said["reason"], said["officer"])
    with clock.at(at + timedelta(minutes=6)):
        report_suspension(event, actor, gone, said["reported_to"])
