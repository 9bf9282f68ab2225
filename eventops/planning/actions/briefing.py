"""Holding a briefing: its card is frozen and issued, the names are called, and each who has read it says so."""

from ... import audit, clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Phase
from ...extensions import db
from ..briefing import Asked, card
from ..models import Briefing, Receipt, RollCall

NAME = 120  # characters


def issue(event: Event, actor: Actor, asked: Asked, client_id: str | None = None) -> Briefing:
    """Freeze the card of a watch on a day as a briefing. The same client_id again gives the first one."""
    with change(event, actor) as record:
        if client_id and (standing := _by_client(event, client_id)):
            record.nothing()
            return standing
        if event.phase is Phase.CLOSED:
            raise Conflict(N_("The event is closed, and so is its plan."))
        if not actor.hears(asked.audience):
            raise Refused(N_("Choose somebody you hear yourself."), field="audience")
        content = audit.canonical(card(event, asked))
        briefing = Briefing(
            event=event, number=record.count("briefing"), client_id=client_id, audience=asked.audience,
            watch=asked.watch, day=asked.day, sector=asked.sector, content=content, digest=audit.digest(content),
            issued_at=clock.now(), issued_by=actor.name,
        )  # fmt: skip
        db.session.add(briefing)
        record("briefing.issued", briefing)
    return briefing


def call(event: Event, actor: Actor, briefing: Briefing, name: str, *, present: bool) -> None:
    """Note that somebody who was called is there, or is not."""
    name = " ".join(name.split())
    with change(event, actor) as record:
        if not name:
            raise Refused(N_("Write who was called."), field="name")
        if len(name) > NAME:
            raise Refused(N_("At most %(most)s characters."), field="name", most=NAME)
        if (standing := _last_call(briefing, name)) and standing.present == present:
            return record.nothing()
        told = RollCall(
            event_id=event.id, briefing=briefing, name=name, present=present, called_at=clock.now(),
            called_by=actor.name,
        )  # fmt: skip
        db.session.add(told)
        record("briefing.called", told)


def acknowledge(event: Event, actor: Actor, briefing: Briefing) -> None:
    """Say to have read and understood a briefing; once is enough."""
    with change(event, actor) as record:
        if actor.account_id is None:
            raise Refused(N_("Only a member can say so."))
        if db.session.scalar(db.select(Receipt).filter_by(briefing_id=briefing.id, account_id=actor.account_id)):
            return record.nothing()
        receipt = Receipt(
            event_id=event.id, briefing=briefing, account_id=actor.account_id, name=actor.name,
            organisation=actor.organisation, read_at=clock.now(),
        )  # fmt: skip
        db.session.add(receipt)
        record("briefing.read", receipt)


def _last_call(briefing: Briefing, name: str) -> RollCall | None:
    query = db.select(RollCall).filter_by(briefing_id=briefing.id, name=name).order_by(RollCall.id.desc())
    return db.session.scalars(query.limit(1)).first()


def _by_client(event: Event, client_id: str) -> Briefing | None:
    return db.session.scalars(db.select(Briefing).filter_by(event_id=event.id, client_id=client_id)).first()
