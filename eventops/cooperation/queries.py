"""Who takes part in an event, who acts for each, and what has been shared with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func
from sqlalchemy.orm import contains_eager, joinedload

from ..access import PARTNER, Actor, feeds_of
from ..events.models import Event, Membership, Partner
from ..events.queries import partners
from ..extensions import db
from ..log.models import Entry
from ..log.queries import visible_entries


@dataclass
class Participant:
    """A partner with its standing members, and the lines shared with it that the viewer may read."""

    partner: Partner
    heard: list[str]
    members: list[Membership] = field(default_factory=list)
    lines: int = 0
    latest: Entry | None = None

    @property
    def roles(self) -> Counter[str]:
        """How many act in each role."""
        return Counter(member.role for member in self.members)


def participants(event: Event, actor: Actor) -> list[Participant]:
    """Everybody who takes part, the leading partner first."""
    found = partners(event)
    members = _members(event)
    told = [Participant(each, _heard(each, members[each.id], found), members[each.id]) for each in found]
    by_feed = {PARTNER + each.partner.slug: each for each in told}
    _count_lines({feed: each for feed, each in by_feed.items() if actor.hears(feed)}, event, actor)
    return told


def _members(event: Event) -> dict[int, list[Membership]]:
    standing = db.select(Membership).filter_by(event_id=event.id, revoked_at=None).join(Membership.account)
    by_partner: dict[int, list[Membership]] = defaultdict(list)
    for member in db.session.scalars(standing.options(contains_eager(Membership.account)).order_by(Membership.id)):
        by_partner[member.partner_id].append(member)
    return by_partner


def _heard(partner: Partner, members: Iterable[Membership], found: Sequence[Partner]) -> list[str]:
    """The feeds that any of a partner's members hears, in the order of the table in access.py."""
    slugs = [each.slug for each in found]
    each_hears = [feeds_of(member.role, inner=partner.inner, own=partner.slug, partners=slugs) for member in members]
    return list(dict.fromkeys(feed for feeds in sorted(each_hears, key=len, reverse=True) for feed in feeds))


def _count_lines(told: dict[str, Participant], event: Event, actor: Actor) -> None:
    shared = visible_entries(event, actor).where(Entry.audience.startswith(PARTNER))
    told_of = (Entry.audience, func.count(), func.max(Entry.number))
    counted = shared.with_only_columns(*told_of, maintain_column_froms=True).group_by(Entry.audience)
    latest: dict[str, int] = {}
    for audience, count, number in db.session.execute(counted):
        for feed in set(audience.split("+")) & set(told):
            told[feed].lines += count
            latest[feed] = max(latest.get(feed, 0), number)
    options = (contains_eager(Entry.incident), joinedload(Entry.event))
    lines = db.session.scalars(shared.where(Entry.number.in_(latest.values())).options(*options))
    by_number = {line.number: line for line in lines}
    for feed, number in latest.items():
        told[feed].latest = by_number.get(number)
