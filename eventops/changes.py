"""A change is saved, on the record and announced -- or none of the three."""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from uuid import uuid4

from gevent import get_hub
from gevent.monkey import is_module_patched
from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import Session, make_transient_to_detached

from . import audit, clock, push
from .access import Actor
from .audit import Chain
from .beside import in_steps
from .extensions import db
from .record import Recorded

PATIENCE = 30.0  # seconds to wait for a turn that another process holds
SOME = 500  # rows stored at once


class Unrecorded(RuntimeError):
    """A change ended without saying what it did."""


class Chained(Protocol):
    """What a change can be made to: something with a chain of its own."""

    @property
    def chain(self) -> str: ...


class Subject(Protocol):
    """What a change can be about."""

    @property
    def topic(self) -> str: ...

    def snapshot(self) -> dict[str, Any]: ...

    def feeds(self) -> list[str]: ...


@dataclass(frozen=True)
class Office:
    """The work outside events: accounts, organisations, persons, new events."""

    chain: str = "office"


OFFICE = Office()
_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def change(place: Chained, actor: Actor) -> Iterator["Change"]:
    """Open a change. What it yields puts one fact on the record; nested changes join the outer one."""
    session = db.session()
    if outer := session.info.get("change"):
        with outer.joined(place.chain, actor) as joined:
            yield joined
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed before the change began")
    current = Change(place.chain, actor)
    session.rollback()  # rules must see what those before us in the queue have done
    with _turns["" if _is_sqlite() else current.chain]:
        with _alone(session, current):
            yield current
        push.announce([notice for each in current.whole for notice in each.notices])
    for act in [act for each in current.whole for act in each.afterwards]:
        act()


@contextmanager
def _alone(session: Session, current: "Change") -> Iterator[None]:
    session.info["change"] = current
    try:
        current.take_turn(session)
        yield
        current.finish(session)
        commit(session)
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["change"]


def open_chain(name: str) -> None:
    """Begin a chain inside the change that makes the thing it belongs to; the same change may write to it at once."""
    db.session.add(Chain(name=name, counts={}))
    db.session().info["change"].opened[name] = None


def reach(event: Chained) -> None:
    """Take a turn on an event's chain inside a change of the office: what concerns both is saved in one.

    Only ever in this order, so that no two writers wait for each other.
    """
    session = db.session()
    outer = session.info["change"]
    if outer.chain != OFFICE.chain:
        raise ValueError(f"a change to {outer.chain} cannot reach into {event.chain}")
    part = outer.opened[event.chain] = Change(event.chain, outer.actor)
    part.head = audit.take(event.chain)


class Change:
    """What happens between taking one's turn and giving it up."""

    def __init__(self, chain: str, actor: Actor):
        self.chain, self.actor = chain, actor
        self.records: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.afterwards: list[Callable[[], None]] = []
        self.opened: dict[str, Change | None] = {}  # what was written to other chains, whose turn this change holds
        self.recorded = self.failed = False
        self.head: audit.Head

    def __call__(self, what: str, subject: Subject, *, withdrawn_from: tuple[str, ...] = (), **also: Subject) -> None:
        """Put one fact on the record and on the feed of each audience that may hear it.

        `also` are things that changed with the subject; their snapshots ride along under their names. Audiences that
        could see the subject until now, and no longer may, hear that it was withdrawn and no more.
        """
        facts = _snapshot(subject) | {name: _snapshot(thing) for name, thing in also.items()}
        at, told = clock.now(), [facts, *(facts[name] for name in also)]
        subjects = "".join(f" {thing['type']}/{thing['number']}" for thing in told) + " "
        by = signature(self.actor)
        self.records.append(audit.append(self.head, at=at, by=by, what=what, subjects=subjects, facts=facts))
        less = subject.told() if isinstance(subject, Recorded) else None
        news = {"id": uuid4().hex, "what": what, "at": at.isoformat(), **(less or facts)}
        for feed in subject.feeds():
            self._tell(feed, subject.topic, news)
        for feed in withdrawn_from:
            self._tell(feed, subject.topic, push.emptied({"feed": feed, "seq": 0, **news}))
        self.recorded = True

    def count(self, name: str, by: int = 1) -> int:
        """The next number of a gap-free count of this chain."""
        reached = self.head.counts.get(name, 0) + by
        self.head.counts = {**self.head.counts, name: reached}
        return reached

    def insert(self, row: Any) -> None:
        """Store a new row at once by a plain statement, at a fraction of a flush; its foreign keys are set by id."""
        held, table = vars(row), row.__table__
        values = {column.key: held[column.key] for column in table.columns if column.key in held}
        row.id = db.session.connection().execute(_insertion(table), values).inserted_primary_key[0]  # type: ignore[index]
        make_transient_to_detached(row)
        db.session.add(row)

    def insert_all(self, rows: Sequence[Any]) -> None:
        """Store many new rows of one table and give them their ids; they stay outside the session.

        Made before the change and stored so, thousands of rows keep the other writers waiting for a moment only.
        """
        if not rows:
            return
        table, held = rows[0].__table__, [vars(row) for row in rows]
        said = [column.key for column in table.columns if any(column.key in each for each in held)]
        returned = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        for some in in_steps(zip(rows, held, strict=True), SOME):
            values = [{key: each.get(key) for key in said} for _, each in some]
            numbers = db.session.connection().execute(returned, values).scalars()
            for (row, _), number in zip(some, numbers, strict=True):
                row.id = number

    def nothing(self) -> None:
        """Say that there is nothing to do: the same request was already served."""
        self.recorded = True

    def then(self, act: Callable[[], None]) -> None:
        """Do something once everything is saved and announced."""
        self.afterwards.append(act)

    def silence(self, topic: str, *, feed: str | None = None, line: int | None = None) -> None:
        """Empty what audiences were told about a topic ("incident/12"), also in this very change."""
        push.silence(self.chain, topic, feed=feed, line=line, fresh=self.notices)

    def erase(self, subject: str) -> None:
        """Erase the facts on record about a subject ("entry/12"), also those of this very change."""
        audit.erase(self.chain, subject, fresh=self.records)

    def take_turn(self, session: Session) -> None:
        """Queue behind other writers to this chain; held until the commit."""
        if _is_sqlite():
            _begin_writing(session)
        self.head = audit.take(self.chain)

    def finish(self, session: Session) -> None:
        """Write everything down, unless something is missing or failed."""
        if self.failed:
            raise RuntimeError("part of this change failed; none of it is saved")
        for each in self.whole:
            if not each.recorded:
                raise Unrecorded(each.chain)
        session.flush()
        for each in self.whole:
            audit.write(each.head, each.records)
            push.write(each.notices)

    @property
    def whole(self) -> list["Change"]:
        """This change, and what it wrote to the chains that begin in it."""
        return [self, *(each for each in self.opened.values() if each)]

    @contextmanager
    def joined(self, chain: str, actor: Actor) -> Iterator["Change"]:
        """Let a nested change be part of this one; if it fails, this fails."""
        if chain != self.chain and chain not in self.opened:
            raise ValueError(f"a change to {self.chain} cannot reach into {chain}")
        try:
            yield self if chain == self.chain else self._into(chain, actor)
        except BaseException:
            self.failed = True
            raise

    def _into(self, chain: str, actor: Actor) -> "Change":
        part = self.opened[chain]
        if part is None:
            part = self.opened[chain] = Change(chain, actor)
            part.head = audit.Head(chain, 0, audit.GENESIS, {})
        return part

    def _tell(self, feed: str, topic: str, news: dict[str, Any]) -> None:
        told = {key: value for key, value in news.items() if key not in ("feed", "seq")}
        self.notices.append(push.notice(self.chain, feed, self.count(f"feed:{feed}"), topic, told))


@cache
def _insertion(table: Table) -> Insert:
    return insert(table)


def signature(actor: Actor) -> str:
    """How an actor stands on the record."""
    return f"{actor.name} ({actor.role})" if actor.role else actor.name


def _snapshot(thing: Subject) -> dict[str, Any]:
    facts = thing.snapshot()
    if facts["number"] is None:  # the database gives it its number
        db.session.flush()
        facts = thing.snapshot()
    return facts


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _begin_writing(session: Session) -> None:
    driver: Any = session.connection().connection.driver_connection  # three trifles that need no dressing up
    driver.execute("PRAGMA busy_timeout=0")  # wait here, where other greenlets can run meanwhile
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.002)
    driver.execute("PRAGMA busy_timeout=5000")


def commit(session: Session) -> None:
    """Make it durable; under gevent the disk is waited for in a native thread, so that the hub never is."""
    driver = session.connection().connection.dbapi_connection
    if _is_sqlite() and is_module_patched("threading") and driver is not None:
        get_hub().threadpool.apply(driver.commit)
    session.commit()
