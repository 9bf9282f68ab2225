"""The audit trail: one hash chain per event, and one for the office, whose facts can be erased but never forged."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import JSON, UniqueConstraint, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .beside import in_steps
from .extensions import db

GENESIS = "0" * 64
STEP = 500  # rows stored at once
TIED = ("chain", "number", "at", "by", "what", "subjects", "facts_digest")  # what the hash of a record holds


class Chain(db.Model):  # type: ignore[name-defined]
    """The head of a chain and its counters. Holding its row is also the turn that writers wait for."""

    name: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default=GENESIS)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)


@dataclass
class Head:
    """A chain's row while its turn is held: read and written by plain statements, for every change does both."""

    name: str
    length: int
    head: str
    counts: dict[str, int]


HEAD = select(Chain.name, Chain.length, Chain.head, Chain.counts).where(Chain.name == bindparam("chain"))
HELD = HEAD.with_for_update()
MOVED = (
    update(Chain)
    .where(Chain.name == bindparam("chain"))
    .values(length=bindparam("length"), head=bindparam("head"), counts=bindparam("counts"))
)


def take(name: str) -> Head:
    """Hold a chain's row until the commit. Raises NoResultFound when there is no such chain."""
    return Head(*db.session.execute(HELD, {"chain": name}).one())


class AuditRecord(db.Model):  # type: ignore[name-defined]
    """One fact on the record. `facts` is canonical JSON with a salt; the chain holds only its digest."""

    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str]
    number: Mapped[int]
    at: Mapped[str]
    by: Mapped[str]
    what: Mapped[str]
    subjects: Mapped[str]
    facts: Mapped[str | None]
    facts_digest: Mapped[str]
    hash: Mapped[str]


def canonical(value: Any) -> str:
    """The one spelling of `value` as JSON: sorted keys, no spaces, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def digest(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def link(previous: str, record: Mapping[str, Any]) -> str:
    """The hash that ties a record to the one before it."""
    return digest(canonical([previous, *(record[name] for name in TIED)]))


def append(head: Head, *, at: datetime, by: str, what: str, subjects: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The row of a new record at the end of a chain whose turn the caller holds; `write` stores it."""
    text = canonical({**facts, "salt": secrets.token_hex(8)})
    record: dict[str, Any] = {
        "chain": head.name, "number": head.length + 1, "at": at.isoformat(), "by": by, "what": what,
        "subjects": subjects, "facts": text, "facts_digest": digest(text),
    }  # fmt: skip
    record["hash"] = link(head.head, record)
    head.length, head.head = head.length + 1, record["hash"]
    return record


def write(head: Head, rows: list[dict[str, Any]]) -> None:
    """Store new records, in their order, and how far the chain and its counts have come by them."""
    if not rows:
        return
    moved = {"chain": head.name, "length": head.length, "head": head.head, "counts": head.counts}
    db.session.connection().execute(MOVED, moved)
    for some in in_steps(rows, STEP):
        db.session.execute(insert(AuditRecord.__table__), some)


def records(chain: str) -> Iterator[AuditRecord]:
    """All records of a chain in order, streamed."""
    query = db.select(AuditRecord).filter_by(chain=chain).order_by(AuditRecord.number)
    streamed = db.session.scalars(query.execution_options(yield_per=1000))
    try:
        yield from streamed
    finally:
        streamed.close()


def first_broken(trail: Iterable[AuditRecord], length: int, head: str) -> int | None:
    """The number of the first record that does not follow from the one before it, or that is missing at the end.

    `length` and `head` are what the chain should end with; None says that all is well.
    """
    previous, count = GENESIS, 0
    for count, record in enumerate(trail, start=1):
        if not _follows(record, count, previous):
            return count
        previous = record.hash
    if count != length:
        return min(count, length) + 1
    return None if previous == head else max(count, 1)


def _follows(record: AuditRecord, expected: int, previous: str) -> bool:
    erased_or_intact = record.facts is None or digest(record.facts) == record.facts_digest
    return record.number == expected and record.hash == link(previous, vars(record)) and erased_or_intact


def erase(chain: str, subject: str, fresh: Iterable[dict[str, Any]] = ()) -> None:
    """Erase the facts of every record about a subject ("entry/12"), stored or not yet; the digests stay."""
    about = AuditRecord.subjects.contains(f" {subject} ", autoescape=True)
    emptied = update(AuditRecord).where(AuditRecord.chain == chain, about).values(facts=None)
    db.session.execute(emptied.execution_options(synchronize_session="fetch"))
    for row in fresh:
        if f" {subject} " in row["subjects"]:
            row["facts"] = None
