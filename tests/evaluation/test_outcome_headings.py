"""Other real tables give each published figure, with headings of the event's own where no usual one says it."""

from typing import Any

import pytest

from eventops.evaluation.measured import measured
from eventops.evaluation.outcome_words import text
from eventops.evaluation.own_headings import Wanted as Named
from eventops.evaluation.own_headings import add_heading, own_heading
from eventops.extensions import db
from eventops.log.integrity import OF_THE_EVENT

from .test_outcome_table import NEW, PAGE, closed, table, taken

HEADINGS = f"{PAGE}/headings"


def own(cast: Any, sv: str, *gathers: str, words: str = "", section: str = "measures") -> None:
    said = {"section": section, "sv": sv, "en": sv, "gathers": list(gathers), "words": words, "client_id": sv}
    answer = cast.karin.door.post(HEADINGS, data=said)
    assert answer.status_code == 302, answer.text


def test_sweden_rock_2024_with_its_headings_and_checks(cast: Any) -> None:
    published = {
        "S2": ("rape", 1), "T8": ("lost", 7), "O12": ("hate", 1), "V11": ("official_threat", 1), "V1": ("assault", 13),
        "N9": ("drugs", 7), "O11": ("molestation", 3), "V3": ("threat", 2), "R11": ("unlicensed", 1),
        "T15": ("disposal", 1), "V4": ("robbery", 1), "S1": ("sexual_molestation", 2), "O9": ("damage", 3),
        "R10": ("parking_damage", 1), "T9": ("theft", 9), "O18": ("defamation", 1), "V6": ("weapon", 1),
        "R2": ("drink_driving", 3),
    }  # fmt: skip
    for category, (_, times) in published.items():
        taken(cast, "report", offence=category, reports=times)
    for kind, times in (("lob", 39), ("turned_away", 24), ("licence", 2)):
        for _ in range(times):
            taken(cast, kind)
    [control] = closed(cast, "R6", None)
    taken(cast, "check", incident=control, checked=784, found=3)
    found = table(cast)
    assert found.counts("crimes") | found.counts("others") == dict(published.values())
    assert found.counts("measures") == {"lob": 39, "turned_away": 24, "licence": 2}
    assert [(each.count, each.found) for each in found.section("checks")] == [(784, 3)]


def test_the_cruising_in_lidkoping_2019(cast: Any) -> None:
    [sobriety], [inspection] = closed(cast, "R6", None), closed(cast, "R16", None)
    taken(cast, "check", incident=sobriety, checked=342, found=0)
    taken(cast, "check", incident=inspection, checked=17, found=6)
    for kind, times in (("alcohol", 46), ("lob", 5), ("turned_away", 8), ("removed", 3), ("search", 1), ("licence", 1)):
        for _ in range(times):
            taken(cast, kind)
    for category, times in (("N1", 1), ("V6", 1), ("V1", 2)):
        closed(cast, category, "reported", times)
    for n in range(21):
        taken(cast, "fine", ground="Trafikbrott, buller" if n % 2 else "trafikBROTT")
    taken(cast, "fine", ground="Urinerade offentligt")
    door = cast.karin.door
    said = {"item": "Körförbud", "checked": 6, "client_id": "ban"}
    assert door.post(f"{NEW}/other", data=said).status_code == 302
    own(cast, "Avvisade/avlägsnade", "turned_away", "removed")
    own(cast, "Ordningsförelägganden, trafik", "fine", words="trafik")
    own(cast, "Körförbud", "other_measures", words="körförbud")
    found = table(cast)
    assert list(found.counts("measures").items()) == [
        ("lob", 5), ("own1", 11), ("search", 1), ("alcohol", 46), ("licence", 1), ("own2", 21), ("fine", 1),
        ("own3", 6),
    ]  # fmt: skip
    assert found.counts("checks") == {"sobriety": 342, "vehicles": 17} and found.figures["vehicles"].found == 6
    assert found.counts("crimes") == {"drug_use": 1, "weapon": 1, "assault": 2}
    lines = text(cast.event, found, "sv")
    assert "Avvisade/avlägsnade: 11" in lines and "Ordningsförelägganden, trafik: 21" in lines
    assert measured(cast.event, cast.karin.actor(cast.event)).values["sent_off_per_1000"].n == 11


def test_a_part_told_in_words_leaves_the_usual_heading_and_nothing_counts_twice(cast: Any) -> None:
    for title, times in (("Bengal på läktaren", 3), ("ÄRGRÖN rök", 2), ("Kast", 1)):
        for _ in range(times):
            closed(cast, "F1", "reported", title=title)
    fight = closed(cast, "F1", "reported", title="Bengal i slagsmål")[0]
    taken(cast, "report", incident=fight, reports=2)
    taken(cast, "report", offence="F1", reports=4, what_else="bengaler i marschen")
    unsaid = closed(cast, "F1", "reported", title="Rakett")[0]
    taken(cast, "report", incident=unsaid, reports=5, what_else="även Bengal")
    own(cast, "Bengaler", "order_act", words="bengal", section="crimes")
    own(cast, "Rök", "order_act", words="ärgrön, bengal", section="crimes")
    found = table(cast)
    assert found.counts("crimes") == {"own1": 3 + 2 + 4 + 5, "own2": 2, "order_act": 1}
    assert found.total("crimes") == 17 and found.figures["order_act"].whole == 17
    own(cast, "Ordningslagen", "order_act", section="crimes")
    assert table(cast).counts("crimes") == {"own1": 14, "own2": 2, "own3": 1}


def test_a_heading_without_code_has_a_number_by_hand_and_can_be_taken_out(cast: Any) -> None:
    door, more = cast.karin.door, {"added": 9, "added_from": "Socialtjänsten", "client_id": "n"}
    own(cast, "Orosanmälningar", section="others")
    assert door.get(f"{PAGE}/own1").status_code == 200
    assert door.post(f"{PAGE}/own1", data={"sv": "", "en": "", **more}).status_code == 302
    page = door.get(PAGE).text
    assert "Orosanmälningar" in page and table(cast).counts("others") == {"own1": 9}
    assert door.post(f"{HEADINGS}/own1/drop").status_code == 302 and table(cast).counts("others") == {"own1": 9}
    assert door.post(f"{HEADINGS}/own1/drop", data={"reason": "dubbel"}).status_code == 302
    assert table(cast).counts("others") == {} and "Orosanmälningar" not in door.get(PAGE).text
    [dropped] = db.session.scalars(OF_THE_EVENT["outcome_heading"](cast.event))
    assert dropped.dropped_because == "dubbel"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"gathers": ["theft"]}, "same section"), ({"words": "ab", "gathers": ["lob"]}, "three letters"),
        ({"words": "kniv"}, "in which the words"), ({"section": "x"}, "Not a valid choice"),
        ({"gathers": ["turned_away"]}, "gathers all of it already"),
    ],
)  # fmt: skip
def test_a_heading_that_cannot_be_is_refused(cast: Any, said: dict[str, Any], why: str) -> None:
    own(cast, "Avvisade", "turned_away")
    answer = cast.karin.door.post(
        HEADINGS, data={"section": "measures", "sv": "Ny", "en": "New", "client_id": "q", **said}
    )
    assert answer.status_code == 422 and why in answer.text


def test_the_same_twice_is_one_heading_and_who_hears_less_learns_nothing_of_it(cast: Any) -> None:
    event, karin = cast.event, cast.karin.actor(cast.event)
    closed(cast, "S2", "reported", audience="command", title="Drogning")
    wanted = Named("crimes", "Våldtäkt efter drogning", "Rape", ("rape",), ("drogning",), "ett")
    assert add_heading(event, karin, wanted) is add_heading(event, karin, wanted)
    assert table(cast).counts("crimes") == {"own1": 1}
    assert own_heading(event, cast.eva.actor(event), "own1") is None
    assert "drogning" not in cast.eva.door.get(PAGE).text.casefold()
    assert cast.eva.door.get(f"{PAGE}/own1").status_code == 404
    assert cast.frida.door.get(HEADINGS).status_code == 403 and cast.kim.door.get(HEADINGS).status_code in (403, 404)
