"""A new edition of an event is made in an afternoon: what comes along, what starts afresh, and what is proposed."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from eventops import files
from eventops.access import SYSTEM, Role
from eventops.audit import AuditRecord, Chain, first_broken
from eventops.events import actions as events
from eventops.events.models import Event, EventDay, Membership, Partner, Phase, Place
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.map.actions import add_site_plan, drop_site_plan
from eventops.map.models import SitePlan
from eventops.map.pictures import Size
from eventops.planning import actions, editions
from eventops.planning.models import PARTS, Copying, DocumentFile, Measure, Objective, Part, Proposal, Risk, alive
from eventops.planning.models.measure import MeasureState, Outcome
from eventops.planning.proposals import SOURCES, Idea, Source
from tests.cast import Cast

NEXT, FETCH = "/events/sommar/plan/next", "/events/ny/plan/fetch"
CLIENT = "6d1f0d0e-3d0e-4a54-9d0e-0d8a2f6f9b22"
PARTNERS = ["arrangoren", "kyrkan", "trafiken"]


def ticked(page: str) -> list[str]:
    """The kinds of parts that stand ticked on a form."""
    return re.findall(r'<input checked[^>]* name="kinds"[^>]* value="(\w+)"', page)


def form(cast: Cast, **other: Any) -> dict[str, Any]:
    """The form for the next edition of `sommar` as it is shown, with what is typed into it."""
    kinds = ticked(cast.petra.door.get(NEXT).text)
    return {
        "name": "Sommarfesten", "edition": "2027", "slug": "ny", "series": "Sommarfesten", "first_day": "2027-07-02",
        "kinds": kinds, "partners": PARTNERS, "places": "y", "proposals": "y", "client_id": CLIENT, **other,
    }  # fmt: skip


def add(event: Event, kind: type[Part], /, **said: Any) -> Any:
    return actions.add(event, SYSTEM, kind, said)


def part(event: Event, plural: str, number: int) -> Any:
    return db.session.scalars(db.select(PARTS[plural]).filter_by(event_id=event.id, number=number)).one()


def count(kind: Any, **by: Any) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind).filter_by(**by)) or 0


def named(slug: str) -> Event | None:
    return db.session.scalars(db.select(Event).filter_by(slug=slug)).first()


def new(cast: Cast, **other: Any) -> Event:
    """The next edition of `sommar`, made by Petra through the door."""
    answer = cast.petra.door.post(NEXT, data=form(cast, **other))
    assert answer.status_code == 302, answer.text
    made = named("ny")
    assert made is not None
    return made


def followed(cast: Cast, **other: Any) -> str:
    """What Petra reads after making it."""
    return sent(cast, NEXT, form(cast, **other))


def sent(cast: Cast, url: str, data: dict[str, Any]) -> str:
    """The page that Petra is led to after sending a form."""
    answer = cast.petra.door.post(url, data=data)
    assert answer.status_code == 302, answer.text
    page: str = cast.petra.door.get(answer.location).text
    return page


@pytest.fixture
def past(cast: Cast) -> Iterator[Cast]:
    """The live event with two days and a plan worth inheriting."""
    event = cast.event
    for day, opens, closes in ((3, 16, 0), (4, 10, 22)):
        hours = datetime(2026, 7, day, opens, tzinfo=UTC), datetime(2026, 7, day + (closes < opens), closes, tzinfo=UTC)
        events.add_day(event, SYSTEM, events.Day(date(2026, 7, day), *hours, 9000))
    add(event, PARTS["problems"], text="Fickstölder i trängseln", places=["A"])
    add(event, PARTS["causes"], text="Mörkt bakom scenen", problem=1)
    for text, owner in (("Ljusmaster", "arrangoren"), ("Värdar vid grinden", "kyrkan")):
        said = {"text": text, "kind": "situational", "owner": owner, "cause": 1, "hours_needed": 8}
        add(event, Measure, **said, hours_committed=8, due_on=date(2026, 6, 1), follow_up_on=date(2026, 8, 1))
    said = {"text": "Mörker MARK-KYRKAN", "likelihood": 3, "consequence": 4, "sectors": ["B"], "measures": [1, 2]}
    add(event, Risk, **said, audience="partner:kyrkan")
    yield cast


def test_a_planner_makes_the_next_edition_with_its_plan_and_is_its_planner(past: Cast) -> None:
    page = followed(past)
    event = named("ny")
    assert event is not None and (event.phase, event.exercise, event.edition) == (Phase.PLANNING, False, "2027")
    assert "What came along" in page and "2 to decide" in page
    assert [(each.text, each.target) for each in db.session.scalars(alive(Objective, event))] == [
        ("Ingen skadas allvarligt", "0")
    ]
    assert count(Place, event_id=event.id) == count(Place, event_id=past.event.id) == 3
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    assert post.sector is not None and (post.sector.code, post.sector.event_id) == ("A", event.id)
    assert {each.slug for each in event.partners} == {"polisen", *PARTNERS}
    roles = db.select(Membership).filter_by(event_id=event.id)
    assert {(each.account.name, each.role) for each in db.session.scalars(roles)} == {
        ("Petra", Role.PLANNER), ("Karin", Role.COMMANDER),
    }  # fmt: skip
    assert past.petra.door.get("/events/ny/plan").status_code == 200
    assert past.olle.door.get("/events/ny/plan").status_code == 404


def test_everybody_comes_along_when_it_is_ticked_but_no_closed_account(past: Cast) -> None:
    past.oskar.account.active = False
    db.session.commit()
    event = new(past, everybody="y")
    names = {each.account.name for each in db.session.scalars(db.select(Membership).filter_by(event_id=event.id))}
    assert "Olle" in names and "Kim" in names and "Oskar" not in names


def test_days_keep_their_hours_on_the_wall_when_the_clock_is_moved_between(past: Cast) -> None:
    event = new(past, first_day="2026-10-24")  # winter time begins in the night to the 25th
    days = db.session.scalars(db.select(EventDay).filter_by(event_id=event.id).order_by(EventDay.date)).all()
    assert [day.date for day in days] == [date(2026, 10, 24), date(2026, 10, 25)]
    walls = [(event.local(day.opens_at).hour, event.local(day.closes_at).hour) for day in days]  # type: ignore[arg-type]
    assert walls == [(18, 2), (12, 0)]
    assert days[1].opens_at == datetime(2026, 10, 25, 11, tzinfo=UTC)  # 12:00, which was 10:00 UTC in July
    assert [day.expected_visitors for day in days] == [9000, 9000]


def test_days_and_times_of_the_plan_move_along_and_those_of_a_signed_paper_stay(past: Cast) -> None:
    at = datetime(2026, 7, 3, 16, tzinfo=UTC)
    said = {"partner": "kyrkan", "function": "Jour", "name": "Sten", "phone": "070-1740605"}
    add(past.event, PARTS["duties"], **said, starts_at=at, ends_at=at.replace(hour=20))
    paper = {"name": "Samverkan", "parties": ["polisen", "kyrkan"], "valid_from": date(2025, 1, 1)}
    add(past.event, PARTS["agreements"], **paper, valid_to=date(2026, 12, 31))
    event = new(past, first_day="2026-12-04")
    duty, agreement = part(event, "duties", 1), part(event, "agreements", 1)
    assert event.local(duty.starts_at).isoformat() == "2026-12-04T18:00:00+01:00"
    assert (agreement.valid_from, agreement.valid_to) == (date(2025, 1, 1), date(2026, 12, 31))


def test_references_follow_the_parts_to_their_new_numbers(past: Cast) -> None:
    actions.drop(past.event, SYSTEM, part(past.event, "objectives", 1), "ersatt")
    add(past.event, Objective, text="Trygga besökare")
    second = add(past.event, PARTS["problems"], text="Langning")
    add(past.event, PARTS["causes"], text="Ingen kontroll", problem=second.number)
    event = new(past)
    assert [each.text for each in db.session.scalars(alive(Objective, event))] == ["Trygga besökare"]
    assert part(event, "objectives", 1).text == "Trygga besökare"  # 2 there, 1 here
    for cause in db.session.scalars(alive(PARTS["causes"], event)):
        there = db.session.scalars(db.select(PARTS["causes"]).filter_by(event_id=past.event.id, text=cause.text)).one()
        assert part(event, "problems", cause.problem).text == part(past.event, "problems", there.problem).text


def test_what_a_part_belongs_to_must_come_along_and_the_page_says_so(past: Cast) -> None:
    kinds = [plural for plural in ticked(past.petra.door.get(NEXT).text) if plural != "problems"]
    page = followed(past, kinds=kinds, places="")
    event = named("ny")
    assert event is not None and count(PARTS["causes"], event_id=event.id) == 0
    assert "What it belongs to did not come along." in page
    assert re.search(r"Risk 2</a>:\s+Sectors is left open", page), page
    assert part(event, "risks", 2).sectors == []


def test_nothing_that_was_decided_accepted_or_committed_last_time_comes_along(past: Cast) -> None:
    event = past.event
    risk, measure = part(event, "risks", 1), part(event, "measures", 1)
    actions.accept_risk(event, past.karin.actor(event), risk, "Vi lever med det")
    measure.state, measure.decided_by = MeasureState.DONE, "Karin"
    db.session.commit()
    ny = new(past)
    assert part(ny, "risks", 1).accepted_by is None
    copied = part(ny, "measures", 1)
    assert (copied.state, copied.decided_by, copied.hours_needed, copied.hours_committed) == ("proposed", None, 8, None)
    assert count(PARTS["deviations"], event_id=ny.id) == 0


@pytest.mark.parametrize("plural", list(PARTS))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_kind_of_part_names_only_fields_that_it_has(cast: Cast, plural: str) -> None:
    kind = PARTS[plural]
    assert {*kind.OF_ITS_EDITION, *kind.LASTING} <= set(kind.FIELDS)
    assert set(kind.INHERITED) <= {*kind.ACTED, *kind.FOLLOWED}


def test_who_copies_takes_along_only_what_they_may_see(past: Cast) -> None:
    add(past.event, Objective, text="För ledningen MARK-COMMAND", audience="command")
    new(past)
    assert count(Objective, text="För ledningen MARK-COMMAND") == 1  # Petra plans; she does not hear the command
    past.karin.door.post(NEXT, data=form(past, slug="ny2", client_id=CLIENT[::-1]))
    assert count(Objective, text="För ledningen MARK-COMMAND") == 2


def test_what_was_for_a_partner_that_stays_away_is_for_the_police_and_the_page_says_so(past: Cast) -> None:
    page = followed(past, partners=["trafiken"])
    event = named("ny")
    assert event is not None and part(event, "risks", 2).audience == "police"
    assert "Risk 2</a>: now seen by Police" in page


def test_a_partner_sees_in_the_new_edition_what_is_for_it_and_no_more(past: Cast) -> None:
    add(past.event, Objective, text="För polisen MARK-POLIS")
    new(past, everybody="y")
    for path in ("", "/objectives", "/risks", "/proposals"):
        page = past.kim.door.get(f"/events/ny/plan{path}").text
        assert "MARK-POLIS" not in page and "Ljusmaster" not in page, path
    assert "MARK-KYRKAN" in past.kim.door.get("/events/ny/plan/risks").text
    assert "Värdar vid grinden" in past.kim.door.get("/events/ny/plan").text
    assert past.kim.door.get("/events/ny/plan/copies/1").status_code == 403


def test_documents_and_site_plans_come_along_with_their_very_files(past: Cast) -> None:
    event, petra = past.event, past.petra.actor(past.event)
    for title, audience in (("Utrymningsplan", "all"), ("Utan fil", "all"), ("För ledningen", "command")):
        document = add(event, PARTS["documents"], title=title, kind="map", audience=audience)
        for version in (b"en", b"tre") if title != "Utan fil" else ():
            kept = files.keep(past.app.config["INSTANCE"], "plan.txt", version, most=99)
            actions.file(event, SYSTEM, document, kept)
    picture = files.Kept("karta.png", "image/png", 9, "d" * 64)
    laid = add_site_plan(event, petra, "Scenplan", picture, Size(400, 300))
    gone = add_site_plan(event, petra, "Gammal", files.Kept("gammal.png", "image/png", 9, "e" * 64), Size(400, 300))
    drop_site_plan(event, petra, gone)
    page = followed(past)
    made = named("ny")
    assert made is not None and 'Site plans</dt><dd class="num">1<' in page
    assert 'Files of documents</dt><dd class="num">1<' in page
    (plan,) = db.session.scalars(db.select(SitePlan).filter_by(event_id=made.id))
    assert (plan.digest, plan.corners, plan.name) == ("d" * 64, laid.corners, "Scenplan")
    known = {each.title: each for each in db.session.scalars(alive(PARTS["documents"], made))}
    assert set(known) == {"Utrymningsplan", "Utan fil"} and known["Utan fil"].files == []
    (file,) = known["Utrymningsplan"].files
    assert (file.version, file.digest) == (1, hashlib.sha256(b"tre").hexdigest())
    with past.petra.door.get(f"/events/ny/plan/documents/{known['Utrymningsplan'].number}/files/1") as answer:
        assert answer.status_code == 200 and answer.data == b"tre"
    assert verify("ny").fault is None
    sent(past, FETCH, {"kinds": ["documents"], "places": "y", "client_id": CLIENT[::-1]})
    assert count(SitePlan, event_id=made.id) == 1 and count(DocumentFile, event_id=made.id) == 1


@pytest.mark.parametrize("who", ["kim", "olle", "frida", "eva", "stig"])
def test_only_who_plans_or_commands_makes_the_next_edition(past: Cast, who: str) -> None:
    door = getattr(past, who).door
    refused = 404 if who == "stig" else 403
    assert door.get(NEXT).status_code == refused
    assert door.post(NEXT, data=form(past)).status_code == refused
    assert named("ny") is None
    assert "Plan the next edition" not in door.get("/events/sommar/plan").text


def test_sending_the_form_again_makes_no_second_event(past: Cast) -> None:
    answers = [past.petra.door.post(NEXT, data=form(past)) for _ in range(2)]
    assert answers[0].location == answers[1].location == "/events/ny/plan/copies/1"
    assert count(Event) == 3 and count(Copying) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slug": "vinter"}, "vinter is taken."),
        ({"slug": "../office"}, "../office cannot be used."),
        ({"name": " "}, "This field is required."),
        ({"first_day": ""}, "Say on which day it begins."),
        ({"series": ""}, "Say what the editions are called together."),
        ({"kinds": ["risks", "account"]}, "account"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(past: Cast, wrong: dict[str, Any], message: str) -> None:
    typed = form(past, **{"edition": "Sjunde året", **wrong})
    before = db.session.get_one(Chain, "office").length
    answer = past.petra.door.post(NEXT, data=typed)
    assert answer.status_code == 422 and message in answer.text
    assert 'value="Sjunde året"' in answer.text and f'value="{CLIENT}"' in answer.text
    assert count(Event) == 2 and db.session.get_one(Chain, "office").length == before


def test_a_failure_half_way_leaves_no_event_behind(past: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Any, __: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setitem(SOURCES, "lessons", Source("Lesson", broken))
    choice = actions.Choice(frozenset({"risks"}), proposals=True)
    edition = actions.Edition("Ny", "ny", None, date(2027, 7, 2), "Sommar")
    with pytest.raises(ZeroDivisionError):
        actions.next_edition(past.event, past.petra.actor(past.event), edition, choice, None)
    db.session.expire_all()
    assert named("ny") is None and db.session.get(Chain, "ny") is None
    assert past.event.series is None and count(Partner) == 8


def test_hostile_names_are_only_text(past: Cast) -> None:
    name = "<script>alert(1)</script>{{7*7}}"
    page = followed(past, name=name, edition='"><b>')
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    again = past.petra.door.get("/events/ny/plan/next").text
    assert "<script>alert" not in again and re.search(r'name="slug"[^>]*value="[a-z0-9-]+"', again)


def test_both_chains_hold_and_say_where_each_part_came_from(past: Cast) -> None:
    event = new(past)
    for slug in ("office", "sommar", "ny"):
        trail = list(db.session.scalars(db.select(AuditRecord).filter_by(chain=slug).order_by(AuditRecord.number)))
        chain = db.session.get_one(Chain, slug, populate_existing=True)
        assert first_broken(trail, chain.length, chain.head) is None
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="ny", what="risk.copied")).first()
    assert record is not None and record.by == "Petra (planner)"
    assert json.loads(record.facts or "")["copied_from"]["from"] == "sommar#1"
    assert record.subjects == " risk/1 sommar/risk/1 "
    assert "fetched from an earlier edition" in past.petra.door.get("/events/ny/plan/risks/1").text
    assert event.series is not None and event.series == past.event.series


# -- what is proposed --


def test_unfinished_measures_wait_to_be_decided_and_the_finished_and_the_stopped_do_not(past: Cast) -> None:
    done, stopped = (add(past.event, Measure, text=text, kind="staffing") for text in ("Fler värdar", "Drönare"))
    done.state, stopped.state = MeasureState.DONE, MeasureState.EVALUATED
    stopped.outcome = Outcome.STOP
    adjusted = part(past.event, "measures", 2)
    adjusted.state, adjusted.outcome = MeasureState.EVALUATED, Outcome.ADJUST
    db.session.commit()
    event = new(past)
    assert [each.text for each in db.session.scalars(alive(Measure, event))] == ["Fler värdar"]
    assert [each.text for each in db.session.scalars(db.select(Proposal).order_by(Proposal.number))] == [
        "Ljusmaster", "Värdar vid grinden",
    ]  # fmt: skip
    assert "From the last edition: 2 to decide" in past.petra.door.get("/events/ny/plan").text


def test_an_accepted_proposal_is_a_part_with_its_days_moved_and_its_references_mended(past: Cast) -> None:
    event = new(past)
    assert part(event, "risks", 2).measures == []
    page = sent(past, "/events/ny/plan/proposals/2/accept", {})
    assert "Measure 1 of the plan." in page and "From the last edition: one to decide" in page
    measure = part(event, "measures", 1)
    assert (measure.text, measure.owner, measure.cause) == ("Värdar vid grinden", "kyrkan", 1)
    assert (measure.due_on, measure.state) == (date(2027, 5, 31), "proposed")
    assert part(event, "risks", 2).measures == [1]  # it named measure 2 of the earlier edition
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="ny", what="proposal.accepted")).one()
    assert record.by == "Petra (planner)" and " measure/1 " in record.subjects
    again = past.petra.door.post("/events/ny/plan/proposals/2/accept")
    assert again.status_code == 302 and count(Measure, event_id=event.id) == 1


def test_a_proposal_is_declined_with_a_reason_and_by_name(past: Cast) -> None:
    new(past)
    url = "/events/ny/plan/proposals/1/decline"
    answer = past.petra.door.post(url, data={"p1-reason": " "})
    assert answer.status_code == 422 and "Say why it is declined." in answer.text
    assert past.petra.door.post(url, data={"p1-reason": "Scenen står i hallen <b>nu</b>"}).status_code == 302
    page = past.petra.door.get("/events/ny/plan/proposals").text
    assert "declined: Scenen står i hallen &lt;b&gt;nu&lt;/b&gt;" in page and "Petra" in page
    answer = past.petra.door.post("/events/ny/plan/proposals/1/accept")
    assert answer.status_code == 422 and "Petra has decided on it already." in answer.text


def test_a_partner_decides_on_no_proposal_and_finds_none_of_others(past: Cast) -> None:
    new(past, everybody="y")
    for path in ("1/accept", "1/decline", "2/accept"):
        assert past.kim.door.post(f"/events/ny/plan/proposals/{path}", data={}).status_code == 403
    assert past.petra.door.post("/events/ny/plan/proposals/9/accept").status_code == 404
    assert count(Proposal, answer=None) == 2


def test_a_later_phase_can_propose_what_it_has_learnt(past: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def lessons(event: Event, actor: Any) -> list[Idea]:
        facts = {"text": "Öppna grind 2 tidigare", "kind": "programme", "cause": 1}
        return [Idea("lessons", 7, "Öppna grind 2 tidigare", "measures", facts, "all")]

    monkeypatch.setitem(SOURCES, "lessons", Source("Lesson", lessons))
    event = new(past)
    page = past.petra.door.get("/events/ny/plan").text
    assert "From the last edition: 3 to decide" in page and re.search(r'Lesson <span class="num">7</span>', page)
    past.petra.door.post("/events/ny/plan/proposals/3/accept")
    assert part(event, "measures", 1).text == "Öppna grind 2 tidigare"


# -- fetching into a plan that is there --


def test_a_plan_fetches_what_it_has_nothing_of_yet(past: Cast) -> None:
    event = new(past, kinds=[], places="", proposals="")
    add(event, Objective, text="Eget mål")
    page = past.petra.door.get(FETCH).text
    assert "risks" in ticked(page) and "objectives" not in ticked(page)
    assert "Objectives · 1, and 1 here already" in page
    chosen = {"kinds": ["problems", "risks", "causes"], "places": "y", "client_id": CLIENT[::-1]}
    assert "What came along" in sent(past, FETCH, chosen)
    assert [each.text for each in db.session.scalars(alive(Objective, event))] == ["Eget mål"]
    assert part(event, "risks", 2).sectors == ["B"]


def test_what_came_before_does_not_come_again_and_what_comes_later_finds_it(past: Cast) -> None:
    event = new(past, kinds=["problems"], proposals="")
    door = past.petra.door
    door.post(FETCH, data={"kinds": ["problems", "causes"], "client_id": CLIENT[:-1] + "3"})
    door.post(FETCH, data={"kinds": ["problems", "causes"], "client_id": CLIENT[:-1] + "4"})
    assert count(PARTS["problems"], event_id=event.id) == count(PARTS["causes"], event_id=event.id) == 1
    assert part(event, "causes", 1).problem == 1
    door.post(FETCH, data={"kinds": [], "proposals": "y", "client_id": CLIENT[:-1] + "5"})
    door.post(FETCH, data={"kinds": [], "proposals": "y", "client_id": CLIENT[:-1] + "6"})
    assert count(Proposal, event_id=event.id) == 2


def test_what_a_plan_holds_one_of_stays_and_the_rest_comes_in_its_place(past: Cast) -> None:
    event = new(past, kinds=[], proposals="")
    for where, text in ((past.event, "Förra inriktningen"), (event, "Vår inriktning")):
        add(where, PARTS["intents"], text=text)
        add(where, PARTS["channels"], name="Reserv", system="runner", purpose=text)
    add(past.event, PARTS["channels"], name="Ledning 1", system="rakel", purpose="Ledning", fallback=1)
    page = sent(past, FETCH, {"kinds": ["intents", "channels"], "client_id": CLIENT[::-1]})
    assert [each.text for each in db.session.scalars(alive(PARTS["intents"], event))] == ["Vår inriktning"]
    assert "The plan has an intent already." in page and "There is one already, number 1." in page
    assert [(each.name, each.fallback) for each in db.session.scalars(alive(PARTS["channels"], event))] == [
        ("Reserv", None), ("Ledning 1", 1),
    ]  # fmt: skip


def test_only_earlier_editions_that_one_is_a_member_of_can_be_fetched_from(past: Cast) -> None:
    event = new(past, everybody="y")
    assert [each.slug for each in editions.earlier(event, past.petra.account.id)] == ["sommar"]
    assert past.petra.door.get(f"{FETCH}?from=vinter").status_code == 404
    assert past.petra.door.get("/events/sommar/plan/fetch?from=ny").text.count("Nothing to fetch from") == 1
    for who, status in (("kim", 403), ("olle", 403), ("stig", 404)):
        assert getattr(past, who).door.get(FETCH).status_code == status
    mine = db.select(Membership).filter_by(event_id=past.event.id, account_id=past.petra.account.id)
    events.revoke(past.event, SYSTEM, db.session.scalars(mine).one())
    assert "Nothing to fetch from" in past.petra.door.get(FETCH).text
    assert past.petra.door.post(FETCH, data={"kinds": ["risks"]}).status_code == 200
    assert count(Copying) == 1


def test_a_closed_plan_takes_nothing_in(past: Cast) -> None:
    event = new(past, kinds=[])
    event.phase = Phase.CLOSED
    db.session.commit()
    past.petra.door.post(FETCH, data={"kinds": ["risks"]})
    past.petra.door.post("/events/ny/plan/proposals/1/accept")
    assert count(Risk, event_id=event.id) == count(Measure, event_id=event.id) == 0
