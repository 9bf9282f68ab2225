"""Who is responsible now, and whether somebody is at every hour of the event: the duty roster read over time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from ..access import Actor
from ..events.models import Event, Partner
from ..extensions import db
from .models import Duty
from .queries import visible

Span = tuple[datetime, datetime]


class Stretch(NamedTuple):
    """A time [starts_at, ends_at) through which the same hold a function: nobody is a gap, two an overlap."""

    starts_at: datetime
    ends_at: datetime
    held: tuple[Duty, ...]

    @property
    def kind(self) -> str:
        """ "gap", "held" or "overlap"."""
        return ("gap", "held")[len(self.held)] if len(self.held) < 2 else "overlap"


class Function(NamedTuple):
    """A partner's function and who holds it through the event's days."""

    partner: str
    name: str
    stretches: list[Stretch]

    def of_kind(self, kind: str) -> list[Stretch]:
        """Its gaps or its overlaps."""
        return [each for each in self.stretches if each.kind == kind]


def functions(event: Event, duties: Iterable[Duty]) -> list[Function]:
    """Every function that a partner has somebody on duty for, by partner and name, over all days of the event."""
    by_function: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in duties:
        by_function[duty.partner, duty.function.casefold()].append(duty)
    through = spans(event)
    return [
        Function(held[0].partner, held[0].function, [each for span in through for each in stretches(span, held)])
        for _, held in sorted(by_function.items(), key=lambda pair: pair[0])
    ]


def spans(event: Event) -> list[Span]:
    """The operational days of the event, those that follow on each other as one."""
    joined: list[Span] = []
    for day in event.days:
        start, end = event.day_span(day.date)
        if joined and joined[-1][1] == start:
            start, _ = joined.pop()
        joined.append((start, end))
    return joined


def stretches(span: Span, duties: Sequence[Duty]) -> list[Stretch]:
    """A span cut where somebody begins or ends."""
    start, end = span
    cuts = {start, end} | {cut for duty in duties for cut in (duty.starts_at, duty.ends_at) if start < cut < end}
    edges = sorted(cuts)
    return [
        Stretch(begins, ends, tuple(duty for duty in duties if duty.at(begins))) for begins, ends in pairwise(edges)
    ]


def on_duty(event: Event, actor: Actor, moment: datetime) -> Sequence[Duty]:
    """Who is responsible at a moment, as far as the actor may see it; the leading partner's first."""
    held = visible(Duty, event, actor).where(Duty.ends_at > moment, Duty.starts_at <= moment)
    leads = db.select(Partner.is_lead).where(Partner.event_id == event.id, Partner.slug == Duty.partner)
    order = (leads.scalar_subquery().desc(), Duty.partner, Duty.number)
    return db.session.scalars(held.order_by(None).order_by(*order)).all()
