"""What each audience hears: a gap-free feed of notices, stored with the change, emitted after the commit."""

import logging
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from . import frames
from .audit import STEP, Chain
from .beside import in_steps, in_turns
from .extensions import db, socketio

logger = logging.getLogger(__name__)


class Notice(db.Model):  # type: ignore[name-defined]
    """One change as one audience hears it; catching up returns these very bytes."""

    __table_args__ = (Index(None, "chain", "topic"),)

    chain: Mapped[str] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    line: Mapped[int | None]
    body: Mapped[str]


def room(chain: str, feed: str) -> str:
    """The Socket.IO room of a feed."""
    return f"{chain}/{feed}"


def notice(chain: str, feed: str, seq: int, topic: str, told: dict[str, Any]) -> dict[str, Any]:
    """The row of what is told on a feed as its number `seq`; `topic` is what it is about ("incident/12")."""
    body = orjson.dumps({"feed": feed, "seq": seq, **told}).decode()
    line = told["number"] if told["type"] == "entry" else told.get("entry", {}).get("number")
    return {"chain": chain, "feed": feed, "seq": seq, "topic": topic, "line": line, "body": body}


def write(rows: list[dict[str, Any]]) -> None:
    """Store what is told."""
    for some in in_steps(rows, STEP):
        db.session.execute(insert(Notice.__table__), some)


def bell(chain: str, feed: str) -> str:
    """The room of those who are only told that something is new on a feed, and fetch what they may show."""
    return f"{chain}/{feed}/bell"


def announce(rows: Iterable[dict[str, Any]]) -> None:
    """Emit what was told to those who listen now; who misses one catches up by its seq."""
    moved: dict[tuple[str, str], None] = {}
    for row in in_turns(rows, STEP // 10):
        moved[row["chain"], row["feed"]] = None
        _emit("change", row["body"], room(row["chain"], row["feed"]))
    for chain, feed in moved:
        _emit("stir", "{}", bell(chain, feed))


def _emit(event: str, body: str, to: str) -> None:
    try:
        frames.emit(socketio, event, body, to=to)
    except Exception:
        logger.exception("could not push to %s", to)


def standing(chain: str, feeds: Iterable[str]) -> dict[str, int]:
    """How far each of these feeds has come."""
    counts = db.session.scalar(db.select(Chain.counts).filter_by(name=chain)) or {}
    return {feed: counts.get(f"feed:{feed}", 0) for feed in feeds}


def since(chain: str, feed: str, after: int, limit: int) -> list[tuple[int, str]]:
    """The (seq, body) pairs of a feed after a number, oldest first, at most `limit`."""
    query = db.select(Notice.seq, Notice.body).filter_by(chain=chain, feed=feed).where(Notice.seq > after)
    return [(seq, body) for seq, body in db.session.execute(query.order_by(Notice.seq).limit(limit))]


def first_of(chain: str, topic: str, feeds: Iterable[str]) -> dict[str, Any] | None:
    """What was told first about a topic on one of these feeds, as far as it still says something."""
    query = db.select(Notice.body).filter_by(chain=chain, topic=topic).where(Notice.feed.in_(list(feeds)))
    body = db.session.scalar(query.order_by(Notice.line, Notice.seq).limit(1))
    return orjson.loads(body) if body else None


def silence(
    chain: str,
    topic: str,
    *,
    feed: str | None = None,
    line: int | None = None,
    fresh: Iterable[dict[str, Any]] = (),
) -> None:
    """Empty what was told about a topic, stored or not yet, on one feed or on all, or only about one line of it.

    Who catches up later hears that it was withdrawn, or, when one line was erased, that it was.
    """
    sought = {"topic": topic, "feed": feed, "line": line}
    meant = {key: value for key, value in sought.items() if value is not None}
    how = "erased" if line else "withdrawn"
    for stored in db.session.scalars(db.select(Notice).filter_by(chain=chain, **meant)):
        stored.body = _emptied_body(stored.body, how)
    for row in fresh:
        if all(row[key] == value for key, value in meant.items()):
            row["body"] = _emptied_body(row["body"], how)


def _emptied_body(body: str, how: str) -> str:
    return orjson.dumps(emptied(orjson.loads(body), how)).decode()


def emptied(told: dict[str, Any], how: str = "withdrawn") -> dict[str, Any]:
    """A notice without its content: its place in the feed, and which thing is gone."""
    kept = {key: told[key] for key in ("feed", "seq", "id", "at", "type", "number")}
    return {**kept, "what": f"{told['type']}.{how}"}


def hang_up(listeners: str) -> None:
    """Close every socket in a room at once, in every process."""
    frames.hang_up(socketio, listeners)
