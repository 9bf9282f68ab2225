"""The office's pages: accounts, organisations, persons and their credentials."""

import re
from typing import Any

import pytest
from flask import Flask, url_for

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.people import actions
from eventops.people.models import Account, CredentialKind, Organisation, OrganisationKind, Person

from ..cast import Cast
from .test_passwords import NEW, change_password
from .test_sign_in import attempt, on_record, signed_in


def organisation(slug: str = "polisen") -> Organisation:
    return db.session.scalars(db.select(Organisation).filter_by(slug=slug)).one()


def found(email: str) -> Account | None:
    return db.session.scalar(db.select(Account).filter_by(email=email))


def test_the_offices_pages_are_not_there_for_others_and_ask_strangers_to_sign_in(app: Flask, cast: Cast) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/people/")]
    assert len(rules) >= 10
    with app.test_request_context():
        paths = [(url_for(r.endpoint, **_any_values(r)), r) for r in rules]
    for path, rule in paths:
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        assert cast.olle.door.open(path, method=method).status_code == 404, path
        assert cast.visitor().open(path, method=method).status_code in (302, 401), path


def _any_values(rule: Any) -> dict[str, Any]:
    return {name: "deactivate" if name == "what" else 1 for name in rule.arguments}


def test_a_new_account_gets_a_one_time_password_and_its_holder_chooses_the_next(cast: Cast) -> None:
    said = {"name": "Vera Vakt", "email": "Vera@Example.org", "organisation": organisation("vaktbolaget").id}
    page = cast.ada.door.post("/people/accounts/new", data=said).text
    password = re.search(r'id="one-time-password">([a-z2-9-]{19})<', page)
    assert password
    browser = cast.visitor()
    attempt(browser, "vera@example.org", password[1])
    assert change_password(browser, now=password[1], new=NEW).location == "/profile"
    assert "Vaktbolaget" in browser.get("/profile").text
    assert on_record("account.added")[-1].by == "Ada"


def test_an_address_that_is_taken_or_none_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    for email, why in (("OLLE@example.org", "already has an account"), ("vera", "Write an e-mail address")):
        page = cast.ada.door.post("/people/accounts/new", data={"name": "Vera Vakt", "email": email, "organisation": 0})
        assert page.status_code == 422 and why in page.text
        assert 'value="Vera Vakt"' in page.text and f'value="{email}"' in page.text
    assert found("vera") is None


def test_a_new_one_time_password_ends_the_sessions_and_replaces_the_old_one(cast: Cast) -> None:
    browser, number = cast.olle.door, cast.olle.account.id
    page = cast.ada.door.post(f"/people/accounts/{number}/password").text
    password = re.search(r'id="one-time-password">([^<]+)<', page)
    assert password and not signed_in(browser)
    assert attempt(cast.visitor(), cast.olle.email).status_code == 422
    assert attempt(cast.visitor(), cast.olle.email, password[1]).status_code == 302


def test_an_account_is_closed_and_opened_again_with_its_password(cast: Cast) -> None:
    number = cast.olle.account.id
    cast.ada.door.post(f"/people/accounts/{number}/deactivate")
    assert attempt(cast.visitor(), cast.olle.email).status_code == 422
    cast.ada.door.post(f"/people/accounts/{number}/reactivate")
    assert attempt(cast.visitor(), cast.olle.email).status_code == 302


@pytest.mark.parametrize("what", ["deactivate", "revoke-admin"])
def test_the_last_administrator_stays(cast: Cast, what: str) -> None:
    ada = cast.ada.account.id
    refused = cast.ada.door.post(f"/people/accounts/{ada}/{what}")
    assert refused.status_code == 409 and "last administrator" in refused.text
    cast.ada.door.post(f"/people/accounts/{cast.karin.account.id}/grant-admin")
    assert cast.karin.door.post(f"/people/accounts/{ada}/{what}").status_code == 302
    assert cast.karin.door.get("/people/accounts").status_code == 200
    assert cast.ada.door.get("/people/accounts").status_code in (302, 404)


def test_the_name_and_organisation_of_an_account_can_be_corrected(cast: Cast) -> None:
    number = cast.olle.account.id
    said = {"name": "Olle Ottosson", "organisation": organisation("trafiken").id}
    cast.ada.door.post(f"/people/accounts/{number}", data=said)
    assert (cast.olle.account.name, cast.olle.account.organisation) == ("Olle Ottosson", organisation("trafiken"))


def test_an_organisation_gets_a_short_name_from_its_name(cast: Cast) -> None:
    cast.ada.door.post("/people/organisations", data={"name": "Räddningstjänsten Dala-Mitt", "kind": "rescue"})
    made = organisation("raddningstjansten-dala-mitt")
    assert (made.name, made.kind) == ("Räddningstjänsten Dala-Mitt", OrganisationKind.RESCUE)
    assert on_record("organisation.added")[-1].by == "Ada"


def test_two_organisations_do_not_share_a_name(cast: Cast) -> None:
    browser = cast.ada.door
    page = browser.post("/people/organisations", data={"name": "Polisen ", "kind": "other"})
    assert page.status_code == 422 and "already an organisation called Polisen" in page.text
    number = organisation("kyrkan").id
    page = browser.post(f"/people/organisations/{number}", data={"name": "Polisen", "kind": "church"})
    assert page.status_code == 422 and organisation("kyrkan").name == "Kyrkan"
    browser.post(f"/people/organisations/{number}", data={"name": "Svenska kyrkan", "kind": "church"})
    assert organisation("kyrkan").name == "Svenska kyrkan"


def test_persons_are_found_by_any_part_of_the_name_in_any_case(cast: Cast) -> None:
    for name in ("Åsa Ängman", "Örjan Öst", "Bo Asplund"):
        actions.add_person(SYSTEM, name=name, organisation=organisation())
    page = cast.ada.door.get("/people/persons", query_string={"q": "äNG"}).text
    assert "Åsa Ängman" in page and "Örjan" not in page and "Asplund" not in page
    assert "Nobody by that name" in cast.ada.door.get("/people/persons", query_string={"q": "%"}).text


def test_paging_through_persons_shows_everyone_once(cast: Cast) -> None:
    for number in range(120):
        actions.add_person(SYSTEM, name=f"Namn {number % 7}", organisation=organisation())
    seen, path = [], "/people/persons?q=namn"
    while path:
        page = cast.ada.door.get(path).text
        seen += re.findall(r'href="/people/persons/(\d+)"', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == 120 and len(set(seen)) == 120


def test_a_person_is_added_and_corrected(cast: Cast) -> None:
    said = {"name": "Vera Vakt", "organisation": organisation("vaktbolaget").id, "phone": "070-1", "account": 0}
    where = cast.ada.door.post("/people/persons/new", data=said).location
    cast.ada.door.post(where, data={**said, "name": "Wera Wakt", "account": cast.olle.account.id})
    known = db.session.scalars(db.select(Person).filter_by(name="Wera Wakt")).one()
    assert (known.account, known.phone) == (cast.olle.account, "070-1")
    assert "Wera Wakt" in cast.ada.door.get("/people/persons?q=wera").text


def test_an_account_belongs_to_one_person(cast: Cast) -> None:
    actions.add_person(SYSTEM, name="Olle O", organisation=organisation(), account=cast.olle.account)
    said = {"name": "Någon Annan", "organisation": organisation().id, "account": cast.olle.account.id}
    page = cast.ada.door.post("/people/persons/new", data=said)
    assert page.status_code == 422 and "belongs to Olle O" in page.text and 'value="Någon Annan"' in page.text


def test_a_credential_is_put_on_a_person(cast: Cast) -> None:
    known = actions.add_person(SYSTEM, name="Vera Vakt", organisation=organisation())
    said = {"kind": "guard_appointment", "number": "OV 12", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    cast.ada.door.post(f"/people/persons/{known.id}/credentials", data=said)
    [held] = known.credentials
    assert (held.kind, held.number) == (CredentialKind.GUARD_APPOINTMENT, "OV 12")
    assert held.snapshot()["valid_until"] == "2026-12-31"


def test_a_credential_that_ends_before_it_begins_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    known = actions.add_person(SYSTEM, name="Vera Vakt", organisation=organisation())
    said = {"kind": "first_aid", "number": "HLR 7", "valid_from": "2026-12-31", "valid_until": "2026-01-01"}
    page = cast.ada.door.post(f"/people/persons/{known.id}/credentials", data=said)
    assert page.status_code == 422 and "The last day is before the first." in page.text
    assert 'value="HLR 7"' in page.text and 'value="Vera Vakt"' in page.text
    assert known.credentials == []
