"""Partners: each answers for its own, somebody is responsible at every hour, and agreements hold when they must."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.duty_roster import functions, stretches
from eventops.planning.models import Agreement, Duty, Objective, Part, PartnerRole, Risk, Task
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
ROLE = {"partner": "kyrkan", "role": "Krisstöd", "coordinator": "Kim Kyrksson", "phone": "070-1740601"}


def add(cast: Cast, kind: type[Part], **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, kind, said)


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 1, day, hour, tzinfo=UTC)


def duty(cast: Cast, start: datetime, end: datetime, name: str = "Tib Andersson", **more: Any) -> Any:
    said = {"partner": "trafiken", "function": "Trafikledare", "name": name, "starts_at": start, "ends_at": end}
    return add(cast, Duty, **(said | more))


@pytest.fixture
def days(cast: Cast) -> Cast:
    """The planned event, on two days that follow on each other and one apart."""
    for day in (8, 9, 12):
        events.add_day(cast.planned, SYSTEM, events.Day(date(2027, 1, day), None, None, 1000))
    return cast


def roles(cast: Cast) -> list[PartnerRole]:
    return list(db.session.scalars(db.select(PartnerRole).filter_by(event_id=cast.planned.id).order_by("number")))


# -- roles --


def test_a_coordinator_writes_the_own_partners_role_and_is_seen_by_the_police(cast: Cast) -> None:
    answer = cast.kim.door.post(f"{PLAN}/partner_roles/new", data=ROLE)
    assert answer.status_code == 302, answer.text
    [role] = roles(cast)
    assert (role.partner, role.audience, role.mandate) == ("kyrkan", "partner:kyrkan", False)
    for door in (cast.kim.door, cast.petra.door):
        assert "Kim Kyrksson" in door.get(f"{PLAN}/partners").text
    for door in (cast.anders.door, cast.tove.door):
        page = door.get(f"{PLAN}/partners").text
        assert "Kim Kyrksson" not in page and "070-1740601" not in page


def test_a_coordinator_cannot_write_what_others_answer_for(cast: Cast) -> None:
    add(cast, PartnerRole, **(ROLE | {"partner": "trafiken", "audience": "all"}))
    add(cast, PartnerRole, **(ROLE | {"partner": "arrangoren"}))
    kim = cast.kim.door
    for number, status in ((1, 403), (2, 404)):
        assert kim.get(f"{PLAN}/partner_roles/{number}").status_code == status
        assert kim.post(f"{PLAN}/partner_roles/{number}", data=ROLE).status_code == status
        assert kim.post(f"{PLAN}/partner_roles/{number}/drop", data={"drop-reason": "x"}).status_code == status
    answer = kim.post(f"{PLAN}/partner_roles/new", data=ROLE | {"partner": "polisen"})
    assert answer.status_code == 422
    assert [each.partner for each in roles(cast)] == ["trafiken", "arrangoren"]
    assert kim.post(f"{PLAN}/tasks/new", data={"text": "Jag tar över", "accountable": "kyrkan"}).status_code == 403
    assert kim.post(f"{PLAN}/agreements/new", data=AGREED).status_code == 403
    assert not db.session.scalars(db.select(Task)).all() and not db.session.scalars(db.select(Agreement)).all()


def test_a_coordinator_cannot_give_the_own_role_to_somebody_else(cast: Cast) -> None:
    cast.kim.door.post(f"{PLAN}/partner_roles/new", data=ROLE)
    answer = cast.kim.door.post(f"{PLAN}/partner_roles/1", data=ROLE | {"partner": "trafiken"})
    assert answer.status_code == 422
    assert [each.partner for each in roles(cast)] == ["kyrkan"]


def test_row_12_a_partner_does_not_give_itself_the_mandate_to_decide(cast: Cast) -> None:
    kim, said = cast.kim.door, ROLE | {"representative": "Kyrkoherden"}
    answer = kim.post(f"{PLAN}/partner_roles/new", data=said | {"mandate": "y"})
    assert answer.status_code == 422 and "Kyrkoherden" in answer.text
    assert re.search(r'id="mandate-error".*?Those who plan the event say this', answer.text, re.S)
    assert kim.post(f"{PLAN}/partner_roles/new", data=said).status_code == 302
    assert kim.post(f"{PLAN}/partner_roles/1", data=said | {"mandate": "y"}).status_code == 422
    with pytest.raises(Refused, match="Those who plan"):
        actions.edit(cast.planned, cast.kim.actor(cast.planned), roles(cast)[0], {"mandate": True})
    assert cast.petra.door.post(f"{PLAN}/partner_roles/1", data=said | {"mandate": "y"}).status_code == 302
    shown = re.search(r'<input[^>]*id="mandate"[^>]*>', kim.get(f"{PLAN}/partner_roles/1").text)
    assert shown and "disabled" in shown[0] and "checked" in shown[0]
    assert kim.post(f"{PLAN}/partner_roles/1", data=said | {"phone": "070-1740699"}).status_code == 302
    [role] = roles(cast)
    assert (role.mandate, role.phone) == (True, "070-1740699")  # a browser sends nothing of what is disabled
    assert kim.post(f"{PLAN}/partner_roles/1", data=said | {"representative": "Komministern"}).status_code == 302
    assert not roles(cast)[0].mandate  # it was the other one's


def test_a_partner_has_one_role(cast: Cast) -> None:
    door = cast.petra.door
    assert door.post(f"{PLAN}/partner_roles/new", data=ROLE).status_code == 302
    answer = door.post(f"{PLAN}/partner_roles/new", data=ROLE)
    assert answer.status_code == 422 and "There is one already. Edit that one." in answer.text
    assert "Krisstöd</textarea>" in answer.text
    door.post(f"{PLAN}/partner_roles/1/drop", data={"drop-reason": "Skrivs om"})
    assert door.post(f"{PLAN}/partner_roles/new", data=ROLE).status_code == 302
    answer = door.post(f"{PLAN}/partner_roles/2", data=ROLE | {"role": "Vilotält"})
    assert answer.status_code == 302 and roles(cast)[1].role == "Vilotält"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"mandate": "y"}, "Say who has the mandate."),
        ({"phone": "ring"}, "That is no telephone number."),
        ({"email": "kim"}, "That is no e-mail address."),
        ({"partner": ""}, "This field is required."),
    ],
)
def test_a_role_that_cannot_be_is_refused_beside_its_field(cast: Cast, wrong: Any, message: str) -> None:
    answer = cast.petra.door.post(f"{PLAN}/partner_roles/new", data=ROLE | wrong)
    assert answer.status_code == 422 and message in answer.text
    assert roles(cast) == []


def test_what_hangs_on_one_person_is_said(cast: Cast) -> None:
    """Finding 11 of the domain: nothing may depend on one person."""
    whole = {"representative": "Bo", "mandate": True, "deputy": "Ek", "always_phone": "070-1740604"}
    add(cast, PartnerRole, **(ROLE | whole))
    add(cast, PartnerRole, **(ROLE | {"partner": "arrangoren"}))
    page = cast.petra.door.get(f"{PLAN}/partners").text
    wanting = page[page.index("To put right") : page.index('id="partner_roles"')]
    assert "Kyrkan" not in wanting
    for text in ("Arrangören", "no deputy", "no mandate to decide", "not reached around the clock"):
        assert text in wanting
    assert wanting.count("no role in the plan yet") == 2
    own = cast.kim.door.get(f"{PLAN}/partners").text
    assert "no deputy" not in own and "no role in the plan yet" not in own


# -- the responsibility matrix --


def test_the_matrix_shows_each_partners_letters_and_a_task_that_is_nobodys_in_red(cast: Cast) -> None:
    add(cast, Task, text="Tömma området", responsible=["arrangoren", "trafiken"], accountable="arrangoren",
        consulted=["polisen"], informed=["kyrkan"], sector="A")  # fmt: skip
    add(cast, Task, text="Städa efteråt", responsible=["arrangoren"])
    page = cast.petra.door.get(f"{PLAN}/tasks").text
    rows = re.findall(r"<tr(?: class=\"(\w+)\")?><th class=\"raci__task\".*?</tr>", page, re.S)
    assert rows == ["", "raci__orphan"]
    first = page[page.index("Tömma området</a>") : page.index("Städa efteråt</a>")]
    assert re.findall(r'title="[^"]*">([RACI])</abbr>', first) == ["C", "R", "A", "I", "R"]
    assert "One task lacks somebody" in page and "nobody has A" in page


def test_a_task_is_seen_by_the_police_and_those_it_names(cast: Cast) -> None:
    said = {"text": "Vilotält", "responsible": ["kyrkan"], "accountable": "kyrkan", "consulted": ["arrangoren"]}
    assert cast.petra.door.post(f"{PLAN}/tasks/new", data=said).status_code == 302
    task = db.session.scalars(db.select(Task).filter_by(event_id=cast.planned.id)).one()
    assert task.audience == "partner:arrangoren+partner:kyrkan"
    assert "Vilotält" in cast.kim.door.get(f"{PLAN}/tasks").text
    assert "Vilotält" in cast.anders.door.get(f"{PLAN}/tasks").text
    assert "Vilotält" not in cast.tove.door.get(f"{PLAN}/tasks").text
    said = {"text": "Vilotält", "responsible": ["kyrkan"], "accountable": "kyrkan"}
    cast.petra.door.post(f"{PLAN}/tasks/1", data=said)
    db.session.refresh(task)
    assert task.audience == "partner:kyrkan"


def test_two_planners_who_each_name_a_partner_both_keep_it_and_both_partners_see_the_task(cast: Cast) -> None:
    add(cast, Task, text="Vilotält", responsible=["arrangoren"])
    was = db.session.scalars(db.select(Task).filter_by(event_id=cast.planned.id)).one().said()
    for player, partner in ((cast.petra, "kyrkan"), (cast.karin, "trafiken")):
        form = {"text": "Vilotält", "responsible": ["arrangoren", partner], "audience": "", "was": json.dumps(was)}
        assert player.door.post(f"{PLAN}/tasks/1", data=form).status_code == 302
    task = db.session.scalars(db.select(Task).filter_by(event_id=cast.planned.id)).one()
    assert task.responsible == ["arrangoren", "kyrkan", "trafiken"]
    assert task.audience == "partner:arrangoren+partner:kyrkan+partner:trafiken"


def test_an_audience_that_somebody_chose_stays_until_somebody_lets_it_follow(cast: Cast) -> None:
    add(cast, Task, text="Vilotält", responsible=["kyrkan"], audience="police")
    door = cast.petra.door
    assert "Vilotält" not in cast.kim.door.get(f"{PLAN}/tasks").text
    door.post(f"{PLAN}/tasks/1", data={"text": "Vilotältet", "responsible": ["kyrkan"], "audience": "police"})
    assert "Vilotält" not in cast.kim.door.get(f"{PLAN}/tasks").text
    door.post(f"{PLAN}/tasks/1", data={"text": "Vilotältet", "responsible": ["kyrkan"], "audience": ""})
    assert "Vilotältet" in cast.kim.door.get(f"{PLAN}/tasks").text


def test_who_hears_one_partner_does_not_hear_another_whose_name_begins_the_same(cast: Cast) -> None:
    add(cast, Task, text="Skyddat", responsible=["arrangoren", "kyrkan"], audience="partner:a+partner:kyrkan-nord")
    assert "Skyddat" not in cast.kim.door.get(f"{PLAN}/tasks").text


def test_nobody_both_does_a_task_and_is_told_of_it(cast: Cast) -> None:
    said = {"text": "Vilotält", "responsible": ["kyrkan"], "accountable": "kyrkan", "informed": ["kyrkan"]}
    answer = cast.petra.door.post(f"{PLAN}/tasks/new", data=said)
    assert answer.status_code == 422
    assert "Who does the task or answers for it is not consulted or informed, too." in answer.text


# -- agreements --


AGREED = {"name": "Nattrafik", "parties": ["trafiken", "polisen"], "valid_from": "2027-01-01", "valid_to": "2027-01-31",
    "resources": "Trafiken: 14 nattbussar\nPolisen: eskort",
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"valid_to": "2026-12-31"}, "It ends before it begins."),
        ({"parties": ["polisen"]}, "An agreement has at least two parties."),
        ({"resources": "14 nattbussar"}, "Write one line for each party: Kommunen: 4 trafikvärdar."),
        ({"valid_from": ""}, "This field is required."),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(cast: Cast, wrong: Any, message: str) -> None:
    answer = cast.petra.door.post(f"{PLAN}/agreements/new", data=AGREED | wrong)
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Nattrafik"' in answer.text


def test_an_agreement_that_ends_too_early_or_was_to_be_looked_over_is_said(days: Cast) -> None:
    door = days.petra.door
    assert door.post(f"{PLAN}/agreements/new", data=AGREED).status_code == 302
    assert "does not hold on every day" not in door.get(f"{PLAN}/partners").text
    door.post(f"{PLAN}/agreements/1", data=AGREED | {"valid_to": "2027-01-11", "review_on": "2026-01-02"})
    page = door.get(f"{PLAN}/partners").text
    assert "does not hold on every day of the event" in page and "was to be looked over by 2026-01-02" in page
    assert "Nattrafik" in days.tove.door.get(f"{PLAN}/partners").text
    assert "Nattrafik" not in days.kim.door.get(f"{PLAN}/partners").text
    agreement = db.session.scalars(db.select(Agreement).filter_by(event_id=days.planned.id)).one()
    assert not agreement.review_due(date(2026, 1, 2)) and agreement.review_due(date(2026, 1, 3))


# -- the duty roster --


def test_hours_are_entered_on_the_events_wall_and_kept_as_moments(cast: Cast) -> None:
    sent = {"partner": "trafiken", "function": "Trafikledare", "name": "Tib", "phone": "070-1740602",
        "starts_at": "2027-07-08T06:00", "ends_at": "2027-07-09T06:00",
    }  # fmt: skip
    assert cast.tove.door.post(f"{PLAN}/duties/new", data=sent).status_code == 302
    kept = db.session.scalars(db.select(Duty).filter_by(event_id=cast.planned.id)).one()
    assert kept.starts_at == datetime(2027, 7, 8, 4, tzinfo=UTC)
    page = cast.tove.door.get(f"{PLAN}/duties/1").text
    assert 'value="2027-07-08T06:00"' in page
    assert "2027-07-08 06:00 – 2027-07-09 06:00" in cast.tove.door.get(f"{PLAN}/duties").text
    assert "Tib" not in cast.kim.door.get(f"{PLAN}/duties").text
    answer = cast.tove.door.post(f"{PLAN}/duties/1", data=sent | {"ends_at": "2027-07-08T05:00"})
    assert answer.status_code == 422 and "It ends before it begins." in answer.text
    answer = cast.tove.door.post(f"{PLAN}/duties/1", data=sent | {"starts_at": "2027-03-28T02:30"})
    assert answer.status_code == 422 and "the clock is put forward then" in answer.text


def test_gaps_and_overlaps_over_the_events_days_are_found(days: Cast) -> None:
    """The days begin at 06:00 on the wall, 05:00 UTC in January."""
    duty(days, at(8, 5), at(9, 5))
    duty(days, at(9, 3), at(10, 1), "Bo Bussdal")
    duty(days, at(12, 5), at(13, 5), "Bo Bussdal", function="trafikledare")
    [function] = functions(days.planned, db.session.scalars(db.select(Duty)))
    assert [(each.starts_at, each.ends_at) for each in function.of_kind("gap")] == [(at(10, 1), at(10, 5))]
    [overlap] = function.of_kind("overlap")
    assert (overlap.starts_at, overlap.ends_at) == (at(9, 3), at(9, 5))
    assert [each.name for each in overlap.held] == ["Tib Andersson", "Bo Bussdal"]
    page = days.petra.door.get(f"{PLAN}/duties").text
    assert "2027-01-10 02:00 – 06:00" in page and "two at once" in page


def test_a_roster_without_holes_says_so_and_ends_are_half_open(days: Cast) -> None:
    for start, end in ((at(8, 5), at(9, 5)), (at(9, 5), at(10, 5)), (at(12, 5), at(14, 5))):
        duty(days, start, end)
    [function] = functions(days.planned, db.session.scalars(db.select(Duty)))
    assert {each.kind for each in function.stretches} == {"held"}
    assert "always somebody, never two" in days.petra.door.get(f"{PLAN}/duties").text
    assert [each.kind for each in stretches((at(1, 0), at(2, 0)), [])] == ["gap"]


def test_who_is_responsible_now_stands_on_every_page_for_those_who_may_see_it(cast: Cast) -> None:
    now = clock.now()
    duty(cast, now.replace(year=now.year - 1), now.replace(year=now.year + 1), phone="070-1740603")
    duty(cast, now.replace(year=now.year - 2), now.replace(year=now.year - 1), "Förra Årets")
    duty(cast, now.replace(year=now.year - 1), now.replace(year=now.year + 1), "Per Polis", partner="polisen")
    page = cast.petra.door.get("/events/vinter/members").text
    assert re.search(r"topbar__duty.*Responsible now </span>Per Polis <span[^>]*>\+1", page)
    section = cast.petra.door.get(f"{PLAN}/duties").text
    now_pane = section[section.index('id="responsible"') : section.index('id="duties"')]
    assert "Tib Andersson" in now_pane and "070-1740603" in now_pane and "Förra Årets" not in now_pane
    assert "Tib Andersson" in cast.tove.door.get("/events/vinter/plan").text
    assert "topbar__duty" not in cast.kim.door.get("/events/vinter/plan").text
    assert "070-1740603" not in cast.kim.door.get(f"{PLAN}/duties").text


def test_what_was_said_stands_on_the_record_with_everything_it_says_by_default(cast: Cast) -> None:
    add(cast, Task, text="Städa")
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="task.added")).one()
    facts = json.loads(record.facts or "")
    assert (facts["responsible"], facts["consulted"], facts["audience"]) == ([], [], "police")


def test_a_frozen_version_says_hours_on_the_wall_and_partners_by_name(cast: Cast) -> None:
    duty(cast, at(8, 5), at(9, 5), audience="all")
    add(cast, Objective, text="Ingen skadas")
    add(cast, Risk, text="Storm", likelihood=2, consequence=5)
    accept_reds(cast.planned)
    actions.publish(cast.planned, SYSTEM)
    page = cast.kim.door.get(f"{PLAN}/versions/1").text
    assert "2027-01-08 06:00" in page and '<dd class="part__text">Trafiken</dd>' in page
