"""What is said must be right before it is written; each check names the field it is about."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam

from ... import clock
from ...access import ALL, COMMAND, PARTNER, POLICE, Actor, within
from ...errors import N_, Conflict, Refused
from ...events.geometry import sector_at
from ...events.models import Event, Phase, Place, PlaceKind
from ...extensions import db
from ..models import DISPOSITIONS, Category, Incident, State
from ..neutral import audience_by_rule

MAX_TITLE, MAX_TEXT = 200, 10_000
NO_INCIDENT = N_("There is no incident #%(number)s.")
AHEAD = timedelta(minutes=5)  # clocks differ; more than this is a mistake
Sectors = Callable[[], Sequence[Place]]  # asked for only when needed, and once for a whole batch
SECTORS = db.select(Place).where(
    Place.event_id == bindparam("event"), Place.kind == PlaceKind.SECTOR, Place.dropped_at.is_(None)
)


def must_be_live(event: Event) -> None:
    if event.phase is Phase.PLANNING:
        raise Conflict(N_("The log opens when the event goes live."))
    if event.phase is Phase.CLOSED:
        raise Conflict(N_("The event is closed, and so is its log."))


def cannot_follow(state: State) -> str:
    if state is State.CLOSED:
        return N_("Incident #%(number)s is closed. Reopen it first.")
    return N_("Incident #%(number)s cannot go to that state from where it is.")


def category_of(code: str) -> Category:
    found = db.session.get(Category, code)
    if found is None:
        raise Refused(N_("There is no category %(code)s."), field="category", code=code)
    return found


def title_of(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Refused(N_("Say in a few words what has happened."), field="title")
    if len(text) > MAX_TITLE:
        raise Refused(N_("At most %(most)s characters; put the rest in the text."), field="title", most=MAX_TITLE)
    return text


def text_of(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(N_("Write something."), field="text")
    if len(text) > MAX_TEXT:
        raise Refused(N_("At most %(most)s characters."), field="text", most=MAX_TEXT)
    return text


def priority_of(priority: int) -> int:
    if priority not in (1, 2, 3, 4):
        raise Refused(N_("Priority is 1, 2, 3 or 4."), field="priority")
    return priority


def moment_of(occurred_at: datetime | None) -> datetime:
    if occurred_at is not None and occurred_at > clock.now() + AHEAD:
        raise Refused(N_("That time has not come yet. Check the date and the clock."), field="occurred_at")
    return occurred_at or clock.now()


def disposition_of(code: str | None) -> str | None:
    """How it ended, by a code of DISPOSITIONS (domain 5a); None while nobody has said."""
    if code and code not in DISPOSITIONS:
        raise Refused(N_("Choose how it ended."), field="disposition")
    return code or None


def review_of(state: State, review_at: datetime | None) -> datetime | None:
    if state is not State.ON_HOLD:
        return None
    if review_at is None:
        raise Refused(N_("Say when it is looked at again."), field="review_at")
    if review_at <= clock.now():
        raise Refused(N_("That time has passed. Choose one that comes."), field="review_at")
    return review_at


def point_of(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    if (lat is None) != (lon is None):
        raise Refused(N_("Give both latitude and longitude."), field="lon" if lon is None else "lat")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused(N_("That is not a point on earth."), field="lat")
    return lat, lon


def sectors_of(event: Event) -> Sequence[Place]:
    return db.session.scalars(SECTORS, {"event": event.id}).all()


def sector_of(sectors: Sectors, code: str | None, lat: float | None, lon: float | None) -> Place | None:
    if code:
        found = next((sector for sector in sectors() if sector.code == code), None)
        if found is None:
            raise Refused(N_("There is no sector %(code)s."), field="sector", code=code)
        return found
    if lat is None or lon is None:
        return None
    return sector_at(sectors(), lat=lat, lon=lon)


def usual_audience(actor: Actor, audience: str) -> str:
    """The category's audience, or for one who does not hear it, the feed shared with the police."""
    if actor.hears(audience):
        return audience
    return next((feed for feed in actor.feeds if feed.startswith(PARTNER)), POLICE if POLICE in actor.feeds else ALL)


def audience_of(actor: Actor, audience: str) -> str:
    named = "+".join(sorted(set(audience.split("+"))))
    if not all(part in (ALL, POLICE, COMMAND) or part.startswith(PARTNER) for part in named.split("+")):
        raise Refused(N_("There is no audience %(audience)s."), field="audience", audience=audience)
    if not actor.everything and not set(named.split("+")) <= set(actor.feeds):
        raise Refused(N_("You cannot write to %(audience)s."), field="audience", audience=audience)
    return named


def must_not_tell_all(category: Category, audience: str) -> str:
    """The audience, unless it is everybody who is told neutrally of such incidents (domain 4b)."""
    if audience_by_rule(category) in audience.split("+"):
        raise Refused(
            N_("Partners are told of such incidents neutrally. Choose the police, or name the partners concerned."),
            field="audience",
        )
    return audience


def entry_audience(actor: Actor, incident: Incident | None, audience: str | None) -> str:
    chosen = audience_of(actor, audience or (incident.audience if incident else usual_audience(actor, POLICE)))
    if incident and not within(chosen, incident.audience):
        raise Refused(N_("The line cannot go to more people than the incident itself."), field="audience")
    return chosen
