"""The office at the command line."""

from typing import Any

from click.testing import Result
from flask import Flask

from eventops.people import tokens
from eventops.people.commands import token, user

from ..cast import Cast
from .test_sign_in import attempt


def run(app: Flask, command: Any, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(command, words, input=typed)


def test_an_account_added_at_the_command_line_can_sign_in(app: Flask, cast: Cast) -> None:
    added = run(
        app,
        user,
        "add",
        "Chef@Example.org",
        "--name",
        "Chefen",
        "--admin",
        "--password-stdin",
        typed="fyra ord på rad\n",
    )
    assert (added.exit_code, added.output) == (0, "chef@example.org can sign in.\n")
    browser = cast.visitor()
    attempt(browser, "chef@example.org", "fyra ord på rad")
    assert browser.get("/people/accounts").status_code == 200


def test_the_password_is_asked_for_twice_and_not_shown(app: Flask, cast: Cast) -> None:
    added = run(app, user, "add", "chef@example.org", "--name", "Chefen", typed="fyra ord på rad\n" * 2)
    assert added.exit_code == 0 and "fyra ord" not in added.output
    assert attempt(cast.visitor(), "chef@example.org", "fyra ord på rad").status_code == 302


def test_a_refusal_is_one_line_and_exit_1(app: Flask, cast: Cast) -> None:
    weak = run(app, user, "add", "chef@example.org", "--name", "Chefen", "--password-stdin", typed="kort\n")
    assert (weak.exit_code, weak.stderr) == (1, "Error: Use at least 12 characters. A sentence is easy to remember.\n")
    taken = run(app, user, "add", cast.olle.email, "--name", "O", "--password-stdin", typed="fyra ord på rad\n")
    assert (taken.exit_code, taken.stderr) == (1, "Error: olle@example.org already has an account.\n")


def test_wrong_usage_is_exit_2(app: Flask, cast: Cast) -> None:
    assert run(app, user, "add", "chef@example.org").exit_code == 2
    assert run(app, token, "create", cast.olle.email, "--name", "x", "--days", "0").exit_code == 2


def test_a_token_made_at_the_command_line_is_all_that_is_printed(app: Flask, cast: Cast) -> None:
    made = run(app, token, "create", cast.olle.email, "--name", "Länken", "--event", "sommar", "--days", "7")
    assert made.exit_code == 0
    assert tokens.account_of(made.output.strip()) == (cast.olle.account, "sommar")


def test_a_token_for_nobody_or_for_no_event_is_refused(app: Flask, cast: Cast) -> None:
    nobody = run(app, token, "create", "nobody@example.org", "--name", "x")
    assert (nobody.exit_code, nobody.stderr) == (1, "Error: There is no account nobody@example.org.\n")
    nowhere = run(app, token, "create", cast.olle.email, "--name", "x", "--event", "nej")
    assert (nowhere.exit_code, nowhere.stderr) == (1, "Error: There is no event called nej.\n")
