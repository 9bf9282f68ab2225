"""What a unit taps on its phone, also where it waited for contact: what was set meanwhile is never set back by it."""

from dataclasses import dataclass
from datetime import datetime

from ...access import POLICE, Actor, within
from ...changes import Change, change
from ...errors import N_, Conflict
from ...events.models import Event
from ...extensions import db
from ..models import Availability, Dispatch, Entry, EntryKind, UnitStatus
from ..unit_board import states_of, working_on
from .availability import answer_welfare, ears, must_speak, set_availability
from .checks import must_be_live
from .line import Moment, write_line
from .unit import set_unit


@dataclass(frozen=True)
class Tap:
    """What a unit tapped: with which client_id, on which dispatch as the phone showed it, and how the line tells it.

    `at` is when it was tapped if it waited for contact, else None. `overtaken` is what the log says of one that is
    older than what was set meanwhile: it is kept, and changes nothing.
    """

    call_sign: str
    client_id: str
    overtaken: str
    dispatch: int | None = None
    at: datetime | None = None
    late_because: str | None = None
    channel: str | None = None

    @property
    def moment(self) -> Moment:
        """When its line says that it was, and how it is known again."""
        return Moment(self.at, self.client_id, self.late_because)


def follow_unit(event: Event, actor: Actor, tap: Tap, status: UnitStatus) -> bool:
    """Say how far one's unit has come with what it was sent to. False if something newer stands.

    The same client_id again gives what it gave the first time.
    """
    with change(event, actor) as record:
        if (served := _begin(event, actor, record, tap)) is not None:
            return served
        there = _meant(event, tap)
        if there is None or (tap.at and there.since > tap.at):
            return _overtaken(event, actor, record, tap)
        set_unit(event, actor, there.incident, tap.call_sign, status, tap.moment)
    return True


def rest_unit(event: Event, actor: Actor, tap: Tap, availability: Availability) -> bool:
    """Say whether one's unit can be sent. False if it was set otherwise, or the unit was sent, since it was tapped."""
    with change(event, actor) as record:
        if (served := _begin(event, actor, record, tap)) is not None:
            return served
        held = states_of(event).get(tap.call_sign)
        stands = held.availability if held else Availability.AVAILABLE
        newer = working_on(event, tap.call_sign) is not None or (held is not None and tap.at and held.at > tap.at)
        if tap.at and newer and availability is not stands:
            return _overtaken(event, actor, record, tap)
        set_availability(event, actor, tap.call_sign, availability, at=tap.at)
    return True


def tell_well(event: Event, actor: Actor, tap: Tap, *, line: str) -> bool:
    """Say that one's unit is well. A question that was asked after it was tapped still waits for its answer."""
    with change(event, actor) as record:
        if (served := _begin(event, actor, record, tap)) is not None:
            return served
        if tap.at and _meant(event, tap) is None:
            return _overtaken(event, actor, record, tap)
        answer_welfare(event, actor, tap.call_sign, line=line, channel=tap.channel, moment=tap.moment)
    return True


def _begin(event: Event, actor: Actor, record: Change, tap: Tap) -> bool | None:
    """What it gave before, if the same was told before; else who may not say it is refused."""
    record.nothing()
    query = db.select(Entry.kind).filter_by(event_id=event.id, client_id=tap.client_id)
    if (kind := db.session.scalar(query)) is not None:
        return kind is not EntryKind.NOTE
    must_be_live(event)
    must_speak(event, actor, tap.call_sign)
    return None


def _meant(event: Event, tap: Tap) -> Dispatch | None:
    """The dispatch that was tapped on, if the unit is still on it. Who taps what has changed just now looks again."""
    there = working_on(event, tap.call_sign)
    if there is not None and there.id == tap.dispatch:
        return there
    if tap.at is None:
        raise Conflict(
            N_("%(call_sign)s was sent elsewhere meanwhile. Look at what stands here now."), call_sign=tap.call_sign
        )
    return None


def _overtaken(event: Event, actor: Actor, record: Change, tap: Tap) -> bool:
    """Keep what was tapped as a line with its own time, beside the incident it was about, and change nothing."""
    known = db.session.get(Dispatch, tap.dispatch) if tap.dispatch else None
    mine = known is not None and known.call_sign == tap.call_sign and known.incident.event_id == event.id
    incident = known.incident if known is not None and mine else None
    audience = ears(event, tap.call_sign)
    if incident is not None:
        audience = POLICE if within(POLICE, incident.audience) else incident.audience
    line = write_line(
        event, actor, record, kind=EntryKind.NOTE, incident=incident, text=tap.overtaken, client_id=tap.client_id,
        audience=audience, at=tap.at, on_behalf=tap.call_sign, channel=tap.channel, late_because=tap.late_because,
    )  # fmt: skip
    record("entry.added", line)
    return False
