"""Taking over the checklist of permits, and checking the conditions that they come with."""

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..checklist import permit_kinds, usual_conditions
from ..models import Condition, Permit
from ..models.permit import PermitState
from .part import add, as_seen, may_write, still_planned


def take_over_checklist(event: Event, actor: Actor, language: str) -> int:
    """Add what an event of this kind usually needs and the plan never had; how many parts that were.

    What was taken out of the plan stays out.
    """
    added = 0
    with change(event, actor) as record:
        asked = set(db.session.scalars(db.select(Permit.kind).filter_by(event_id=event.id)))
        for kind in permit_kinds().values():
            if event.kind in kind.kinds and kind.code not in asked:
                said = {"kind": kind.code, "authority": kind.authority, "lead_days": kind.lead_days}
                add(event, actor, Permit, {**said, "state": PermitState.NEEDED})
                added += 1
        added += _add_conditions(event, actor, language)
        if not added:
            record.nothing()
    return added


def _add_conditions(event: Event, actor: Actor, language: str) -> int:
    known = set(db.session.scalars(db.select(Condition.code).filter_by(event_id=event.id)))
    missing = [each for each in usual_conditions().values() if event.kind in each.kinds and each.code not in known]
    for each in missing:
        text, evidence = (each.sv, each.evidence_sv) if language == "sv" else (each.en, each.evidence_en)
        add(event, actor, Condition, {"code": each.code, "rule": each.rule, "text": text, "evidence": evidence})
    return len(missing)


def check_condition(event: Event, actor: Actor, condition: Condition, note: str) -> None:
    """Say by name that a condition is kept, and what showed it (R3)."""
    if not note.strip():
        raise Refused(N_("Say what showed it."), field="note")
    with change(event, actor) as record:
        _writable(event, actor, condition)
        condition.checked_by, condition.checked_at = actor.name, clock.now()
        condition.checked_note, condition.checked_text = note.strip(), condition.text
        condition.revision += 1
        record("condition.checked", condition)


def breach_condition(event: Event, actor: Actor, condition: Condition, note: str) -> None:
    """Say by name that a condition was broken, and how (R3); a later check says that it is kept again."""
    if not note.strip():
        raise Refused(N_("Say how it was broken."), field="note")
    with change(event, actor) as record:
        _writable(event, actor, condition)
        condition.breached_by, condition.breached_at = actor.name, clock.now()
        condition.breach_note = note.strip()
        condition.revision += 1
        record("condition.breached", condition)


def _writable(event: Event, actor: Actor, condition: Condition) -> None:
    still_planned(event)
    as_seen(event, condition)
    if not may_write(actor, condition):
        raise Refused(N_("This is not yours to check."), field="note")
