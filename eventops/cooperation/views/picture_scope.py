"""What a picture is asked to be of: the span and the filters in the address, and the links that change one of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import g, request, url_for

from ... import clock
from ...doors import said
from ...errors import Refused
from ...events.models import Event, EventKind
from ...extensions import db
from ..happenings import Scope, extent
from ..models import ReportingPeriod
from ..spans import Span, SpanKind, around, of_days

FILTERS = ("group", "category", "sector")


@dataclass
class Asked:
    """A scope as it was asked for; `keep` are the arguments of the address that say the same."""

    scope: Scope
    keep: dict[str, Any]
    wrong: str = ""
    periods: list[ReportingPeriod] = field(default_factory=list)

    def url(self, endpoint: str, **changed: Any) -> str:
        """The same picture on another page, or with something else asked."""
        return url_for(f"cooperation.{endpoint}", event=self.scope.event.slug, **{**self.keep, **changed})

    def beside(self, steps: int) -> str:
        """This page of the stretch so many before; negative: after."""
        span = self.scope.span.earlier(self.scope.event, steps)
        if span.kind in (SpanKind.DAY, SpanKind.WEEK, SpanKind.MONTH):
            return self.url(_page(), day=span.first(self.scope.event).isoformat(), weekday=None, hour=None)
        days = {"first": span.first(self.scope.event).isoformat(), "last": span.last(self.scope.event).isoformat()}
        return self.url(_page(), span="own", day=None, period=None, weekday=None, hour=None, **days)


def asked(event: Event) -> Asked:
    """Read the address; what is no span of time becomes the usual one, and is said."""
    wrong = ""
    try:
        span, keep = _span(event)
    except Refused as refusal:
        wrong = said(refusal)
        span, keep = _usual(event)
    group, category, sector = (request.args.get(name, "")[:40] for name in FILTERS)
    weekday, hour = (request.args.get(name, type=int) for name in ("weekday", "hour"))
    slot = None if weekday is None or hour is None or not (0 <= weekday < 7 and 0 <= hour < 24) else (weekday, hour)
    keep |= {name: text for name, text in zip(FILTERS, (group, category, sector), strict=True) if text}
    keep |= {"weekday": weekday, "hour": hour} if slot else {}
    return Asked(Scope(event, g.actor, span, group, category, sector, slot), keep, wrong, _periods(event))


def _page() -> str:
    return str(request.endpoint).rpartition(".")[2]


def _span(event: Event) -> tuple[Span, dict[str, Any]]:
    kind = request.args.get("span", "")
    if kind == SpanKind.PERIOD:
        return _of_period(event)
    if kind == SpanKind.OWN:
        first, last = (_day(name) for name in ("first", "last"))
        if first and last:
            return of_days(event, first, last), {"span": kind, "first": first.isoformat(), "last": last.isoformat()}
    if kind in (SpanKind.DAY, SpanKind.WEEK, SpanKind.MONTH, SpanKind.EVENT):
        day = _day("day") or _latest(event)
        return around(event, SpanKind(kind), day), {"span": kind, "day": day.isoformat()}
    return _usual(event)


def _usual(event: Event) -> tuple[Span, dict[str, Any]]:
    """A month of a programme, else the event's own days; a day where it has said none."""
    kind = SpanKind.MONTH if event.kind is EventKind.PROGRAMME else SpanKind.EVENT if event.days else SpanKind.DAY
    day = _latest(event)
    return around(event, kind, day), {"span": kind.value, "day": day.isoformat()}


def _of_period(event: Event) -> tuple[Span, dict[str, Any]]:
    number = request.args.get("period", type=int)
    found = next((each for each in _periods(event) if each.number == number), None)
    if found is None:
        return _usual(event)
    span = Span(SpanKind.PERIOD, found.starts_at, found.ends_at, found.number)
    return span, {"span": SpanKind.PERIOD.value, "period": found.number}


def _periods(event: Event) -> list[ReportingPeriod]:
    """The periods that have begun, the latest first."""
    query = db.select(ReportingPeriod).filter_by(event_id=event.id, dropped_at=None)
    begun = query.where(ReportingPeriod.starts_at <= clock.now()).order_by(ReportingPeriod.starts_at.desc())
    return list(db.session.scalars(begun.limit(60)))


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if date(1950, 1, 1) <= found <= date(2199, 1, 1) else None


def _latest(event: Event) -> date:
    """The operational day on which the last thing happened."""
    known = extent(event, g.actor)
    return event.operational_day(known[1] if known else clock.now())
