"""What those who run the installation are told."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from eventops.extensions import db
from tests.cast import Cast
from tests.conftest import make_app

from .conftest import Program

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


def test_the_process_lives(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_it_is_ready_with_its_database_at_head(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"database": "ok", "migrations": "ok"})


def test_it_is_not_ready_while_migrations_are_missing(app: Flask) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {"database": "ok", "migrations": "not at head: run eventops db upgrade"}


def test_it_is_not_ready_without_its_database_or_redis_and_tells_no_secrets(tmp_path: Any) -> None:
    url = "postgresql+psycopg://hemlig:lösen@127.0.0.1:1/nowhere"
    app = make_app(url, tmp_path)
    app.config["REDIS_URL"] = "redis://127.0.0.1:1/0"
    with app.app_context():
        answer = app.test_client().get("/readyz")
        db.engine.dispose()
    assert answer.status_code == 503
    assert answer.get_json() == {
        "database": "OperationalError", "migrations": "OperationalError", "redis": "ConnectionError",
    }  # fmt: skip


def measured(app: Flask, name: str) -> float:
    """The value of a measure, 0 before it is first counted."""
    lines = app.test_client().get("/metrics").text.splitlines()
    return next((float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"{name} ")), 0.0)


def test_measures_are_told_to_this_machine(app: Flask, olle: Program) -> None:
    opened = 'eventops_requests_total{endpoint="log_api.open_incident",method="POST",status="201"}'
    missed = 'eventops_requests_total{endpoint="log_api.show_incident",method="GET",status="404"}'
    timed = 'eventops_request_seconds_count{endpoint="log_api.open_incident",method="POST"}'
    names = (opened, missed, timed, 'eventops_changes_total{chain="sommar"}', 'eventops_notices_total{chain="sommar"}')
    before = [measured(app, name) for name in names]
    olle.open()
    olle.get("/incidents/99")
    assert [measured(app, name) - was for name, was in zip(names, before, strict=True)] == [1, 1, 1, 1, 1]
    assert measured(app, "eventops_screens") == 0
    assert "eventops_slow_screens_total " in app.test_client().get("/metrics").text


def test_measures_are_told_elsewhere_only_to_an_administrators_token(app: Flask, program: Any) -> None:
    client = app.test_client()
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 401
    for name, status in (("olle", 403), ("ada", 200)):
        shown = {"Authorization": f"Bearer {program(name).token}"}
        assert client.get("/metrics", environ_base=ELSEWHERE, headers=shown).status_code == status
    bound = {"Authorization": f"Bearer {program('ada', 'sommar').token}"}
    assert client.get("/metrics", environ_base=ELSEWHERE, headers=bound).status_code == 403


def test_what_a_proxy_on_this_machine_brings_is_not_this_machine(app: Flask, cast: Cast) -> None:
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert app.test_client().get("/metrics", headers={header: "127.0.0.1"}).status_code == 401


def test_unheard_of_methods_make_no_new_series(app: Flask) -> None:
    app.test_client().open("/healthz", method="BREW")
    assert "BREW" not in app.test_client().get("/metrics").text
