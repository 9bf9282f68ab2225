"""What every door does with trouble: a designed page for people, a problem document (RFC 9457) for programs."""

from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import format_decimal, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, HTTPException

from .errors import Conflict, Refused
from .extensions import db

_ = lazy_gettext

PAGES = {401, 403, 404, 429, 500}
TITLES = {
    400: _("The request cannot be read."),
    401: _("Sign in, or show a valid token."),
    403: _("You may not do this."),
    404: _("There is nothing here that you may see."),
    405: _("That cannot be done here."),
    412: _("Another account is signed in in this browser."),
    413: _("That is too large."),
    415: _("Send JSON, and say so: Content-Type: application/json."),
    423: _("The screen is locked. Unlock it, and try again."),
    429: _("Too many requests. Wait a while and try again."),
    500: _("Something went wrong on our side. Nothing was saved."),
}
KEPT = ("Allow", "Retry-After")
_SECRET = {"password", "csrf"}
_SECRET_AT_THE_DOOR = {"code", "passcode"}  # elsewhere it is the code of a place
_HIDDEN = {"client_id", "was"}  # what a form says that nobody typed


def said(refusal: Refused) -> str:
    """What a refusal says, in the user's language."""
    values = {name: _written(value) for name, value in refusal.values.items()}
    return str(gettext(refusal.message, **values) if values else gettext(refusal.message))


def _written(value: Any) -> Any:
    """A fraction as it is written in the user's language: 7,75 or 7.75."""
    return format_decimal(value, "0.#####") if isinstance(value, float) else value


def problem(status: int, title: str, *, errors: list[dict[str, str]] | None = None, **more: Any) -> Response:
    """A problem document; `errors` are {"pointer": "/field", "detail": text}."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    if errors:
        body["errors"] = errors
    response = jsonify(body)
    response.status_code, response.mimetype = status, "application/problem+json"
    return response


def for_programs() -> bool:
    """Whether the caller speaks the API."""
    return request.path.startswith("/api/")


def refused(refusal: Refused) -> Any:
    """An action said no and the view did not place it beside a field."""
    db.session.rollback()
    status = 409 if isinstance(refusal, Conflict) else 422
    text = said(refusal)
    if for_programs():
        errors = [{"pointer": f"/{refusal.field}", "detail": text}] if refusal.field else None
        return problem(status, text, errors=errors)
    return render_template("errors/problem.html", status=status, text=text), status


def failed(error: HTTPException) -> Any:
    """A request could not be served."""
    if error.response is not None:
        return error
    status = error.code or 500
    if for_programs():
        return _told_program(error, status)
    page = f"errors/{status}.html" if status in PAGES else "errors/problem.html"
    return render_template(page, status=status, text=TITLES.get(status, TITLES[405])), status


def _told_program(error: HTTPException, status: int) -> Response:
    response = problem(status, str(TITLES.get(status, error.name)))
    response.headers.update({name: value for name, value in error.get_headers() if name in KEPT})
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def stale_form(error: CSRFError) -> Any:
    """The form was made for another session; nothing was saved."""
    text = gettext("The page was open in another session. Nothing was saved yet. Send it again.")
    if for_programs():
        return problem(400, text)
    return render_template("errors/problem.html", status=400, text=text), 400


def unsent() -> list[tuple[str, str]]:
    """What was typed into a form of ours that could not be taken, so that it can be sent again; never a password."""
    if request.method != "POST" or not _from_here():
        return []
    secret = _SECRET | _SECRET_AT_THE_DOOR if request.blueprint == "security" else _SECRET
    return [(name, text) for name, text in request.form.items(multi=True) if not secret & {*name.split("_")}]


def typed() -> str:
    """The words among it, to be copied where it cannot be sent again."""
    return "\n\n".join(text for name, text in unsent() if name not in _HIDDEN and " " in text.strip())


def _from_here() -> bool:
    """Whether a page of ours sent it; without TLS a browser says only of which origin it was."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" or (site is None and request.headers.get("Origin") == request.host_url.rstrip("/"))


def unfit(error: DataError | OverflowError) -> Any:
    """Something was sent that no column can hold: a NUL character, a number beyond bounds."""
    db.session.rollback()
    return failed(BadRequest())


def init_app(app: Flask) -> None:
    """Handle trouble everywhere."""
    app.jinja_env.globals["unsent"] = unsent
    app.jinja_env.globals["typed"] = typed
    app.register_error_handler(DataError, unfit)
    app.register_error_handler(OverflowError, unfit)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, failed)
