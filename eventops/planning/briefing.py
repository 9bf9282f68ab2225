"""The briefing card (utsättning): what those who begin a watch are told, gathered from the whole plan as data."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..access import within
from ..errors import N_, Refused
from ..events.models import Event, EventDay, Place, PlaceKind, iso
from .command import on_watch, reference, turns
from .models import PARTS, Part, PostRole, Watch
from .models.watch import Turn
from .queries import Plan, plan_of

# The kinds of part that each heading of the card shows, beside what it always shows.
SHOWN = {"comms": ("channels",), "conditions": ("conditions",), "cards": ("cards",)}
MOST = 8  # of each, so that a card stays one page
RISKS = 5
LEADERS = (PostRole.COMMANDER, PostRole.TACTICAL, PostRole.CHIEF_OF_STAFF)
WAYS_OUT = {PlaceKind.MEDICAL, PlaceKind.RENDEZVOUS, PlaceKind.ASSEMBLY} | {
    kind for kind in PlaceKind if kind.value in ("exit", "emergency_route")
}


class Asked(NamedTuple):
    """Which card: for whom, on which watch and day, of one sector or of all; and what only its writer knows."""

    watch: int
    day: date
    audience: str
    sector: str | None = None
    situation: str | None = None
    task: str | None = None


def card(event: Event, asked: Asked) -> dict[str, Any]:
    """The card as data; it holds no part of the plan that one of its audience may not see."""
    plan = plan_of(event)
    turn, following = _turns(event, plan, asked)
    sector = next((place for place in plan.sectors if place.code == asked.sector), None)
    if asked.sector and sector is None:
        raise Refused(N_("There is no %(name)s here."), field="sector", name=asked.sector)
    told = {
        "watch": turn.watch.title, "number": turn.watch.number, "day": asked.day.isoformat(),
        "starts_at": iso(turn.starts_at), "ends_at": iso(turn.ends_at), "relief": _relief(turn, following),
        "event": event.name, "visitors": _day(plan, asked.day), "situation": asked.situation or None,
        "task": asked.task or None, "sector": _place(sector) if sector else None,
    }  # fmt: skip
    return told | _from_the_plan(plan, turn, asked)


def _from_the_plan(plan: Plan, turn: Turn, asked: Asked) -> dict[str, Any]:
    heard = {plural: _heard(parts, asked) for plural, parts in plan.parts.items()}
    posts = on_watch(heard["commands"], turn.watch)
    lead = [post for post in posts if post.role in LEADERS or asked.sector in (None, post.sector)]
    listed = {plural for plurals in SHOWN.values() for plural in plurals if plural in PARTS}
    return {
        "intent": next((_frozen(part) for part in heard["intents"]), None),
        "posts": [_frozen(post) for post in lead],
        "risks": [_frozen(risk) for risk in sorted(heard["risks"], key=_weight, reverse=True)[:RISKS]],
        "duties": [_frozen(duty) for duty in heard.get("duties", ()) if _stands(duty, turn)],
        "places": [_place(place) for place in _near(plan, asked.sector)],
        "parts": {plural: [_frozen(part) for part in heard[plural][:MOST]] for plural in sorted(listed)},
        "powers": reference()["powers"], "reporting": reference()["reporting"],
    }  # fmt: skip


def _turns(event: Event, plan: Plan, asked: Asked) -> tuple[Turn, Turn | None]:
    heard = {watch.number for watch in _heard(plan.parts["watches"], asked)} | {asked.watch}
    watches: Sequence[Watch] = [watch for watch in plan.parts["watches"] if watch.number in heard]
    known = turns(event, watches, sorted({*(day.date for day in plan.days), asked.day}))
    wanted = (at for at, turn in enumerate(known) if (turn.watch.number, turn.day) == (asked.watch, asked.day))
    at = next(wanted, None)
    if at is None:
        raise Refused(N_("There is no such watch on that day."), field="watch")
    return known[at], known[at + 1] if at + 1 < len(known) else None


def _relief(turn: Turn, following: Turn | None) -> dict[str, Any] | None:
    if following is None or following.starts_at > turn.ends_at:
        return None
    return {"watch": following.watch.name, "starts_at": iso(following.starts_at)}


def _heard(parts: Iterable[Part], asked: Asked) -> list[Any]:
    return [part for part in parts if within(asked.audience, part.audience) and _concerns(part, asked.sector)]


def _concerns(part: Part, sector: str | None) -> bool:
    named = {*(getattr(part, "sectors", None) or ()), getattr(part, "sector", None)} - {None}
    return sector is None or not named or sector in named


def _weight(risk: Any) -> int:
    return risk.residual or risk.score  # type: ignore[no-any-return]


def _stands(duty: Any, turn: Turn) -> bool:
    return duty.starts_at < turn.ends_at and turn.starts_at < duty.ends_at  # type: ignore[no-any-return]


def _near(plan: Plan, sector: str | None) -> list[Place]:
    out = [place for place in plan.places if place.kind in WAYS_OUT]
    return out if sector is None else [each for each in out if each.sector is None or each.sector.code == sector]


def _day(plan: Plan, day: date) -> dict[str, Any] | None:
    found: EventDay | None = next((each for each in plan.days if each.date == day), None)
    if found is None:
        return None
    return {"opens_at": iso(found.opens_at), "closes_at": iso(found.closes_at), "expected": found.expected_visitors}


def _place(place: Place) -> dict[str, Any]:
    return {"code": place.code, "name": place.name, "kind": place.kind.value}


def _frozen(part: Part) -> dict[str, Any]:
    return {"number": part.number, **part.said()}
