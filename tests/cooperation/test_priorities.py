"""Three priorities: a fourth says why, the next wait until the last are judged, and a partner reads what it may."""

from typing import Any
from uuid import uuid4

from eventops import clock
from eventops.access import SYSTEM
from eventops.cooperation import laid_out, priorities, rhythms
from eventops.cooperation.models import Priority, PrioritySet
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Cause, Measure, Problem
from tests.cast import Cast, Player
from tests.cooperation.test_periods import beat

HERE = "/events/sommar/cooperation/priorities"


def choose(player: Player, title: str, **said: Any) -> Any:
    also = said.pop("also", "")
    form = {"client_id": str(uuid4()), "title": title, "owners": ["polisen"], "expected_effect": "Hälften så många",
            "audience": "all", **said}  # fmt: skip
    return player.door.post(f"{HERE}/new{also}", data=form)


def judge(player: Player, number: int, **said: Any) -> Any:
    form = {"result": "Halverat", "verdict": "continue", "next_by": "Petra", **said}
    return player.door.post(f"{HERE}/{number}/evaluate", data=form)


def begin(player: Player, number: int) -> Any:
    return player.door.post(HERE, data={"client_id": str(uuid4()), "period": str(number)})


def test_three_stand_the_fourth_says_why_and_the_next_wait(cast: Cast) -> None:
    event, petra = cast.event, cast.petra
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    first, second = priorities.choosable(event, clock.now())[:2]
    assert begin(petra, first.number).status_code == 302
    planning.add(event, SYSTEM, Problem, {"text": "Stölder ur tält", "kind": "phenomenon"})
    planning.add(event, SYSTEM, Cause, {"text": "Tält står olåsta", "problem": 1})
    planning.add(event, SYSTEM, Measure, {"text": "Lås till uthyrning", "kind": "situational", "cause": 1})
    told = {"problem": "1", "cause_number": "1", "measures": ["1"], "place": "A", "doing": "Rondera tälten"}
    assert choose(petra, "Tält", **told).status_code == 302
    assert choose(petra, "Grindar", owners=["arrangoren", "polisen"]).status_code == 302
    assert choose(petra, "Spaning", audience="police").status_code == 302
    fourth = choose(petra, "Bussar")
    assert fourth.status_code == 422 and 'id="reason_for_fourth-error"' in fourth.text
    assert choose(petra, "Bussar", reason_for_fourth="Strejken").status_code == 302
    assert choose(petra, "Femte", owners=[], reason_for_fourth="Därför").status_code == 422
    refused = begin(petra, second.number)
    assert refused.status_code == 422 and "Evaluate the priorities that stand first" in refused.text
    page = cast.kim.door.get(HERE).text
    assert "Grindar" in page and "Spaning" not in page and "Strejken" in page
    assert "Rondera tälten" in page and "Lås till uthyrning" not in page  # that part of the plan is not for it
    assert "Lås till uthyrning" in cast.karin.door.get(HERE).text
    assert choose(cast.kim, "Mitt").status_code == 403 and cast.frida.door.get(HERE).status_code == 403
    front = cast.kim.door.get("/events/sommar/").text
    assert "Grindar" in front and "Spaning" not in front
    assert [judge(petra, number).status_code for number in (1, 2, 3)] == [302, 302, 302]
    early = petra.door.post(f"{HERE}/sets/1/close")
    assert early.status_code == 409 and "Bussar" in early.text
    assert petra.door.post(f"{HERE}/4/drop", data={"reason": "Strejken är slut"}).status_code == 302
    assert petra.door.post(f"{HERE}/sets/1/close").status_code == 302
    assert petra.door.get(f"{HERE}/1").status_code == 422  # judged, it stays as it is
    assert begin(petra, first.number).status_code == 422  # had its own
    assert begin(petra, second.number).status_code == 302
    assert choose(petra, "Tält igen", also="?continue=1").status_code == 302
    row = db.session.scalars(db.select(Priority).order_by(Priority.number.desc())).first()
    assert row is not None and (row.continues, row.set.number, row.reason_for_fourth) == (1, 2, None)
    assert [each.evaluated_by for each in priorities.sets(event)] == [None, "Petra"]
    assert "Strejken är slut" not in cast.kim.door.get(HERE).text
    assert verify("sommar").fault is None


def test_two_who_change_the_same_are_told_and_nothing_is_chosen_twice(cast: Cast) -> None:
    event, petra = cast.event, cast.petra
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    begin(petra, laid_out.current(event, clock.now()).number)  # type: ignore[union-attr]
    key = str(uuid4())
    for _ in range(2):
        choose(petra, "Tält", client_id=key)
    assert db.session.scalar(db.select(db.func.count()).select_from(Priority)) == 1
    said = {"title": "Tälten", "owners": ["polisen"], "expected_effect": "Färre", "audience": "all", "seen": "1"}
    assert cast.karin.door.post(f"{HERE}/1", data=said).status_code == 302
    late = petra.door.post(f"{HERE}/1", data={**said, "title": "Mina ord"})
    assert late.status_code == 422 and "Somebody else has changed it" in late.text and "Mina ord" in late.text
    assert judge(petra, 1, result=" ").status_code == 422
    assert db.session.scalars(db.select(PrioritySet)).one().judged is False


def test_a_hot_spot_leads_to_a_priority_begun_with_its_words(cast: Cast) -> None:
    event, door = cast.event, cast.petra.door
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    assert door.get(f"{HERE}/new?title=Br%C3%A5k").location.endswith("/cooperation/priorities")
    assert "Choose first which period the priorities are for." in door.get(HERE).text
    begin(cast.petra, priorities.choosable(event, clock.now())[0].number)
    assert 'value="Bråk vid grind 4"' in door.get(f"{HERE}/new?title=Br%C3%A5k+vid+grind+4").text
