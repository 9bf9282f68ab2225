"""Each partner signs its part of a version; a change to that part asks for that signature again, and for no other."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from eventops.access import SYSTEM, Actor, Permission
from eventops.audit import AuditRecord
from eventops.errors import Conflict, Refused
from eventops.events.models import Partner
from eventops.extensions import db
from eventops.planning import actions, queries
from eventops.planning.models import Agreement, Duty, Objective, Part, PartnerRole, Risk, Signature, Task
from eventops.planning.signing import share, standings
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"


def add(cast: Cast, kind: type[Part], **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


def publish(cast: Cast) -> None:
    accept_reds(cast.planned)
    actions.publish(cast.planned, SYSTEM)


def states(cast: Cast, version: int, actor: Actor = SYSTEM) -> dict[str, str]:
    known = queries.version(cast.planned, version)
    assert known is not None
    return {each.partner.slug: each.state for each in standings(cast.planned, known, actor)}


def partner(cast: Cast, slug: str) -> Partner:
    return db.session.scalars(db.select(Partner).filter_by(event_id=cast.planned.id, slug=slug)).one()


def signatures(cast: Cast) -> list[tuple[str, int, str]]:
    query = db.select(Signature).filter_by(event_id=cast.planned.id).order_by(Signature.number)
    return [(each.partner, each.version, each.by) for each in db.session.scalars(query)]


@pytest.fixture
def published(cast: Cast) -> Cast:
    """The planned event with a published plan in which everybody but Trafiken has a part."""
    add(cast, Objective, text="Ingen skadas")
    add(cast, Risk, text="Storm", likelihood=2, consequence=5)
    add(cast, PartnerRole, partner="kyrkan", role="Krisstöd", phone="070-1740601")
    add(cast, PartnerRole, partner="arrangoren", role="Anordnar")
    add(cast, Task, text="Vilotält", responsible=["kyrkan"], accountable="arrangoren")
    add(cast, Task, text="Spaning HEMLIGT", responsible=["polisen"], informed=["kyrkan"], audience="police")
    publish(cast)
    return cast


def test_a_coordinator_reads_and_signs_the_own_part_and_what_it_may_see(published: Cast) -> None:
    door = published.kim.door
    page = door.get(f"{PLAN}/versions/1/signature").text
    assert "Krisstöd" in page and "Vilotält" in page
    assert "Anordnar" not in page and "HEMLIGT" not in page and "Ingen skadas" not in page
    answer = door.post(f"{PLAN}/versions/1/signature", data={"sign-note": "Efter styrelsemöte"})
    assert answer.status_code == 302
    assert signatures(published) == [("kyrkan", 1, "Kim")]
    assert states(published, 1) == {
        "polisen": "never", "arrangoren": "never", "kyrkan": "signed", "trafiken": "nothing",
    }  # fmt: skip
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="plan.signed")).one()
    known = db.session.scalars(db.select(Signature)).one()
    assert json.loads(record.facts or "")["digest"] == known.digest
    assert len(known.digest) == 64 and known.note == "Efter styrelsemöte"


def test_signing_twice_signs_once(published: Cast) -> None:
    for _ in range(2):
        assert published.kim.door.post(f"{PLAN}/versions/1/signature", data={}).status_code == 302
    assert len(signatures(published)) == 1


def test_a_partner_with_no_part_has_nothing_to_sign(published: Cast) -> None:
    answer = published.tove.door.post(f"{PLAN}/versions/1/signature", data={})
    assert answer.status_code == 422
    assert "Nothing in this version is the partner&#39;s to sign." in answer.text
    assert signatures(published) == []


def test_a_change_to_a_signed_part_asks_for_that_signature_again_and_no_other(published: Cast) -> None:
    """Item 12 of the plan: who has signed what did not change is not asked again."""
    for door in (published.kim.door, published.anders.door, published.petra.door):
        assert door.post(f"{PLAN}/versions/1/signature", data={}).status_code == 302
    role = db.session.scalars(db.select(PartnerRole).filter_by(number=1)).one()
    actions.edit(published.planned, SYSTEM, role, {"phone": "070-1740699"})
    add(published, Risk, text="Halka", likelihood=3, consequence=3)
    publish(published)
    assert states(published, 2) == {
        "polisen": "signed", "arrangoren": "signed", "kyrkan": "again", "trafiken": "nothing",
    }  # fmt: skip
    page = published.kim.door.get(PLAN).text
    assert "To sign again" in page and "Changed for it since version 1:" in page
    assert "Coordinator&#39;s telephone: 070-1740601 → 070-1740699" in page
    assert states(published, 1)["kyrkan"] == "signed"
    published.kim.door.post(f"{PLAN}/versions/2/signature", data={})
    assert set(states(published, 2).values()) == {"signed", "nothing"}
    assert signatures(published)[-1] == ("kyrkan", 2, "Kim")


def test_a_signature_holds_again_when_the_parts_say_again_what_was_signed(published: Cast) -> None:
    published.kim.door.post(f"{PLAN}/versions/1/signature", data={})
    role = db.session.scalars(db.select(PartnerRole).filter_by(number=1)).one()
    for phone, state in (("070-1740699", "again"), ("070-1740601", "signed")):
        actions.edit(published.planned, SYSTEM, role, {"phone": phone})
        publish(published)
        number = queries.versions(published.planned)[0].number
        assert states(published, number)["kyrkan"] == state


def test_the_police_are_signed_for_by_who_may_publish(published: Cast) -> None:
    assert published.olle.door.get(f"{PLAN}/versions/1/signature").status_code == 403
    assert published.karin.door.post(f"{PLAN}/versions/1/signature", data={}).status_code == 302
    assert signatures(published) == [("polisen", 1, "Karin")]


def test_nobody_signs_for_another_partner(published: Cast) -> None:
    version = queries.version(published.planned, 1)
    assert version is not None
    for player in (published.petra, published.anders):
        with pytest.raises(Refused):
            actions.sign(published.planned, player.actor(published.planned), partner(published, "kyrkan"), version)
    outsider = Actor("Nisse", partner="polisen", permissions=frozenset({Permission.PLAN_CONTRIBUTE}))
    with pytest.raises(Refused):
        actions.sign(published.planned, outsider, partner(published, "polisen"), version)
    with pytest.raises(Conflict):
        actions.sign(published.planned, SYSTEM, partner(published, "trafiken"), version)
    assert signatures(published) == []
    assert published.kim.door.post(f"{PLAN}/versions/9/signature", data={}).status_code == 404


def test_a_partner_learns_only_how_it_stands_itself(published: Cast) -> None:
    published.anders.door.post(f"{PLAN}/versions/1/signature", data={"sign-note": "MARK-ARR"})
    actor = published.kim.actor(published.planned)
    assert states(published, 1, actor) == {"kyrkan": "never"}
    for path in ("", "/versions/1"):
        page = published.kim.door.get(f"{PLAN}{path}").text
        assert "MARK-ARR" not in page, path
        assert "MARK-ARR" in published.petra.door.get(f"{PLAN}{path}").text


def test_agreements_and_duties_are_their_partners_to_sign(published: Cast) -> None:
    add(published, Agreement, name="Nattrafik", parties=["trafiken", "kyrkan"], valid_from=date(2027, 1, 1))
    hours = {"starts_at": datetime(2027, 1, 8, 5, tzinfo=UTC), "ends_at": datetime(2027, 1, 9, 5, tzinfo=UTC)}
    add(published, Duty, partner="trafiken", function="Trafikledare", name="Tib", **hours)
    publish(published)
    version = queries.version(published.planned, 2)
    assert version is not None
    assert list(share(version.plan, partner(published, "trafiken"))) == ["agreements", "duties"]
    assert set(share(version.plan, partner(published, "kyrkan"))) == {"partner_roles", "tasks", "agreements"}
