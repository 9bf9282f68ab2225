"""Lessons on paper, a page for each: what happened, why, what to do next time, by whom, and what became of it."""

from collections.abc import Callable, Sequence

import orjson
from flask_babel import force_locale, gettext

from ..events.models import Event
from ..planning.models import Proposal
from ..planning.papers import blocks
from ..planning.papers.front import REGIONS
from ..planning.papers.print import TEMPLATE
from ..press import pressed
from ..typeface import drawn
from ..words import label, stamp
from .forms import STATES
from .lesson_categories import lesson_categories
from .lessons import Learnt
from .library import Found

Whereabouts = Callable[[Learnt], list[tuple[Event, Proposal]]]


def lessons_pdf(event: Event, found: Sequence[Found], who: str, whereabouts: Whereabouts, language: str) -> bytes:
    """The lessons as a PDF; `event` is where they are taken out, `who` by whom."""
    with force_locale(language):
        told = [block for each in found for block in (blocks.page(), *_lesson(each, whereabouts, language))]
        data = {"front": _front(event, found, who, language), "blocks": told[1:], "numbered": False}
    return pressed(TEMPLATE, orjson.dumps(drawn(data)).decode(), tagged=True)


def _front(event: Event, found: Sequence[Found], who: str, language: str) -> dict[str, object]:
    one = len(found) == 1
    title = gettext("Lesson %(number)s", number=found[0].learnt.lesson.number) if one else gettext("Lessons")
    audiences = dict.fromkeys(label("audience", each.learnt.lesson.audience) for each in found)
    return {
        "title": title, "event": found[0].event.name if one else event.name, "edition": event.edition,
        "exercise": event.exercise, "language": language, "region": REGIONS.get(language, "gb"),
        "organisation": next((each.name for each in event.partners if each.is_lead), ""),
        "for": gettext("For: %(audience)s", audience=", ".join(audiences)), "period": "", "version": "",
        "draft": False, "digest": "", "author": who, "days": "", "facts": [(gettext("Taken out by"), who)],
        "foot": gettext("Lessons of %(event)s", event=event.name),
        "texts": {
            "page": gettext("Page"), "exercise": gettext("Exercise"), "working-copy": "",
            "not-real": gettext("nothing here is happening for real"), "not-published": "",
            "signature": gettext("Place, date and signature"),
        },
    }  # fmt: skip


def _lesson(each: Found, whereabouts: Whereabouts, language: str) -> list[blocks.Block]:
    lesson = each.learnt.lesson
    name = gettext("Lesson %(number)s", number=lesson.number)
    told = [blocks.heading(f"{name} – {each.event.edition or each.event.name}")]
    for title, words in (
        (gettext("What happened"), lesson.text), (gettext("Why it happened"), lesson.cause),
        (gettext("Do next time"), lesson.next_time),
    ):  # fmt: skip
        told += [blocks.heading(title, 2), blocks.text(words)] if words else []
    return [*told, blocks.facts(_facts(each, whereabouts, language))]


def _facts(each: Found, whereabouts: Whereabouts, language: str) -> list[tuple[str, str]]:
    lesson, named = each.learnt.lesson, lesson_categories(language)
    told = [
        (gettext("Event"), each.event.name),
        (gettext("What it is about"), named.get(lesson.category or "", "")),
        (gettext("Owner"), label("audience", f"partner:{lesson.owner}") if lesson.owner else ""),
        (gettext("Due on"), lesson.due_on.isoformat() if lesson.due_on else ""),
        (gettext("State"), str(STATES[each.learnt.state])),
    ]
    went = [(there.edition or there.name, _answer(there, proposal)) for there, proposal in whereabouts(each.learnt)]
    return [(name, text) for name, text in (*told, *went) if text]


def _answer(there: Event, proposal: Proposal) -> str:
    if not proposal.answer or not proposal.answered_at:
        return str(gettext("waits to be decided on"))
    when = stamp(proposal.answered_at, there)
    if proposal.reason:
        return str(gettext("declined: %(reason)s", reason=proposal.reason))
    return str(gettext("accepted, %(who)s %(when)s", who=proposal.answered_by, when=when))
