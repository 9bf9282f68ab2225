"""Writing the parts of a plan, many hands at once, and dropping them."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from ... import clock
from ...access import PARTNER, POLICE, Actor, Permission
from ...audit import AuditRecord
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, EventDay, Partner, Phase, Place, PlaceKind
from ...extensions import db
from ...merging import merge
from ..models import FOLLOWING, PARTS, Part, alive, plain
from ..reference import categories, indicators

Kind = TypeVar("Kind", bound=Part)
RULES: dict[type[Part], Callable[[Event, Any], None]] = {}  # what must hold with the rest of the plan


class Meanwhile(Conflict):
    """Somebody else has written the same fields differently; `fields` are theirs, `who` wrote last."""

    def __init__(self, fields: dict[str, Any], who: str):
        super().__init__(N_("%(who)s has changed this meanwhile."), who=who)
        self.fields, self.who = fields, who


def add(event: Event, actor: Actor, kind: type[Kind], said: dict[str, Any], client_id: str | None = None) -> Kind:
    """Write a new part; `said` are its fields as data. The same client_id again gives the first one."""
    with change(event, actor) as record:
        _still_written(event, kind)
        if client_id and (standing := _by_client(kind, event, client_id)):
            record.nothing()
            return standing
        part = kind(event=event, client_id=client_id, revision=1, audience=_usual(actor))  # type: ignore[call-arg]
        follows = kind.SHARED and not said.get("audience")
        _lead(actor, part, said)
        _say(event, part, _but_audience(said) if follows else said)
        if follows:
            part.audience = part.usual_audience
        _may_write(actor, part)
        part.number = record.count(kind.KIND)
        db.session.add(part)
        db.session.flush()  # so that what a column says by default is on the record, too
        record(f"{kind.KIND}.added", part)
    return part


def edit(event: Event, actor: Actor, part: Part, said: dict[str, Any], was: dict[str, Any] | None = None) -> None:
    """Say something else of a part. `was` is what its writer saw; what others have said since is kept.

    Raises Meanwhile for fields that somebody else has changed, too, and differently.
    """
    with change(event, actor) as record:
        _still_written(event, type(part))
        as_seen(event, part)
        _may_write(actor, part)
        now, follows = part.said(), _follows(part, said)
        said = _but_audience(said) if follows else said
        mine = {name: plain(_trimmed(part, name, value)) for name, value in said.items()}
        merged = merge(now if was is None else was, mine, now)
        if merged.contested:
            raise Meanwhile({name: now[name] for name in merged.contested}, _last_writer(event, part))
        if not merged.values and not (follows and part.audience != part.usual_audience):
            return record.nothing()
        _lead(actor, part, merged.values)
        _say(event, part, {name: said[name] if mine[name] == value else value for name, value in merged.values.items()})
        if follows:
            part.audience = part.usual_audience
        _may_write(actor, part)
        part.revision += 1
        record(f"{part.KIND}.edited", part)


def drop(event: Event, actor: Actor, part: Part, reason: str, seen: int | None = None) -> None:
    """Take a part out of the plan, for a stated reason; what it said stays on the record and in old versions.

    `seen` is the revision that was read; refused when others have written since.
    """
    with change(event, actor) as record:
        still_planned(event)
        _may_write(actor, part)
        if part.dropped_at:
            return record.nothing()
        as_seen(event, part, seen)
        if not reason.strip():
            raise Refused(N_("Say why it is taken out of the plan."), field="reason")
        if user := _used_by(event, part):
            raise _referred_to(actor, user)
        part.dropped_at, part.dropped_because = clock.now(), reason.strip()
        part.revision += 1
        record(f"{part.KIND}.dropped", part)


def as_seen(event: Event, part: Part, seen: int | None = None) -> None:
    """Refuse an act on a part that somebody has meanwhile taken out, or changed since its revision `seen` was read."""
    if part.dropped_at:
        who, why = _last_writer(event, part), part.dropped_because
        raise Conflict(N_("%(who)s has meanwhile taken it out of the plan: %(why)s"), who=who, why=why)
    if seen not in (None, part.revision):
        raise Conflict(N_("%(who)s has changed it meanwhile. Look at it as it is now."), who=_last_writer(event, part))


def may_write(actor: Actor, part: Part) -> bool:
    """Whether the actor writes all parts of its kind, or answers for this one."""
    if actor.everything or actor.may(part.WRITTEN_BY):
        return actor.hears(part.audience)
    owner = part.owned_by
    return actor.may(Permission.PLAN_CONTRIBUTE) and owner is not None and f"{PARTNER}{owner}" in actor.feeds


def _follows(part: Part, said: dict[str, Any]) -> bool:
    """Whether those whom a part concerns shall see it, whoever they become: it is said, or was so and is not denied."""
    was = FOLLOWING if part.audience == part.usual_audience else None
    return part.SHARED and said.get("audience", was) == FOLLOWING


def _but_audience(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "audience"}


def _may_write(actor: Actor, part: Part) -> None:
    if not may_write(actor, part):
        raise Refused(N_("Choose something that is yours to write."), field=part.OWNER or "audience")


def _lead(actor: Actor, part: Part, said: dict[str, Any]) -> None:
    """Let nobody but those who plan the whole event say what is theirs to say."""
    if actor.everything or actor.may(Permission.PLAN_EDIT):
        return
    for name in part.LED:
        if (said.get(name) or None) != (getattr(part, name) or None) and name in said:
            raise Refused(N_("Those who plan the event say this."), field=name)
    part.disown(said)


def _usual(actor: Actor) -> str:
    heard = (feed for feed in actor.feeds if feed.startswith(PARTNER))
    return POLICE if actor.hears(POLICE) else next(heard, POLICE)


def still_planned(event: Event) -> None:
    """Refuse to write a plan that is over."""
    if event.phase is Phase.CLOSED:
        raise Conflict(N_("The event is closed, and so is its plan."))


def _still_written(event: Event, kind: type[Part]) -> None:
    if not kind.LASTS:
        still_planned(event)


def _say(event: Event, part: Part, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(part, name, _trimmed(part, name, value))
        _check_there(part, name)
    for name, what in part.REFERENCES.items():
        if name in said:
            _known(event, name, what, getattr(part, name))
    with db.session.no_autoflush:
        part.check()
        if type(part) in RULES:
            RULES[type(part)](event, part)
        part.follow()
        if part.ONE_PER in said:
            _only_one(event, part, part.ONE_PER)


def _check_there(part: Part, name: str) -> None:
    column = part.__table__.columns[name]  # type: ignore[attr-defined]
    by_default = part.id is None and column.default is not None
    if getattr(part, name) is None and not column.nullable and not by_default:
        raise Refused(N_("This field is required."), field=name)


def _only_one(event: Event, part: Part, name: str) -> None:
    same = alive(type(part), event).filter_by(**{name: getattr(part, name)})
    if any(other is not part for other in db.session.scalars(same)):
        raise Refused(N_("There is one already. Edit that one."), field=name)


def _trimmed(part: Part | type[Part], name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").strip()
    if len(value) > part.LONGEST:
        raise Refused(N_("At most %(most)s characters."), field=name, most=part.LONGEST)
    return value or None


def _known(event: Event, name: str, what: str, value: Any) -> None:
    wanted = value if isinstance(value, list) else [] if value in (None, "") else [value]
    if not wanted:
        return
    known = REFERABLE[what](event) if what in REFERABLE else _numbers(event, what)
    for each in wanted:
        if each not in known:
            raise Refused(N_("There is no %(name)s here."), field=name, name=each)


def _partners(event: Event) -> set[str]:
    return set(db.session.scalars(db.select(Partner.slug).filter_by(event_id=event.id)))


def _places(event: Event) -> set[str]:
    return set(db.session.scalars(db.select(Place.code).filter_by(event_id=event.id, dropped_at=None)))


def _sectors(event: Event) -> set[str]:
    sectors = db.select(Place.code).filter_by(event_id=event.id, dropped_at=None, kind=PlaceKind.SECTOR)
    return set(db.session.scalars(sectors))


def _days(event: Event) -> set[date]:
    return set(db.session.scalars(db.select(EventDay.date).filter_by(event_id=event.id)))


def _numbers(event: Event, plural: str) -> set[int]:
    return set(db.session.scalars(alive(PARTS[plural], event).with_only_columns(PARTS[plural].number)))


REFERABLE: dict[str, Callable[[Event], set[Any]]] = {
    "partner": _partners, "place": _places, "sector": _sectors, "day": _days,
    "category": lambda _: set(categories()), "indicator": lambda _: set(indicators()),
}  # fmt: skip


def _used_by(event: Event, part: Part) -> Part | None:
    for kind in PARTS.values():
        names = [name for name, what in kind.REFERENCES.items() if what == part.PLURAL]
        for other in db.session.scalars(alive(kind, event)) if names else ():
            held = [getattr(other, name) for name in names]
            if part.number in held or any(isinstance(each, list) and part.number in each for each in held):
                return other  # type: ignore[no-any-return]
    return None


def _referred_to(actor: Actor, user: Part) -> Conflict:
    if not actor.hears(user.audience):
        return Conflict(N_("Something that is not for you refers to it. Ask those who plan the event."), field="reason")
    message = N_("%(kind)s %(number)s refers to it. Change that one first.")
    return Conflict(message, field="reason", kind=user.KIND, number=user.number)


def _by_client(kind: type[Kind], event: Event, client_id: str) -> Kind | None:
    return db.session.scalars(db.select(kind).filter_by(event_id=event.id, client_id=client_id)).first()


def _last_writer(event: Event, part: Part) -> str:
    about = AuditRecord.subjects.contains(f" {part.topic} ", autoescape=True)
    query = db.select(AuditRecord.by).where(AuditRecord.chain == event.chain, about)
    return db.session.scalars(query.order_by(AuditRecord.number.desc())).first() or ""
