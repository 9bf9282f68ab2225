"""A watch that is worked now in the live event: guards of a company, led by a patrol; and the company's coordinator."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from eventops import clock
from eventops.access import SYSTEM, Role
from eventops.changes import change
from eventops.events import actions as events
from eventops.events.models import Place
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import CredentialKind, Organisation, Person
from eventops.roster import actions as roster
from eventops.roster.actions import Duty
from eventops.roster.actions.unit import UnitSaid, add_unit
from eventops.roster.models import Assignment, Enlistment, Function, LegalBasis, Shift, UnitKind
from tests.cast import Cast

HOUR = timedelta(hours=1)
BASIS = {"legal_basis": LegalBasis.EVENT_DECISION, "legal_reference": "villkor 4"}
BASE = "/events/sommar/roster"
GUARDS, OFFICERS, RESERVE = ("Gun", "Gert"), ("Pia",), "Rut"


@dataclass
class OnWatch:
    """Who is on the watch, by name; `stig` is the guard company's coordinator."""

    cast: Cast
    people: dict[str, Person] = field(default_factory=dict)
    shifts: dict[Function, Shift] = field(default_factory=dict)
    rows: dict[str, Assignment] = field(default_factory=dict)

    def fresh(self, name: str) -> Assignment:
        """Somebody's assignment as it stands now."""
        db.session.expire_all()
        return db.session.get(Assignment, self.rows[name].id)  # type: ignore[return-value]

    def post(self, door: Any, path: str, **form: Any) -> Any:
        return door.post(f"{BASE}/{path}", data={key.replace("__", "-"): value for key, value in form.items()})


def raise_watch(cast: Cast, *, starts: timedelta = -HOUR, hours: float = 8) -> OnWatch:
    """Two guards under OV1 and an officer under P11 at Grind 1, and a guard in reserve; nobody is notified of."""
    event, told = cast.event, OnWatch(cast)
    company = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    partner = events.add_partner(event, SYSTEM, company)
    events.grant(event, SYSTEM, cast.stig.account, partner, Role.PARTNER_COORDINATOR)
    for name in (*GUARDS, RESERVE):
        told.people[name] = person = people.add_person(SYSTEM, name=name, organisation=company, phone="070-1740699")
        term = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31), "number": f"OV-{name}"}
        people.add_credential(person, SYSTEM, kind=CredentialKind.GUARD_APPOINTMENT, area="Dalarna", **term)
    first_aid = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    people.add_credential(told.people["Gun"], SYSTEM, kind=CredentialKind.FIRST_AID, **first_aid)
    told.people["Pia"] = people.add_person(SYSTEM, name="Pia", organisation=police)
    begins = (clock.now() + starts).replace(second=0, microsecond=0)
    for function, names, sign in ((Function.GUARD, GUARDS, "OV1"), (Function.POLICE, OFFICERS, "P11")):
        told.shifts[function] = shift = planned(cast, function, begins, hours, len(names))
        for name in names:
            told.rows[name] = roster.assign(event, SYSTEM, shift, told.people[name], call_sign=sign, accepting="Så")
    add_unit(event, SYSTEM, UnitSaid("OV1", UnitKind.GUARD_GROUP, lead=told.people["Pia"]))
    add_unit(event, SYSTEM, UnitSaid("P11", UnitKind.PATROL))
    return told


def planned(cast: Cast, function: Function, begins: datetime, hours: float, needed: int) -> Shift:
    """A shift at Grind 1."""
    gate = db.session.scalars(db.select(Place).filter_by(event_id=cast.event.id, code="A1")).one()
    basis = BASIS if function is Function.GUARD else {}
    duty = Duty(f"Pass {function}", function, begins, begins + hours * HOUR, needed, gate, **basis)  # type: ignore[arg-type]
    return roster.add_shift(cast.event, SYSTEM, duty)


def in_reserve(watch: OnWatch, name: str) -> None:
    """Let somebody be proposed for who does not come."""
    with change(watch.cast.event, SYSTEM) as record:
        row = Enlistment(event=watch.cast.event, person=watch.people[name], reserve=True, enlisted_at=clock.now())
        db.session.add(row)
        record("enlistment.added", row)
