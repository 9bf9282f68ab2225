"""How one gets in: Flask-Security bound to our accounts, words, pages and record; and in which language and theme."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from flask_security import MailUtil, PasswordUtil, Security, SQLAlchemyUserDatastore
from flask_security.core import RoleMixin
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from .. import clock
from ..access import public, requires_account
from ..doors import said
from ..errors import Refused
from ..extensions import babel, db
from ..paths import PACKAGE
from . import attempts, forms, locking, passwords, trail
from .actions import LANGUAGES, THEMES, address
from .messages import MESSAGES
from .models import Account, Passkey
from .second_factor import Authenticator, Passkeys, RecoveryCodes

PAGES = {
    "LOGIN_USER": "sign_in",
    "LOGOUT_USER": "sign_in",
    "VERIFY": "confirm",
    "CHANGE_PASSWORD": "change_password",
    "TWO_FACTOR_SETUP": "second_factor",
    "TWO_FACTOR_VERIFY_CODE": "code",
    "MULTI_FACTOR_RECOVERY": "recovery",
    "MULTI_FACTOR_RECOVERY_CODES": "recovery_codes",
    "WAN_REGISTER": "passkeys",
    "WAN_SIGNIN": "passkey_sign_in",
    "WAN_VERIFY": "passkey_confirm",
}
SETTINGS: dict[str, Any] = {
    "LOGIN_URL": "/login",
    "LOGOUT_URL": "/logout",
    "VERIFY_URL": "/confirm",
    "CHANGE_URL": "/profile/password",
    "TWO_FACTOR_SETUP_URL": "/profile/second-factor",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/login/code",
    "TWO_FACTOR_RESCUE_URL": "/login/rescue",
    "TWO_FACTOR_SELECT_URL": "/login/select",
    "MULTI_FACTOR_RECOVERY_URL": "/login/recovery",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/profile/recovery-codes",
    "WAN_REGISTER_URL": "/profile/passkeys",
    "WAN_DELETE_URL": "/profile/passkeys/remove",
    "WAN_SIGNIN_URL": "/login/passkey",
    "WAN_VERIFY_URL": "/confirm/passkey",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_CHANGE_VIEW": "people.profile",
    "TWO_FACTOR_POST_SETUP_VIEW": "people.after_second_factor",
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "I18N_DOMAIN": "messages",
    "I18N_DIRNAME": [str(PACKAGE / "translations")],
    "API_ENABLED_METHODS": ["session"],
    "DATETIME_FACTORY": clock.now,
    "JOIN_USER_ROLES": False,
    "RETURN_GENERIC_RESPONSES": True,
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "PASSWORD_LENGTH_MIN": passwords.MINIMUM_LENGTH,
    "CHANGEABLE": True,
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "TOTP_ISSUER": "eventops",
    "WEBAUTHN": True,
    "WAN_RP_NAME": "eventops",
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_ALLOW_AS_VERIFY": ["first"],
}
FORMS: dict[str, Any] = {
    "login_form": forms.SignInForm,
    "verify_form": forms.ConfirmForm,
    "change_password_form": forms.NewPasswordForm,
    "two_factor_setup_form": forms.SecondFactorForm,
    "two_factor_rescue_form": forms.NoRescueForm,
    "two_factor_verify_code_form": forms.CodeForm,
    "mf_recovery_form": forms.RecoveryForm,
    "wan_register_form": forms.PasskeyForm,
    "wan_signin_form": forms.PasskeySignInForm,
}
OFF = ("security.two_factor_rescue", "security.tf_select")  # rescue by mail; a choice between second factors
OPEN_TO_ALL = (
    "login",
    "logout",
    "two_factor_token_validation",
    "mf_recovery",
    "wan_signin",
    "wan_signin_response",
    "two_factor_rescue",
    "tf_select",
)
WITH_TEMPORARY_PASSWORD = ("security.change_password", "security.logout", "people.language", "people.theme")


class Argon2id:
    """What Flask-Security asks of a password scheme, done by our own hashing."""

    def identify(self, known: str | None) -> str:
        return "argon2"

    def hash(self, password: str, **_: Any) -> str:
        return passwords.hashed(password)

    def verify(self, password: str, known: str) -> bool:
        return passwords.matches(password, known)

    def needs_update(self, known: str) -> bool:
        return passwords.outdated(known)


class Strength(PasswordUtil):
    """Our rule for passwords, as Flask-Security asks for it."""

    def validate(self, password: str, is_register: bool, **about: Any) -> tuple[list[str] | None, str]:
        user = about["user"]
        try:
            passwords.check_strength(password, user.email, user.name)
        except Refused as refusal:
            return [said(refusal)], password
        return None, self.normalize(password)


class Address(MailUtil):
    """Our spelling of addresses, as Flask-Security asks for it; no mail is ever sent."""

    def normalize(self, email: str) -> str:
        return address(email)

    def validate(self, email: str) -> str:
        return address(email)


def page(template: str, **context: Any) -> Any:
    """A page of the sign-in library; one that shows what was wrong with a form says so in its status (422)."""
    wrong = any(isinstance(value, FlaskForm) and value.errors for value in context.values())
    return make_response(render_template(template, **context), 422 if wrong and request.method == "POST" else 200)


def language_of_request() -> str:
    """ "sv" or "en": the account's choice, else this browser's choice here, else what it asks for, else Swedish."""
    if not has_request_context():
        return "sv"
    chosen = (getattr(g.get("caller") or current_user, "language", None), session.get("language"))
    asked = request.accept_languages.best_match(LANGUAGES)
    return next((language for language in (*chosen, asked) if language in LANGUAGES), "sv")


def theme_of_request() -> str | None:
    """ "dark" or "light": the account's choice, else this browser's choice here; None when nobody has chosen."""
    chosen = (getattr(current_user, "theme", None), session.get("theme"))
    return next((theme for theme in chosen if theme in THEMES), None)


def _same_browser() -> str | None:
    """What a session is bound to, when somebody is in it: else every answer, of a style sheet too, would set it anew.

    Not the address: a phone changes it between the mast and the wireless net.
    """
    if "_user_id" not in session:
        return session.get("_id")
    return sha256(request.headers.get("User-Agent", "").encode()).hexdigest()


def _first_a_new_password() -> AnyResponse | None:
    open_to_all = getattr(current_app.view_functions.get(request.endpoint or ""), "requires", "public") == "public"
    if open_to_all or request.endpoint in WITH_TEMPORARY_PASSWORD or "_user_id" not in session:
        return None
    owed = getattr(current_user, "password_is_temporary", False)
    return redirect(url_for("security.change_password")) if owed else None


def _not_here(**_: Any) -> Response:
    raise NotFound


def _state_permissions(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        blueprint, _, name = endpoint.partition(".")
        if blueprint == "security":
            (public if name in OPEN_TO_ALL else requires_account)(view)


def init_app(app: Flask) -> None:
    """Bind Flask-Security; `app.security` is the library's object."""
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    app.config.update({f"SECURITY_{name}_TEMPLATE": f"people/{page}.html" for name, page in PAGES.items()})
    app.config.update({f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()})
    secret = f"totp {app.config['SECURITY_PASSWORD_SALT']}"
    app.config["SECURITY_TOTP_SECRETS"] = {"1": sha256(secret.encode()).hexdigest()}
    app.config["SESSION_PROTECTION"] = "strong"
    babel.init_app(app, default_timezone="Europe/Stockholm", locale_selector=language_of_request)
    security = Security(
        mail_util_cls=Address,
        password_util_cls=Strength,
        totp_cls=Authenticator,
        mf_recovery_codes_util_cls=RecoveryCodes,
        webauthn_util_cls=Passkeys,
        render_template=page,
        **FORMS,
    )
    security.want_json(lambda request: False)
    security.init_app(app, SQLAlchemyUserDatastore(db, Account, RoleMixin, Passkey))
    security.pwd_context = Argon2id()
    security.login_manager.request_loader(lambda request: None)  # our own API tokens are the only ones
    security.login_manager._session_identifier_generator = _same_browser
    security.principal.skip_static = True  # a style sheet asks nobody who they are
    for endpoint in OFF:
        app.view_functions[endpoint] = _not_here
    attempts.init_app(app)
    trail.init_app(app)
    locking.init_app(app)
    _state_permissions(app)
    app.before_request(_first_a_new_password)
    app.jinja_env.globals["theme_of_request"] = theme_of_request
