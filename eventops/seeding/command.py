"""A story's documents with their files, and its briefings with roll and readers."""

from flask import current_app

from .. import clock, files
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..planning import actions as planning
from ..planning.briefing import Asked
from ..planning.holding import roll
from ..planning.models import Document, alive
from .story import Story, Told


def file_documents(event: Event, planner: Actor, story: Story) -> None:
    """File every version of the documents that the story tells of; they stand in the plan already."""
    rows: list[Told] = story.part("command").get("documents", [])
    config = current_app.config
    for document, row in zip(db.session.scalars(alive(Document, event)).all(), rows, strict=True):
        for version in row["versions"]:
            content = version["text"].lstrip().encode()
            most = config["ATTACHMENT_MAX_MB"] * 2**20
            kept = files.keep(config["INSTANCE"], version["name"], content, most=most)
            planning.file(event, planner, document, kept)


def brief(event: Event, actors: dict[str, Actor], story: Story) -> None:
    """Issue the briefings, call everybody, and let the readers say that they have understood."""
    for row in story.part("command").get("briefings", []):
        with clock.at(story.moment(row["at"])):
            _hold(event, actors, story, row)


def _hold(event: Event, actors: dict[str, Actor], story: Story, row: Told) -> None:
    said = {name: row.get(name) for name in ("sector", "situation", "task")}
    asked = Asked(row["watch"], story.date(row["day"]), row["audience"], **said)
    briefing = planning.issue(event, actors["planner"], asked)
    for each in roll(briefing):
        planning.call(event, actors["operator"], briefing, each.name, present=each.name not in row["absent"])
    for reader in row["readers"]:
        planning.acknowledge(event, actors[reader], briefing)
