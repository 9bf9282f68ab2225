"""Units as the roster makes them: who is on each in a watch, what the unit's record says, what its members can."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..access import Actor
from ..events.models import Event
from ..events.queries import natural
from ..extensions import db
from ..people.models import CredentialKind, Person
from ..planning.models import Channel
from ..planning.queries import visible
from .models import Assignment, Function, Unit, UnitKind

SKILLS = [kind for kind in CredentialKind if kind not in (CredentialKind.GUARD_APPOINTMENT, CredentialKind.OTHER)]
USUALLY = {
    Function.POLICE: UnitKind.PATROL, Function.GUARD: UnitKind.GUARD_GROUP, Function.MEDICAL: UnitKind.MEDICAL,
    Function.STEWARD: UnitKind.STEWARDS, Function.VOLUNTEER: UnitKind.VOLUNTEERS,
}  # fmt: skip


@dataclass
class RosterUnit:
    """A call sign in a watch; `unit` is its record, None until somebody has said what it is."""

    call_sign: str
    unit: Unit | None
    members: list[Assignment] = field(default_factory=list)

    @property
    def lead(self) -> Person | None:
        """The officer who leads it."""
        return self.unit.lead if self.unit else None

    @property
    def kind(self) -> UnitKind:
        """What it is; without a record, what it looks like."""
        functions = [each.shift.function for each in self.members]
        return (
            self.unit.kind if self.unit else USUALLY.get(functions[0], UnitKind.OTHER) if functions else UnitKind.OTHER
        )

    @property
    def counting(self) -> list[Assignment]:
        """Its members who count as on duty while the shift lasts."""
        return [each for each in self.members if each.counts]

    @property
    def unnotified(self) -> int:
        """How many of its guards the police were not notified of (R14)."""
        return sum(not each.notified for each in self.members)

    @property
    def posts(self) -> list[str]:
        return sorted({each.shift.where for each in self.members}, key=natural)

    @property
    def hours(self) -> tuple[datetime, datetime] | None:
        """From when until when its members are on duty."""
        shifts = [each.shift for each in self.members]
        return (min(each.starts_at for each in shifts), max(each.ends_at for each in shifts)) if shifts else None

    @property
    def skills(self) -> list[tuple[CredentialKind, int]]:
        """What its members are trained and licensed for, on all days of their shift, and how many of them."""
        counts = [(kind, sum(_holds(each, kind) for each in self.members)) for kind in SKILLS]
        return [(kind, count) for kind, count in counts if count]


def _holds(assignment: Assignment, kind: CredentialKind) -> bool:
    shift = assignment.shift
    local = shift.event.local
    return assignment.person.credential_for(kind, local(shift.starts_at), local(shift.ends_at)) is not None


def by_sign(event: Event) -> dict[str, Unit]:
    """The units that stand, by call sign."""
    query = db.select(Unit).filter_by(event_id=event.id, dropped_at=None).options(db.joinedload(Unit.lead))
    return {unit.call_sign: unit for unit in db.session.scalars(query.order_by(Unit.call_sign))}


def manned(people: Iterable[Assignment], known: dict[str, Unit]) -> list[RosterUnit]:
    """The units that these assignments make, those without a record first."""
    members: dict[str, list[Assignment]] = defaultdict(list)
    for each in people:
        if each.call_sign:
            members[each.call_sign].append(each)
    found = [RosterUnit(sign, known.get(sign), those) for sign, those in members.items()]
    return sorted(found, key=lambda each: (each.unit is not None, natural(each.call_sign)))


def talkgroups(event: Event, actor: Actor) -> list[str]:
    """The names of the plan's channels that the actor may see."""
    return sorted(channel.name for channel in db.session.scalars(visible(Channel, event, actor)))


def officers(event: Event) -> Sequence[Person]:
    """The police of those who take part, by name."""
    inner = [partner.organisation_id for partner in event.partners if partner.organisation.kind == "police"]
    query = db.select(Person).where(Person.organisation_id.in_(inner), Person.merged_into.is_(None))
    return db.session.scalars(query.order_by(Person.sought)).all()
