"""The cast: who plays in the tests, in two events that are there when the curtain rises.

`sommar` is live; `vinter` is being planned. The police lead both; an organiser, a church and a transport company take
part. Everybody's password is PASSWORD. Sign in as somebody with `cast.olle.door`.
"""

from contextvars import Context
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from eventops import clock
from eventops.access import SYSTEM, Actor, Role
from eventops.changes import OFFICE, change, open_chain
from eventops.events.models import Event, EventKind, LegalMode, Membership, Partner, Phase, Place, PlaceKind
from eventops.events.scope import actor_of
from eventops.extensions import db
from eventops.log import actions as log
from eventops.people.models import Account, Organisation, OrganisationKind
from eventops.planning import actions as planning
from eventops.planning.models import Objective, Risk
from eventops.planning.queries import plan_of
from eventops.planning.readiness import checks

PASSWORD = "korrekt häst batteri"

ORGANISATIONS = {
    "polisen": ("Polisen", OrganisationKind.POLICE),
    "arrangoren": ("Arrangören", OrganisationKind.ORGANISER),
    "kyrkan": ("Kyrkan", OrganisationKind.CHURCH),
    "trafiken": ("Trafiken", OrganisationKind.TRANSPORT),
    "vaktbolaget": ("Vaktbolaget", OrganisationKind.GUARD_COMPANY),
}

# name -> organisation, role (None: an account that is a member of nothing)
PLAYERS: dict[str, tuple[str, Role | None]] = {
    "karin": ("polisen", Role.COMMANDER),
    "petra": ("polisen", Role.PLANNER),
    "olle": ("polisen", Role.OPERATOR),
    "oskar": ("polisen", Role.OPERATOR),
    "sara": ("polisen", Role.SECTOR_CHIEF),
    "frida": ("polisen", Role.FIELD),
    "eva": ("polisen", Role.EVALUATOR),
    "aron": ("polisen", Role.AUDITOR),
    "anders": ("arrangoren", Role.PARTNER_COORDINATOR),
    "kim": ("kyrkan", Role.PARTNER_COORDINATOR),
    "tove": ("trafiken", Role.PARTNER_COORDINATOR),
    "stig": ("trafiken", None),
    "ada": ("polisen", None),
}
ADMINS = {"ada"}

SQUARE_A = [[15.430, 60.484], [15.434, 60.484], [15.434, 60.487], [15.430, 60.487], [15.430, 60.484]]
SQUARE_B = [[15.434, 60.484], [15.438, 60.484], [15.438, 60.487], [15.434, 60.487], [15.434, 60.484]]


class Browser(FlaskClient):
    """A client whose requests stand alone, as in life: nothing of the test's own context, or of the one before."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return Context().run(super().open, *args, **kwargs)
        finally:
            db.session.expire_all()  # the test sees what the request has changed


class Door(Browser):
    """A browser of somebody: carries the CSRF token of its session on every write."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        if kwargs.get("method", "GET") not in ("GET", "HEAD") and "Authorization" not in headers:
            headers.setdefault("X-CSRFToken", self.csrf_token())
        return super().open(*args, headers=headers, **kwargs)

    def csrf_token(self) -> str:
        """A token that this browser's session will accept."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", "the same in every test")
        return str(URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(raw))


@dataclass
class Player:
    """Somebody of the cast."""

    app: Flask
    name: str

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"

    @cached_property
    def door(self) -> Door:
        """A browser, signed in by the front door."""
        self.app.test_client_class = Door
        client = self.app.test_client()
        answer = client.post("/login", data={"email": self.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client  # type: ignore[return-value]

    @property
    def account(self) -> Account:
        return db.session.scalars(db.select(Account).filter_by(email=self.email)).one()

    def actor(self, event: Event) -> Actor:
        """What this player is to the rules in an event."""
        query = db.select(Membership).filter_by(event_id=event.id, account_id=self.account.id)
        return actor_of(db.session.scalars(query).one())


@dataclass
class Cast:
    """Everybody, and the two events."""

    app: Flask
    known: dict[str, Player] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Player:
        if name not in PLAYERS:
            raise AttributeError(name)
        return self.known.setdefault(name, Player(self.app, name))

    @property
    def event(self) -> Event:
        """The live one."""
        return db.session.scalars(db.select(Event).filter_by(slug="sommar")).one()

    @property
    def planned(self) -> Event:
        """The one that is being planned."""
        return db.session.scalars(db.select(Event).filter_by(slug="vinter")).one()

    def visitor(self) -> Door:
        """A browser of nobody in particular."""
        self.app.test_client_class = Door
        return self.app.test_client()  # type: ignore[return-value]


def accept_reds(event: Event) -> None:
    """Let everything that R73 misses in a small plan stand red."""
    planning.accept(event, SYSTEM, [check.code for check in checks(plan_of(event))], "Ett litet evenemang")


def raise_curtain(password_hash: str) -> None:
    """Put the cast on stage, in an empty migrated database with reference data."""
    with change(OFFICE, SYSTEM) as record:
        organisations = {
            slug: Organisation(slug=slug, name=name, kind=kind) for slug, (name, kind) in ORGANISATIONS.items()
        }
        accounts = {
            name: Account(
                email=f"{name}@example.org", name=name.capitalize(), organisation=organisations[where],
                password=password_hash, is_admin=name in ADMINS, language="en",
            )
            for name, (where, _) in PLAYERS.items()
        }  # fmt: skip
        for thing in (*organisations.values(), *accounts.values()):
            db.session.add(thing)
            record(f"{type(thing).__name__.lower()}.added", thing)
        for slug, name in (("sommar", "Sommarfesten"), ("vinter", "Vinterfesten")):
            event, *frame = _event(slug, name, organisations, accounts)
            record("event.created", event, **{f"with_{n}": thing for n, thing in enumerate(frame)})
    live = db.session.scalars(db.select(Event).filter_by(slug="sommar")).one()
    aim = {"text": "Ingen skadas allvarligt", "indicator": "Allvarligt skadade", "target": "0"}
    planning.add(live, SYSTEM, Objective, aim)
    risk = {"text": "Trängsel vid stora scenen", "likelihood": 3, "consequence": 5, "owner": "Arrangören"}
    planning.add(live, SYSTEM, Risk, risk)
    accept_reds(live)
    planning.publish(live, SYSTEM)
    log.go_live(live, SYSTEM)


def _event(slug: str, name: str, organisations: dict[str, Organisation], accounts: dict[str, Account]) -> list[Any]:
    open_chain(slug)
    event = Event(
        slug=slug, name=name, kind=EventKind.FESTIVAL, legal_mode=LegalMode.COMPETENT_AUTHORITY, phase=Phase.PLANNING
    )
    partners = {
        where: Partner(
            event=event,
            organisation=organisations[where],
            slug=where,
            name=ORGANISATIONS[where][0],
            is_lead=where == "polisen",
        )
        for where in ("polisen", "arrangoren", "kyrkan", "trafiken")
    }
    members = [
        Membership(
            event=event,
            account=accounts[name],
            partner=partners[where],
            role=role,
            granted_at=clock.now(),
            granted_by="system",
        )
        for name, (where, role) in PLAYERS.items()
        if role
    ]
    sectors = [
        Place(
            event=event,
            kind=PlaceKind.SECTOR,
            code=code,
            name=f"Sektor {code}",
            geometry={"type": "Polygon", "coordinates": [ring]},
        )
        for code, ring in (("A", SQUARE_A), ("B", SQUARE_B))
    ]
    post = Place(
        event=event,
        kind=PlaceKind.POST,
        code="A1",
        name="Grind 1",
        geometry={"type": "Point", "coordinates": [15.431, 60.485]},
        sector=sectors[0],
    )
    frame = [*partners.values(), *members, *sectors, post]
    db.session.add_all([event, *frame])
    db.session.flush()
    return [event, *frame]
