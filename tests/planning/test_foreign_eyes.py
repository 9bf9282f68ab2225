"""Foreign eyes: whoever asks for whatever address, nothing comes back that is not for them."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import JSON, Boolean, Date, Float, Integer, Time

from eventops import clock, files
from eventops.access import ALL, COMMAND, POLICE, SYSTEM
from eventops.changes import change
from eventops.columns import UTCDateTime
from eventops.events import actions as events
from eventops.events.models import Event, Membership
from eventops.events.place_files import FORMATS
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.planning import actions
from eventops.planning.briefing import Asked
from eventops.planning.calculators import CALCULATORS
from eventops.planning.checklist import permit_kinds
from eventops.planning.links import SALT
from eventops.planning.models import PARTS, Document, Part, Permit, Proposal, alive
from eventops.planning.sections import SECTIONS
from tests.cast import Cast, Door, Player, accept_reds

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what is asked of it does not differ
CHURCH, ORGANISER = "partner:kyrkan", "partner:arrangoren"
MARKS = {ALL: "markall", POLICE: "markpolis", COMMAND: "markledning", CHURCH: "markkyrka", ORGANISER: "markfest"}
PLANNED, LIVE = "pl", "li"  # after a mark: in which event it was planted
DAY = date(2027, 6, 18)
TYPED: dict[Any, Any] = {
    Boolean: True, Integer: 2, Float: 2.5, Date: DAY, JSON: [], Time: time(10),
    UTCDateTime: datetime(2027, 6, 18, 10, tzinfo=UTC),
}  # fmt: skip
FIXED: dict[str, Any] = {
    "starts": "08:00", "ends": "20:00", "reports_to": None, "watch": None, "sector": "A", "calculator": "holding",
    "inputs": {}, "known": {}, "result": {"lines": []}, "figures": None, "rule": "R3", "code": None, "email": None,
    "limit_value": None, "limit_unit": None, "found": {"left": 1}, "check_code": "risks", "indicator": None,
    "profile": None, "origin": None, "kind": None, "category": None, "standard": None,
}  # fmt: skip


WRITTEN = {"steps": "KC: {}", "checked_at": "07:00", "briefed_at": "07:30", "roster": "{}, 1990-01-01, 10:00–12:00"}


def planted(event: Event, kind: type[Part], number: int, audience: str, where: str) -> Part:
    """A part with its audience's mark in every text of it."""
    said = {name: _said(kind, name, f"{MARKS[audience]}{where} {name}") for name in (*kind.FIELDS, *kind.ACTED)}
    columns = kind.__table__.columns  # type: ignore[attr-defined]
    kept = {name: value for name, value in said.items() if name in columns}
    return kind(event=event, number=number, revision=1, audience=audience, **kept)  # type: ignore[call-arg]


def _said(kind: type[Part], name: str, mark: str) -> Any:
    column, what = kind.__table__.columns.get(name), kind.REFERENCES.get(name)  # type: ignore[attr-defined]
    if column is None:
        return None
    if what:
        found = {"partner": "kyrkan", "sector": "A", "place": "A1"}.get(what, 3 if what in PARTS else None)
        return [found] if isinstance(column.type, JSON) else found
    choices: list[Any] = list(getattr(column.type, "enum_class", None) or [])
    if choices or (kind is Permit and name == "kind"):
        return (choices or list(permit_kinds()))[0]
    if name in FIXED and (column.nullable or FIXED[name] is not None):
        return FIXED[name]
    typed = next((value for type_, value in TYPED.items() if isinstance(column.type, type_)), None)
    return typed if typed is not None else WRITTEN.get(name, "{}").format(mark)


def leave(cast: Cast, name: str, event: Event) -> None:
    """Let somebody be a member of an event no longer."""
    player: Player = getattr(cast, name)
    member = db.session.scalars(db.select(Membership).filter_by(event_id=event.id, account_id=player.account.id)).one()
    events.revoke(event, SYSTEM, member)


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Two events that hold of every kind of part one for each audience, and what is made of parts."""
    for event, where in ((cast.event, LIVE), (cast.planned, PLANNED)):
        events.add_day(event, SYSTEM, events.Day(DAY, None, None, 1000))
        with change(event, SYSTEM) as record:
            for kind in PARTS.values():
                for number, audience in enumerate(MARKS, start=record.head.counts.get(kind.KIND, 0) + 1):
                    part = planted(event, kind, number, audience, where)
                    db.session.add(part)
                    record.count(kind.KIND)
                    record(f"{kind.KIND}.added", part)
            for number, audience in enumerate(MARKS, start=1):
                proposal = proposed(event, number, audience, f"{MARKS[audience]}{where} förslag")
                db.session.add(proposal)
                record("proposal.made", proposal)
        accept_reds(event)
        actions.publish(event, SYSTEM)
        for audience in MARKS:
            asked = Asked(1, DAY, audience, situation=f"{MARKS[audience]}{where}", task=f"{MARKS[audience]}{where}")
            actions.issue(event, SYSTEM, asked)
            file(cast, event, audience, where)
    for audience in MARKS:
        said = {"title": f"{MARKS[audience]}{LIVE}", "text": f"{MARKS[audience]}{LIVE}", "audience": audience}
        log.open_incident(cast.event, SYSTEM, Opening(category="B1", **said))
    return cast


def proposed(event: Event, number: int, audience: str, mark: str) -> Proposal:
    """What an earlier edition proposes to some."""
    return Proposal(
        event=event, number=number, source="vinter", kind="risks", source_number=number, audience=audience,
        text=mark, becomes="risks", facts={"text": mark, "likelihood": 1, "consequence": 1},
    )  # fmt: skip


def file(cast: Cast, event: Event, audience: str, where: str) -> None:
    """File a version of the document that some see."""
    mark = f"{MARKS[audience]}{where}"
    kept = files.keep(cast.app.config["INSTANCE"], f"{mark}.txt", mark.encode(), most=100)
    document = db.session.scalars(db.select(Document).filter_by(event_id=event.id, audience=audience)).one()
    actions.file(event, SYSTEM, document, kept)


VALUES: dict[str, tuple[Any, ...]] = {
    "number": (2, 3, 4, 5), "run": (1,), "version": (1,), "plural": tuple(PARTS), "code": ("A", "A1"),
    "section": (*SECTIONS, *PARTS), "name": tuple(CALCULATORS)[:2], "ending": tuple(FORMATS),
    "call_sign": ("1",),
}  # fmt: skip
APART = ("planning.take_paper", "security.")  # typeset one by one in test_papers.py; tokens of another kind
SENT = {
    "audience": COMMAND, "partner": "arrangoren", "problem": "3", "cause": "3", "permit": "3", "card": "3",
    "text": "Av annan", "csv": "1", "kind": "csv", "do": "csv", "format": "json",
}  # fmt: skip


def doors(app: Flask, **held: str) -> Iterator[tuple[str, str]]:
    """Every method and address whose parts are known, of one event or of one link."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if (
            rule.endpoint.startswith(APART)
            or not set(held) <= rule.arguments
            or rule.arguments - set(held) - set(VALUES)
        ):
            continue
        names = sorted(rule.arguments - set(held))
        for values in product(*(VALUES[name] for name in names)):
            address = adapter.build(rule.endpoint, {**held, **dict(zip(names, values, strict=True))})
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, address


def walked(door: Door, method: str, address: str) -> tuple[int, str]:
    """The status and the text of what comes back, with what its headers say."""
    sent: dict[str, Any] = {} if method == "GET" else {"json": SENT} if address.startswith("/api/") else {"data": SENT}
    with door.open(address, method=method, **sent) as answer:
        return answer.status_code, f"{answer.headers} {answer.get_data(as_text=True)}"


def marks(text: str) -> set[str]:
    return set(re.findall("|".join(f"{mark}(?:{LIVE}|{PLANNED})" for mark in MARKS.values()), text))


def of(where: str, *audiences: str) -> set[str]:
    return {f"{MARKS[audience]}{where}" for audience in audiences}


def astray(door: Door, addresses: Iterable[tuple[str, str]], may: set[str]) -> dict[str, Any]:
    """What came back that may not, by address; and what broke."""
    found: dict[str, Any] = {}
    door.application.config["PROPAGATE_EXCEPTIONS"] = False
    for method, address in addresses:
        status, text = walked(door, method, address)
        if wrong := marks(text) - may:
            found[f"{method} {address}"] = wrong
        elif status >= 500 or ((method, status) == ("GET", 422) and "/api/" not in address):
            found[f"{method} {address}"] = status
    return found


@SQLITE
def test_a_coordinator_finds_nothing_at_any_address_that_is_not_for_its_partner(told: Cast) -> None:
    leave(told, "kim", told.planned)
    assert astray(told.kim.door, doors(told.app, event="sommar"), of(LIVE, ALL, CHURCH)) == {}


@SQLITE
def test_a_coordinator_of_another_event_finds_nothing_there(told: Cast) -> None:
    leave(told, "tove", told.event)
    statuses = {walked(told.tove.door, *address)[0] for address in doors(told.app, event="sommar")}
    assert statuses == {404}
    here = [(method, address) for method, address in doors(told.app, event="vinter") if method == "GET"]
    assert astray(told.tove.door, [each for each in here if not each[1][-1].isdigit()], of(PLANNED, ALL)) == {}


def test_what_is_hidden_changes_nothing_that_is_shown(told: Cast) -> None:
    """Counts, choices and warnings are those of a plan that holds no more than the caller sees."""
    places = [each for each in doors(told.app, event="sommar") if each[0] == "GET" and not each[1][-1].isdigit()]
    shown = {address: page_of(told.kim.door, address) for _, address in places}
    with change(told.event, SYSTEM) as record:
        for kind in PARTS.values():
            for part in db.session.scalars(alive(kind, told.event)):
                if part.audience not in (ALL, CHURCH):
                    part.dropped_at, part.dropped_because = clock.now(), "Fanns inte"
                    record("never.was", part)
    different = [address for address, page in shown.items() if page_of(told.kim.door, address) != page]
    assert different == [] and len(shown) > 50


def page_of(door: Door, address: str) -> list[str]:
    """The lines of a page but those that hold a token or a time."""
    lines = walked(door, "GET", address)[1].splitlines()
    return [
        line
        for line in lines
        if not re.search(r"csrf|client_id|nonce|data-now|etag|content-length|map_[0-9a-f]", line, re.I)
    ]


@SQLITE
def test_a_link_opens_nothing_but_its_partners_own_and_a_bad_one_nothing(told: Cast) -> None:
    key, partner = told.app.secret_key, next(each for each in told.event.partners if each.slug == "kyrkan")
    token, _ = actions.make_link(told.event, SYSTEM, partner, "Kim", 3, key)
    with clock.at(clock.now() - timedelta(days=9)):
        old, _ = actions.make_link(told.event, SYSTEM, partner, "Kim", 3, key)
    forged = str(URLSafeSerializer(str(key), salt=SALT).dumps(["sommar", "arrangoren", 1, "guessed"]))
    visitor = told.visitor()
    assert visitor.post(f"/partner-links/{token}", data={"link-name": "Kim"}).status_code == 302
    assert astray(visitor, doors(told.app, token=token), of(LIVE, ALL, CHURCH)) == {}
    assert "markkyrkali" in visitor.get(f"/partner-links/{token}").text
    for bad in (old, forged, token[:-2]):
        addresses = [
            each for each in doors(told.app, token=bad) if not re.search(r"/\w+/\d", each[1]) or "duties" in each[1]
        ]
        assert {walked(visitor, *each)[0] for each in addresses} == {404}
