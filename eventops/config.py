"""The settings an operator can give, and where the instance keeps what it must remember."""

import os
import secrets
from pathlib import Path
from typing import Any

import orjson

INSTANCE = "EVENTOPS_INSTANCE"


def instance_folder() -> Path:
    """Where the database, the attachments and the secret live; made if absent."""
    folder = Path(os.environ.get(INSTANCE) or Path.cwd() / "instance").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings(overrides: dict[str, Any]) -> dict[str, Any]:
    """The app's configuration from the environment; `overrides` win."""
    env = os.environ.get
    folder = Path(overrides.get("INSTANCE") or instance_folder())
    redis = env("EVENTOPS_REDIS_URL", "")
    return {
        "INSTANCE": folder,
        "SECRET_KEY": env("EVENTOPS_SECRET_KEY") or _kept_secret(folder / "secret"),
        "SECURITY_PASSWORD_SALT": _kept_secret(folder / "salt"),
        "SQLALCHEMY_DATABASE_URI": database_url(env("EVENTOPS_DATABASE_URL") or f"sqlite:///{folder / 'eventops.db'}"),
        "REDIS_URL": redis,
        "RATELIMIT_STORAGE_URI": redis or "memory://",
        "TILES_URL": env("EVENTOPS_TILES_URL", ""),
        "TILES_ATTRIBUTION": env("EVENTOPS_TILES_ATTRIBUTION", ""),
        "MBTILES": env("EVENTOPS_MBTILES", ""),
        "TRUSTED_PROXIES": int(env("EVENTOPS_TRUSTED_PROXIES", "0")),
        "ATTACHMENT_MAX_MB": int(env("EVENTOPS_ATTACHMENT_MAX_MB", "25")),
        "MAX_CONTENT_LENGTH": (int(env("EVENTOPS_ATTACHMENT_MAX_MB", "25")) + 1) * 1024 * 1024,  # the form around it
        "WTF_CSRF_CHECK_DEFAULT": False,  # people/sign_in.py checks every write that carries no token
        "WTF_CSRF_TIME_LIMIT": None,  # a form may stay open through a night shift; the session bounds it
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "BABEL_DEFAULT_LOCALE": "sv",
        **overrides,
    }


def database_url(url: str) -> str:
    """The same database, by the driver that is installed."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def engine_options(url: str) -> dict[str, Any]:
    """Pool settings as measured: enough connections for bursts, checked before use."""
    common = {"pool_size": 10, "max_overflow": 20, "json_serializer": _json, "json_deserializer": orjson.loads}
    return common if url.startswith("sqlite") else {**common, "pool_pre_ping": True, "pool_recycle": 1800}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
