"""Interventions: what each kind must say, its clock until it ends, guards' reports, and persons nobody hears of."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.events.models import Partner
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.clocks import Stage, stage
from eventops.log.integrity import verify
from eventops.log.kinds import kinds, sensitive
from eventops.log.models import Category, Entry, Intervention, PersonOpening
from eventops.people.models import OrganisationKind
from eventops.push import Notice
from tests.cast import Cast
from tests.listening import Ear

LIVE = "/events/sommar"
SAID = {"decider": "P12 Alm", "ground": "Slagsmål, störde ordningen"}
PERSON = {"person_role": "detained", "name": "Valdemar Hemlig", "born": "1984", "description": "Röd tröja med älg"}


def take(cast: Cast, kind: str = "custody", who: str = "olle", query: str = "", **said: Any) -> Any:
    address = f"{LIVE}/interventions/new/{kind}{query}"
    return getattr(cast, who).door.post(address, data={**SAID, **said})


def step(cast: Cast, kind: str, number: int = 1, who: str = "olle", way: str = "steps", **said: Any) -> Any:
    told = {f"{kind}-{name}": value for name, value in said.items()}
    return getattr(cast, who).door.post(f"{LIVE}/interventions/{number}/{way}/{kind}", data=told)


def known(cast: Cast, number: int = 1) -> Intervention:
    return db.session.scalars(db.select(Intervention).filter_by(event_id=cast.event.id, number=number)).one()


def lines(cast: Cast) -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).filter_by(event_id=cast.event.id).order_by(Entry.number)))


def page(cast: Cast, who: str = "olle", path: str = "interventions/1") -> str:
    return str(getattr(cast, who).door.get(f"{LIVE}/{path}").text)


def test_an_intervention_says_who_decided_on_which_ground_and_the_log_says_the_kind_and_the_place_only(
    cast: Cast,
) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="O7", title="Bråk", sector="A", audience="all"))
    sent = {"client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11", "participants": "P14", **PERSON}
    for _ in range(2):  # sent twice, taken once
        answer = take(cast, query="?incident=1", **sent)
        assert answer.headers["Location"] == f"{LIVE}/interventions/1", answer.text
    taken, line = known(cast), lines(cast)[-1]
    assert (taken.decider, taken.ground, taken.sector and taken.sector.code) == ("P12 Alm", SAID["ground"], "A")
    assert (line.text, line.audience, line.incident.number) == ("Custody PL 13, A", "police", 1)  # type: ignore[union-attr]
    shown = page(cast)
    assert "P12 Alm" in shown and "Police Act s. 13 (2)" in shown and "Hemlig" not in shown
    assert verify("sommar").fault is None
