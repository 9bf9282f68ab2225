"""The municipal picture and action plan in the structure of L: 2023:196: filled from plan, counts and text."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from .. import clock
from ..access import ALL, PARTNER, POLICE, Actor, Permission
from ..events.models import Event
from ..extensions import db
from ..paths import asset_folder
from ..planning.models import Agreement, Cause, Measure, Objective, Problem
from ..planning.queries import visible
from .cells import Suppressed
from .dialogues import dialogues
from .models import Municipality, MunicipalText, MunicipalVersion
from .month_counts import GROUPS, Columns, Row, body, least, municipalities
from .spans import SpanKind, of_days

Item = dict[str, Any]


@cache
def reference() -> dict[str, Any]:
    """Seed/reference/municipal.toml."""
    return tomllib.loads((asset_folder("seed") / "reference" / "municipal.toml").read_text("utf-8"))


def municipality(event: Event, number: int) -> Municipality | None:
    """A municipality by its number."""
    query = db.select(Municipality).filter_by(event_id=event.id, number=number, removed_at=None)
    return db.session.scalars(query).first()


def may_write(actor: Actor, place: Municipality) -> bool:
    """Whether somebody writes a municipality's picture: who leads and hears the police, and its own coordinator."""
    if actor.may(Permission.COOPERATION_LEAD) and actor.hears(POLICE):
        return True
    return actor.may(Permission.COOPERATION_REPORT) and place.partner is not None and actor.partner == place.partner


def texts(place: Municipality) -> dict[str, MunicipalText]:
    """What is written, by section."""
    query = db.select(MunicipalText).filter_by(municipality_id=place.id)
    return {each.section: each for each in db.session.scalars(query)}


def version(place: Municipality, number: int) -> MunicipalVersion | None:
    """A version as it was adopted."""
    return next((each for each in place.versions if each.version == number), None)


def due(place: Municipality) -> tuple[date | None, str]:
    """When it must be looked over (§ 6), and whether that is "never" adopted, "late", "soon" or "good"."""
    if not place.versions:
        return None, "never"
    on, today = place.versions[0].due_on, clock.now().date()
    soon = today + timedelta(days=int(reference()["warning_days"]))
    return on, "late" if on < today else "soon" if on <= soon else "good"


def content(event: Event, place: Municipality) -> Row:
    """Everything the picture and plan say now, as data: the same for everybody who may read it.

    Parts of the plan come in as far as the municipality itself may see them: it is the municipality's own paper.
    """
    written = texts(place)
    reader = Actor("municipality", feeds=(ALL, *([f"{PARTNER}{place.partner}"] if place.partner else [])))
    filled = _filled(event, reader, place)
    sections = []
    for section in reference()["section"]:
        text = written[section["code"]].text if section["code"] in written else ""
        items = [item for kind in section["fill"] for item in filled.get(kind, [])]
        counts = counted(event, place) if "counts" in section["fill"] else []
        told = bool(text.strip() or items or counts)
        sections.append({"code": section["code"], "text": text, "items": items, "counts": counts, "told": told})
    return {"event": event.name, "exercise": event.exercise, "municipality": place.name, "sections": sections,
            "least": least(), "until": _year(event)[1].isoformat()}  # fmt: skip


def missing(told: Row) -> list[str]:
    """The codes of the sections that say nothing."""
    return [each["code"] for each in told["sections"] if not each["told"]]


def left_out(event: Event, actor: Actor, place: Municipality) -> int:
    """How many problem areas of it an actor sees and the municipality does not: they are not in its paper."""
    reader = Actor("municipality", feeds=(ALL, *([f"{PARTNER}{place.partner}"] if place.partner else [])))
    seen = {each.number for each in _problems(event, reader, place)}
    return len([each for each in _problems(event, actor, place) if each.number not in seen])


def counted(event: Event, place: Municipality) -> list[Row]:
    """Its incidents and reported matters by group in the last twelve whole months, and in the twelve before."""
    found = municipalities(event)
    columns, at = Columns.of(event, found), [each.id for each in found].index(place.id)
    first, last = _year(event)
    spans = {"now": of_days(event, first, last, SpanKind.OWN)}
    spans["before"] = of_days(event, first.replace(year=first.year - 1), first - timedelta(days=1), SpanKind.OWN)
    counts = Actor("counts", feeds=(ALL, POLICE, *(f"{PARTNER}{each.slug}" for each in event.partners)))
    tables = {name: Suppressed(body(event, counts, span, columns), least()) for name, span in spans.items()}
    rows = [{"group": group, **{name: table.told(row, at) for name, table in tables.items()}}
            for row, group in enumerate(GROUPS)]  # fmt: skip
    return [row for row in rows if row["now"] != 0 or row["before"] != 0]


def _year(event: Event) -> tuple[date, date]:
    """The first and the last day of the twelve whole months that are over."""
    this = event.operational_day(clock.now()).replace(day=1)
    return this.replace(year=this.year - 1), this - timedelta(days=1)


def _problems(event: Event, reader: Actor, place: Municipality) -> list[Problem]:
    found = db.session.scalars(visible(Problem, event, reader))
    return [each for each in found if not each.places or not place.places or set(each.places) & set(place.places)]


def _filled(event: Event, reader: Actor, place: Municipality) -> dict[str, list[Item]]:
    problems = _problems(event, reader, place)
    numbers = {each.number for each in problems}
    causes = [each for each in _parts(Cause, event, reader) if each.problem in numbers]
    about = {each.number for each in causes}
    measures = [each for each in _parts(Measure, event, reader) if each.cause in about or each.cause is None]
    objectives = [each for each in _parts(Objective, event, reader) if each.problem in (None, *numbers)]
    signed = _parts(Agreement, event, reader)
    agreements = [each for each in signed if place.partner in (None, *each.parties)]
    names = {partner.slug: partner.name for partner in event.partners}
    talks = [each for each in dialogues(event, reader) if each.results]
    return {
        "problems": [_item(each.text, ("", each.description), ("source", each.source)) for each in problems],
        "causes": [_item(each.text, ("for", each.evidence_for), ("against", each.evidence_against),
                         ("confidence", each.confidence.value)) for each in causes],
        "objectives": [_item(each.text, ("target", " ".join(filter(None, (each.indicator, each.target))))) for each
                       in objectives],
        "measures": [_item(each.text, ("owner", names.get(each.owner or "")), ("state", each.state.value),
                           ("due", each.due_on), ("follow_up", each.follow_up_on)) for each in measures],
        "agreements": [_item(each.name, ("parties", ", ".join(names.get(slug, slug) for slug in each.parties)),
                             ("from", each.valid_from), ("to", each.valid_to)) for each in agreements],
        "dialogues": [_item(each.text, ("", "\n".join(result.text for result in each.results))) for each in talks],
    }  # fmt: skip


def _parts(kind: type[Any], event: Event, reader: Actor) -> Sequence[Any]:
    found: Sequence[Any] = db.session.scalars(visible(kind, event, reader)).all()
    return found


def _item(title: str, *facts: tuple[str, Any]) -> Item:
    """A part as the paper tells it: its title, and what it says besides by the name of that."""
    return {"title": title, "facts": [list(each) for each in _said(facts)]}


def _said(facts: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, str]]:
    return ((name, value.isoformat() if isinstance(value, date) else str(value)) for name, value in facts if value)
