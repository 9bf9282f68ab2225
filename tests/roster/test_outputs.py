"""What the roster is taken out as: right by the clock, for its readers only, equal to the board, and on the record."""

import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdf
import pytest
from openpyxl import load_workbook

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.events.models import Event, Place
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.people import actions as people
from eventops.people.models import CredentialKind, Organisation, Person
from eventops.roster import actions, queries
from eventops.roster.actions import Duty, Terms
from eventops.roster.actions.duty import mark, replace
from eventops.roster.board import draw, window
from eventops.roster.models import Function, LegalBasis, Presence, Rate, Shift
from tests.cast import Cast, Player

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is typeset does not differ
BASE = "/events/vinter/roster"
NIGHT = datetime(2026, 10, 24, 16, tzinfo=UTC)  # 18:00 in Stockholm; the clock is turned back before it ends
LONG = "Karl-Gustaf Adelsköld von Brännström-Hjortronskogsbacken af Östergyllenkrona"
NASTY = "<script>alert(1)</script> #set $x @y \\ *fet*"
FORMULA = "=SUM(A1:A9)"
ARABIC = "محمد الأحمد"
PHONE = "070-1740611"


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    """A night over the change of clocks: two officers of three, a church's volunteer and an organiser's steward."""
    event = cast.planned
    names = {"polisen": [LONG, NASTY, FORMULA, ARABIC], "kyrkan": ["Kyrkmarkör"], "arrangoren": ["Festmarkör"]}
    known = {name: person(where, name) for where, many in names.items() for name in many}
    night = shift(event, Function.POLICE, "Polismarkör natt", needed=3)
    actions.assign(event, SYSTEM, night, known[LONG], call_sign="P1", accepting="Ingen annan finns")
    actions.assign(event, SYSTEM, night, known[NASTY], call_sign="P1", accepting="Ingen annan finns")
    both = shift(event, Function.VOLUNTEER, "Vandring", needed=2, hours=4)
    for name in ("Kyrkmarkör", "Festmarkör"):
        actions.assign(event, SYSTEM, both, known[name], accepting="Ingen annan finns")
    day = shift(event, Function.POLICE, "Dag", start=NIGHT - timedelta(hours=30), needed=2, hours=8)
    for name in (FORMULA, ARABIC):
        actions.assign(event, SYSTEM, day, known[name], accepting="Ingen annan finns")
    return cast


def person(where: str, name: str) -> Person:
    organisation = db.session.scalars(db.select(Organisation).filter_by(slug=where)).one()
    return people.add_person(SYSTEM, name=name, organisation=organisation, phone=PHONE)


def shift(
    event: Event, function: Function, name: str, start: datetime = NIGHT, hours: float = 13, **more: Any
) -> Shift:  # fmt: skip
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    told = {"function": function, "name": name, "place": post, **more}
    return actions.add_shift(event, SYSTEM, Duty(starts_at=start, ends_at=start + timedelta(hours=hours), **told))


def ask(who: Player, take: str, path: str = "outputs", **other: str) -> Any:
    form = {"take": take, "by": "post", "partner": "", "day": "", "language": "en", **other}
    return who.door.post(f"{BASE}/{path}", data=form)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    found = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
    return " ".join(found.translate({0x2068: None, 0x2069: None, 0xA0: " "}).split())


def bare(text: str) -> str:
    """Without the places where a line may break."""
    return "".join(text.split())


def table_of(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    head, *rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@SQLITE
def test_the_roster_is_typeset_by_the_wall_with_every_name_as_it_is_written(staffed: Cast) -> None:
    answer = ask(staffed.petra, "roster.pdf")
    text = text_of(answer)
    assert "18:00 CEST – 06:00 CET Sun 25 Oct" in text and "Saturday 24 October" in text and "A1 Grind 1" in text
    assert "12:00 – 20:00" in text and "Friday 23 October" in text
    assert "2/3" in text and "1 is missing" in text
    assert [name for name in (f"{NASTY} P1", f"{LONG} P1", FORMULA) if bare(name) not in bare(text)] == []
    assert "Vinterfesten" in text and "Petra, Planner" in text and "Page 1 / 1" in text
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="roster.exported")).one()
    facts = json.loads(record.facts or "")
    assert record.by == "Petra (planner)" and facts["digest"] == hashlib.sha256(answer.data).hexdigest()
    assert (facts["output"], facts["by"], facts["partner"]) == ("roster", "post", None)

    by = {by: text_of(ask(staffed.petra, "roster.pdf", by=by)) for by in ("partner", "person", "day")}
    assert "1 shift · 13 h" in by["person"] and "Nobody yet" in by["partner"]
    assert by["day"].index("Friday 23 October 2026") < by["day"].index("Saturday 24 October 2026")
    only = text_of(ask(staffed.petra, "roster.pdf", day="2026-10-23", language="sv"))
    assert "fredag 23 oktober" in only and "Polismarkör" not in only and NASTY not in only
    assert not [PHONE for told in (text, only, *by.values()) if PHONE in told]


def test_a_spreadsheet_has_a_row_for_each_person_and_each_gap_and_no_formula(staffed: Cast) -> None:
    rows = table_of(ask(staffed.petra, "roster.xlsx", by="person"))
    names = sorted(("Festmarkör", "Kyrkmarkör", LONG, NASTY, FORMULA, ARABIC), key=str.casefold)
    assert [row["Name"] for row in rows] == [*names, None]
    assert rows[-1]["Missing"] == 1 and rows[-1]["Shift"] == "Polismarkör natt"
    assert {row["From"] for row in rows} == {"2026-10-24 18:00", "2026-10-23 12:00"}
    assert {row["Until"] for row in rows if row["Name"] == LONG} == {"2026-10-25 06:00"}
    book = load_workbook(io.BytesIO(ask(staffed.petra, "roster.xlsx").data))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}


@SQLITE
def test_a_partner_takes_out_its_own_people_and_nothing_of_the_others(staffed: Cast) -> None:
    others = ("Festmarkör", "Polismarkör", "alert", "Adelsköld", "SUM", "محمد", "2/2", "/3", PHONE)
    for by in ("post", "partner", "person", "day"):
        text = text_of(ask(staffed.kim, "roster.pdf", "company/outputs", by=by, partner="kyrkan"))
        rows = table_of(ask(staffed.kim, "roster.xlsx", "company/outputs", by=by, partner="kyrkan"))
        assert "Kyrkmarkör" in text and [row["Name"] for row in rows] == ["Kyrkmarkör"]
        assert [each for each in others if each in text + str(rows)] == [], by
    for path, partner in (("company/outputs", "arrangoren"), ("outputs", "kyrkan"), ("outputs", "arrangoren")):
        answer = ask(staffed.kim, "roster.xlsx", path, partner=partner)
        assert answer.status_code in (403, 422) and "Festmarkör" not in answer.text
    for take in ("contacts.xlsx", "hours.xlsx", "credentials.xlsx"):
        answer = ask(staffed.kim, take, "company/outputs", partner="kyrkan")
        assert answer.status_code == 422 and PHONE not in answer.text
    page = staffed.kim.door.get(f"{BASE}/company/outputs").text
    assert 'value="kyrkan"' in page and 'value="arrangoren"' not in page
    assert staffed.frida.door.get(f"{BASE}/company/outputs").status_code == 403


@SQLITE
def test_contact_data_leaves_only_by_who_staffs_and_for_one_partner(staffed: Cast) -> None:
    rows = table_of(ask(staffed.petra, "contacts.xlsx", partner="kyrkan"))
    assert [(row["Name"], row["Phone"], row["Shifts"]) for row in rows] == [("Kyrkmarkör", PHONE, 1)]
    assert PHONE in text_of(ask(staffed.petra, "contacts.pdf", partner="kyrkan"))
    unasked = ask(staffed.petra, "contacts.pdf")
    assert unasked.status_code == 422 and "Choose the partner that it is about." in unasked.text
    assert (
        ask(staffed.olle, "contacts.xlsx", partner="kyrkan").status_code == 422
    )  # who reads the roster does not staff
    assert "contacts" not in staffed.olle.door.get(f"{BASE}/outputs").text


@SQLITE
def test_the_staffing_decision_says_what_the_board_says_and_what_was_accepted(staffed: Cast) -> None:
    event = staffed.planned
    shift(event, Function.GUARD, "Vakt", legal_basis=LegalBasis.STATUTE, legal_reference="3 §")
    said = {"reference": "A1.234/2026", "decided_by": NASTY, "text": "Med stöd av\n#planen", "language": "en"}
    form = {f"decision-{name}": value for name, value in said.items()}
    text = text_of(staffed.petra.door.post(f"{BASE}/outputs/decision", data=form))
    shifts = list(queries.shifts(event))
    board = draw(event, shifts, queries.staffing(event), window(event, shifts, NIGHT.date()), clock.now())
    told = [f"{strip.filled} of {strip.needed}" for strip in board.days if strip.needed]
    assert told == ["2 of 2", "4 of 6"] and [each for each in told if each not in text] == []
    assert "In all 4 8 6 2 76 50" in text  # hours: 3 x 13 + 2 x 4 + 2 x 8 + 13 needed, 2 x 13 + 8 + 16 assigned
    assert "Statute 3 §" in text and "not found in the plan" in text
    assert "Criminal Data Act" in text and "A1.234/2026" in text and "#planen" in text
    assert f"Decided by, {NASTY}" in text and "Reported by, Petra" in text
    accepted = text[text.index("Appendix") :]
    assert "system: Ingen annan finns" in accepted and LONG in accepted


def test_hours_are_counted_by_origin_and_cost_what_somebody_has_said(cast: Cast) -> None:
    event, begun = cast.planned, clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=6)
    who = {name: person("polisen", name) for name in ("Pia", "Per", "Pål")} | {"Kim": person("kyrkan", "Kim")}
    for name, origin in (("Pia", "LPO Norr"), ("Per", "LPO Syd")):
        actions.enlist(event, SYSTEM, who[name], Terms(origin=origin))
    now = shift(event, Function.POLICE, "Nu", begun, 4, needed=2)
    rows = {name: actions.assign(event, SYSTEM, now, who[name], accepting="Så") for name in ("Pia", "Per")}
    later = shift(event, Function.VOLUNTEER, "Sedan", begun + timedelta(days=1), 5.5)
    actions.assign(event, SYSTEM, later, who["Kim"], accepting="Så")
    mark(event, SYSTEM, rows["Pia"], Presence.PRESENT, at=begun)
    mark(event, SYSTEM, rows["Pia"], Presence.SENT_HOME, at=begun + timedelta(hours=1))
    replace(event, SYSTEM, rows["Pia"], who["Pål"], accepting="Så")  # her hour is not lost with her shift

    police, church = (who[name].organisation_id for name in ("Pia", "Kim"))
    page = cast.petra.door.get(f"{BASE}/rates").text
    assert f'name="{police}-police"' in page and f'name="{church}-volunteer"' in page
    for typed, source, message in (
        ("12x", "Avtal", "Write a number."), ("-1", "Avtal", "Choose 0–100000."), ("NaN", "Avtal", "Write a number."),
        ("500", "", "Say where the number comes from"), ("", "Avtal", "Write what an hour costs"),
    ):  # fmt: skip
        form = {f"{police}-police": typed, f"{police}-police-source": source}
        wrong = cast.petra.door.post(f"{BASE}/rates", data=form)
        assert wrong.status_code == 422 and message in wrong.text and f'value="{typed or source}"' in wrong.text
    assert not db.session.scalars(db.select(Rate)).all()
    said = {f"{police}-police": "512,50", f"{police}-police-source": "RPS beslut 2026:1"}
    for _ in range(2):
        assert cast.petra.door.post(f"{BASE}/rates", data=said).status_code == 302
    assert cast.olle.door.post(f"{BASE}/rates", data=said).status_code == 403

    sheet = {row["Origin unit"] or row["Organisation"]: row for row in table_of(ask(cast.petra, "hours.xlsx"))}
    told = {
        name: tuple(row[key] for key in ("Planned h", "Worked h", "Planned cost", "Worked cost"))
        for name, row in sheet.items()
    }
    assert told == {
        "LPO Norr": (0, 1, 0, 512.5), "LPO Syd": (4, 4, 2050, 2050), "Polisen": (4, 4, 2050, 2050),
        "Kyrkan": (5.5, 0, None, None),
    }  # fmt: skip
    assert sheet["Kyrkan"]["Source"] == "no rate" and sheet["Kyrkan"]["Share in percent"] == 40.74
    screen = " ".join(cast.petra.door.get(f"{BASE}/hours").text.replace("\xa0", " ").split())
    assert (
        "512.50 kr" in screen
        and "at least 4,100 kr" in screen
        and "5.5 planned hours have no rate" in screen
        and "no rate" in screen
    )
    assert len(db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="rate.set")).all()) == 1
    assert verify("vinter").fault is None


def test_credentials_that_end_are_listed_with_the_shifts_they_leave_bare(cast: Cast) -> None:
    event, today = cast.planned, clock.now().date()
    begins = datetime.combine(today + timedelta(days=20), datetime.min.time(), UTC) + timedelta(hours=10)
    duty = {"requires": [CredentialKind.FIRST_AID], "needed": 9}
    first, last = (
        shift(event, Function.POLICE, f"Om {days}", begins + timedelta(days=days), 4, **duty) for days in (0, 10)
    )
    ends = {"Snart": 120, "Under": 90, "Slut": -3, "Långt": 400, "Förnyad": -3, "Utanför": 5}
    for name, days in ends.items():
        known = person("polisen", name)
        people.add_credential(
            known, SYSTEM, kind=CredentialKind.FIRST_AID, valid_from=date(2020, 1, 1), number=f"N-{name}",
            valid_until=today + timedelta(days=days),
        )  # fmt: skip
        if name == "Förnyad":
            people.add_credential(
                known, SYSTEM, kind=CredentialKind.FIRST_AID, valid_from=today, valid_until=today + timedelta(days=900)
            )
        if name == "Under":
            for each in (first, last):
                actions.assign(event, SYSTEM, each, known, accepting="Så")
            people.edit_credential(
                known.credentials[0], SYSTEM, kind=CredentialKind.FIRST_AID, number="N-Under",
                valid_from=date(2020, 1, 1), valid_until=today + timedelta(days=25),
            )  # fmt: skip
        elif name != "Utanför":
            actions.enlist(event, SYSTEM, known, Terms())

    rows = table_of(ask(cast.petra, "credentials.xlsx"))
    assert [(row["Person"], row["State"]) for row in rows] == [
        ("Slut", "expired"), ("Under", "ends before the event is over"), ("Snart", "ends soon"),
    ]  # fmt: skip
    assert rows[1]["Shifts that ask for it"] == 2 and rows[1]["Number"] == "N-Under"
    assert rows[1]["Shifts after it ends"].count("A1") == 1 and not rows[2]["Shifts after it ends"]
    page = cast.petra.door.get(f"{BASE}/credentials-ending").text
    assert page.count(f'/roster/shifts/{last.id}"') == 1 and f'/roster/shifts/{first.id}"' not in page
    assert "N-Slut" in page and "Långt" not in page and "Utanför" not in page
