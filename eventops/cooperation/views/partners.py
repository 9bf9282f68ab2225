"""Who takes part, and who hears what."""

from flask import g, render_template

from ...access import COMMAND, INNER_FEEDS, PARTNER, Actor, Permission, requires
from ...events.models import Event, Partner
from ...log.lines import said
from .. import queries
from .door import bp


@bp.get("/cooperation")
@requires(Permission.EVENT_READ)
def partners(event: Event) -> str:
    """Who takes part."""
    found = queries.participants(event, g.actor)
    names = {PARTNER + each.partner.slug: each.partner.name for each in found}
    told = {"participants": found, "names": names, "said": said, "knows_names_of": _knows_names_of}
    return render_template("cooperation/partners.html", event=event, matrix=INNER_FEEDS, command=COMMAND, **told)


def _knows_names_of(partner: Partner) -> bool:
    """Whether the viewer may know who acts for a partner: those who manage members, and its own."""
    actor: Actor = g.actor
    return actor.may(Permission.MEMBERS_MANAGE) or g.membership.partner_id == partner.id
