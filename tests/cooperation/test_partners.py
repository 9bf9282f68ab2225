"""The page of those who take part: everybody is there, and nobody learns more than they may."""

import re

from eventops.log import actions as log

PAGE = "/events/sommar/cooperation"


def card(page, slug):
    """The part of the page about one partner."""
    return re.search(rf'aria-labelledby="partner-{slug}".*?</section>', page, re.S)[0]


def test_every_partner_stands_there_with_its_kind_and_who_leads(cast):
    page = cast.kim.door.get(PAGE).text
    assert "Organiser" in card(page, "arrangoren")
    assert "Leads" in card(page, "polisen")
    assert "Leads" not in card(page, "kyrkan")


def test_names_of_members_are_for_those_who_manage_members_and_for_its_own(cast):
    page = cast.kim.door.get(PAGE).text
    assert "Kim" in card(page, "kyrkan")
    assert "Tove" not in card(page, "trafiken")
    assert "Partner coordinator" in card(page, "trafiken")
    assert "Tove" in card(cast.petra.door.get(PAGE).text, "trafiken")


def test_what_is_shared_by_name_is_counted_for_those_who_hear_it(cast):
    karin = cast.karin.actor(cast.event)
    for text, audience in (("till båda", "partner:kyrkan+partner:trafiken"), ("till trafiken", "partner:trafiken")):
        log.add_entry(cast.event, karin, text=text, audience=audience)
    church = cast.kim.door.get(PAGE).text
    assert re.search(r"1 line, the latest .*till båda", card(church, "kyrkan"), re.S)
    assert "latest" not in card(church, "trafiken")
    assert "till trafiken" not in church
    assert re.search(r"2 lines, the latest .*till trafiken", card(cast.karin.door.get(PAGE).text, "trafiken"), re.S)


def test_what_a_partner_hears_follows_from_its_members_roles(cast):
    page = cast.karin.door.get(PAGE).text
    assert "Command" in card(page, "polisen")
    assert "Police" not in card(page, "kyrkan")
    assert "Everyone" in card(page, "kyrkan")


def test_strangers_find_nothing(cast):
    assert cast.stig.door.get(PAGE).status_code == 404
