"""Several processes of one installation push as one."""

from collections.abc import Callable

import pytest

from ..services import REDIS, need
from .conftest import Served

Serve = Callable[..., Served]


@pytest.fixture
def redis_url() -> str:
    """Where Redis is, if it is."""
    need("redis")
    return REDIS


def test_what_one_process_pushes_reaches_the_screens_of_the_other(serve: Serve, redis_url: str) -> None:
    one, other = (serve(EVENTOPS_REDIS_URL=redis_url, EVENTOPS_SECRET_KEY="shared") for _ in range(2))
    here, there = one.screen(), other.screen()
    listening(one, other)
    for seq in range(5):
        one.push({"seq": seq, "name": "åäö"}, door="stock" if seq % 2 else "push")
    told = [{"seq": seq, "name": "åäö"} for seq in range(5)]
    assert [here.change() for _ in told] == told
    assert [there.change() for _ in told] == told


def test_installations_that_share_redis_do_not_hear_one_another(serve: Serve, redis_url: str) -> None:
    ours = [serve(EVENTOPS_REDIS_URL=redis_url, EVENTOPS_SECRET_KEY="ours") for _ in range(2)]
    theirs = serve(EVENTOPS_REDIS_URL=redis_url, EVENTOPS_SECRET_KEY="theirs")
    stranger, friend = theirs.screen(), ours[1].screen()
    listening(*ours)
    ours[0].push({"seq": 1})
    assert friend.change() == {"seq": 1}
    theirs.push({"seq": 2})
    assert stranger.change() == {"seq": 2}


def test_a_room_is_hung_up_on_in_every_process(serve: Serve, redis_url: str) -> None:
    one, other = (serve(EVENTOPS_REDIS_URL=redis_url, EVENTOPS_SECRET_KEY="shared") for _ in range(2))
    here, there, elsewhere = one.screen("revoked"), other.screen("revoked"), other.screen("standing")
    listening(one, other)
    one.push(None, room="revoked", door="hang-up")
    assert here.ended() and there.ended()
    other.push({"seq": 1}, room="standing")
    assert elsewhere.change() == {"seq": 1}


def listening(one: Served, other: Served) -> None:
    """Wait until each of two processes hears the other."""
    for speaker, hearer in ((one, other), (other, one)):
        screen = hearer.screen(room="probe")
        speaker.screen(room="elsewhere")  # a process begins to listen with its first screen
        screen.socket.settimeout(0.2)
        while True:
            speaker.push({"probe": True}, room="probe")
            try:
                screen.change()
                break
            except TimeoutError:
                continue
