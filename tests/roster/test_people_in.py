"""People come in from the lists that companies send: each fault is named where it stands, the rest is taken."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import event as listening

from eventops import sheets
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.changes import OFFICE, change
from eventops.cli import cli
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.events.models import Event, EventDay
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.people import actions as people
from eventops.people.models import Credential, CredentialKind, Organisation, Person
from eventops.roster import actions
from eventops.roster.actions import Duty, Understood
from eventops.roster.models import Assignment, Enlistment, Function, LegalBasis, PeopleImport, Shift, Wish
from eventops.roster.people_in import Taking, cells
from eventops.roster.people_in.since import Since
from eventops.roster.queries import posts
from tests.cast import Cast

FIRST, DAYS = date(2027, 7, 1), 3
HEADINGS = (
    "Namn", "Organisation", "Anst.nr", "Född", "Telefon", "Funktion", "Lag", "Avtalade timmar", "Reserv",
    "Förordnande", "Nummer", "Utbildning timmar", "Giltigt från", "Giltigt t.o.m.", "Plats", "Datum", "Börjar",
    "Slutar", "Anropssignal",
)  # fmt: skip
PAGE = "/events/vinter/roster/people"


@pytest.fixture
def event(cast: Cast) -> Event:
    """The planned event: three days, the guard company in it, and a shift of guards at A1 each evening."""
    planned = cast.planned
    company = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    events.add_partner(planned, SYSTEM, company)
    with change(planned, SYSTEM) as record:
        for number in range(DAYS):
            day = EventDay(event=planned, date=FIRST + timedelta(days=number))
            db.session.add(day)
            record("day.added", day)
    place = next(post for post in posts(planned) if post.code == "A1")
    for number in range(DAYS):
        starts = datetime.combine(FIRST + timedelta(days=number), time(16), UTC)
        actions.add_shift(
            planned, SYSTEM,
            Duty("Kväll", Function.GUARD, starts, starts + timedelta(hours=8), 40, place,
                 legal_basis=LegalBasis.PERMIT, legal_reference="OV-1"),
        )  # fmt: skip
    return cast.planned


def guard(number: int, **other: str) -> dict[str, str]:
    """A row of the company's list with nothing wrong in it."""
    return {
        "Namn": f"Vakt Nummer {number}", "Organisation": "Vaktbolaget", "Anst.nr": f"V{number:04}",
        "Född": f"{1970 + number % 30}-03-{number % 28 + 1:02}", "Telefon": f"070-17406{number % 100:02}{number:03}",
        "Funktion": "Ordningsvakt", "Lag": f"OV{number // 8}", "Avtalade timmar": "24,5", "Reserv": "nej",
        "Förordnande": "Förordnande", "Nummer": f"F-{number}", "Utbildning timmar": "", "Giltigt från": "2025-01-01",
        "Giltigt t.o.m.": "2028-12-31", "Plats": "", "Datum": "", "Börjar": "", "Slutar": "", "Anropssignal": "",
        **other,
    }  # fmt: skip


EVENING = {"Plats": "A1", "Börjar": "18:00", "Slutar": "02:00"}


def as_csv(rows: list[dict[str, str]], encoding: str = "cp1252", delimiter: str = ";") -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, HEADINGS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: list[dict[str, Any]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(heading) for heading in headings])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def run(app: Flask, *argv: str) -> Any:
    info = ScriptInfo(create_app=lambda: app, set_debug_flag=False)
    done = CliRunner().invoke(cli, ["import", "roster", *argv, "--event", "vinter"], obj=info)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    db.session.expire_all()
    return done


def hand_in(cast: Cast, content: bytes, name: str = "lista.csv") -> str:
    """Hand a file in as the planner; the address of its page."""
    answer = cast.petra.door.post(f"{PAGE}/import", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def count(*models: Any) -> list[int]:
    return [db.session.scalar(db.select(db.func.count()).select_from(model)) or 0 for model in models]


def faults(text: str) -> list[str]:
    """The faults as `eventops import roster` tells them."""
    return [line.strip() for line in text.splitlines() if line.startswith("  row ")]


def day(number: int) -> dict[str, str]:
    return {**EVENING, "Datum": (FIRST + timedelta(days=number)).isoformat()}


PLANTED: dict[int, tuple[dict[str, str], str]] = {  # place in the list -> what is planted, and what is said of it
    9: ({"Namn": ""}, "Namn: Give the name."),
    20: ({"Namn": "Vakt Nummer 19", "Anst.nr": "V0019", "Nummer": "F-19"},
         "Namn: The same person as in row 21, with nothing new."),
    31: ({"Giltigt t.o.m.": "2027-06-30"},
         "Giltigt t.o.m.: The appointment expires 2027-06-30, the event ends 2027-07-03."),
    42: ({"Född": "2026-13-45"}, "Född: 2026-13-45 is no date. Write it as 2027-06-30."),
    53: ({"Född": "2008-02-01"}, "Född: A public order guard is at least 20 years old."),
    64: ({**EVENING, "Plats": "Z9", "Datum": "2027-07-01"}, "Plats: There is no post called Z9."),
    75: ({**guard(74), **day(0), "Funktion": "Publikvärd",
          "Börjar": "20.00", "Slutar": "23.00"},
         "Börjar: On duty at A1 07-01 18:00 – 07-02 02:00."),
    86: ({"Organisation": "Bolaget AB"}, "Organisation: Bolaget AB takes no part in this event."),
    97: ({"Giltigt från": "2022-01-01"}, "Giltigt t.o.m.: An appointment as guard holds for at most 5 years."),
    108: ({"Funktion": "Trollkarl"}, "Funktion: There is no function called Trollkarl."),
    119: ({"Förordnande": "Magikerbevis"}, "Förordnande: There is no kind of credential called Magikerbevis."),
    130: ({**day(1), "Datum": "31/2"}, "Datum: 31/2 is no date. Write it as 2027-06-30."),
    141: ({**day(1), "Börjar": "07:00", "Slutar": "12:00"},
          "Plats: There is no shift for guards at A1 then. Plan it first, with its legal basis."),
}  # fmt: skip


def the_list() -> list[dict[str, str]]:
    """184 rows of a guard company, with faults planted in PLANTED and dates as Excel keeps them in others."""
    rows = [guard(number) for number in range(184)]
    rows[3]["Född"], rows[4]["Giltigt t.o.m."] = "29221", "47118"  # 1980-01-01 and 2028-12-31
    rows[5] |= {"Namn": "Åsa Öberg-Ärlig", "Telefon": "+46 70 174 06 05"}
    rows[6] |= day(0) | {"Anropssignal": "OV1"}
    rows[74] |= day(0)
    rows[7] |= {"Förordnande": "OV-utbildning", "Utbildning timmar": "120"}
    for place, (planted, _) in PLANTED.items():
        rows[place] |= planted
    return rows


def test_of_184_people_every_planted_fault_is_named_by_row_and_column_and_the_rest_is_taken_once(
    event: Event, app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "lista.csv"
    file.write_bytes(as_csv(the_list(), encoding="cp1252"))
    expected = {f"row {place + 2}, {said}" for place, (_, said) in PLANTED.items()}
    warned = "row 9, Utbildning timmar: warning: Basic training is at least 160 h."
    before = count(Person, Credential, Enlistment, Assignment)

    looked = run(app, str(file), "--dry-run")
    assert "nothing was saved" in looked.output
    assert set(faults(looked.output)) == expected | {warned}
    assert count(Person, Credential, Enlistment, Assignment) == before

    taken = run(app, str(file))
    assert set(faults(taken.output)) == expected | {warned} and taken.exit_code == 0
    refused = len(PLANTED)
    added = [now - then for now, then in zip(count(Person, Credential, Enlistment, Assignment), before, strict=True)]
    assert added == [184 - refused, 184 - refused, 184 - refused, 2]
    asa = db.session.scalars(db.select(Person).filter_by(name="Åsa Öberg-Ärlig")).one()
    assert (asa.phone, asa.reference, asa.born) == ("+46 70 174 06 05", "V0005", date(1975, 3, 6))
    by_reference = {person.reference: person for person in db.session.scalars(db.select(Person))}
    assert by_reference["V0003"].born == date(1980, 1, 1)
    assert by_reference["V0004"].credentials[0].valid_until == date(2028, 12, 31)
    one = db.session.scalars(db.select(Assignment).filter_by(call_sign="OV1")).one()
    assert one.person.reference == "V0006" and one.shift.function is Function.GUARD
    terms = db.session.scalars(db.select(Enlistment).filter_by(person_id=asa.id)).one()
    assert (terms.function, terms.team, terms.agreed_hours, terms.reserve) == (Function.GUARD, "OV0", 24.5, False)

    again = run(app, str(file))
    assert f"Already there  {184 - refused:>8}" in again.output and f"Taken          {0:>8}" in again.output
    assert set(faults(again.output)) == expected
    assert verify("office").fault is None and verify("vinter").fault is None


def test_a_failure_halfway_leaves_nothing_of_the_file(event: Event, cast: Cast) -> None:
    url = hand_in(cast, as_csv([guard(number) | day(number % 3) for number in range(12)]))
    before = count(Person, Credential, Enlistment, Assignment, AuditRecord)

    def break_down(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO assignment"):
            raise OSError("the disk is gone")

    listening.listen(db.engine, "before_cursor_execute", break_down)
    try:
        with pytest.raises(OSError, match="disk"):
            cast.petra.door.post(f"{url}/take")
    finally:
        listening.remove(db.engine, "before_cursor_execute", break_down)
    assert count(Person, Credential, Enlistment, Assignment, AuditRecord) == before
    assert cast.petra.door.post(f"{url}/take").status_code == 302
    assert count(Assignment) == [12]
    assert verify("office").fault is None and verify("vinter").fault is None


class Meanwhile(list[tuple[int, list[str]]]):
    """The rows of a list; somebody else acts as they begin to be judged for the first time."""

    def __init__(self, rows: list[tuple[int, list[str]]], act: Callable[[], object]):
        super().__init__(rows)
        self.acts = [act]

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice) and place.start and self.acts:
            self.acts.pop()()
        return super().__getitem__(place)


def test_who_is_added_by_others_while_a_list_is_judged_is_not_added_twice(event: Event, cast: Cast) -> None:
    company = db.session.scalars(db.select(Organisation).filter_by(slug="vaktbolaget")).one()
    since, rows = Since.now(), sheets.read(as_csv([guard(1), guard(2)])).sheets[0].rows
    listed = actions.hand_in(event, SYSTEM, "lista.csv", sheets.Tables([sheets.Sheet("", rows)]))
    assert not since.moved(), "a file that is handed in changes nothing it is judged by"

    def add() -> object:
        return people.add_person(SYSTEM, name="Vakt Nummer 1", organisation=company)

    file = Understood(sheets.Sheet("", Meanwhile(rows, add)), [code for _, code in listed.columns])
    outcome = actions.take_people(event, SYSTEM, file, accepting="-")
    assert since.moved()
    assert [what for _, what in outcome.rows] == [Taking.CHANGED, Taking.ADDED]
    there = db.session.scalars(db.select(Person).filter_by(organisation_id=company.id).order_by(Person.name)).all()
    assert [(each.name, each.reference, len(each.credentials)) for each in there if each.reference] == [
        ("Vakt Nummer 1", "V0001", 1), ("Vakt Nummer 2", "V0002", 1),
    ]  # fmt: skip
    assert count(Enlistment) == [2]


def test_the_planner_says_what_the_columns_are_and_the_next_file_knows_it(event: Event, cast: Cast) -> None:
    petra = cast.petra.door
    headings = ("Vem", "Kontakt", "Född", "Skräp")
    rows = [{"Vem": "Siv Sund", "Kontakt": "070-1740610", "Född": date(1990, 5, 17), "Skräp": "x"}]
    url = hand_in(cast, as_xlsx(rows, headings), "vol.xlsx")
    page = petra.get(url).text
    assert "Say below which column holds the name." in page and "Siv Sund" in page and "1990-05-17" in page
    twice = petra.post(url, data={"column": ["name", "name", "born", ""]})
    assert twice.status_code == 422 and "Two columns are said to be Name. Choose one." in twice.text
    body = db.session.scalars(db.select(Organisation).filter_by(slug="kyrkan")).one()
    said = {"column": ["name", "phone", "born", ""], "organisation": str(body.id)}
    assert petra.post(url, data=said).status_code == 302
    assert "Take in 1 rows" in petra.get(url).text
    assert petra.post(f"{url}/take").status_code == 302
    siv = db.session.scalars(db.select(Person).filter_by(name="Siv Sund")).one()
    assert (siv.organisation.slug, siv.phone, siv.born) == ("kyrkan", "070-1740610", date(1990, 5, 17))

    following = hand_in(cast, as_xlsx([{"Vem": "Ulf Ny", "Kontakt": "070-1740611"}], headings), "vol2.xlsx")
    row = db.session.scalars(db.select(PeopleImport).order_by(PeopleImport.id.desc())).first()
    assert row is not None and [code for _, code in row.columns] == ["name", "phone", "born", ""]
    assert "Give the organisation." in petra.get(following).text
    assert petra.post(f"{following}/aside").status_code == 302 and petra.get(following).status_code == 404
    db.session.refresh(row)
    assert row.content is None


def test_what_is_exported_and_taken_in_again_changes_nothing(
    event: Event, cast: Cast, app: Flask, tmp_path: Path
) -> None:
    """In both formats and languages, with several credentials and shifts, skills, and what is hard to quote."""
    language = "sv" if db.engine.dialect.name == "sqlite" else "en"
    rows = [guard(number) | day(number % 3) for number in range(4)]
    rows += [{"Anst.nr": "V0001", **row} for row in (
        {"Namn": "Vakt Nummer 1", "Organisation": "Vaktbolaget", **day(2)},
        {"Namn": "Vakt Nummer 1", "Organisation": "Vaktbolaget", "Förordnande": "Körkort", "Nummer": "C/1"},
    )]  # fmt: skip
    rows += [guard(9) | {"Namn": '=cmd|"/c calc"!A1', "Lag": '+1;"x', "Telefon": "+46 70-174 06 09"}]
    assert cast.petra.door.post(f"{hand_in(cast, as_csv(rows, 'utf-16'))}/take").status_code == 302
    skilled = as_csv([{"Namn": "Ylva Yr", "Organisation": "Kyrkan", "Funktion": "Volontär", "Förordnande": "HLR"}])
    assert cast.petra.door.post(f"{hand_in(cast, skilled)}/take").status_code == 302
    with change(OFFICE, SYSTEM) as record:
        cast.petra.account.language = language
        record("account.language_chosen", cast.petra.account)
    before = count(Person, Credential, Enlistment, Assignment, AuditRecord, Shift)
    people = {(each.name, each.phone) for each in db.session.scalars(db.select(Person))}
    assert ('=cmd|"/c calc"!A1', "+46 70-174 06 09") in people
    for ending in ("csv", "xlsx"):
        file = tmp_path / f"ut.{ending}"
        file.write_bytes(cast.petra.door.post(f"{PAGE}.{ending}").data)
        before[4] += 1  # that it was taken out is on the record
        told = run(app, str(file)).output
        assert f"Rows read      {7:>8}" in told and f"Already there  {7:>8}" in told and not faults(told), told
    assert count(Person, Credential, Enlistment, Assignment, AuditRecord, Shift) == before
    text = (tmp_path / "ut.csv").read_text("utf-8-sig")
    assert '"\'=cmd|""/c calc""!A1"' in text and "'+46 70-174 06 09" in text
    sheet = openpyxl.load_workbook(tmp_path / "ut.xlsx").active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_who_is_who_among_namesakes(event: Event, cast: Cast, app: Flask, tmp_path: Path) -> None:
    bare = dict.fromkeys(HEADINGS, "") | {"Organisation": "Kyrkan"}
    rows = [
        bare | {"Namn": "Anna Berg", "Född": "1990-01-01"},
        bare | {"Namn": "Anna Berg", "Född": "1991-01-01"},  # another
        bare | {"Namn": "anna  berg", "Född": "1/1 1990", "Lag": "Natt"},  # the first once more
        bare | {"Namn": "Anna Berg"},  # which?
        bare | {"Namn": "Bo Ek", "Anst.nr": "7", "Telefon": "0701740611"},
        bare | {"Namn": "Bo Ek", "Anst.nr": "8", "Telefon": "+46701740611"},
        bare | {"Namn": "Bo Al", "Anst.nr": "7"},
        bare | {"Namn": "Eva Lo", "Funktion": "volontär", "Plats": "a1", "Datum": "1/7", "Börjar": "8",
                "Slutar": "12.30"},
        bare | {"Namn": "Eva Lo", "Funktion": "volontär", "Plats": "Grind 1", "Datum": "20270701", "Börjar": "0.5",
                "Slutar": "14:00"},
        bare | {"Namn": "Eva Lo", "Funktion": "volontär", "Plats": "A1", "Datum": "46569", "Börjar": "0800",
                "Slutar": "12:30"},
    ]  # fmt: skip
    file = tmp_path / "namn.csv"
    file.write_bytes(as_csv(rows, "utf-8", ","))
    told = faults(run(app, str(file)).output)
    assert told == [
        "row 4, Namn: The same person as in row 2, with nothing new.",
        "row 5, Namn: Several are called Anna Berg. Give reference or date of birth.",
        "row 7, Anst.nr: Bo Ek is there with another reference: 7. One person or two?",
        "row 8, Anst.nr: 7 is Bo Ek already.",
        "row 10, Börjar: On duty at A1 07-01 08:00 – 07-01 12:30.",
        "row 11, Namn: The same person as in row 9, with nothing new.",
    ]
    made = db.session.scalars(db.select(Shift).filter_by(function=Function.VOLUNTEER)).one()
    assert made.where == "A1" and made.needed == 1 and made.starts_at == datetime(2027, 7, 1, 6, tzinfo=UTC)


def test_what_is_meant_to_harm_is_kept_as_words_or_named_as_a_fault(event: Event, cast: Cast) -> None:
    harm = {
        "<script>alert(1)</script>": True, "Ådel \u202egnis\u202c": True, "😀 Glad": True, "Nul\x00l": False,
        "x" * 121: False, "' OR 1=1 --": True, "{{ 7*7 }}": True,
    }  # fmt: skip
    rows = [guard(number) | {"Namn": name} for number, name in enumerate(harm)]
    url = hand_in(cast, as_csv(rows, "utf-8"), "<img src=x>.csv")
    page = cast.petra.door.get(url).text
    assert "<script>alert" not in page and "<img src=x>" not in page
    assert "There are characters here that cannot be kept. Type it anew." in page
    assert "Field cannot be longer than 120 characters." in page
    assert cast.petra.door.post(f"{url}/take").status_code == 302
    listed = cast.petra.door.get(PAGE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in listed and "<script>alert" not in listed
    names = set(db.session.scalars(db.select(Person.name)))
    assert {name for name, kept in harm.items() if kept} <= names


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_file_stops_the_server(cast: Cast) -> None:
    bomb, endless = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 2**20))
    with zipfile.ZipFile(endless, "w") as packed:
        packed.writestr("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>")
    for content, said in (
        (b"PK\x03\x04nonsense", "cannot be read"), (b"\xd0\xcf\x11\xe0old", "old or locked"),
        (endless.getvalue(), "cannot be read"), (b"Namn\n" + b"x\n" * 10_002, "more than 10000 rows"),
        (b"\n" * 9, "no table"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            sheets.read(content)
    with pytest.raises(Refused, match="At most 10 MB"):
        sheets.read_beside(b"x" * (10 * 2**20 + 1))
    for file, said in (
        ((io.BytesIO(bomb.getvalue()), "bomb.xlsx"), "unpacks to more than 100 MB"),
        ((io.BytesIO(b""), "tom.csv"), "Choose a file that holds something."),
        (None, "Choose a file."),
    ):
        answer = cast.petra.door.post(f"{PAGE}/import", data={"file": file} if file else {})
        assert answer.status_code == 422 and said in answer.text
    assert count(PeopleImport) == [0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2027-06-30", "2027-06-30"), ("2027/6/3", "2027-06-03"), ("20270630", "2027-06-30"),
        ("30.6.2027", "2027-06-30"), ("30/6 2027", "2027-06-30"), ("46568", "2027-06-30"), ("46568.75", "2027-06-30"),
        ("2027-06-30 00:00:00", "2027-06-30"), ("31/2 2027", None), ("2027-13-01", None), ("imorgon", None),
        ("99999", None), ("2027-06-30x", None), ("30/6", None),
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_and_spreadsheets_write_it(words: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(Refused, match="is no date"):
            cells.day(words)
    else:
        assert cells.day(words).isoformat() == found


def test_somebody_is_enlisted_edited_and_withdrawn_and_the_list_says_so(event: Event, cast: Cast) -> None:
    petra = cast.petra.door
    rows = [guard(1), guard(2) | {"Giltigt t.o.m.": "2027-07-02"}]
    assert petra.post(f"{hand_in(cast, as_csv(rows))}/take").status_code == 302
    one, two = db.session.scalars(db.select(Person).where(Person.reference.in_(("V0001", "V0002"))).order_by(Person.id))
    page = petra.get(f"{PAGE}/{two.id}").text
    assert "Ends before the event does" in page and "Seen only by who staffs this event." in page
    terms = {"function": "steward", "team": "Grind", "agreed_hours": "12,x", "reserve": "y"}
    wrong = petra.post(f"{PAGE}/{one.id}", data=terms)
    assert wrong.status_code == 422 and 'value="12,x"' in wrong.text and 'value="Grind"' in wrong.text
    assert petra.post(f"{PAGE}/{one.id}", data=terms | {"agreed_hours": "12.5"}).status_code == 302
    enlisted = db.session.scalars(db.select(Enlistment).filter_by(person_id=one.id)).one()
    assert (enlisted.function, enlisted.agreed_hours, enlisted.reserve) == (Function.STEWARD, 12.5, True)
    held = {"held-kind": "guard_appointment", "held-valid_from": "2027-01-01", "held-valid_until": "2032-06-01"}
    long = petra.post(f"{PAGE}/{one.id}/credentials", data=held)
    assert long.status_code == 422 and "at most 5 years" in long.text
    kept = {**held, "held-kind": "first_aid", "held-hours": "8"}
    assert petra.post(f"{PAGE}/{one.id}/credentials", data=kept).status_code == 302
    added = db.session.scalars(db.select(Credential).filter_by(person_id=one.id, kind=CredentialKind.FIRST_AID)).one()
    edit = f"{PAGE}/{one.id}/credentials/{added.id}"
    assert petra.get(f"{PAGE}/{two.id}/credentials/{added.id}").status_code == 404
    assert petra.post(edit, data={**kept, "held-number": "FA-9"}).status_code == 302
    db.session.refresh(added)
    assert (added.number, added.hours) == ("FA-9", 8)

    wish = {"wish-kind": "absent", "wish-place": "0"}
    assert "Give from when to when." in petra.post(f"{PAGE}/{one.id}/wishes", data=wish).text
    away = {**wish, "wish-first": "2027-07-01", "wish-note": "Tandläkare"}
    assert petra.post(f"{PAGE}/{one.id}/wishes", data=away).status_code == 302
    assert "2027-07-01 00:00 – 2027-07-02 00:00" in petra.get(f"{PAGE}/{one.id}").text
    url = hand_in(cast, as_csv([guard(1) | day(0)]))
    assert "Cannot work 07-01 00:00 – 07-02 00:00." in petra.get(url).text
    number = db.session.scalars(db.select(Wish.id)).one()
    assert petra.post(f"{PAGE}/{one.id}/wishes/{number}/drop").status_code == 302
    assert petra.post(f"{url}/take").status_code == 302
    stays = petra.post(f"{PAGE}/{one.id}/withdraw", data={"withdraw-because": "Sjuk"})
    assert stays.status_code == 422 and "is on 1 shifts that have not ended" in stays.text
    assert petra.post(f"{PAGE}/{two.id}/withdraw", data={"withdraw-because": "Sjuk"}).status_code == 302
    assert two.name in petra.get(PAGE).text  # in what is said of it
    assert two.name not in petra.get(PAGE).text and two.name in petra.get(f"{PAGE}?who=away").text
    assert one.name in petra.get(f"{PAGE}?q=NUMMER&who=here&function=guard").text
    assert petra.get(f"{PAGE}?who=everything&organisation=x&after=99999").status_code == 200
    assert verify("office").fault is None and verify("vinter").fault is None


def test_two_that_are_one_become_one_unless_they_work_at_the_same_time(event: Event, cast: Cast) -> None:
    petra = cast.petra.door
    first = [
        guard(1) | day(0),
        guard(2) | day(1) | {"Namn": "Nummer Vakt 1", "Anst.nr": "", "Telefon": "0701740601001"},
    ]
    assert petra.post(f"{hand_in(cast, as_csv(first))}/take").status_code == 302
    one, other = db.session.scalars(db.select(Person).where(Person.name.contains("Vakt")).order_by(Person.id))
    page = petra.get(f"{PAGE}/duplicates").text
    assert page.count("This one stays") == 0  # two dates of birth are two people
    with change(OFFICE, SYSTEM) as record:
        other.born = None
        record("person.edited", other)
    page = petra.get(f"{PAGE}/duplicates").text
    assert page.count("This one stays") == 2 and "Same: name, telephone" in page
    both = petra.post(f"{hand_in(cast, as_csv([first[1] | day(0) | {'Född': ''}]))}/take")
    assert both.status_code == 302
    clash = petra.post(f"{PAGE}/duplicates", data={"goes": other.id, "stays": one.id})
    assert (
        clash.status_code == 422 and "Both are on duty 07-01 18:00, at A1 and at A1. Take one off first." in clash.text
    )
    twice = db.session.scalars(db.select(Assignment).join(Shift).filter(Assignment.person_id == other.id)).all()
    tonight = min(twice, key=lambda each: each.shift.starts_at)
    actions.unassign(cast.planned, SYSTEM, tonight)
    assert petra.post(f"{PAGE}/duplicates", data={"goes": other.id, "stays": one.id}).status_code == 302
    db.session.refresh(other)
    assert other.merged_into == one.id and petra.get(f"{PAGE}/{other.id}").status_code == 404
    mine = db.session.scalars(db.select(Assignment).filter_by(person_id=one.id, removed_at=None)).all()
    assert len(mine) == 2 and {held.number for held in one.credentials} == {"F-1", "F-2"}
    terms = db.session.scalars(db.select(Enlistment).filter_by(withdrawn_at=None)).one()
    assert terms.person_id == one.id
    assert verify("office").fault is None and verify("vinter").fault is None


def test_only_who_staffs_sees_people_and_takes_them_in(event: Event, cast: Cast) -> None:
    url = hand_in(cast, as_csv([guard(1)]))
    gets = (PAGE, f"{PAGE}/import", url, f"{url}/faults.csv", f"{PAGE}/duplicates")
    posts = (f"{PAGE}.csv", f"{url}/take", f"{url}/aside", f"{url}/sheet", url)
    for player, status in ((cast.olle, 403), (cast.kim, 403), (cast.frida, 403), (cast.stig, 404)):
        assert {player.door.get(path).status_code for path in gets} == {status}
        assert {player.door.post(path).status_code for path in posts} == {status}
    elsewhere = url.replace("/vinter/", "/sommar/")
    assert (
        cast.petra.door.get(elsewhere).status_code == 404
        and cast.petra.door.post(f"{elsewhere}/take").status_code == 404
    )
    assert count(Enlistment) == [0]
