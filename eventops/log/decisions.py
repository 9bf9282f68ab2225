"""Reads of decisions, tasks, reports and checks of conditions; each list holds only what its reader may know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import contains_eager, selectinload

from ..access import PARTNER, POLICE, Actor
from ..events.models import Event
from ..extensions import db
from ..people.models import Person
from ..planning import queries as planning
from ..planning.models import CommandPost, Condition, Risk
from ..roster.models import Assignment, Shift
from .models import (
    CardRun,
    ConditionCheck,
    Decision,
    Entry,
    EntryKind,
    Errand,
    ErrandState,
    Incident,
    OwnerKind,
    Sitrep,
)
from .queries import visible_entries

LEFT = (ErrandState.OPEN, ErrandState.TAKEN)
MOST = 200


def visible_decisions(event: Event, actor: Actor) -> Select[Any]:
    """The decisions whose line the actor may read, with it and its incident."""
    query = db.select(Decision).join(Decision.entry).outerjoin(Entry.incident)
    query = query.where(Decision.event_id == event.id, actor.audible(Entry.audience), _incident_audible(actor, Entry))
    rows = selectinload(Decision.grounds), selectinload(Decision.reviews)
    line = contains_eager(Decision.entry)
    loaded: Select[Any] = query.options(line.contains_eager(Entry.incident), line.selectinload(Entry.struck_by), *rows)
    return loaded


def decisions(event: Event, actor: Actor, *, since: datetime | None = None) -> Sequence[Decision]:
    """Visible decisions, the latest first; those entered after `since` if it is given."""
    query = visible_decisions(event, actor).order_by(Decision.number.desc()).limit(MOST)
    if since is not None:
        query = query.where(Entry.entered_at > since)
    return db.session.scalars(query).unique().all()


def decision(event: Event, actor: Actor, number: int) -> Decision | None:
    """One visible decision by its number."""
    return db.session.scalars(visible_decisions(event, actor).where(Decision.number == number)).unique().first()


def said_only(event: Event, actor: Actor) -> Sequence[Entry]:
    """The visible lines that say a decision of which nothing else is kept yet, the latest first."""
    kept = db.select(Decision.entry_id).where(Decision.event_id == event.id)
    cards = db.select(CardRun.entry_id).where(CardRun.event_id == event.id)
    query = visible_entries(event, actor).where(Entry.kind == EntryKind.DECISION, Entry.id.not_in(kept.union(cards)))
    query = query.options(selectinload(Entry.struck_by)).order_by(Entry.number.desc()).limit(MOST)
    return [line for line in db.session.scalars(query) if not line.struck and not line.erased]


def visible_errands(event: Event, actor: Actor) -> Select[Any]:
    """The tasks the actor may know of, with what they are about."""
    query = db.select(Errand).join(Errand.entry).outerjoin(Errand.incident)
    query = query.where(Errand.event_id == event.id, actor.audible(Errand.audience), _incident_audible(actor, Errand))
    loaded: Select[Any] = query.options(
        contains_eager(Errand.entry), contains_eager(Errand.incident), selectinload(Errand.steps)
    )
    return loaded


def errands(event: Event, actor: Actor) -> Sequence[Errand]:
    """Visible tasks: what is left to do first, by when it is due, then what is over, the latest first."""
    over = Errand.state.not_in(LEFT)
    order = (over, db.case((over, -Errand.number)), Errand.due_at.is_(None), Errand.due_at, Errand.number)
    return db.session.scalars(visible_errands(event, actor).order_by(*order).limit(MOST)).unique().all()


def errand(event: Event, actor: Actor, number: int) -> Errand | None:
    """One visible task by its number."""
    return db.session.scalars(visible_errands(event, actor).where(Errand.number == number)).unique().first()


def errands_of(
    event: Event, actor: Actor, *, partner: str = "", signs: Sequence[str] = (), name: str = ""
) -> Sequence[Errand]:
    """What is left to do, by when it is due, for a partner (its slug), units (call signs) or a person (a name)."""
    theirs = [(OwnerKind.PARTNER, [partner] if partner else []), (OwnerKind.UNIT, list(signs))]
    mine = [and_(Errand.owner_kind == kind, Errand.owner.in_(owners)) for kind, owners in theirs if owners]
    if name:
        mine.append(and_(Errand.owner_kind == OwnerKind.ROLE, db.func.lower(Errand.owner) == name.lower()))
    if not mine:
        return []
    query = visible_errands(event, actor).where(Errand.state.in_(LEFT), or_(*mine))
    return db.session.scalars(query.order_by(Errand.due_at.is_(None), Errand.due_at, Errand.number)).unique().all()


def my_errands(event: Event, actor: Actor, now: datetime) -> Sequence[Errand]:
    """What the actor itself is to do: as a partner that is not the police, in the unit it is on now, and by name."""
    partner = "" if actor.hears(POLICE) else actor.partner
    return errands_of(event, actor, partner=partner, signs=signs_of(event, actor, now), name=actor.name)


def signs_of(event: Event, actor: Actor, now: datetime) -> Sequence[str]:
    """The call signs that the actor's own person is on at a moment."""
    if actor.account_id is None:
        return []
    query = db.select(Assignment.call_sign).join(Assignment.shift).join(Assignment.person).where(
        Shift.event_id == event.id, Shift.dropped_at.is_(None), Shift.starts_at <= now, Shift.ends_at > now,
        Assignment.removed_at.is_(None), Assignment.call_sign.is_not(None), Person.account_id == actor.account_id,
    )  # fmt: skip
    return [sign for sign in db.session.scalars(query.distinct()) if sign]


def visible_sitreps(event: Event, actor: Actor) -> Select[Any]:
    """The published reports that are for the actor."""
    query = db.select(Sitrep).join(Sitrep.entry).outerjoin(Entry.incident)
    query = query.where(Sitrep.event_id == event.id, actor.audible(Sitrep.audience), _incident_audible(actor, Entry))
    line = contains_eager(Sitrep.entry)
    loaded: Select[Any] = query.options(line.contains_eager(Entry.incident), line.selectinload(Entry.struck_by))
    return loaded


def sitreps(event: Event, actor: Actor) -> Sequence[Sitrep]:
    """Visible reports, the latest first."""
    return db.session.scalars(visible_sitreps(event, actor).order_by(Sitrep.number.desc()).limit(MOST)).unique().all()


def sitrep(event: Event, actor: Actor, number: int) -> Sitrep | None:
    """One visible report by its number."""
    return db.session.scalars(visible_sitreps(event, actor).where(Sitrep.number == number)).unique().first()


@dataclass(frozen=True)
class Due:
    """Something that is to be done by a time: a task, or a decision to look at again; `row` is which."""

    kind: str
    number: int
    at: datetime
    row: Any


def due(event: Event, actor: Actor) -> list[Due]:
    """Decisions to review and tasks to do, as far as the actor may know of them, the earliest first."""
    reviewed = visible_decisions(event, actor).where(Decision.due_at.is_not(None)).order_by(Decision.due_at)
    found = [
        Due("decision", each.number, each.due_at, each)
        for each in db.session.scalars(reviewed.limit(MOST)).unique()
        if each.holds
    ]
    wanted = visible_errands(event, actor).where(Errand.state.in_(LEFT), Errand.due_at.is_not(None))
    tasks = db.session.scalars(wanted.order_by(Errand.due_at).limit(MOST)).unique()
    found += [Due("errand", each.number, each.due_at, each) for each in tasks]
    return sorted(found, key=lambda each: (each.at, each.kind, each.number))


@dataclass(frozen=True)
class Held:
    """A condition of the plan with its checks while live, the latest first."""

    condition: Condition
    checks: list[ConditionCheck]

    @property
    def state(self) -> str:
        """ "breached", "checked", "changed" since or "unchecked": by the last check while live, else by the plan."""
        if not self.checks:
            return self.condition.state
        last = self.checks[0]
        if last.verdict == "breach":
            return "breached"
        return "checked" if last.wording == self.condition.text else "changed"


def held_conditions(event: Event, actor: Actor) -> list[Held]:
    """The conditions that the actor may see, each with its checks; their incidents are loaded, visible or not."""
    query = db.select(ConditionCheck).filter_by(event_id=event.id).order_by(ConditionCheck.number.desc())
    checks = db.session.scalars(query.options(selectinload(ConditionCheck.incident))).all()
    found = db.session.scalars(planning.visible(Condition, event, actor)).all()
    return [Held(each, [check for check in checks if check.condition == each.number]) for each in found]


def triggers(event: Event, actor: Actor) -> Sequence[Risk]:
    """The risks that call for an action card when they are triggered, as far as the actor may see them."""
    return db.session.scalars(planning.visible(Risk, event, actor).where(Risk.card.is_not(None))).all()


def holders(event: Event, actor: Actor) -> list[str]:
    """Who holds a post of the command structure, as far as the actor may see it."""
    posts = db.session.scalars(planning.visible(CommandPost, event, actor))
    return list(dict.fromkeys(post.holder for post in posts if post.holder))


def reader_of(event: Event, audience: str) -> Actor:
    """A reader who hears just what everybody of an audience hears, to draft for it with."""
    partners = tuple(f"{PARTNER}{each.slug}" for each in event.partners)
    feeds = {"all": ("all",), POLICE: ("all", POLICE), "command": ("all", POLICE, "command", *partners)}
    slug = audience.removeprefix(PARTNER) if audience.startswith(PARTNER) and "+" not in audience else ""
    return Actor(audience, partner=slug, feeds=feeds.get(audience, ("all", audience) if slug else ("all",)))


def _incident_audible(actor: Actor, on: Any) -> Any:
    return or_(on.incident_id.is_(None), actor.audible(Incident.audience))
