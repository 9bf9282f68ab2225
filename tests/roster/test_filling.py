"""The gaps are filled by a proposal that breaks no rule, is as full as can be, and is checked anew when it is taken."""

import itertools
import os
import random
import re
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import change
from eventops.events import actions as events
from eventops.events.models import Event, Place
from eventops.extensions import db
from eventops.log import integrity
from eventops.people import actions as people
from eventops.people.models import CredentialKind, Organisation, Person
from eventops.roster import actions
from eventops.roster.actions import Duty
from eventops.roster.filling import runs
from eventops.roster.filling.greedy import greedy
from eventops.roster.filling.outcome import outcome, posted
from eventops.roster.filling.plain import Filled, Found, Post, Problem, Slot, Worker, read
from eventops.roster.filling.search import Effort, Search
from eventops.roster.models import Assignment, Enlistment, Filling, FillingState, Function, Shift, Wish, WishKind
from tests.cast import Cast

from .conftest import BASIS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = (clock.now() + timedelta(days=20)).replace(hour=7, minute=0, second=0, microsecond=0)
HOSTILE = "<script>alert('natt')</script>"


# -- the solver alone, on random small problems, checked without its model --


def some_problem(dice: random.Random, workers: int, slots: int) -> Problem:
    starts = sorted(dice.randrange(0, 72) * 60 for _ in range(slots))
    made, number = [], itertools.count(1)
    for start in starts:
        posts = tuple(Post(next(number), dice.randint(1, 2), dice.randint(1, 3)) for _ in range(dice.randint(1, 2)))
        made.append(Slot(start, start + dice.choice([4, 8, 9]) * 60, dice.random() < 0.3, posts))
    people = [
        Worker(
            n + 100, dice.choice([0, 480]), dice.choice([0, 1]), dice.choice([None, None, 480, 1000]),
            dice.choice([None, "P11", "P12"]), dice.random() < 0.15, dice.random() < 0.2,
            ((600, 1500),) if dice.random() < 0.2 else (), (1,) if dice.random() < 0.2 else (),
            ((start := dice.randrange(72) * 60, start + 480, dice.choice(["here", "elsewhere"])),)
            if dice.random() < 0.3 else (),
            {index: "appointment" for index in range(slots) if dice.random() < 0.2},
        )
        for n in range(workers)
    ]  # fmt: skip
    rest = dice.choice([0, 660])
    return Problem(tuple(made), tuple(people), rest, 660, dice.random() < 0.5)


def faults(problem: Problem, filled: Filled) -> list[str]:
    """Every hard rule that is broken, found with nothing of the solver's."""
    found = []
    for worker, mine in zip(problem.workers, filled, strict=True):
        chosen = [problem.slots[index] for index in mine]
        new = [(slot.start, slot.end) for slot in chosen]
        old = [(start, end) for start, end, _ in worker.busy]
        for one, other in [*itertools.combinations(new, 2), *itertools.product(new, old)]:
            first, second = sorted((one, other))
            if second[0] - first[1] < problem.rest or second[0] < first[1]:
                found.append(f"{worker.id} {one} {other}")
        if set(mine) & set(worker.barred) or len(set(mine)) < len(mine):
            found.append(f"{worker.id} is barred")
        if worker.left is not None and sum(end - start for start, end in new) > worker.left:
            found.append(f"{worker.id} has no hours left")
        if worker.reserve and mine and not problem.reserves:
            found.append(f"{worker.id} is a reserve")
    counted = Counter(index for mine in filled for index in mine)
    return found + [f"slot {i} is too full" for i, count in counted.items() if count > problem.slots[i].gap]


def solved(problem: Problem, **effort: Any) -> Found:
    return Search(problem, greedy(problem), Effort(**{"rounds": 0.2, **effort}), lambda _found: None).run()


def test_no_proposal_breaks_a_hard_rule_and_the_same_roster_gets_the_same_one() -> None:
    dice = random.Random(20270328)
    for _ in range(25):
        problem = some_problem(dice, dice.randint(0, 12), dice.randint(1, 9))
        assert faults(problem, greedy(problem)) == []
        found = solved(problem)
        assert faults(problem, found.filled) == []
        assert found.covered == sum(map(len, found.filled)) == found.most
        assert solved(read(problem.as_json())).filled == found.filled
        told = outcome(problem, found.filled)
        placed = Counter(row["shift"] for row in told["rows"])
        gaps = {post.shift: post.gap for slot in problem.slots for post in slot.posts}
        assert all(placed[shift] <= gap for shift, gap in gaps.items())
        left = {each["shift"]: each["missing"] for each in told["empty"]}
        assert {shift: gap - placed[shift] for shift, gap in gaps.items() if gap > placed[shift]} == left
        assert all("possible" not in each["why"] for each in told["empty"])  # else somebody could still go there
        for each in told["empty"]:
            there = sum(problem.slot_of[row["shift"]] == problem.slot_of[each["shift"]] for row in told["rows"])
            assert sum(each["why"].values()) == len(problem.workers) - there


def test_as_many_places_are_filled_as_trying_everything_fills() -> None:
    dice = random.Random(7)
    better = 0
    for _ in range(40):
        problem = some_problem(dice, 3, 4)
        every = list(itertools.chain.from_iterable(itertools.combinations(range(4), size) for size in range(5)))
        each = [[mine for mine in every if not faults(_alone(problem, n), [list(mine)])] for n in range(3)]
        best = max(
            sum(map(len, filled))
            for filled in itertools.product(*each)
            if not faults(problem, [list(mine) for mine in filled])
        )
        assert solved(problem).covered == best
        better += best > sum(map(len, greedy(problem)))
    assert better  # the quick answer alone would not do


def _alone(problem: Problem, n: int) -> Problem:
    return Problem(problem.slots, (problem.workers[n],), problem.rest, problem.soft_rest, problem.reserves)


def test_nights_and_hours_are_shared_wishes_heeded_and_teams_stand_together() -> None:
    days = [Slot(day * 1440 + 480, day * 1440 + 960, False, (Post(day, 2, 1),)) for day in range(4)]
    nights = [Slot(day * 1440 + 1320, day * 1440 + 1800, True, (Post(10 + day, 1, 2),)) for day in range(4)]
    crew = (
        Worker(1, no_nights=True), Worker(2, free=((480, 960),)), Worker(3), Worker(4),
        Worker(5, group="lag"), Worker(6, group="lag"),
    )  # fmt: skip
    found = solved(Problem((*days, *nights), crew, 660, 660), rounds=4)
    assert found.covered == 12
    assert [len(mine) for mine in found.filled] == [2] * 6
    assert all(sum(index >= 4 for index in mine) <= 1 for mine in found.filled)
    assert not any(index >= 4 for index in found.filled[0]) and 0 not in found.filled[1]

    here = Slot(0, 480, False, (Post(1, 2, 1), Post(2, 2, 2)))
    teams = tuple(Worker(n, group=team, places=(2,) if n == 3 else ()) for n, team in enumerate("abab"))
    where = dict(posted(Problem((here,), teams), [[0]] * 4))
    assert where[0] == where[2] == 1 and where[1] == where[3] == 2


def test_less_rest_is_let_pass_only_where_a_place_would_stay_empty() -> None:
    slots = tuple(Slot(at, at + 480, False, (Post(n, 1),)) for n, at in enumerate((0, 600, 2400)))
    one, two = (Worker(1),), (Worker(1), Worker(2))
    assert solved(Problem(slots, one, 660, 660)).covered == 2
    loose = solved(Problem(slots, one, 0, 660))
    assert loose.covered == 3
    assert {row["shift"]: row["told"] for row in outcome(Problem(slots, one, 0, 660), loose.filled)["rows"]} == {
        0: ["rest"], 1: ["rest"], 2: [],
    }  # fmt: skip
    apart = solved(Problem(slots, two, 0, 660))
    assert apart.covered == 3 and [0, 1] not in [sorted(mine)[:2] for mine in apart.filled]


def test_the_search_ends_within_two_seconds_of_being_stopped_and_keeps_what_it_has() -> None:
    dice = random.Random(3)
    problem = some_problem(dice, 150, 60)
    child = runs.Child({"problem": problem.as_json(), "effort": {"rounds": 50.0, "idle": 1000}})
    try:
        while child.last is None and child.process.poll() is None:
            time.sleep(0.01)
        asked = time.monotonic()
        while child.process.poll() is None:
            child.stop()
            time.sleep(0.01)
        assert time.monotonic() - asked < 2
    finally:
        child.end()
    assert child.last is not None and b'"rows"' in child.last


# -- through the door --


@pytest.fixture
def crew(cast: Cast) -> dict[str, Person]:
    """Six guards of a company that takes part, one of them in reserve, one of them not appointed; and an officer."""
    company = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    events.add_partner(cast.planned, SYSTEM, company)
    names = ("Agda", "Bo", "Cilla", "Dag", HOSTILE, "Frej")
    found = {name: people.add_person(SYSTEM, name=name, organisation=company) for name in names}
    found["Pia"] = people.add_person(SYSTEM, name="Pia", organisation=police)
    for name in names[:-1]:
        kind = CredentialKind.GUARD_APPOINTMENT
        people.add_credential(
            found[name], SYSTEM, kind=kind, valid_from=FIRST.date(), valid_until=FIRST.date() + 100 * DAY
        )
    for name, terms in (("Dag", {"reserve": True}), ("Bo", {"agreed_hours": 9.0}), ("Agda", {"team": "Lag 1"})):
        enlist(cast.planned, found[name], **terms)
    for name in ("Cilla", HOSTILE, "Frej", "Pia"):
        enlist(cast.planned, found[name])
    return found


def enlist(event: Event, person: Person, **terms: Any) -> None:
    with change(event, SYSTEM) as record:
        enlistment = Enlistment(event=event, person=person, enlisted_at=clock.now(), **terms)
        db.session.add(enlistment)
        record("enlistment.added", enlistment)


def shift_at(event: Event, start: datetime, hours: float = 8, **other: Any) -> Shift:
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    duty = {"function": Function.GUARD, "needed": 2, "name": f"Pass {start:%d %H}", "place": post, **BASIS, **other}
    return actions.add_shift(event, SYSTEM, Duty(starts_at=start, ends_at=start + hours * HOUR, **duty))


def ask(cast: Cast, **terms: str) -> Filling:
    """Have a proposal made, and wait for it."""
    answer = cast.petra.door.post("/events/vinter/roster/fillings", data={"keep_rest": "y", **terms})
    assert answer.status_code == 302, answer.text
    number = int(answer.location.rsplit("/", 1)[1])
    wait(number)
    return db.session.get(Filling, number)  # type: ignore[return-value]


def wait(number: int) -> None:
    if task := runs.running.get(number):
        task.join(timeout=60)
    db.session.expire_all()


def take(cast: Cast, filling: Filling, **form: Any) -> Any:
    return cast.petra.door.post(f"/events/vinter/roster/fillings/{filling.id}/take", data=form)


def standing() -> list[tuple[int, str]]:
    query = db.select(Assignment).filter_by(removed_at=None).order_by(Assignment.shift_id, Assignment.id)
    return [(each.shift_id, each.person.name) for each in db.session.scalars(query)]


def test_the_gaps_of_an_event_are_filled_and_what_stays_empty_says_why(cast: Cast, crew: dict[str, Person]) -> None:
    day, night = shift_at(cast.planned, FIRST), shift_at(cast.planned, FIRST + 15 * HOUR, needed=3)
    late = shift_at(cast.planned, FIRST + 38 * HOUR, needed=4)
    shift_at(cast.planned, clock.now() - 2 * HOUR)  # has begun: nobody can be put there any more
    actions.assign(cast.planned, SYSTEM, day, crew["Agda"])
    elsewhere = shift_at(cast.event, FIRST + 37 * HOUR, place=None, name="Sommar")
    company = crew["Cilla"].organisation
    events.add_partner(cast.event, SYSTEM, company)
    actions.assign(cast.event, SYSTEM, elsewhere, crew["Cilla"])
    with change(cast.planned, SYSTEM) as record:
        away = {"kind": WishKind.ABSENT, "starts_at": FIRST, "ends_at": FIRST + HOUR}
        wish = Wish(event=cast.planned, person=crew[HOSTILE], **away)
        db.session.add(wish)
        record("wish.added", wish)

    before = cast.petra.door.get("/events/vinter/roster/fillings").text
    assert "8 people are missing" in before and "in 3 shifts" in before
    filling = ask(cast)
    assert filling.state is FillingState.READY
    assert filling.progress["covered"] == filling.progress["most"] and filling.progress["stage"] == "done"
    put = {(row["shift"], db.session.get(Person, row["person"]).name) for row in filling.rows}  # type: ignore[union-attr]
    assert not {name for _, name in put} & {"Dag", "Frej", "Pia"}  # reserve, not appointed, an officer
    assert len([name for _, name in put if name == "Bo"]) <= 1 and (day.id, HOSTILE) not in put
    assert (late.id, "Cilla") not in put and len(put) == len(filling.rows)
    page = cast.petra.door.get(f"/events/vinter/roster/fillings/{filling.id}").text
    assert HOSTILE not in page and "&lt;script&gt;" in page
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Proven: more cannot be covered under these rules." in told
    for why in ("1 lacks an appointment that day", "1 is kept in reserve", "1 is on duty in another event"):
        assert why in told, told
    assert standing() == [(day.id, "Agda"), (elsewhere.id, "Cilla")]  # nothing happens until rows are taken

    rows = filling.rows
    answer = take(cast, filling, only=0, reason="Avtal")
    assert answer.status_code == 302 and len(standing()) == 3
    assert take(cast, filling, all=1, reason="Avtal").status_code == 302
    assert len(standing()) == 2 + len(rows)
    assert {(shift, name) for shift, name in standing()} >= put
    db.session.refresh(filling)
    assert filling.state is FillingState.SETTLED and {row["state"] for row in filling.rows} == {"accepted"}
    assert take(cast, filling, all=1, reason="Avtal").status_code == 302 and len(standing()) == 2 + len(
        rows
    )  # twice is once
    for each in (day, night, late):
        assert len([one for one in standing() if one[0] == each.id]) <= each.needed
    assert integrity.verify("vinter").fault is None


def test_a_row_that_has_become_impossible_says_why_and_the_others_are_taken(
    cast: Cast, crew: dict[str, Person]
) -> None:
    first, second = shift_at(cast.planned, FIRST), shift_at(cast.planned, FIRST + 48 * HOUR, needed=1)
    filling = ask(cast)
    rows = {row["shift"]: row for row in filling.rows}
    number = next(n for n, row in enumerate(filling.rows) if row["shift"] == first.id)
    taken_away = db.session.get(Person, filling.rows[number]["person"])
    assert taken_away is not None and set(rows) == {first.id, second.id}
    clashing = shift_at(cast.planned, FIRST + HOUR, place=None, name="Annat", needed=1)
    actions.assign(cast.planned, SYSTEM, clashing, taken_away)
    spare = next(person for person in crew.values() if person.name in ("Cilla", "Agda", "Dag") and (
        person.id != rows[second.id]["person"] and person.id != taken_away.id))  # fmt: skip
    actions.assign(cast.planned, SYSTEM, second, spare)

    assert take(cast, filling, all=1).status_code == 302
    page = cast.petra.door.get(f"/events/vinter/roster/fillings/{filling.id}").text
    assert "On duty at Annat" in page and "The shift has as many as it needs by now." in page
    assert "Some rows could not be taken; each says why." in page
    db.session.refresh(filling)
    assert sorted(row["state"] for row in filling.rows) == ["accepted", "refused", "refused"]
    assert filling.state is FillingState.READY
    nothing = cast.petra.door.post(f"/events/vinter/roster/fillings/{filling.id}/decline", data={})
    assert nothing.status_code == 422 and "Choose at least one row." in nothing.text
    assert (
        cast.petra.door.post(f"/events/vinter/roster/fillings/{filling.id}/decline", data={"all": 1}).status_code == 302
    )
    db.session.refresh(filling)
    assert filling.state is FillingState.SETTLED


def test_a_row_with_a_warning_is_taken_with_a_reason_only(cast: Cast, crew: dict[str, Person]) -> None:
    shift_at(cast.planned, FIRST, needed=1, requires=[])
    long = shift_at(cast.planned, FIRST + 24 * HOUR, hours=16, needed=1)  # leaves eight hours of rest in its day
    filling = ask(cast)
    assert [row["cautions"] != [] for row in filling.rows] == [False, True]
    page = take(cast, filling, all=1)
    assert page.status_code == 422 and "Some have warnings. Say why you accept them." in page.text
    assert [shift for shift, _ in standing()] != [long.id] and len(standing()) == 1
    assert take(cast, filling, all=1, reason="Avtal 2026, 4 §").status_code == 302
    kept = db.session.scalars(db.select(Assignment).filter_by(shift_id=long.id)).one().acceptances
    assert {each.reason for each in kept} == {"Avtal 2026, 4 §"} and {each.accepted_by for each in kept} == {"Petra"}


def test_only_one_is_made_at_a_time_and_it_can_be_stopped_or_die(cast: Cast, crew: dict[str, Person]) -> None:
    shift_at(cast.planned, FIRST)
    door = cast.petra.door
    number = int(door.post("/events/vinter/roster/fillings", data={"keep_rest": "y"}).location.rsplit("/", 1)[1])
    address = f"/events/vinter/roster/fillings/{number}"
    again = door.post("/events/vinter/roster/fillings", data={"keep_rest": "y"})
    assert again.status_code == 422 and "A proposal is being made already." in again.text
    assert "Stop and keep the best found" in door.get(address).text
    early = door.post(f"{address}/take", data={"all": 1})
    assert early.status_code == 422 and "The proposal is still being made." in early.text
    assert door.post(f"{address}/stop").status_code == 302
    wait(number)
    filling = db.session.get(Filling, number)
    assert filling is not None and filling.state is FillingState.CANCELLED and standing() == []
    assert door.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"

    number = int(door.post("/events/vinter/roster/fillings", data={"keep_rest": "y"}).location.rsplit("/", 1)[1])
    while number in runs.running and number not in runs.children:
        time.sleep(0.01)
    os.kill(runs.children[number].process.pid, signal.SIGKILL)
    wait(number)
    killed = db.session.get(Filling, number)
    assert killed is not None and killed.state is FillingState.FAILED
    assert "The search ended before it was done." in door.get(f"/events/vinter/roster/fillings/{number}").text


def test_a_run_whose_server_died_shows_as_failed_and_another_can_be_asked(cast: Cast, crew: dict[str, Person]) -> None:
    shift_at(cast.planned, FIRST)
    with clock.at(clock.now() - timedelta(minutes=5)):
        lost = actions.ask_filling(cast.planned, SYSTEM, {"keep_rest": True, "reserves": False})
    page = cast.petra.door.get(f"/events/vinter/roster/fillings/{lost.id}").text
    assert "The search ended before it was done." in page and "Failed" in page
    filling = ask(cast)
    assert filling.state is FillingState.READY
    db.session.refresh(lost)
    assert lost.state is FillingState.FAILED and integrity.verify("vinter").fault is None
    assert lost.asked_at < datetime.now(UTC)
    for who in (cast.olle, cast.anders):
        assert who.door.get("/events/sommar/roster/fillings").status_code == 403
