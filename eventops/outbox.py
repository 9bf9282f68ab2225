"""The way out to one screen: whole frames on its socket, and a bounded queue of what it has not taken yet."""

import logging
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from engineio.packet import Packet
from gevent.monkey import get_original

from . import metrics

logger = logging.getLogger(__name__)

MOST_PACKETS = 500  # a screen this far behind is hung up on: it catches up by its seq when it returns
MOST_BYTES = 2_000_000
SILENCE = 20_000  # milliseconds that sent data may stay unacknowledged before the kernel drops the connection
NOW = getattr(socket, "MSG_DONTWAIT", 0)
native_lock: Callable[[], Any] = get_original("_thread", "allocate_lock")


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
        self.turn = threading.Lock()
        self.rest = b""
        with suppress(OSError, AttributeError):
            self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE)
        self.recv, self.close, self.fileno = sock.recv, sock.close, sock.fileno

    def offer(self, frame: Frame) -> Frame | None:
        """Write what the kernel takes at once. Returns what must be queued: nothing, the frame, or a mere reminder."""
        if not self.turn.acquire(blocking=False):
            return frame
        try:
            sent = self.raw.send(frame, NOW)
            self.rest = frame[sent:]
            return Frame() if self.rest else None
        except BlockingIOError:
            return frame
        except OSError:  # the reader of this socket sees it too, and ends the session
            return None
        finally:
            self.turn.release()

    def send(self, data: bytes) -> int:
        """Write everything, after what an offer left over; waits as long as it takes."""
        with self.turn:
            rest, self.rest = self.rest, b""
            self.sock.sendall(rest + data)
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
        self._lock = native_lock()  # never held across a switch of greenlets
        self._packets: deque[Any] = deque()
        self._bytes = 0
        self._writing, self._over = True, False
        self._wire: Wire | None = None
        self._session: Any = None

    def attach(self, wire: Wire, session: Any) -> None:
        """Say where frames go once the session speaks WebSocket."""
        self._wire, self._session = wire, session

    def offer(self, frame: Frame, packet: Packet) -> None:
        """Send a shared frame now if nothing waits before it, else queue it; without a WebSocket, queue the packet."""
        with self._lock:
            left = self._left_of(frame) if self._is_direct() else packet
            if left is None:
                return
            overflowed = self._append(left)
        self._filled.set()
        if overflowed:
            self.hang_up()

    def put(self, packet: Any) -> None:
        """Queue an Engine.IO packet; None ends the writer."""
        with self._lock:
            overflowed = self._append(packet)
        self._filled.set()
        if overflowed:
            self.hang_up()

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next packet. To a WebSocket's writer they go one by one, so that what it holds is never much."""
        while block or not self._is_direct():
            with self._lock:
                if self._packets:
                    self._writing = True
                    return self._pop()
                self._writing = self._writing and not block
                self._filled.clear()
            if not block or not self._filled.wait(timeout):
                break
        raise self._empty

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

    def _left_of(self, frame: Frame) -> Frame | None:
        return frame if self._writing or self._packets or self._wire is None else self._wire.offer(frame)

    def _append(self, packet: Any) -> bool:
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


def _size(packet: Any) -> int:
    content = packet if isinstance(packet, Frame) else getattr(packet, "data", None)
    return len(content) if isinstance(content, str | bytes) else 0
