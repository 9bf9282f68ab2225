"""Sign-ins and changes of how one signs in, put on the office's record after the sign-in library has saved them."""

from functools import partial
from typing import Any

from flask import Flask, Response, g, request
from flask_login import user_logged_out
from flask_security import (
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)

from ..access import Actor
from ..changes import OFFICE, change
from ..push import hang_up
from ..record import Recorded
from .models import Account

NOBODY = Actor("not signed in")
ENDS_SESSIONS = ("account.password_changed", "account.signed_out")  # their sockets end, too; other browsers reconnect
WAYS = {"password": "password", "webauthn": "passkey"}


class SignInFact(Recorded):
    """What happened to an account's way in, and from which address; never what was typed."""

    def __init__(self, account: Account, address: str, **more: Any):
        self.id, self.email, self.address, self.more = account.id, account.email, address, more
        self.room = account.room

    def snapshot(self) -> dict[str, Any]:
        return {"type": "account", "number": self.id, "email": self.email, "address": self.address, **self.more}


def note(what: str, account: Account, *, actor: Actor | None = None, **more: Any) -> None:
    """Put a fact about an account's sign-in on the record at the end of this request."""
    account = getattr(account, "_get_current_object", lambda: account)()
    fact = SignInFact(account, request.remote_addr or "", **more)
    g.setdefault("sign_in_facts", []).append((what, fact, actor or account.as_actor()))


def _write(response: Response) -> Response:
    for what, fact, actor in g.pop("sign_in_facts", []):
        with change(OFFICE, actor) as record:
            record(what, fact)
            if what in ENDS_SESSIONS:
                record.then(partial(hang_up, fact.room))
    return response


def _signed_in(app: Flask, *, user: Account, authn_via: list[str] | None, **_: Any) -> None:
    if authn_via != ["change"]:  # a changed password signs its holder in anew
        note("account.signed_in", user, via=WAYS[authn_via[0]] if authn_via else "second factor")


def _failed(app: Flask, *, user: Account, auth_type: str, **_: Any) -> None:
    note("account.sign_in_failed", user, actor=NOBODY, via=auth_type)


def _signed_out(app: Flask, *, user: Account, **_: Any) -> None:
    note("account.signed_out", user)


def _password_changed(app: Flask, *, user: Account, **_: Any) -> None:
    user.password_is_temporary = False
    note("account.password_changed", user)


def _second_factor_connected(app: Flask, *, user: Account, **_: Any) -> None:
    note("account.second_factor_connected", user)


def _second_factor_disabled(app: Flask, *, user: Account, **_: Any) -> None:
    user.forget_second_factor()
    note("account.second_factor_disabled", user)


def _passkey_added(app: Flask, *, user: Account, name: str, **_: Any) -> None:
    note("account.passkey_added", user, passkey=name)


def _passkey_removed(app: Flask, *, user: Account, name: str, **_: Any) -> None:
    note("account.passkey_removed", user, passkey=name)


def init_app(app: Flask) -> None:
    """Listen to the sign-in library."""
    heard = {
        user_authenticated: _signed_in,
        user_failed_authn: _failed,
        user_logged_out: _signed_out,
        password_changed: _password_changed,
        tf_profile_changed: _second_factor_connected,
        tf_disabled: _second_factor_disabled,
        wan_registered: _passkey_added,
        wan_deleted: _passkey_removed,
    }
    for signal, hear in heard.items():
        signal.connect(hear, sender=app)
    app.after_request(_write)  # runs after what Flask-Security does at the end of a request, which saves its part
