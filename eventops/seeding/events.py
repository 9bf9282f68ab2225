"""A story's event: its frame, partners and members, places and plan, by the hands of those who would do it."""

from .. import clock
from ..access import SYSTEM, Actor, Role
from ..changes import change
from ..events import actions as events
from ..events.models import Event, EventKind, Membership, Partner, PlaceKind
from ..events.scope import actor_of
from ..extensions import db
from ..planning import actions as planning
from ..planning.models import PARTS, Part
from ..planning.queries import plan_of
from ..planning.readiness import reds
from .command import file_documents
from .dates import dated
from .duty import describe_units, keep_in_reserve
from .lessons import answer
from .measures import carry_out
from .people import People
from .permits import inspect, reckon
from .risks import accept_risks, take_cards, write
from .roster import staff
from .signing import revise, sign
from .story import Story, Told

SERIES_NAME = "Demofestivalen"
PLAN_FILES = ("chain", "plan", "partners", "command", "permits")


def load_event(story: Story, people: People) -> tuple[Event, dict[str, Actor]]:
    """Make a story's event and everything up to going live; returns it with its actors by account key."""
    with clock.at(story.before(story.frame["planned"])):
        event = _framed(story, people)
        actors = _joined(event, story.frame, people)
        _lay_out(event, actors["planner"], story.places())
        _plan(event, actors["planner"], story)
        answer(event, actors["planner"], story)
        file_documents(event, actors["planner"], story)
    with clock.at(story.before(story.frame["published"])):
        inspect(event, actors["planner"], story.part("permits").get("conditions", []))
        reckon(event, actors["planner"], story.part("permits").get("reckoned", []))
        carry_out(event, actors["planner"], story.part("chain").get("measures", []))
        accept_risks(event, actors["commander"], story.part("plan").get("accepted_risks", {}))
        _accept(event, actors["commander"], story.part("plan"))
        planning.publish(event, actors["commander"], story.part("plan")["note"])
        sign(story, event, actors, 1)
        staff(event, actors["planner"], story, people)
        describe_units(event, actors["planner"], story, people)
        keep_in_reserve(event, actors["planner"], story)
    if revised := story.part("partners"):
        with clock.at(story.before(revised["revised"])):
            revise(story, event, actors["planner"])
            _accept(event, actors["commander"], story.part("plan"))
            planning.publish(event, actors["commander"], revised["note"])
            sign(story, event, actors, 2)
    return event, actors


def _framed(story: Story, people: People) -> Event:
    said = story.frame
    frame = events.Frame(
        name=said["name"],
        kind=EventKind(said["kind"]),
        exercise=said.get("exercise", False),
        edition=str(story.day_one.year) if "series" in said else None,
        **said["map"],
    )
    return events.create_event(
        SYSTEM,
        frame,
        slug=said["slug"],
        lead=people.organisations[_lead(said)],
        days=[_day(story, number, row) for number, row in enumerate(said.get("day", []), 1)],
        series=(said["series"], SERIES_NAME) if "series" in said else None,
        commander=people.accounts["commander"],
    )


def _lead(said: Told) -> str:
    lead: str = next(row["organisation"] for row in said["partner"] if row.get("lead"))
    return lead


def _day(story: Story, number: int, row: Told) -> events.Day:
    return events.Day(
        story.date(number), story.on(number, row["opens"]), story.on(number, row["closes"]), row["visitors"]
    )


def _joined(event: Event, said: Told, people: People) -> dict[str, Actor]:
    """Bring in partners and members; everybody's actor by account key."""
    commander = actor_of(db.session.scalars(db.select(Membership).filter_by(event_id=event.id)).one())
    with change(event, commander):
        partners = {
            row["organisation"]: events.add_partner(event, commander, people.organisations[row["organisation"]])
            for row in said["partner"]
            if not row.get("lead")
        }
    partners[_lead(said)] = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, is_lead=True)).one()
    with change(event, commander):
        for row in said["member"]:
            account = people.accounts[row["account"]]
            if account.id != commander.account_id and account.organisation:
                events.grant(event, commander, account, partners[account.organisation.slug], Role(row["role"]))
    members = db.session.scalars(db.select(Membership).filter_by(event_id=event.id))
    return {member.account.email.split("@")[0]: actor_of(member) for member in members}


def _lay_out(event: Event, planner: Actor, features: list[Told]) -> None:
    with change(event, planner):
        for feature in features:
            said = feature["properties"]
            events.add_place(
                event,
                planner,
                kind=PlaceKind(said["kind"]),
                code=said["code"],
                name=said["name"],
                geometry=feature["geometry"],
                width_m=said.get("width_m"),
            )


def _plan(event: Event, planner: Actor, story: Story) -> None:
    said = {name: rows for file in PLAN_FILES for name, rows in story.part(file).items() if name in PARTS}
    with change(event, planner):
        take_cards(event, planner, story.part("plan").get("taken_cards", []))
        for plural, kind in PARTS.items():
            write(event, planner, kind, [_told(story, kind, row) for row in said.get(plural, [])])


def _told(story: Story, kind: type[Part], row: Told) -> Told:
    return dated(story, kind, {name: value for name, value in row.items() if name in (*kind.FIELDS, "audience")})


def _accept(event: Event, commander: Actor, said: Told) -> None:
    """What stands red is accepted, each for its own reason or for the one that holds for the rest."""
    reasons = said.get("accepted", {})
    for check in reds(plan_of(event)):
        planning.accept(event, commander, [check.code], reasons.get(check.code) or reasons["else"])
