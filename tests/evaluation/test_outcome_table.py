"""The outcome table gives each figure that police published of real events, entered through the log's doors."""

import hashlib
import io
import re
from collections import Counter
from typing import Any

import pypdf
import pytest

from eventops.audit import Chain
from eventops.evaluation.export_models import Export
from eventops.evaluation.headings import headings
from eventops.evaluation.outcome_table import outcome_table
from eventops.evaluation.outcome_words import text
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.actions.intervention_step import strike_intervention
from eventops.log.integrity import OF_THE_EVENT
from eventops.log.models import Intervention, State

from .story import at, opened

PAGE = "/events/sommar/evaluation/outcome"
NEW = "/events/sommar/interventions/new"


def closed(cast: Any, category: str, disposition: str | None, times: int = 1, **more: Any) -> list[Any]:
    """Incidents of a category that ended in a way."""
    event, karin, made = cast.event, cast.karin.actor(cast.event), []
    title = more.pop("title", f"Händelse {category}")
    for _ in range(times):
        incident = opened(event, karin, 0, title, category=category, **{"audience": None} | more)
        if disposition:
            with at(5):
                log.change_state(event, karin, incident, State.CLOSED, disposition=disposition)
        made.append(incident)
    return made


def taken(cast: Any, kind: str, **more: Any) -> Intervention:
    said = {"decider": "P1", "ground": "Berusad", "item": "Folköl"} | more
    with at(3):
        return intervene(cast.event, cast.karin.actor(cast.event), Taken(kind=kind, **said), called=kind)


def table(cast: Any, player: str = "karin") -> Any:
    return outcome_table(cast.event, getattr(cast, player).actor(cast.event))


# What was published of Sweden Rock Festival 2023: how many reports of which crime.
REPORTS = {
    "S2": ("rape", 1), "T6": ("fraud", 2), "V9": ("danger", 1), "V2": ("aggravated_assault", 1), "V1": ("assault", 3),
    "V10": ("minor_assault", 1), "N2": ("drug_possession", 3), "N1": ("drug_use", 2), "O11": ("molestation", 2),
    "V11": ("official_threat", 1), "V12": ("resistance", 1), "R10": ("parking_damage", 1),
    "S1": ("sexual_molestation", 3), "T9": ("theft", 2), "V13": ("illness", 1),
}  # fmt: skip


def test_sweden_rock_2023_gives_each_published_figure(cast: Any) -> None:
    for category, (_, times) in REPORTS.items():
        closed(cast, category, "reported", times)
    for _ in range(25):
        taken(cast, "lob")
    closed(cast, "O3", "lob_home", 10)
    closed(cast, "O3", None, 5)
    [checkpoint] = closed(cast, "R6", None)
    door = cast.karin.door
    said = {"checked": 1450, "found": 3, "client_id": "en-kontroll"}
    assert door.post(f"{NEW}/check?incident={checkpoint.number}", data=said).status_code == 302
    taken(cast, "fine", reference="B1")
    closed(cast, "T8", "reported", 4)
    found = table(cast)
    assert found.counts("measures") == {"lob": 40, "fine": 1}
    assert found.counts("crimes") == dict(REPORTS.values())
    assert found.total("crimes") == 25
    assert found.counts("others") == {"lost": 4}
    assert (found.figures["sobriety"].count, found.figures["sobriety"].found) == (1450, 3)
    written = text(cast.event, found, "sv")
    for line in ("(LOB): 40", "Anmälda brott: 25", "Misshandel: 3", "Förlustanmälningar: 4", "1 450, varav 3 positiva"):
        assert line in written.replace("\xa0", " ")


def test_a_night_in_kiruna_and_a_day_in_umea(cast: Any) -> None:
    closed(cast, "O5", None)
    closed(cast, "O1", "turned_away")
    closed(cast, "O6", "no_action")
    removed = closed(cast, "O6", "removed")[0]
    taken(cast, "removed", incident=removed)
    closed(cast, "N6", "seizure")
    taken(cast, "alcohol")
    taken(cast, "lob")
    [control] = closed(cast, "R6", None)
    for place, checked, hits in (("Centrum", 300, 2), ("E4", 115, 0)):
        taken(cast, "check", incident=control, checked=checked, found=hits, place=place)
    found = table(cast)
    assert found.counts("measures") == {"turned_away": 2, "removed": 1, "alcohol": 2, "lob": 1}
    assert [tuple(each) for each in found.figures["sobriety"].checks] == [("Centrum", 300, 2), ("E4", 115, 0)]
    page = cast.karin.door.get(PAGE).text
    assert "115, of which 0 positive" in page and "415, of which 2 positive" in page


def test_sweden_rock_2024_counts_55_reports_of_which_48_are_crimes(cast: Any) -> None:
    published = {"V1": 13, "T9": 9, "N1": 7, "T8": 7, "O9": 3, "O11": 3, "S1": 2, "V3": 2, "S2": 1, "V4": 1, "V6": 1}
    for category, times in published.items():
        incident = closed(cast, category, "follow_up")[0]
        taken(cast, "report", incident=incident, reports=times)
    taken(cast, "report", offence="X3", reports=6)
    found = table(cast)
    assert (found.total("crimes"), found.total("others")) == (48, 7)
    assert found.counts("crimes") == {
        "assault": 13, "theft": 9, "drug_use": 7, "damage": 3, "molestation": 3, "sexual_molestation": 2, "threat": 2,
        "rape": 1, "robbery": 1, "weapon": 1, "other_crime": 6,
    }  # fmt: skip


def test_one_incident_counts_once_and_what_was_nothing_not_at_all(cast: Any) -> None:
    fight = closed(cast, "O1", "reported")[0]
    taken(cast, "report", incident=fight, reports=2)
    taken(cast, "report", incident=fight, reports=1, offence="V3")
    robbed = closed(cast, "V4", "reported")[0]
    taken(cast, "report", incident=robbed, reports=1, offence="V3")
    for ended in ("unfounded", "duplicate", "no_action", "advised"):
        closed(cast, "V1", ended)
        closed(cast, "O3", ended)
    struck = taken(cast, "lob")
    with at(9):
        strike_intervention(cast.event, cast.karin.actor(cast.event), struck, reason="dubbel")
    found = table(cast)
    assert found.counts("crimes") == {"assault": 2, "threat": 2, "robbery": 1}
    assert found.counts("measures") == {}


def test_every_category_has_one_heading_and_lost_property_is_no_crime() -> None:
    rows = headings()
    by_code = Counter(code for each in rows.all.values() for code in each.reports)
    assert [code for code, times in by_code.items() if times > 1] == []
    assert rows.of_report("T8").section == "others"
    assert rows.of_report("M2").section == "others"
    assert rows.of_report("B2").code == "other_crime"


def test_a_report_says_how_many_and_of_which_crime_or_says_why_not(cast: Any) -> None:
    door = cast.karin.door
    answer = door.post(f"{NEW}/report", data={"reports": 2, "client_id": "ensam"})
    assert answer.status_code == 422 and "no incident tells" in answer.text
    assert door.post(f"{NEW}/report", data={"reports": 0, "offence": "V1", "client_id": "noll"}).status_code == 422
    said = {"reports": 2, "offence": "T6", "client_id": "två"}
    for _ in range(2):
        assert door.post(f"{NEW}/report", data=said).status_code == 302
    assert table(cast).counts("crimes") == {"fraud": 2}


def test_wording_is_kept_in_both_languages_and_the_count_stays_exact(cast: Any) -> None:
    closed(cast, "O3", "lob_cell", 4)
    closed(cast, "V1", "reported")
    door, url = cast.karin.door, f"{PAGE}/lob"
    said = {"sv": "Ett fåtal berusade omhändertogs", "en": "{n} people were drunk", "client_id": "a", "seen": 0}
    for _ in range(2):
        assert door.post(url, data=said).status_code == 302
    assert "– Ett fåtal berusade omhändertogs (4)\n" in text(cast.event, table(cast), "sv") + "\n"
    assert "– 4 people were drunk" in text(cast.event, table(cast), "en")
    answer = door.post(url, data={**said, "client_id": "b", "sv": "Skrivet över"})
    assert answer.status_code == 422 and "changed it meanwhile" in answer.text and "Skrivet över" in answer.text
    lost = door.post(url, data={**said, "client_id": "c", "seen": 1, "added": 2})
    assert lost.status_code == 422 and "where the number is from" in lost.text
    more = {**said, "client_id": "d", "seen": 1, "added": 2, "added_from": "Anmält till PKC 2026-07-01"}
    assert door.post(url, data=more).status_code == 302
    closed(cast, "O3", "lob_cell")
    figure = table(cast).figures["lob"]
    assert (figure.logged, figure.count, figure.stale) == (5, 7, True)
    assert "worded when the count was 6" in door.get(PAGE).text
    [line] = db.session.scalars(OF_THE_EVENT["outcome_line"](cast.event)).all()
    assert (line.revision, line.audience) == (2, "police")
    assert door.post(f"{PAGE}/intro", data={"sv": "Tack till vakterna", "en": "", "client_id": "e"}).status_code == 302
    paper = "".join(page.extract_text() for page in pypdf.PdfReader(_pdf(door, "sv")).pages)
    assert paper.count("Misshandel") == 2  # in the table, and as a word of the chart
    for words in ("Tack till vakterna", "Ett fåtal berusade omhändertogs (7)", "Preliminära uppgifter"):
        assert words in re.sub(r"\s+", " ", paper.replace("\xad", ""))


def _pdf(door: Any, language: str) -> Any:
    answer = door.post(f"{PAGE}.pdf", data={"language": language})
    assert answer.mimetype == "application/pdf"
    [taken] = db.session.scalars(db.select(Export)).all()
    assert (taken.what, taken.language, taken.recipient, taken.purpose) == ("outcome", "sv", "own use", "evaluation")
    assert taken.digest == hashlib.sha256(answer.data).hexdigest()
    return io.BytesIO(answer.data)


def test_what_the_command_post_alone_knows_is_neither_counted_nor_worded_for_others(cast: Any) -> None:
    closed(cast, "S2", "reported", audience="command")
    assert table(cast).counts("crimes") == {"rape": 1}
    assert table(cast, "eva").counts("crimes") == {}
    words = {"sv": "En våldtäkt anmäldes markör", "en": "", "client_id": "x"}
    assert cast.karin.door.post(f"{PAGE}/rape", data=words).status_code == 302
    assert "markör" in cast.karin.door.get(PAGE).text
    assert "markör" not in cast.eva.door.get(PAGE).text + cast.eva.door.get(f"{PAGE}/rape").text
    before = db.session.get(Chain, "sommar").length
    answer = cast.eva.door.post(f"{PAGE}/rape", data={"sv": "Ingen", "en": "", "client_id": "y"})
    assert answer.status_code == 302 and db.session.get(Chain, "sommar").length == before + 1
    assert "markör" in cast.karin.door.get(PAGE).text
    assert cast.kim.door.get(PAGE).status_code == 404
    assert cast.frida.door.get(f"{PAGE}/lob").status_code == 403


@pytest.mark.parametrize("heading", ["nix", "lob%20"])
def test_there_is_no_other_heading(cast: Any, heading: str) -> None:
    assert cast.karin.door.get(f"{PAGE}/{heading}").status_code == 404
