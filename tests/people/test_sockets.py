"""Open screens end with what let them in."""

from collections.abc import Callable

import pytest
from flask import Flask

from eventops.access import SYSTEM
from eventops.people import actions
from eventops.people.models import Account

from ..cast import Cast
from ..listening import Ear
from .test_passwords import change_password


@pytest.mark.parametrize(
    "end",
    [actions.deactivate_account, actions.renew_password, actions.reset_second_factor],
    ids=lambda act: act.__name__,
)
def test_what_ends_the_sessions_of_an_account_closes_its_screens_and_no_others(
    app: Flask, cast: Cast, end: Callable[[Account, object], object]
) -> None:
    olle, oskar = Ear(app, cast.olle), Ear(app, cast.oskar)
    end(cast.olle.account, SYSTEM)
    assert not olle.connected and oskar.connected
    assert not Ear(app, cast.olle).connected


def test_a_changed_password_closes_the_screens_and_lets_the_one_who_changed_it_return(app: Flask, cast: Cast) -> None:
    screen = Ear(app, cast.olle)
    change_password(cast.olle.door)
    assert not screen.connected
    assert Ear(app, cast.olle).connected


def test_signing_out_closes_the_screens(app: Flask, cast: Cast) -> None:
    screen = Ear(app, cast.olle)
    cast.olle.door.post("/logout")
    assert not screen.connected
