"""Taking a paper out of the plan, on the record."""

import hashlib

from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ..models.plan_export import PlanExport


def export_paper(
    event: Event, actor: Actor, file: bytes, *, paper: str, audience: str, language: str, version: int | None,
    period: str = "",
) -> PlanExport:  # fmt: skip
    """Put on the record that the actor takes out a paper that is made for an audience."""
    if not actor.hears(audience):
        raise Refused(N_("Choose an audience that you belong to."), field="audience")
    with change(event, actor) as record:
        export = PlanExport(
            record.count("plan_export"), paper, audience, language, version, hashlib.sha256(file).hexdigest(), period
        )
        record("plan.exported", export)
    return export
