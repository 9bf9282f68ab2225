"""What is asked for beside or instead of the password: authenticator codes, recovery codes and passkeys."""

import hmac
from typing import Any

from flask import current_app
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from passlib.totp import TotpMatch
from qrcode import QRCode
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..extensions import db
from . import trail


class Authenticator(Totp):
    """Time-based codes, each accepted once."""

    def get_last_counter(self, user: Any) -> int | None:
        """The time step of the code that was last accepted."""
        return user.tf_last_counter  # type: ignore[no-any-return]

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        """Let a code, and those before it, never be accepted again."""
        user.tf_last_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> dict[str, Any]:  # type: ignore[override]
        """The QR code as {"size": modules per side, "path": SVG path data}, for a template to draw inline."""
        code = QRCode(border=4)
        code.add_data(self.get_totp_uri(username, totp))
        rows = code.get_matrix()
        dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled)
        return {"size": len(rows), "path": "".join(dark)}


class RecoveryCodes(MfRecoveryCodesUtil):
    """One-time codes for who has lost the authenticator: shown when made, kept only as keyed digests."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """Replace the account's codes; returns the new ones, which cannot be shown again."""
        codes = super().create_recovery_codes(user)
        user.mf_recovery_codes = [_digest(code) for code in codes]
        trail.note("account.recovery_codes_made", user)
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Nothing: made codes are never shown again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Whether the code is one of the account's unused ones."""
        return _digest(code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use a code up."""
        user.mf_recovery_codes = [kept for kept in user.mf_recovery_codes or [] if kept != _digest(code)]
        db.session.add(user)
        trail.note("account.recovery_code_used", user)
        return True


class Passkeys(WebauthnUtil):
    """Passkeys that are found without an address and that verify their holder, so that one is both factors."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """What a new passkey must be able to do."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """A finger, a face or a PIN, every time."""
        return UserVerificationRequirement.REQUIRED


def _digest(code: str) -> str:
    key = str(current_app.config["SECURITY_PASSWORD_SALT"]).encode()
    return hmac.digest(key, code.strip().lower().encode(), "sha256").hex()
