"""Authenticator codes and recovery codes."""

import re
from typing import Any

from passlib.totp import TOTP

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.clock import now
from eventops.extensions import db
from eventops.people import actions

from ..cast import PASSWORD, Cast, Door
from .test_sign_in import attempt, on_record, signed_in

STEP = 30  # seconds that a code lasts


class Phone:
    """An authenticator that has read the QR code."""

    def __init__(self, key: str):
        self.totp = TOTP(key=key.replace("-", ""))

    def code(self, later: int = 0) -> str:
        """The code it shows now, or `later` steps on."""
        return str(self.totp.generate(time=int(now().timestamp()) + later * STEP).token)


def begin(browser: Door) -> tuple[Phone, str]:
    """Ask for the QR code: the phone that has read it, and where its first code goes."""
    page = browser.post("/profile/second-factor", data={"setup": "authenticator"}).text
    key = re.search(r'id="authenticator-key">([A-Z2-7-]+)<', page)
    action = re.search(r'action="(/profile/second-factor/[^"]+)"', page)
    assert key and action and re.search(r'<svg [^>]*id="qr">.*<path d="M\d+ \d+h1v1h-1z', page)
    return Phone(key[1]), action[1]


def connect(browser: Door) -> Phone:
    phone, action = begin(browser)
    done = browser.post(action, data={"code": phone.code()})
    assert done.location == "/profile/second-factor/done"
    return phone


def recovery_codes(browser: Door) -> list[str]:
    page = browser.post("/profile/recovery-codes", data={"generate_new_codes": "1"}).text
    return re.findall(r"<li><code>([0-9a-f-]+)</code></li>", page)


def halfway(cast: Cast) -> Door:
    """A browser where Olle has given his password and owes the code."""
    browser = cast.visitor()
    assert attempt(browser, cast.olle.email).location.startswith("/login/code")
    return browser


def send_code(browser: Door, code: str) -> Any:
    return browser.post("/login/code", data={"code": code})


def test_with_an_authenticator_the_password_alone_does_not_let_in_and_the_code_does(cast: Cast) -> None:
    phone = connect(cast.olle.door)
    browser = halfway(cast)
    assert not signed_in(browser)
    code = phone.code(1)
    assert send_code(browser, f"{code[:3]} {code[3:]}").status_code == 302
    assert signed_in(browser)


def test_a_code_is_accepted_once(cast: Cast) -> None:
    phone = connect(cast.olle.door)
    code = phone.code(1)
    send_code(halfway(cast), code)
    again = halfway(cast)
    assert send_code(again, code).status_code == 422
    assert not signed_in(again)


def test_the_code_that_connected_the_authenticator_does_not_sign_in(cast: Cast) -> None:
    phone = connect(cast.olle.door)
    assert send_code(halfway(cast), phone.code()).status_code == 422


def test_codes_cannot_be_guessed_by_starting_over(cast: Cast) -> None:
    connect(cast.olle.door)
    answers = [send_code(halfway(cast), "000000").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert len(on_record("account.sign_in_failed")) == 5


def test_an_authenticator_that_has_not_shown_a_right_code_is_not_asked_for(cast: Cast) -> None:
    _, action = begin(cast.olle.door)
    cast.olle.door.post(action, data={"code": "000000"})
    assert attempt(cast.visitor(), cast.olle.email).location == "/"


def test_turning_the_second_factor_off_forgets_it(cast: Cast) -> None:
    connect(cast.olle.door)
    recovery_codes(cast.olle.door)
    cast.olle.door.post("/profile/second-factor", data={"setup": "disable"})
    account = cast.olle.account
    assert (account.tf_totp_secret, account.mf_recovery_codes) == (None, [])
    assert attempt(cast.visitor(), cast.olle.email).location == "/"
    assert on_record("account.second_factor_connected") and on_record("account.second_factor_disabled")


def test_after_connecting_one_is_sent_to_make_recovery_codes(cast: Cast) -> None:
    connect(cast.olle.door)
    assert cast.olle.door.get("/profile/second-factor/done").location == "/profile/recovery-codes"
    assert "You have no recovery codes" in cast.olle.door.get("/profile").text
    recovery_codes(cast.olle.door)
    assert cast.olle.door.get("/profile/second-factor/done").location == "/profile"


def test_recovery_codes_are_shown_once_and_kept_unreadable(cast: Cast) -> None:
    connect(cast.olle.door)
    codes = recovery_codes(cast.olle.door)
    assert len(set(codes)) == 10
    later = cast.olle.door.get("/profile/recovery-codes?show_codes=1").text
    kept = ",".join(cast.olle.account.mf_recovery_codes or [])
    assert "You have 10 unused codes." in later
    assert not [code for code in codes if code in later or code in kept]


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    connect(cast.olle.door)
    code, *others = recovery_codes(cast.olle.door)
    browser, second = halfway(cast), halfway(cast)
    assert browser.post("/login/recovery", data={"code": f" {code.upper()} "}).status_code == 302
    assert signed_in(browser)
    assert second.post("/login/recovery", data={"code": code}).status_code == 422
    assert not signed_in(second)
    assert second.post("/login/recovery", data={"code": others[0]}).status_code == 302
    assert len(on_record("account.recovery_code_used")) == 2


def test_a_recovery_code_is_no_way_round_the_password(cast: Cast) -> None:
    connect(cast.olle.door)
    code, *_ = recovery_codes(cast.olle.door)
    browser = cast.visitor()
    assert browser.post("/login/recovery", data={"code": code}).location == "/login"
    assert not signed_in(browser)


def test_an_old_session_has_to_confirm_before_it_changes_how_one_signs_in(cast: Cast) -> None:
    browser = cast.olle.door
    with browser.session_transaction() as session:
        session["fs_paa"] -= 31 * 60
    for path in ("second-factor", "passkeys", "recovery-codes", "tokens"):
        assert browser.get(f"/profile/{path}").location == f"/confirm?next=/profile/{path}"
    assert browser.post("/confirm", data={"password": "fel"}).status_code == 422
    answer = browser.post("/confirm", data={"password": PASSWORD, "next": "/profile/tokens"})
    assert answer.location == "/profile/tokens"
    assert browser.get("/profile/tokens").status_code == 200


def test_an_administrator_can_reset_it_for_who_has_lost_everything(cast: Cast) -> None:
    browser = cast.olle.door
    connect(browser)
    number = cast.olle.account.id
    cast.ada.door.post(f"/people/accounts/{number}/reset-second-factor")
    assert not signed_in(browser)
    assert attempt(cast.visitor(), cast.olle.email).location == "/"


def test_no_secret_is_on_the_record_or_in_what_others_see(cast: Cast) -> None:
    browser = cast.olle.door
    phone = connect(browser)
    codes = recovery_codes(browser)
    token, _ = actions.issue_token(cast.olle.account, SYSTEM, label="Länk")
    handed = actions.renew_password(cast.olle.account, SYSTEM)
    account = cast.olle.account
    secrets = [
        *codes,
        handed,
        token,
        phone.totp.base32_key,
        account.password,
        account.tf_totp_secret,
        account.fs_uniquifier,
    ]
    secrets += [kept.digest for kept in account.tokens] + (account.mf_recovery_codes or [])
    told = "".join(filter(None, db.session.scalars(db.select(AuditRecord.facts))))
    told += cast.ada.door.get(f"/people/accounts/{account.id}").text + str(account.snapshot())
    assert "account.password_renewed" in [record.what for record in db.session.scalars(db.select(AuditRecord))]
    assert len(secrets) > 20 and not [secret for secret in secrets if secret and secret in told]
