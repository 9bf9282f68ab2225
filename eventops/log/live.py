"""The socket door: who connects to an event joins the rooms of what it may hear, and is told where each feed stands."""

from typing import Any

from flask import Flask, current_app, g, request, session
from flask_socketio import ConnectionRefusedError, disconnect, emit, join_room

from .. import push
from ..access import Permission
from ..events.models import Membership
from ..events.scope import actor_of, caller, membership
from ..extensions import db, socketio
from ..people import tokens
from . import queries, walls
from .models import WallLink


def join(auth: dict[str, Any] | None = None) -> None:
    """Let a member in. Query: event=SLUG; auth: {token} unless the session cookie tells who it is.

    A wall shows its own {wall: token}; it, and who asks for the {bell}, hears that something is new and nothing of it.
    """
    if "wall" in (auth or {}):
        return _join_wall((auth or {})["wall"])
    member = _member(request.args.get("event", ""), (auth or {}).get("token"))
    if member is None or not actor_of(member).may(Permission.LOG_READ):
        raise ConnectionRefusedError("refused")
    session["member"] = member.id
    join_room(member.room)
    join_room(member.account.room)
    for feed in actor_of(member).feeds:
        join_room((push.bell if (auth or {}).get("bell") else push.room)(member.event.chain, feed))
    db.session.expire_all()  # somebody may have been revoked while joining: the rooms are joined, so look again
    welcome()


def _join_wall(token: object) -> None:
    link = walls.opened(current_app.secret_key, token) if isinstance(token, str) else None
    if link is None:
        raise ConnectionRefusedError("refused")
    session["wall"] = link.id
    join_room(link.room)
    for feed in walls.actor_of(link).feeds:
        join_room(push.bell(link.event.chain, feed))
    db.session.expire_all()
    welcome()


def welcome() -> None:
    """Say where each feed of this member stands; a member no more, and a wall that was ended, is hung up on."""
    if "wall" in session:
        if db.session.get_one(WallLink, session["wall"]).revoked_at is not None:
            disconnect()
        return
    member = db.session.get(Membership, session["member"])
    if member is None or member.revoked_at is not None or not member.account.active:
        disconnect()
        return
    emit("welcome", {"feeds": queries.standing(member.event, actor_of(member))})


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
    socketio.on_event("connect", join)
    socketio.on_event("standing", welcome)
