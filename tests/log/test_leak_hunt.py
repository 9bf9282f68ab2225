"""The leak hunt: secrets of every sort are planted once, and each role looks for them through every door there is."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from PIL import Image
from pypdf import PdfReader
from werkzeug.routing import Rule

from eventops import clock
from eventops.access import SYSTEM, Actor
from eventops.events.models import Place
from eventops.extensions import db
from eventops.log import actions, pictures
from eventops.log.actions import Deciding, Giving, Opening, Owner, Reporting, Said, crowd
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.actions.person import PersonSaid
from eventops.log.actions.wall import make_wall
from eventops.log.models import (
    Age,
    CrowdAlarm,
    GroundKind,
    Incident,
    OwnerKind,
    PartnerReport,
    PersonRole,
    Section,
    SitrepKind,
    Sought,
    TrendAlert,
    TrendState,
    UnitStatus,
)
from eventops.roster.actions.unit import UnitSaid, add_unit
from eventops.roster.models import UnitKind
from tests.cast import Cast, Player
from tests.listening import Ear

from .duty import unit

EVENT = "sommar"
PARTNERS = ("kim", "anders")
OUTSIDERS = (*PARTNERS, "aron")
BELOW_COMMAND = (*OUTSIDERS, "frida", "sara", "petra", "eva")
ALL = (*BELOW_COMMAND, "karin", "olle")

# The secret, and from whom it is kept; each stands in the data under its own name and nowhere else.
SECRETS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "zqtitle", "zqplace", "zqline", "zqreporter", "zqreceiver", "zqchannel", "zqlate", "zqstruck", "zqreason",
            "zqfile", "zqtask", "zqdecision", "zqground", "zqsitrep", "zqminor", "zqminorplace", "zqnarrowed",
            "zqnarrowedline", "zqlinked", "zqmerged", "zqplainclothes", "zqtrend", "zqview", "zqneutralised",
            "60.48512", "zqsealed", "ZQ88", "60.47771",
        ),
        OUTSIDERS,
    ),
    **dict.fromkeys(("zqcommand", "zqcommandline", "zqcommandplace"), BELOW_COMMAND),
    **dict.fromkeys(("zqtraffic", "zqtrafficline", "zqtraffictask", "zqtoldus", "zqquestion"), (*OUTSIDERS, "frida")),
    **dict.fromkeys(("zqperson", "zqdescription"), ALL),
    **dict.fromkeys(
        ("zqinbox", "zqbehalf", "zqreportplace", "zqdeclinedtext", "zqdeclined", "zqanswered"), (*OUTSIDERS, "frida")
    ),
    "zqbyhand": OUTSIDERS,
    **dict.fromkeys(("zqcounter", "zqseenby", "zqsetby"), PARTNERS),  # the audit trail says who did what
    "zqroom": tuple(name for name in ALL if name not in ("karin", "petra")),
    "zqerased": ALL,
    "zqownview": tuple(name for name in ALL if name != "olle"),
}  # fmt: skip

WORDS = {"kind": "custody", "ending": "geojson", "plural": "risks", "section": "risks", "name": "guards", "code": "A"}
NUMBERED = range(1, 13)  # numbers of incidents, which everything that has only few of a kind is asked for too
FEW = (1, 2)
WALKERS = ("kim", "anders", "aron", "frida", "sara", "petra", "eva")  # each kind of reader below the command


def plant(app: Flask, cast: Cast) -> dict[str, str]:
    """Put every secret in its place. Gives the tokens of the walls that hang, by their audience."""
    olle, tove, karin = (getattr(cast, name).actor(cast.event) for name in ("olle", "tove", "karin"))
    unit(cast, cast.frida)
    unit(cast, cast.sara, "ZQ88")  # free: the reserve
    actions.report_position(cast.event, SYSTEM, "ZQ88", 60.47771, 15.43001)
    _plant_incidents(cast, olle)
    _plant_orders(cast, olle)
    _plant_partners(cast, olle, tove)
    _plant_command(cast, karin)
    _plant_files(app, cast)
    _plant_persons(cast)
    _plant_crowd(cast, olle)
    hung = ("all", "police")
    return {each: make_wall(cast.event, karin, "zqroom", each, app.secret_key or "")[0] for each in hung}


def _opened(cast: Cast, title: str, audience: str | None = "police", category: str = "O1", **said: Any) -> Incident:
    opening = Opening(category=category, title=title, audience=audience, **{"sector": "A", **said})
    return actions.open_incident(cast.event, SYSTEM, opening)[0]


def _plant_incidents(cast: Cast, olle: Actor) -> None:
    event = cast.event
    heard = {"on_behalf": "zqreporter", "receiver": "zqreceiver", "channel": "zqchannel", "late_because": "zqlate"}
    secret = _opened(cast, "zqtitle", place="zqplace", lat=60.48512, lon=15.43212)
    actions.add_entry(event, olle, text="zqline", incident=secret, **heard)  # type: ignore[arg-type]
    struck, _ = actions.add_entry(event, olle, text="zqstruck", incident=secret)
    actions.strike(event, olle, struck, reason="zqreason")
    minor = _opened(cast, "zqminor", None, "P4", place="zqminorplace")
    shared = _opened(cast, "Brand i soptunna", "all", "B1")
    actions.link_incidents(event, SYSTEM, shared, _opened(cast, "zqlinked"))
    actions.merge_into(event, SYSTEM, _opened(cast, "zqmerged"), secret)
    narrowed = _opened(cast, "zqnarrowed", "all", "B1")
    actions.add_entry(event, SYSTEM, text="zqnarrowedline", incident=narrowed)
    actions.change_audience(event, SYSTEM, narrowed, "police")
    neutral = _opened(cast, "zqneutralised")
    actions.tell_neutrally(event, olle, neutral, text="Polisinsats, håll avstånd", audience="all")
    for incident in (minor, secret, neutral):
        actions.set_unit(event, SYSTEM, incident, "P21", UnitStatus.ON_SCENE)
    erased, _ = actions.add_entry(event, olle, text="zqerased", audience="all")
    actions.erase(event, SYSTEM, erased, ground="2018:1693 4:10")
    add_unit(event, SYSTEM, UnitSaid("S77", UnitKind.PLAIN_CLOTHES, note="zqplainclothes"))


def _plant_orders(cast: Cast, olle: Actor) -> None:
    event, soon = cast.event, clock.now() + timedelta(minutes=30)
    grounds = (Said(GroundKind.THREAT, "zqground"),)
    actions.decide(event, olle, Deciding(text="zqdecision", audience="police", review_at=soon, grounds=grounds))
    given = Giving("zqtask", Owner(OwnerKind.ROLE, "Insatschef"), audience="police", due_at=soon)
    actions.give_errand(event, olle, given, line="zqtask")
    sections = [Section("overview", "Läge", "zqsitrep")]
    actions.publish_sitrep(event, olle, kind=SitrepKind.REGULAR, audience="police", sections=sections, line="zqsitrep")
    for audience, name in (("police", "zqview"), ("", "zqownview")):
        said = {"lists": Sought.INCIDENTS, "query": f"q={name}", "audience": audience}
        actions.save_view(event, olle, name=name, **said)  # type: ignore[arg-type]
    for _ in range(3):
        _opened(cast, "zqsealed", category="T2")
    alert = db.session.scalars(db.select(TrendAlert)).first()
    assert alert is not None
    actions.judge_trend(event, olle, alert, TrendState.CONFIRMED, "zqtrend")


def _plant_partners(cast: Cast, olle: Actor, tove: Actor) -> None:
    event = cast.event
    _opened(cast, "zqtraffic", "partner:trafiken")
    actions.add_entry(event, olle, text="zqtrafficline", audience="partner:trafiken")
    given = Giving("zqtraffictask", Owner(OwnerKind.PARTNER, "trafiken"))
    actions.give_errand(event, olle, given, line="zqtraffictask")
    report: PartnerReport = actions.send_report(event, tove, Reporting(text="zqtoldus", sector="A"))[0]
    actions.ask_back(event, olle, report, "zqquestion")
    waiting = Reporting(text="zqinbox", on_behalf="zqbehalf", place="zqreportplace")
    actions.send_report(event, tove, waiting)
    declined = actions.send_report(event, tove, Reporting(text="zqdeclinedtext"))[0]
    actions.ask_back(event, olle, declined, "Var?")
    actions.answer_back(event, tove, declined, "zqanswered")
    actions.decline(event, olle, declined, "zqdeclined")


def _plant_command(cast: Cast, karin: Actor) -> None:
    secret = _opened(cast, "zqcommand", "command", "V6", place="zqcommandplace", sector="B")
    actions.add_entry(cast.event, karin, text="zqcommandline", incident=secret)


def _plant_files(app: Flask, cast: Cast) -> None:
    written = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(written, "PNG")
    filed = pictures.file_in(Path(app.config["INSTANCE"]), "zqfile.png", written.getvalue(), most=10**6)
    secret = db.session.scalars(db.select(Incident).filter_by(title="zqtitle")).one()
    actions.attach(cast.event, cast.olle.actor(cast.event), secret, filed.original, shown=filed.shown)


def _plant_persons(cast: Cast) -> None:
    person = PersonSaid(PersonRole.DETAINED, name="zqperson", born=1984, description="zqdescription")
    incident = db.session.scalars(db.select(Incident).filter_by(title="zqtitle")).one()
    said = {"incident": incident, "decider": "P12 Alm", "ground": "Slagsmål", "person": person, "age": Age.ADULT}
    intervene(cast.event, SYSTEM, Taken("custody", **said), called="Custody")


def _plant_crowd(cast: Cast, olle: Actor) -> None:
    event = cast.event
    zone = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A")).one()
    crowd.set_capacity(event, replace(olle, name="zqsetby"), zone, 100, "Bara en utgång")
    crowd.count(event, replace(olle, name="zqcounter"), crowd.Counted("A", total=95, because="zqbyhand"))
    alarm = db.session.scalars(db.select(CrowdAlarm)).first()
    assert alarm is not None
    crowd.acknowledge_alarm(event, replace(olle, name="zqseenby"), alarm)


def contents(answer: Any) -> str:
    """What a door gives, as text: paper and archives are read too."""
    with answer:
        return _read(answer.get_data())


def _read(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(f"{name}\n{_read(archive.read(name))}" for name in archive.namelist())
    return html.unescape(data.decode("utf-8", "replace"))


def doors(app: Flask) -> Iterator[tuple[str, str]]:
    """Every address inside the event that can be got with GET, by its endpoint; numbers go round."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "event" in rule.arguments:
            for values in _values(rule):
                yield rule.endpoint, adapter.build(rule.endpoint, {"event": EVENT, **values})


def _values(rule: Rule) -> Iterator[dict[str, Any]]:
    numbers = [name for name in rule.arguments if name not in ("event", *WORDS)]
    words = {name: WORDS[name] for name in rule.arguments if name in WORDS}
    if not numbers:
        yield words
        return
    for number in NUMBERED if rule.rule.endswith(":number>") and "incidents/" in rule.rule else FEW:
        yield {**words, **{name: number if name == "number" else 1 for name in numbers}}


def found_in(text: str, name: str) -> set[str]:
    """The secrets in a text that are to be kept from somebody."""
    return {secret for secret, kept in SECRETS.items() if name in kept and secret in text}


def hunt(addresses: list[str], player: Player) -> dict[str, set[str]]:
    """Where a player finds what is kept from it."""
    looked = {address: found_in(contents(player.door.get(address)), player.name) for address in addresses}
    return {address: leaked for address, leaked in looked.items() if leaked}


SEARCHES = (
    "/events/{}/log?q={}", "/api/v1/events/{}/incidents?q={}", "/events/{}/incidents?q={}", "/events/{}/live?q={}",
    "/events/{}/live/lines?q={}", "/events/{}/log?author={}", "/events/{}/log?reporter={}",
    "/events/{}/incidents?place={}", "/events/{}/incidents?editions=y&q={}", "/api/v1/events/{}/map.geojson?q={}",
    "/events/{}/live/understood?line=x {}",
)  # fmt: skip
EVERY, SOME = 2, 12  # doors that every secret is sought through; the others are tried with each twelfth
HITS = re.compile(r'id="line-\d+"|/incidents/\d+|"number": ?\d+|incident/\d+|\d+ (?:incidents?|lines?) shown')


def test_thirty_secrets_are_hunted_by_each_role_through_every_door_and_none_is_found(app: Flask, cast: Cast) -> None:
    assert len(SECRETS) >= 30
    ears = {name: Ear(app, getattr(cast, name)) for name in ALL if name != "aron"}
    walls = plant(app, cast)
    if db.engine.dialect.name == "sqlite":  # pages are made of the same reads on both; those are sought below
        addresses = [address for _, address in doors(app)]
        assert {name: leaks for name in WALKERS if (leaks := hunt(addresses, getattr(cast, name)))} == {}
    _listen(cast, {name: str(ear.client.get_received()) for name, ear in ears.items()})
    _take_out(cast)
    _search(cast)
    _narrow(cast)
    _look_at_walls(cast, walls)
    strangers = {
        cast.stig.door.get(address).status_code for _, address in {name: at for name, at in doors(app)}.items()
    }
    assert strangers == {404}


def _listen(cast: Cast, heard: dict[str, str]) -> None:
    """The sockets, and catching up with every feed: what was heard before it was taken back is gone from there."""
    for name, frames in heard.items():
        actor, door = getattr(cast, name).actor(cast.event), getattr(cast, name).door
        assert found_in(frames, name) <= {"zqerased", "zqnarrowed", "zqnarrowedline"}, name
        for feed in ("all", "police", "command", "partner:trafiken", f"partner:{actor.partner}"):
            answer = door.get(f"/api/v1/events/{EVENT}/changes?feed={feed}&limit=1000")
            assert answer.status_code == (200 if feed in actor.feeds else 404)
            assert found_in(answer.text, name) == set(), (name, feed)


def _look_at_walls(cast: Cast, walls: dict[str, str]) -> None:
    """Through the links, as a room sees them: none of the words of the log, of reports or of counts, for whomever."""
    for audience, token in walls.items():
        shown = [contents(cast.visitor().get(f"/walls/{token}{part}")) for part in ("", "/picture", "/incidents.json")]
        assert "wall-panes" in shown[0] and '"rows"' in shown[2]
        points = {"60.48512"} if audience == "police" else set()  # where, in a room of the police
        assert {secret for text in shown for secret in SECRETS if secret in text} == points, audience
    assert not any(token in contents(cast.karin.door.get(f"/events/{EVENT}/wall/links")) for token in walls.values())


def _take_out(cast: Cast) -> None:
    for form in ("json", "csv", "xlsx", "geojson", "pdf", "zip"):
        text = contents(cast.kim.door.post(f"/events/{EVENT}/evaluation/export", data={"format": form}))
        assert "soptunna" in text and found_in(text, "kim") == set(), form


def _search(cast: Cast) -> None:
    """What is sought and hidden gives the very hits that nonsense gives: those of the first doors for every secret."""
    secrets = [secret for secret, kept in SECRETS.items() if "kim" in kept]
    for n, search in enumerate(SEARCHES):
        nonsense = _hits(cast, search, "zqnonsense")
        for secret in secrets if n < EVERY else secrets[n::SOME]:
            assert _hits(cast, search, secret) == nonsense, (search, secret)


def _hits(cast: Cast, search: str, word: str) -> list[str]:
    return HITS.findall(contents(cast.kim.door.get(search.format(EVENT, word))))


def _narrow(cast: Cast) -> None:
    page = f"/events/{EVENT}/incidents"
    for query in ("linked=y", "struck=y", "late=y", "attached=y", "unit=P21", "unit=S77", "group=P", "category=T2"):
        assert "No incidents here" in cast.kim.door.get(f"{page}?{query}").text, query
        assert query == "unit=S77" or "No incidents here" not in cast.olle.door.get(f"{page}?{query}").text
