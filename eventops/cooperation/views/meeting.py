"""One meeting: its agenda as the reader may see it, its clock, and what is written while it runs."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event, Phase
from ...forms import attempted
from ...planning.queries import mandated
from ...words import current_language, label, options
from .. import meeting_minutes as minutes
from ..agenda import agenda, standing
from ..agenda_rules import point_names
from ..meeting_forms import (
    KINDS,
    AttendeeForm,
    DecisionForm,
    FollowForm,
    NoteForm,
    ParkForm,
    PointForm,
    ReasonForm,
)
from ..meeting_queries import row
from ..minutes_paper import minutes_pdf
from ..models.meeting import (
    Meeting,
    MeetingAttendee,
    MeetingDecision,
    MeetingNote,
    MeetingPoint,
    OfMeeting,
    ParkedItem,
)
from .door import bp
from .meetings import NUMBER, meeting_of

Page = Any
ROWS: dict[str, type[OfMeeting]] = {
    "points": MeetingPoint, "notes": MeetingNote, "roll": MeetingAttendee, "parked": ParkedItem,
    "decisions": MeetingDecision,
}  # fmt: skip
STEPS: dict[str, Callable[[Event, Any, Meeting], None]] = {
    "open": minutes.open_meeting, "close": minutes.close_meeting, "sign": minutes.sign,
}  # fmt: skip


@bp.get(f"/cooperation/meetings/{NUMBER}")
@requires(Permission.COOPERATION_READ)
def meeting(event: Event, number: int) -> Page:
    """The meeting: agenda, clock, minutes."""
    return _page(event, meeting_of(event, number))


@bp.get(f"/cooperation/meetings/{NUMBER}/now")
@requires(Permission.COOPERATION_READ)
def meeting_now(event: Event, number: int) -> Page:
    """What others write meanwhile: the lists of its page, without the forms."""
    known = meeting_of(event, number)
    return render_template("cooperation/_meeting_now.html", event=event, **_told(event, known))


@bp.post(f"/cooperation/meetings/{NUMBER}/<any(open, close, sign):step>")
@requires(Permission.COOPERATION_READ)
def step_meeting(event: Event, number: int, step: str) -> Page:
    """Open it, end it, or sign its minutes."""
    known = meeting_of(event, number)
    try:
        STEPS[step](event, g.actor, known)
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("cooperation.meeting", number=number))


@bp.post(f"/cooperation/meetings/{NUMBER}/points")
@requires(Permission.COOPERATION_READ)
def add_point(event: Event, number: int) -> Page:
    """Put a point on the agenda."""
    known, form = meeting_of(event, number), PointForm(prefix="point")
    act = lambda: minutes.add_point(  # noqa: E731
        event, g.actor, known, form.title.data or "", form.minutes.data or 5, form.client_id.data
    )
    return _done(event, known, "point", form, act, "agenda")


@bp.post(f"/cooperation/meetings/{NUMBER}/points/<int(max=2147483647):point>/begin")
@requires(Permission.COOPERATION_READ)
def begin_point(event: Event, number: int, point: int) -> Page:
    """Go on to a point."""
    known = meeting_of(event, number)
    at = row(MeetingPoint, known, point) or abort(404)
    try:
        minutes.begin_point(event, g.actor, known, at)
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("cooperation.meeting", number=number, _anchor=f"point-{point}"))


@bp.post(f"/cooperation/meetings/{NUMBER}/points/<int(max=2147483647):point>/notes")
@requires(Permission.COOPERATION_READ)
def write_note(event: Event, number: int, point: int) -> Page:
    """Note something at a point; the page's outbox is answered in JSON."""
    known, form = meeting_of(event, number), NoteForm()
    at = row(MeetingPoint, known, point) or abort(404)
    act = lambda: minutes.note(event, g.actor, at, form.text.data or "", form.client_id.data)  # noqa: E731
    kept = attempted(form, act)
    if request.accept_mimetypes.best == "application/json":
        errors = {name or "text": str(wrong[0]) for name, wrong in form.errors.items()}
        return (jsonify(saved=form.client_id.data), 201) if kept else (jsonify(errors=errors), 422)
    if kept:
        return redirect(url_for("cooperation.meeting", number=number, _anchor=f"point-{point}"))
    return _page(event, known, {f"note-{point}": form})


@bp.post(f"/cooperation/meetings/{NUMBER}/roll")
@requires(Permission.COOPERATION_READ)
def enter_attendee(event: Event, number: int) -> Page:
    """Enter who came."""
    known, form = meeting_of(event, number), AttendeeForm(prefix="roll")
    act = lambda: minutes.enter(  # noqa: E731
        event, g.actor, known,
        (form.partner.data or "", form.name.data or "", bool(form.decides.data), bool(form.commits.data)),
        form.client_id.data,
    )  # fmt: skip
    return _done(event, known, "roll", form, act, "roll")


@bp.post(f"/cooperation/meetings/{NUMBER}/parked")
@requires(Permission.COOPERATION_READ)
def park(event: Event, number: int) -> Page:
    """Park something."""
    known, form = meeting_of(event, number), _park_form(event)
    act = lambda: minutes.park(  # noqa: E731
        event, g.actor, known, form.text.data or "", tuple(form.concerned.data or ()), form.client_id.data
    )
    return _done(event, known, "park", form, act, "parked")


@bp.post(f"/cooperation/meetings/{NUMBER}/parked/<int(max=2147483647):item>/follow-up")
@requires(Permission.COOPERATION_READ)
def follow_up(event: Event, number: int, item: int) -> Page:
    """Make a meeting of those concerned."""
    known, form, made = meeting_of(event, number), FollowForm(prefix=f"follow{item}"), list[Meeting]()
    parked = row(ParkedItem, known, item) or abort(404)
    act = lambda: made.append(  # noqa: E731
        minutes.follow_up(event, g.actor, parked, form.starts_at.data.replace(tzinfo=event.zone))
    )
    if attempted(form, act):
        flash(gettext("Those concerned have a meeting of their own."), "success")
        return redirect(url_for("cooperation.meeting", number=number, _anchor="parked"))
    return _page(event, known, {f"follow-{item}": form})


@bp.post(f"/cooperation/meetings/{NUMBER}/decisions")
@requires(Permission.COOPERATION_READ)
def decide(event: Event, number: int) -> Page:
    """Write down a decision."""
    known, form = meeting_of(event, number), _decision_form(event, meeting_of(event, number))
    resolved = minutes.Resolved(
        form.text.data or "", form.owner.data, form.due_on.data, form.becomes.data or "", form.cause.data,
        form.requirement.data, form.hours.data, form.follow_up_on.data,
    )  # fmt: skip
    act = lambda: minutes.resolve(event, g.actor, known, resolved, form.client_id.data)  # noqa: E731
    return _done(event, known, "decision", form, act, "decisions")


@bp.post(f"/cooperation/meetings/{NUMBER}/decisions/<int(max=2147483647):decision>/done")
@requires(Permission.COOPERATION_READ)
def decision_done(event: Event, number: int, decision: int) -> Page:
    """Say that a decision is carried out."""
    made = row(MeetingDecision, meeting_of(event, number), decision) or abort(404)
    try:
        minutes.done(event, g.actor, made)
    except Refused as refusal:
        flash(said(refusal), "error")
    back = request.form.get("back", type=int) or number
    return redirect(url_for("cooperation.meeting", number=back, _anchor="decisions" if back == number else "agenda"))


@bp.post(f"/cooperation/meetings/{NUMBER}/<any(points, notes, roll, parked, decisions):kind>/<int:of>/strike")
@requires(Permission.COOPERATION_READ)
def strike_row(event: Event, number: int, kind: str, of: int) -> Page:
    """Strike a row of the minutes, with a reason."""
    known, form = meeting_of(event, number), ReasonForm(prefix=f"strike-{kind}-{of}")
    struck = row(ROWS[kind], known, of) or abort(404)
    act = lambda: minutes.strike(event, g.actor, struck, form.reason.data or "")  # noqa: E731
    return _done(event, known, f"strike-{kind}-{of}", form, act, "agenda" if kind in ("points", "notes") else kind)


@bp.get(f"/cooperation/meetings/{NUMBER}/minutes.pdf")
@requires(Permission.COOPERATION_READ)
def minutes_paper(event: Event, number: int) -> Response:
    """The minutes on paper, in the reader's language."""
    known, language = meeting_of(event, number), current_language()
    made = minutes_pdf(event, known, g.actor, language)
    name = f'attachment; filename="{event.slug}-minutes-{number}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(made, mimetype="application/pdf", headers=headers)


def _done(event: Event, known: Meeting, name: str, form: FlaskForm, act: Callable[[], Any], anchor: str) -> Page:
    if attempted(form, act):
        return redirect(url_for("cooperation.meeting", number=known.number, _anchor=anchor))
    return _page(event, known, {name: form})


def _page(event: Event, known: Meeting, typed: dict[str, FlaskForm] | None = None) -> Page:
    forms, blank = typed or {}, _blank(event, known)

    def form_of(name: str) -> FlaskForm:
        return forms.get(name) or blank(name)

    wrong = any(form.errors for form in forms.values())
    told = {"form_of": form_of, "typed": forms, **_told(event, known)}
    return render_template("cooperation/meeting.html", event=event, **told), 422 if wrong else 200


def _blank(event: Event, known: Meeting) -> Callable[[str], FlaskForm]:
    """The forms of the page by name, as they stand before anybody has typed."""

    def made(name: str) -> FlaskForm:
        kind, _, number = name.partition("-")
        if kind == "follow":
            return _follow_form(event, known, int(number))
        if kind == "strike":
            return ReasonForm(formdata=None, prefix=name)
        if kind == "park":
            return _park_form(event, blank=True)
        if kind == "decision":
            return _decision_form(event, known, blank=True)
        return {"note": NoteForm, "point": PointForm, "roll": AttendeeForm}[kind](
            formdata=None, **({} if kind == "note" else {"prefix": kind})
        )

    return made


def _park_form(event: Event, *, blank: bool = False) -> ParkForm:
    form = ParkForm(formdata=None, prefix="park") if blank else ParkForm(prefix="park")
    form.concerned.choices = options((each.slug, each.name) for each in event.partners)
    return form


def _follow_form(event: Event, known: Meeting, item: int) -> FollowForm:
    """Right after the meeting unless somebody says otherwise: that is when they are still together."""
    then = event.local(max(known.ends_at, clock.now())).replace(second=0, microsecond=0)
    return FollowForm(formdata=None, prefix=f"follow{item}", data={"starts_at": then})


def _decision_form(event: Event, known: Meeting, *, blank: bool = False) -> DecisionForm:
    form = DecisionForm(formdata=None, prefix="decision") if blank else DecisionForm(prefix="decision")
    ways = [("", gettext("Neither: it stands in the minutes"))]
    if event.phase is Phase.LIVE and g.actor.may(Permission.LOG_WRITE):
        ways.insert(0, ("errand", gettext("A task in the log")))
    if event.phase is not Phase.CLOSED and g.actor.may(Permission.PLAN_CONTRIBUTE):
        ways.insert(0, ("measure", gettext("A measure of the plan")))
    form.becomes.choices = options(ways)
    if blank:
        made = agenda_end(event, known)
        form.becomes.data, form.due_on.data, form.follow_up_on.data = ways[0][0], None, made
    return form


def agenda_end(event: Event, known: Meeting) -> Any:
    """The day of the next meeting, on which what was decided is asked for; a week on if there is none."""
    return agenda(event, g.actor, known).until


def _told(event: Event, known: Meeting) -> dict[str, Any]:
    may, with_mandate = minutes.may_minute(g.actor, known), mandated(event)
    return {
        "meeting": known, "agenda": agenda(event, g.actor, known), "kinds": KINDS, "may_minute": may,
        "standing": standing(event, g.actor, known.decisions), "names": point_names(current_language()),
        "mandates": with_mandate, "mandated": ", ".join(sorted(_partner_name(each) for each in with_mandate)),
        "moment": clock.now(), "partner_name": _partner_name,
        "may_sign": may and g.actor.account_id in _signers(known, g.actor.account_id),
    }  # fmt: skip


def _signers(known: Meeting, caller: int | None) -> list[int | None]:
    named: list[int | None] = [each for each in (known.chair_id, known.secretary_id) if each is not None]
    return named or [caller]


def _partner_name(slug: str) -> str:
    return str(label("audience", f"partner:{slug}"))
