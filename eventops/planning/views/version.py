"""The published versions: what each says, and how it differs from the one before."""

from flask import Response as Answer
from flask import abort, g, render_template

from ...access import Permission, requires
from ...events.models import Event
from .. import queries
from ..comparison import differences
from ..forms import FORMS
from ..models import PARTS, PlanVersion
from ..sections import SECTIONS
from ..spoken import facts, name_of, spoken, turned
from .door import bp
from .drawings import RISKS_DRAWN


@bp.get("/plan/versions/<int(max=2147483647):number>")
@requires(Permission.PLAN_READ)
def version(event: Event, number: int) -> str:
    """A version as it was published, as far as the caller may see it."""
    known = _version(event, number)
    before, frozen = queries.version(event, number - 1), queries.seen(known.plan, g.actor)
    told = {
        "version": known, "frozen": frozen, "whole": frozen == known.plan, "sections": list(SECTIONS.values()),
        "changed": differences(queries.seen(before.plan, g.actor), frozen) if before else [], "facts": facts,
        "turned": turned, "name_of": name_of, "spoken": spoken, "forms": FORMS,
        "titles": {plural: kind.TITLE for plural, kind in PARTS.items()}, **RISKS_DRAWN,
    }  # fmt: skip
    return render_template("planning/version.html", event=event, **told)


@bp.get("/plan/versions/<int(max=2147483647):number>.json")
@requires(Permission.PLAN_READ)
def content(event: Event, number: int) -> Answer:
    """The very text that a version's digest is of; for those who may see all of it."""
    known = _version(event, number)
    if queries.seen(known.plan, g.actor) != known.plan:
        abort(404)
    return Answer(known.content, mimetype="application/json")


def _version(event: Event, number: int) -> PlanVersion:
    return queries.version(event, number) or abort(404)
