"""The client's ends of the connections: hand-written framing, so that a thousand screens cost one process little."""

import asyncio
import base64
import json
import os
import struct
from collections.abc import Callable
from typing import Any

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)


def masked(text: str) -> bytes:
    """A client's text frame."""
    payload, mask = text.encode(), os.urandom(4)
    size = len(payload)
    head = bytes((0x81, 0x80 | size)) if size < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, size)
    return head + mask + bytes(byte ^ mask[place & 3] for place, byte in enumerate(payload))


class WebSocket(asyncio.Protocol):
    """A WebSocket that asks for `path` and hands every text message to `heard`; offers deflate, as browsers do."""

    def __init__(self, address: tuple[str, int], path: str, heard: Callable[["WebSocket", bytes], None]):
        self.address, self.path, self.heard = address, path, heard
        self.buffer, self.upgraded = bytearray(), False
        self.unsent: list[str] = []
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.last: dict[str, int] = {}  # the seq of the last change of each feed

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        host, port = self.address
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(UPGRADE.format(path=self.path, host=host, port=port, key=key).encode())

    def send(self, text: str) -> None:
        """Send a text, once the connection is one of WebSocket frames."""
        if self.upgraded:
            self.transport.write(masked(text))
        else:
            self.unsent.append(text)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded and not self._upgrade():
            return
        buffer = self.buffer
        while (size := len(buffer)) >= 2:
            length, start = buffer[1], 2
            if length == 126 and size >= 4:
                length, start = buffer[2] << 8 | buffer[3], 4
            elif length == 127 and size >= 10:
                length, start = struct.unpack_from("!Q", buffer, 2)[0], 10
            elif length >= 126:
                return
            if size < start + length:
                return
            operation, payload = buffer[0], bytes(buffer[start : start + length])
            del buffer[: start + length]
            self._take(operation, payload)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"refused: {bytes(self.buffer[:200])!r}"))

    def _upgrade(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        if b" 101 " not in self.buffer[:40]:
            self.transport.close()
            return False
        del self.buffer[: end + 4]
        self.upgraded = True
        for text in self.unsent:
            self.send(text)
        return True

    def _take(self, operation: int, payload: bytes) -> None:
        if operation == 0x81:
            self.heard(self, payload)
        elif operation == 0x88:
            self.transport.close()
        elif operation & 0x40:
            raise ValueError("the server compresses, which this bench does not expect")


class Poster(asyncio.Protocol):
    """A keep-alive HTTP connection, one request at a time."""

    def __init__(self, token: str):
        self.token, self.buffer, self.closed = token, b"", False
        self.answer: asyncio.Future[tuple[int, bytes]]

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        place = head.find(b"content-length:")
        length = int(head[place + 15 :].split(b"\r\n")[0])
        if len(self.buffer) >= end + 4 + length:
            status, body = int(self.buffer[9:12]), self.buffer[end + 4 : end + 4 + length]
            self.buffer = self.buffer[end + 4 + length :]
            self.answer.set_result((status, body))

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True

    def request(self, method: str, path: str, body: object = None) -> asyncio.Future[tuple[int, bytes]]:
        """Ask; the answer is (status, body)."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.token}\r\n"
        kind = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write((head + kind).encode() + content)
        return self.answer
