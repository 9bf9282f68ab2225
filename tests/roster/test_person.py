"""Somebody's page within the event: who staffs corrects how they are reached, and writes numbers as at home."""

from datetime import timedelta

import pytest

from eventops import clock
from eventops.extensions import db
from eventops.people.models import Person
from tests.cast import Cast

PEOPLE = "/events/vinter/roster/people"


@pytest.fixture
def vera(people_on_duty: dict[str, Person]) -> Person:
    return people_on_duty["Vera"]


def test_who_staffs_corrects_how_somebody_is_reached_and_nobody_else(cast: Cast, vera: Person) -> None:
    address = f"{PEOPLE}/{vera.id}/contact"
    good = {"phone": "070-174 06 99", "email": "vera@example.org", "reference": "A-17", "born": "1990-05-04"}
    form = {f"contact-{name}": value for name, value in good.items()}
    for name, value in (("email", "vera at home"), ("born", f"{clock.now() + timedelta(days=2):%Y-%m-%d}")):
        refused = cast.petra.door.post(address, data={**form, f"contact-{name}": value})
        assert refused.status_code == 422 and value in refused.text  # what was typed stays
        assert f'id="contact-{name}-error"' in refused.text
    assert cast.eva.door.post(address, data=form).status_code == 403
    db.session.expire_all()
    assert vera.phone is None
    assert cast.petra.door.post(address, data=form).status_code == 302
    db.session.expire_all()
    assert {name: str(getattr(vera, name)) for name in good} == good
    assert all(value in cast.petra.door.get(f"{PEOPLE}/{vera.id}").text for value in good.values())


def test_agreed_hours_are_typed_and_shown_with_the_comma_of_the_language(cast: Cast, vera: Person) -> None:
    page = f"{PEOPLE}/{vera.id}"
    cast.petra.door.post("/language", data={"language": "sv"})
    assert cast.petra.door.post(page, data={"agreed_hours": "37,5"}).status_code == 302
    assert 'value="37,5"' in cast.petra.door.get(page).text
    cast.petra.door.post("/language", data={"language": "en"})
    assert 'value="37.5"' in cast.petra.door.get(page).text
