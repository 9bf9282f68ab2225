"""What is pushed to a room reaches every screen in it, encoded once; nobody waits for a screen that does not read."""

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from urllib.request import Request, urlopen

import pytest
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket as Session
from flask_socketio import SocketIO
from websocket import create_connection

from eventops import frames
from eventops.outbox import MOST_PACKETS, Frame, Outbox, Wire, framed, share

from .app import create_app, socketio
from .conftest import Served, eventually

Serve = Callable[..., Served]
TOLD = {"feed": "all", "seq": 1, "title": "Person skadad vid grind 4 – åäö"}


def test_two_screens_of_a_room_receive_the_very_same_bytes(serve: Serve) -> None:
    served = serve()
    one, two = served.screen(), served.screen()
    served.push(TOLD)
    frame = one.frame()
    assert frame == two.frame() == framed('42["change",' + json.dumps(TOLD) + "]")


def test_a_screen_in_another_room_hears_nothing(serve: Serve) -> None:
    served = serve()
    here, there = served.screen("all"), served.screen("police")
    served.push(TOLD, room="all")
    served.push({"seq": 2}, room="police")
    assert here.change() == TOLD
    assert there.change() == {"seq": 2}


@pytest.mark.parametrize("size", [1, 60, 100, 126, 40_000, 70_000, 900_000])
def test_messages_of_every_size_arrive_whole(serve: Serve, size: int) -> None:
    served = serve()
    screen = served.screen()
    for seq in range(3):
        told = {"seq": seq, "text": "å" * size}
        served.push(told)
        assert screen.change() == told


def test_ordinary_emits_take_their_place_among_encoded_ones(serve: Serve) -> None:
    served = serve()
    screen = served.screen()
    for seq in range(20):
        served.push({"seq": seq}, door="stock" if seq % 2 else "push")
    assert [screen.change() for _ in range(20)] == [{"seq": seq} for seq in range(20)]


def test_an_independent_client_reads_the_frames(serve: Serve) -> None:
    served = serve()
    url = served.url.replace("http", "ws") + "socket.io/?EIO=4&transport=websocket&room=all"
    client = create_connection(url, timeout=10)
    client.send("40")
    received = [client.recv(), client.recv()]
    served.push(TOLD)
    received.append(client.recv())
    client.close()
    assert json.loads(received[-1][2:]) == ["change", TOLD]


def test_a_screen_that_polls_receives_what_is_pushed(serve: Serve) -> None:
    served = serve()
    url = f"{served.url}socket.io/?EIO=4&transport=polling&room=all"
    with urlopen(url, timeout=10) as answer:
        sid = json.loads(answer.read()[1:])["sid"]
    urlopen(Request(f"{url}&sid={sid}", b"40"), timeout=10).close()
    with urlopen(f"{url}&sid={sid}", timeout=10) as answer:
        assert answer.read().startswith(b"40")
    served.push(TOLD)
    with urlopen(f"{url}&sid={sid}", timeout=10) as answer:
        assert json.loads(answer.read()[2:]) == ["change", TOLD]


def test_a_screen_that_stops_reading_is_disconnected_while_others_keep_receiving(serve: Serve) -> None:
    served = serve()
    stuck, reading = served.screen(small=True), served.screen()
    told = {"text": "x" * 20_000}
    received: list[object] = []
    reader = threading.Thread(target=lambda: received.extend(reading.change() for _ in range(400)))
    reader.start()
    for _ in range(40):
        served.push(told, times=10)
    reader.join()
    assert received == [told] * 400
    assert eventually(lambda: served.count() == 1)
    assert stuck.ended()


def test_compression_is_declined(serve: Serve) -> None:
    assert "sec-websocket-extensions" not in serve().screen().response


def test_a_message_larger_than_any_page_sends_ends_the_connection(serve: Serve) -> None:
    served = serve()
    screen = served.screen()
    with suppress(ConnectionError):
        screen.send("42" + "x" * 200_000)
    assert screen.ended()
    assert eventually(lambda: served.count() == 0)


def test_a_ping_of_the_websocket_itself_is_answered(serve: Serve) -> None:
    screen = serve().screen()
    screen.send("hello", operation=0x89)
    assert screen.frame() == b"\x8a\x05hello"


@pytest.fixture
def pair() -> Iterator[tuple[Outbox, Wire, socket.socket]]:
    """An outbox on one end of a pair of sockets whose buffers are small, and the other end."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 5000)
    theirs.settimeout(10)
    server = frames.sio.Server(async_mode="threading")
    frames._install(server)
    session = Session(server.eio, "session")
    wire = Wire(ours)
    session.queue.attach(wire, session)
    session.upgraded = True
    with ours, theirs:
        yield session.queue, wire, theirs


def test_frames_stay_whole_and_in_order_when_threads_write_at_once(pair: tuple[Outbox, Wire, socket.socket]) -> None:
    outbox, wire, theirs = pair
    texts = [f"{number:04}" + "x" * 3000 for number in range(400)]

    def write() -> None:
        while (packet := outbox.get(timeout=10)) is not None:
            wire.send(packet if isinstance(packet, Frame) else framed(packet.encode()))

    def tell() -> None:
        for number, text in enumerate(texts):
            packet = Packet(MESSAGE, text)
            outbox.put(packet) if number % 5 == 0 else share(framed("4" + text), packet, [outbox])
            eventually(outbox.empty)
        outbox.put(None)

    threads = [threading.Thread(target=act) for act in (write, tell)]
    for thread in threads:
        thread.start()
    expected = b"".join(framed("4" + text) for text in texts)
    received = b""
    while len(received) < len(expected):
        received += theirs.recv(1000)
    for thread in threads:
        thread.join()
    assert received == expected


def test_an_answer_from_the_reader_does_not_split_a_shared_frame(pair: tuple[Outbox, Wire, socket.socket]) -> None:
    outbox, wire, theirs = pair
    pong, shared = framed("pong" * 5000), [framed(f"4{number:04}" + "x" * 3000) for number in range(300)]

    def tell() -> None:
        for frame in shared:
            share(frame, Packet(MESSAGE, ""), [outbox])
            eventually(outbox.empty)
        outbox.put(None)

    write = partial(deque, map(wire.send, iter(outbox.get, None)), 0)
    answer = partial(deque, map(wire.send, [pong] * 300), 0)
    threads = [threading.Thread(target=act) for act in (write, answer, tell)]
    for thread in threads:
        thread.start()
    received = theirs.makefile("rb").read(300 * len(pong + shared[0]))
    for thread in threads:
        thread.join()
    assert received.replace(pong, b"") == b"".join(shared)


def test_a_queue_holds_so_much_and_then_ends_the_connection(pair: tuple[Outbox, Wire, socket.socket]) -> None:
    outbox, _, theirs = pair
    packet = Packet(MESSAGE, "x")
    for _ in range(MOST_PACKETS):
        outbox.put(packet)
    outbox.get()
    outbox.put(packet)
    assert not outbox.empty()
    outbox.put(packet)
    assert theirs.recv(1) == b""
    assert outbox.get() is None


def test_a_queue_counts_bytes_too(pair: tuple[Outbox, Wire, socket.socket]) -> None:
    outbox, _, theirs = pair
    for _ in range(21):
        outbox.put(Packet(MESSAGE, "x" * 100_000))
    assert theirs.recv(1) == b""


def test_the_test_client_hears_what_is_pushed() -> None:
    app = create_app()
    client = socketio.test_client(app, query_string="?room=all")
    frames.emit(socketio, "change", json.dumps(TOLD), to="all")
    assert client.get_received() == [{"name": "change", "args": [TOLD], "namespace": "/"}]


def test_an_engine_that_has_changed_inside_is_served_by_the_stock_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "poll", lambda self: [])
    frames.works.cache_clear()
    app = create_app()
    monkeypatch.undo()
    frames.works.cache_clear()
    assert type(socketio.server.manager) is frames.sio.Manager
    client = socketio.test_client(app, query_string="?room=all")
    frames.emit(socketio, "change", json.dumps(TOLD), to="all")
    assert client.get_received()[0]["args"] == [TOLD]


def test_the_installed_engine_is_one_we_know() -> None:
    assert frames.works("threading")
    assert isinstance(socketio, SocketIO)
