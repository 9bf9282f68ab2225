"""The response headers that keep a page to itself: a strict content-security policy with a nonce, and others."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g


def csp_nonce() -> str:
    """The nonce of this response's scripts and styles."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce  # type: ignore[no-any-return]


def policy() -> str:
    """The content-security policy of this response."""
    nonce, tiles = csp_nonce(), _tile_origin()
    return "; ".join((
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        f"img-src 'self' data:{tiles}",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


def _tile_origin() -> str:
    url = urlsplit(current_app.config["TILES_URL"])
    return f" {url.scheme}://{url.netloc.replace('{s}', '*')}" if url.netloc else ""


def _dress(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", policy())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if response.mimetype in ("text/html", "application/json", "application/geo+json"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """Dress every response."""
    app.after_request(_dress)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
