"""The demo's people: organisations, accounts that sign in, persons on duty and their appointments."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..access import SYSTEM
from ..changes import OFFICE, change
from ..people import actions
from ..people.models import Account, CredentialKind, Organisation, OrganisationKind, Person
from .story import Told

DOMAIN = "demo.invalid"  # a domain that can never exist (RFC 2606)


@dataclass(frozen=True)
class People:
    """Everybody of the demo, by the keys the stories use."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]
    teams: dict[str, list[tuple[str, Person]]]

    def called(self, call_sign: str) -> Person:
        """Who answers to a call sign."""
        return next(person for team in self.teams.values() for sign, person in team if sign == call_sign)


def address(key: str) -> str:
    """The address an account of the demo signs in with."""
    return f"{key}@{DOMAIN}"


def load_people(said: Told, first_day: date) -> People:
    """Add everybody; appointments run from and until so many days counted from `first_day`."""
    with change(OFFICE, SYSTEM):
        organisations = {
            row["slug"]: actions.add_organisation(
                SYSTEM, slug=row["slug"], name=row["name"], kind=OrganisationKind(row["kind"])
            )
            for row in said["organisation"]
        }
        people = People(organisations, {}, {})
        for row in said["account"]:
            people.accounts[row["key"]] = _account(row, said["password"], people)
        for row in said["person"]:
            _person(row, first_day, people)
    return people


def _account(row: Told, password: str, people: People) -> Account:
    return actions.add_account(
        SYSTEM,
        email=address(row["key"]),
        name=row["name"],
        password=password,
        organisation=people.organisations[row["organisation"]],
        is_admin=row.get("admin", False),
    )


def _person(row: Told, first_day: date, people: People) -> None:
    account = people.accounts[row["account"]] if "account" in row else None
    organisation = people.organisations[row["organisation"]]
    person = actions.add_person(
        SYSTEM, name=row["name"], organisation=organisation, account=account, phone=row.get("phone")
    )
    if "team" in row:
        people.teams.setdefault(row["team"], []).append((row["call_sign"], person))
    if held := row.get("appointment"):
        actions.add_credential(
            person,
            SYSTEM,
            kind=CredentialKind.GUARD_APPOINTMENT,
            number=held["number"],
            area="Dalarna",
            valid_from=first_day + timedelta(days=held["from"]),
            valid_until=first_day + timedelta(days=held["until"]),
        )
