"""Home, with the account's events, and the front page of an event."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, g, render_template

from .. import clock
from ..access import Actor, Permission, requires, requires_account
from ..cooperation.priorities import now_worked_on
from ..cooperation.queries import participants
from ..events.models import Event, Membership, Phase
from ..events.scope import actor_of, caller, scope
from ..log import lines
from ..log.queries import entries
from ..planning.holding import latest as briefings_to
from ..planning.models import Measure
from ..planning.queries import Plan, mandated, plan_of, unbacked
from ..roster.queries import shifts
from ..roster.roll_call import present
from . import queries
from .readiness import checks
from .staffing import Coverage, coverage

bp = Blueprint("overview", __name__)
scope(bp)
LATEST = 8


@dataclass(frozen=True)
class Card:
    """An event on the home page: in which roles, and how many open incidents, None for who does not read the log."""

    event: Event
    members: list[Membership]
    open: int | None


@bp.get("/")
@requires_account
def home() -> str:
    """The events one is a member of."""
    account = caller()
    assert account is not None
    cards = [_card(held) for held in queries.memberships(account.id)]
    current = sorted((card for card in cards if card.event.phase is not Phase.CLOSED), key=_by_phase)
    past = sorted((card for card in cards if card.event.phase is Phase.CLOSED), key=_first_day, reverse=True)
    return render_template("overview/home.html", current=current, past=past, account=account)


def _card(held: list[Membership]) -> Card:
    event, actor = held[0].event, actor_of(held[0])
    reads = event.phase is not Phase.PLANNING and actor.may(Permission.LOG_READ)
    return Card(event, held, queries.open_count(event, actor) if reads else None)


def _by_phase(card: Card) -> tuple[bool, date]:
    return card.event.phase is not Phase.LIVE, _first_day(card)


def _first_day(card: Card) -> date:
    return min((day.date for day in card.event.days), default=date.max)


@bp.get("/events/<event>/")
@requires(Permission.EVENT_READ)
def front(event: Event) -> str:
    """Where the event stands: what is missing before it, what happens during it."""
    actor, now = g.actor, clock.now()
    whole = plan_of(event)
    plan = whole.seen_by(actor)
    staffed = coverage(event) if actor.may(Permission.ROSTER_READ) else Coverage()
    told: dict[str, Any] = {
        "checks": checks(event, actor, whole, staffed), "staffed": staffed, "participants": participants(event, actor),
        "day": event.day_number(now), "until": _until_opening(event, now), "today": event.operational_day(now),
        "present": present(event, shifts(event), now) if actor.may(Permission.ROSTER_READ) else None,
        "risks": queries.red_risks(plan.parts["risks"]) if actor.may(Permission.PLAN_READ) else None,
        "measures": _unbacked(event, plan) if actor.may(Permission.PLAN_READ) else [],
        "priorities": now_worked_on(event, actor) if actor.may(Permission.COOPERATION_READ) else [],
        "briefings": briefings_to(event, actor), "reaches": _reaches, **_log(event, actor, now),
    }  # fmt: skip
    return render_template("overview/front.html", event=event, **told)


def _unbacked(event: Event, plan: Plan) -> list[tuple[Measure, bool]]:
    """The measures that nobody can decide or carry out yet, each with whether its owner has a mandate."""
    mandates = mandated(event)
    return [(measure, measure.owner in mandates) for measure in unbacked(plan.parts["measures"], mandates)]


def _reaches(endpoint: str) -> bool:
    """Whether the caller may open a page of the event."""
    stated = getattr(current_app.view_functions.get(endpoint), "requires", None)
    return isinstance(stated, Permission) and bool(g.actor.may(stated))


def _log(event: Event, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the log tells the actor now; None and nothing for who does not read it or before there is one."""
    if event.phase is Phase.PLANNING or not actor.may(Permission.LOG_READ):
        return {"so_far": None, "log": [], "open": None}
    found = entries(event, actor, limit=LATEST)[:LATEST]
    rows = [lines.line(entry, event) for entry in found]
    return {"so_far": queries.today(event, actor, now), "log": rows, "open": queries.open_count(event, actor)}


def _until_opening(event: Event, now: datetime) -> timedelta | None:
    """How long until the event opens, None once it has or where no day is set."""
    if not event.days:
        return None
    first = event.days[0]
    opens = first.opens_at or event.day_span(first.date)[0]
    return opens - now if opens > now else None
