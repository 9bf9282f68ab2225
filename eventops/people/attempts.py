"""How often one may try to sign in: failures are counted per address and per account, and few are tried at once."""

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, Response, make_response, request, session
from flask_limiter import RateLimitExceeded
from flask_limiter.util import get_remote_address

from ..doors import failed
from ..extensions import limiter

PER_ADDRESS = "10/minute"
PER_ACCOUNT = "5/minute"
DOORS = (
    "security.login",
    "security.verify",
    "security.change_password",
    "security.two_factor_token_validation",
    "security.mf_recovery",
)
# A crowd of simultaneous guesses waits here, so that each is counted before the next is tried.
_trying = BoundedSemaphore(2)


def _was_wrong(response: Response) -> bool:
    return response.status_code == 422


def _whom() -> str:
    """The account that is tried: who signs in, or who has given the password and owes the code, or who is signed in."""
    typed = request.form.get("email", "").strip().casefold()
    return typed or str(session.get("tf_user_id") or session.get("_user_id") or get_remote_address())


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, refused (429) after too many failures within a minute."""
    per_address = limiter.limit(PER_ADDRESS, methods=["POST"], deduct_when=_was_wrong)
    per_account = limiter.limit(PER_ACCOUNT, key_func=_whom, methods=["POST"], deduct_when=_was_wrong)
    counted = per_address(per_account(view))

    @wraps(view)
    def tried(*args: Any, **values: Any) -> Any:
        if request.method != "POST":
            return view(*args, **values)
        with _trying:
            return counted(*args, **values)

    return tried


def too_many(error: RateLimitExceeded) -> Response:
    """Say so, and when to try again."""
    response = make_response(failed(error))
    response.headers["Retry-After"] = "60"
    return response


def init_app(app: Flask) -> None:
    """Put the limit on every door that takes something secret."""
    for endpoint in DOORS:
        app.view_functions[endpoint] = limited(app.view_functions[endpoint])
    app.register_error_handler(RateLimitExceeded, too_many)
