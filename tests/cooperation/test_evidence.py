"""An earlier edition's log becomes evidence, for those who may read it there and for nobody else."""

import re
from datetime import UTC, date, datetime

import pytest

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import change
from eventops.cooperation.evidence import counts
from eventops.events import actions as events
from eventops.events.models import EventDay, Series
from eventops.events.queries import members
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.planning import actions
from eventops.planning.models import Evidence, Problem
from eventops.planning.queries import plan_of
from tests.cast import Cast

PAGE = "/events/vinter/cooperation/evidence"
NIGHT = datetime(2026, 7, 4, 21, 30, tzinfo=UTC)  # 23:30 on the event's wall


@pytest.fixture
def editions(cast: Cast) -> Cast:
    """`sommar` is the earlier edition, with three thefts, one of them for the command; `vinter` has a problem."""
    series = Series(slug="fest", name="Festen")
    for event, day in ((cast.event, date(2026, 7, 4)), (cast.planned, date(2026, 12, 5))):
        with change(event, SYSTEM) as record:
            event.series, event.edition = series, str(day.year)
            db.session.add(EventDay(event=event, date=day))
            record("event.edited", event)
    karin = cast.karin.actor(cast.event)
    with clock.at(NIGHT):
        for category, sector, audience in (("T1", "A", "all"), ("T1", "B", "police"), ("T1", "A", "command")):
            said = {"category": category, "title": "Stöld", "audience": audience}
            log.open_incident(cast.event, karin, Opening(**said, sector=sector))
    actions.add(cast.planned, SYSTEM, Problem, {"text": "Stölder", "kind": "phenomenon"})
    return cast


def test_counts_are_by_category_sector_and_hour_of_what_one_may_see(editions: Cast) -> None:
    told = counts(editions.event, editions.karin.actor(editions.event))
    assert told.sectors == {"T1": {"A": 2, "B": 1}}
    assert told.hours["T1"][23] == 3 and sum(told.hours["T1"]) == 3
    assert counts(editions.event, editions.petra.actor(editions.event)).totals == {"T1": 2}
    assert counts(editions.event, editions.kim.actor(editions.event)).totals == {"T1": 1}


def test_what_is_ticked_becomes_evidence_of_the_problem_once(editions: Cast) -> None:
    door = editions.petra.door
    page = door.get(PAGE).text
    assert "2 incidents that you may see" in page
    client = re.search(r'name="client_id"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
    said = {"problem": "1", "categories": ["T1"], "client_id": client}
    for _ in range(2):
        assert door.post(f"{PAGE}?edition=sommar", data=said).status_code == 302
    evidence: list[Evidence] = list(plan_of(editions.planned).parts["evidence"])
    assert len(evidence) == 1
    assert (evidence[0].problem, evidence[0].source, evidence[0].edition) == (1, "log", "2026")
    assert evidence[0].figures == {
        "category": "T1", "total": 2, "sectors": {"A": 1, "B": 1}, "hours": [0] * 23 + [2],
    }  # fmt: skip
    assert evidence[0].text.startswith("T1 ") and "2 incidents" in evidence[0].text
    assert evidence[0].text in door.get("/events/vinter/plan/picture").text


@pytest.mark.parametrize(
    ("left", "message"), [("problem", "This field is required."), ("categories", "Tick at least one category.")]
)
def test_without_a_problem_or_a_tick_nothing_is_attached(editions: Cast, left: str, message: str) -> None:
    said = {name: value for name, value in (("problem", "1"), ("categories", ["T1"])) if name != left}
    answer = editions.petra.door.post(f"{PAGE}?edition=sommar", data=said)
    assert answer.status_code == 422 and message in answer.text
    assert plan_of(editions.planned).parts["evidence"] == []


def test_an_edition_one_is_no_member_of_is_not_counted(editions: Cast) -> None:
    event = editions.event
    held = next(member for member in members(event) if member.account_id == editions.petra.account.id)
    events.revoke(event, editions.karin.actor(event), held)
    door = editions.petra.door
    assert "No earlier edition" in door.get(PAGE).text
    assert door.get(f"{PAGE}?edition=sommar").status_code == 404
    said = {"problem": "1", "categories": ["T1"]}
    assert door.post(f"{PAGE}?edition=sommar", data=said).status_code == 404
    assert plan_of(editions.planned).parts["evidence"] == []


def test_only_who_plans_the_event_counts_for_it(editions: Cast) -> None:
    for name in ("kim", "olle", "eva", "aron"):
        assert getattr(editions, name).door.get(PAGE).status_code == 403, name
    assert editions.stig.door.get(PAGE).status_code == 404


def test_a_later_edition_is_no_evidence(editions: Cast) -> None:
    assert "No earlier edition" in editions.petra.door.get("/events/sommar/cooperation/evidence").text
