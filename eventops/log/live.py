"""The socket door: who connects to an event joins the rooms of what it may hear, and is told where each feed stands."""

from typing import Any

from flask import Flask, g, request
from flask_socketio import ConnectionRefusedError, emit, join_room

from .. import push
from ..access import Permission
from ..audit import Chain
from ..events.models import Membership
from ..events.scope import actor_of, caller, membership
from ..extensions import db, socketio
from ..people import tokens


def welcome(auth: dict[str, Any] | None = None) -> None:
    """Let a member in. Query: event=SLUG; auth: {token} unless the session cookie tells who it is."""
    member = _member(request.args.get("event", ""), (auth or {}).get("token"))
    if member is None:
        raise ConnectionRefusedError("not a member of this event")
    actor, chain = actor_of(member), member.event.chain
    if not actor.may(Permission.LOG_READ):
        raise ConnectionRefusedError("not a reader of this log")
    join_room(member.room)
    for feed in actor.feeds:
        join_room(push.room(chain, feed))
    counts = db.session.scalar(db.select(Chain.counts).filter_by(name=chain)) or {}
    standing = db.session.scalar(db.select(Membership.id).filter_by(id=member.id, revoked_at=None))
    if standing is None:  # revoked while it was joining
        raise ConnectionRefusedError("not a member of this event")
    emit("welcome", {"feeds": {feed: counts.get(f"feed:{feed}", 0) for feed in actor.feeds}})


def _member(slug: str, token: object) -> Membership | None:
    if isinstance(token, str):
        found = tokens.account_of(token)
        if found is None or found[1] not in (None, slug):
            return None
        g.caller, g.token_event = found
    account = caller()
    return membership(account, slug) if account else None


def init_app(app: Flask) -> None:
    """Listen for screens."""
    socketio.on_event("connect", welcome)
