"""One WebSocket frame per emit, encoded once and shared by every screen in a room."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, partial
from typing import Any

import socketio as sio
from engineio import packet as eio
from engineio.socket import Socket as Session
from flask import Flask
from flask_socketio import SocketIO
from gevent.monkey import get_original, is_module_patched
from simple_websocket import ConnectionClosed
from socketio import packet as sio_packet

from .outbox import Frame, Outbox, Wire, framed, share

logger = logging.getLogger(__name__)

OPTIONS: dict[str, Any] = {"ping_interval": 10, "ping_timeout": 8, "max_http_buffer_size": 64 * 1024}


class SharingWebSocket:
    """What is mixed into Engine.IO's WebSocket so that frames can pass it by."""

    ws: Any
    app: Callable[..., Any]
    server_args: dict[str, Any]
    wire: Wire

    def __init__(self, handler: Callable[..., Any], server: Any):
        super().__init__(handler, server)  # type: ignore[call-arg]
        self.server_args["max_message_size"] = server.max_http_buffer_size
        self.app = partial(self._attached, handler)

    def _attached(self, handler: Any, _: Any) -> Any:
        self.wire = self.ws.sock = Wire(self.ws.sock)
        handler.__self__.queue.attach(self.wire, handler.__self__)
        return handler(self)

    def send(self, message: Any) -> None:
        """Write one message, blocking; a frame goes out as it is."""
        if isinstance(message, Frame):
            self.wire.send(message)
        else:
            super().send(message)  # type: ignore[misc]

    def close(self) -> None:
        """Say goodbye if anybody is still there, and do not wait for an answer."""
        with suppress(OSError, ConnectionClosed):
            super().close()  # type: ignore[misc]
        self.wire.end()


class SharedFrames(sio.Manager):
    """The keeper of rooms, encoding a message once for all who hear it."""

    def emit(
        self, event: str, data: Any, namespace: str, room: Any = None, skip_sid: Any = None, callback: Any = None,
        to: Any = None, **options: Any,
    ) -> None:  # fmt: skip
        """As the stock manager; binary messages and those that want an answer are left to it."""
        encoded = None if callback else self._encoded(event, data, namespace)
        if not isinstance(encoded, str):
            super().emit(event, data, namespace, room=to or room, skip_sid=skip_sid, callback=callback, **options)
        else:
            skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
            self._share(encoded, namespace, to or room, skipped)

    def emit_encoded(self, event: str, body: str, room: str) -> None:
        """Send an event whose one argument is JSON already."""
        self._share(f"2[{json.dumps(event)},{body}]", "/", room)

    def hang_up(self, room: str) -> None:
        """Disconnect every screen in a room."""
        for sid, eio_sid in list(self.get_participants("/", room)):
            self.server.disconnect(sid, namespace="/", ignore_queue=True)
            self.server.eio.disconnect(eio_sid)

    def _encoded(self, event: str, data: Any, namespace: str) -> Any:
        told = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packet = self.server.packet_class(sio_packet.EVENT, namespace=namespace, data=[event, *told])
        return packet.encode()

    def _share(self, text: str, namespace: str, room: Any, skipped: Iterable[str | None] = ()) -> None:
        frame, packet = framed(f"4{text}"), eio.Packet(eio.MESSAGE, text)
        session_of, outboxes = self.server.eio.sockets.get, []
        for sid, eio_sid in self.get_participants(namespace, room):
            if sid in skipped:
                continue
            session = session_of(eio_sid)
            if session is None:  # the test client has no session; its server takes packets
                self.server._send_eio_packet(eio_sid, packet)
            elif not session.closed:
                outboxes.append(session.queue)
        share(frame, packet, outboxes)


class SharedFramesOverRedis(sio.RedisManager, SharedFrames):
    """The same among several processes; the queue's own emission to local sockets lands in SharedFrames."""

    def emit_encoded(self, event: str, body: str, room: str) -> None:
        """Send to the sockets of this process and publish for the others."""
        super().emit_encoded(event, body, room)
        told = {"method": "emit", "event": event, "encoded": body, "room": room, "host_id": self.host_id}
        self._publish(told)

    def hang_up(self, room: str) -> None:
        """Disconnect the screens of every process."""
        super().hang_up(room)
        self._publish({"method": "emit", "hang_up": room, "host_id": self.host_id})

    def _handle_emit(self, message: dict[str, Any]) -> None:
        if "encoded" in message:
            SharedFrames.emit_encoded(self, message["event"], message["encoded"], message["room"])
        elif "hang_up" in message:
            SharedFrames.hang_up(self, message["hang_up"])
        else:
            super()._handle_emit(message)


class NoDeflate:
    """Middleware that declines permessage-deflate: compressing anew for each screen costs more than it saves."""

    def __init__(self, app: Callable[..., Any]):
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self.app(environ, start_response)


def bind(socketio: SocketIO, app: Flask, *, redis_url: str = "", **options: Any) -> None:
    """Bind Socket.IO to the app, with shared frames where the installed Engine.IO is the one we know.

    `redis_url` joins several processes of one installation; `options` go to the Socket.IO server.
    """
    sharing = works(async_mode())
    settings = {**OPTIONS, "async_mode": async_mode(), **options}
    socketio.init_app(app, client_manager=_manager(sharing, redis_url, str(app.config["SECRET_KEY"])), **settings)
    if sharing:
        _install(socketio.server)
    app.wsgi_app = NoDeflate(app.wsgi_app)  # type: ignore[method-assign]


def emit(socketio: SocketIO, event: str, body: str, *, to: str) -> None:
    """Send an event whose one argument is the JSON text `body` to a room of the default namespace."""
    manager = socketio.server.manager
    if isinstance(manager, SharedFrames):
        manager.emit_encoded(event, body, to)
    else:
        socketio.emit(event, json.loads(body), to=to)


def hang_up(socketio: SocketIO, room: str) -> None:
    """Disconnect every screen in a room of the default namespace."""
    manager = socketio.server.manager
    if isinstance(manager, SharedFrames):
        manager.hang_up(room)
    else:
        for sid, _ in list(manager.get_participants("/", room)):
            socketio.server.disconnect(sid)


def async_mode() -> str:
    """gevent when the process was patched for it, threads otherwise."""
    return "gevent" if is_module_patched("socket") else "threading"


@cache
def works(mode: str) -> bool:
    """Whether a shared frame takes its place among ordinary packets; if not, the stock manager serves."""
    sys.modules.setdefault("geventwebsocket", None)  # type: ignore[arg-type]  # merely installed, it would take over
    try:
        intact = _through_a_pair(mode) == framed("41") + framed('42["e",{"n":1}]') + framed("43")
    except Exception:  # noqa: BLE001 - whatever changed in there, screens must still be served
        intact = False
    if not intact:
        logger.warning("this Engine.IO is not the one eventops knows: pushing by its own, slower way")
    return intact


def _through_a_pair(mode: str) -> bytes:
    server = sio.Server(async_mode=mode, client_manager=SharedFrames())
    _install(server)
    session = server.eio.sockets["engine"] = Session(server.eio, "engine")
    ours, theirs = get_original("socket", "socketpair")()
    with ours, theirs:
        theirs.settimeout(1)
        wire = Wire(ours)
        session.queue.attach(wire, session)
        session.upgraded = True
        sid = server.manager.connect("engine", "/")
        server.manager.enter_room(sid, "/", "room")
        session.queue.put(eio.Packet(eio.MESSAGE, "1"))
        server.manager.emit_encoded("e", '{"n":1}', "room")
        for packet in session.poll() + session.poll():
            wire.send(packet if isinstance(packet, Frame) else framed(packet.encode()))
        with suppress(session.queue._empty):
            session.queue.get(timeout=0)
        share(framed("43"), eio.Packet(eio.MESSAGE, "3"), [session.queue])
        return bytes(theirs.recv(1000))


def _install(server: sio.Server) -> None:
    kinds = server.eio._async
    websocket = type("WebSocket", (SharingWebSocket, kinds["websocket"]), {})
    queue = partial(Outbox, kinds["event"], kinds["queue_empty"])
    server.eio._async = {**kinds, "queue": queue, "websocket": websocket}


def _manager(sharing: bool, redis_url: str, secret: str) -> sio.Manager:
    if not redis_url:
        return SharedFrames() if sharing else sio.Manager()
    over_redis = SharedFramesOverRedis if sharing else sio.RedisManager
    # Redis shares channels between its databases: only processes with the same secret may hear one another
    return over_redis(redis_url, channel="eventops-" + hashlib.sha256(secret.encode()).hexdigest()[:16])
