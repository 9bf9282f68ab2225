"""Interventions: the list with its clocks, the form of each kind, and the page of one with what is done about it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import POLICE, Permission, requires
from ...events.models import Event, LegalMode
from ...extensions import db
from ...forms import attempted
from ...words import current_language, label, named, options
from .. import interventions, queries
from ..actions import intervention as actions
from ..actions import intervention_step as steps
from ..actions.person import PersonSaid
from ..clocks import Clock, Running, Stage, clocks_of, running
from ..custody import Custody, custody
from ..intervention_forms import ChosenForm, EraseForm, InterventionForm, OpenForm, PersonForm, StepForm
from ..kinds import Kind, kinds, outcomes, reasons, suggested
from ..limits import limits
from ..models import CellStation, Incident, Intervention, StepKind
from .door import bp

Page = str | Response | tuple[str, int]
NUMBER = "<int(max=2147483647):number>"
BY_WRITERS = (
    StepKind.CHECK, StepKind.ARRIVAL, StepKind.HANDOVER, StepKind.REPORT, StepKind.END, StepKind.SIGNED_DECISION,
)  # fmt: skip
BY_REVIEWERS = (StepKind.REVIEW, StepKind.EXTENSION, StepKind.SIGNED_RECORD)


# -- what the live screen, the incident and the list have in common --


def clock_row(each: Clock, now: datetime) -> dict[str, Any]:
    """A running clock as a row; a quiet one is shown when it is due."""
    taken, language = each.intervention, current_language()
    return {
        "number": taken.number, "name": taken.of_kind.brief(language), "what": each.what, "stage": each.stage,
        "incident": taken.incident.number if taken.incident and g.actor.hears(taken.incident.audience) else None,
        "place": " ".join(part for part in (taken.sector and taken.sector.code, taken.place_text) if part),
        "since": each.since, "until": each.until, "amber_at": each.amber_at, "elapsed": span(now - each.since),
        "of": span(each.until - each.since) if each.until else "", "quiet": each.what is Running.CHECK,
    }  # fmt: skip


def span(length: timedelta) -> str:
    """How long, as hours and minutes: 6:12."""
    minutes = max(0, int(length.total_seconds() // 60))
    return f"{minutes // 60}:{minutes % 60:02}"


def clock_board(event: Event) -> dict[str, Any]:
    """The clocks that run and how the cells stand, as far as the caller may know."""
    now, may = clock.now(), g.actor.may(Permission.INTERVENTION_WRITE)
    rows = [clock_row(each, now) for each in running(event, g.actor, now)] if may else []
    cells = custody(event, now) if may and g.actor.hears(POLICE) else Custody([])
    overdue = sum(row["stage"] is Stage.RED for row in rows)
    shown = sum(row["stage"] is not Stage.CALM or not row["quiet"] for row in rows)
    return {"rows": rows, "cells": cells, "overdue": overdue, "shown": shown}


def interventions_on(incident: Incident) -> dict[str, Any]:
    """What was taken on an incident, and the kinds its category calls for."""
    taken = interventions.of_incident(incident, g.actor) if g.actor.may(Permission.INTERVENTION_WRITE) else []
    return {"taken": taken, "suggested": suggested(incident.category_code)}


@bp.context_processor
def _told() -> dict[str, Any]:
    return {
        "clock_board": clock_board, "interventions_on": interventions_on, "intervention_kinds": kinds,
        "outcome_name": lambda code: outcomes()[code].name(current_language()) if code in outcomes() else "",
    }  # fmt: skip


@bp.get("/live/clocks")
@requires(Permission.INTERVENTION_WRITE)
def clocks(event: Event) -> str:
    """The running clocks, the cells and what is overdue: a fragment of the live screen."""
    return render_template("log/_clocks.html", event=event)


# -- the list --


@bp.get("/interventions", endpoint="interventions")
@requires(Permission.INTERVENTION_WRITE)
def listing(event: Event) -> str:
    """All interventions the caller may know of: the running clocks first."""
    form, language = ChosenForm(request.args, meta={"csrf": False}), current_language()
    anything = ("", gettext("All"))
    form.kind.choices = options([anything, *((each.code, each.name(language)) for each in kinds().values())])
    form.state.choices = options([
        anything, ("open", gettext("Going on")), ("unreviewed", gettext("Not reviewed")),
        ("report", gettext("Guards' report due")),
    ])  # fmt: skip
    valid = form.validate()
    chosen = interventions.Chosen(form.kind.data or "", form.state.data or "") if valid else interventions.Chosen()
    found = interventions.listed(event, g.actor, chosen, before=request.args.get("before", type=int))
    older = {**request.args, "before": found[49].number} if len(found) > 50 else None
    return render_template(
        "log/interventions.html", event=event, form=form, found=found[:50], older=older,
        feeds=queries.standing(event, g.actor),
    )  # fmt: skip


# -- taking one to the record --


@bp.get("/interventions/new")
@requires(Permission.INTERVENTION_WRITE)
def choose_kind(event: Event) -> str:
    """The kinds to choose among; ?incident=12 takes it on that incident."""
    return render_template("log/intervention_kinds.html", event=event, incident=_asked_incident(event))


@bp.route("/interventions/new/<kind>", methods=["GET", "POST"])
@requires(Permission.INTERVENTION_WRITE)
def intervene(event: Event, kind: str) -> Page:
    """The form of one kind."""
    known = kinds().get(kind) or abort(404)
    incident, form, made = _asked_incident(event), _form(event, known), []

    def act() -> None:
        taken = _taken(event, known, form, incident)
        made.append(actions.intervene(event, g.actor, taken, called=known.name(current_language())))

    if attempted(form, act):
        return redirect(url_for(".intervention", number=made[0].number))
    page = render_template("log/intervention_new.html", event=event, kind=known, form=form, incident=incident)
    return page, 422 if form.errors else 200


def _form(event: Event, kind: Kind) -> InterventionForm:
    form = InterventionForm()
    form.arrange(kind, person=kind.person and event.legal_mode is not LegalMode.ORGANISER)
    inner = g.actor.hears(POLICE)
    companies = actions.guard_companies(event) if inner else {g.actor.partner: label("audience", _own_feed())}
    stations = custody(event, clock.now()).stations if inner else ()
    form.offer(queries.sectors(event), companies, stations, interventions.areas(event))
    if not inner:
        form.company.choices = options(companies.items())
    return form


def _own_feed() -> str:
    return f"partner:{g.actor.partner}"


def _taken(event: Event, kind: Kind, form: InterventionForm, incident: Incident | None) -> actions.Taken:
    now, told = clock.now(), {name: field.data for name, field in form._fields.items()}
    plain = (*actions.TEXTS, *actions.COUNTED, "around", "age", "force", "company", "place")
    return actions.Taken(
        kind=kind.code, client_id=form.client_id.data, incident=incident, sector=form.sector.data or None,
        occurred_at=form.occurred_at.moment(event, now),
        decided_at=form.decided_at.moment(event, now) if "decided_at" in told else None,
        station=db.session.get(CellStation, told["station"]) if told.get("station") else None,
        person=_person(form) if "name" in told else None, **{name: told.get(name) for name in plain},
    )  # fmt: skip


def _person(form: PersonForm) -> PersonSaid:
    return PersonSaid(
        form.person_role.data, form.name.data, form.born.data, form.person_reference.data, form.description.data
    )


# -- one of them --


@bp.get(f"/interventions/{NUMBER}")
@requires(Permission.INTERVENTION_WRITE)
def intervention(event: Event, number: int) -> Page:
    """What was done, what followed, and what can be done about it; who it was stays closed."""
    return intervention_page(event, known_intervention(event, number))


@bp.post(f"/interventions/{NUMBER}/steps/<step>")
@requires(Permission.INTERVENTION_WRITE)
def take_step(event: Event, number: int, step: str) -> Page:
    """Note a check, an arrival, a handover, a report, a signature or the end."""
    return _step(event, number, step, BY_WRITERS)


@bp.post(f"/interventions/{NUMBER}/review/<step>")
@requires(Permission.INTERVENTION_REVIEW)
def review_step(event: Event, number: int, step: str) -> Page:
    """Review, extend or sign as the supervising officer."""
    return _step(event, number, step, BY_REVIEWERS)


@bp.post(f"/interventions/{NUMBER}/strike")
@requires(Permission.LOG_STRIKE)
def strike_intervention(event: Event, number: int) -> Page:
    """Strike an intervention, and its line in the log."""
    return _step(event, number, StepKind.STRIKE, (StepKind.STRIKE,))


def _step(event: Event, number: int, step: str, allowed: Iterable[StepKind]) -> Page:
    taken = known_intervention(event, number)
    kind = next((each for each in allowed if each == step), None) or abort(404)
    form = step_form(event, taken, kind)
    told = {name: field.data for name, field in form._fields.items()}

    def act() -> None:
        text = told.get("text") or ""
        if kind is StepKind.STRIKE:
            return steps.strike_intervention(event, g.actor, taken, reason=text)
        station = db.session.get(CellStation, told["station"]) if told.get("station") else None
        at = form.at.moment(event, clock.now()) if "at" in told else None
        done = steps.Done(told.get("by") or "", at, told.get("outcome") or "", text, told["client_id"], station)
        return steps.take_step(event, g.actor, taken, kind, done)

    if attempted(form, act):
        return redirect(url_for(".intervention", number=number))
    if kind in due(event, taken):
        return intervention_page(event, taken, **{kind: form}), 422
    for error in form.form_errors:  # somebody else was there first
        flash(error, "error")
    return redirect(url_for(".intervention", number=number))


def step_form(event: Event, taken: Intervention, kind: StepKind, *, empty: bool = False) -> StepForm:
    """The form of a kind of step."""
    form = StepForm(formdata=None, prefix=kind) if empty else StepForm(prefix=kind)
    language = current_language()
    ends = [(code, outcomes()[code].name(language)) for code in taken.of_kind.ends]
    form.arrange(kind, taken, named("review_outcome") if kind is StepKind.REVIEW else ends)
    if "station" in form:
        held = custody(event, clock.now()).stations
        form.station.choices = options((each.cells.id, f"{each.cells.name} ({each.free})") for each in held)
        if empty and taken.station_id:
            form.station.data = taken.station_id
    return form


def intervention_page(event: Event, taken: Intervention, **forms: Any) -> str:
    """The page of one; `forms` are those that were wrong, by the step they are for."""
    now = clock.now()
    doable = {kind: forms.get(kind) or step_form(event, taken, kind, empty=True) for kind in due(event, taken)}
    told = {
        "persons": None, "opening": None, "open_form": open_form(empty=True),
        "person_form": PersonForm(formdata=None), "erase_form": EraseForm(formdata=None), **forms,
    }  # fmt: skip
    return render_template(
        "log/intervention.html", event=event, taken=taken, kind=taken.of_kind, doable=doable,
        shows_incident=taken.incident is not None and g.actor.hears(taken.incident.audience),
        company=actions.guard_companies(event).get(taken.company or "", taken.company),
        rows=[clock_row(each, now) for each in _clocks(event, taken, now)],
        person_count=interventions.count_persons(taken), openings=interventions.openings_of(taken),
        feeds=queries.standing(event, g.actor), by_reviewers=BY_REVIEWERS,
        **{name: told[name] for name in ("persons", "opening", "open_form", "person_form", "erase_form")},
    )  # fmt: skip


def open_form(*, empty: bool = False) -> OpenForm:
    """The form that asks why somebody opens what is kept of persons."""
    form = OpenForm(formdata=None) if empty else OpenForm()
    language = current_language()
    form.reason.choices = options([("", ""), *((each.code, each.name(language)) for each in reasons().values())])
    return form


def _clocks(event: Event, taken: Intervention, now: datetime) -> list[Clock]:
    return sorted(clocks_of(taken, limits(event), now), key=lambda each: each.urgency)


def due(event: Event, taken: Intervention) -> list[StepKind]:
    """What can be done about it now by the caller, what is most urgent first."""
    if taken.struck_at or event.phase != "live":
        return []
    kind = taken.of_kind
    can = {
        StepKind.REVIEW: taken.unreviewed, StepKind.HANDOVER: taken.handover_due, StepKind.REPORT: taken.report_due,
        StepKind.CHECK: taken.running and kind.cell, StepKind.ARRIVAL: _can_arrive(event, taken),
        StepKind.END: taken.running, StepKind.EXTENSION: taken.running and bool(kind.extended),
        StepKind.SIGNED_DECISION: True, StepKind.SIGNED_RECORD: True, StepKind.STRIKE: True,
    }  # fmt: skip
    needs = dict.fromkeys(BY_REVIEWERS, Permission.INTERVENTION_REVIEW) | {StepKind.STRIKE: Permission.LOG_STRIKE}
    repeats = (StepKind.CHECK, StepKind.END)
    may = g.actor.may
    return [
        step for step, right in can.items()
        if right and (step in repeats or not taken.step(step)) and may(needs.get(step, Permission.INTERVENTION_WRITE))
    ]  # fmt: skip


def _can_arrive(event: Event, taken: Intervention) -> bool:
    young = taken.age == "under_15"
    return taken.running and taken.of_kind.cell and not young and bool(custody(event, clock.now()).stations)


def known_intervention(event: Event, number: int) -> Intervention:
    """One the caller may know of, or 404."""
    return interventions.intervention(event, g.actor, number) or abort(404)


def _asked_incident(event: Event) -> Incident | None:
    number = request.args.get("incident", type=int)
    return (queries.incident(event, g.actor, number) or abort(404)) if number else None
