"""What the office does about organisations, accounts, persons, their credentials and API tokens."""

import re
import unicodedata
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from ..access import Actor
from ..audit import Chain
from ..changes import OFFICE, change
from ..clock import now
from ..errors import N_, Conflict, Refused
from ..extensions import db
from ..push import hang_up
from . import passwords, tokens
from .models import Account, ApiToken, Credential, CredentialKind, Organisation, OrganisationKind, Person

LANGUAGES = ("sv", "en")
THEMES = ("dark", "light")
APPOINTED_YEARS = 5  # of a guard, at most: L: 2023:422 6 § (R11)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def address(text: str) -> str:
    """The one spelling of an e-mail address as a name to sign in with; Refused when it is not one."""
    email = unicodedata.normalize("NFKC", text).strip().casefold()
    if not ADDRESS.fullmatch(email):
        raise Refused(N_("Write an e-mail address, such as name@example.org."), field="email")
    return email


def add_organisation(actor: Actor, *, name: str, kind: OrganisationKind, slug: str | None = None) -> Organisation:
    """Add an organisation; its slug is made from the name unless given. Refused when either is taken."""
    with change(OFFICE, actor) as record:
        _refuse_taken_name(name, None)
        organisation = Organisation(slug=_free_slug(slug or _slug(name)), name=name.strip(), kind=kind)
        db.session.add(organisation)
        db.session.flush()
        record("organisation.added", organisation)
    return organisation


def edit_organisation(organisation: Organisation, actor: Actor, *, name: str, kind: OrganisationKind) -> None:
    """Rename an organisation or say what kind it is. Refused when the name is taken."""
    with change(OFFICE, actor) as record:
        _refuse_taken_name(name, organisation.id)
        organisation.name, organisation.kind = name.strip(), kind
        record("organisation.edited", organisation)


def add_account(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    organisation: Organisation | None = None,
    is_admin: bool = False,
    temporary: bool = False,
) -> Account:
    """Add somebody who signs in; a `temporary` password must be changed first of all.

    Refused for an address that is taken or none, and for a weak password.
    """
    email = address(email)
    passwords.check_strength(password, email, name)
    kept = passwords.hashed(password)
    with change(OFFICE, actor) as record:
        if db.session.scalar(db.select(Account.id).filter_by(email=email)):
            raise Refused(N_("%(email)s already has an account."), field="email", email=email)
        account = Account(email=email, name=name.strip(), organisation=organisation, is_admin=is_admin)
        account.password, account.password_is_temporary = kept, temporary
        db.session.add(account)
        db.session.flush()
        record("account.added", account)
    return account


def edit_account(account: Account, actor: Actor, *, name: str, organisation: Organisation | None) -> None:
    """Correct somebody's name or organisation."""
    with change(OFFICE, actor) as record:
        account.name, account.organisation = name.strip(), organisation
        record("account.edited", account)


def grant_admin(account: Account, actor: Actor) -> None:
    """Let an account do the office's work."""
    with change(OFFICE, actor) as record:
        account.is_admin = True
        record("account.admin_granted", account)


def revoke_admin(account: Account, actor: Actor) -> None:
    """End that. Refused for the last administrator."""
    with change(OFFICE, actor) as record:
        _refuse_last_admin(account)
        account.is_admin = False
        record("account.admin_revoked", account)


def deactivate_account(account: Account, actor: Actor) -> None:
    """Close an account: its sessions, sockets and tokens end at once. Refused for the last administrator."""
    with change(OFFICE, actor) as record:
        _refuse_last_admin(account)
        account.active = False
        account.fs_uniquifier = uuid4().hex
        record("account.deactivated", account)
        record.then(partial(hang_up, account.room))


def reactivate_account(account: Account, actor: Actor) -> None:
    """Open a closed account again, with the password it had."""
    with change(OFFICE, actor) as record:
        account.active = True
        record("account.reactivated", account)


def renew_password(account: Account, actor: Actor) -> str:
    """Give an account a new temporary password, returned once; its sessions end."""
    password = passwords.thought_up()
    kept = passwords.hashed(password)
    with change(OFFICE, actor) as record:
        account.password, account.password_is_temporary = kept, True
        account.fs_uniquifier = uuid4().hex
        record("account.password_renewed", account)
        record.then(partial(hang_up, account.room))
    return password


def reset_second_factor(account: Account, actor: Actor) -> None:
    """Forget an account's authenticator, recovery codes and passkeys, for who has lost them; its sessions end."""
    with change(OFFICE, actor) as record:
        account.forget_second_factor()
        account.webauthn.clear()
        account.fs_uniquifier = uuid4().hex
        record("account.second_factor_reset", account)
        record.then(partial(hang_up, account.room))


def set_language(account: Account, actor: Actor, language: str) -> None:
    """Choose "sv" or "en"."""
    _set_choice(account, actor, "language", language, LANGUAGES)


def set_theme(account: Account, actor: Actor, theme: str) -> None:
    """Choose "dark" or "light"."""
    _set_choice(account, actor, "theme", theme, THEMES)


def set_panes(account: Account, actor: Actor, panes: dict[str, int]) -> None:
    """Remember how wide each pane of the live screen is, in percent by its name."""
    with change(OFFICE, actor) as record:
        if account.panes == panes:
            return record.nothing()
        account.panes = panes
        record("account.panes_chosen", account)


def add_person(
    actor: Actor,
    *,
    name: str,
    organisation: Organisation,
    account: Account | None = None,
    phone: str | None = None,
) -> Person:
    """Add somebody who can be put on duty. Refused when the account belongs to another person."""
    with change(OFFICE, actor) as record:
        _refuse_taken_account(account, None)
        person = Person(name=name.strip(), organisation=organisation, account=account, phone=phone or None)
        db.session.add(person)
        db.session.flush()
        record("person.added", person)
    return person


def edit_person(
    person: Person,
    actor: Actor,
    *,
    name: str,
    organisation: Organisation,
    account: Account | None,
    phone: str | None,
) -> None:
    """Correct what is known of a person. Refused when the account belongs to another person."""
    with change(OFFICE, actor) as record:
        _refuse_taken_account(account, person.id)
        person.name, person.sought = name.strip(), name.strip().casefold()
        person.organisation, person.account, person.phone = organisation, account, phone or None
        record("person.edited", person)


def edit_contact(
    person: Person, actor: Actor, *, phone: str | None, email: str | None, reference: str | None, born: date | None
) -> None:
    """Correct how somebody is reached, their employer's number for them, and when they were born."""
    with change(OFFICE, actor) as record:
        said = {"phone": phone, "email": email, "reference": reference}
        facts = {name: " ".join((text or "").split()) or None for name, text in said.items()} | {"born": born}
        if all(getattr(person, name) == fact for name, fact in facts.items()):
            return record.nothing()
        for name, fact in facts.items():
            setattr(person, name, fact)
        record("person.edited", person)


def add_credential(
    person: Person,
    actor: Actor,
    *,
    kind: CredentialKind,
    valid_from: date,
    valid_until: date,
    number: str = "",
    area: str = "",
    hours: int | None = None,
) -> Credential:
    """Put an appointment, training or licence on a person. Refused for terms that no appointment can have."""
    refuse_terms(kind, valid_from, valid_until)
    with change(OFFICE, actor) as record:
        credential = Credential(person=person, kind=kind, number=number.strip(), area=area.strip(), hours=hours)
        credential.valid_from, credential.valid_until = valid_from, valid_until
        db.session.add(credential)
        db.session.flush()
        record("credential.added", credential)
    return credential


def edit_credential(
    credential: Credential,
    actor: Actor,
    *,
    kind: CredentialKind,
    valid_from: date,
    valid_until: date,
    number: str = "",
    area: str = "",
    hours: int | None = None,
) -> None:
    """Correct what is known of an appointment, training or licence. Refused for terms that no appointment can have."""
    refuse_terms(kind, valid_from, valid_until)
    with change(OFFICE, actor) as record:
        credential.kind, credential.number, credential.area = kind, number.strip(), area.strip()
        credential.hours, credential.valid_from, credential.valid_until = hours, valid_from, valid_until
        record("credential.edited", credential)


def refuse_terms(kind: CredentialKind, valid_from: date, valid_until: date) -> None:
    """Refused when it would end before it begins, or when a guard would be appointed for more than five years (R11)."""
    if valid_until < valid_from:
        raise Refused(N_("The last day is before the first. Correct one of them."), field="valid_until")
    longest = (valid_from.year + APPOINTED_YEARS, valid_from.month, valid_from.day)
    until = (valid_until.year, valid_until.month, valid_until.day)
    if kind is CredentialKind.GUARD_APPOINTMENT and until > longest:
        raise Refused(
            N_("An appointment as guard holds for at most %(years)s years."), field="valid_until", years=APPOINTED_YEARS
        )


def issue_token(
    account: Account,
    actor: Actor,
    *,
    label: str,
    event_slug: str | None = None,
    days: int | None = None,
) -> tuple[str, ApiToken]:
    """Make an API token for an account, for `days` days and one event only, or without those limits.

    Returns the token, which is not kept, and its row. Refused for an event that does not exist.
    """
    text = tokens.thought_up()
    with change(OFFICE, actor) as record:
        if event_slug and not db.session.get(Chain, event_slug):
            raise Refused(N_("There is no event called %(slug)s."), field="event_slug", slug=event_slug)
        token = ApiToken(
            account=account, label=label.strip(), event_slug=event_slug or None, digest=tokens.digest(text)
        )
        token.expires_at = now() + timedelta(days=days) if days else None
        db.session.add(token)
        db.session.flush()
        record("api_token.issued", token)
    return text, token


def revoke_token(token: ApiToken, actor: Actor) -> None:
    """End a token at once; ending it twice changes nothing."""
    with change(OFFICE, actor) as record:
        if token.revoked_at:
            return record.nothing()
        token.revoked_at = now()
        record("api_token.revoked", token)
        record.then(partial(hang_up, token.account.room))  # the account's browsers come back by themselves


def _set_choice(account: Account, actor: Actor, what: str, choice: str, choices: tuple[str, ...]) -> None:
    if choice not in choices:
        raise Refused(N_("Choose one of: %(choices)s."), field=what, choices=", ".join(choices))
    with change(OFFICE, actor) as record:
        if getattr(account, what) == choice:
            return record.nothing()
        setattr(account, what, choice)
        record(f"account.{what}_chosen", account)


def _refuse_taken_name(name: str, but: int | None) -> None:
    taken = db.session.scalar(db.select(Organisation.id).filter_by(name=name.strip()))
    if taken not in (None, but):
        raise Refused(N_("There is already an organisation called %(name)s."), field="name", name=name.strip())


def _free_slug(slug: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Refused(N_("Use a–z, 0–9 and hyphens in the short name."), field="slug")
    if db.session.scalar(db.select(Organisation.id).filter_by(slug=slug)):
        raise Refused(N_("The short name %(slug)s is taken."), field="slug", slug=slug)
    return slug


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")


def _refuse_last_admin(account: Account) -> None:
    others = db.select(Account.id).where(Account.is_admin, Account.active, Account.id != account.id)
    if account.is_admin and account.active and db.session.scalar(others.limit(1)) is None:
        raise Conflict(N_("This is the last administrator. Make somebody else administrator first."))


def _refuse_taken_account(account: Account | None, but: int | None) -> None:
    if account is None:
        return
    holder = db.session.scalar(db.select(Person).filter_by(account_id=account.id))
    if holder is not None and holder.id != but:
        raise Refused(N_("That account belongs to %(name)s."), field="account", name=holder.name)
