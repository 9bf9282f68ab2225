"""The municipal picture follows the sections of L: 2023:196, says what it lacks, and is frozen when it is adopted."""

import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.cooperation import municipal_acts as acts
from eventops.cooperation.models import KeptPaper, Municipality, MunicipalVersion
from eventops.cooperation.municipal import reference
from eventops.cooperation.municipal_acts import update_due
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.planning import actions as planning
from eventops.planning.models import Cause, Measure, Problem
from tests.cast import Cast

LIST = "/events/sommar/cooperation/municipalities"
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def place(cast: Cast) -> str:
    """Falun, which the church stands in for: no partner of the cast is a municipality."""
    answer = cast.petra.door.post(LIST, data={"name": "Falun", "partner": "kyrkan", "places": ["A"], "client_id": "f"})
    assert answer.status_code == 302, answer.text
    return f"{LIST}/{db.session.scalars(db.select(Municipality)).one().number}"


def write(cast: Cast, place: str, code: str, text: str, seen: int = 0, who: str = "kim") -> Any:
    said = {f"{code}-text": text, f"{code}-seen": str(seen)}
    return getattr(cast, who).door.post(f"{place}/sections/{code}", data=said)


def lacking(page: str) -> set[str]:
    """The sections that the page calls missing."""
    callout = re.search(r'callout--warn">.*?</div>', page, re.S)
    return set(re.findall(r'href="#section-(\w+)"', callout[0])) if callout else set()


def test_it_is_filled_from_the_plan_as_far_as_the_municipality_may_see_it(cast: Cast, place: str) -> None:
    petra, event = cast.petra.actor(cast.event), cast.event
    found = (("Bråk på torget", ["A"], "all"), ("Spaning pågår", ["A"], "police"), ("Annan ort", ["B"], "all"))
    for text, places, audience in found:
        planning.add(event, petra, Problem, {"text": text, "places": places, "audience": audience})
    planning.add(event, petra, Cause, {"text": "Alla stänger samtidigt", "problem": 1, "audience": "all"})
    said = {"text": "Stäng i steg", "kind": "programme", "cause": 1, "owner": "kyrkan", "audience": "all"}
    planning.add(event, petra, Measure, said)
    over = event.operational_day(clock.now()).replace(day=1) - timedelta(days=2)  # in the last whole month
    noon = datetime(over.year, over.month, over.day, 12, tzinfo=ZONE)
    openings = [Opening("O1", "Bråk", occurred_at=noon - timedelta(days=at), sector="A") for at in range(9)]
    openings += [Opening("T1", "Stöld", occurred_at=noon, place="Falun") for _ in range(2)]
    openings += [Opening("T1", "Stöld", occurred_at=noon, place="Mora") for _ in range(30)]
    for place_text, count in (("Falun", 12), ("Mora", 15)):
        openings += [Opening("V1", "Slag", occurred_at=noon, place=place_text) for _ in range(count)]
    openings += [Opening("T1", "Idag", sector="A") for _ in range(20)]  # the month that runs is not told
    log.open_incidents(event, SYSTEM, openings, closed=True)
    page, own = cast.petra.door.get(place).text, cast.kim.door.get(place).text
    for text in (page, own):
        assert all(each in text for each in ("Bråk på torget", "Alla stänger samtidigt", "Stäng i steg"))
        assert "Spaning pågår" not in text and "Annan ort" not in text
        assert re.search(r'Public order</th><td class="num text-end">9</td>', text)
        assert re.search(r'Theft and fraud</th><td class="num text-end"><abbr[^>]*>··', text)
        assert lacking(text) == {"other", "follow_up", "agreement", "council", "coordination"}
    assert "1 problem area is not for the municipality to see" in page
    assert "not for the municipality" not in own
    laws = [each["law"] for each in reference()["section"]]
    assert laws == ["4 §", "4 §", "4 §", "5 §", "6 §", "9 §", "10 §", "11 §"]
    paper = PdfReader(BytesIO(cast.kim.door.get(f"{place}/picture.pdf?language=sv").data))
    pdf = "".join(each.extract_text() for each in paper.pages)
    assert "Stäng i steg" in pdf and "Utkast" in pdf and "Spaning" not in pdf


def test_only_its_own_coordinator_and_those_who_lead_write_it_one_at_a_time(cast: Cast, place: str) -> None:
    assert write(cast, place, "council", "Kommundirektör, lokalpolisområdeschef").status_code == 302
    again = write(cast, place, "council", "Annat", who="petra")
    assert again.status_code == 422 and "Kim has changed it meanwhile" in again.text and "Annat" in again.text
    assert write(cast, place, "council", "Med räddningschef", seen=1, who="petra").status_code == 302
    assert write(cast, place, "other", "Ring Anna Andersson").status_code == 302
    assert "seems to hold: name" in cast.kim.door.get(place).text
    assert write(cast, place, "council", "Fel part", seen=2, who="tove").status_code == 422
    assert write(cast, place, "council", "Fel roll", seen=2, who="olle").status_code == 403
    for name in ("tove", "olle"):
        page = getattr(cast, name).door.get(place).text
        assert "räddningschef" not in page and "Nothing is adopted yet" in page
        assert getattr(cast, name).door.get(f"{place}/picture.pdf").status_code == 404
    assert cast.tove.door.post(LIST, data={"name": "Mora"}).status_code == 403
    assert cast.stig.door.get(place).status_code == 404


def test_it_is_adopted_whole_kept_as_it_was_and_due_within_two_years(cast: Cast, place: str) -> None:
    today = cast.event.local(clock.now()).date()

    def adopt(on: date, key: str) -> Any:
        said = {"body": "Kommunstyrelsen", "on": on.isoformat(), "reference": "KS 7", "client_id": key}
        return cast.kim.door.post(f"{place}/adopt", data={f"adopt-{name}": text for name, text in said.items()})

    refused = adopt(today, "empty")
    assert refused.status_code == 422 and "8 sections say nothing yet" in refused.text
    for each in reference()["section"]:
        write(cast, place, each["code"], f"Text om {each['sv']}")
    for _ in range(2):
        assert adopt(date(2024, 7, 20), "once").status_code == 302
    version = db.session.scalars(db.select(MunicipalVersion)).one()
    assert (version.due_on, version.body) == (date(2026, 7, 20), "Kommunstyrelsen")
    papers = {each.language: each.digest for each in db.session.scalars(db.select(KeptPaper))}
    pdf = cast.tove.door.get(f"{place}/picture.pdf?version=1&language=sv").data  # all who cooperate read it
    assert sha256(pdf).hexdigest() == papers["sv"] != papers["en"]
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages)
    assert "Kommunstyrelsen" in text and "Text om Analys" in text and "11 §" in text
    write(cast, place, "analysis", "Omskriven", seen=1)
    assert cast.tove.door.get(f"{place}/picture.pdf?version=1&language=sv").data == pdf
    for days, told in ((800, "Should have been updated"), (700, "To be updated by"), (30, "Holds until")):
        on = today - timedelta(days=days)
        assert adopt(on, f"{days}").status_code == 302
        assert f"{told} {update_due(on)}" in cast.tove.door.get(LIST).text
    assert "That day has not come" in adopt(date(2099, 1, 1), "ahead").text
    acts.remove(cast.event, cast.karin.actor(cast.event), db.session.scalars(db.select(Municipality)).one())
    assert cast.tove.door.get(place).status_code == 404
    assert verify("sommar", kept_in=cast.app.config["INSTANCE"]).fault is None


def test_the_day_of_the_update_is_reckoned_in_months() -> None:
    assert update_due(date(2024, 2, 29)) == date(2026, 2, 28)
    assert update_due(date(2023, 12, 31)) == date(2025, 12, 31)
    assert update_due(date(2025, 1, 1)) == date(2027, 1, 1)
