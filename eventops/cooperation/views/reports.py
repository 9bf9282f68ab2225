"""A partner's report of a period: the form with what the log offers, what was sent before, nothing, and taking back."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Actor, Permission, requires
from ...errors import Refused
from ...events.models import Event, Partner
from ...events.queries import places
from ...forms import attempted, beside
from ...log.queries import categories
from ...words import current_language
from .. import period_words as words
from .. import periods as queries
from .. import reporting as actions
from ..laid_out import period as period_of
from ..laid_out import periods as periods_of
from ..laid_out import rhythm_of
from ..models import ReportedMatter, ReportingPeriod
from ..period_forms import NothingForm, PeriodReportForm, WithdrawForm
from .door import bp

Page = str | Response | tuple[str, int]


@bp.route("/cooperation/report", methods=["GET", "POST"])
@requires(Permission.COOPERATION_REPORT)
def report(event: Event) -> Page:
    """The report that is next: the earliest that is owed, else the running one."""
    partner = _partner(event)
    period = queries.to_report(event, partner, clock.now())
    if period is None:
        return render_template("cooperation/report_none.html", event=event, rhythm=rhythm_of(event))
    return redirect(url_for("cooperation.report_of", number=period.number, **_also(partner)))


@bp.route("/cooperation/report/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.COOPERATION_REPORT)
def report_of(event: Event, number: int) -> Page:
    """Report for a period; ?for=SLUG speaks for another partner."""
    period, partner = period_of(event, number) or abort(404), _partner(event)
    form = report_form(event, g.actor, period, partner)
    if sent(event, g.actor, period, partner, form):
        return redirect(url_for("cooperation.report_of", number=number, **_also(partner)))
    return _page(event, period, partner, form), 422 if form.errors else 200


@bp.post("/cooperation/report/<int(max=2147483647):number>/nothing")
@requires(Permission.COOPERATION_REPORT)
def report_nothing(event: Event, number: int) -> Page:
    """Say that there is nothing to report."""
    period, partner = period_of(event, number) or abort(404), _partner(event)
    form = NothingForm()
    if said_nothing(event, g.actor, period, partner, form):
        return redirect(url_for("cooperation.report_of", number=number, **_also(partner)))
    return _page(event, period, partner, report_form(event, g.actor, period, partner, empty=True), form), 422


@bp.route("/cooperation/matters/<int(max=2147483647):number>/withdraw", methods=["GET", "POST"])
@requires(Permission.COOPERATION_REPORT)
def withdraw(event: Event, number: int) -> Page:
    """Take back a matter, with a reason."""
    matter = queries.matter(event, g.actor, number) or abort(404)
    if not actions.may_speak_for(event, g.actor, matter.report.partner):
        abort(404)
    form, partner = WithdrawForm(), matter.report.partner
    back = url_for("cooperation.report_of", number=matter.report.period.number, **_also(partner))
    if took_back(event, g.actor, matter, form):
        return redirect(back)
    told = {"matter": matter, "form": form, "back": back, "words": words}
    return render_template("cooperation/withdraw.html", event=event, **told), 422 if form.errors else 200


def report_form(
    event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, *, empty: bool = False
) -> PeriodReportForm:
    """The form of a report, with the event's own choices and the incidents that it offers."""
    form = PeriodReportForm(formdata=None) if empty else PeriodReportForm()
    offered = queries.offered(event, actor, partner, period)
    form.offer(categories(), places(event), offered, current_language())
    if "more" in request.form:
        form.blank()
    return form


def sent(event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, form: PeriodReportForm) -> bool:
    """Whether a form was sent, is valid and was reported; one that asks for another row is not."""
    if not form.is_submitted() or "more" in request.form:
        return False
    form.without_blanks()
    if not form.validate():
        return False
    said = actions.Report(
        matters=[row.form.said() for row in form.matters], incidents=form.incidents.data or (),
        client_id=form.client_id.data,
    )  # fmt: skip
    try:
        told, _ = actions.send_report(event, actor, period, partner, said)
    except Refused as refusal:
        _beside_its_row(form, refusal)
        return False
    flash(gettext("The report is sent at %(when)s.", when=f"{event.local(told.sent_at):%H:%M}"), "success")
    return True


def said_nothing(event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, form: NothingForm) -> bool:
    """Whether it was said, and taken, that there is nothing to report."""
    said = actions.Report(nothing=True, client_id=form.client_id.data)
    if not attempted(form, lambda: actions.send_report(event, actor, period, partner, said)):
        return False
    flash(gettext("It is noted that there is nothing to report."), "success")
    return True


def took_back(event: Event, actor: Actor, matter: ReportedMatter, form: WithdrawForm) -> bool:
    """Whether a matter was taken back."""
    if not attempted(form, lambda: actions.withdraw_matter(event, actor, matter, form.reason.data or "")):
        return False
    flash(gettext("The matter is taken back."), "success")
    return True


def shown(
    event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, form: PeriodReportForm
) -> dict[str, Any]:
    """What a report's page shows: the form, what the log offers, and what was sent before."""
    if not len(form.matters) and not form.incidents.choices:
        form.blank()
    told = queries.matters_of(event, actor, period).get(partner.id, [])
    reports = queries.reports_of(event, period, partner)
    known = [each for each in reports if actor.hears(f"partner:{partner.slug}") or _sent_by(each, actor)]
    return {
        "period": period, "partner": partner, "form": form, "words": words, "reports": known,
        "told": {each.id: [matter for matter in told if matter.report_id == each.id] for each in known},
        "offered": {each.number: each for each in queries.offered(event, actor, partner, period)},
        "names": {each.code: each.name(current_language()) for each in categories()}, "now_is": clock.now(),
    }  # fmt: skip


def _page(
    event: Event, period: ReportingPeriod, partner: Partner, form: PeriodReportForm, nothing: NothingForm | None = None
) -> str:
    spoken_for = queries.speaks_for(event, g.actor)
    told = shown(event, g.actor, period, partner, form)
    told["around"] = around(event, period)
    told["owing"] = queries.owed(event, partner, clock.now())
    told["nothing"] = nothing or NothingForm(formdata=None)
    return render_template("cooperation/report.html", event=event, spoken_for=spoken_for, also=_also(partner), **told)


def around(event: Event, period: ReportingPeriod) -> tuple[ReportingPeriod | None, ReportingPeriod | None]:
    """The periods before and after one, of those that have begun."""
    known = [each for each in periods_of(event) if each.starts_at <= clock.now()]
    place = next((n for n, each in enumerate(known) if each.id == period.id), len(known))
    return (known[place - 1] if place else None), (known[place + 1] if place + 1 < len(known) else None)


def _sent_by(report: Any, actor: Actor) -> bool:
    return bool(report.by_partner.slug == actor.partner)


def _beside_its_row(form: PeriodReportForm, refusal: Refused) -> None:
    """Put what was refused of a matter beside its field; "matters-1-what" is the second row's."""
    kind, _, rest = (refusal.field or "").partition("-")
    row, _, name = rest.partition("-")
    if kind != "matters":
        beside(form, refusal)
        return
    part = form.matters[int(row)].form
    refusal.field = name
    beside(part, refusal)
    form.matters.errors = [part.errors]


def _partner(event: Event) -> Partner:
    """Whom the caller reports for: ?for=SLUG, else its own organisation."""
    wanted = request.args.get("for", g.actor.partner)
    return next((each for each in queries.speaks_for(event, g.actor) if each.slug == wanted), None) or abort(404)


def _also(partner: Partner) -> dict[str, Any]:
    return {} if partner.slug == g.actor.partner else {"for": partner.slug}
