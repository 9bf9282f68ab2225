"""The way out to one screen: whole frames on its socket, and a bounded queue of what it has not taken yet."""

import logging
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from engineio.packet import Packet

from . import metrics

logger = logging.getLogger(__name__)

MOST_PACKETS = 500  # a screen this far behind is hung up on: it catches up by its seq when it returns
MOST_BYTES = 2_000_000
SILENCE = 20_000  # milliseconds that sent data may stay unacknowledged before the kernel drops the connection
NOW = getattr(socket, "MSG_DONTWAIT", 0)
# One for all ways out: a fan-out takes it once, where a lock for each screen would double what the loop costs.
# Nothing waits while holding it; should a finalizer switch greenlets even so, a patched lock lets the others wait.
lock = threading.Lock()


class Frame(bytes):
    """A whole WebSocket text frame. Engine.IO's writer takes it for a packet that encodes to itself."""

    def encode(self, b64: bool = False) -> "Frame":
        return self


def framed(text: str) -> Frame:
    """The unmasked, uncompressed server frame that carries a text."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return Frame(bytes((0x81, size)) + payload)
    head = struct.pack("!BBH", 0x81, 126, size) if size < 65536 else struct.pack("!BBQ", 0x81, 127, size)
    return Frame(head + payload)


class Wire:
    """The socket under one WebSocket: frames leave it whole, whoever writes."""

    def __init__(self, sock: Any):
        self.sock, self.raw = sock, getattr(sock, "_sock", sock)
        self.write: Callable[[bytes, int], int] = self.raw.send
        self.turn = threading.Lock()  # of those who may wait
        self.busy, self.rest = False, b""
        with suppress(OSError, AttributeError):
            self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE)
        self.recv, self.close, self.fileno = sock.recv, sock.close, sock.fileno

    def send(self, data: bytes) -> int:
        """Write everything, after what the kernel did not take of a shared frame; waits as long as it takes."""
        with self.turn:
            with lock:  # a frame shared just now has left, and the next one finds us busy
                self.busy = True
                rest, self.rest = self.rest, b""
            try:
                self.sock.sendall(rest + data)
            finally:
                self.busy = False
        return len(data)

    def end(self) -> None:
        """End the connection; what was sent still arrives."""
        with suppress(OSError):
            self.raw.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """End the connection at once, also for a writer that waits for a reader who never comes."""
        with suppress(OSError):
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.end()


class Outbox:
    """Engine.IO's queue of packets for one client: bounded, and bypassed while the client keeps up."""

    def __init__(self, event: Callable[[], Any], empty: type[Exception]):
        self._filled, self._empty = event(), empty
        self._packets: deque[Any] = deque()
        self._bytes = 0
        self._over = False
        self._wire: Wire | None = None
        self._session: Any = None
        self.idle: Wire | None = None  # the wire, while its writer waits and nothing is queued

    def attach(self, wire: Wire, session: Any) -> None:
        """Say where frames go once the session speaks WebSocket."""
        self._wire, self._session = wire, session

    def take(self, frame: Frame, packet: Packet, sent: int) -> bool:
        """Queue what the wire has not taken of a shared frame; without a WebSocket, queue the packet.

        The caller holds the lock, and wakes the writer afterwards. Returns whether the client is too far behind.
        """
        if not self._is_direct():
            return self._append(packet)
        if self._wire and sent:
            self._wire.rest = frame[sent:]
        return self._append(Frame() if sent else frame)

    def put(self, packet: Any) -> None:
        """Queue an Engine.IO packet; None ends the writer."""
        with lock:
            overflowed = self._append(packet)
        self.wake(overflowed)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next packet. To a WebSocket's writer they go one by one, so that what it holds is never much."""
        while block or not self._is_direct():
            with lock:
                if self._packets:
                    return self._pop()
                self.idle = self._wire if block and self._is_direct() else None
                self._filled.clear()
            if not block or not self._filled.wait(timeout):
                break
        raise self._empty

    def wake(self, overflowed: bool) -> None:
        """Tell the writer that something was queued, or give the client up."""
        self._filled.set()
        if overflowed:
            self.hang_up()

    def hang_up(self) -> None:
        """Drop a client that does not read."""
        logger.warning("a screen stopped reading and was disconnected")
        metrics.slow_screens.inc()
        if self._wire:
            self._wire.cut()

    def empty(self) -> bool:
        return not self._packets

    def task_done(self) -> None:
        """Nobody counts."""

    def join(self) -> None:
        """Whoever closes a session does not wait for a client that may not be reading."""

    def _is_direct(self) -> bool:
        return self._wire is not None and bool(self._session.upgraded)

    def _append(self, packet: Any) -> bool:
        self.idle = None  # until its writer has taken everything and waits again
        if self._over and packet is not None:
            return False
        self._packets.append(packet)
        self._bytes += _size(packet)
        if self._over or (len(self._packets) <= MOST_PACKETS and self._bytes <= MOST_BYTES):
            return False
        self._over, self._bytes = True, 0
        self._packets = deque([None])
        return True

    def _pop(self) -> Any:
        packet = self._packets.popleft()
        self._bytes -= _size(packet)
        return packet


def share(frame: Frame, packet: Packet, outboxes: Iterable[Outbox]) -> None:
    """Send a frame to many at once, and queue it for those before whom something waits; the packet is the same text."""
    size, behind = len(frame), []
    with lock:
        for outbox in outboxes:  # a thousand times for each change: as few calls as can be
            sent, wire = 0, outbox.idle
            if wire and not wire.busy:
                try:
                    sent = wire.write(frame, NOW)
                except BlockingIOError:
                    pass
                except OSError:  # the reader of this socket sees it too, and ends the session
                    continue
                if sent == size:
                    continue
            behind.append((outbox, outbox.take(frame, packet, sent)))
    for outbox, overflowed in behind:
        outbox.wake(overflowed)


def _size(packet: Any) -> int:
    content = packet if isinstance(packet, Frame) else getattr(packet, "data", None)
    return len(content) if isinstance(content, str | bytes) else 0
