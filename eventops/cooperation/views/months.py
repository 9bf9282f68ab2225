"""The month's situation report: drafts, the versions that were sent, the register, PDF and CSV."""

from datetime import timedelta
from typing import Any

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock, files
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language, stamp
from .. import month_acts as acts
from .. import month_paper as paper
from .. import month_report as queries
from ..models import MonthReport
from ..month_counts import municipalities, reference, spans
from ..month_forms import BeginForm, CorrectForm, SendForm, WriteForm, write_form
from .door import bp

Page = Any


@bp.get("/cooperation/months")
@requires(Permission.COOPERATION_READ)
def months(event: Event) -> Page:
    """The reports and the register of what was sent."""
    return _list(event, BeginForm(formdata=None, data={"month": _month_before(event)}))


@bp.post("/cooperation/months")
@requires(Permission.COOPERATION_LEAD)
def begin_month(event: Event) -> Page:
    """Begin a month's report."""
    form, made = BeginForm(), list[MonthReport]()
    if attempted(form, lambda: made.append(acts.begin(event, g.actor, form.month.data or "", form.client_id.data))):
        return redirect(url_for(".month", number=made[0].number))
    return _list(event, form), 422


@bp.get("/cooperation/months/<int(max=2147483647):number>")
@requires(Permission.COOPERATION_READ)
def month(event: Event, number: int) -> Page:
    """A report: a draft with its form, or a version as it was sent."""
    return _page(event, _report(event, number))


@bp.post("/cooperation/months/<int(max=2147483647):number>")
@requires(Permission.COOPERATION_LEAD)
def write_month(event: Event, number: int) -> Page:
    """Write on a draft."""
    report = _report(event, number)
    form = _form(event, report)
    if attempted(form, lambda: acts.write(event, g.actor, report, form.said())):
        flash(gettext("Saved."), "success")
        return redirect(url_for(".month", number=number))
    return _page(event, report, form=form)


@bp.post("/cooperation/months/<int(max=2147483647):number>/send")
@requires(Permission.COOPERATION_LEAD)
def send_month(event: Event, number: int) -> Page:
    """Put a sending on the register; the first one freezes the version with its papers."""
    report, form = _report(event, number), SendForm(prefix="send")
    if attempted(form, lambda: _send(event, report, form)):
        flash(gettext("It is on the register, and the paper is kept."), "success")
        return redirect(url_for(".month", number=number, _anchor="register"))
    return _page(event, report, sending=form)


@bp.post("/cooperation/months/<int(max=2147483647):number>/correct")
@requires(Permission.COOPERATION_LEAD)
def correct_month(event: Event, number: int) -> Page:
    """Begin a corrected version."""
    report, form, made = _report(event, number), CorrectForm(prefix="correct"), list[MonthReport]()
    if attempted(form, lambda: made.append(_correct(event, report, form))):
        return redirect(url_for(".month", number=made[0].number))
    return _page(event, report, correcting=form)


@bp.get("/cooperation/months/<int(max=2147483647):number>/report.pdf")
@requires(Permission.COOPERATION_READ)
def month_pdf(event: Event, number: int) -> Response:
    """The report on paper; ?language=en in that language. What was sent is the very file that was kept."""
    report, language = _report(event, number), _language()
    name = f"{event.slug}-{report.month}-v{report.version}-{language}.pdf"
    if kept := queries.kept(event, report.topic, language):
        path = files.path_of(current_app.config["INSTANCE"], kept.digest)
        return _as_file(path.read_bytes(), name, kept.media_type)
    made = paper.paper(queries.content(event, g.actor, report), language, _made(event, report, language))
    return _as_file(made, name, "application/pdf")


@bp.get("/cooperation/months/<int(max=2147483647):number>/report.csv")
@requires(Permission.COOPERATION_READ)
def month_csv(event: Event, number: int) -> Response:
    """The figures as CSV."""
    report, language = _report(event, number), _language()
    made = b"".join(paper.csv(queries.content(event, g.actor, report), language))
    return _as_file(made, f"{event.slug}-{report.month}-v{report.version}-{language}.csv", "text/csv")


def _correct(event: Event, report: MonthReport, form: CorrectForm) -> MonthReport:
    return acts.correct(event, g.actor, report, form.because.data or "", form.client_id.data)


def _send(event: Event, report: MonthReport, form: SendForm) -> None:
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else 0
    if report.sent_at:
        acts.send(event, g.actor, report, form.said(), seen)
        return
    told = queries.content(event, g.actor, report)
    config, kept = current_app.config, {}
    for language in acts.LANGUAGES:
        made = paper.paper(told, language, _made(event, report, language, final=True))
        name = f"{event.slug}-{report.month}-v{report.version}-{language}.pdf"
        kept[language] = files.keep(config["INSTANCE"], name, made, most=config["ATTACHMENT_MAX_MB"] * 2**20)
    acts.send(event, g.actor, report, form.said(), seen, told, kept)


def _made(event: Event, report: MonthReport, language: str, *, final: bool = False) -> str:
    when = f"{stamp(clock.now(), event)} · {g.actor.name}"
    return when if final else f"{gettext('Draft')} · {when}"


def _list(event: Event, form: BeginForm) -> Page:
    found = queries.reports(event, g.actor)
    visible = {each.id for each in found}
    told: dict[str, Any] = {
        "reports": found, "register": [each for each in queries.sendings(event) if each.report_id in visible],
        "writes": queries.may_write(g.actor), "form": form, "named": paper.month_name,
        "language": current_language(), "municipalities": municipalities(event),
    }  # fmt: skip
    return render_template("cooperation/months.html", event=event, **told)


def _page(
    event: Event, report: MonthReport, form: WriteForm | None = None, sending: FlaskForm | None = None,
    correcting: FlaskForm | None = None,
) -> Page:  # fmt: skip
    told, writes = queries.content(event, g.actor, report), queries.may_write(g.actor)
    shown: dict[str, Any] = {
        "report": report, "told": told, "words": paper, "writes": writes, "language": current_language(),
        "parts": reference()["part"], "persons": _persons(told) if writes else [],
        "form": None,
    }  # fmt: skip
    if writes and not report.sent_at:
        shown["form"] = form or _form(event, report, fresh=True)
    shown["send_form"] = sending or SendForm(formdata=None, prefix="send", data={"seen": str(report.revision)})
    shown["correct_form"] = correcting or CorrectForm(formdata=None, prefix="correct")
    page = render_template("cooperation/month.html", event=event, **shown)
    return page, 422 if any(each and each.errors for each in (form, sending, correcting)) else 200


def _persons(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, ", ".join(gettext(kind) for kind in kinds)) for code, kinds in queries.persons(told)]


def _form(event: Event, report: MonthReport, *, fresh: bool = False) -> WriteForm:
    during = spans(event, report.month)["now"]
    found = [(each.number, f"{each.title} – {each.expected_effect}") for each in
             queries.priorities(event, g.actor, during)]  # fmt: skip
    done = [(each.number, each.text) for each in queries.measures(event, g.actor)]
    return write_form(report, (found, done), fresh=fresh)


def _report(event: Event, number: int) -> MonthReport:
    return queries.report(event, g.actor, number) or abort(404)


def _language() -> str:
    asked = request.args.get("language")
    return asked if asked in acts.LANGUAGES else current_language()


def _month_before(event: Event) -> str:
    first = event.operational_day(clock.now()).replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


def _as_file(made: bytes, name: str, media_type: str) -> Response:
    head = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, mimetype=media_type, headers=head)
