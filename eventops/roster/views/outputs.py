"""What the roster is taken out as: the page of its outputs, and the door through which each leaves, on the record."""

import io
from datetime import date
from typing import Any

from flask import Response, abort, g, render_template, send_file
from flask_wtf import FlaskForm

from ... import clock
from ...access import Permission, requires
from ...events.models import Event, Partner
from ...forms import attempted
from .. import queries
from ..actions.output import export_output
from ..forms.output import DecisionForm, OutputForm
from ..outputs import OUTPUTS, Asked
from ..outputs.asked import money, number, price
from ..outputs.credentials import endings, holding, horizon, last_day, said_of
from ..outputs.decision import leader
from ..outputs.hours import ledger, reservations, summed
from ..papers.output import output_file
from .door import Page, bp

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@bp.get("/roster/outputs")
@requires(Permission.ROSTER_READ)
def outputs(event: Event) -> Page:
    """What there is to take out, and with which choices."""
    return _page(event, _form(event, formdata=None), _decision_form(event, formdata=None))


@bp.post("/roster/outputs")
@requires(Permission.ROSTER_READ)
def take_output(event: Event) -> Any:
    """Take one out as a PDF or a workbook."""
    form, made = _form(event), list[bytes]()
    asked = _asked(event, form, _partner(event, form.partner.data))
    if attempted(form, lambda: made.append(_taken(asked, form.output, form.ending, form.language.data))):
        return _download(asked, form.output, form.ending, made[0])
    return _page(event, form, _decision_form(event, formdata=None))


@bp.post("/roster/outputs/decision")
@requires(Permission.ROSTER_READ)
def take_decision(event: Event) -> Any:
    """Take the staffing decision out as a PDF."""
    form, made = _decision_form(event), list[bytes]()
    said = {name: (form[name].data or "").strip() for name in ("reference", "decided_by", "text")}
    asked = Asked(event, g.actor, clock.now(), by="", more=said)
    if attempted(form, lambda: made.append(_taken(asked, "decision", "pdf", form.language.data))):
        return _download(asked, "decision", "pdf", made[0])
    return _page(event, _form(event, formdata=None), form)


@bp.get("/roster/company/outputs")
@requires(Permission.ROSTER_OWN)
def own_outputs(event: Event) -> Page:
    """What our own people's roster is taken out as."""
    return _own_page(event, _own_form(event, formdata=None))


@bp.post("/roster/company/outputs")
@requires(Permission.ROSTER_OWN)
def take_own_output(event: Event) -> Any:
    """Take the roster of our own people out."""
    form, made = _own_form(event), list[bytes]()
    asked = _asked(event, form, g.membership.partner)
    if attempted(form, lambda: made.append(_taken(asked, form.output, form.ending, form.language.data))):
        return _download(asked, form.output, form.ending, made[0])
    return _own_page(event, form)


@bp.get("/roster/hours")
@requires(Permission.ROSTER_READ)
def hours(event: Event) -> Page:
    """The resource ledger (R72) on screen."""
    known = ledger(event, queries.shifts(event), clock.now())
    told = {
        "ledger": known,
        "reservations": reservations(known),
        "number": number,
        "money": money,
        "price": price,
        "summed": summed,
    }
    return render_template("roster/hours.html", event=event, **told)


@bp.get("/roster/credentials-ending")
@requires(Permission.ROSTER_READ)
def credentials_ending(event: Event) -> Page:
    """The credentials that end within six months of the event, on screen."""
    asked = Asked(event, g.actor, clock.now())
    told = {
        "found": endings(asked),
        "holding": holding,
        "horizon": horizon(asked),
        "today": event.local(asked.at).date(),
    }
    last = last_day(event, asked.shifts)
    return render_template("roster/credentials_ending.html", event=event, asked=asked, last=last, said=said_of, **told)


def _asked(event: Event, form: OutputForm, partner: Partner | None) -> Asked:
    known = {choice.value for choice in form.day.choices}
    whole = form.output in ("credentials", "")
    day = None if whole or form.day.data not in known else form.date
    return Asked(event, g.actor, clock.now(), by=form.by.data, partner=partner, day=day)


def _taken(asked: Asked, output: str, ending: str, language: str) -> bytes:
    file = output_file(asked, output, ending, language)
    slug = asked.partner.slug if asked.partner else None
    by = asked.by if output == "roster" else ""
    export_output(
        asked.event, asked.actor, file, output=output, ending=ending, language=language, by=by, partner=slug,
        day=asked.day,
    )  # fmt: skip
    return file


def _download(asked: Asked, output: str, ending: str, file: bytes) -> Response:
    parts = (
        asked.event.slug, output, asked.by if output == "roster" else "", asked.partner.slug if asked.partner else "",
        asked.day.isoformat() if asked.day else "", f"{asked.event.local(asked.at):%Y-%m-%d-%H%M}",
    )  # fmt: skip
    name = "-".join(filter(None, (*parts[:4], parts[4] and f"day-{parts[4]}", parts[5])))
    response = send_file(io.BytesIO(file), KINDS[ending], as_attachment=True, download_name=f"{name}.{ending}")
    response.headers["Cache-Control"] = "no-store"
    return response


def _partner(event: Event, slug: str | None) -> Partner | None:
    return next((each for each in event.partners if each.slug == slug), None)


def _days(event: Event) -> list[date]:
    return sorted({event.operational_day(shift.starts_at) for shift in queries.shifts(event)})


def _form(event: Event, **more: Any) -> OutputForm:
    mine = {name: each for name, each in OUTPUTS.items() if name != "decision" and g.actor.may(each.permission)}
    return OutputForm(mine, event.partners, _days(event), **more)


def _own_form(event: Event, **more: Any) -> OutputForm:
    own = g.membership.partner or abort(404)
    return OutputForm({"roster": OUTPUTS["roster"]}, [own], _days(event), own=True, **more)


def _decision_form(event: Event, **more: Any) -> DecisionForm:
    form = DecisionForm(prefix="decision", **more)
    if not form.is_submitted():
        form.decided_by.data = leader(Asked(event, g.actor, clock.now()))
    return form


def _page(event: Event, form: OutputForm, decision: DecisionForm) -> Page:
    told = {
        "form": form,
        "decision": decision,
        "outputs": OUTPUTS,
        "offered": {each.value for each in form.take.choices},
    }
    return render_template("roster/outputs.html", event=event, **told), _status(form, decision)


def _own_page(event: Event, form: OutputForm) -> Page:
    return render_template("roster/own_outputs.html", event=event, form=form, output=OUTPUTS["roster"]), _status(form)


def _status(*forms: FlaskForm) -> int:
    return 422 if any(form.errors for form in forms) else 200
