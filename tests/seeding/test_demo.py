"""The demo is a story that could have happened, loaded by the ordinary actions and never twice."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from eventops import audit, clock
from eventops.access import SYSTEM, Role
from eventops.errors import Conflict
from eventops.evaluation.lessons import learnt
from eventops.evaluation.models import LessonState
from eventops.events.models import Event, Membership, Partner, Phase, Place, PlaceKind
from eventops.extensions import db
from eventops.log.clocks import running
from eventops.log.custody import custody
from eventops.log.models import (
    Category,
    ConditionCheck,
    Decision,
    Entry,
    EntryKind,
    Errand,
    Incident,
    Intervention,
    InterventionPerson,
    Sitrep,
    State,
)
from eventops.people import actions as people
from eventops.people import passwords
from eventops.people.models import Account, CredentialKind, OrganisationKind, Person
from eventops.planning.models import Answer, Objective, PlanVersion, Proposal, Risk
from eventops.roster.models import Assignment, Function, Shift, Suspension
from eventops.seeding import seed_demo, seed_reference
from eventops.seeding.log import steps
from eventops.seeding.play import FROM, SLUG, replay
from eventops.seeding.story import ZONE, stories

from ..cast import Door
from ..conftest import make_app

pytestmark = pytest.mark.xdist_group("demo")  # one worker loads it once
EVENING = datetime(2026, 6, 26, 22, 30, tzinfo=ZONE)
SLUGS = {"demofestivalen", "demofestivalen-forra", "demofestivalen-forrforra", "ovning-fotboll", "samverkan-dalarna"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo, loaded on an evening in June."""
    folder = tmp_path_factory.mktemp("demo")
    app = make_app(f"sqlite:///{folder}/demo.db", folder)
    with app.app_context():
        upgrade()
        with clock.at(EVENING):
            seed_demo()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def festival(demo: Flask) -> Event:
    return event("demofestivalen")


def event(slug: str) -> Event:
    return db.session.scalars(db.select(Event).filter_by(slug=slug)).one()


def rows(model: Any, **by: Any) -> list[Any]:
    return list(db.session.scalars(db.select(model).filter_by(**by)))


def on_duty(festival: Event, function: Function) -> set[int]:
    query = db.select(Assignment.person_id).join(Assignment.shift)
    return set(db.session.scalars(query.where(Shift.event_id == festival.id, Shift.function == function)))


def rests(shifts: list[Shift]) -> list[timedelta]:
    return [after.starts_at - before.ends_at for before, after in pairwise(shifts)]


def test_the_demo_has_five_events_and_one_can_be_imported_into(demo: Flask) -> None:
    assert {each.slug for each in rows(Event)} == SLUGS
    programme = event("samverkan-dalarna")
    assert (programme.kind, programme.phase) == ("programme", Phase.LIVE)
    assert rows(Incident, event_id=programme.id) == rows(Entry, event_id=programme.id) == []


def test_the_second_day_of_the_festival_is_today_and_it_is_live(festival: Event) -> None:
    assert festival.phase is Phase.LIVE
    assert festival.day_number(EVENING) == 2
    assert len(festival.days) == 5
    assert festival.days[0].date.isoformat() == "2026-06-25"


@pytest.mark.parametrize("hour", ["2026-06-26 05:59", "2026-10-25 02:30", "2027-01-01 00:30", "2028-02-29 12:00"])
def test_whatever_the_hour_the_second_day_is_today_and_nothing_lies_ahead_of_going_live(demo: Flask, hour: str) -> None:
    now = datetime.fromisoformat(hour).replace(tzinfo=ZONE)
    with clock.at(now):
        story = next(each for each in stories() if each.frame["slug"] == SLUG)
    assert story.on(2, "06:00") <= now < story.on(3, "06:00")
    assert story.moment(story.frame["live"]) < now


def test_sixty_police_and_a_hundred_and_twenty_two_of_the_guards_stand_on_the_roster(festival: Event) -> None:
    guards = [each for each in rows(Person) if each.organisation.kind is OrganisationKind.GUARD_COMPANY]
    assert len(on_duty(festival, Function.POLICE)) == 60
    assert len(on_duty(festival, Function.GUARD)) == 122
    assert len(guards) == 126  # two more have no valid appointment, two are in reserve


def test_two_guards_have_no_valid_appointment_and_stand_on_no_shift(festival: Event) -> None:
    held = [each for each in rows(Person) if each.credentials]
    expired = [each for each in held if each.credentials[0].valid_until < festival.days[0].date]
    assert len(expired) == 2
    assert {each.id for each in expired}.isdisjoint(on_duty(festival, Function.GUARD))
    assert all(credential.kind is CredentialKind.GUARD_APPOINTMENT for each in held for credential in each.credentials)


def test_every_shift_has_the_people_it_needs_three_passes_a_day(festival: Event) -> None:
    shifts = rows(Shift, event_id=festival.id)
    left = [shift for shift in shifts if shift.need_id is not None]  # to show what gaps look like
    assert len(left) == 15 and not any(shift.staff for shift in left)
    suspended = Counter(each.assignment.shift_id for each in rows(Suspension, event_id=festival.id))
    assert all(len(shift.staff) == shift.needed - suspended[shift.id] for shift in shifts if shift not in left)
    patrols = Counter(festival.local(shift.starts_at).date() for shift in shifts if shift.function is Function.POLICE)
    assert set(patrols.values()) == {30}
    assert len(patrols) == 5


def test_one_guard_rests_less_than_eleven_hours(festival: Event) -> None:
    by_person: dict[int, list[Shift]] = {}
    for shift in sorted(rows(Shift, event_id=festival.id), key=lambda shift: shift.starts_at):
        for assignment in shift.staff:
            by_person.setdefault(assignment.person_id, []).append(shift)
    short = [own for own in by_person.values() if any(rest < timedelta(hours=11) for rest in rests(own))]
    assert len(short) == 1


def test_twelve_partners_of_every_kind_take_part(festival: Event) -> None:
    partners = rows(Partner, event_id=festival.id)
    assert len(partners) == 12
    assert {partner.organisation.kind for partner in partners} == set(OrganisationKind)
    assert [partner.slug for partner in partners if partner.is_lead] == ["polisen"]


def test_the_site_has_sectors_a_to_l_and_some_sixty_posts_each_in_its_sector(festival: Event) -> None:
    places = rows(Place, event_id=festival.id)
    sectors = [place for place in places if place.kind is PlaceKind.SECTOR]
    assert {place.code for place in sectors} == set("ABCDEFGHIJKL")
    posts = [place for place in places if place.kind in (PlaceKind.POST, PlaceKind.GATE, PlaceKind.MEDICAL)]
    assert len(posts) >= 55
    assert all(place.sector is not None and place.code.startswith(place.sector.code) for place in posts)


def test_the_plan_has_its_objectives_and_risks_and_was_published_before_going_live(festival: Event) -> None:
    assert len(rows(Objective, event_id=festival.id)) == 14
    assert len(rows(Risk, event_id=festival.id)) == 24
    version, *_ = rows(PlanVersion, event_id=festival.id)
    assert festival.went_live_at is not None and version.published_at < festival.went_live_at


def test_the_log_of_the_evening_is_long_varied_and_partly_open(festival: Event) -> None:
    incidents = rows(Incident, event_id=festival.id)
    assert 200 <= len(incidents) <= 300
    assert {incident.priority for incident in incidents} == {1, 2, 3, 4}
    assert len({incident.category_code for incident in incidents}) > 50
    assert 5 <= sum(incident.is_open for incident in incidents) <= 60
    placed = [incident for incident in incidents if incident.category_code != "I3"]  # a breach is of a paper
    assert all(incident.sector is not None and incident.lat is not None for incident in placed)
    audiences = Counter(incident.audience for incident in incidents)
    assert {"all", "police", "command", "partner:kyrkan", "partner:varden"} <= set(audiences)


def test_entries_stand_at_the_time_they_were_written_by_those_who_wrote_them(festival: Event) -> None:
    entries = sorted(rows(Entry, event_id=festival.id), key=lambda entry: entry.number)
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry.occurred_at <= entry.entered_at <= EVENING for entry in entries)
    assert [entry.entered_at for entry in entries] == sorted(entry.entered_at for entry in entries)
    kinds = Counter(entry.kind for entry in entries)
    assert kinds[EntryKind.STRIKE] == 1
    assert kinds[EntryKind.DECISION] >= 6
    roles = {entry.author_role for entry in entries}
    assert {Role.COMMANDER, Role.OPERATOR, Role.PARTNER_COORDINATOR} <= roles


def test_decisions_of_the_police_are_for_the_command_only(festival: Event) -> None:
    decisions = rows(Decision, event_id=festival.id)
    assert len(decisions) >= 8
    assert {each.audience for each in decisions if each.partner == "polisen"} == {"command"}
    assert {each.audience for each in decisions if each.partner == "arrangoren"} == {"all"}


def test_something_is_due_something_was_reported_and_conditions_were_checked(festival: Event) -> None:
    now = EVENING
    assert [each.number for each in rows(Decision, event_id=festival.id) if each.due_at and each.due_at <= now]
    tasks = rows(Errand, event_id=festival.id)
    assert {each.state for each in tasks} == {"open", "taken", "done"}
    assert any(each.overdue(now) for each in tasks)
    assert {each.audience for each in rows(Sitrep, event_id=festival.id)} == {"all", "police"}
    checks = rows(ConditionCheck, event_id=festival.id)
    assert [each.incident.category_code for each in checks if each.incident] == ["I3"] and len(checks) >= 4


def test_earlier_editions_are_closed_and_had_more_violence(demo: Flask) -> None:
    violence = {}
    for slug in ("demofestivalen-forrforra", "demofestivalen-forra"):
        past = event(slug)
        incidents = rows(Incident, event_id=past.id)
        assert past.phase is Phase.CLOSED
        assert past.series is not None and past.series.slug == "demofestivalen"
        assert all(incident.state is State.CLOSED for incident in incidents)
        violence[slug] = sum(incident.category_code in ("V1", "V2", "S1", "O11") for incident in incidents)
    assert violence["demofestivalen-forrforra"] > violence["demofestivalen-forra"] > 0


def test_what_was_learnt_last_year_is_partly_carried_over_and_partly_still_to_be_decided_on(demo: Flask) -> None:
    past = event("demofestivalen-forra")
    states = [each.state for each in learnt(past, SYSTEM)]
    assert Counter(states) == {LessonState.CARRIED: 1, LessonState.CLOSED: 1, LessonState.OPEN: 5}  # one of a debrief
    proposals = rows(Proposal, event_id=event("demofestivalen").id)
    assert Counter(each.answer for each in proposals) == {Answer.DECLINED: 4, Answer.ACCEPTED: 1, None: 5}
    written = [each.lesson.number for each in learnt(past, SYSTEM) if each.lesson.audience == "all"]
    assert written == [2, 4]


def test_every_role_has_an_account_to_sign_in_with(demo: Flask) -> None:
    accounts = seed_demo()
    assert {account.role for account in accounts} == {*(role.value for role in Role), "administrator"}
    member = rows(Membership, event_id=event("samverkan-dalarna").id)
    assert {each.account.email for each in member} >= {"commander@demo.invalid", "coordinator@demo.invalid"}
    demo.test_client_class = Door
    said = {"email": accounts[0].email, "password": accounts[0].password}
    assert demo.test_client().post("/login", data=said).status_code == 302
    kept = {account.email: account.password or "" for account in rows(Account)}
    assert all(passwords.matches(account.password, kept[account.email]) for account in accounts)


def test_every_chain_of_the_demo_is_whole(demo: Flask) -> None:
    for chain in rows(audit.Chain):
        assert audit.first_broken(audit.records(chain.name), chain.length, chain.head) is None


def test_loading_twice_adds_nothing(demo: Flask) -> None:
    def size() -> list[tuple[str, int]]:
        return sorted((chain.name, chain.length) for chain in rows(audit.Chain))

    before = size()
    assert seed_demo() == seed_demo()
    assert size() == before


def test_the_demo_is_not_put_beside_real_accounts(app: Flask) -> None:
    with pytest.raises(Conflict):
        seed_demo()
    with pytest.raises(Conflict):
        seed_demo(fresh=True)
    assert rows(Account, email="olle@example.org")


def test_a_fresh_demo_begins_again(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path}/demo.db", tmp_path)
    with app.app_context():
        upgrade()
        people.add_account(SYSTEM, email="old@demo.invalid", name="Old", password="left from last summer")
        with clock.at(datetime(2026, 7, 14, 7, tzinfo=ZONE)):
            assert len(seed_demo(fresh=True)) == 13
        assert not rows(Account, email="old@demo.invalid")
        assert event("demofestivalen").days[1].date.isoformat() == "2026-07-14"
        assert sum(each.is_open for each in rows(Incident, event_id=event("demofestivalen").id)) >= 5
        db.session.remove()
        db.engine.dispose()


def test_the_cells_fill_and_clocks_run_towards_their_limits(festival: Event) -> None:
    with clock.at(EVENING):
        held, told = custody(festival, clock.now()), running(festival, SYSTEM, clock.now())
    assert (held.occupied, held.cells, held.stations[0].full) == (9, 12, True)
    assert {(each.what, each.stage) for each in told} >= {("limit", "amber"), ("report", "red"), ("review", "red")}
    taken = rows(Intervention, event_id=festival.id)
    assert len({each.kind for each in taken}) >= 14 and any(each.incident for each in taken)
    assert all(person.name is None for person in rows(InterventionPerson, event_id=festival.id))


def test_reference_data_is_refreshed_not_doubled(app: Flask) -> None:
    assert seed_reference() == 0
    fire = db.session.get_one(Category, "B1")
    assert (fire.sv, fire.en, fire.priority, fire.core) == ("Brand", "Fire", 1, True)
    assert len(rows(Category)) == len({each.code for each in rows(Category)}) == 137


def test_playing_writes_the_evening_again_as_it_happens_now(demo: Flask) -> None:
    with clock.at(EVENING):
        story = next(each for each in stories() if each.frame["slug"] == SLUG)
        told = [step for step in steps(story, event(SLUG)) if step.began >= story.moment(FROM)]
        before, waits = len(rows(Incident, event_id=event(SLUG).id)), list[float]()
        for _ in zip(range(40), replay(waits.append, speed=60), strict=False):
            pass
    incidents = sorted(rows(Incident, event_id=event(SLUG).id), key=lambda incident: incident.number)
    assert len(incidents) > before + 3
    assert all(incident.opened_at == EVENING.astimezone(UTC) for incident in incidents[before:])
    assert sum(waits) == pytest.approx((told[39].at - told[0].at).total_seconds() / 60)
