"""The papers of the plan: each typeset, in both languages, for its readers and for nobody else."""

import hashlib
import io
import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import pypdf
import pytest
from flask import g
from flask_babel import force_locale
from sqlalchemy import JSON, Boolean, Date, Float, Integer, Time

from eventops import audit, clock
from eventops.access import ALL, SYSTEM, Actor
from eventops.audit import AuditRecord
from eventops.changes import change
from eventops.columns import UTCDateTime
from eventops.events import actions as events
from eventops.events.measures import length_m
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.models import PARTS, Objective, Part, PlanVersion
from eventops.planning.papers import PAPERS, Reading, Wanted
from eventops.planning.papers.maps import sector_map
from eventops.planning.papers.orders import HEADINGS
from eventops.planning.papers.reading import addressed
from eventops.planning.queries import plan_of
from tests.cast import Cast, Player

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is typeset does not differ
PAGE = "/events/vinter/plan/papers"
CHURCH, ORGANISER, POLICE, COMMAND = "partner:kyrkan", "partner:arrangoren", "police", "command"
MARKED = {
    ALL: "allmarkör", POLICE: "polismarkör", COMMAND: "ledningsmarkör", CHURCH: "kyrkmarkör", ORGANISER: "festmarkör",
}  # fmt: skip
TYPED = {
    Boolean: True, Integer: 2, Float: 2.5, Date: "2027-06-18", UTCDateTime: "2027-06-18T10:00:00+00:00", JSON: [],
    Time: "10:00:00",
}  # fmt: skip
FIXED: dict[str, Any] = {
    "starts": "08:00", "ends": "20:00", "reports_to": None, "watch": None, "sector": "A",
    "calculator": "holding", "inputs": {}, "known": {}, "result": {"lines": []},
}  # fmt: skip


def marked(kind: type[Part], number: int, audience: str) -> dict[str, Any]:
    """A frozen part of a kind, with its audience's marker in every text of it."""
    said: dict[str, Any] = {"number": number, "audience": audience}
    for name in (*kind.FIELDS, *kind.ACTED):
        said[name] = _said(kind, name, f"{MARKED[audience]} {kind.KIND} {name}".replace("_", "-"))
    return said


def _said(kind: type[Part], name: str, marker: str) -> Any:
    column, what = kind.__table__.columns.get(name), kind.REFERENCES.get(name)  # type: ignore[attr-defined]
    if name in FIXED or column is None:
        return FIXED.get(name)
    if what:
        found = {"partner": "kyrkan", "sector": "A", "place": "A1"}.get(what, 1 if what in PARTS else marker)
        return [found] if isinstance(column.type, JSON) else found
    choices: list[Any] = list(getattr(column.type, "enum_class", None) or [])
    if choices:
        return choices[0].value if isinstance(choices[0], Enum) else choices[0]
    typed = next((value for type_, value in TYPED.items() if isinstance(column.type, type_)), None)
    return typed if typed is not None else f"KC: {marker}" if name == "steps" else marker


@pytest.fixture
def frozen(cast: Cast) -> Cast:
    """The planned event with a version that holds a part of every kind for every audience, marked."""
    plan = plan_of(cast.planned).data()
    for plural, kind in PARTS.items():
        plan[plural] = [marked(kind, number, audience) for number, audience in enumerate(MARKED, start=1)]
    freeze(cast, plan)
    return cast


def freeze(cast: Cast, plan: dict[str, Any]) -> None:
    """Publish a plan as it is given."""
    content = audit.canonical(plan)
    with change(cast.planned, SYSTEM) as record:
        version = PlanVersion(
            event=cast.planned, number=record.count("plan_version"), content=content, digest=audit.digest(content),
            published_at=clock.now(), published_by="Karin",
        )  # fmt: skip
        db.session.add(version)
        record("plan.published", version)


def version_of(cast: Cast) -> PlanVersion:
    return db.session.scalars(db.select(PlanVersion).filter_by(event_id=cast.planned.id)).one()


def ask(player: Player, paper: str, audience: str, **more: str) -> Any:
    sent = {"paper": paper, "audience": audience, "language": "en", "headings": "order", "sector": "", "version": "1"}
    return player.door.post(PAGE, data=sent | more)


def taken(player: Player, paper: str, audience: str, **more: str) -> bytes:
    with ask(player, paper, audience, **more) as answer:
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
        return bytes(answer.data)


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def markers(text: str) -> set[str]:
    """The audiences whose marker stands in a text; a marker may be broken over two lines."""
    whole = text.replace("-\n", "").replace("\u00ad", "").replace("- ", "").replace(" ", "").replace("\n", "")
    return {audience for audience, marker in MARKED.items() if marker in whole}


@SQLITE
@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_holds_what_its_readers_may_not_see(frozen: Cast, paper: str) -> None:
    heard = {CHURCH: {ALL, CHURCH}, ORGANISER: {ALL, ORGANISER}}
    if paper != "partner":
        heard |= {ALL: {ALL}, POLICE: {ALL, POLICE, CHURCH, ORGANISER}, COMMAND: set(MARKED)}
    for audience, may in heard.items():
        for headings in HEADINGS if paper == "order" else ("order",):
            found = markers(" ".join(pages(taken(frozen.karin, paper, audience, headings=headings))))
            assert found <= may, (audience, headings)


@SQLITE
@pytest.mark.parametrize("paper", PAPERS)
def test_no_caller_takes_out_more_than_it_sees_itself(frozen: Cast, paper: str) -> None:
    assert markers(" ".join(pages(taken(frozen.kim, paper, CHURCH)))) <= {ALL, CHURCH}
    for audience in (POLICE, COMMAND, ORGANISER):
        answer = ask(frozen.kim, paper, audience)
        assert answer.status_code == 422 and "polismarkör" not in answer.text
    planner = frozen.petra.actor(frozen.planned)
    assert not planner.hears(COMMAND)
    assert ask(frozen.petra, paper, COMMAND).status_code == 422


def test_the_partner_edition_holds_everything_that_the_partner_may_see(frozen: Cast) -> None:
    text = " ".join(pages(taken(frozen.petra, "partner", CHURCH)))
    whole = text.replace("- ", "").replace(" ", "")
    missing = [
        kind.KIND for kind in PARTS.values() for marker in (MARKED[ALL], MARKED[CHURCH])
        if _has_text(kind) and f"{marker}{kind.KIND}".replace("_", "-") not in whole
    ]  # fmt: skip
    assert missing == []
    assert "What concerns Kyrkan" in text and "For Kyrkan" in text
    answer = ask(frozen.petra, "partner", POLICE)
    assert answer.status_code == 422 and "Choose the partner that it is for." in answer.text


def _has_text(kind: type[Part]) -> bool:
    return any(isinstance(_said(kind, name, "x"), str) and _said(kind, name, "x") == "x" for name in kind.FIELDS)


def test_what_is_referred_to_but_not_seen_is_not_named(frozen: Cast) -> None:
    plan = addressed({"risks": [
        {"number": 1, "text": "Hemlig risk", "audience": "police"}], "partners": [], "places": [], "measures": [],
        "commands": [{"number": 1, "role": "commander", "watch": None, "audience": "all", "reports_to": 9}],
    }, ALL)  # fmt: skip
    assert plan["risks"] == [] and len(plan["commands"]) == 1
    with frozen.app.test_request_context():
        reading = Reading(frozen.planned, plan)
        assert reading.said("commands", plan["commands"][0], "reports_to") == ""


@SQLITE
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_says_which_of_how_many_it_is_and_for_whom(frozen: Cast, paper: str, language: str) -> None:
    read = pages(taken(frozen.karin, paper, CHURCH, language=language))
    word = {"sv": "Sida", "en": "Page"}[language]
    for number, text in enumerate(read, start=1):
        assert f"{word} {number} / {len(read)}" in text
        assert "Vinterfesten" in text and "Kyrkan" in text


def test_a_paper_says_of_which_version_it_is_and_a_working_copy_that_it_is_one(frozen: Cast) -> None:
    version = version_of(frozen)
    first = pages(taken(frozen.karin, "order", POLICE))[0]
    assert "Version 1" in first and version.digest[:12] in first and "For: Police" in first
    assert "Karin, Commander" in first
    copy = pages(taken(frozen.karin, "order", POLICE, version=""))[0]
    assert "Working copy" in copy and "polismarkör" not in copy


def test_an_exercise_says_so_on_every_page(frozen: Cast) -> None:
    plan = version_of(frozen).plan
    plan["event"]["exercise"] = True
    freeze(frozen, plan)
    assert all("EXERCISE" in text for text in pages(taken(frozen.karin, "order", POLICE, version="2")))


def test_the_order_has_the_headings_one_asks_for(frozen: Cast) -> None:
    for headings, expected in (
        ("order", ("1 Situation", "2 Intent", "3 Task", "4 Execution", "5 Administration", "6 Communications")),
        ("iimarch", ("1 Information", "3 Method", "5 Risk assessment", "7 Human rights")),
    ):
        text = " ".join(pages(taken(frozen.karin, "order", POLICE, headings=headings)))
        assert [each for each in expected if each not in text] == []


def test_an_empty_plan_gives_papers_that_say_so(cast: Cast) -> None:
    for paper in PAPERS:
        text = " ".join(pages(taken(cast.karin, paper, CHURCH, version="")))
        assert "Nothing is planned here." in text or paper in ("sectors", "ics-202"), paper


def test_taking_out_a_paper_is_on_record_with_the_digest_of_the_file(frozen: Cast) -> None:
    file = taken(frozen.kim, "partner", CHURCH)
    record = db.session.scalars(db.select(AuditRecord).filter_by(chain="vinter", what="plan.exported")).one()
    facts = json.loads(record.facts or "")
    assert record.by == "Kim (partner_coordinator)"
    assert {name: facts[name] for name in ("paper", "audience", "language", "version", "digest")} == {
        "paper": "partner", "audience": CHURCH, "language": "en", "version": 1,
        "digest": hashlib.sha256(file).hexdigest(),
    }  # fmt: skip


def test_nobody_takes_out_a_paper_for_those_it_does_not_belong_to(frozen: Cast) -> None:
    kim: Actor = frozen.kim.actor(frozen.planned)
    for audience in (POLICE, ORGANISER):
        with pytest.raises(Exception, match="audience"):
            actions.export_paper(
                frozen.planned, kim, b"", paper="order", audience=audience, language="sv", version=None
            )  # fmt: skip
    assert frozen.stig.door.get(PAGE).status_code == 404
    assert frozen.frida.door.get(PAGE).status_code == 403
    assert ask(frozen.frida, "order", ALL).status_code == 403
    assert not db.session.scalars(db.select(AuditRecord).filter_by(what="plan.exported")).all()


def test_the_page_lists_each_paper_and_offers_only_what_the_caller_hears(frozen: Cast) -> None:
    page = frozen.kim.door.get(PAGE).text
    assert [name for name in PAPERS if f'value="{name}"' not in page] == []
    assert 'value="partner:kyrkan"' in page and 'value="all"' in page
    assert 'selected value="partner:kyrkan"' in page  # its own, unless it asks for another
    assert 'value="police"' not in page and 'value="partner:arrangoren"' not in page


def test_what_is_asked_for_stays_when_it_is_refused(frozen: Cast) -> None:
    answer = ask(frozen.petra, "partner", POLICE, language="sv", headings="iimarch", sector="B")
    for name, value in (("language", "sv"), ("headings", "iimarch"), ("sector", "B")):
        assert f'selected value="{value}"' in answer.text, name


def test_a_sector_card_is_one_sheet_for_the_sector_asked_for(frozen: Cast) -> None:
    text = " ".join(pages(taken(frozen.karin, "sectors", POLICE, sector="B")))
    assert "Sector B Sektor B" in text and "Sector A Sektor A" not in text
    both = " ".join(pages(taken(frozen.karin, "sectors", POLICE)))
    assert both.count("Chief of the sector") == 2


@SQLITE
def test_a_sector_card_shows_a_map_of_its_sector_in_the_reader_s_language(frozen: Cast) -> None:
    for language, words in (("en", ("Post", "100 m")), ("sv", ("Post", "100 m"))):
        text = pages(taken(frozen.kim, "sectors", CHURCH, sector="A", language=language))[0]
        assert [each for each in (*words, "A1") if each not in text] == [] and markers(text) <= {ALL, CHURCH}


@SQLITE
def test_the_map_is_to_scale_with_north_up_and_every_code_on_it(frozen: Cast) -> None:
    event, plan = frozen.planned, plan_of(frozen.planned).data()
    for code, lat, lon, kind in (("U1", 60.4865, 15.4332, "exit"), ("M9", 60.4901, 15.4310, "medical")):
        point = {"type": "Point", "coordinates": [lon, lat]}
        where = {"code": code, "name": code, "kind": kind, "sector": "A", "geometry": point, "width_m": None}
        plan["places"].append(where)
    with frozen.app.test_request_context(), force_locale("en"):
        reading = Reading(event, plan)
        (drawn,) = sector_map(reading, reading.sectors[0])
    at = {mark["code"]: mark["at"] for mark in drawn["marks"]}
    assert {"A", "B", "A1", "U1"} == set(at) and drawn["beside"] == ["M9 M9: 520 m north"]
    (x, y), (east, north) = at["A1"], at["U1"]
    metres = length_m({"type": "LineString", "coordinates": [[15.431, 60.485], [15.4332, 60.4865]]})
    per_metre = drawn["bar"]["mm"] / int(drawn["bar"]["name"].split()[0])
    assert metres is not None and math.hypot(east - x, north - y) == pytest.approx(metres * per_metre, rel=0.001)
    assert east > x and north < y
    assert all(0 <= x <= drawn["wide"] and 0 <= y <= drawn["high"] for x, y in (m["label"] for m in drawn["marks"]))


def watched(cast: Cast) -> Cast:
    """Two watches with a commander each and one of every watch, and a duty on the second day."""
    event = cast.planned
    for day in (18, 19):
        events.add_day(event, SYSTEM, events.Day(date(2027, 6, day)))
    for name, starts, ends in (("Dag", "08:00", "16:00"), ("Kväll", "16:00", "00:00")):
        actions.add(event, SYSTEM, PARTS["watches"], {"name": name, "starts": starts, "ends": ends, "audience": ALL})
    for watch, holder in ((1, "Dagny"), (2, "Kalle"), (None, "Alva")):
        said = {"role": "commander" if watch else "legal", "watch": watch, "holder": holder, "audience": ALL}
        actions.add(event, SYSTEM, PARTS["commands"], said | {"reports_to": 1 if watch is None else None})
    at = datetime(2027, 6, 19, 6, tzinfo=UTC)
    said = {"partner": "kyrkan", "function": "Jour", "name": "Sten", "phone": "070-1740605", "audience": ALL}
    actions.add(event, SYSTEM, PARTS["duties"], said | {"starts_at": at, "ends_at": at.replace(hour=14)})
    return cast


@SQLITE
def test_a_paper_of_one_watch_tells_of_that_watch_only(cast: Cast) -> None:
    door = watched(cast).karin
    assert 'value="2@2027-06-19"' in door.door.get(PAGE).text and 'value="@2027-06-18"' in door.door.get(PAGE).text

    def read(paper: str, period: str, **more: str) -> str:
        return " ".join(pages(taken(door, paper, POLICE, version="", period=period, **more)))

    whole, evening, day = read("order", ""), read("order", "2@2027-06-19"), read("order", "@2027-06-19")
    told = [[name in text for name in ("Dagny", "Kalle", "Alva", "Sten")] for text in (whole, evening, day)]
    assert told == [[True] * 4, [False, True, True, False], [True] * 4]
    assert "2027-06-19 Kväll 16:00–00:00" in evening and "2027-06-19 Kväll" not in whole
    assert "Sten" not in read("contacts", "@2027-06-18") and "Sten" in read("contacts", "1@2027-06-19")
    assert "2027-06-19 16:00 – 2027-06-20 00:00" in read("iap", "2@2027-06-19")
    record = db.session.scalars(db.select(AuditRecord).filter_by(what="plan.exported").order_by(AuditRecord.id.desc()))
    assert json.loads(record.first().facts or "")["period"] == "2@2027-06-19"  # type: ignore[union-attr]
    for wrong in ("9@2027-06-19", "@1999-01-01", "x"):
        answer = ask(door, "order", POLICE, version="", period=wrong)
        assert answer.status_code == 422 and "Not a valid choice" in answer.text


def test_no_paper_tells_of_a_watch_that_its_readers_may_not_see(cast: Cast) -> None:
    watch = db.session.scalars(db.select(PARTS["watches"]).filter_by(event_id=watched(cast).planned.id)).all()[1]
    actions.edit(cast.planned, SYSTEM, watch, {"audience": POLICE})
    assert 'value="2@2027-06-19"' not in cast.kim.door.get(PAGE).text
    answer = ask(cast.karin, "partner", CHURCH, version="", period="2@2027-06-19")
    assert answer.status_code == 422 and "There is no such watch on that day." in answer.text


CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
THE_SAME = {"Administration", "Information", "Plan", "Post", "Problem", "Risk", "Status", "System"}  # spelt alike


@SQLITE
@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_leaves_a_word_untranslated(frozen: Cast, paper: str) -> None:
    for language in ("sv", "en"):
        assert CODE.findall(" ".join(pages(taken(frozen.karin, paper, CHURCH, language=language)))) == []
    english, swedish = (said(frozen, paper, language) for language in ("en", "sv"))
    assert english & swedish - THE_SAME == set()


def said(frozen: Cast, paper: str, language: str) -> set[str]:
    """Every heading, head of a column and name of a fact in a paper, but not what planners wrote."""
    version = version_of(frozen)
    with frozen.app.test_request_context(), force_locale(language):
        g.event, g.actor, g.partner_names = frozen.planned, SYSTEM, dict
        reading = Reading(frozen.planned, addressed(version.plan, CHURCH))
        words = set(_words(PAPERS[paper].compose(reading, Wanted(CHURCH))))
    return {word for word in words if word and not re.search("markör|Sektor|Grind", word) and word not in _NAMES}


_NAMES = {"Polisen", "Arrangören", "Kyrkan", "Trafiken"}


def _words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield from block.get("heads", ())
        yield from (name for name, _ in block.get("pairs", ()))
        yield from (name for row in block.get("rows", ()) if block["kind"] == "form" for name, _ in row)
        if block["kind"] == "heading":
            yield block["text"]
        yield from _words([*block.get("inner", ()), *block.get("blocks", ())])


def test_a_swedish_operation_order_of_a_large_plan_holds_all_of_it(frozen: Cast) -> None:
    for number in range(30):
        actions.add(frozen.planned, SYSTEM, Objective, {"text": f"Mål nummer {number}.", "audience": "all"})
    text = " ".join(pages(taken(frozen.karin, "order", POLICE, language="sv", version="")))
    assert [number for number in range(30) if f"Mål nummer {number}." not in " ".join(text.split())] == []
