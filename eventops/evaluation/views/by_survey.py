"""The questionnaire as a visitor meets it: behind a link on a poster, on a phone or a kiosk, with nobody signed in."""

from datetime import datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask_babel import force_locale, gettext
from flask_limiter.util import get_remote_address

from ... import clock
from ...access import nobodys
from ...errors import N_, Refused
from ...extensions import limiter
from ...forms import attempted
from ...words import current_language
from .. import survey_actions as actions
from .. import survey_links as links
from .. import survey_queries as queries
from ..survey_forms import Questionnaire, questionnaire
from ..survey_links import Opened
from ..survey_models import Channel
from ..survey_questions import limits

bp = Blueprint("by_survey", __name__, url_prefix="/surveys/<token>")
TRAP = "website"  # a field that people do not see
MARKED = "1"


def network() -> str:
    """Where a request comes from, as a digest that is kept for as long as it is counted: an address, a /64 of IPv6."""
    address = get_remote_address()
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        address = str(ip_network((found, 64), strict=False))
    secret = str(current_app.secret_key)
    return sha256(f"{secret}{clock.now():%Y%m%d}{address}".encode()).hexdigest()


def per_network() -> str:
    """How many answers a network may send."""
    return str(limits()["per_network"])


@nobodys
@bp.route("", methods=["GET", "POST"])
@limiter.limit(per_network, key_func=network, methods=["POST"])
def front(token: str) -> Any:
    """The questions, and thanks for the answers."""
    opened = links.opened(current_app.secret_key, token) or abort(404)
    asked = request.args.get("lang", "")
    with force_locale(asked if asked in ("sv", "en") else current_language()):
        return _page(opened, token)


def _page(opened: Opened, token: str) -> Any:
    survey, now = opened.survey, clock.now()
    once = opened.channel is Channel.PHONE
    if once and request.cookies.get(opened.mark) == MARKED:
        return _render(opened, token, None, state="answered")
    if not survey.open_at(now):
        return _render(opened, token, None, state="closed" if survey.closed_at(now) else "early")
    form = questionnaire(queries.questions(survey.event), current_language())()
    if not attempted(form, lambda: _answer(opened, form, now)):
        return _render(opened, token, form, state="asking"), 422 if form.errors else 200
    thanks = make_response(_render(opened, token, None, state="thanks"))
    if once:
        _mark(thanks, opened, now)
    return thanks


def _answer(opened: Opened, form: Questionnaire, now: datetime) -> None:
    if request.form.get(TRAP):
        raise Refused(N_("Something filled in a field that nobody sees. Look through your answers and send again."))
    key = links.key(current_app.secret_key, opened.survey, request.form.get("shown", ""), now)
    said = {name: value or "" for name, value in form.data.items()}
    actions.answer(opened.survey.event, opened.survey, actions.Given(key, said), opened.channel)


def _mark(response: Response, opened: Opened, now: datetime) -> None:
    """Let this device know that it has answered, until the survey closes; it says so of every device alike."""
    age = int((opened.survey.closes_at - now).total_seconds())
    path = f"{request.script_root}/surveys"
    response.set_cookie(
        opened.mark, MARKED, max_age=age, path=path, httponly=True, secure=request.is_secure, samesite="Lax"
    )


def _render(opened: Opened, token: str, form: Questionnaire | None, *, state: str) -> str:
    survey, secret = opened.survey, current_app.secret_key
    mark = request.form.get("shown") if form and form.errors and _made_here(opened) else None
    said = {
        "thanks": gettext("Thank you. Your answers help to make next time safer."),
        "answered": gettext("This device has answered already. Thank you."),
        "closed": gettext("The survey is closed. Thank you all the same."),
        "early": gettext("The survey is not open yet."),
    }
    return render_template(
        "evaluation/survey_answer.html", event=survey.event, survey=survey, form=form, state=state, token=token,
        said=said.get(state, ""), kiosk=opened.channel is Channel.KIOSK, limits=limits(), trap=TRAP,
        questions=queries.questions(survey.event), mark=mark or links.shown(secret, survey, clock.now()),
    )  # fmt: skip


def _made_here(opened: Opened) -> bool:
    """Whether the form that was sent back is one of ours; it keeps its key, so that it is still one answer."""
    return links.genuine(current_app.secret_key, opened.survey, request.form.get("shown", ""))
