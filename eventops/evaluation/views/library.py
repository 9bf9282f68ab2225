"""The library of lessons: of all events that the caller may read, and on paper."""

from typing import Any

from flask import abort, g, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...words import current_language
from ..forms import STATES
from ..lesson_categories import lesson_categories
from ..lesson_paper import lessons_pdf
from ..library import Sought, library, picked, shelves
from .door import bp
from .lessons import whereabouts

MOST = 40  # lessons on one paper
NAMES = {"q": "words", "category": "category", "series": "series", "state": "state", "of": "event"}
UNSORTED = _("Not sorted")


@bp.get("/evaluation/library")
@requires(Permission.PLAN_READ)
def lesson_library(event: Event) -> Any:
    """Lessons of every event that the caller may read; ?q=, category, series, state and of (an event) narrow them."""
    held = shelves(g.actor.account_id)
    sought = Sought(**{name: request.args.get(key, "").strip() for key, name in NAMES.items()})
    series = {each.series.slug: each.series.name for each, _actor in held if each.series}
    return render_template(
        "evaluation/library.html", event=event, found=library(held, sought), sought=sought, states=STATES,
        events=[each for each, _actor in held], series=series, categories=lesson_categories(current_language()),
        unsorted=UNSORTED, whereabouts=whereabouts,
    )  # fmt: skip


@bp.get("/evaluation/lessons.pdf")
@requires(Permission.PLAN_READ)
def lessons_paper(event: Event) -> Response:
    """The lessons that ?pick= names ("slug/number", as often as wanted), a page each."""
    found = picked(shelves(g.actor.account_id), request.args.getlist("pick")[:MOST]) or abort(404)
    made = lessons_pdf(event, found, g.actor.name, whereabouts, current_language())
    name = f"lesson-{found[0].learnt.lesson.number}" if len(found) == 1 else "lessons"
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-{name}.pdf"', "Cache-Control": "no-store"}
    return Response(made, mimetype="application/pdf", headers=headers)
