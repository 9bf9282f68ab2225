"""What the log's API takes, and what it gives as its description says it."""

from typing import Any

from marshmallow import Schema, fields

from .. import fields as given
from .actions import MAX_TEXT, MAX_TITLE
from .models import DISPOSITIONS, WRITTEN, EntryKind, State, UnitStatus

CODE, AUDIENCE, PLACE, WHO = 20, 400, 200, 120


def told(description: str) -> dict[str, Any]:
    """How a member is described."""
    return {"metadata": {"description": description}}


class NewIncident(given.Input):
    """What is said when an incident is opened; what is left out has the category's default."""

    example = {
        "client_id": "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11", "category": "O1", "title": "Bråk vid norra grinden",
        "lat": 60.4858, "lon": 15.4335, "text": "Två grupper i handgemäng, ordningsvakter på väg.",
    }  # fmt: skip

    client_id = given.ClientId(required=True)
    category = given.Text(CODE, required=True, **told("A code of the taxonomy, such as O1"))
    title = given.Text(MAX_TITLE, required=True)
    priority = given.Whole(1, 4, allow_none=True)
    occurred_at = given.Moment(allow_none=True)
    lat = given.Degrees(90, allow_none=True)
    lon = given.Degrees(180, allow_none=True)
    sector = given.Text(CODE, allow_none=True, **told("A sector's code; found from the point when left out"))
    place = given.Text(PLACE, allow_none=True, **told("The place in words"))
    audience = given.Text(AUDIENCE, allow_none=True, **told("all, police, command or partner:SLUG, several with +"))
    text = given.Text(MAX_TEXT, allow_none=True, **told("What the first line of the log says; the title if left out"))
    on_behalf = given.Text(WHO, allow_none=True, **told("Who said it, when somebody else writes"))
    receiver = given.Text(WHO, allow_none=True, **told("To whom it was said"))
    channel = given.Text(WHO, allow_none=True, **told("By what: a talkgroup, telephone, in person"))
    late_because = given.Text(WHO * 4, allow_none=True, **told("Why it is written so long after it happened"))


class IncidentChange(given.Input):
    """What is to be different; what is absent stays as it is. All of it happens, or none."""

    example = {"priority": 2, "state": "on_scene"}

    title = given.Text(MAX_TITLE)
    category = given.Text(CODE)
    priority = given.Whole(1, 4)
    state = given.Code(State)
    disposition = given.Code(DISPOSITIONS, **told("How it ended, with state closed"))
    review_at = given.Moment(**told("When it is looked at again, with state on_hold"))
    because = given.Text(WHO * 4, **told("Why the priority or the state is another"))
    audience = given.Text(AUDIENCE)
    lat = given.Degrees(90)
    lon = given.Degrees(180)
    sector = given.Text(CODE)
    place = given.Text(PLACE)


class NewEntry(given.Input):
    """A line of the log."""

    example = {"client_id": "5d7b8a0e-3a55-4a4e-8a5c-6f4f7f1f0c22", "text": "Läget är lugnt."}

    client_id = given.ClientId(required=True)
    text = given.Text(MAX_TEXT, required=True)
    kind = given.Code(sorted(WRITTEN), load_default=EntryKind.NOTE.value)
    occurred_at = given.Moment(allow_none=True)
    audience = given.Text(AUDIENCE, allow_none=True, **told("The incident's when left out; never wider than it"))
    on_behalf = given.Text(WHO, allow_none=True)
    receiver = given.Text(WHO, allow_none=True)
    channel = given.Text(WHO, allow_none=True)
    quoted = given.Yes(allow_none=True, **told("Whether the text is direct speech"))
    late_because = given.Text(WHO * 4, allow_none=True, **told("Why it is written so long after it happened"))


class NewStrike(given.Input):
    """Why a line is struck."""

    example = {"client_id": "c3f1d0aa-52c1-4d8e-8c9e-8a1d9b7a6e33", "reason": "Fel plats"}

    client_id = given.ClientId(required=True)
    reason = given.Text(MAX_TEXT, required=True)


class NewUnit(given.Input):
    """A unit of the roster, and how far it has come."""

    example = {"call_sign": "1710", "status": "en_route"}

    call_sign = given.Text(CODE, required=True)
    status = given.Code(UnitStatus, load_default=UnitStatus.ASSIGNED.value)


class UnitChange(given.Input):
    """How far a unit has come."""

    example = {"status": "on_scene"}

    status = given.Code(UnitStatus, required=True)


class IncidentFilters(given.Input):
    """What a list of incidents is narrowed to, and where its page begins."""

    state = given.Codes(["open", *State], **told("States with commas between, or open"))
    category = given.Text(**told("Codes with commas between"))
    priority = given.Count(1, 4)
    sector = given.Text(CODE)
    since = given.Moment(**told("Occurred at or after"))
    until = given.Moment(**told("Occurred before"))
    q = given.Text(**told("Words that the incident's lines have, in Swedish inflections"))
    bbox = given.Box(**told("west,south,east,north"))
    cursor = given.Count(1, **told("`next` of the page before"))
    limit = given.Count(1, 500, load_default=50)


class ChangesAfter(given.Input):
    """Which feed, and after which number of it."""

    feed = given.Text(AUDIENCE, required=True, **told("all, police, command or partner:SLUG"))
    after = given.Count(0, load_default=0)
    limit = given.Count(1, 1000, load_default=500)


class Unit(Schema):
    """A unit on an incident."""

    call_sign = fields.String()
    status = fields.Enum(UnitStatus, by_value=True)
    since = fields.AwareDateTime()


class Incident(Schema):
    """An incident as it stands."""

    type = fields.Constant("incident")
    number = fields.Integer()
    client_id = fields.UUID()
    category = fields.String()
    title = fields.String()
    priority = fields.Integer()
    state = fields.Enum(State, by_value=True)
    audience = fields.String()
    sector = fields.String(allow_none=True)
    lat = fields.Float(allow_none=True)
    lon = fields.Float(allow_none=True)
    place = fields.String(allow_none=True)
    occurred_at = fields.AwareDateTime()
    opened_at = fields.AwareDateTime()
    opened_by = fields.String()
    closed_at = fields.AwareDateTime(allow_none=True)
    disposition = fields.String(allow_none=True)
    review_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    acknowledged_by = fields.String(allow_none=True)
    merged_into = fields.Integer(allow_none=True)
    revision = fields.Integer()
    units = fields.List(fields.Nested(Unit))


class Entry(Schema):
    """A line of the log; `text` is null once it has been erased."""

    type = fields.Constant("entry")
    number = fields.Integer()
    client_id = fields.UUID()
    kind = fields.Enum(EntryKind, by_value=True)
    incident = fields.Integer(allow_none=True)
    text = fields.String(allow_none=True)
    audience = fields.String()
    occurred_at = fields.AwareDateTime()
    entered_at = fields.AwareDateTime()
    author = fields.String()
    role = fields.String()
    on_behalf = fields.String(allow_none=True)
    receiver = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    quoted = fields.Boolean(allow_none=True)
    late_because = fields.String(allow_none=True)
    strikes = fields.Integer(allow_none=True)


class IncidentWithEntries(Incident):
    """An incident with the lines of it that the caller may read, newest first."""

    entries = fields.List(fields.Nested(Entry))


class IncidentPage(Schema):
    """Incidents, newest first; `next` is the cursor of the next page, null on the last."""

    items = fields.List(fields.Nested(Incident))
    next = fields.Integer(allow_none=True)


class Changes(Schema):
    """Changes in the feed's order, each the very object that was pushed; ask again after `upto` while there is more."""

    feed = fields.String()
    upto = fields.Integer()
    more = fields.Boolean()
    items = fields.List(fields.Dict())


class NewCount(given.Input):
    """What was counted of a zone: who came and went, or a total by hand with how, or a density where it is tightest."""

    example = {"client_id": "8a1d7c2e-9b0f-4d3a-8e55-2f1c0b9a7d66", "zone": "A", "came_in": 12, "went_out": 3}

    client_id = given.ClientId(required=True)
    zone = given.Text(CODE, required=True, **told("The code of a place with an area"))
    came_in = given.Whole(-1000, 1000, **told("Below zero takes a slip back"))
    went_out = given.Whole(-1000, 1000)
    total = given.Whole(0, 1_000_000)
    density = given.Amount(0, 15, **told("Persons/m²"))
    gate = given.Text(CODE, allow_none=True, **told("The code of a gate, an entrance or an exit"))
    because = given.Text(WHO * 2, allow_none=True, **told("How a total was counted"))
    counted_at = given.Moment(allow_none=True, **told("Now when left out; a late one counts from when it was counted"))


class Zone(Schema):
    """How full a zone is: `share` in percent of its capacity, `density` in persons/m², flows in persons a minute."""

    zone = fields.String()
    name = fields.String()
    place = fields.Integer()
    inside = fields.Integer()
    capacity = fields.Integer(allow_none=True)
    origin = fields.String(metadata={"description": "Where the capacity is from: said, plan, parts, area or none"})
    share = fields.Float(allow_none=True)
    density = fields.Float(allow_none=True)
    observed = fields.Float(allow_none=True)
    inflow = fields.Float()
    outflow = fields.Float()
    full_at = fields.AwareDateTime(allow_none=True)
    empty_at = fields.AwareDateTime(allow_none=True)
    tone = fields.String()
    share_level = fields.String(allow_none=True)
    density_level = fields.String(allow_none=True)
    counted_at = fields.AwareDateTime(allow_none=True)
    standing_at = fields.AwareDateTime()


class CrowdAlarm(Schema):
    """A level that a zone has reached and not left."""

    type = fields.Constant("crowd_alarm")
    number = fields.Integer()
    zone = fields.String()
    scale = fields.String()
    level = fields.String()
    value = fields.Float()
    raised_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)


class Crowd(Schema):
    """The zones that are counted, the fullest first, and the alarms that are not over."""

    zones = fields.List(fields.Nested(Zone))
    alarms = fields.List(fields.Nested(CrowdAlarm))
