"""The JSON door to the events one is a member of."""

from typing import Any

from flask import Response, g
from marshmallow import Schema, fields

from ..access import Role, requires_account
from ..api import PREFIX, Blueprint, answer
from ..extensions import db
from .models import Event, EventKind, LegalMode, Membership, Phase
from .scope import actor_of, caller

bp = Blueprint("events_api", __name__, url_prefix=PREFIX, description="The caller's events.")


class EventOfMine(Schema):
    """An event and what the caller is in it; `feeds` are the audiences the caller hears."""

    type = fields.Constant("event")
    number = fields.Integer()
    slug = fields.String()
    name = fields.String()
    kind = fields.Enum(EventKind, by_value=True)
    legal_mode = fields.Enum(LegalMode, by_value=True)
    exercise = fields.Boolean()
    timezone = fields.String()
    day_starts_at = fields.Integer()
    edition = fields.String(allow_none=True)
    series = fields.String(allow_none=True)
    phase = fields.Enum(Phase, by_value=True)
    lat = fields.Float()
    lon = fields.Float()
    zoom = fields.Integer()
    went_live_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    role = fields.Enum(Role, by_value=True)
    partner = fields.String()
    feeds = fields.List(fields.String())


class EventsOfMine(Schema):
    """The caller's events, by name."""

    items = fields.List(fields.Nested(EventOfMine))


@bp.route("/events")
@bp.response(200, EventsOfMine)
@requires_account
def list_events() -> Response:
    """The caller's events, each with the caller's role, partner and feeds in it."""
    account = caller()
    assert account is not None
    standing = db.select(Membership).filter_by(account_id=account.id, revoked_at=None).join(Membership.event)
    if g.token_event:
        standing = standing.where(Event.slug == g.token_event)
    memberships = db.session.scalars(standing.order_by(Event.name, Membership.id.desc()))
    first = {member.event_id: member for member in memberships}  # of several in one event, the oldest counts
    return answer({"items": [_told(member) for member in first.values()]})


def _told(member: Membership) -> dict[str, Any]:
    feeds = list(actor_of(member).feeds)
    return {**member.event.snapshot(), "role": member.role, "partner": member.partner.slug, "feeds": feeds}
