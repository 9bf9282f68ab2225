"""The survey's pages for members: what visitors said, who holds it, and what they wrote, to be read."""

from typing import Any

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import POLICE, Permission, requires
from ...events.models import Event
from ...events.queries import editions, first_day
from ...events.scope import actor_of
from ...extensions import db
from ...forms import attempted
from ...personal import signs
from ...words import current_language
from .. import survey_actions as actions
from .. import survey_links as links
from .. import survey_queries as queries
from ..export_models import Format, What
from ..survey_forms import KINDS, AskForm, HoldForm, ReadForm
from ..survey_models import AskedAs, Channel, QuestionKind, Survey, SurveyQuestion, TextState
from ..survey_poster import poster
from ..survey_questions import smallest_cell
from ..survey_statistics import differs
from .door import bp
from .exports import usual

Page = Any


@bp.get("/evaluation/survey")
@requires(Permission.PLAN_READ)
def survey(event: Event) -> Page:
    """What the visitors said, beside what they said the time before."""
    return _page(event)


@bp.post("/evaluation/survey/terms")
@requires(Permission.LESSON_WRITE)
def hold_survey(event: Event) -> Page:
    """Set the survey up, or say something else of it."""
    form = HoldForm()
    if attempted(form, lambda: actions.hold(event, g.actor, _terms(event, form))):
        flash(gettext("The survey is set up."), "success")
        return redirect(url_for("evaluation.survey"))
    return _page(event, hold_form=form)


@bp.post("/evaluation/survey/close")
@requires(Permission.LESSON_WRITE)
def close_survey(event: Event) -> Page:
    """Close it now."""
    actions.close(event, g.actor, _survey(event))
    flash(gettext("The survey is closed."), "success")
    return redirect(url_for("evaluation.survey"))


@bp.post("/evaluation/survey/links/end")
@requires(Permission.LESSON_WRITE)
def end_survey_links(event: Event) -> Page:
    """End the links that are out there, and make new ones."""
    actions.renew(event, g.actor, _survey(event))
    flash(gettext("The old links are ended. Print the poster anew."), "success")
    return redirect(url_for("evaluation.survey"))


@bp.post("/evaluation/survey/questions")
@requires(Permission.LESSON_WRITE)
def ask_question(event: Event) -> Page:
    """Ask a question of the event's own."""
    form = AskForm()
    act = lambda: actions.ask(  # noqa: E731
        event, g.actor, QuestionKind(form.kind.data), form.sv.data or "", form.en.data or "", form.client_id.data
    )
    if attempted(form, act):
        return redirect(url_for("evaluation.survey", _anchor="own"))
    return _page(event, ask_form=form)


@bp.post("/evaluation/survey/questions/<int(max=2147483647):number>/drop")
@requires(Permission.LESSON_WRITE)
def drop_question(event: Event, number: int) -> Page:
    """Take a question out."""
    asked = db.session.scalars(db.select(SurveyQuestion).filter_by(event_id=event.id, number=number)).first()
    actions.drop(event, g.actor, asked or abort(404))
    return redirect(url_for("evaluation.survey", _anchor="own"))


@bp.get("/evaluation/survey/poster.pdf")
@requires(Permission.LESSON_WRITE)
def survey_poster(event: Event) -> Response:
    """The poster to put up, in both languages."""
    made = poster(event, _survey(event), _address(_survey(event), Channel.PHONE))
    return Response(made, mimetype="application/pdf", headers=_as_file(event, "poster", "pdf"))


@bp.post("/evaluation/survey/results.csv")
@requires(Permission.PLAN_READ)
def survey_results(event: Event) -> Response:
    """What the page tells, as CSV, on the record."""
    if not queries.results(event):
        abort(404)
    return usual(event, What.SURVEY, Format.CSV, current_language())


@bp.get("/evaluation/survey/texts")
@requires(Permission.LESSON_WRITE)
def survey_texts(event: Event) -> Page:
    """What visitors wrote, for those who read it before anybody uses it."""
    return _texts(event)


@bp.post("/evaluation/survey/texts/<int(max=9007199254740991):number>")
@requires(Permission.LESSON_WRITE)
def read_text(event: Event, number: int) -> Page:
    """Say what becomes of a text: the button that was pressed says what."""
    _inner()
    text, form = queries.text(event, number) or abort(404), ReadForm(prefix=f"t{number}")
    state = request.form.get("state", "")
    if state not in set(TextState):
        abort(400)
    if attempted(form, lambda: _read(event, text, TextState(state), form)):
        return redirect(url_for("evaluation.survey_texts", _anchor="texts"))
    return _texts(event, number, form)


def _read(event: Event, text: Any, state: TextState, form: ReadForm) -> None:
    if state is TextState.LESSON:
        actions.learn(event, g.actor, text, form.lesson.data or "")
    else:
        actions.read(event, g.actor, text, state, form.theme.data or "")


def _inner() -> None:
    """Unread texts may name anybody: they are for the police and the command alone."""
    if not g.actor.hears(POLICE):
        abort(404)


def _texts(event: Event, wrong: int = 0, form: FlaskForm | None = None) -> Page:
    _inner()
    shown = request.args.get("show", TextState.UNREAD.value)
    state = TextState(shown) if shown in set(TextState) else None
    names = {each.code: each.name(current_language()) for each in queries.questions(event)}
    page = render_template(
        "evaluation/survey_texts.html", event=event, texts=queries.texts(event, state), show=shown, signs=signs,
        states=queries.states(event), names=names, all_states=list(TextState),
        themes=sorted({each.theme for each in queries.texts(event) if each.theme}),
        form_of=lambda number: form if number == wrong else ReadForm(None, prefix=f"t{number}"),
    )  # fmt: skip
    return page, 422 if form and form.errors else 200


def _terms(event: Event, form: HoldForm) -> actions.Terms:
    moments = [each.data.replace(tzinfo=event.zone) for each in (form.opens_at, form.closes_at)]
    return actions.Terms(moments[0], moments[1], form.asked.data, AskedAs(form.asked_as.data))


def _survey(event: Event) -> Survey:
    return queries.survey_of(event) or abort(404)


def _address(survey: Survey, channel: Channel) -> str:
    token = links.link(current_app.secret_key, survey, channel)
    return url_for("by_survey.front", token=token, _external=True)


def _as_file(event: Event, name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{event.slug}-{name}.{ending}"', "Cache-Control": "no-store"}


def _before(event: Event) -> tuple[Event, dict[str, Any]] | None:
    """The latest earlier edition that the caller may see with results, and these by question."""
    for member in editions(event, g.actor.account_id):
        earlier = first_day(member.event) < first_day(event) and actor_of(member).may(Permission.PLAN_READ)
        if earlier and (told := queries.results(member.event)):
            return member.event, {each.question.code: each.told for each in told}
    return None


def _page(event: Event, hold_form: HoldForm | None = None, ask_form: AskForm | None = None) -> Page:
    held, results, holds = queries.survey_of(event), queries.results(event), g.actor.may(Permission.LESSON_WRITE)
    told: dict[str, Any] = {
        "held": held, "results": results, "before": _before(event) if results else None, "differs": differs,
        "least": smallest_cell(), "moment": clock.now(), "kinds": KINDS, "language": current_language(),
        "themes": queries.themes(event) if results else (), "states": queries.states(event), "unread": TextState.UNREAD,
        "inner": g.actor.hears(POLICE), "own": queries.own_questions(event), "holds": holds,
    }  # fmt: skip
    if holds:
        told |= {"hold_form": hold_form or _hold_form(event, held), "ask_form": ask_form or AskForm(formdata=None)}
        told |= {
            name: _address(held, kind) if held else ""
            for name, kind in (("phone", Channel.PHONE), ("kiosk", Channel.KIOSK))
        }
    wrong = any(form and form.errors for form in (hold_form, ask_form))
    return render_template("evaluation/survey.html", event=event, **told), 422 if wrong else 200


def _hold_form(event: Event, held: Survey | None) -> HoldForm:
    if held is None:
        return HoldForm(formdata=None)
    said = {"opens_at": event.local(held.opens_at), "closes_at": event.local(held.closes_at)}
    return HoldForm(formdata=None, asked=held.asked, asked_as=held.asked_as.value, **said)
