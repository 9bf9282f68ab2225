"""Who leads: watches that hand over, lines without circles, a chief for every sector, police for every guard group."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.people import actions as people
from eventops.people.models import Organisation, OrganisationKind
from eventops.planning import actions, command
from eventops.planning.models import CommandPost, Intent, Watch, alive
from eventops.planning.queries import plan_of
from tests.cast import Cast

PLAN = "/events/vinter/plan"
DAY = date(2026, 6, 26)
WATCH = {"name": "Kväll", "day": "", "starts": "15:45", "ends": "00:00", "handover": "15", "audience": "police"}
POST = {"role": "tactical", "watch": "", "reports_to": "", "holder": "Eva Ljungdal", "audience": "police"}


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event, with a day in June."""
    events.add_day(cast.planned, SYSTEM, events.Day(DAY))
    return cast


def watch(cast: Cast, name: str, starts: str, ends: str, **more: Any) -> Watch:
    return actions.add(cast.planned, SYSTEM, Watch, {"name": name, "starts": starts, "ends": ends, **more})


def post(cast: Cast, role: str, holder: str | None = "Eva Ljungdal", **more: Any) -> CommandPost:
    return actions.add(cast.planned, SYSTEM, CommandPost, {"role": role, "holder": holder, **more})


def posts(cast: Cast) -> list[CommandPost]:
    return list(db.session.scalars(alive(CommandPost, cast.planned)))


def shown(nodes: list[command.Node]) -> list[Any]:
    return [(node.post.holder, shown(node.under)) for node in nodes]


def test_a_watch_crosses_midnight_and_has_its_hours_on_the_wall_of_the_event(planned: Cast) -> None:
    assert planned.petra.door.post(f"{PLAN}/watches/new", data=WATCH).status_code == 302
    [turn] = command.turns(planned.planned, plan_of(planned.planned).parts["watches"])
    assert turn.starts_at == datetime(2026, 6, 26, 13, 45, tzinfo=UTC)
    assert turn.ends_at == datetime(2026, 6, 26, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 24), 9), (date(2027, 3, 27), 7), (date(2026, 6, 26), 8)])
def test_a_night_watch_is_as_long_as_the_clocks_make_it(planned: Cast, day: date, hours: int) -> None:
    turn = watch(planned, "Natt", "22:00", "06:00").on(planned.planned, day)
    assert (turn.ends_at - turn.starts_at).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"starts": "25:00"}, "Write the hour as HH:MM, such as 07:45."),
        ({"ends": "15:45"}, "A watch cannot end when it starts."),
        ({"handover": "999"}, "Number must be between 0 and 240."),
    ],
)
def test_hours_that_are_none_are_refused_and_nothing_typed_is_lost(
    planned: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = planned.petra.door.post(f"{PLAN}/watches/new", data={**WATCH, **wrong})
    assert answer.status_code == 422 and message in answer.text and 'value="Kväll"' in answer.text


def test_r41_warns_when_two_watches_stand_together_for_less_than_fifteen_minutes(planned: Cast) -> None:
    watch(planned, "Dag", "07:45", "16:00")
    watch(planned, "Kväll", "15:50", "23:30")
    watch(planned, "Natt", "23:45", "08:00")
    found = command.short_handovers(planned.planned, plan_of(planned.planned).parts["watches"])
    assert [(short.turn.watch.name, short.minutes, short.wanted) for short in found] == [
        ("Dag", 10, 15), ("Kväll", -15, 15),
    ]  # fmt: skip
    page = planned.petra.door.get(f"{PLAN}/command").text
    assert "Dag ends 10 min into Kväll on 2026-06-26; 15 min are wanted" in page
    assert "Nobody is on watch for 15 min between Kväll and Natt" in page


def test_a_day_that_ends_has_nothing_to_hand_over(planned: Cast) -> None:
    watch(planned, "Förmiddag", "07:00", "12:00")
    watch(planned, "Kväll", "18:00", "23:00")
    assert command.short_handovers(planned.planned, plan_of(planned.planned).parts["watches"]) == []


def test_the_reporting_lines_are_drawn_for_each_watch_as_a_tree(planned: Cast) -> None:
    day, night = watch(planned, "Dag", "07:45", "20:00"), watch(planned, "Natt", "19:45", "08:00")
    top = post(planned, "commander", "Karin A")
    tactical = post(planned, "tactical", "Dagny B", watch=day.number, reports_to=top.number)
    post(planned, "tactical", "Natan C", watch=night.number, reports_to=top.number)
    post(planned, "p3", "Per D", reports_to=tactical.number)
    by_watch = {each.name: shown(command.tree(posts(planned), each)) for each in (day, night)}
    assert by_watch["Dag"] == [("Karin A", [("Dagny B", [("Per D", [])])])]
    assert by_watch["Natt"] == [("Karin A", [("Natan C", [("Per D", [])])])]
    page = planned.olle.door.get(f"{PLAN}/command").text
    assert page.count('class="tree tree--1"') == 2 and page.count("Karin A") >= 2


@pytest.mark.parametrize(("under", "span"), [(2, "narrow"), (3, ""), (7, ""), (8, "wide")])
def test_r41_flags_fewer_than_three_and_more_than_seven_who_report_to_one(
    planned: Cast, under: int, span: str
) -> None:
    top = post(planned, "commander", "Karin A")
    for number in range(under):
        post(planned, "liaison", f"Sam {number}", liaison="church", reports_to=top.number)
    [node] = command.tree(posts(planned), None)
    assert node.span == span
    flagged = f"{under} report to Event commander (KC), Karin A" in planned.petra.door.get(f"{PLAN}/command").text
    assert flagged == bool(span)


def test_reporting_lines_in_a_circle_are_refused(planned: Cast) -> None:
    top = post(planned, "commander", "Karin A")
    tactical = post(planned, "tactical", "Petra B", reports_to=top.number)
    lower = post(planned, "p3", "Olle C", reports_to=tactical.number)
    for reports_to in (top.number, lower.number):
        said = {**POST, "role": "commander", "holder": "Karin A", "reports_to": str(reports_to)}
        answer = planned.petra.door.post(f"{PLAN}/commands/{top.number}", data=said)
        assert answer.status_code == 422 and "The reporting lines would go round in a circle." in answer.text
    assert posts(planned)[0].reports_to is None


def test_a_circle_by_way_of_another_watch_is_refused_too(planned: Cast) -> None:
    day, night = watch(planned, "Dag", "07:45", "20:00"), watch(planned, "Natt", "19:45", "08:00")
    boss = post(planned, "tactical", "Dagny A", watch=day.number)
    under = post(planned, "p3", "Nils B", watch=night.number, reports_to=boss.number)
    with pytest.raises(Refused, match="circle"):
        post(planned, "tactical", "Nora C", watch=night.number, reports_to=under.number)


def test_a_guard_group_is_not_saved_without_its_named_police_lead(planned: Cast) -> None:
    group = {**POST, "role": "guard_group_lead", "guard_group": "OV1"}
    answer = planned.petra.door.post(f"{PLAN}/commands/new", data={**group, "holder": "  "})
    assert answer.status_code == 422 and "Name the police officer who leads this guard group." in answer.text
    assert 'value="OV1"' in answer.text and posts(planned) == []
    assert planned.petra.door.post(f"{PLAN}/commands/new", data=group).status_code == 302
    emptied = planned.petra.door.post(f"{PLAN}/commands/1", data={**group, "holder": ""})
    assert emptied.status_code == 422 and posts(planned)[0].holder == "Eva Ljungdal"


def test_a_guard_of_the_company_does_not_lead_a_guard_group(planned: Cast) -> None:
    company = db.session.scalars(db.select(Organisation).filter_by(kind=OrganisationKind.GUARD_COMPANY)).one()
    people.add_person(SYSTEM, name="Vakt Vaktsson", organisation=company)
    group = {**POST, "role": "guard_group_lead", "guard_group": "OV1", "holder": "Vakt Vaktsson"}
    answer = planned.petra.door.post(f"{PLAN}/commands/new", data=group)
    assert answer.status_code == 422
    assert "Vakt Vaktsson is with Vaktbolaget. A guard group is led by a police officer." in answer.text


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"role": "sector_chief"}, "Choose the sector that the chief answers for."),
        ({"role": "liaison"}, "Choose whom the liaison speaks for."),
        ({"role": "guard_group_lead"}, "Name the guard group."),
    ],
)
def test_a_post_says_what_its_role_needs(planned: Cast, said: dict[str, str], message: str) -> None:
    answer = planned.petra.door.post(f"{PLAN}/commands/new", data={**POST, **said})
    assert answer.status_code == 422 and message in answer.text


def test_r73_every_sector_has_a_named_chief_on_every_watch_or_is_listed(planned: Cast) -> None:
    day, night = watch(planned, "Dag", "07:45", "20:00"), watch(planned, "Natt", "19:45", "08:00")
    post(planned, "sector_chief", "Anna A", sector="A")
    post(planned, "sector_chief", "Bo B", sector="B", watch=day.number)
    post(planned, "sector_chief", None, sector="B", watch=night.number)
    plan = plan_of(planned.planned)
    gaps = command.gaps(plan.sectors, plan.parts["watches"], plan.parts["commands"])
    assert [(gap.sector, gap.watch and gap.watch.name) for gap in gaps] == [("B", "Natt")]
    page = planned.olle.door.get(f"{PLAN}/command").text
    assert "1 sector and watch without a named chief" in page and page.count("No chief") == 1


def test_r72_asks_in_the_intent_when_the_special_organisation_begins_and_ends(planned: Cast) -> None:
    door, asked = planned.petra.door, "Say in the intent when the special organisation begins and ends"
    watch(planned, "Dag", "07:45", "20:00")
    said = {"text": "Trygg fest", "start_criteria": "Onsdag 06:00", "audience": "police"}
    assert door.post(f"{PLAN}/intents/new", data=said).status_code == 302
    assert asked in door.get(f"{PLAN}/command").text
    assert door.post(f"{PLAN}/intents/1", data={**said, "end_criteria": "Sista tåget har gått"}).status_code == 302
    assert asked not in door.get(f"{PLAN}/command").text


def test_a_plan_has_one_intent(planned: Cast) -> None:
    actions.add(planned.planned, SYSTEM, Intent, {"text": "Trygg fest"})
    answer = planned.petra.door.post(f"{PLAN}/intents/new", data={"text": "En annan", "audience": "police"})
    assert answer.status_code == 422 and "The plan has an intent already. Change that one." in answer.text
    assert "Write the intent" not in planned.petra.door.get(f"{PLAN}/command").text


def test_a_watch_that_posts_stand_on_is_not_taken_out(planned: Cast) -> None:
    day = watch(planned, "Dag", "07:45", "20:00")
    post(planned, "tactical", watch=day.number)
    answer = planned.petra.door.post(f"{PLAN}/watches/{day.number}/drop", data={"drop-reason": "Slås ihop"})
    assert answer.status_code == 422 and "refers to it. Change that one first." in answer.text


def test_a_partner_sees_the_posts_that_are_for_it_and_no_other(planned: Cast) -> None:
    post(planned, "tactical", "MARK-POLIS")
    post(planned, "liaison", "MARK-KYRKAN", liaison="church", audience="partner:kyrkan")
    page = planned.kim.door.get(f"{PLAN}/command").text
    assert "MARK-KYRKAN" in page and "MARK-POLIS" not in page
    assert planned.kim.door.get(f"{PLAN}/commands/1").status_code == 404


def test_what_is_on_the_record_is_what_is_stored(planned: Cast) -> None:
    day = watch(planned, "Dag", "07:45", "20:00", day=DAY)
    post(planned, "tactical", watch=day.number)
    actions.add(planned.planned, SYSTEM, Intent, {"text": "Trygg fest"})
    assert verify("vinter").fault is None
