"""What the words of an entry line can mean in an event, could become, and which incidents they may be about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from math import cos, hypot, radians

from sqlalchemy import select

from .. import clock
from ..access import ALL, COMMAND, PARTNER, POLICE, Actor
from ..events.models import Event, Place, PlaceKind
from ..events.shapes import middle
from ..extensions import db
from ..planning import queries as planning
from ..planning.models import Channel
from ..roster.duty import rostered_signs
from ..search import stems
from ..words import label
from . import queries
from .models import Incident
from .shorthand import KINDS, Spot, Understood, Vocabulary

WORDS = {ALL: ("alla", "all"), POLICE: ("polis", "police"), COMMAND: ("ledning", "command")}
KIND_WORDS = {"sv": ("fakta", "bedömning", "beslut", "uppgift", "order", "lägesrapport", "kontakt"),
              "en": ("fact", "assessment", "decision", "task", "order", "sitrep", "contact")}  # fmt: skip
MOST = 8
RECENT = timedelta(hours=3)
NEAR = 150.0  # metres
ALIKE = 3  # points from which an incident is hinted


@dataclass(frozen=True)
class Completion:
    """What the word that is being written could become, and what that is."""

    insert: str
    says: str


def vocabulary(event: Event, actor: Actor, language: str) -> Vocabulary:
    """What can be meant, as far as the actor may know of it."""
    places = _places(event)
    channels = db.session.scalars(planning.visible(Channel, event, actor)).all()
    return Vocabulary(
        categories={each.code: each.name(language) for each in queries.categories()},
        spots=[_spot(each) for each in places if each.kind is not PlaceKind.SECTOR],
        sectors={each.code: each.name for each in places if each.kind is PlaceKind.SECTOR},
        units=sorted(rostered_signs(event, actor)),
        audiences={word: feed for feed in actor.feeds for word in WORDS.get(feed, (feed.removeprefix(PARTNER),))},
        channels=[each.name for each in channels],
        receivers=[each.name for each in event.partners],
    )


def completions(line: str, known: Vocabulary, open_ones: Sequence[Incident], language: str) -> list[Completion]:
    """What the last word of a line could become; nothing after a blank, but at the very beginning the categories."""
    word = line.rsplit(" ", 1)[-1] if line else ""
    if not word:
        return []
    begins = line.strip() == word or line.strip().removesuffix(word).strip().replace(":", "").isdigit()
    marked = word[0] in "+=~@>/#"
    found = _marked(word, known, open_ones, language) if marked else _coded(word, known) if begins else ()
    return list(islice(found, MOST))


def alike(event: Event, actor: Actor, told: Understood) -> list[Incident]:
    """Open incidents that a line may be about: by category, place and words; at most three, the likeliest first."""
    if told.incident is not None or len(told.text) + len(told.category or "") < 3:
        return []
    since = clock.now() - RECENT
    recent = [each for each in queries.open_incidents(event, actor) if each.occurred_at >= since]
    scored = sorted(((_likeness(each, told), each.number) for each in recent), reverse=True)
    likely = [number for points, number in scored[:3] if points >= ALIKE]
    return sorted((each for each in recent if each.number in likely), key=lambda each: likely.index(each.number))


def moment(event: Event, told: Understood, now: datetime, ahead: timedelta) -> datetime | None:
    """When it happened: the latest such time on the event's wall; None where none is told."""
    if told.at is None:
        return None
    local = event.local(now)
    meant = datetime.combine(local.date(), told.at, event.zone)
    return meant if meant <= local + ahead else meant - timedelta(days=1)


def _places(event: Event) -> Sequence[Place]:
    return db.session.scalars(select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.code)).all()


def _spot(place: Place) -> Spot:
    lat, lon = middle(place.geometry) if place.geometry else (None, None)
    return Spot(place.code, place.name, place.sector.code if place.sector else None, lat, lon)


def _marked(word: str, known: Vocabulary, open_ones: Sequence[Incident], language: str) -> Iterator[Completion]:
    mark, sought = word[0], word[1:].strip('"').casefold()
    for name, says in _choices(mark, known, open_ones, language):
        if sought in name.casefold() or sought in says.casefold():
            yield Completion(f'{mark}"{name}"' if " " in name else mark + name, says)


def _choices(
    mark: str, known: Vocabulary, open_ones: Sequence[Incident], language: str
) -> Iterable[tuple[str, str]]:  # fmt: skip
    match mark:
        case "+":
            return ((sign, "") for sign in known.units)
        case "=":
            return ((word, label("audience", feed)) for word, feed in known.audiences.items())
        case "~":
            return ((name, "") for name in known.channels)
        case "/":
            words = KIND_WORDS["sv" if language == "sv" else "en"]
            return ((word, label("entry_kind", KINDS[word])) for word in words)
        case "#":
            return ((str(each.number), each.title) for each in open_ones)
        case _:
            return ((name, "") for name in (*known.units, *known.receivers))


def _coded(word: str, known: Vocabulary) -> Iterator[Completion]:
    sought = word.casefold()
    begin = [code for code in known.categories if code.casefold().startswith(sought)]
    named = [code for code, name in known.categories.items() if len(sought) > 1 and sought in name.casefold()]
    for code in dict.fromkeys([*begin, *named]):
        yield Completion(code, known.categories[code])


def _likeness(incident: Incident, told: Understood) -> int:
    points = 0
    if told.category:
        points += 2 if incident.category_code == told.category else incident.category_code[0] == told.category[0]
    if told.sector and incident.sector:
        points += 1 if incident.sector.code == told.sector else -1
    points += 2 if _near(incident, told.spot) else 0
    shared = set(stems(incident.title, incident.place_text).split()) & set(stems(told.text).split())
    return points + min(3, len([word for word in shared if len(word) > 2]))


def _near(incident: Incident, spot: Spot | None) -> bool:
    if spot is None:
        return False
    if incident.place_text == spot.name:
        return True
    if None in (incident.lat, incident.lon, spot.lat, spot.lon):
        return False
    north = (incident.lat - spot.lat) * 111_200  # type: ignore[operator]
    east = (incident.lon - spot.lon) * 111_200 * cos(radians(spot.lat))  # type: ignore[operator, arg-type]
    return hypot(north, east) <= NEAR

