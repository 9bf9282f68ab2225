"""Running a meeting and keeping its minutes: the clock, points, notes, who came, what is parked, decided and signed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from .. import clock
from ..access import Actor, Permission
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Membership, Partner
from ..extensions import db
from ..log.actions import Giving, give_errand, owner_of
from ..planning import actions as planning
from ..planning.actions.measure import lacking
from ..planning.models import Measure
from ..planning.models.measure import MeasureKind
from .agenda_rules import limits
from .meeting_calls import Wanted, call
from .models.meeting import (
    Meeting,
    MeetingAttendee,
    MeetingDecision,
    MeetingKind,
    MeetingNote,
    MeetingPoint,
    OfMeeting,
    ParkedItem,
)

Kind = TypeVar("Kind", bound=OfMeeting)


@dataclass(frozen=True)
class Resolved:
    """A decision as it is written; `becomes` is "measure", "errand" or "". The rest is what a measure is asked for."""

    text: str
    owner: str | None = None
    due_on: date | None = None
    becomes: str = ""
    cause: int | None = None
    requirement: str | None = None
    hours: int | None = None
    follow_up_on: date | None = None


def may_minute(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor runs the meeting and keeps its minutes: who leads the cooperation, its chair, its secretary."""
    if actor.everything:
        return True
    named = actor.account_id is not None and actor.account_id in (meeting.chair_id, meeting.secretary_id)
    return actor.hears(meeting.audience) and (named or actor.may(Permission.COOPERATION_LEAD))


def open_meeting(event: Event, actor: Actor, meeting: Meeting) -> None:
    """Start the meeting and its clock."""
    with change(event, actor) as record:
        _leads(actor, meeting)
        if meeting.ended_at:
            raise Conflict(N_("It has been called off."))
        if meeting.opened_at:
            return record.nothing()
        meeting.opened_at = clock.now()
        first = meeting.points[0]
        first.begun_at = meeting.opened_at
        record("meeting.opened", meeting, point=first)


def close_meeting(event: Event, actor: Actor, meeting: Meeting) -> None:
    """End the meeting; its minutes can still be written until they are signed."""
    with change(event, actor) as record:
        _leads(actor, meeting)
        if meeting.opened_at is None:
            raise Conflict(N_("The meeting has not begun."))
        if meeting.closed_at:
            return record.nothing()
        meeting.closed_at = clock.now()
        record("meeting.closed", meeting)


def sign(event: Event, actor: Actor, meeting: Meeting) -> None:
    """Sign the minutes: from here on they are only added to. The chair or the secretary signs, where one is named."""
    with change(event, actor) as record:
        _leads(actor, meeting)
        if meeting.signed_at:
            return record.nothing()
        if meeting.closed_at is None:
            raise Conflict(N_("End the meeting first."))
        named = [each for each in (meeting.chair_id, meeting.secretary_id) if each is not None]
        if named and actor.account_id not in named and not actor.everything:
            raise Conflict(N_("Its chair or its secretary signs."))
        meeting.signed_at, meeting.signed_by = clock.now(), actor.name
        record("meeting.signed", meeting)


def begin_point(event: Event, actor: Actor, meeting: Meeting, point: MeetingPoint) -> None:
    """Go on to a point; the one before ends with that."""
    with change(event, actor) as record:
        _leads(actor, meeting)
        if not meeting.running:
            raise Conflict(N_("The meeting is not running."))
        if meeting.at_point is point:
            return record.nothing()
        point.begun_at = clock.now()
        record("meeting_point.begun", point)


def add_point(event: Event, actor: Actor, meeting: Meeting, title: str, minutes: int, client_id: str) -> MeetingPoint:
    """Put a point of its own on the agenda."""
    with change(event, actor) as record:
        if standing := _by_client(MeetingPoint, event, client_id):
            record.nothing()
            return standing
        _leads(actor, meeting)
        _unsigned(meeting)
        point = MeetingPoint(code="", title=_words(title, "title"), minutes=minutes)
        return _written(record, event, meeting, point, client_id, "meeting_point.added")


def note(event: Event, actor: Actor, point: MeetingPoint, text: str, client_id: str) -> MeetingNote:
    """Note something at a point; after the signing it stands as an addition."""
    with change(event, actor) as record:
        if standing := _by_client(MeetingNote, event, client_id):
            record.nothing()
            return standing
        _leads(actor, point.meeting)
        written = MeetingNote(point=point, text=_words(text, "text"))
        return _written(record, event, point.meeting, written, client_id, "meeting_note.written")


def enter(
    event: Event, actor: Actor, meeting: Meeting, attendee: tuple[str, str, bool, bool], client_id: str
) -> MeetingAttendee:
    """Enter who came: (partner's slug, name, may decide for it, may commit its resources)."""
    partner, name, decides, commits = attendee
    with change(event, actor) as record:
        if standing := _by_client(MeetingAttendee, event, client_id):
            record.nothing()
            return standing
        _leads(actor, meeting)
        _unsigned(meeting)
        if partner not in {each.slug for each in event.partners}:
            raise Refused(N_("Choose whom they came for."), field="partner")
        name = _words(name, "name")
        here = [each for each in meeting.roll if not each.dropped_at and (each.partner, each.name) == (partner, name)]
        if here:
            raise Refused(N_("They are entered already."), field="name")
        came = MeetingAttendee(partner=partner, name=name, decides=decides, commits=commits)
        return _written(record, event, meeting, came, client_id, "meeting_attendee.entered")


def park(
    event: Event, actor: Actor, meeting: Meeting, text: str, concerned: tuple[str, ...], client_id: str
) -> ParkedItem:
    """Park what does not concern everybody, with the slugs of the partners whom it does."""
    with change(event, actor) as record:
        if standing := _by_client(ParkedItem, event, client_id):
            record.nothing()
            return standing
        _leads(actor, meeting)
        if unknown := sorted(set(concerned) - {each.slug for each in event.partners}):
            raise Refused(N_("There is no %(name)s here."), field="concerned", name=unknown[0])
        if not concerned:
            raise Refused(N_("Say whom it concerns."), field="concerned")
        item = ParkedItem(text=_words(text, "text"), concerned=sorted(concerned))
        return _written(record, event, meeting, item, client_id, "parked_item.parked")


def follow_up(event: Event, actor: Actor, item: ParkedItem, starts_at: datetime) -> Meeting:
    """Make a meeting of its own of what was parked, with those concerned and nobody else."""
    with change(event, actor) as record:
        if item.followup:
            record.nothing()
            return item.followup
        _leads(actor, item.meeting)
        if item.dropped_at:
            raise Conflict(N_("It is settled already."))
        meeting = item.meeting
        wanted = Wanted(
            title=item.text[:200], minutes=limits()["minutes"], place=meeting.place, invited=tuple(item.concerned),
            chair=_if_concerned(event, item, meeting.chair_id),
            secretary=_if_concerned(event, item, meeting.secretary_id),
        )  # fmt: skip
        item.followup = call(event, actor, wanted, starts_at, f"parked-{item.number}", MeetingKind.FOLLOWUP)
        record("parked_item.followed-up", item)
        return item.followup


def strike(event: Event, actor: Actor, row: OfMeeting, reason: str) -> None:
    """Take a row out of the minutes with a reason: it stays, struck. Once signed, nothing is taken out."""
    with change(event, actor) as record:
        _leads(actor, row.meeting)
        if row.dropped_at:
            return record.nothing()
        if not isinstance(row, ParkedItem) and not row.added_later:
            _unsigned(row.meeting)
        if isinstance(row, MeetingDecision) and (row.measure or row.errand):
            raise Conflict(N_("It has become a measure or a task. Take that out."))
        if not reason.strip():
            raise Refused(N_("Say why."), field="reason")
        row.dropped_at, row.dropped_because = clock.now(), reason.strip()
        record(f"{row.kind_of_record}.struck", row)


def resolve(event: Event, actor: Actor, meeting: Meeting, said: Resolved, client_id: str) -> MeetingDecision:
    """Write down a decision and let it become a measure of the plan or a task of the log.

    The measure is decided at once where it has all that a decision asks for (domain row 12), else it stands proposed.
    """
    with change(event, actor) as record:
        if standing := _by_client(MeetingDecision, event, client_id):
            record.nothing()
            return standing
        _leads(actor, meeting)
        if said.owner and said.owner not in {each.slug for each in event.partners}:
            raise Refused(N_("There is no %(name)s here."), field="owner", name=said.owner)
        made = MeetingDecision(text=_words(said.text, "text"), owner=said.owner, due_on=said.due_on)
        if said.becomes == "measure":
            made.measure = _measure(event, actor, said, client_id).number
        elif said.becomes == "errand":
            made.errand = _errand(event, actor, meeting, said, client_id)
        return _written(record, event, meeting, made, client_id, "meeting_decision.made")


def done(event: Event, actor: Actor, decision: MeetingDecision) -> None:
    """Say that a decision is carried out which is neither measure nor task: those tell it themselves."""
    with change(event, actor) as record:
        _leads(actor, decision.meeting)
        if decision.done_at or decision.measure or decision.errand:
            return record.nothing()
        decision.done_at, decision.done_by = clock.now(), actor.name
        record("meeting_decision.done", decision)


def _measure(event: Event, actor: Actor, said: Resolved, client_id: str) -> Measure:
    told = {
        "text": said.text, "kind": MeasureKind.SITUATIONAL.value, "owner": said.owner, "due_on": said.due_on,
        "cause": said.cause, "requirement": said.requirement or said.text, "hours_committed": said.hours,
        "hours_needed": said.hours, "follow_up_on": said.follow_up_on, "audience": "",
    }  # fmt: skip
    measure = planning.add(event, actor, Measure, told, client_id)
    if not lacking(event, measure):
        planning.decide(event, actor, measure)
    return measure


def _errand(event: Event, actor: Actor, meeting: Meeting, said: Resolved, client_id: str) -> int:
    if not said.owner:
        raise Refused(N_("Say who is to do it."), field="owner")
    due = datetime.combine(said.due_on, time(17), event.zone) if said.due_on else None
    giving = Giving(
        text=said.text, owner=owner_of(event, actor, said.owner), due_at=due, audience=meeting.audience,
        client_id=client_id,
    )  # fmt: skip
    return give_errand(event, actor, giving, line=f"{meeting.title}: {said.text}")[0].number


def _written(record: Change, event: Event, meeting: Meeting, row: Kind, client_id: str, verb: str) -> Kind:
    row.event_id, row.meeting, row.client_id = event.id, meeting, client_id
    row.number, row.at, row.by = record.count(row.kind_of_record), clock.now(), record.actor.name
    db.session.add(row)
    db.session.flush()
    record(verb, row)
    return row


def _if_concerned(event: Event, item: ParkedItem, account: int | None) -> int | None:
    """The account, if it leads the cooperation or acts for one of those concerned."""
    standing = db.select(Membership).filter_by(event_id=event.id, account_id=account, revoked_at=None)
    members = db.session.scalars(standing.join(Partner, Membership.partner_id == Partner.id))
    there = any(each.partner.inner or each.partner.slug in item.concerned for each in members)
    return account if there else None


def _words(text: str, field: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(N_("Write something."), field=field)
    if len(text) > limits()["notes"]:
        raise Refused(N_("At most %(most)s characters."), field=field, most=limits()["notes"])
    return text


def _unsigned(meeting: Meeting) -> None:
    if meeting.signed_at:
        raise Conflict(N_("The minutes are signed: they can only be added to."))


def _leads(actor: Actor, meeting: Meeting) -> None:
    if not may_minute(actor, meeting):
        raise Conflict(N_("Those who lead the meeting and its secretary do that."))


def _by_client(kind: type[Kind], event: Event, client_id: str) -> Kind | None:
    return db.session.scalars(db.select(kind).filter_by(event_id=event.id, client_id=client_id)).first()
