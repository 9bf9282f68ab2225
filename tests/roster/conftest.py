"""Whom the roster's tests put on duty: two police officers, and guards whose appointments differ."""

from datetime import date

import pytest

from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import CredentialKind, Organisation, Person
from eventops.roster.models import LegalBasis
from tests.cast import Cast

BASIS = {"legal_basis": LegalBasis.PERMIT, "legal_reference": "OV-118/2026"}  # what lets guards be used (R13)
APPOINTED = {
    "Vera": [(date(2024, 1, 1), date(2028, 12, 31))],
    "Vidar": [(date(2022, 7, 1), date(2026, 10, 24))],
    "Viola": [(date(2026, 10, 25), date(2031, 10, 24))],
    "Valter": [(date(2022, 1, 1), date(2026, 10, 24)), (date(2026, 10, 25), date(2031, 1, 1))],
    "Vilgot": [],
}


@pytest.fixture
def people_on_duty(cast: Cast) -> dict[str, Person]:
    """Persons by name; the guard company takes part in the planned event."""
    company = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    events.add_partner(cast.planned, SYSTEM, company)
    found = {name: people.add_person(SYSTEM, name=name, organisation=company) for name in APPOINTED}
    found |= {name: people.add_person(SYSTEM, name=name, organisation=police) for name in ("Pia", "Per")}
    for name, terms in APPOINTED.items():
        for first, last in terms:
            people.add_credential(
                found[name], SYSTEM, kind=CredentialKind.GUARD_APPOINTMENT, valid_from=first, valid_until=last
            )
    return found
