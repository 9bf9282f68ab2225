"""When an appointment covers a shift."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from eventops.people.models import Credential, CredentialKind, Person

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def appointment(first: str = "2026-06-01", last: str = "2026-06-30") -> Credential:
    return Credential(
        kind=CredentialKind.GUARD_APPOINTMENT,
        valid_from=date.fromisoformat(first),
        valid_until=date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    ("start", "end", "covered"),
    [
        ("2026-06-15 18:00", "2026-06-16 02:00", True),
        ("2026-06-01 00:00", "2026-06-01 08:00", True),
        ("2026-05-31 22:00", "2026-06-01 04:00", False),
        ("2026-06-30 16:00", "2026-07-01 00:00", True),
        ("2026-06-30 16:00", "2026-07-01 00:01", False),
    ],
)
def test_it_holds_through_both_of_its_days(start: str, end: str, covered: bool) -> None:
    assert appointment().covers(at(start), at(end)) is covered


def test_the_one_that_covers_is_found_among_several() -> None:
    this_year, last_year = appointment(), appointment("2025-06-01", "2025-06-30")
    person = Person(name="Vera", credentials=[last_year, this_year])
    shift = at("2026-06-15 18:00"), at("2026-06-16 02:00")
    assert person.credential_for(CredentialKind.GUARD_APPOINTMENT, *shift) is this_year
    assert person.credential_for(CredentialKind.GUARD_TRAINING, *shift) is None
    assert (
        person.credential_for(CredentialKind.GUARD_APPOINTMENT, at("2026-07-15 18:00"), at("2026-07-15 20:00")) is None
    )
