"""A meeting's minutes on paper: who came with which mandate, each point, what was decided and parked, what is next."""

from collections.abc import Iterable
from typing import TypeVar

import orjson
from flask_babel import force_locale, gettext, ngettext

from ..access import Actor
from ..events.models import Event
from ..planning.papers import blocks
from ..planning.papers.front import REGIONS
from ..planning.papers.print import TEMPLATE
from ..press import pressed
from ..typeface import drawn
from ..words import label, stamp
from .agenda import Agenda, Standing, agenda, standing
from .agenda_rules import point_names
from .models.meeting import Meeting, MeetingNote, MeetingPoint, OfMeeting

Row = TypeVar("Row", bound=OfMeeting)


def minutes_pdf(event: Event, meeting: Meeting, actor: Actor, language: str) -> bytes:
    """The minutes as a PDF, as their reader may see them; unsigned ones say that they are a draft."""
    with force_locale(language):
        made = agenda(event, actor, meeting)
        told = {
            "front": _front(event, meeting, actor, language), "numbered": False,
            "blocks": [
                *_roll(event, meeting), *_points(event, meeting, made, language),
                *_decisions(event, actor, meeting), *_parked(event, actor, meeting), *_end(event, meeting, made),
            ],
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)


def _front(event: Event, meeting: Meeting, actor: Actor, language: str) -> dict[str, object]:
    signed = _signed(event, meeting)
    return {
        "title": f"{meeting.title} – {stamp(meeting.opened_at or meeting.starts_at, event)}", "event": event.name,
        "edition": event.edition, "exercise": event.exercise, "language": language,
        "region": REGIONS.get(language, "gb"),
        "organisation": next((each.name for each in event.partners if each.is_lead), ""),
        "for": gettext("For: %(audience)s", audience=label("audience", meeting.audience)),
        "period": "", "version": "", "draft": meeting.signed_at is None, "digest": "", "author": actor.name,
        "days": "", "facts": _facts(event, meeting, actor), "foot": signed,
        "texts": {
            "page": gettext("Page"), "exercise": gettext("Exercise"), "working-copy": gettext("Draft"),
            "not-real": gettext("nothing here is happening for real"), "not-published": signed,
            "signature": gettext("Place, date and signature"),
        },
    }  # fmt: skip


def _signed(event: Event, meeting: Meeting) -> str:
    if meeting.signed_at is None:
        return str(gettext("The minutes are not signed yet."))
    return str(gettext("Signed by %(who)s %(when)s", who=meeting.signed_by, when=stamp(meeting.signed_at, event)))


def _facts(event: Event, meeting: Meeting, actor: Actor) -> list[tuple[str, str]]:
    until = f" – {stamp(meeting.closed_at, event)}" if meeting.closed_at else ""
    told = [
        (gettext("Time"), stamp(meeting.opened_at or meeting.starts_at, event) + until),
        (gettext("Where"), meeting.place or ""),
        (gettext("Chair"), meeting.chair.name if meeting.chair else ""),
        (gettext("Secretary"), meeting.secretary.name if meeting.secretary else ""),
        (gettext("Taken out by"), actor.name),
    ]
    return [(name, text) for name, text in told if text]


def _roll(event: Event, meeting: Meeting) -> list[blocks.Block]:
    came = _standing(meeting.roll)
    heads = (gettext("Name"), gettext("For"), gettext("May decide"), gettext("May commit resources"))
    rows = [(each.name, _partner(each.partner), _yes(each.decides), _yes(each.commits)) for each in came]
    if not rows:
        return [blocks.heading(gettext("Who came")), blocks.text(gettext("Nobody is entered."), soft=True)]
    return [blocks.heading(gettext("Who came")), blocks.table(heads, rows, (3, 3, 2, 2))]


def _points(event: Event, meeting: Meeting, made: Agenda, language: str) -> Iterable[blocks.Block]:
    names = point_names(language)
    yield blocks.heading(gettext("Agenda and notes"))
    for number, point in enumerate(made.points, 1):
        yield blocks.heading(f"{number}. {point_title(point, names)}", 2)
        noted = [each for each in meeting.notes if each.point_id == point.id]
        yield blocks.text("\n".join(_noted(event, each) for each in noted) or "–")


def point_title(point: MeetingPoint, names: dict[str, str]) -> str:
    """What a point is called."""
    return point.title or names.get(point.code, point.code)


def _noted(event: Event, note: MeetingNote) -> str:
    if note.dropped_at:
        return str(gettext("(struck: %(reason)s)", reason=note.dropped_because))
    if note.added_later:
        when = stamp(note.at, event)
        return str(gettext("Added %(when)s, %(who)s: %(text)s", when=when, who=note.by, text=note.text))
    return note.text


def _decisions(event: Event, actor: Actor, meeting: Meeting) -> list[blocks.Block]:
    told = standing(event, actor, meeting.decisions)
    heads = (gettext("Decision"), gettext("Who"), gettext("Due on"), gettext("Became"))
    rows = [_decision(each) for each in told]
    body = blocks.table(heads, rows, (5, 2, 2, 2)) if rows else blocks.text(gettext("Nothing was decided."), soft=True)
    return [blocks.heading(gettext("Decisions")), body]


def _decision(each: Standing) -> tuple[str, str, str, str]:
    made = each.decision
    became = gettext("Measure %(number)s", number=made.measure) if made.measure else ""
    became = gettext("Task %(number)s", number=made.errand) if made.errand else became
    owner, due = _partner(made.owner) if made.owner else "", made.due_on.isoformat() if made.due_on else ""
    return made.text, owner, due, became


def _parked(event: Event, actor: Actor, meeting: Meeting) -> list[blocks.Block]:
    """What was parked; its meeting is told to those who are asked to it."""
    rows = []
    for each in _standing(meeting.parked):
        seen = each.followup and actor.hears(each.followup.audience)
        when = stamp(each.followup.starts_at, event) if seen and each.followup else ""
        rows.append((each.text, ", ".join(_partner(slug) for slug in each.concerned), when))
    if not rows:
        return []
    heads = (gettext("What"), gettext("Whom it concerns"), gettext("Their meeting"))
    return [blocks.heading(gettext("Parked")), blocks.table(heads, rows, (4, 3, 2))]


def _end(event: Event, meeting: Meeting, made: Agenda) -> list[blocks.Block]:
    following = stamp(made.after.starts_at, event) if made.after else gettext("none is called")
    later = [each for each in (*meeting.notes, *meeting.decisions) if each.added_later and not each.dropped_at]
    added = [blocks.text(ngettext("%(num)s addition after signing", "%(num)s additions after signing", len(later)))]
    lines = [] if meeting.signed_at else [blocks.signatures(_capacities(meeting))]
    return [blocks.facts([(gettext("Next meeting"), following)]), *(added if later else []), *lines]


def _capacities(meeting: Meeting) -> list[tuple[str, str]]:
    named = [(gettext("Chair"), meeting.chair), (gettext("Secretary"), meeting.secretary)]
    return [(role, account.name if account else "") for role, account in named]


def _standing(rows: Iterable[Row]) -> list[Row]:
    return [each for each in rows if each.dropped_at is None]


def _partner(slug: str) -> str:
    return str(label("audience", f"partner:{slug}"))


def _yes(value: bool) -> str:
    return str(gettext("yes") if value else gettext("no"))
