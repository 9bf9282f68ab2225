"""What somebody does about their own shifts by a link, and what the planner decides about it."""

from datetime import timedelta

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from ...signed import Secret, digest
from ..models import Assignment, DutyLink, Reply, Swap, SwapState
from ..own import actor_of, stand_ins, thought_up
from .assignment import Say, assign, lift

AFTER = timedelta(days=2)  # the link outlives the last shift, so that times can be looked up
LEAST, MOST = timedelta(days=7), timedelta(days=180)


def make_duty_link(
    event: Event, actor: Actor, person: Person, secret: Secret, *, ends: bool = True
) -> tuple[str, DutyLink]:
    """Make a link to somebody's own shifts. Returns its token, which is not kept, and its row; `ends` those before."""
    with change(event, actor) as record:
        token, now = thought_up(secret, event, person), clock.now()
        last = max((event.day_span(day.date)[1] for day in event.days), default=now)
        until = min(max(last + AFTER, now + LEAST), now + MOST)
        if ends:
            revoke_duty_links(event, actor, person)
        link = DutyLink(event=event, person=person, digest=digest(token), made_at=now, made_by=actor.name)
        link.expires_at = until
        db.session.add(link)
        record("duty_link.made", link)
    return token, link


def revoke_duty_links(event: Event, actor: Actor, person: Person) -> None:
    """End every link to somebody's own shifts."""
    with change(event, actor) as record:
        now = clock.now()
        query = db.select(DutyLink).filter_by(event_id=event.id, person_id=person.id, revoked_at=None)
        standing = [each for each in db.session.scalars(query) if each.usable(now)]
        if not standing:
            record.nothing()
        for link in standing:
            link.revoked_at = now
            record("duty_link.revoked", link)


def reply(event: Event, link: DutyLink, assignment: Assignment, said: Reply, because: str | None) -> None:
    """Accept a shift, or decline it with a reason; the planner finds somebody else, until then it stands."""
    with change(event, actor_of(link)) as record:
        _check_own(link, assignment)
        why = " ".join((because or "").split()) or None
        if said is Reply.DECLINED and why is None:
            raise Refused(N_("Say why you cannot."), field="because")
        if (assignment.reply, assignment.replied_because) == (said, why):
            return record.nothing()
        assignment.reply, assignment.replied_because, assignment.replied_at = said, why, clock.now()
        record("assignment.replied", assignment)


def ask_swap(event: Event, link: DutyLink, assignment: Assignment, because: str | None, other: Person | None) -> Swap:
    """Ask to be replaced on a shift, by a colleague or by anybody; it stands until the planner decides."""
    with change(event, actor_of(link)) as record:
        _check_own(link, assignment)
        why = " ".join((because or "").split())
        if not why:
            raise Refused(N_("Say why you want to swap."), field="because")
        if _open(assignment) is not None:
            raise Conflict(N_("You have asked already. The planner decides."), field="because")
        if other is not None and other.id not in {each.id for each in stand_ins(event, assignment)}:
            raise Refused(N_("%(name)s cannot work this shift."), field="with", name=other.name)
        swap = Swap(event=event, assignment=assignment, replacement=other, because=why, asked_at=clock.now())
        swap.state = SwapState.ASKED
        db.session.add(swap)
        record("swap.asked", swap)
    return swap


def withdraw_swap(event: Event, link: DutyLink, swap: Swap) -> None:
    """Take a wish to swap back, as long as it is not decided."""
    with change(event, actor_of(link)) as record:
        _check_own(link, swap.assignment)
        if swap.state is SwapState.WITHDRAWN:
            return record.nothing()
        _decide(swap, SwapState.WITHDRAWN, link.person.name, None)
        record("swap.withdrawn", swap)


def approve_swap(
    event: Event, actor: Actor, swap: Swap, other: Person, *, accepting: str | None = None, say: Say = str
) -> Assignment:
    """Put somebody else on the shift and take off who asked; both or neither."""
    with change(event, actor) as record:
        mine = swap.assignment
        if mine.removed_at is not None:
            raise Conflict(N_("%(name)s is not on that shift any more."), name=mine.person.name)
        _decide(swap, SwapState.APPROVED, actor.name, None)
        swap.replacement = other
        lift(actor, mine, "swapped")
        db.session.flush()
        record("swap.approved", swap, assignment=mine)
        return assign(event, actor, mine.shift, other, call_sign=mine.call_sign, accepting=accepting, say=say)


def decline_swap(event: Event, actor: Actor, swap: Swap, because: str | None) -> None:
    """Say no to a swap, with the reason that the person reads."""
    with change(event, actor) as record:
        why = " ".join((because or "").split())
        if not why:
            raise Refused(N_("Give a reason. The person reads it."), field="because")
        _decide(swap, SwapState.DECLINED, actor.name, why)
        record("swap.declined", swap)


def _decide(swap: Swap, state: SwapState, by: str, because: str | None) -> None:
    if swap.state is not SwapState.ASKED:
        raise Conflict(N_("That swap is decided already."))
    swap.state, swap.decided_at, swap.decided_by, swap.decided_because = state, clock.now(), by, because


def _check_own(link: DutyLink, assignment: Assignment) -> None:
    """The link must still hold, and the shift still be the person's and not over."""
    db.session.refresh(link)
    if not link.usable(clock.now()):
        raise Conflict(N_("The link has run out or was ended."))
    if assignment.removed_at is not None or assignment.person_id != link.person_id:
        raise Conflict(N_("You are not on that shift any more."))
    if assignment.shift.ends_at <= clock.now():
        raise Conflict(N_("That shift is over."))


def _open(assignment: Assignment) -> Swap | None:
    query = db.select(Swap).filter_by(assignment_id=assignment.id, state=SwapState.ASKED)
    return db.session.scalars(query).first()
