"""The board of who has reported, a period's reports, the rhythm, who reports for whom, and the links."""

from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...errors import N_, Refused
from ...events.models import Event, Partner
from ...events.queries import partners
from ...extensions import db
from ...forms import attempted
from ...log.queries import categories
from ...words import current_language
from .. import period_words as words
from .. import periods as queries
from .. import report_reminders as report_reminders  # reminds of what these pages ask for
from ..laid_out import differences, rhythm_of
from ..laid_out import period as period_of
from ..models import PeriodKind, ReportLink, Representation
from ..period_forms import ReportLinkForm, RepresentForm, RhythmForm
from ..report_links import make_report_link, revoke_report_link
from ..reporting import end_representation, represent
from ..rhythms import Beat, keep_up, set_rhythm
from .door import bp

Page = str | Response | tuple[str, int]


@bp.get("/cooperation/periods")
@requires(Permission.COOPERATION_READ)
def periods(event: Event) -> str:
    """Who has reported for which period; ?to=NUMBER shows those up to one."""
    now = clock.now()
    told = {
        "board": queries.board(event, g.actor, now, request.args.get("to", type=int)), "rhythm": rhythm_of(event),
        "words": words, "behind": bool(differences(event, now)), "owing": queries.owing(event, g.actor),
        "represents": queries.representations(event), "now_is": now,
    }  # fmt: skip
    return render_template("cooperation/periods.html", event=event, **told)


@bp.post("/cooperation/periods")
@requires(Permission.COOPERATION_READ)
def lay_out(event: Event) -> Response:
    """Let the periods follow the rhythm, the days and the watches; a page that finds them behind asks for it."""
    keep_up(event)
    return redirect(url_for("cooperation.periods"))


@bp.get("/cooperation/periods/<int(max=2147483647):number>")
@requires(Permission.COOPERATION_READ)
def period(event: Event, number: int) -> str:
    """What was reported for a period, of what the caller may read."""
    found, now = period_of(event, number) or abort(404), clock.now()
    board = queries.board(event, g.actor, now, number)
    column = len(board.periods) - 1 if board.periods and board.periods[-1].id == found.id else abort(404)
    told = {
        "period": found, "rows": [(partner, cells[column]) for partner, cells in board.rows], "words": words,
        "matters": queries.matters_of(event, g.actor, found), "count": board.told(column), "now_is": now,
        "names": {each.code: each.name(current_language()) for each in categories()},
        "speaks_for": {each.slug for each in queries.speaks_for(event, g.actor)},
    }  # fmt: skip
    return render_template("cooperation/period.html", event=event, **told)


@bp.route("/cooperation/rhythm", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def rhythm(event: Event) -> Page:
    """Set the rhythm; on the same page, who reports for whom and the links."""
    known = rhythm_of(event)
    form = RhythmForm(known, partners(event))
    if attempted(form, lambda: set_rhythm(event, g.actor, _beat(event, form), request.form.get("seen", 0, int))):
        flash(gettext("The rhythm is set, and the periods follow it."), "success")
        return redirect(url_for("cooperation.periods"))
    return _rhythm_page(event, form=form)


@bp.post("/cooperation/representations")
@requires(Permission.COOPERATION_LEAD)
def make_representation(event: Event) -> Page:
    """Let a partner's coordinator report for another."""
    form = RepresentForm(partners(event))
    known = {each.slug: each for each in partners(event)}
    if attempted(form, lambda: represent(event, g.actor, known[form.partner.data], known[form.by.data])):
        return redirect(url_for("cooperation.rhythm", _anchor="represent"))
    return _rhythm_page(event, represent_form=form)


@bp.post("/cooperation/representations/<int(max=2147483647):number>/end")
@requires(Permission.COOPERATION_LEAD)
def stop_representing(event: Event, number: int) -> Response:
    """Let a partner report for itself again."""
    found = db.session.scalar(db.select(Representation).filter_by(event_id=event.id, number=number))
    end_representation(event, g.actor, found or abort(404))
    return redirect(url_for("cooperation.rhythm", _anchor="represent"))


@bp.post("/cooperation/report-links")
@requires(Permission.COOPERATION_LEAD)
def make_link(event: Event) -> Page:
    """Make a link to a partner's reports; its address is shown this once."""
    form, made = _link_form(event), []
    if attempted(form, lambda: made.append(_make(event, form))):
        return _rhythm_page(event, made=made[0])
    return _rhythm_page(event, link_form=form)


@bp.post("/cooperation/report-links/<int(max=2147483647):number>/revoke")
@requires(Permission.COOPERATION_LEAD)
def revoke_link(event: Event, number: int) -> Response:
    """End a link; whoever has it open can report nothing more with it."""
    found = db.session.scalar(db.select(ReportLink).filter_by(event_id=event.id, number=number))
    revoke_report_link(event, g.actor, found or abort(404))
    flash(gettext("The link is ended."), "success")
    return redirect(url_for("cooperation.rhythm", _anchor="links"))


def _beat(event: Event, form: RhythmForm) -> Beat:
    chosen = set(form.asked.data or ())
    if form.starts_on.data is None:
        raise Refused(N_("Choose a day within two years from today."), field="starts_on")
    return Beat(
        starts_on=form.starts_on.data, weekday=form.weekday.data, hour=(form.hour.data or "").strip(),
        week_due=(form.week_due.data or 0) * 60, live=PeriodKind(form.live.data), live_due=form.live_due.data or 0,
        silent=[each.slug for each in partners(event) if each.slug not in chosen],
    )  # fmt: skip


def _make(event: Event, form: ReportLinkForm) -> tuple[str, ReportLink]:
    partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=form.partner.data)).one()
    said = (form.recipient.data or "", form.days.data or 0, current_app.secret_key)
    return make_report_link(event, g.actor, partner, *said)


def _link_form(event: Event, **more: Any) -> ReportLinkForm:
    form = ReportLinkForm(**more)
    outer = [(each.slug, each.name) for each in partners(event) if not each.inner]
    form.partner.choices = [("", gettext("Choose a partner")), *outer]
    return form


def _rhythm_page(
    event: Event, *, form: RhythmForm | None = None, represent_form: RepresentForm | None = None,
    link_form: ReportLinkForm | None = None, made: tuple[str, ReportLink] | None = None,
) -> Page:  # fmt: skip
    known, standing = partners(event), rhythm_of(event)
    links = db.select(ReportLink).filter_by(event_id=event.id).order_by(ReportLink.number.desc())
    forms: dict[str, FlaskForm] = {
        "form": form or RhythmForm(standing, known, formdata=None),
        "represent_form": represent_form or RepresentForm(known, formdata=None),
        "link_form": link_form or _link_form(event, formdata=None),
    }
    told = {"rhythm": standing, "represents": queries.representations(event), "made": made, "moment": clock.now()}
    page = render_template(
        "cooperation/rhythm.html", event=event, links=db.session.scalars(links).all(), **forms, **told
    )
    return page, 422 if any(each.errors for each in forms.values()) else 200
