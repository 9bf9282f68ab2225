"""The serving process starts, refuses, stays connected and ends as its users expect."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from eventops import server

from .conftest import Served
from .screens import PATIENCE

Serve = Callable[..., Served]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_stop_finishes_what_it_began(serve: Serve, number: signal.Signals) -> None:
    served = serve()
    screen = served.screen()
    answers: list[bytes] = []

    def ask() -> None:
        with urlopen(f"{served.url}slow?seconds=1", timeout=PATIENCE) as answer:
            answers.append(answer.read())

    asking = threading.Thread(target=ask)
    asking.start()
    assert served.process.stdout
    assert served.process.stdout.readline() == "begun\n"
    served.process.send_signal(number)
    asking.join()
    assert answers == [b"done"]
    assert screen.ended()
    assert served.process.wait(PATIENCE) == 0
    assert served.process.stderr
    assert served.process.stderr.read() == ""


def test_a_stopped_server_leaves_its_port_to_the_next(serve: Serve) -> None:
    served = serve()
    served.screen()
    served.process.terminate()
    assert served.process.wait(PATIENCE) == 0
    server.listen("127.0.0.1", urlsplit(served.url).port or 0).close()


def test_a_port_that_is_taken_is_refused_in_one_line() -> None:
    with closing(server.listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = server.command("127.0.0.1", port)
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"cannot serve on 127.0.0.1 port {port}: Address already in use\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost"])
def test_connections_never_wait_for_more_data_to_send(host: str) -> None:
    with closing(server.listen(host, 0)) as listener:
        address = urlsplit(server.address_of(listener))
        with closing(socket.create_connection((address.hostname, address.port))), closing(listener.accept()[0]) as got:
            assert got.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_connection_serves_one_request_after_another(serve: Serve) -> None:
    served = serve()
    with closing(http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=PATIENCE)) as connection:
        connection.connect()
        local = connection.sock.getsockname()
        for _ in range(3):
            connection.request("GET", "/screens")
            assert connection.getresponse().read() == b'{"screens":0}\n'
            assert connection.sock.getsockname() == local


def test_the_command_patches_before_anything_else_is_imported() -> None:
    command = server.command("0.0.0.0", 8000)
    assert command[:5] == [sys.executable, "-m", "gevent.monkey", "--module", "eventops.server"]
    assert command[5:] == ["--host", "0.0.0.0", "--port", "8000"]
