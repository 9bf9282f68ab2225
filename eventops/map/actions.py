"""Laying site plans under the map, moving them, and taking them away."""

from collections.abc import Sequence
from math import cos, hypot, radians

from .. import clock
from ..access import ALL, Actor
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from ..events.shapes import FAR
from ..extensions import db
from ..files import Kept
from ..planning.actions.copying import WITH_PLACES
from ..planning.actions.passage import Passage
from .models import Corner, SitePlan
from .pictures import Size

KM_PER_DEGREE = 111.2
AT_FIRST = 0.3  # km; how wide a plan is laid before anybody has placed it
LEAST = 0.005  # km; a side that is shorter cannot be taken hold of
DIGITS = 7
LAID = ("name", "digest", "media_type", "width", "height", "corners", "opacity")


def add_site_plan(event: Event, actor: Actor, name: str, kept: Kept, size: Size, audience: str = ALL) -> SitePlan:
    """Lay a picture on the middle of the event, to be placed by its corners."""
    with change(event, actor) as record:
        _check_audience(actor, audience)
        plan = SitePlan(
            event=event, name=_named(name), digest=kept.digest, media_type=kept.media_type, opacity=0.7,
            width=size.width, height=size.height, corners=_at_first(event, size),
            audience=audience,
        )  # fmt: skip
        db.session.add(plan)
        record("site_plan.added", plan)
    return plan


def place_site_plan(
    event: Event, actor: Actor, plan: SitePlan, *, name: str, corners: Sequence[Corner], opacity: float,
    audience: str | None = None,
) -> None:  # fmt: skip
    """Say where a plan's top left, top right and bottom left corners lie, and how much of the ground it hides (0-1).

    Those who may no longer see it hear that it was withdrawn.
    """
    with change(event, actor) as record:
        audience = audience or plan.audience
        _check_audience(actor, audience)
        placed = [{"lat": round(each["lat"], DIGITS), "lon": round(each["lon"], DIGITS)} for each in corners]
        _check(event, placed)
        if not 0.1 <= opacity <= 1:
            raise Refused(N_("Between 10 and 100 per cent."), field="opacity")
        said = {"name": _named(name), "corners": placed, "opacity": round(opacity, 2), "audience": audience}
        if all(getattr(plan, key) == value for key, value in said.items()):
            return record.nothing()
        lost = tuple(sorted({*plan.feeds()} - {*audience.split("+")}))
        for key, value in said.items():
            setattr(plan, key, value)
        record("site_plan.placed", plan, withdrawn_from=lost)
        for feed in lost:
            record.silence(plan.topic, feed=feed)


def bring_site_plans(event: Event, actor: Actor, source: Event) -> int:
    """Lay the plans of an earlier edition where they lay there, those that are not here already; how many came."""
    with change(event, actor) as record:
        lying = db.select(SitePlan).filter_by(dropped_at=None).order_by(SitePlan.id)
        here = {plan.digest for plan in db.session.scalars(lying.filter_by(event_id=event.id))}
        there = [each for each in db.session.scalars(lying.filter_by(event_id=source.id)) if actor.hears(each.audience)]
        new, passage = [each for each in there if each.digest not in here], Passage(source, event)
        for each in new:
            said = {name: getattr(each, name) for name in LAID}
            plan = SitePlan(event=event, audience=passage.audience(each.audience), **said)
            db.session.add(plan)
            record("site_plan.added", plan)
        if not new:
            record.nothing()
    return len(new)


def drop_site_plan(event: Event, actor: Actor, plan: SitePlan) -> None:
    """Take a plan away from the map; the picture and where it lay stay on the record."""
    with change(event, actor) as record:
        if plan.dropped_at is not None:
            return record.nothing()
        plan.dropped_at = clock.now()
        record("site_plan.dropped", plan)


def _check_audience(actor: Actor, audience: str) -> None:
    if not actor.hears(audience):
        raise Refused(N_("Choose somebody you hear yourself."), field="audience")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused(N_("Give the plan a name."), field="name")
    return name[:120]


def _at_first(event: Event, size: Size) -> list[Corner]:
    """Level, in its own proportions, and centred."""
    tall = AT_FIRST * size.height / size.width / KM_PER_DEGREE / 2
    wide = AT_FIRST / KM_PER_DEGREE / cos(radians(event.lat)) / 2
    north, south = round(event.lat + tall, DIGITS), round(event.lat - tall, DIGITS)
    west, east = round(event.lon - wide, DIGITS), round(event.lon + wide, DIGITS)
    return [{"lat": north, "lon": west}, {"lat": north, "lon": east}, {"lat": south, "lon": west}]


def _check(event: Event, corners: Sequence[Corner]) -> None:
    away = [_km(event, corner["lat"] - event.lat, corner["lon"] - event.lon) for corner in corners]
    if max(hypot(*each) for each in away) > FAR:
        raise Refused(N_("A corner lies far from the event."), field="corners")
    (x0, y0), (x1, y1), (x2, y2) = away
    across, down = (x1 - x0, y1 - y0), (x2 - x0, y2 - y0)
    flat = abs(across[0] * down[1] - across[1] * down[0])  # the area they span, in km²
    if min(hypot(*across), hypot(*down)) < LEAST or flat < LEAST**2:
        raise Refused(N_("The corners lie in one line or on one spot. Draw them apart."), field="corners")


def _km(event: Event, lat: float, lon: float) -> tuple[float, float]:
    return lon * KM_PER_DEGREE * cos(radians(event.lat)), lat * KM_PER_DEGREE


WITH_PLACES["site_plans"] = bring_site_plans
