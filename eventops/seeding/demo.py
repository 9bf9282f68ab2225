"""The demo: every story loaded through the ordinary actions, as if it had happened."""

from dataclasses import dataclass
from datetime import timedelta

from flask_migrate import downgrade, upgrade

from .. import clock
from ..errors import N_, Conflict
from ..events.models import Event, Membership
from ..extensions import db
from ..log import actions
from ..people.models import Account
from .command import brief
from .crowd import counts, set_capacities
from .duty import work
from .events import load_event
from .interventions import enter_cells, interventions
from .lessons import learn
from .log import close, steps, write
from .meetings import meet
from .people import DOMAIN, People, load_people
from .periods import report
from .reference import seed_reference
from .replies import answer
from .situation import situate
from .story import Story, folder, stories, told
from .survey import ask_visitors
from .units import dispatches

OPENED = timedelta(days=-1500)  # when the demo's office began its work, from today


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as."""

    email: str
    password: str
    name: str
    role: str
    organisation: str


def seed_demo(fresh: bool = False) -> list[DemoAccount]:
    """Load the demo unless it is there, and return whom to sign in as; `fresh` begins again with an empty database.

    Refused where others than the demo's accounts exist: the demo's password is known to everybody.
    """
    strangers = db.select(Account.id).where(~Account.email.endswith(f"@{DOMAIN}"))
    if db.session.scalar(strangers.limit(1)):
        raise Conflict(N_("There are accounts beside the demo's here. Give the demo a database of its own."))
    if fresh:
        _empty()
    seed_reference()
    if not db.session.scalar(db.select(Account.id).limit(1)):
        _load()
    return _accounts()


def _empty() -> None:
    db.session.remove()
    downgrade(revision="base")
    upgrade()


def _load() -> None:
    found = stories()
    live = found[-1]
    with clock.at(clock.now() + OPENED):
        people = load_people(told(folder() / "people.toml"), live.today - timedelta(days=1))
    for story in found:
        _tell(story, people)


def _tell(story: Story, people: People) -> None:
    event, actors = load_event(story, people)
    with clock.at(story.moment(story.frame["live"])):
        actions.go_live(event, actors["commander"])
    brief(event, actors, story)
    work(event, actors["operator"], story)
    answer(event, actors["planner"], story)
    enter_cells(event, actors["planner"], story)
    set_capacities(event, actors["planner"], story)
    told = [*steps(story, event), *interventions(story, event), *counts(story, event), *dispatches(story, event)]
    log = sorted(told, key=lambda step: step.at)
    write(event, actors, clock.now(), log)
    report(event, actors, story)
    if ends := story.frame.get("closed"):
        with clock.at(story.moment(ends)):
            close(event, actors["commander"])
    situate(event, actors["planner"], story)
    if "evaluator" in actors:
        learn(event, actors["evaluator"], story)
        ask_visitors(event, actors["evaluator"], story)
    meet(event, actors, story)


def _accounts() -> list[DemoAccount]:
    password = told(folder() / "people.toml")["password"]
    return [
        DemoAccount(
            email=account.email,
            password=password,
            name=account.name,
            role=_role(account),
            organisation=account.organisation.name if account.organisation else "",
        )
        for account in db.session.scalars(db.select(Account).order_by(Account.id))
    ]


def _role(account: Account) -> str:
    held = db.select(Membership.role).join(Membership.event).filter(Membership.account_id == account.id)
    role = db.session.scalar(held.order_by(Event.went_live_at.desc()).limit(1))
    return role.value if role else "administrator"
