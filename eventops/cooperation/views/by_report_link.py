"""A partner's periodic report by a signed link, without an account: its own form and its own earlier reports."""

from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, url_for

from ... import clock
from ...access import public
from ...events.models import Event, Partner
from ...extensions import db, limiter
from ...signed import digest
from .. import period_words as words
from .. import periods as queries
from ..laid_out import period as period_of
from ..models import ReportingPeriod, ReportLink
from ..period_forms import NothingForm, WithdrawForm
from ..report_links import actor_of, opened
from . import reports
from .reports import Page

bp = Blueprint("by_report", __name__, url_prefix="/report-links/<token>")
PER_LINK = "30/hour"  # reports that one link may send


@bp.url_value_preprocessor
def admit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let in who has a link that is good: `link` for its token, and the caller is its partner. Others get 404."""
    if values is None:
        return
    token = values.pop("token")
    link = opened(current_app.secret_key, token) or abort(404)
    partners = db.session.scalars(db.select(Partner).filter_by(event_id=link.event_id)).all()
    g.token, g.event = token, link.event
    g.partner_names = lambda: {each.slug: each.name for each in partners}
    g.actor = actor_of(link)
    values["link"] = link


@bp.url_defaults
def keep(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses made on these pages stay within the link."""
    if "token" in g:
        values.setdefault("token", g.token)


def which() -> str:
    """The link that a request came by, as it is kept: what is counted is each link's own."""
    return digest(g.token)


@bp.get("")
@public
def front(link: ReportLink) -> Page:
    """The report that is next."""
    period = queries.to_report(link.event, link.partner, clock.now())
    if period is None:
        return render_template("cooperation/link_report_none.html", event=link.event, link=link)
    return redirect(url_for("by_report.report", number=period.number))


@bp.route("/<int(max=2147483647):number>", methods=["GET", "POST"])
@public
@limiter.limit(PER_LINK, key_func=which, methods=["POST"])
def report(link: ReportLink, number: int) -> Page:
    """Report for a period."""
    period = _period(link.event, number)
    form = reports.report_form(link.event, g.actor, period, link.partner)
    if reports.sent(link.event, g.actor, period, link.partner, form):
        return redirect(url_for("by_report.report", number=number))
    return _page(link, period, form), 422 if form.errors else 200


@bp.post("/<int(max=2147483647):number>/nothing")
@public
@limiter.limit(PER_LINK, key_func=which, methods=["POST"])
def nothing(link: ReportLink, number: int) -> Page:
    """Say that there is nothing to report."""
    period, form = _period(link.event, number), NothingForm()
    if reports.said_nothing(link.event, g.actor, period, link.partner, form):
        return redirect(url_for("by_report.report", number=number))
    empty = reports.report_form(link.event, g.actor, period, link.partner, empty=True)
    return _page(link, period, empty, form), 422


@bp.route("/matters/<int(max=2147483647):number>/withdraw", methods=["GET", "POST"])
@public
@limiter.limit(PER_LINK, key_func=which, methods=["POST"])
def withdraw(link: ReportLink, number: int) -> Page:
    """Take back a matter of the partner's own."""
    matter = queries.matter(link.event, g.actor, number) or abort(404)
    if matter.report.partner_id != link.partner_id:
        abort(404)
    form, back = WithdrawForm(), url_for("by_report.report", number=matter.report.period.number)
    if reports.took_back(link.event, g.actor, matter, form):
        return redirect(back)
    told = {"matter": matter, "form": form, "back": back, "words": words}
    return render_template("cooperation/link_withdraw.html", event=link.event, **told), 422 if form.errors else 200


def _period(event: Event, number: int) -> ReportingPeriod:
    """A period that has begun."""
    found = period_of(event, number)
    return found if found is not None and found.starts_at <= clock.now() else abort(404)


def _page(link: ReportLink, period: ReportingPeriod, form: Any, nothing: NothingForm | None = None) -> str:
    told = reports.shown(link.event, g.actor, period, link.partner, form)
    told["around"] = reports.around(link.event, period)
    told["owing"] = queries.owed(link.event, link.partner, clock.now())
    told["nothing"] = nothing or NothingForm(formdata=None)
    return render_template("cooperation/link_report.html", event=link.event, link=link, **told)
