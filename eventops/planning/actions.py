"""What planners do: set objectives, judge risks, and publish a version that nobody can change afterwards."""

from dataclasses import dataclass
from typing import Any

from .. import audit, clock
from ..access import Actor
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from .models import Objective, PlanVersion, Risk
from .queries import MISSING, latest_digest, plan_of

MAX_TEXT = 2_000


@dataclass(frozen=True)
class Aim:
    """What an objective says."""

    text: str
    indicator: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What a risk says: likelihood and consequence 1-5, before and (both or neither) after the measure."""

    text: str
    likelihood: int
    consequence: int
    cause: str | None = None
    measure: str | None = None
    owner: str | None = None
    residual_likelihood: int | None = None
    residual_consequence: int | None = None


def add_objective(event: Event, actor: Actor, aim: Aim) -> Objective:
    """Set an objective. The very same one again gives the first; the same text otherwise is refused."""
    with change(event, actor) as record:
        said = _texts(vars(aim))
        if standing := _repeated(Objective, event, said, record):
            return standing  # type: ignore[no-any-return]
        objective = Objective(event=event, number=record.count("objective"), **said)
        db.session.add(objective)
        record("objective.added", objective)
    return objective


def edit_objective(event: Event, actor: Actor, objective: Objective, aim: Aim) -> None:
    """Reword an objective, or give it another indicator or target."""
    with change(event, actor) as record:
        _apply(objective, event, _texts(vars(aim)), record)


def add_risk(event: Event, actor: Actor, judgement: Judgement) -> Risk:
    """Put a risk in the register. The very same one again gives the first; the same text otherwise is refused."""
    with change(event, actor) as record:
        said = _judged(judgement)
        if standing := _repeated(Risk, event, said, record):
            return standing  # type: ignore[no-any-return]
        risk = Risk(event=event, number=record.count("risk"), **said)
        db.session.add(risk)
        record("risk.added", risk)
    return risk


def edit_risk(event: Event, actor: Actor, risk: Risk, judgement: Judgement) -> None:
    """Judge a risk anew."""
    with change(event, actor) as record:
        _apply(risk, event, _judged(judgement), record)


def publish(event: Event, actor: Actor, note: str | None = None) -> PlanVersion:
    """Freeze the plan as its next version, with the digest of its content.

    Refused while it has no objective, risk or sector, and when nothing has changed since the last version.
    """
    with change(event, actor) as record:
        plan = plan_of(event)
        if missing := plan.missing():
            raise Conflict(MISSING[missing[0]], field="note")
        content = plan.content()
        digest = audit.digest(content)
        if digest == latest_digest(event):
            raise Conflict(N_("Nothing has changed since the last version."), field="note")
        version = PlanVersion(
            event=event, number=record.count("plan_version"), content=content, digest=digest,
            note=(note or "").strip() or None, published_at=clock.now(), published_by=actor.name,
        )  # fmt: skip
        db.session.add(version)
        record("plan.published", version)
    return version


def _apply(part: Objective | Risk, event: Event, said: dict[str, Any], record: Change) -> None:
    if all(getattr(part, key) == value for key, value in said.items()):
        return record.nothing()
    if (other := _worded(type(part), event, said["text"])) not in (None, part):
        raise _twice(other)
    for key, value in said.items():
        setattr(part, key, value)
    record(f"{part.snapshot()['type']}.edited", part)


def _repeated(kind: type[Any], event: Event, said: dict[str, Any], record: Change) -> Any:
    standing = _worded(kind, event, said["text"])
    if standing is None:
        return None
    if any(getattr(standing, key) != value for key, value in said.items()):
        raise _twice(standing)
    record.nothing()
    return standing


def _worded(kind: type[Any], event: Event, text: str) -> Any:
    return db.session.scalars(db.select(kind).filter_by(event_id=event.id, text=text)).first()


def _twice(standing: Any) -> Refused:
    return Refused(N_("Number %(number)s says the same. Edit that one."), field="text", number=standing.number)


def _judged(judgement: Judgement) -> dict[str, Any]:
    said = _texts(vars(judgement))
    for name in ("likelihood", "consequence", "residual_likelihood", "residual_consequence"):
        if said[name] is None and name.startswith("residual"):
            continue
        if said[name] not in (1, 2, 3, 4, 5):
            raise Refused(N_("Choose 1–5."), field=name)
    for one, other in (("likelihood", "consequence"), ("consequence", "likelihood")):
        if said[f"residual_{one}"] is not None and said[f"residual_{other}"] is None:
            raise Refused(N_("Judge both likelihood and consequence after the measure."), field=f"residual_{other}")
    return said


def _texts(said: dict[str, Any]) -> dict[str, Any]:
    """What was said, trimmed, and None for what is empty. Refused without a text, or with too long a one."""
    trimmed = {key: _trimmed(key, value) if isinstance(value, str) else value for key, value in said.items()}
    if not trimmed["text"]:
        raise Refused(N_("Say it in a sentence."), field="text")
    return trimmed


def _trimmed(name: str, text: str) -> str | None:
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise Refused(N_("At most %(most)s characters."), field=name, most=MAX_TEXT)
    return text or None
