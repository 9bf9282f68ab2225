"""The shape of what people type: sign-in and its settings, accounts, organisations, persons, credentials, tokens."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_security import (
    ChangePasswordForm,
    LoginForm,
    MfRecoveryForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
)
from flask_security.forms import EmailValidation, EqualToLocalize, IsString, RequiredLocalize
from flask_security.utils import validate_redirect_url
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ..words import choices
from .models import CredentialKind, OrganisationKind

_needed = RequiredLocalize(message="PASSWORD_NOT_PROVIDED")


def _only_first(_: Any) -> str:
    return "first"


def _never(_: Any) -> str:
    return ""


class SignInForm(LoginForm):
    """Address and password. Nobody is remembered: the computers of a control room are shared."""

    email = EmailField(
        _("E-mail address"),
        [IsString(), RequiredLocalize(message="EMAIL_NOT_PROVIDED"), EmailValidation(verify=False)],
        render_kw={"autocomplete": "username", "autofocus": True},
    )
    password = PasswordField(_("Password"), [IsString(), _needed], render_kw={"autocomplete": "current-password"})
    remember = None

    def validate_next(self, field: HiddenField) -> None:
        """Where to go on to, if it is here; elsewhere is forgotten without a word."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""


class ConfirmForm(VerifyForm):
    """The password once more, before something sensitive."""

    password = PasswordField(
        _("Password"), [IsString(), _needed], render_kw={"autocomplete": "current-password", "autofocus": True}
    )


class NewPasswordForm(ChangePasswordForm):
    """The password now, and the new one twice."""

    password = PasswordField(
        _("Current password"), [IsString()], render_kw={"autocomplete": "current-password", "required": True}
    )
    new_password = PasswordField(
        _("New password"),
        [IsString(), _needed],
        render_kw={"autocomplete": "new-password"},
        description=_("At least 12 characters. A sentence is easy to remember."),
    )
    new_password_confirm = PasswordField(
        _("New password again"),
        [IsString(), EqualToLocalize("new_password", message="RETYPE_PASSWORD_MISMATCH"), _needed],
        render_kw={"autocomplete": "new-password"},
    )


class SecondFactorForm(TwoFactorSetupForm):
    """Connect an authenticator, or disconnect it; the library checks which of them may be chosen."""

    setup = StringField()
    phone = HiddenField(filters=[_never])


class NoRescueForm(TwoFactorRescueForm):
    """Help by mail is not offered."""

    help_setup = RadioField(choices=[])


class CodeForm(TwoFactorVerifyCodeForm):
    """Six digits from the authenticator."""

    code = StringField(
        _("Code"),
        [IsString(), RequiredLocalize(message="TWO_FACTOR_INVALID_TOKEN")],
        filters=[lambda text: text.replace(" ", "") if text else text],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 7, "autofocus": True},
    )


class RecoveryForm(MfRecoveryForm):
    """One of the recovery codes."""

    code = StringField(
        _("Recovery code"),
        [IsString(), RequiredLocalize(message="INVALID_RECOVERY_CODE")],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autofocus": True},
    )


class PasskeyForm(WebAuthnRegisterForm):
    """A name for a new passkey, which is used instead of the password and the second factor."""

    name = StringField(
        _("Name of the passkey"),
        [IsString(), RequiredLocalize(message="WEBAUTHN_NAME_REQUIRED")],
        render_kw={"autocomplete": "off", "maxlength": 64},
        description=_("For example: my phone."),
    )
    usage = HiddenField(filters=[_only_first])


class PasskeySignInForm(WebAuthnSigninForm):
    """Nothing is typed, and nobody is remembered."""

    remember = HiddenField(filters=[_never])


class OrganisationForm(FlaskForm):
    """An organisation and what it is."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    kind = SelectField(_("Kind"), choices=choices("organisation_kind"), coerce=OrganisationKind)


class AccountForm(FlaskForm):
    """What an administrator may correct of an account."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    organisation = SelectField(_("Organisation"), coerce=int)


class NewAccountForm(FlaskForm):
    """Somebody new who signs in."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    email = EmailField(_("E-mail address"), [DataRequired(), Length(max=255)], render_kw={"autocomplete": "off"})
    organisation = SelectField(_("Organisation"), coerce=int)
    is_admin = BooleanField(_("Administrator: makes accounts, organisations and events"))


class PersonForm(FlaskForm):
    """Somebody who can be put on duty."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    organisation = SelectField(_("Organisation"), coerce=int)
    phone = TelField(_("Telephone"), [Length(max=40)])
    account = SelectField(_("Account"), coerce=int, description=_("If this person signs in."))


class CredentialForm(FlaskForm):
    """An appointment, training or licence."""

    kind = SelectField(_("Kind"), choices=choices("credential_kind"), coerce=CredentialKind)
    number = StringField(_("Number"), [Length(max=60)], default="")
    area = StringField(_("Area"), [Length(max=200)], default="", description=_("Where it applies, if it is limited."))
    valid_from = DateField(_("First day"), [InputRequired()])
    valid_until = DateField(_("Last day"), [InputRequired()])


class TokenForm(FlaskForm):
    """What an API token is for and how far it reaches."""

    label = StringField(_("What it is for"), [DataRequired(), Length(max=80)])
    event_slug = StringField(
        _("Event"), [Length(max=80)], description=_("The event's short name. Empty: all events of the account.")
    )
    days = IntegerField(_("Days it is valid"), [Optional(), NumberRange(1, 3650)], default=90)
