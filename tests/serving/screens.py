"""Screens as raw sockets, to see every byte that is sent to them."""

import base64
import json
import os
import socket
import struct
from urllib.parse import urlsplit

PATIENCE = 10.0


class Screen:
    """A Socket.IO client on a plain socket: it connects, answers pings, and returns frames as they came."""

    def __init__(self, url: str, room: str = "all", small: bool = False):
        address = urlsplit(url)
        family = socket.AF_INET6 if ":" in (address.hostname or "") else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.settimeout(PATIENCE)
        if small:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((address.hostname, address.port))
        self.reader = self.socket.makefile("rb")
        self.response = self._upgrade(f"/socket.io/?EIO=4&transport=websocket&room={room}")
        assert self.text().startswith("0")
        self.send("40")
        assert self.text().startswith("40")

    def _upgrade(self, path: str) -> str:
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
        )
        lines = iter(self.reader.readline, b"\r\n")
        return b"".join(lines).decode().lower()

    def send(self, text: str, operation: int = 0x81) -> None:
        """Send one frame, masked as a client must; with a mask of zeros, which changes nothing."""
        payload = text.encode()
        size = len(payload)
        head = bytes((operation, 0x80 | size)) if size < 126 else struct.pack("!BBQ", operation, 0x80 | 127, size)
        self.socket.sendall(head + b"\0\0\0\0" + payload)

    def frame(self) -> bytes:
        """The next frame, head and all; empty at the end of the connection."""
        head = self.reader.read(2)
        if len(head) < 2:
            return b""
        size = head[1]
        if size >= 126:
            head += self.reader.read(2 if size == 126 else 8)
            size = int.from_bytes(head[2:], "big")
        return head + self.reader.read(size)

    def text(self) -> str:
        """The next text that is no ping; pings are answered."""
        while True:
            frame = self.frame()
            payload = frame[2 if frame[1:2] < b"\x7e" else 4 if frame[1] == 126 else 10 :].decode()
            if payload != "2":
                return payload
            self.send("3")

    def change(self) -> object:
        """The argument of the next change."""
        text = self.text()
        assert text.startswith('42["change",')
        return json.loads(text[2:])[1]

    def ended(self) -> bool:
        """Whether the connection has come to its end; reads what is left."""
        try:
            while self.frame():
                pass
        except ConnectionError:
            pass
        return True

    def close(self) -> None:
        self.reader.close()
        self.socket.close()
