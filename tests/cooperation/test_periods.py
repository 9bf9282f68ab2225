"""Partners' periodic reports: periods lie in a rhythm, each partner answers for its own, and nobody reads another's."""

import json
import re
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import change
from eventops.cooperation import laid_out, periods, report_links, report_reminders, reporting, rhythms
from eventops.cooperation.models import PeriodKind, PeriodReport, ReportedMatter, ReportingPeriod, ReportLink
from eventops.cooperation.rhythms import Beat
from eventops.events.models import Event, EventDay, Partner
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening, Reporting
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Watch
from eventops.roster.reminders import remind
from tests.cast import Cast, Player

COOP = "/events/sommar/cooperation"


def beat(starts: date, **more: Any) -> Beat:
    told = {"weekday": 0, "hour": "09:00", "week_due": 180, "live": PeriodKind.DAY, "live_due": 60, "silent": []}
    return Beat(starts_on=starts, **{**told, **more})


def add_days(event: Event, *days: date) -> None:
    with change(event, SYSTEM) as record:
        for day in days:
            row = EventDay(event=event, date=day)
            db.session.add(row)
            record("day.added", row)


def partner(event: Event, slug: str) -> Partner:
    found: Partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=slug)).one()
    return found


def send(player: Player, number: int, *, also: str = "", **said: Any) -> Any:
    event = said.pop("event")
    period = laid_out.period(event, number)
    assert period is not None
    latest = min(clock.now() - timedelta(minutes=1), period.ends_at - timedelta(hours=1))
    at = event.local(max(period.starts_at, latest))
    row = {"what": "Ensamt barn vid grinden", "category": "P1", "occurred_at": f"{at:%Y-%m-%dT%H:%M}",
           "seriousness": "2", "place": "A", "source": "own", **said}  # fmt: skip
    form = {f"matters-0-{name}": value for name, value in row.items() if value is not None}
    return player.door.post(f"{COOP}/report/{number}{also}", data={"client_id": str(uuid4()), **form})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_weeks_keep_their_slot_over_the_clock_and_give_way_to_days_and_watches(cast: Cast) -> None:
    event, zone = cast.planned, cast.planned.zone
    add_days(event, date(2027, 4, 10), date(2027, 4, 12))
    with clock.at(datetime(2027, 3, 17, 12, tzinfo=UTC)):
        rhythms.set_rhythm(event, SYSTEM, beat(date(2027, 3, 17)))
        known = laid_out.periods(event)
        assert [each.name for each in known] == [
            "2027-W11", "2027-W12", "2027-W13", "2027-W14", "2027-04-10", "2027-04-11", "2027-04-12",
        ]  # fmt: skip
        # the clock is put forward on 28 March: the slot stays at nine, the week is an hour shorter
        assert [each.starts_at.astimezone(zone).hour for each in known[:4]] == [9, 9, 9, 9]
        assert known[1].ends_at - known[1].starts_at == timedelta(days=7, hours=-1)
        assert known[3].ends_at == known[4].starts_at == datetime(2027, 4, 10, 4, tzinfo=UTC)
        assert all(one.ends_at == two.starts_at for one, two in pairwise(known))
        assert known[0].due_at - known[0].ends_at == timedelta(hours=3)
        assert not laid_out.differences(event, clock.now())
        said = {"name": "Kväll", "starts": "14:00", "ends": "23:00", "handover": 15}
        planning.add(event, SYSTEM, Watch, said)
        planning.add(event, SYSTEM, Watch, {**said, "name": "Natt", "starts": "22:30", "ends": "06:00"})
        assert not rhythms.keep_up(event)  # days are asked for
        rhythms.set_rhythm(event, SYSTEM, beat(date(2027, 3, 17), live=PeriodKind.WATCH), seen=1)
    live = [each for each in laid_out.periods(event) if each.kind is PeriodKind.WATCH]
    assert [each.name for each in live] == [f"2027-04-{day} {name}" for day in (10, 12) for name in ("Kväll", "Natt")]
    assert [f"{each.starts_at.astimezone(zone):%d %H:%M}" for each in live] == [
        "10 14:00", "10 22:30", "12 14:00", "12 22:30",
    ]  # fmt: skip
    assert all(one.ends_at == two.starts_at for one, two in pairwise(live))
    assert laid_out.periods(event)[3].ends_at == live[0].starts_at  # the week gives way to the first watch
    with clock.at(datetime(2027, 3, 25, 12, tzinfo=UTC)):
        add_days(event, date(2027, 3, 27))
        assert rhythms.keep_up(event) and not rhythms.keep_up(event)
        names = [each.name for each in laid_out.periods(event)]
        assert names[:4] == ["2027-W11", "2027-W12", "2027-03-27 Kväll", "2027-03-27 Natt"]
        assert laid_out.periods(event)[1].ends_at == datetime(2027, 3, 27, 13, tzinfo=UTC)  # running, and shorter now
    assert verify("vinter").fault is None


def test_each_reports_its_own_and_nobody_reads_anothers(app: Flask, cast: Cast) -> None:
    event = cast.event
    today = event.operational_day(clock.now())
    rhythms.set_rhythm(event, SYSTEM, beat(today - timedelta(days=7), silent=["polisen"], week_due=7 * 24 * 60))
    number = periods.to_report(event, partner(event, "kyrkan"), clock.now()).number  # type: ignore[union-attr]
    assert cast.kim.door.get(f"{COOP}/report").headers["Location"] == f"{COOP}/report/{number}"
    assert "Send the report" in cast.kim.door.get(f"{COOP}/report/{number}").text
    assert send(cast.kim, number, event=event).status_code == 302
    assert send(cast.kim, number, event=event, what="Glas på gången", category="O1", shared="y").status_code == 302
    refused = send(cast.kim, number, event=event, category="S1", shared="y")
    assert refused.status_code == 422 and "told of such incidents neutrally" in refused.text
    outside = send(cast.kim, number, event=event, occurred_at="2020-01-01T10:00")
    assert outside.status_code == 422 and "Report it in the one it happened in" in outside.text
    missing = send(cast.kim, number, event=event, category="")
    assert missing.status_code == 422 and 'id="matters-0-category-error"' in missing.text
    more = cast.kim.door.post(f"{COOP}/report/{number}", data={"matters-0-what": "Halvskrivet", "more": "1"}).text
    assert "Halvskrivet" in more and 'name="matters-1-what"' in more
    nothing = cast.anders.door.post(f"{COOP}/report/{number}/nothing", data={"client_id": str(uuid4())})
    assert nothing.status_code == 302
    again = cast.kim.door.post(f"{COOP}/report/{number}/nothing", data={"client_id": str(uuid4())})
    assert again.status_code == 422 and "reported for this period already" in again.text
    own, led, other = (each.door.get(f"{COOP}/periods/{number}").text for each in (cast.kim, cast.karin, cast.tove))
    assert "Ensamt barn" in own and "Ensamt barn" in led
    assert "Ensamt barn" not in other and "Glas på gången" in other
    boards = {each.name: each.door.get(f"{COOP}/periods").text for each in (cast.kim, cast.karin, cast.tove)}
    assert "2 matters" in boards["karin"] and "2 matters" in boards["kim"] and "matters" not in boards["tove"]
    assert "Nothing to report" in boards["karin"] and "Nothing to report" not in boards["tove"]
    assert "Anders" in boards["karin"] and "Anders" not in boards["tove"]
    assert "2/3" in boards["tove"] and "2/3" in boards["karin"]
    assert cast.tove.door.post(f"{COOP}/matters/1/withdraw", data={"reason": "Nej"}).status_code == 404
    assert cast.kim.door.post(f"{COOP}/matters/1/withdraw", data={"reason": " "}).status_code == 422
    assert cast.kim.door.post(f"{COOP}/matters/1/withdraw", data={"reason": "Det var förra veckan"}).status_code == 302
    assert "Det var förra veckan" in cast.kim.door.get(f"{COOP}/report/{number}").text
    assert "1 matter" in cast.karin.door.get(f"{COOP}/periods").text
    assert [cast.frida.door.get(f"{COOP}/{each}").status_code for each in ("periods", "report")] == [403, 403]
    assert cast.kim.door.get(f"{COOP}/rhythm").status_code == 403
    assert verify("sommar").fault is None


def test_incidents_it_was_part_of_are_ticked_and_told_to_nobody_else(cast: Cast) -> None:
    event = cast.event
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    number = laid_out.current(event, clock.now()).number  # type: ignore[union-attr]
    for title, audience in (("Rök ur tält", "all"), ("Gripen i tältet", "police")):
        sent, _ = log.send_report(event, cast.kim.actor(event), Reporting(text=title))
        log.accept_as_incident(event, SYSTEM, sent, category="B1", title=title, audience=audience)
    log.open_incident(event, SYSTEM, Opening(category="O1", title="Bråk vid grinden", audience="all"))
    page = cast.kim.door.get(f"{COOP}/report/{number}").text
    assert "Rök ur tält" in page and "Gripen i tältet" not in page and "Bråk vid grinden" not in page
    for wrong in ("2", "3"):
        data = {"client_id": str(uuid4()), "incidents": wrong}
        assert cast.kim.door.post(f"{COOP}/report/{number}", data=data).status_code == 422
    key = str(uuid4())
    for _ in range(2):
        cast.kim.door.post(f"{COOP}/report/{number}", data={"client_id": key, "incidents": "1"})
    told = db.session.scalars(db.select(ReportedMatter)).one()
    assert (told.text, told.what, told.audience, told.category_code) == ("Rök ur tält", "", "partner:kyrkan", "B1")
    assert "#1 Rök" not in cast.kim.door.get(f"{COOP}/report/{number}").text.split('id="sent"')[0]  # offered once
    assert "Rök ur tält" not in cast.tove.door.get(f"{COOP}/periods/{number}").text
    incident = told.incident
    assert incident is not None
    log.change_audience(event, SYSTEM, incident, "police")
    assert "Rök ur tält" not in cast.kim.door.get(f"{COOP}/periods/{number}").text
    assert "Rök ur tält" in cast.karin.door.get(f"{COOP}/periods/{number}").text


def test_one_coordinator_reports_for_those_it_represents(cast: Cast) -> None:
    event = cast.event
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    number = laid_out.current(event, clock.now()).number  # type: ignore[union-attr]
    assert send(cast.anders, number, also="?for=trafiken", event=event).status_code == 404
    door = cast.petra.door
    assert door.post(f"{COOP}/representations", data={"by": "arrangoren", "partner": "trafiken"}).status_code == 302
    taken = door.post(f"{COOP}/representations", data={"by": "kyrkan", "partner": "trafiken"})
    assert taken.status_code == 422 and "End that first" in taken.text
    assert send(cast.anders, number, also="?for=trafiken", event=event, what="Bussen stod").status_code == 302
    told = db.session.scalars(db.select(PeriodReport)).one()
    assert (told.partner.slug, told.by_partner.slug) == ("trafiken", "arrangoren")
    readers = {each.name: "Bussen stod" in each.door.get(f"{COOP}/periods/{number}").text for each in
               (cast.anders, cast.tove, cast.kim, cast.karin)}  # fmt: skip
    assert readers == {"anders": True, "tove": True, "kim": False, "karin": True}
    assert door.post(f"{COOP}/representations/1/end").status_code == 302
    assert send(cast.anders, number, also="?for=trafiken", event=event).status_code == 404
    assert send(cast.petra, number, also="?for=kyrkan", event=event, what="Per telefon").status_code == 302
    assert "Per telefon" in cast.kim.door.get(f"{COOP}/report/{number}").text
    assert verify("sommar").fault is None


def test_a_link_opens_one_partners_report_and_nothing_else(app: Flask, cast: Cast) -> None:
    event = cast.event
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    number = laid_out.current(event, clock.now()).number  # type: ignore[union-attr]
    send(cast.tove, number, event=event, what="Spåret är stängt")
    made = cast.petra.door.post(f"{COOP}/report-links", data={"partner": "kyrkan", "recipient": "Vera", "days": "30"})
    found = re.search(r'id="new-link">([^<]+)<', made.text)
    assert found is not None
    here = found[1].removeprefix("http://localhost")
    assert here.rsplit("/", 1)[1] not in cast.petra.door.get(f"{COOP}/rhythm").text  # shown once
    visitor = cast.visitor()
    page = visitor.get(visitor.get(here).headers["Location"]).text
    assert "Kyrkan" in page and "Spåret är stängt" not in page and 'name="matters-0-what"' in page
    at = event.local(clock.now() - timedelta(minutes=2))
    form = {"what": "Klotter på kyrkan", "category": "O1", "occurred_at": f"{at:%Y-%m-%dT%H:%M}", "seriousness": "4",
            "source": "own"}  # fmt: skip
    said = {"client_id": str(uuid4()), **{f"matters-0-{name}": value for name, value in form.items()}}
    assert visitor.post(f"{here}/{number}", data=said).status_code == 302
    assert "Klotter på kyrkan" in visitor.get(f"{here}/{number}").text
    told = db.session.scalars(db.select(PeriodReport).order_by(PeriodReport.number.desc())).first()
    assert told is not None and told.author == "Vera (Kyrkan by link)"
    assert visitor.get(f"{here}/matters/1/withdraw").status_code == 404  # another partner's
    assert visitor.get(f"{COOP}/periods/{number}").status_code == 302  # nobody is signed in
    assert visitor.get(here[:-2]).status_code == 404
    assert cast.petra.door.post(f"{COOP}/report-links/1/revoke").status_code == 302
    assert visitor.get(f"{here}/{number}").status_code == 404
    again = cast.petra.door.post(f"{COOP}/report-links", data={"partner": "kyrkan", "recipient": "Vera", "days": "1"})
    short = re.search(r'id="new-link">http://localhost/report-links/([^<]+)<', again.text)
    assert short is not None and report_links.opened(app.secret_key, short[1]) is not None
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert report_links.opened(app.secret_key, short[1]) is None
    assert db.session.scalars(db.select(ReportLink)).first().snapshot()["recipient"] == "Vera"  # type: ignore[union-attr]
    assert verify("sommar").fault is None


def test_who_owes_a_report_is_seen_and_stays_missing(cast: Cast) -> None:
    event = cast.event
    day = event.operational_day(clock.now())
    with clock.at(clock.now() - timedelta(days=10)):
        said_of = beat(day - timedelta(days=10), weekday=day.weekday(), hour="00:00", week_due=0)
        rhythms.set_rhythm(event, SYSTEM, said_of)
    owed = periods.owed(event, partner(event, "kyrkan"), clock.now())
    assert len(owed) == 1
    assert "has not reported" in cast.kim.door.get(f"{COOP}/periods").text
    number = owed[0].number
    said = reporting.Report(nothing=True, client_id=str(uuid4()))
    reporting.send_report(event, cast.kim.actor(event), owed[0], partner(event, "kyrkan"), said)
    board = periods.board(event, cast.kim.actor(event), clock.now(), number)
    kept = {row.slug: cells[-1].standing for row, cells in board.rows}
    assert kept["kyrkan"] is periods.Standing.LATE and kept["trafiken"] is periods.Standing.MISSING
    assert "has not reported" not in cast.kim.door.get(f"{COOP}/periods").text
    coming = next(each for each in laid_out.periods(event) if each.starts_at > clock.now())
    early = send(cast.kim, coming.number, event=event)
    assert early.status_code == 422 and "has not begun yet" in early.text
    assert db.session.scalar(db.select(db.func.count()).select_from(ReportingPeriod)) == len(laid_out.periods(event))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_coordinators_are_reminded_once_when_due_and_once_when_missing(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, box = cast.event, tmp_path / "letters"
    hook = tmp_path / "mail.py"
    hook.write_text(f"import sys; open({str(box)!r}, 'a').write(sys.stdin.read() + chr(10))")
    monkeypatch.setenv("EVENTOPS_MAIL_HOOK", f"{sys.executable} {hook}")
    day = event.operational_day(clock.now())
    silent = ["polisen", "arrangoren"]
    with clock.at(clock.now() - timedelta(days=10)):
        rhythms.set_rhythm(event, SYSTEM, beat(day - timedelta(days=7), hour="00:00", silent=silent, week_due=10_000))
    reporting.represent(event, SYSTEM, partner(event, "trafiken"), partner(event, "arrangoren"))
    said = ["--event", "sommar", "--address", "https://exempel.invalid"]
    for told_of in ("2 reminded, 0 not sent", "0 reminded, 0 not sent"):
        assert told_of in app.test_cli_runner().invoke(remind, said).output
    told = [json.loads(line) for line in box.read_text().splitlines()]
    assert {each["to"] for each in told} == {"kim@example.org", "anders@example.org"}
    assert all(f"https://exempel.invalid{COOP}/report/" in each["text"] for each in told)
    owed = periods.owed(event, partner(event, "kyrkan"), clock.now())[0]
    with clock.at(owed.due_at + timedelta(minutes=1)):
        late = report_reminders.letters(event, None)
        assert {each.to for each in late} == {"kim@example.org", "anders@example.org"}
        late[0].sent()
        assert len(report_reminders.letters(event, None)) == 1
    assert verify("sommar").fault is None
