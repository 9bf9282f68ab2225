"""Partners come in, roles are given and taken as rows, and nobody helps themselves."""

from typing import Any

import pytest

from eventops import push
from eventops.access import SYSTEM, Role
from eventops.events import actions
from eventops.events.models import Event, Membership, Partner
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import Organisation
from tests.cast import Cast

MEMBERS = "/events/vinter/members"


def partner(event: Event, slug: str) -> Partner:
    return db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=slug)).one()


def memberships(event: Event, email: str) -> list[Membership]:
    query = db.select(Membership).join(Membership.account).filter_by(email=email)
    return list(db.session.scalars(query.where(Membership.event_id == event.id).order_by(Membership.id)))


def given(event: Event, email: str, where: str, role: str) -> dict[str, Any]:
    return {"member-account": email, "member-partner": partner(event, where).id, "member-role": role}


def test_a_role_is_given_taken_and_given_again_each_as_a_row(cast: Cast) -> None:
    door, form = cast.petra.door, given(cast.planned, "Stig@example.org", "trafiken", "partner_coordinator")
    assert door.post(MEMBERS, data=form).status_code == 302
    assert cast.stig.door.get("/events/vinter/acting").status_code == 200
    first = memberships(cast.planned, "stig@example.org")[0]
    assert door.post(f"{MEMBERS}/{first.id}/revoke").status_code == 302
    assert cast.stig.door.get("/events/vinter/acting").status_code == 404
    assert door.post(f"{MEMBERS}/{first.id}/revoke").status_code == 302
    assert door.post(MEMBERS, data=form).status_code == 302
    rows = memberships(cast.planned, "stig@example.org")
    assert [row.revoked_by for row in rows] == ["Petra", None]
    assert cast.stig.door.get("/events/vinter/acting").status_code == 200


def test_nobody_acts_by_chance_for_another_than_the_own_organisation(cast: Cast) -> None:
    form = {"member-account": "stig@example.org", "member-partner": 0, "member-role": "partner_coordinator"}
    assert cast.petra.door.post(MEMBERS, data=form).status_code == 302
    assert [each.partner.slug for each in memberships(cast.planned, "stig@example.org")] == ["trafiken"]
    elsewhere = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    people.edit_account(cast.stig.account, SYSTEM, name="Stig", organisation=elsewhere)
    answer = cast.petra.door.post(MEMBERS, data={**form, "member-role": "field"})
    assert answer.status_code == 422 and "Stig is of no organisation that takes part." in answer.text


def test_the_same_role_twice_is_refused_beside_the_role(cast: Cast) -> None:
    form = given(cast.planned, "olle@example.org", "polisen", "operator")
    answer = cast.petra.door.post(MEMBERS, data=form)
    assert answer.status_code == 422 and "Olle has that role already." in answer.text
    assert 'value="olle@example.org"' in answer.text
    assert len(memberships(cast.planned, "olle@example.org")) == 1


@pytest.mark.parametrize(
    ("giver", "email", "where", "role", "message"),
    [
        ("petra", "petra@example.org", "polisen", "operator", "Nobody gives a role to themselves."),
        ("petra", "olle@example.org", "polisen", "commander", "Only a commander gives and takes the role"),
        ("karin", "stig@example.org", "trafiken", "commander", "A commander belongs to the police"),
        ("karin", "nobody@example.org", "trafiken", "field", "No account has that address."),
    ],
)
def test_a_role_that_may_not_be_given_is_refused(
    cast: Cast, giver: str, email: str, where: str, role: str, message: str
) -> None:
    answer = getattr(cast, giver).door.post(MEMBERS, data=given(cast.planned, email, where, role))
    assert answer.status_code == 422 and message in answer.text
    assert f'value="{email}"' in answer.text


def test_a_planner_does_not_dismiss_the_commander_and_the_last_commander_stays(cast: Cast) -> None:
    member = memberships(cast.planned, "karin@example.org")[0]
    for player in (cast.petra, cast.karin):
        answer = player.door.post(f"{MEMBERS}/{member.id}/revoke")
        assert answer.status_code == 409
    assert "This is the last commander." in answer.text
    actions.grant(cast.planned, SYSTEM, cast.sara.account, partner(cast.planned, "polisen"), Role.COMMANDER)
    assert cast.karin.door.post(f"{MEMBERS}/{member.id}/revoke").status_code == 302
    assert cast.karin.door.get(MEMBERS).status_code == 404


def test_a_membership_of_another_event_is_not_there(cast: Cast) -> None:
    other = memberships(cast.event, "olle@example.org")[0]
    assert cast.petra.door.post(f"{MEMBERS}/{other.id}/revoke").status_code == 404
    assert memberships(cast.event, "olle@example.org")[0].revoked_at is None


def test_revoking_closes_the_members_own_sockets_once_it_is_saved(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    member = memberships(cast.planned, "olle@example.org")[0]
    closed: list[tuple[str, bool]] = []

    def hang_up(listeners: str) -> None:
        closed.append((listeners, db.session.get_one(Membership, member.id).revoked_at is not None))

    monkeypatch.setattr(push, "hang_up", hang_up)
    actions.revoke(cast.planned, SYSTEM, member)
    assert closed == [(member.room, True)]


def test_a_partner_comes_in_once_and_there_is_one_lead(cast: Cast) -> None:
    organisation = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    form = {"partner-organisation": organisation.id, "partner-name": "Vakterna"}
    leading = cast.petra.door.post(f"{MEMBERS}/partners", data={**form, "partner-is_lead": "y"})
    assert leading.status_code == 422 and "The event has a leading partner already." in leading.text
    assert 'value="Vakterna"' in leading.text
    assert cast.petra.door.post(f"{MEMBERS}/partners", data=form).status_code == 302
    assert partner(cast.planned, "vaktbolaget").name == "Vakterna"
    assert cast.petra.door.post(f"{MEMBERS}/partners", data=form).status_code == 422


def test_somebody_with_two_roles_chooses_as_which_they_act(cast: Cast) -> None:
    field = actions.grant(cast.planned, SYSTEM, cast.petra.account, partner(cast.planned, "polisen"), Role.FIELD)
    door = cast.petra.door
    assert door.get("/events/vinter/settings").status_code == 200
    assert door.post("/events/vinter/acting", data={"membership": field.id}).status_code == 302
    assert door.get("/events/vinter/settings").status_code == 403
    planner = memberships(cast.planned, "petra@example.org")[0]
    assert door.post("/events/vinter/acting", data={"membership": planner.id}).status_code == 302
    assert door.get("/events/vinter/settings").status_code == 200


def test_the_choice_of_role_is_in_the_persons_menu_of_every_page_inside_an_event(cast: Cast) -> None:
    assert 'href="/events/vinter/acting"' in cast.olle.door.get("/events/vinter/plan").text
    assert "/acting" not in cast.olle.door.get("/profile").text


def test_nobody_acts_as_somebody_else(cast: Cast) -> None:
    commander = memberships(cast.planned, "karin@example.org")[0]
    answer = cast.olle.door.post("/events/vinter/acting", data={"membership": commander.id})
    assert answer.status_code == 422 and "not one of your roles" in answer.text
    assert cast.olle.door.get("/events/vinter/settings").status_code == 403
