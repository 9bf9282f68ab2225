"""The pages of one's own profile, and the office's pages of accounts, organisations and persons."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from flask_login import current_user
from flask_security import auth_required
from flask_security.utils import validate_redirect_url
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from ..access import Actor, public, requires_account, requires_admin
from ..clock import now
from ..errors import Refused
from ..extensions import db
from ..forms import beside
from ..words import options
from . import actions, forms, passwords, queries
from .models import Account, ApiToken, Organisation, Person
from .sign_in import SETTINGS

bp = Blueprint("people", __name__)
Page = str | Response | tuple[str, int]
Made = TypeVar("Made")
Row = TypeVar("Row")
fresh = auth_required("session", within=lambda: SETTINGS["FRESHNESS"], grace=lambda: SETTINGS["FRESHNESS_GRACE_PERIOD"])


@bp.before_request
def by_session_only() -> None:
    """A token is for the API: it opens none of these pages, or it could make itself a longer one."""
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        abort(403)


def me() -> Account:
    """The account that is signed in."""
    account: Account = current_user._get_current_object()
    return account


def actor() -> Actor:
    """The same, as who acts."""
    return me().as_actor()


def attempted(form: FlaskForm, act: Callable[[], Made]) -> Made | None:
    """What an action makes of a form that was sent and is valid; a refusal is put beside its field, and gives None."""
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except Refused as refusal:
        beside(form, refusal)
        return None


def shown(template: str, form: FlaskForm, **context: Any) -> Page:
    """A page with a form on it; 422 when something in the form is wrong."""
    return render_template(f"people/{template}.html", form=form, **context), 422 if form.errors else 200


@bp.app_template_filter("day")
def day(moment: datetime | None) -> str:
    """YYYY-MM-DD on the user's wall clock; nothing for no moment."""
    return to_user_timezone(moment).strftime("%Y-%m-%d") if moment else ""


@bp.app_template_global("today")
def today() -> date:
    """The date on the user's wall clock."""
    return to_user_timezone(now()).date()  # type: ignore[no-any-return]


def row(model: type[Row], number: int) -> Row:
    """The row with that id, or 404."""
    found = db.session.get(model, number)
    if found is None:
        abort(404)
    return found


def _back() -> Response:
    next_url = request.form.get("next", "")
    return redirect(next_url if validate_redirect_url(next_url) else "/")


# -- one's own affairs --


@bp.get("/token")
@public
def token() -> dict[str, str]:
    """The token that this browser's next form must carry."""
    return {"token": generate_csrf()}


@bp.post("/language")
@public
def language() -> Response:
    """Choose the language, for this browser or for one's account."""
    session["language"] = request.form.get("language")
    if current_user.is_authenticated:
        actions.set_language(me(), actor(), request.form.get("language", ""))
    return _back()


@bp.post("/theme")
@public
def theme() -> Response:
    """Choose the theme, for this browser or for one's account."""
    session["theme"] = request.form.get("theme")
    if current_user.is_authenticated:
        actions.set_theme(me(), actor(), request.form.get("theme", ""))
    return _back()


@bp.get("/profile")
@requires_account
def profile() -> Page:
    """Who one is here, and how one signs in."""
    return render_template("people/profile.html", account=me())


@bp.get("/profile/second-factor/done")
@requires_account
def after_second_factor() -> Response:
    """Where setting up the second factor ends: at the recovery codes, if there are none yet."""
    account = me()
    to_codes = account.tf_primary_method and not account.mf_recovery_codes
    return redirect(url_for("security.mf_recovery_codes" if to_codes else "people.profile"))


@bp.route("/profile/tokens", methods=["GET", "POST"])
@requires_account
@fresh
def tokens() -> Page:
    """One's API tokens; a new one is shown this once."""
    form = forms.TokenForm()
    given = {"label": form.label.data, "event_slug": form.event_slug.data, "days": form.days.data}
    made = attempted(form, lambda: actions.issue_token(me(), actor(), **given))
    return shown("tokens", forms.TokenForm(formdata=None) if made else form, account=me(), made=made)


@bp.post("/profile/tokens/<int:number>/revoke")
@requires_account
def revoke_token(number: int) -> Response:
    """End one of one's tokens."""
    token = row(ApiToken, number)
    if token.account_id != me().id:
        abort(404)
    actions.revoke_token(token, actor())
    flash(_("The token %(label)s is ended.", label=token.label), "success")
    return redirect(url_for("people.tokens"))


# -- the office: accounts --


@bp.get("/people/accounts")
@requires_admin
def accounts() -> Page:
    """All accounts."""
    return render_template("people/accounts.html", accounts=queries.accounts())


@bp.route("/people/accounts/new", methods=["GET", "POST"])
@requires_admin
def new_account() -> Page:
    """Add an account; its one-time password is shown this once."""
    form, password = forms.NewAccountForm(), passwords.thought_up()
    form.organisation.choices = _organisations(_("None"))
    made = attempted(form, lambda: _add_account(form, password))
    if made:
        return render_template("people/account_password.html", account=made, password=password)
    return shown("account_new", form)


def _add_account(form: forms.NewAccountForm, password: str) -> Account:
    return actions.add_account(
        actor(),
        email=form.email.data or "",
        name=form.name.data or "",
        password=password,
        organisation=db.session.get(Organisation, form.organisation.data),
        is_admin=form.is_admin.data,
        temporary=True,
    )


@bp.route("/people/accounts/<int:number>", methods=["GET", "POST"])
@requires_admin
def account(number: int) -> Page:
    """One account: its holder, and how they sign in."""
    known = row(Account, number)
    form = forms.AccountForm(name=known.name, organisation=known.organisation_id or 0)
    form.organisation.choices = _organisations(_("None"))
    if attempted(form, lambda: _edit_account(known, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("people.account", number=number))
    return shown("account", form, account=known)


def _edit_account(known: Account, form: forms.AccountForm) -> bool:
    organisation = db.session.get(Organisation, form.organisation.data)
    actions.edit_account(known, actor(), name=form.name.data or "", organisation=organisation)
    return True


CHANGES: dict[str, Callable[[Account, Actor], None]] = {
    "deactivate": actions.deactivate_account,
    "reactivate": actions.reactivate_account,
    "grant-admin": actions.grant_admin,
    "revoke-admin": actions.revoke_admin,
    "reset-second-factor": actions.reset_second_factor,
}


@bp.post("/people/accounts/<int:number>/<any('" + "','".join(CHANGES) + "'):what>")
@requires_admin
def change_account(number: int, what: str) -> Response:
    """Close or open an account, make or unmake it administrator, or forget its second factor."""
    known = row(Account, number)
    CHANGES[what](known, actor())
    flash(_("Saved."), "success")
    return redirect(url_for("people.account", number=number))


@bp.post("/people/accounts/<int:number>/password")
@requires_admin
def renew_password(number: int) -> Page:
    """Give an account a new one-time password, shown this once."""
    known = row(Account, number)
    return render_template(
        "people/account_password.html", account=known, password=actions.renew_password(known, actor())
    )


# -- the office: organisations --


@bp.route("/people/organisations", methods=["GET", "POST"])
@requires_admin
def organisations() -> Page:
    """All organisations, and a form to add one."""
    form = forms.OrganisationForm()
    given = {"name": form.name.data or "", "kind": form.kind.data}
    if attempted(form, lambda: actions.add_organisation(actor(), **given)):
        flash(_("%(name)s is added.", name=given["name"]), "success")
        return redirect(url_for("people.organisations"))
    return shown("organisations", form, organisations=queries.organisations())


@bp.route("/people/organisations/<int:number>", methods=["GET", "POST"])
@requires_admin
def organisation(number: int) -> Page:
    """Rename an organisation or say what kind it is."""
    known = row(Organisation, number)
    form = forms.OrganisationForm(name=known.name, kind=known.kind)
    if attempted(form, lambda: _edit_organisation(known, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("people.organisations"))
    return shown("organisation", form, organisation=known)


def _edit_organisation(known: Organisation, form: forms.OrganisationForm) -> bool:
    actions.edit_organisation(known, actor(), name=form.name.data or "", kind=form.kind.data)
    return True


# -- the office: persons --


@bp.get("/people/persons")
@requires_admin
def persons() -> Page:
    """Persons by name: searched, of one organisation, a page at a time."""
    search, number = request.args.get("q", ""), request.args.get("organisation", type=int)
    page = queries.persons(search, number, request.args.get("after", type=int))
    return render_template(
        "people/persons.html",
        page=page,
        search=search,
        organisation=number,
        organisations=queries.organisations(),
        begun="after" in request.args,
    )


@bp.route("/people/persons/new", methods=["GET", "POST"])
@requires_admin
def new_person() -> Page:
    """Add a person."""
    form = _person_form(forms.PersonForm())
    made = attempted(form, lambda: actions.add_person(actor(), **_told(form)))
    if made:
        flash(_("%(name)s is added.", name=made.name), "success")
        return redirect(url_for("people.person", number=made.id))
    return shown("person_new", form)


@bp.route("/people/persons/<int:number>", methods=["GET", "POST"])
@requires_admin
def person(number: int) -> Page:
    """One person and their credentials."""
    known = row(Person, number)
    held = {"organisation": known.organisation_id, "account": known.account_id or 0}
    form = _person_form(forms.PersonForm(name=known.name, phone=known.phone, **held))
    if attempted(form, lambda: _edit_person(known, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("people.person", number=number))
    return shown("person", form, person=known, credential_form=forms.CredentialForm(formdata=None))


@bp.post("/people/persons/<int:number>/credentials")
@requires_admin
def new_credential(number: int) -> Page:
    """Put an appointment, training or licence on a person."""
    known, given = row(Person, number), forms.CredentialForm()
    fields = {name: given[name].data for name in ("kind", "number", "area", "valid_from", "valid_until")}
    if attempted(given, lambda: actions.add_credential(known, actor(), **fields)):
        flash(_("Saved."), "success")
        return redirect(url_for("people.person", number=number))
    held = {"organisation": known.organisation_id, "account": known.account_id or 0}
    form = _person_form(forms.PersonForm(formdata=None, name=known.name, phone=known.phone, **held))
    page = render_template("people/person.html", form=form, person=known, credential_form=given)
    return page, 422


def _edit_person(known: Person, form: forms.PersonForm) -> bool:
    actions.edit_person(known, actor(), **_told(form))
    return True


def _told(form: forms.PersonForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "organisation": row(Organisation, form.organisation.data),
        "account": db.session.get(Account, form.account.data),
        "phone": form.phone.data,
    }


def _person_form(form: forms.PersonForm) -> forms.PersonForm:
    form.organisation.choices = _organisations()
    form.account.choices = options([(0, _("No account")), *((each.id, each.name) for each in queries.accounts())])
    return form


def _organisations(none: str = "") -> list[SelectChoice]:
    known = [(each.id, each.name) for each in queries.organisations()]
    return options([(0, none), *known] if none else known)
