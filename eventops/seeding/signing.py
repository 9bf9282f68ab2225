"""How a story's partners sign: the first version, what is revised after it, and those who sign again."""

import secrets

from .. import clock
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


def sign(story: Story, event: Event, actors: dict[str, Actor]) -> None:
    """Sign the version that was just published; revise it, and sign again."""
    said = story.part("partners")
    if not said:
        return
    _sign(event, actors, said, 1)
    with clock.at(story.before(said["revised"])):
        _revise(story, event, actors["planner"], said)
        planning.publish(event, actors["commander"], said["note"])
        _sign(event, actors, said, 2)


def _revise(story: Story, event: Event, planner: Actor, said: Told) -> None:
    with change(event, planner):
        for row in said["edits"]:
            kind = PARTS[row["plural"]]
            part = db.session.scalars(alive(kind, event).filter_by(number=row["number"])).one()
            wanted = {name: value for name, value in row.items() if name not in ("plural", "number")}
            planning.edit(event, planner, part, dated(story, kind, wanted))


def _sign(event: Event, actors: dict[str, Actor], said: Told, number: int) -> None:
    latest = versions(event)[0]
    for row in said["signatures"]:
        if row.get("version", 1) == number:
            _signed(event, actors, row, latest)


def _signed(event: Event, actors: dict[str, Actor], row: Told, version: PlanVersion) -> None:
    slug = row["partner"] if "partner" in row else actors[row["account"]].partner
    partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=slug)).one()
    actor = actors[row["account"]] if "account" in row else _by_link(event, actors["planner"], partner, row["name"])
    planning.sign(event, actor, partner, version, row.get("note"))


def _by_link(event: Event, planner: Actor, partner: Partner, name: str) -> Actor:
    """Come in by a link that nobody can use again: the secret it is signed with is forgotten."""
    _, link = planning.make_link(event, planner, partner, name, LINKED, secrets.token_urlsafe())
    return planning.use_link(event, link, partner, name)
