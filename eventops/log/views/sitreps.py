"""Situation reports: M/ETHANE, and the regular one drafted from the log; published, read, copied and printed."""

from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask_babel import gettext

from ... import clock
from ...access import ALL, Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language, label, stamp
from .. import actions, decisions, queries, spoken
from ..command_forms import MethaneForm, RegularForm
from ..drafts import draft, last_published
from ..models import Section, Sitrep, SitrepKind
from ..report_paper import report_pdf
from .choices import audiences
from .door import bp

Page = Any
FORMS: dict[SitrepKind, Any] = {SitrepKind.METHANE: MethaneForm, SitrepKind.REGULAR: RegularForm}
HEADS = {SitrepKind.METHANE: spoken.METHANE, SitrepKind.REGULAR: spoken.REGULAR}


@bp.get("/reports")
@requires(Permission.LOG_READ)
def sitreps(event: Event) -> str:
    """The published reports that are for the caller, the latest first, and the first step to a new one."""
    feeds, found = queries.standing(event, g.actor), decisions.sitreps(event, g.actor)
    return render_template(
        "log/sitreps.html", event=event, feeds=feeds, reports=found, kinds=spoken.REPORTS,
        audiences=audiences() if g.actor.may(Permission.SITREP_PUBLISH) else [],
    )  # fmt: skip


@bp.get("/reports/new")
@requires(Permission.SITREP_PUBLISH)
def new_sitrep(event: Event) -> str:
    """A report to write; the regular one comes drafted for its audience: ?kind=regular&audience=partner:kyrkan."""
    kind, audience = _asked(request.args)
    form = _form(event, kind)
    if kind is SitrepKind.REGULAR:
        for section in draft(event, audience, clock.now()).sections:
            form[section.code].data = section.text
    else:
        form.incident.data = request.args.get("incident", type=int)
    return _writing(event, kind, audience, form)


@bp.post("/reports")
@requires(Permission.SITREP_PUBLISH)
def publish_sitrep(event: Event) -> Page:
    """Publish a report to its audience; from then on it stands as it is."""
    kind, audience = _asked(request.form)
    form, made = _form(event, kind), list[Sitrep]()
    if attempted(form, lambda: made.append(_published(event, kind, audience, form))):
        return redirect(url_for("log.sitrep", number=made[0].number))
    return _writing(event, kind, audience, form), 422


@bp.get("/reports/<int(max=2147483647):number>")
@requires(Permission.LOG_READ)
def sitrep(event: Event, number: int) -> str:
    """One published report."""
    found = _report(event, number)
    text = spoken.plain_text(event, _title(found), stamp(found.published_at, event), found.parts)
    return render_template(
        "log/sitrep.html", event=event, report=found, title_text=_title(found), text=text, kinds=spoken.REPORTS
    )


@bp.get("/reports/<int(max=2147483647):number>.pdf")
@requires(Permission.LOG_READ)
def sitrep_pdf(event: Event, number: int) -> Response:
    """The same on paper."""
    found = _report(event, number)
    made = report_pdf(event, found, _title(found), g.actor, current_language())
    name = f"{event.slug}-{number}.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _writing(event: Event, kind: SitrepKind, audience: str, form: Any) -> str:
    since = last_published(event, audience) or event.went_live_at
    return render_template(
        "log/sitrep_new.html", event=event, form=form, kind=kind, audience=audience, kinds=spoken.REPORTS,
        codes=list(HEADS[kind]), audiences=audiences(), since=since,
    )  # fmt: skip


def _form(event: Event, kind: SitrepKind) -> Any:
    form = FORMS[kind]()
    if kind is SitrepKind.METHANE:
        form.offer(queries.open_incidents(event, g.actor))
    return form


def _published(event: Event, kind: SitrepKind, audience: str, form: Any) -> Sitrep:
    sections = [Section(code, str(title), form[code].data or "") for code, title in HEADS[kind].items()]
    known = kind is SitrepKind.METHANE and form.incident.data
    return actions.publish_sitrep(
        event, g.actor, kind=kind, audience=audience, sections=sections, line=spoken.published(kind, sections),
        since=(last_published(event, audience) or event.went_live_at) if kind is SitrepKind.REGULAR else None,
        incident=queries.incident(event, g.actor, known) if known else None, client_id=form.client_id.data,
    )[0]  # fmt: skip


def _asked(said: Any) -> tuple[SitrepKind, str]:
    """Which report to whom; only to an audience that the caller hears itself."""
    kind, audience = said.get("kind", SitrepKind.REGULAR), said.get("audience", ALL)
    if kind not in list(SitrepKind) or audience not in g.actor.feeds:
        abort(404)
    return SitrepKind(kind), audience


def _title(report: Sitrep) -> str:
    told = {"kind": spoken.REPORTS[report.kind], "number": report.number, "who": label("audience", report.audience)}
    return str(gettext("%(kind)s %(number)s to %(who)s", **told))


def _report(event: Event, number: int) -> Sitrep:
    return decisions.sitrep(event, g.actor, number) or abort(404)
