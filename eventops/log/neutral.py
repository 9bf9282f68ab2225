"""What partners are told of incidents they may not see: the wordings and rules of seed/reference/neutral.toml."""

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..paths import asset_folder
from .models import Category, Incident, NeutralLine, State

LANGUAGES, BETWEEN = ("sv", "en"), " / "
ON_SCENE = (State.ON_SCENE, State.ON_HOLD, State.HANDED_OVER)


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((asset_folder("seed") / "reference" / "neutral.toml").read_text("utf-8"))


def words(stage: str, language: str) -> str:
    """What is told at a stage: known, on_scene, over, or where."""
    return next(str(line[language]) for line in _said()["line"] if line["stage"] == stage)


def audience_by_rule(category: Category) -> str | None:
    """To whom incidents of a category are told by themselves; None if to nobody."""
    rules = {rule["code"]: str(rule["audience"]) for rule in _said()["compartment"]}
    return next((rules[code] for code in category.compartments if code in rules), None)


def line_of(incident: Incident, language: str) -> str:
    """The neutral line of an incident as it stands: what, and in which sector; nothing else of it."""
    stage = "on_scene" if incident.state in ON_SCENE else "known"
    where = f" {words('where', language).format(incident.sector.code)}" if incident.sector else ""
    return f"{words(stage, language)}.{where}"


def told_text(incident: Incident) -> str:
    """The same as the log holds it for every reader: in both languages."""
    return BETWEEN.join(line_of(incident, language) for language in LANGUAGES)


def over_text(text: str) -> str:
    """What the log says when what was told is over."""
    return f"{BETWEEN.join(words('over', language) for language in LANGUAGES)}: {text}"


def shown(told: NeutralLine, language: str) -> str | None:
    """What is told, to one reader: what the rule said in the reader's language, an operator's words as they are."""
    text = told.entry.text
    return line_of(told.incident, language) if text and told.by_rule else text


def told_of(incident: Incident) -> Sequence[NeutralLine]:
    """The neutral lines told of an incident, for the inner side; the latest first."""
    query = db.select(NeutralLine).filter_by(incident_id=incident.id)
    return db.session.scalars(query.order_by(NeutralLine.number.desc())).all()


def going_on(event: Event, actor: Actor) -> Sequence[NeutralLine]:
    """The neutral lines that hold now for an audience of the actor, the latest first; it is told nothing more."""
    query = db.select(NeutralLine).where(NeutralLine.event_id == event.id, NeutralLine.over_at.is_(None))
    query = query.where(actor.audible(NeutralLine.audience))
    return db.session.scalars(query.order_by(NeutralLine.number.desc())).all()
