"""The papers of the plan: which there are, and the door through which each is taken out as a PDF, on the record."""

import io
from typing import Any

from flask import Response, g, render_template, send_file
from flask_babel import gettext

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...extensions import db
from ...forms import attempted
from .. import actions, queries
from ..forms.paper import PaperForm
from ..models import Watch
from ..papers import PAPERS, Wanted
from ..papers.period import codes
from ..papers.print import printed
from ..sections import SECTIONS
from .door import bp


@bp.get("/plan/papers")
@requires(Permission.PLAN_READ)
def papers(event: Event) -> str:
    """The papers, and for whom they can be made."""
    return _page(event, _form(event, formdata=None))


@bp.post("/plan/papers")
@requires(Permission.PLAN_READ)
def take_paper(event: Event) -> Any:
    """Take one out as a PDF."""
    form, made = _form(event), list[bytes]()
    if attempted(form, lambda: made.append(_taken(event, form))):
        return _download(event, form, made[0])
    return _page(event, form), 422


def _taken(event: Event, form: PaperForm) -> bytes:
    paper, audience, language = form.paper.data, form.audience.data, form.language.data
    version = queries.version(event, int(form.version.data)) if form.version.data else None
    wanted = Wanted(audience, form.headings.data, form.sector.data or None, form.period.data or "")
    file = printed(event, g.actor, paper, wanted, language, version, clock.now())
    told = {"paper": paper, "audience": audience, "language": language, "period": wanted.period}
    actions.export_paper(event, g.actor, file, version=version.number if version else None, **told)
    return file


def _download(event: Event, form: PaperForm, file: bytes) -> Response:
    edition = f"v{form.version.data}" if form.version.data else f"{event.local(clock.now()):%Y-%m-%d-%H%M}"
    period = f"{form.period.data}-".replace("@", "-").lstrip("-")
    name = f"{event.slug}-{form.paper.data}-{period}{edition}-{form.language.data}.pdf"
    response = send_file(io.BytesIO(file), "application/pdf", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(event: Event, **more: Any) -> PaperForm:
    known = queries.versions(event)
    said = [(each.number, gettext("Version %(number)s", number=each.number)) for each in known]
    watches = list(db.session.scalars(queries.visible(Watch, event, g.actor)))
    return PaperForm(PAPERS, said, codes(event, watches), **more)


def _page(event: Event, form: PaperForm) -> str:
    now = queries.plan_of(event, g.actor)
    told = {"plan": now, "sections": list(SECTIONS.values()), "missing": now.missing(), "papers": PAPERS, "form": form}
    return render_template("planning/papers.html", event=event, **told)
