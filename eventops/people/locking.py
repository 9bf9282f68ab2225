"""A locked screen: the session stays, and lets nobody further until its account shows again that it is there."""

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from ..access import requires_account
from ..clock import now
from . import trail

SINCE = "locked_at"
FRESH = ("fs_paa", "fs_gexp")  # when the sign-in library last saw the password or the passkey
WAYS_OUT = ("security.verify", "security.wan_verify", "security.wan_verify_response", "locking.lock")

bp = Blueprint("locking", __name__)


@bp.post("/lock")
@requires_account
def lock() -> tuple[str, int]:
    """Lock this browser's session; the same again changes nothing."""
    if not locked():
        session[SINCE] = now().isoformat()
        for name in FRESH:
            session.pop(name, None)
        trail.note("account.locked", current_user)
    return "", 204


def locked() -> bool:
    """Whether this session is locked: it was, and neither password nor passkey was shown since."""
    return SINCE in session and FRESH[0] not in session


def _hold() -> AnyResponse | None:
    """Before every view: a page leads to where one confirms who one is, anything else is refused (423)."""
    if not _held_back():
        return None
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return redirect(url_for("security.verify", next=request.full_path.rstrip("?")))
    return abort(423)


def _held_back() -> bool:
    if SINCE not in session or request.headers.get("Authorization") or request.endpoint in (None, *WAYS_OUT):
        return False
    view = current_app.view_functions[request.endpoint or ""]
    return locked() and request.endpoint != "static" and getattr(view, "requires", None) != "public"


def _unlocked(response: Response) -> Response:
    if SINCE in session and not locked() and current_user.is_authenticated:
        trail.note("account.unlocked", current_user, locked_at=session.pop(SINCE))
    return response


def init_app(app: Flask) -> None:
    """Hold back locked sessions. After trail.init_app, whose work at the end of a request comes after this."""
    app.before_request(_hold)
    app.after_request(_unlocked)
    app.register_blueprint(bp)
    app.jinja_env.globals["screen_locked"] = locked
