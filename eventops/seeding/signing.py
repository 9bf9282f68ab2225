"""How a story's partners sign: the first version, what is revised after it, and those who sign again."""

import secrets

from ..access import Actor
from ..changes import change
from ..events.models import Event, Partner
from ..extensions import db
from ..planning import actions as planning
from ..planning.models import PARTS, PlanVersion, alive
from ..planning.queries import versions
from .dates import dated
from .story import Story, Told

LINKED = 30  # days that a link of the demo stands


def sign(story: Story, event: Event, actors: dict[str, Actor], number: int) -> None:
    """Sign the version that was just published, those of a story's partners who do."""
    latest = versions(event)[0]
    for row in story.part("partners").get("signatures", []):
        if row.get("version", 1) == number:
            _signed(event, actors, row, latest)


def revise(story: Story, event: Event, planner: Actor) -> None:
    """Change what the story changes in the plan after its first version."""
    with change(event, planner):
        for row in story.part("partners")["edits"]:
            kind = PARTS[row["plural"]]
            part = db.session.scalars(alive(kind, event).filter_by(number=row["number"])).one()
            wanted = {name: value for name, value in row.items() if name not in ("plural", "number")}
            planning.edit(event, planner, part, dated(story, kind, wanted))


def _signed(event: Event, actors: dict[str, Actor], row: Told, version: PlanVersion) -> None:
    slug = row["partner"] if "partner" in row else actors[row["account"]].partner
    partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=slug)).one()
    actor = actors[row["account"]] if "account" in row else _by_link(event, actors["planner"], partner, row["name"])
    planning.sign(event, actor, partner, version, row.get("note"))


def _by_link(event: Event, planner: Actor, partner: Partner, name: str) -> Actor:
    """Come in by a link that nobody can use again: the secret it is signed with is forgotten."""
    _, link = planning.make_link(event, planner, partner, name, LINKED, secrets.token_urlsafe())
    return planning.use_link(event, link, partner, name)
