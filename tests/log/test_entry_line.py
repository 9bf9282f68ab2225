"""The entry line through its door: what it says is saved, all of it or nothing, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log.actions import Opening, open_incident
from eventops.log.models import Entry, EntryKind, Incident
from tests.cast import Cast

LIVE = "/events/sommar/live"


def say(cast: Cast, line: str, who: str = "olle", **more: Any) -> Any:
    said = {"client_id": str(uuid4()), "line": line, **more}
    return getattr(cast, who).door.post(f"{LIVE}/line", data=said, headers={"Accept": "application/json"})


def saved(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()["saved"]
    return told


def wrong(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    errors: dict[str, str] = answer.get_json()["errors"]
    return errors


def newest() -> Entry:
    return db.session.scalars(db.select(Entry).order_by(Entry.number.desc()).limit(1)).one()


def test_a_line_with_a_category_opens_an_incident_where_it_says(cast: Cast) -> None:
    told = saved(say(cast, "O1 p2 @P12 bråk vid grind 1"))
    incident = db.session.scalars(db.select(Incident)).one()
    assert told == {"type": "incident", "number": incident.number, "incident": None}
    assert (incident.title, incident.category_code, incident.priority) == ("bråk vid grind 1", "O1", 2)
    assert (incident.sector and incident.sector.code, incident.place_text, incident.lat) == ("A", "Grind 1", 60.485)
    assert newest().on_behalf == "P12"


def test_a_category_alone_is_called_by_its_name(cast: Cast) -> None:
    saved(say(cast, "B1"))
    assert db.session.scalars(db.select(Incident)).one().title == "Fire"


def test_a_line_without_a_category_is_a_line_of_its_kind(cast: Cast) -> None:
    told = saved(say(cast, "/bedömning >Karin ~telefon läget är ansträngt"))
    line = newest()
    assert (told["type"], told["incident"], line.kind, line.text) == (
        "entry", None, EntryKind.ASSESSMENT, "läget är ansträngt",
    )  # fmt: skip
    assert (line.receiver, line.channel, line.audience) == ("Karin", "telefon", "police")


def test_a_line_on_an_incident_stands_there_and_may_raise_it(cast: Cast) -> None:
    saved(say(cast, "O2 stök"))
    told = saved(say(cast, '#1 p1 "de har kniv"'))
    assert told["incident"] == 1
    first, raised = db.session.scalars(db.select(Entry).where(Entry.number > 1).order_by(Entry.number))
    assert (first.text, first.quoted) == ("de har kniv", True)
    assert (raised.kind, raised.text) == (EntryKind.PRIORITY, "1 de har kniv")


def test_a_line_about_an_incident_one_may_not_know_is_refused_as_if_it_were_not_there(cast: Cast) -> None:
    open_incident(cast.event, SYSTEM, Opening(category="O1", title="Hemligt", audience="police"))
    assert wrong(say(cast, "#1 hej", "kim")) == wrong(say(cast, "#1 hej", "kim")) == {
        "line": "There is no incident #1."
    }  # fmt: skip
    assert wrong(say(cast, "#77 hej", "kim")) == {"line": "There is no incident #77."}


def test_a_unit_that_does_not_exist_stays_a_word(cast: Cast) -> None:
    saved(say(cast, "O2 stök +X99"))
    assert db.session.scalars(db.select(Incident)).one().title == "stök +X99"


def test_the_same_client_id_twice_is_one_line(cast: Cast) -> None:
    one = str(uuid4())
    assert saved(say(cast, "O2 stök", client_id=one)) == saved(say(cast, "O2 stök", client_id=one))
    assert len(db.session.scalars(db.select(Incident)).all()) == 1


def test_what_is_written_late_says_why(cast: Cast) -> None:
    at = cast.event.local(clock.now() - timedelta(minutes=20)).strftime("%H:%M")
    answer = wrong(say(cast, f"{at} ljudet har återkommit"))
    assert answer == {"late_because": "It is written later than 5 minutes after it happened. Say why."}
    assert not db.session.scalars(db.select(Entry)).all()
    saved(say(cast, f"{at} ljudet har återkommit", late_because="ensam vid radion"))
    assert newest().late_because == "ensam vid radion"
    assert timedelta(minutes=19) < newest().entered_at - newest().occurred_at < timedelta(minutes=22)


def test_what_waited_for_contact_keeps_its_time_and_says_so(cast: Cast) -> None:
    written = clock.now() - timedelta(minutes=9)
    saved(say(cast, "O2 stök", written_at=written.isoformat()))
    assert (newest().late_because, newest().occurred_at) == ("offline", written)
    saved(say(cast, "lugnt", written_at=(clock.now() + timedelta(hours=1)).isoformat()))
    assert newest().late_because is None and abs(newest().occurred_at - clock.now()) < timedelta(minutes=1)


def test_while_it_is_written_it_is_shown_what_is_understood(cast: Cast) -> None:
    page = cast.olle.door.get(f"{LIVE}/understood", query_string={"line": "O1 p2 @P12 bråk vid grind 1 "}).text
    for said in ("O1 Fight", "2 Urgent", "P12", "Grind 1"):
        assert said in page
    assert 'role="option"' in cast.olle.door.get(f"{LIVE}/understood", query_string={"line": "figh"}).text


def test_perhaps_the_same_is_hinted_to_who_may_know_of_it(cast: Cast) -> None:
    said = Opening(category="O1", title="Bråk vid grinden", sector="A", audience="police")
    open_incident(cast.event, SYSTEM, said)
    asked = {"line": "O1 sektor A bråk vid grinden"}
    assert 'data-join="1"' in cast.olle.door.get(f"{LIVE}/understood", query_string=asked).text
    assert "data-join" not in cast.kim.door.get(f"{LIVE}/understood", query_string=asked).text
    other = {"line": "M1 sektor B medvetslös man"}
    assert "data-join" not in cast.olle.door.get(f"{LIVE}/understood", query_string=other).text


def test_without_javascript_what_was_typed_stays(cast: Cast) -> None:
    answer = cast.olle.door.post(f"{LIVE}/line", data={"client_id": str(uuid4()), "line": "#9 hej <b>"})
    assert answer.status_code == 422 and "#9 hej &lt;b&gt;</textarea>" in answer.text
