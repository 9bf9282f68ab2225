"""What an hour costs is said for each organisation and function, with where the number comes from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Function, Rate

MOST = Decimal(100_000)  # for an hour
Paid = tuple[int, Function]  # the id of an organisation, and in which function


class Price(NamedTuple):
    """What an hour is said to cost, None while nobody knows, and where the number comes from."""

    per_hour: Decimal | None
    source: str


def set_rates(event: Event, actor: Actor, said: Mapping[Paid, Price]) -> int:
    """Say what hours cost. Refused (field "organisation id-function", the source's with "-source"). How many changed.

    A rate that was said can be replaced, not taken back: a ledger may already rest on it.
    """
    with change(event, actor) as record:
        held = {(each.organisation_id, each.function): each for each in rates(event)}
        changed = 0
        for paid, price in said.items():
            rate = held.get(paid)
            asked = _checked(paid, price, rate)
            if asked is None or (rate is not None and (rate.per_hour, rate.source or "") == asked):
                continue
            rate = rate or Rate(event_id=event.id, organisation_id=paid[0], function=paid[1])
            rate.per_hour, rate.source = asked
            db.session.add(rate)
            db.session.flush()
            record("rate.set", rate)
            changed += 1
        if not changed:
            record.nothing()
        return changed


def rates(event: Event) -> list[Rate]:
    """What hours cost in an event."""
    query = db.select(Rate).filter_by(event_id=event.id).options(db.joinedload(Rate.organisation))
    return list(db.session.scalars(query))


def _checked(paid: Paid, price: Price, rate: Rate | None) -> tuple[Decimal, str] | None:
    """The price to keep, None where nothing is said."""
    field, source = f"{paid[0]}-{paid[1]}", " ".join(price.source.split())
    if price.per_hour is None:
        if rate is None and not source:
            return None
        raise Refused(N_("Write what an hour costs; 0 if it costs nothing."), field=field)
    if not 0 <= price.per_hour <= MOST:
        raise Refused(N_("Choose %(least)s–%(most)s."), field=field, least=0, most=MOST)
    if not source:
        raise Refused(N_("Say where the number comes from, such as an agreement."), field=f"{field}-source")
    return price.per_hour.quantize(Decimal("0.01")), source[:300]
