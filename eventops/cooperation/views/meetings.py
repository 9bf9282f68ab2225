"""Meetings: what comes and what was held, calling one or a series, and calling it off."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import meeting_calls as calls
from .. import meeting_queries as queries
from ..meeting_calendar import calendar
from ..meeting_forms import KINDS, WEEKDAYS, MeetingForm, ReasonForm, SeriesForm
from ..models.meeting import Meeting, MeetingKind, MeetingSeries
from .door import bp

Page = Any
NUMBER = "<int(max=2147483647):number>"


@bp.get("/cooperation/meetings")
@requires(Permission.COOPERATION_READ)
def meetings(event: Event) -> Page:
    """The meetings one is asked to: the next ones, the series, and what was held."""
    now = clock.now()
    return render_template(
        "cooperation/meetings.html", event=event, upcoming=queries.upcoming(event, g.actor, now), kinds=KINDS,
        held=queries.held(event, g.actor, now), series=queries.visible_series(event, g.actor), weekdays=WEEKDAYS,
    )  # fmt: skip


@bp.route("/cooperation/meetings/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def new_meeting(event: Event) -> Page:
    """Call a meeting; ?kind=hot or cold begins with a debrief."""
    form, made = MeetingForm(), list[Meeting]()
    kind = request.args.get("kind", "regular")
    form.offer(event, queries.leaders(event))
    form.begin(event, clock.now(), None, kind if kind in ("hot", "cold") else "regular")

    def act() -> None:
        told = (form.wanted(), _begins(event, form), form.client_id.data, MeetingKind(form.kind.data))
        made.append(calls.call(event, g.actor, *told))

    if attempted(form, act):
        flash(gettext("The meeting is called."), "success")
        return redirect(url_for("cooperation.meeting", number=made[0].number))
    return _form(event, form, gettext("Call a meeting"))


@bp.route(f"/cooperation/meetings/{NUMBER}/edit", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def edit_meeting(event: Event, number: int) -> Page:
    """Say something else of a meeting that has not begun."""
    known, form = meeting_of(event, number), MeetingForm()
    form.offer(event, queries.leaders(event), known)
    form.begin(event, clock.now(), known, known.kind.value)
    del form.kind
    act = lambda: calls.change_meeting(event, g.actor, known, form.wanted(), _begins(event, form))  # noqa: E731
    if attempted(form, act):
        return redirect(url_for("cooperation.meeting", number=number))
    return _form(event, form, gettext("Change the meeting"), known)


@bp.post(f"/cooperation/meetings/{NUMBER}/call-off")
@requires(Permission.COOPERATION_LEAD)
def call_off(event: Event, number: int) -> Page:
    """Call a meeting off."""
    known, form = meeting_of(event, number), ReasonForm()
    if attempted(form, lambda: calls.call_off(event, g.actor, known, form.reason.data or "")):
        flash(gettext("The meeting is called off."), "success")
        return redirect(url_for("cooperation.meetings"))
    blank = MeetingForm(formdata=None)
    blank.offer(event, queries.leaders(event), known)
    blank.begin(event, clock.now(), known, known.kind.value)
    del blank.kind
    return _form(event, blank, gettext("Change the meeting"), known, form)


@bp.route("/cooperation/meetings/series/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def new_series(event: Event) -> Page:
    """Begin a series."""
    form = SeriesForm()
    form.offer(event, queries.leaders(event))
    form.begin(event, event.local(clock.now()).date(), None)
    act = lambda: calls.begin_series(event, g.actor, form.wanted(), form.slot(), form.client_id.data)  # noqa: E731
    if attempted(form, act):
        flash(gettext("The series is begun, and its meetings are in the list."), "success")
        return redirect(url_for("cooperation.meetings"))
    return _form(event, form, gettext("Begin a series"))


@bp.route(f"/cooperation/meetings/series/{NUMBER}", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def series(event: Event, number: int) -> Page:
    """Say something else of a series; its meetings to come follow."""
    known, form = _series(event, number), SeriesForm()
    form.offer(event, queries.leaders(event), known)
    form.begin(event, known.first_on, known)
    act = lambda: calls.change_series(event, g.actor, known, form.wanted(), form.slot())  # noqa: E731
    if attempted(form, act):
        flash(gettext("The series and its meetings to come are changed."), "success")
        return redirect(url_for("cooperation.meetings"))
    return _form(event, form, gettext("Change the series"), known)


@bp.post(f"/cooperation/meetings/series/{NUMBER}/end")
@requires(Permission.COOPERATION_LEAD)
def end_series(event: Event, number: int) -> Page:
    """End a series."""
    known, form = _series(event, number), ReasonForm()
    if attempted(form, lambda: calls.end_series(event, g.actor, known, form.reason.data or "")):
        flash(gettext("The series is ended, and its meetings to come are called off."), "success")
        return redirect(url_for("cooperation.meetings"))
    blank = SeriesForm(formdata=None)
    blank.offer(event, queries.leaders(event), known)
    blank.begin(event, known.first_on, known)
    return _form(event, blank, gettext("Change the series"), known, form)


@bp.get("/cooperation/meetings.ics")
@requires(Permission.COOPERATION_READ)
def meetings_ics(event: Event) -> Response:
    """All meetings one is asked to, for the calendar; ?series=3 of one series."""
    number, query = request.args.get("series", type=int), queries.visible_meetings(event, g.actor)
    if number is not None:
        query = query.filter(Meeting.series_id == _series(event, number).id)
    return _ics(event, "meetings", calendar(event, queries.all_of(query)))


@bp.get(f"/cooperation/meetings/{NUMBER}.ics")
@requires(Permission.COOPERATION_READ)
def meeting_ics(event: Event, number: int) -> Response:
    """One meeting for the calendar."""
    return _ics(event, f"meeting-{number}", calendar(event, [meeting_of(event, number)]))


def meeting_of(event: Event, number: int) -> Meeting:
    """A meeting that the caller is asked to, else 404."""
    return queries.meeting(event, g.actor, number) or abort(404)


def _series(event: Event, number: int) -> MeetingSeries:
    return queries.series(event, g.actor, number) or abort(404)


def _begins(event: Event, form: MeetingForm) -> Any:
    assert form.starts_at.data
    return form.starts_at.data.replace(tzinfo=event.zone)


def _ics(event: Event, name: str, made: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-{name}.ics"', "Cache-Control": "no-store"}
    return Response(made, mimetype="text/calendar", headers=headers)


def _form(
    event: Event, form: Any, title: str, known: Meeting | MeetingSeries | None = None, ending: ReasonForm | None = None
) -> Page:
    end = ending or ReasonForm(formdata=None)
    told = {"form": form, "title": title, "known": known, "ending": end, "of_series": isinstance(form, SeriesForm)}
    wrong = form.errors or end.errors
    return render_template("cooperation/meeting_form.html", event=event, **told), 422 if wrong else 200
