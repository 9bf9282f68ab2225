"""Publishing: the plan is frozen as its next version."""

from ... import audit, clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict
from ...events.models import Event
from ...extensions import db
from ..models import PlanVersion
from ..queries import MISSING, latest_digest, plan_of
from ..readiness import reds


def publish(event: Event, actor: Actor, note: str | None = None) -> PlanVersion:
    """Freeze the plan as its next version, with the digest of its content.

    Refused while it has no objective, risk or sector, and when nothing has changed since the last version.
    """
    with change(event, actor) as record:
        plan = plan_of(event)
        if missing := plan.missing():
            raise Conflict(MISSING[missing[0]])
        if red := reds(plan):
            text = N_("Still red: %(count)s. Put it right, or let the commander accept it by name.")
            raise Conflict(text, count=len(red))
        content = plan.content()
        digest = audit.digest(content)
        if digest == latest_digest(event):
            raise Conflict(N_("Nothing has changed since the last version."))
        version = PlanVersion(
            event=event, number=record.count("plan_version"), content=content, digest=digest,
            note=(note or "").strip() or None, published_at=clock.now(), published_by=actor.name,
        )  # fmt: skip
        db.session.add(version)
        record("plan.published", version)
    return version
