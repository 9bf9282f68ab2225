"""Saying of a sign of a trend in the picture whether it is one, with a reason that stays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from .. import clock
from ..access import POLICE, Actor, Permission
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Place
from ..extensions import db
from ..log.models import TrendState
from .drift import Sign
from .models import PictureTrend
from .spans import Span

MAX_REASON = 500


def may_judge(actor: Actor) -> bool:
    """Whether somebody decides what is a trend: who leads the cooperation and hears what the police hear."""
    return actor.everything or (actor.may(Permission.COOPERATION_LEAD) and actor.hears(POLICE))


def judge_sign(
    event: Event, actor: Actor, sign: Sign, span: Span, verdict: TrendState, reason: str, client_id: str
) -> PictureTrend:
    """Confirm a sign or dismiss it; what was counted then is kept with it. The same client_id again: the first one."""
    with change(event, actor) as record:
        known = db.select(PictureTrend).filter_by(event_id=event.id, client_id=client_id)
        done: PictureTrend | None = db.session.scalar(known)
        if done:
            record.nothing()
            return done
        said = _reason(actor, reason)
        if sign.key in judged(event, span.since, span.until):
            raise Conflict(N_("Somebody has judged this sign already."))
        found = PictureTrend(
            event=event, number=record.count("picture_trend"), client_id=client_id, category_code=sign.category,
            place=db.session.get(Place, sign.sector_id) if sign.sector_id else None, place_text=sign.place,
            since=span.since, until=span.until,
            observed=sign.observed, before=list(sign.before), expected=sign.expected, chance=sign.chance,
            state=verdict, reason=said, judged_at=clock.now(), judged_by=actor.name,
        )  # fmt: skip
        db.session.add(found)
        record(f"picture_trend.{verdict.value}", found)
    return found


def _reason(actor: Actor, reason: str) -> str:
    if not may_judge(actor):
        raise Refused(N_("Who leads the cooperation judges the signs."))
    said = " ".join(reason.split())
    if not said:
        raise Refused(N_("Say what you go by."), field="reason")
    if len(said) > MAX_REASON:
        raise Refused(N_("At most %(most)s characters."), field="reason", most=MAX_REASON)
    return said


def judged(event: Event, since: datetime, until: datetime) -> dict[tuple[Any, ...], PictureTrend]:
    """What was made of the signs of a span, by what they were signs of."""
    query = db.select(PictureTrend).filter_by(event_id=event.id, since=since, until=until)
    found = db.session.scalars(query.options(db.joinedload(PictureTrend.place)))
    return {(each.category_code, each.place_id, each.place_text): each for each in found}


def with_verdicts(event: Event, span: Span, signs: Iterable[Sign]) -> list[Sign]:
    """Signs with what was made of them, those to be judged first."""
    known = judged(event, span.since, span.until)
    return sorted((replace(sign, judged=known.get(sign.key)) for sign in signs), key=lambda sign: bool(sign.judged))


def earlier_verdicts(event: Event, most: int = 20) -> list[PictureTrend]:
    """What was judged last, of any span."""
    query = db.select(PictureTrend).filter_by(event_id=event.id).order_by(PictureTrend.number.desc()).limit(most)
    return list(db.session.scalars(query.options(db.joinedload(PictureTrend.place))))
