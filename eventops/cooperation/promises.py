"""What is done with a promise to the public: published as it is worded, its result told, withdrawn."""

from collections.abc import Sequence

from sqlalchemy import func

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.actions.slugs import slug_of
from ..events.models import Event
from ..extensions import db
from ..planning.actions import may_write
from ..planning.models import Part, Problem
from ..planning.queries import visible
from ..planning.reference import indicators
from .models import Promise

LONGEST = 50  # characters of an address, before the number that makes it one of its kind


def promises(event: Event, actor: Actor) -> Sequence[Promise]:
    """The promises that somebody may see, withdrawn ones last."""
    query = db.select(Promise).filter_by(event_id=event.id).where(actor.audible(Promise.audience))
    return db.session.scalars(query.order_by(Promise.dropped_at.is_not(None), Promise.number)).all()


def promise(event: Event, actor: Actor, number: int) -> Promise | None:
    """One of them by its number."""
    query = db.select(Promise).filter_by(event_id=event.id, number=number)
    return db.session.scalars(query.where(actor.audible(Promise.audience))).first()


def public(slug: str) -> Promise | None:
    """A promise by its public address, once it has been published."""
    query = db.select(Promise).filter_by(slug=slug).where(Promise.published_at.is_not(None))
    return db.session.scalars(query.options(db.joinedload(Promise.event))).first()


def public_of(event: Event) -> Sequence[Promise]:
    """What the public may read of an event: the published promises that stand."""
    query = db.select(Promise).filter_by(event_id=event.id, dropped_at=None).where(Promise.published_at.is_not(None))
    return db.session.scalars(query.order_by(Promise.number)).all()


def unpromised(event: Event, actor: Actor, found: Sequence[Promise]) -> list[Problem]:
    """The problem areas of the plan that no standing promise is about (row 37)."""
    about = {each.problem for each in found if each.dropped_at is None}
    return [each for each in db.session.scalars(visible(Problem, event, actor)) if each.number not in about]


def publish(event: Event, actor: Actor, promise: Promise, because: str = "") -> None:
    """Show a promise to everybody, worded as it is now; again when it has been reworded.

    One that needs more hours than are committed is published only with a stated reason (row 26).
    """
    with change(event, actor) as record:
        _may(actor, promise)
        if promise.dropped_at:
            raise Conflict(N_("It is withdrawn."))
        if promise.uncovered and not because.strip():
            message = N_("Nobody has committed %(hours)s of its hours. Commit them, or say why it is promised.")
            raise Refused(message, field="because", hours=promise.uncovered)
        worded = frozen(event, promise)
        if worded == promise.published:
            return record.nothing()
        promise.published, promise.published_at, promise.published_by = worded, clock.now(), actor.name
        promise.uncovered_because = because.strip() if promise.uncovered else None
        promise.slug = promise.slug or _address(promise)
        promise.revision += 1
        record("promise.published", promise)


def tell_result(event: Event, actor: Actor, promise: Promise, told: dict[str, str | float | bool | None]) -> None:
    """Publish what came of a promise: `value` in its indicator's unit, `kept`, and the words `sv` and `en`."""
    with change(event, actor) as record:
        _may(actor, promise)
        if not promise.published or promise.dropped_at:
            raise Conflict(N_("Publish the promise first: a result belongs to what everybody was promised."))
        if not (str(told.get("sv") or "").strip() and str(told.get("en") or "").strip()):
            raise Refused(N_("Say what came of it, in both languages."), field="sv")
        told = {**told, "kept": _kept(promise, told)}
        if told == promise.result:
            return record.nothing()
        promise.result, promise.result_at = told, clock.now()
        promise.revision += 1
        record("promise.result-published", promise)


def withdraw(event: Event, actor: Actor, promise: Promise, reason: str) -> None:
    """Take a promise back, for a stated reason; its public page says that it was withdrawn."""
    with change(event, actor) as record:
        _may(actor, promise)
        if promise.dropped_at:
            return record.nothing()
        if not reason.strip():
            raise Refused(N_("Say why it is withdrawn."), field="reason")
        promise.dropped_at, promise.dropped_because = clock.now(), reason.strip()
        promise.revision += 1
        record("promise.withdrawn", promise)


def frozen(event: Event, promise: Promise) -> dict[str, object]:
    """What a promise says to the public, as data."""
    names = {partner.slug: partner.name for partner in event.partners}
    bound = indicators()[promise.computed] if promise.computed else None
    return {
        "sv": promise.text_sv, "en": promise.text_en, "partners": [names.get(slug, slug) for slug in promise.partners],
        "indicator": bound._asdict() if bound else None, "target": promise.target_value,
        "from": promise.from_on.isoformat() if promise.from_on else None,
        "until": promise.until_on.isoformat() if promise.until_on else None,
    }  # fmt: skip


def _kept(promise: Promise, told: dict[str, str | float | bool | None]) -> bool | None:
    """Whether it was kept: by the target that was published, where there is a value to compare."""
    bound, value = (promise.published or {}).get("indicator"), told.get("value")
    if bound and value is not None:
        return indicators()[bound["code"]].meets(float(value), float((promise.published or {})["target"]))
    return told.get("kept")  # type: ignore[return-value]


def _address(promise: Promise) -> str:
    stem = f"{slug_of(promise.text_sv)[:LONGEST].strip('-') or 'promise'}"
    taken = db.select(func.count()).select_from(Promise).where(Promise.slug.in_((stem, f"{stem}-{promise.id}")))
    return f"{stem}-{promise.id}" if db.session.scalar(taken) else stem


def _may(actor: Actor, part: Part) -> None:
    if not may_write(actor, part):
        raise Refused(N_("Choose something that is yours to write."))
