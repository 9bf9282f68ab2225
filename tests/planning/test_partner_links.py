"""A partner without account comes in by a link that is signed, ends by itself, and opens nothing but its own."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord, Chain, first_broken, records
from eventops.changes import Chained
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.links import SALT
from eventops.planning.models import Duty, Objective, Part, PartnerLink, PartnerRole, Risk, Signature, Task
from tests.cast import Cast, Door, accept_reds

LINKS = "/events/vinter/plan/links"
DUTY = {"partner": "trafiken", "function": "Trafikledare", "name": "Tib", "phone": "070-1740602",
    "starts_at": "2027-07-08T06:00", "ends_at": "2027-07-09T06:00",
}  # fmt: skip


def add(cast: Cast, kind: type[Part], **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


def made(cast: Cast, partner: str = "trafiken", days: int = 14) -> str:
    """The address of a new link, as the planner sees it once."""
    said = {"link-partner": partner, "link-recipient": "Tib, tib@example.org", "link-days": days}
    answer = cast.petra.door.post(LINKS, data=said)
    assert answer.status_code == 200, answer.text
    found = re.search(r'id="new-link">http://[^/]+(/partner-links/[^<]+)<', answer.text)
    assert found is not None
    return unescape(found.group(1))


def somebody(cast: Cast) -> Door:
    """A browser of nobody in particular that reads English."""
    visitor = cast.visitor()
    visitor.post("/language", data={"language": "en"})
    return visitor


def inside(cast: Cast, address: str, name: str = "Tib  Trafik") -> Door:
    """A browser of somebody who came in by a link under a name."""
    visitor = somebody(cast)
    assert visitor.post(address, data={"link-name": name}).status_code == 302
    return visitor


def link(cast: Cast) -> PartnerLink:
    return db.session.scalars(db.select(PartnerLink).filter_by(event_id=cast.planned.id)).one()


def record(cast: Cast, what: str) -> AuditRecord:
    return db.session.scalars(db.select(AuditRecord).filter_by(chain=cast.planned.chain, what=what)).one()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event with parts of Trafiken and of others."""
    add(cast, PartnerRole, partner="trafiken", role="Nattbussar", coordinator="Tib")
    add(cast, PartnerRole, partner="kyrkan", role="Krisstöd MARK-KYRKAN", audience="all")
    add(cast, Duty, partner="kyrkan", function="Jour", name="MARK-JOUR", audience="all",
        starts_at=datetime(2027, 1, 8, tzinfo=UTC), ends_at=datetime(2027, 1, 9, tzinfo=UTC))  # fmt: skip
    add(cast, Objective, text="Ingen skadas MARK-MÅL", audience="all")
    add(cast, Risk, text="Storm", likelihood=2, consequence=5)
    add(cast, Task, text="Tömma resecentrum", responsible=["trafiken"], accountable="polisen")
    return cast


def test_a_link_opens_the_own_role_and_duties_and_nothing_else(planned: Cast) -> None:
    address = made(planned)
    visitor = somebody(planned)
    entrance = visitor.get(address)
    assert entrance.status_code == 200 and "Nattbussar" not in entrance.text and "Your name" in entrance.text
    page = inside(planned, address).get(address).text
    assert "Nattbussar" in page and "Tib Trafik (Trafiken by link)" in page
    for text in ("MARK-KYRKAN", "MARK-JOUR", "MARK-MÅL", "Storm"):
        assert text not in page, text
    assert visitor.get("/events/vinter/plan").status_code == 302


def test_everything_written_by_link_is_on_the_record_under_the_name_that_was_typed(planned: Cast) -> None:
    address = made(planned)
    visitor = inside(planned, address)
    assert visitor.post(f"{address}/duties/new", data=DUTY).status_code == 302
    edited = {"partner": "trafiken", "role": "Nattbussar och taxi"}
    assert visitor.post(f"{address}/partner_roles/1", data=edited).status_code == 302
    own = db.session.scalars(db.select(Duty).filter_by(partner="trafiken")).one()
    assert (own.name, own.audience, own.starts_at) == ("Tib", "partner:trafiken", datetime(2027, 7, 8, 4, tzinfo=UTC))
    for what in ("partner_link.used", "duty.added", "partner_role.edited"):
        told = db.select(AuditRecord).filter_by(chain="vinter", what=what).order_by(AuditRecord.number)
        found = db.session.scalars(told).all()
        assert found[-1].by == "Tib Trafik (Trafiken by link)", what
    drop = {"drop-reason": "Dubblett"}
    assert visitor.post(f"{address}/duties/{own.number}/drop", data=drop).status_code == 302
    assert "Tib Trafik (Trafiken by link)" in planned.petra.door.get("/events/vinter/plan/partner_roles/1").text
    used = link(planned)
    assert (used.used_by, used.made_by) == ("Tib Trafik", "Petra")


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(planned: Cast) -> None:
    address = made(planned)
    answer = inside(planned, address).post(f"{address}/duties/new", data=DUTY | {"ends_at": "2027-07-07T06:00"})
    assert answer.status_code == 422
    assert "It ends before it begins." in answer.text and 'value="070-1740602"' in answer.text
    answer = somebody(planned).post(address, data={"link-name": " "})
    assert answer.status_code == 422 and "This field is required." in answer.text


def test_nothing_of_others_can_be_written_by_link(planned: Cast) -> None:
    address = made(planned)
    visitor = inside(planned, address)
    for path in ("partner_roles/2", "duties/1", "tasks/1", "tasks/new", "objectives/1", "risks/1", "partner_roles/99"):
        assert visitor.get(f"{address}/{path}").status_code == 404, path
        assert visitor.post(f"{address}/{path}", data=DUTY).status_code == 404, path
        assert visitor.post(f"{address}/{path}/drop", data={"drop-reason": "x"}).status_code in (404, 405), path
    assert visitor.post(f"{address}/duties/new", data=DUTY | {"partner": "kyrkan"}).status_code == 422
    answer = visitor.post(f"{address}/partner_roles/1", data={"partner": "kyrkan", "role": "Stulen"})
    assert answer.status_code == 422
    assert visitor.post(f"{address}/duties/new", data=DUTY | {"audience": "police"}).status_code == 422
    assert db.session.scalars(db.select(Duty).filter_by(partner="kyrkan")).one().name == "MARK-JOUR"


def test_without_a_name_nothing_is_written(planned: Cast) -> None:
    address = made(planned)
    visitor = somebody(planned)
    for path in ("duties/new", "partner_roles/1", "versions/1/signature"):
        assert visitor.post(f"{address}/{path}", data=DUTY).status_code == 404, path
    other = inside(planned, made(planned, "kyrkan"))
    assert other.post(f"{address}/duties/new", data=DUTY).status_code == 404


def test_a_partner_signs_by_link(planned: Cast) -> None:
    address = made(planned)
    visitor = inside(planned, address)
    assert "Nothing to sign yet" in visitor.get(address).text
    accept_reds(planned.planned)
    actions.publish(planned.planned, SYSTEM)
    page = visitor.get(address).text
    assert "Tömma resecentrum" in page and "MARK-MÅL" not in page
    assert visitor.post(f"{address}/versions/9/signature", data={}).status_code == 404
    assert visitor.post(f"{address}/versions/1/signature", data={"sign-note": "Godkänt"}).status_code == 302
    signature = db.session.scalars(db.select(Signature).filter_by(event_id=planned.planned.id)).one()
    assert (signature.partner, signature.by) == ("trafiken", "Tib Trafik (Trafiken by link)")
    assert "Sign for Trafiken" not in visitor.get(address).text


def test_a_forged_or_foreign_link_is_not_found(planned: Cast) -> None:
    address = made(planned)
    token = address.rsplit("/", 1)[1]
    content, signed = token.rsplit(".", 1)
    key = planned.app.secret_key or ""
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"), content, f"{content}x.{signed}", "1", "x" * 400,
        URLSafeSerializer(key, salt=SALT).dumps(["vinter", "trafiken", 1, "guessed"]),
        URLSafeSerializer(key, salt=SALT).dumps("vinter"),
        URLSafeSerializer(key, salt="another").dumps(["vinter", "trafiken", 1, "guessed"]),
        URLSafeSerializer("another key", salt=SALT).dumps(["vinter", "trafiken", 1, "guessed"]),
    ]  # fmt: skip
    visitor = inside(planned, address)
    for each in forged:
        assert visitor.get(f"/partner-links/{each}").status_code == 404, each
        assert visitor.post(f"/partner-links/{each}/duties/new", data=DUTY).status_code == 404, each


def test_a_link_that_has_run_out_is_not_found(planned: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        _, old = actions.make_link(
            planned.planned, SYSTEM, partner_of(planned, "trafiken"), "Tib", 1, planned.app.secret_key
        )
    assert not old.usable(clock.now()) and old.usable(old.expires_at - timedelta(seconds=1))
    with clock.at(clock.now() - timedelta(days=14, minutes=1)):
        token, _ = actions.make_link(
            planned.planned, SYSTEM, partner_of(planned, "kyrkan"), "Kim", 14, planned.app.secret_key
        )
    assert somebody(planned).get(f"/partner-links/{token}").status_code == 404


def partner_of(cast: Cast, slug: str) -> Any:
    return next(each for each in cast.planned.partners if each.slug == slug)


def test_an_ended_link_opens_nothing_even_for_who_is_already_in(planned: Cast) -> None:
    address = made(planned)
    visitor = inside(planned, address)
    assert planned.petra.door.post(f"{LINKS}/1/revoke").status_code == 302
    assert visitor.get(address).status_code == 404
    assert visitor.post(f"{address}/duties/new", data=DUTY).status_code == 404
    assert record(planned, "partner_link.revoked").by == "Petra (planner)"
    assert "Ended" in planned.petra.door.get(LINKS).text


def test_the_token_is_shown_once_and_kept_nowhere(planned: Cast) -> None:
    token = made(planned).rsplit("/", 1)[1]
    assert token not in planned.petra.door.get(LINKS).text
    facts = record(planned, "partner_link.made").facts or ""
    assert token not in facts and json.loads(facts)["digest"] == link(planned).digest
    chain: Chained = planned.planned
    assert first_broken(records(chain.chain), *_head(chain)) is None


def _head(chain: Chained) -> tuple[int, str]:
    found = db.session.scalars(db.select(Chain).filter_by(name=chain.chain)).one()
    return found.length, found.head


@pytest.mark.parametrize("days", [0, 61])
def test_a_link_stands_for_one_to_sixty_days(planned: Cast, days: int) -> None:
    said = {"link-partner": "trafiken", "link-recipient": "Tib", "link-days": days}
    answer = planned.petra.door.post(LINKS, data=said)
    assert answer.status_code == 422 and "Number must be between 1 and 60." in answer.text
    assert 'value="Tib"' in answer.text


def test_links_are_for_outside_partners_and_made_by_who_manages_members(planned: Cast) -> None:
    said = {"link-partner": "polisen", "link-recipient": "Tib", "link-days": 3}
    assert planned.petra.door.post(LINKS, data=said).status_code == 422
    for player in (planned.kim, planned.olle):
        assert player.door.get(LINKS).status_code == 403
        assert player.door.post(LINKS, data=said | {"link-partner": "kyrkan"}).status_code == 403
        assert player.door.post(f"{LINKS}/1/revoke").status_code == 403
    assert planned.stig.door.get(LINKS).status_code == 404
    assert db.session.scalars(db.select(PartnerLink)).all() == []


def test_writing_by_link_asks_for_the_browsers_token_like_every_other_form(planned: Cast) -> None:
    address = made(planned)
    visitor = inside(planned, address)
    headers = {"X-CSRFToken": "another"}
    assert visitor.post(f"{address}/duties/new", data=DUTY, headers=headers).status_code == 400
    assert db.session.scalars(db.select(Duty).filter_by(partner="trafiken")).all() == []


def test_the_page_speaks_the_language_the_browser_asks_for(planned: Cast) -> None:
    address = made(planned)
    assert '<html lang="sv"' in planned.visitor().get(address, headers={"Accept-Language": "sv"}).text
    assert '<html lang="en"' in planned.visitor().get(address, headers={"Accept-Language": "en"}).text
