"""What is done with municipalities, and with the picture and action plan of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from .. import audit, clock
from ..access import Actor, Permission
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Partner, Place
from ..extensions import db
from ..files import Kept
from .models import Municipality, MunicipalText, MunicipalVersion
from .month_acts import LANGUAGES, file
from .month_counts import municipalities
from .municipal import may_write, missing, reference, texts

LONGEST = 20_000  # characters of a section


@dataclass(frozen=True)
class Named:
    """What is said of a municipality."""

    name: str
    partner: str | None
    places: list[str]


@dataclass(frozen=True)
class Adopted:
    """By which body a version was adopted, on which day, under which number."""

    body: str
    on: date
    reference: str
    client_id: str


def add(event: Event, actor: Actor, said: Named, client_id: str) -> Municipality:
    """Tell a municipality apart from here on; the same client_id again gives the first one."""
    with change(event, actor) as record:
        _leads(actor)
        standing = db.select(Municipality).filter_by(event_id=event.id, client_id=client_id)
        found: Municipality | None = db.session.scalars(standing).first()
        if found:
            record.nothing()
            return found
        place = Municipality(event=event, number=record.count("municipality"), client_id=client_id, revision=1)
        _say(event, place, said)
        db.session.add(place)
        record("municipality.added", place)
    return place


def edit(event: Event, actor: Actor, place: Municipality, said: Named) -> None:
    """Say something else of a municipality."""
    with change(event, actor) as record:
        _leads(actor)
        _say(event, place, said)
        place.revision += 1
        record("municipality.edited", place)


def remove(event: Event, actor: Actor, place: Municipality) -> None:
    """Tell it apart no longer; what it adopted stays on the record."""
    with change(event, actor) as record:
        _leads(actor)
        if place.removed_at:
            return record.nothing()
        place.removed_at = clock.now()
        record("municipality.removed", place)


def write(event: Event, actor: Actor, place: Municipality, section: str, text: str, seen: int) -> None:
    """Write a section; `seen` is the revision that was read, 0 where there was none."""
    with change(event, actor) as record:
        _may(actor, place)
        if section not in {each["code"] for each in reference()["section"]}:
            raise Refused(N_("There is no such section."))
        if len(text) > LONGEST:
            raise Refused(N_("At most %(most)s characters."), field="text", most=LONGEST)
        known = texts(place).get(section)
        if seen != (known.revision if known else 0):
            message = N_("%(who)s has changed it meanwhile. Look at it as it is now.")
            raise Conflict(message, field="text", who=known.written_by if known else "")
        if known is None:
            known = MunicipalText(
                event=event, number=record.count("municipal_text"), municipality=place, section=section, revision=0
            )
            db.session.add(known)
        known.text, known.revision = text.replace("\r\n", "\n").strip(), known.revision + 1
        known.written_at, known.written_by = clock.now(), actor.name
        record("municipality.section-written", known)


def adopt(
    event: Event, actor: Actor, place: Municipality, said: Adopted, content: dict[str, Any], papers: dict[str, Kept]
) -> MunicipalVersion:
    """Freeze the picture and plan as they were adopted; refused while a section says nothing."""
    with change(event, actor) as record:
        _may(actor, place)
        known = db.select(MunicipalVersion).filter_by(event_id=event.id, client_id=said.client_id)
        found: MunicipalVersion | None = db.session.scalars(known).first()
        if found:
            record.nothing()
            return found
        if lacking := missing(content):
            raise Refused(N_("%(count)s sections say nothing yet. Write them first."), count=len(lacking))
        if said.on > event.local(clock.now()).date():
            raise Refused(N_("That day has not come."), field="on")
        told = orjson.dumps(content).decode()
        made = MunicipalVersion(
            event=event, number=record.count("municipal_version"), client_id=said.client_id, municipality=place,
            version=max((each.version for each in place.versions), default=0) + 1, body=said.body.strip(),
            reference=said.reference.strip() or None, adopted_on=said.on, due_on=update_due(said.on), content=told,
            digest=audit.digest(told), registered_at=clock.now(), registered_by=actor.name,
        )  # fmt: skip
        db.session.add(made)
        record("municipality.adopted", made)
        for language in LANGUAGES:
            file(event, record, made.topic, language, papers[language])
    return made


def update_due(adopted: date) -> date:
    """The day by which it must be updated (L: 2023:196 § 6), counted in whole months."""
    months = adopted.year * 12 + adopted.month - 1 + int(reference()["update_months"])
    year, month = divmod(months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - date.resolution).day
    return date(year, month + 1, min(adopted.day, last))


def _say(event: Event, place: Municipality, said: Named) -> None:
    name = " ".join(said.name.split())
    if not name:
        raise Refused(N_("This field is required."), field="name")
    others = [each for each in municipalities(event) if each is not place]
    if name.casefold() in {each.name.casefold() for each in others}:
        raise Refused(N_("%(name)s is told apart already."), field="name", name=name)
    known = set(db.session.scalars(db.select(Place.code).filter_by(event_id=event.id)))
    if taken := {code for each in others for code in each.places} & set(said.places):
        raise Refused(N_("%(places)s lie in another municipality."), field="places", places=", ".join(sorted(taken)))
    slugs = set(db.session.scalars(db.select(Partner.slug).filter_by(event_id=event.id)))
    if not set(said.places) <= known or (said.partner and said.partner not in slugs):
        raise Refused(N_("Choose something in the list."), field="places")
    place.name, place.partner, place.places = name, said.partner or None, sorted(said.places)


def _leads(actor: Actor) -> None:
    if not (actor.everything or actor.may(Permission.COOPERATION_LEAD)):
        raise Refused(N_("Those who lead the cooperation say this."))


def _may(actor: Actor, place: Municipality) -> None:
    if not may_write(actor, place):
        raise Refused(N_("Its own coordinator and those who lead the cooperation write it."))
