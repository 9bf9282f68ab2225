"""Meetings: series that make themselves, minutes that nothing is lost from, and who is asked to what."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.cooperation import meeting_calls as calls
from eventops.cooperation import meeting_minutes as minutes
from eventops.cooperation.models.meeting import (
    Meeting,
    MeetingDecision,
    MeetingKind,
    MeetingNote,
    MeetingPoint,
    ParkedItem,
)
from eventops.errors import Refused
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Cause, Measure, PartnerRole, Problem
from tests.cast import Cast, Player

MEETINGS = "/events/sommar/cooperation/meetings"
ZONE = ZoneInfo("Europe/Stockholm")
WANTED = {
    "title": "Veckomöte", "minutes": "30", "place": "https://mote.example.org/1", "chair": "0", "secretary": "0",
    "invited": ["arrangoren", "kyrkan"],
}  # fmt: skip


def meetings(**by: Any) -> list[Meeting]:
    return list(db.session.scalars(db.select(Meeting).filter_by(**by).order_by(Meeting.starts_at)))


def call(player: Player, **other: Any) -> Meeting:
    """Call a meeting by the form on the page, for half an hour from now."""
    starts = (clock.now().astimezone(ZONE) + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    answer = player.door.post(f"{MEETINGS}/new", data={**WANTED, "kind": "regular", "starts_at": starts, **other})
    assert answer.status_code == 302, answer.text
    return meetings()[-1] if "number" not in other else meetings(number=other["number"])[0]


def point(meeting: Meeting, code: str) -> MeetingPoint:
    return next(each for each in meeting.points if each.code == code)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_series_keeps_its_hour_on_the_wall_when_the_clock_is_moved(cast: Cast) -> None:
    event, petra = cast.event, cast.petra.actor(cast.event)
    wanted = calls.Wanted("Veckomöte", 30, chair=petra.account_id, invited=("arrangoren", "kyrkan"))
    with clock.at(datetime(2027, 3, 10, 12, tzinfo=UTC)):  # summer time begins on 28 March 2027
        slot = calls.Slot(2, "08:30", date(2027, 3, 10), date(2027, 4, 14))
        series = calls.begin_series(event, petra, wanted, slot, "serie-1")
        assert calls.begin_series(event, petra, wanted, slot, "serie-1") is series
        made = meetings()
        assert [each.slot for each in made] == [date(2027, 3, 17) + timedelta(weeks=n) for n in range(5)]
        assert [each.starts_at.astimezone(UTC).strftime("%d %H:%M") for each in made] == [
            "17 07:30", "24 07:30", "31 06:30", "07 06:30", "14 06:30",
        ]  # fmt: skip
        ics = Calendar.from_ical(cast.anders.door.get(f"{MEETINGS}.ics").data)
        assert [each.decoded("dtstart") for each in ics.walk("VEVENT")] == [each.starts_at for each in made]

        # A meeting that was moved by hand stays there; the others follow the series, in their own week.
        calls.change_meeting(event, petra, meetings()[1], wanted, datetime(2027, 3, 25, 13, tzinfo=ZONE))
        kyrkan = calls.Wanted("Veckomöte", 30, invited=("kyrkan",))
        calls.change_series(event, petra, series, kyrkan, calls.Slot(3, "09:00", slot.first_on, date(2027, 4, 8)))
        told = [(each.starts_at.astimezone(ZONE).strftime("%m-%d %H:%M"), bool(each.ended_at)) for each in meetings()]
        assert told == [
            ("03-11 09:00", False), ("03-18 09:00", False), ("03-25 13:00", False), ("04-01 09:00", False),
            ("04-08 09:00", False), ("04-14 08:30", True),
        ]  # fmt: skip
        assert {each.audience for each in meetings()[:5]} == {"partner:kyrkan"}
        with pytest.raises(Refused):
            calls.end_series(event, petra, series, " ")
        calls.end_series(event, petra, series, "Klart")
        assert all(each.ended_at for each in meetings())
        assert "CANCELLED" in cast.kim.door.get(f"{MEETINGS}.ics?series=1").text
    assert verify(event.chain).fault is None


def test_a_series_is_begun_changed_and_ended_by_its_forms(cast: Cast) -> None:
    today = clock.now().astimezone(ZONE).date()
    days = {"first_on": today.isoformat(), "last_on": (today + timedelta(days=28)).isoformat()}
    form = {**WANTED, **days, "weekday": str(today.weekday()), "hour": "23:59", "client_id": "serie-1"}
    for _twice in range(2):
        assert cast.petra.door.post(f"{MEETINGS}/series/new", data=form).status_code == 302
    assert len(meetings()) == 5
    wrong = cast.petra.door.post(f"{MEETINGS}/series/new", data=form | {"hour": "25:00", "client_id": "serie-2"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text
    strange = cast.petra.door.post(
        f"{MEETINGS}/series/new", data=form | {"chair": str(cast.tove.account.id), "client_id": "serie-3"}
    )
    assert strange.status_code == 422 and "Choose somebody who takes part." in strange.text
    page = cast.petra.door.get(f"{MEETINGS}/series/1").text
    assert 'value="23:59"' in page and f'value="{days["last_on"]}"' in page
    first = meetings()[0]
    off = f"{MEETINGS}/{first.number}/call-off"
    assert cast.petra.door.post(off, data={"reason": ""}).status_code == 422
    assert cast.petra.door.post(off, data={"reason": "Semester"}).status_code == 302
    assert "Called off: Semester" in cast.kim.door.get(f"{MEETINGS}/{first.number}").text
    assert cast.petra.door.post(f"{MEETINGS}/series/1", data=form | {"hour": "23:58"}).status_code == 302
    assert len(meetings()) == 5  # what was called off is not called again
    assert cast.petra.door.post(f"{MEETINGS}/series/1/end", data={"reason": " "}).status_code == 422
    assert cast.petra.door.post(f"{MEETINGS}/series/1/end", data={"reason": "Klart"}).status_code == 302
    assert all(each.ended_at for each in meetings())


def test_the_clock_is_the_server_s_and_what_is_sent_twice_stands_once(cast: Cast) -> None:
    event = cast.event
    meeting = call(cast.petra)
    url, door = f"{MEETINGS}/{meeting.number}", cast.petra.door
    assert "Start the meeting" in door.get(url).text and "data-meeting-clock" not in door.get(url).text
    door.post(f"{url}/open")
    began = meetings()[0].opened_at
    assert began is not None
    page = cast.anders.door.get(url).text
    assert f'data-since="{began.isoformat()}"' in page
    assert f'data-amber="{(began + timedelta(minutes=22.5)).isoformat()}"' in page
    assert f'data-until="{(began + timedelta(minutes=30)).isoformat()}"' in page
    for number, (ago, sign) in enumerate(((23, "warn"), (31, "over")), 2):
        other = call(cast.petra, number=number, client_id=f"m-{number}")
        with clock.at(clock.now() - timedelta(minutes=ago)):
            minutes.open_meeting(event, cast.petra.actor(event), other)
        assert f'meeting-clock--{sign}"' in cast.kim.door.get(f"{MEETINGS}/{number}/now").text
    meeting = meetings(number=meeting.number)[0]

    note = {"text": "Grind 3 öppnar <b>15</b>", "client_id": "n-1"}
    at = point(meeting, "measures").number
    asked = {"Accept": "application/json"}
    for _twice in range(2):
        assert door.post(f"{url}/points/{at}/notes", data=note, headers=asked).status_code == 201
    wrong = door.post(f"{url}/points/{at}/notes", data={"text": " ", "client_id": "n-2"}, headers=asked)
    assert wrong.status_code == 422 and wrong.json["errors"]["text"]
    assert db.session.scalar(db.select(db.func.count(MeetingNote.id))) == 1
    assert "Grind 3 öppnar &lt;b&gt;15&lt;/b&gt;" in cast.anders.door.get(f"{url}/now").text

    came = {"roll-partner": "arrangoren", "roll-name": "Ann", "roll-decides": "y", "roll-client_id": "r-1"}
    for _twice in range(2):
        assert door.post(f"{url}/roll", data=came).status_code == 302
    assert door.post(f"{url}/roll", data=came | {"roll-client_id": "r-2"}).status_code == 422
    assert verify(event.chain).fault is None


def test_decisions_become_measures_and_tasks_and_signed_minutes_are_only_added_to(cast: Cast) -> None:
    event, door = cast.event, cast.petra.door
    planning.add(event, SYSTEM, PartnerRole, {
        "partner": "arrangoren", "role": "Arrangör", "representative": "Ann", "mandate": True, "audience": "all",
    })  # fmt: skip
    problem = planning.add(event, SYSTEM, Problem, {"text": "Köer", "kind": "phenomenon", "audience": "police"})
    cause = planning.add(event, SYSTEM, Cause, {"text": "Få grindar", "problem": problem.number, "confidence": "high"})
    meeting = call(cast.petra)
    url, at = f"{MEETINGS}/{meeting.number}", point(meeting, "measures").number
    door.post(f"{url}/open")
    door.post(f"{url}/points/{at}/notes", data={"text": "Grind 3 öppnar 15", "client_id": "n-1"})
    came = {"roll-partner": "arrangoren", "roll-name": "Ann", "roll-decides": "y", "roll-client_id": "r-1"}
    door.post(f"{url}/roll", data=came)
    full = {
        "decision-text": "Öppna grind 3", "decision-owner": "arrangoren", "decision-becomes": "measure",
        "decision-cause": cause.number, "decision-hours": "6", "decision-follow_up_on": "2027-07-01",
        "decision-due_on": "2027-06-30", "decision-client_id": "d-1",
    }  # fmt: skip
    for _twice in range(2):
        assert door.post(f"{url}/decisions", data=full).status_code == 302
    half = {"decision-text": "Fler skyltar", "decision-becomes": "measure", "decision-client_id": "d-2"}
    task = {
        "decision-text": "Ring bussbolaget", "decision-owner": "kyrkan", "decision-becomes": "errand",
        "decision-client_id": "d-3",
    }  # fmt: skip
    plain = {"decision-text": "Samma tid nästa vecka", "decision-becomes": "", "decision-client_id": "d-4"}
    for said in (half, task, plain):
        player = cast.karin if said is task else cast.petra  # a planner writes nothing in the log
        assert player.door.post(f"{url}/decisions", data=said).status_code == 302
    states = {each.text: each.state.value for each in db.session.scalars(db.select(Measure))}
    assert states == {"Öppna grind 3": "decided", "Fler skyltar": "proposed"}
    made = db.session.scalars(db.select(MeetingDecision).order_by(MeetingDecision.number)).all()
    assert [(each.measure, each.errand) for each in made] == [(1, None), (2, None), (None, 1), (None, None)]

    assert door.post(f"{url}/sign").status_code == 302
    assert meetings(number=meeting.number)[0].signed_at is None  # it is not over
    for step in ("close", "sign"):
        door.post(f"{url}/{step}")
    assert meetings(number=meeting.number)[0].signed_by == "Petra"
    for path, data in (("roll/1/strike", {"strike-roll-1-reason": "fel"}), ("roll", came | {"roll-client_id": "r-3"})):
        refused = door.post(f"{url}/{path}", data=data)
        assert refused.status_code == 422 and "The minutes are signed" in refused.text, path
    door.post(f"{url}/points/{at}/notes", data={"text": "Rättelse: grind 4", "client_id": "n-3"})
    assert "Added after signing" in cast.anders.door.get(url).text
    for language, words in (("en", "May commit resources"), ("sv", "Får avsätta resurser")):
        door.post("/language", data={"language": language})
        paper = text_of(door.get(f"{url}/minutes.pdf").data)
        assert words in paper and "Ann" in paper and "Grind 3 öppnar" in paper and "Rättelse: grind 4" in paper
        assert "Öppna grind 3" in paper and "2027-06-30" in paper
    assert verify(event.chain).fault is None


def test_whoever_is_not_asked_learns_nothing_and_the_parked_goes_to_those_concerned_only(cast: Cast) -> None:
    open_, hidden = call(cast.petra), call(cast.petra, title="MARK-HEMLIGT", invited=[], client_id="m-2")
    url = f"{MEETINGS}/{open_.number}"
    paths = ("", "/now", ".ics", "/minutes.pdf")
    told = {path: cast.tove.door.get(url + path).status_code for path in paths}
    assert told == dict.fromkeys(paths, 404)
    for path in (MEETINGS, f"{MEETINGS}.ics"):
        for player in (cast.tove, cast.kim):
            assert "MARK-HEMLIGT" not in player.door.get(path).text
        assert "Veckom" not in cast.tove.door.get(path).text
    assert cast.kim.door.get(f"{MEETINGS}/{hidden.number}").status_code == 404
    cast.petra.door.post(f"{url}/open")
    park = {"park-text": "MARK-PARKERAD", "park-concerned": ["kyrkan", "trafiken"], "park-client_id": "p-1"}
    for _twice in range(2):
        assert cast.petra.door.post(f"{url}/parked", data=park).status_code == 302
    item = db.session.scalars(db.select(ParkedItem)).one()
    when = {f"follow{item.number}-starts_at": "2027-06-01T10:00"}
    for _twice in range(2):
        assert cast.petra.door.post(f"{url}/parked/{item.number}/follow-up", data=when).status_code == 302
    (follow,) = meetings(kind=MeetingKind.FOLLOWUP)
    assert (follow.audience, follow.title) == ("partner:kyrkan+partner:trafiken", "MARK-PARKERAD")
    statuses = {each.name: each.door.get(f"{MEETINGS}/{follow.number}").status_code for each in (
        cast.kim, cast.tove, cast.anders, cast.petra,
    )}  # fmt: skip
    assert statuses == {"kim": 200, "tove": 200, "anders": 404, "petra": 200}
    theirs = cast.anders.door.get(url).text  # he heard it parked; when and where they meet is not his
    assert "MARK-PARKERAD" in theirs and f"/meetings/{follow.number}" not in theirs and "2027-06-01" not in theirs
    assert f"/meetings/{follow.number}" in cast.kim.door.get(url).text
    assert "MARK-PARKERAD" not in cast.anders.door.get(f"{MEETINGS}.ics").text

    # Nobody but those who lead it, its chair and its secretary writes its minutes.
    at = point(open_, "other").number
    refused = cast.kim.door.post(f"{url}/points/{at}/notes", data={"text": "hej", "client_id": "k-1"})
    assert refused.status_code == 422 and not db.session.scalar(db.select(db.func.count(MeetingNote.id)))
    for step in ("close", "sign"):
        cast.kim.door.post(f"{url}/{step}")
    assert meetings(number=open_.number)[0].closed_at is None
    assert cast.kim.door.get(f"{MEETINGS}/new").status_code == 403 and cast.frida.door.get(url).status_code == 403
    open_.secretary_id = cast.kim.account.id
    db.session.commit()
    assert cast.kim.door.post(f"{url}/points/{at}/notes", data={"text": "hej", "client_id": "k-1"}).status_code == 302


@pytest.mark.parametrize("name", ["anders", "petra"])
def test_the_agenda_is_made_with_the_eyes_of_whoever_reads_it(cast: Cast, name: str) -> None:
    event, today = cast.event, clock.now().astimezone(ZONE).date()
    for text, audience in (("MARK-FÖR-ALLA", "all"), ("MARK-POLISENS", "police")):
        told = {"text": text, "kind": "situational", "due_on": today - timedelta(days=1), "audience": audience}
        planning.add(event, SYSTEM, Measure, told)
    with clock.at(clock.now() - timedelta(days=2)):
        for audience in ("all", "police", "police"):
            log.open_incident(event, SYSTEM, log.Opening(category="T2", title="Stöld", sector="A", audience=audience))
    petra = cast.petra.actor(event)
    with clock.at(clock.now() - timedelta(days=8)):
        wanted = calls.Wanted("Vecka", 30, invited=("arrangoren",))
        first = clock.now().astimezone(ZONE) + timedelta(hours=1)
        day = first.date()
        slot = calls.Slot(day.weekday(), first.strftime("%H:%M"), day, day + timedelta(weeks=3))
        calls.begin_series(event, petra, wanted, slot, "s-1")
        before = meetings()[0]
        url = f"{MEETINGS}/{before.number}"
        cast.petra.door.post(f"{url}/open")
        said = {"decision-text": "MARK-BESLUT", "decision-becomes": "", "decision-due_on": day.isoformat()}
        cast.petra.door.post(f"{url}/decisions", data=said | {"decision-client_id": "d-1"})
        cast.petra.door.post(f"{url}/close")
    player, now = getattr(cast, name), meetings()[1]
    page = player.door.get(f"{MEETINGS}/{now.number}").text
    assert "MARK-BESLUT" in page and "Overdue" in page and "MARK-FÖR-ALLA" in page
    assert ("MARK-POLISENS" in page) is (name == "petra")
    headline = "3 things happened" if name == "petra" else "1 thing happened"
    assert headline in page and f'A Sektor A <span class="num">{headline[0]}</span>' in page
    cast.petra.door.post(f"{url}/decisions/1/done", data={"back": now.number})
    page = player.door.get(f"{MEETINGS}/{now.number}").text
    known = re.search(r'id="decision-1".*?</li>', page, re.S)
    assert known and "Done" in known.group(0) and "Overdue" not in known.group(0)
