"""Static files as the server sends them: from memory, compressed once, kept by browsers for as long as is right."""

import gzip
import mimetypes
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from werkzeug.security import safe_join

FOREVER = "public, max-age=31536000, immutable"  # for URLs that name the version, as words.asset() makes them
ASK_AGAIN = "public, no-cache"  # keep it, but ask each time whether it is still the same
WORTH_IT = 0.9  # a compressed copy is kept if it is this much smaller


@dataclass(frozen=True)
class Asset:
    """A file as it was when it was read."""

    stamp: tuple[int, int]
    kind: str
    digest: str
    plain: bytes
    packed: bytes | None

    def sent(self, accepted: str) -> tuple[bytes, str, list[tuple[str, str]]]:
        """The body, its entity tag and its own headers for a client that accepts these encodings."""
        if self.packed is None or "gzip" not in accepted:
            return self.plain, f'"{self.digest}"', []
        return self.packed, f'"{self.digest}-gzip"', [("Content-Encoding", "gzip")]


class Assets:
    """Middleware that answers for the files under a folder; whatever it does not have is the app's to answer."""

    def __init__(self, app: Callable[..., Any], folder: str, prefix: str = "/static/"):
        self.app, self.folder, self.prefix = app, folder, prefix
        self.kept: dict[str, Asset] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asset = self._asked(environ)
        if asset is None:
            return self.app(environ, start_response)  # type: ignore[no-any-return]
        body, tag, encoded = asset.sent(environ.get("HTTP_ACCEPT_ENCODING", ""))
        versioned = environ.get("QUERY_STRING", "").startswith("v=")
        headers = [
            ("ETag", tag), ("Cache-Control", FOREVER if versioned else ASK_AGAIN), ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ]  # fmt: skip
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", [("Content-Type", asset.kind), ("Content-Length", str(len(body))), *encoded, *headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _asked(self, environ: dict[str, Any]) -> Asset | None:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not path.startswith(self.prefix):
            return None
        file = safe_join(self.folder, path.removeprefix(self.prefix))
        try:
            found = os.stat(file or "")
        except (OSError, ValueError):
            return None
        return self._read(file or "", found) if stat.S_ISREG(found.st_mode) else None

    def _read(self, file: str, found: os.stat_result) -> Asset:
        kept, stamp = self.kept.get(file), (found.st_mtime_ns, found.st_size)
        if kept is None or kept.stamp != stamp:
            kept = self.kept[file] = _asset(Path(file), stamp)
        return kept


def _asset(file: Path, stamp: tuple[int, int]) -> Asset:
    plain = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, mtime=0)
    text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
    return Asset(
        stamp, f"{kind}; charset=utf-8" if text else kind, sha256(plain).hexdigest()[:32], plain,
        packed if len(packed) < WORTH_IT * len(plain) else None,
    )  # fmt: skip
