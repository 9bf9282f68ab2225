"""What those who run the installation ask: does it live, can it work, and what has it done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from .. import metrics
from ..access import public
from ..events.scope import caller
from ..extensions import db

PATIENCE = 2.0  # seconds for each dependency
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process lives."""
    return _told({"status": "ok"})


@bp.get("/readyz")
@public
def ready() -> Response:
    """Every dependency with "ok" or what is the matter; 503 unless all are well."""
    checks = _checks(current_app._get_current_object())  # type: ignore[attr-defined]
    pool = ThreadPoolExecutor(len(checks))  # a dependency that hangs must not hold the answer
    running = {name: pool.submit(check) for name, check in checks.items()}
    pool.shutdown(wait=False)
    found = {name: _outcome(future) for name, future in running.items()}
    return _told(found, 200 if set(found.values()) == {"ok"} else 503)


@bp.get("/metrics")
@public
def measures() -> Response:
    """Prometheus text, for this machine itself and for administrators' tokens."""
    if not _from_here():
        account = caller() or abort(401)
        if not account.is_admin or g.token_event:
            abort(403)
    return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)


def _from_here() -> bool:
    """Whether the real peer is this machine: what a proxy brings is not, whatever it says about the client."""
    brought = any(name in request.headers for name in FORWARDED)
    return not brought and request.environ.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def _checks(app: Flask) -> dict[str, Callable[[], None]]:
    engine, redis = db.engine, app.config["REDIS_URL"]
    script = ScriptDirectory(app.extensions["migrate"].directory)
    checks = {"database": lambda: _answers(engine), "migrations": lambda: _is_current(engine, script)}
    return checks | ({"redis": lambda: _pings(redis)} if redis else {})


def _answers(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _is_current(engine: Engine, script: ScriptDirectory) -> None:
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_heads()
    if set(at) != set(script.get_heads()):
        raise RuntimeError("not at head: run eventops db upgrade")


def _pings(url: str) -> None:
    Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE).ping()


def _outcome(check: Any) -> str:
    try:
        check.result(PATIENCE)
    except TimeoutError:
        return "no answer in time"
    except RuntimeError as error:
        return str(error)
    except (SQLAlchemyError, RedisError, OSError) as error:
        return type(error).__name__  # the details may name hosts and users, and everybody may ask
    return "ok"


def _told(data: dict[str, str], status: int = 200) -> Response:
    return Response(orjson.dumps(data), status, mimetype="application/json")
