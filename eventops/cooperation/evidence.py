"""What an earlier edition's log says about a problem: counts by category, sector and hour, kept as evidence."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, literal_column

from ..access import Actor, Permission
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event, Place
from ..events.queries import editions, first_day
from ..events.scope import actor_of
from ..extensions import db
from ..log.models import Incident
from ..log.queries import utc_hour, visible_incidents
from ..planning.actions import add
from ..planning.models import Evidence
from ..planning.models.problem import Source


@dataclass
class Counts:
    """Incidents of an edition: `sectors` by category and sector code ("" where none), `hours` by category, 24 each."""

    sectors: dict[str, Counter[str]] = field(default_factory=dict)
    hours: dict[str, list[int]] = field(default_factory=dict)

    @property
    def totals(self) -> Counter[str]:
        """How many of each category."""
        return Counter({code: counted.total() for code, counted in self.sectors.items()})

    @property
    def columns(self) -> list[str]:
        """The sectors where anything happened, in the order of their codes; incidents without a sector last."""
        found = {code for counted in self.sectors.values() for code in counted}
        return sorted(found, key=lambda code: (not code, code))

    def figures(self, category: str) -> dict[str, Any]:
        """What evidence keeps of a category."""
        sectors = dict(self.sectors[category].most_common())
        return {
            "category": category, "total": sum(sectors.values()), "sectors": sectors, "hours": self.hours[category],
        }  # fmt: skip

    def add(self, category: str, sector: str, hour: int, count: int) -> None:
        """Count some incidents of a category in a sector that began within an hour of the local day."""
        self.sectors.setdefault(category, Counter())[sector] += count
        self.hours.setdefault(category, [0] * 24)[hour] += count


def readable(event: Event, account_id: int | None) -> list[tuple[Event, Actor]]:
    """The earlier editions whose log the account may read, with whom it is there; the latest first."""
    earlier = [member for member in editions(event, account_id) if first_day(member.event) < first_day(event)]
    held = [(member.event, actor_of(member)) for member in earlier]
    return [(edition, actor) for edition, actor in held if actor.may(Permission.LOG_READ)]


def counts(edition: Event, actor: Actor) -> Counts:
    """What happened in an edition, of what the actor may see there."""
    told = Counts()
    keys = (Incident.category_code, Place.code, utc_hour(Incident.occurred_at))
    query = visible_incidents(edition, actor).outerjoin(Incident.sector)
    counted = query.with_only_columns(*keys, func.count(), maintain_column_froms=True)
    grouped = counted.group_by(*(literal_column(str(place)) for place in (1, 2, 3)))
    for category, sector, hour, count in db.session.execute(grouped):
        local = edition.local(datetime.fromisoformat(f"{hour}:00+00:00"))
        told.add(category, sector or "", local.hour, count)
    return told


def attach(
    event: Event, actor: Actor, problem: int, edition: Event, told: Counts, texts: Mapping[str, str], client_id: str
) -> list[Evidence]:
    """Attach the counts of some categories to a problem, a piece of evidence for each; `texts` say them by code."""
    chosen = [code for code in texts if code in told.sectors]
    if not chosen:
        raise Refused(N_("Tick at least one category."), field="categories")
    known = {"problem": problem, "source": Source.LOG, "edition": edition.edition or edition.name}
    with change(event, actor) as record:
        record.nothing()
        said = {code: {**known, "text": texts[code], "figures": told.figures(code)} for code in chosen}
        return [add(event, actor, Evidence, each, _id(client_id, code)) for code, each in said.items()]


def _id(client_id: str, code: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{client_id}/{code}"))
