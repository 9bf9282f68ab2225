"""The entry line is read as one tired person would read another's note; what is not understood stays text."""

from datetime import time

import pytest

from eventops.log.models import EntryKind
from eventops.log.shorthand import Spot, Understood, Vocabulary, understand

GATE = Spot("G4", "Grind 4", "B", 60.1, 15.1)
KNOWN = Vocabulary(
    categories={"O1": "Bråk", "P1": "Saknat barn", "M1": "Medvetslös"},
    spots=[Spot("G", "Grind", "A", None, None), GATE],
    sectors={"A": "Scen", "B": "Norra"},
    units=["OV3", "P12"],
    audiences={"polis": "police", "police": "police", "alla": "all"},
)  # fmt: skip


def read(line: str) -> Understood:
    return understand(line, KNOWN)


def test_the_line_of_the_book() -> None:
    told = read("14:32 O1 sektor B p1 @P12 +OV3 bråk vid grind 4")
    assert told == Understood(
        text="bråk vid grind 4", at=time(14, 32), category="O1", priority=1, sector="B", spot=GATE, reporter="P12",
        units=["OV3"],
    )  # fmt: skip
    assert told.opens


def test_plain_words_are_plain_words() -> None:
    for line in ("Läget är lugnt", "vi har p5 och 25:10", "nr 14 +x =ingen /annat", "e-post till @", "+ - = # ~"):
        assert read(line) == Understood(text=line)


def test_what_follows_the_first_words_is_text_but_for_what_is_marked() -> None:
    told = read("ordningsvakter ser O1 kl 14:32 #12 +P12 p2")
    assert (told.text, told.units, told.priority) == ("ordningsvakter ser O1 kl 14:32 #12 +P12 p2", ["P12"], 2)
    assert (told.category, told.at, told.incident) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "text"),
    [("medvetslös man p1 vid scen sektor B +OV3", "medvetslös man p1 vid scen sektor B +OV3"),
     ("#118 p1 han faller ihop sektor B +OV3", "han faller ihop sektor B"),
     ("M1 p1 sektor B +OV3 man faller ihop", "man faller ihop")],
)  # fmt: skip
def test_what_no_incident_keeps_stays_in_the_text(line: str, text: str) -> None:
    assert read(line).text == text


def test_what_looks_like_a_unit_and_is_none_is_told_and_stays_in_the_text() -> None:
    told = read("O1 +P99 +OV3 slagsmål")
    assert (told.units, told.unknown, told.text) == (["OV3"], ["P99"], "+P99 slagsmål")


@pytest.mark.parametrize(
    ("line", "category", "priority"),
    [("P1 p1 flicka", "P1", 1), ("p1 P1 flicka", "P1", 1), ("p1 flicka", None, 1), ("M1 P2 man", "M1", 2),
     ("M1 P1 man", "M1", 1), ("O1 prio 3 stök", "O1", 3), ("o1 stök", "O1", None)],
)  # fmt: skip
def test_p1_is_a_priority_and_capital_p1_the_lost_child(line: str, category: str | None, priority: int | None) -> None:
    assert (read(line).category, read(line).priority) == (category, priority)


def test_a_number_sign_writes_on_an_incident() -> None:
    told = read('#118 /bedömning >KC ~"RAPS 1" =polis läget förvärras')
    assert (told.incident, told.kind, told.audience) == (118, EntryKind.ASSESSMENT, "police")
    assert (told.receiver, told.channel, told.text) == ("KC", "RAPS 1", "läget förvärras")
    assert not told.opens


def test_direct_speech_is_what_stands_wholly_in_quotation_marks() -> None:
    assert (read('@Vittne "Han sprang åt norr"').quoted, read('@Vittne "Han sprang"').text) == (True, "Han sprang")
    assert read('han sade "stopp" två gånger').quoted is False


def test_the_longest_name_of_a_place_in_the_text_is_meant() -> None:
    assert read("trängsel GRIND 4").spot == GATE
    assert read("trängsel vid grinden").spot is None


STRANGE = ["", "   ", '@"', "#", "+", "a" * 10_000, "\u202eO1 bråk", "<script>p1</script>", "😀 p1"]


@pytest.mark.parametrize("line", STRANGE)
def test_nothing_that_is_typed_is_lost_or_breaks_it(line: str) -> None:
    told = read(line)
    kept = [told.text, f"p{told.priority}" if told.priority and told.opens else ""]
    assert sorted("".join(kept).replace(" ", "")) == sorted(line.replace(" ", ""))
