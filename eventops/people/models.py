"""Who is there: organisations, the accounts that sign in, the persons on duty and what they are appointed to do."""

# mypy: disable-error-code="assignment"
# Flask-Security's mixins declare plain attribute types where the tables have mapped columns.

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import Actor
from ..clock import now
from ..columns import UTCDateTime
from ..extensions import db
from ..record import Recorded


class OrganisationKind(StrEnum):
    """What an organisation is in the work around an event."""

    POLICE = "police"
    ORGANISER = "organiser"
    MUNICIPALITY = "municipality"
    HEALTHCARE = "healthcare"
    CHURCH = "church"
    GUARD_COMPANY = "guard_company"
    TRANSPORT = "transport"
    RESCUE = "rescue"
    VOLUNTEERS = "volunteers"
    OTHER = "other"


class CredentialKind(StrEnum):
    """What a person may be appointed, trained or licensed to do."""

    GUARD_APPOINTMENT = "guard_appointment"
    GUARD_TRAINING = "guard_training"
    GUARD_SPECIAL = "guard_special"
    ARREST_GUARD = "arrest_guard"
    FIRST_AID = "first_aid"
    DRIVER = "driver"
    DRONE_PILOT = "drone_pilot"
    RADIO = "radio"
    OTHER = "other"


def _folded_name(context: Any) -> str:
    return str(context.get_current_parameters()["name"]).casefold()


class Organisation(db.Model, Recorded):  # type: ignore[name-defined]
    """A body that takes part: its kind says in what capacity."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[OrganisationKind]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "organisation", "number": self.id,
            "slug": self.slug, "name": self.name, "kind": self.kind.value,
        }  # fmt: skip


class Account(UserMixin, db.Model, Recorded):  # type: ignore[name-defined]
    """Someone who signs in. The names of the security columns are Flask-Security's."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str | None] = mapped_column(String(5))
    panes: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))  # of the live screen, in percent
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    password: Mapped[str | None] = mapped_column(String(255))
    password_is_temporary: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True, default=lambda: uuid4().hex)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    webauthn: Mapped[list["Passkey"]] = relationship(back_populates="account", cascade="all, delete-orphan")
    tokens: Mapped[list["ApiToken"]] = relationship(back_populates="account", order_by="ApiToken.id.desc()")

    tf_phone_number = None  # Flask-Security asks for it; no codes are sent by text message
    roles = ()  # roles are held per event, as memberships

    @property
    def second_factors(self) -> list[str]:
        """What is asked for beside the password: "authenticator", "passkey", both or nothing."""
        keys = ["passkey"] if any(key.usage == "secondary" for key in self.webauthn) else []
        return ["authenticator", *keys] if self.tf_primary_method else keys

    @property
    def room(self) -> str:
        """The Socket.IO room of this account's own sockets, so that they can be closed at once."""
        return f"account/{self.id}"

    def as_actor(self) -> Actor:
        """Who acts when this account does the office's work or tends its own affairs."""
        organisation = self.organisation.slug if self.organisation else ""
        return Actor(self.name, account_id=self.id, organisation=organisation)

    def forget_second_factor(self) -> None:
        """Ask for nothing beside the password any more."""
        self.tf_primary_method = self.tf_totp_secret = self.tf_last_counter = self.mf_recovery_codes = None

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "account", "number": self.id,
            "email": self.email, "name": self.name, "active": self.active, "is_admin": self.is_admin,
            "organisation": self.organisation.slug if self.organisation else None,
        }  # fmt: skip


class Passkey(WebAuthnMixin, db.Model):  # type: ignore[name-defined]
    """A WebAuthn credential; `usage` is "first" (instead of the password) or "secondary" (beside it)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(16))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    lastuse_datetime: Mapped[datetime] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship(back_populates="webauthn")


class Person(db.Model, Recorded):  # type: ignore[name-defined]
    """Someone who can be put on duty, with or without an account."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    sought: Mapped[str] = mapped_column(String(160), index=True, default=_folded_name)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(255))
    reference: Mapped[str | None] = mapped_column(String(60))  # the employer's number for them
    born: Mapped[date | None]
    merged_into: Mapped[int | None]  # the id of the same human, entered twice

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    account: Mapped[Account | None] = relationship()
    credentials: Mapped[list["Credential"]] = relationship(
        back_populates="person", order_by="Credential.valid_until.desc()"
    )

    def age_on(self, day: date) -> int | None:
        """Whole years on a day, or None when the date of birth is not known."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def credential_for(self, kind: CredentialKind, start: datetime, end: datetime) -> "Credential | None":
        """The credential of `kind` that is valid from `start` up to `end` (aware, half-open), if there is one."""
        return next((held for held in self.credentials if held.kind == kind and held.covers(start, end)), None)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "person", "number": self.id,
            "name": self.name, "organisation": self.organisation.slug, "phone": self.phone, "email": self.email,
            "reference": self.reference, "born": self.born.isoformat() if self.born else None,
            "account": self.account_id, "merged_into": self.merged_into,
        }  # fmt: skip


class Credential(db.Model, Recorded):  # type: ignore[name-defined]
    """An appointment, training or licence, valid through both of its dates, in `area` when it is bounded."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CredentialKind]
    number: Mapped[str] = mapped_column(String(60), default="")
    area: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[int | None]  # of a training (R12: basic training of a guard is at least 160)
    valid_from: Mapped[date]
    valid_until: Mapped[date]

    person: Mapped[Person] = relationship(back_populates="credentials")

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether it is valid from `start` up to but not including `end`.

        Both are aware and in the zone of the place: a day begins there at local midnight.
        """
        last_moment = end - timedelta(microseconds=1)
        return self.valid_from <= start.date() and last_moment.date() <= self.valid_until

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "credential", "number": self.id,
            "person": self.person_id, "kind": self.kind.value, "reference": self.number, "area": self.area,
            "hours": self.hours, "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat(),
        }  # fmt: skip


class ApiToken(db.Model, Recorded):  # type: ignore[name-defined]
    """A machine's way in as an account, perhaps to one event only; only the digest of the token is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    event_slug: Mapped[str | None] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship(back_populates="tokens")

    def usable(self, at: datetime) -> bool:
        """Neither revoked nor expired at `at`, and the account may sign in."""
        expired = self.expires_at is not None and self.expires_at <= at
        return self.revoked_at is None and not expired and self.account.active

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "api_token", "number": self.id,
            "account": self.account_id, "event": self.event_slug, "label": self.label,
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            "revoked": self.revoked_at is not None,
        }  # fmt: skip
