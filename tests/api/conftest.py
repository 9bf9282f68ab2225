"""Programs of the cast: each with a token, and an operator's browser."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventops.access import SYSTEM
from eventops.people import actions as people
from tests.cast import Cast

HOME = "/api/v1/events/sommar"


@dataclass
class Program:
    """A client that shows a token."""

    app: Flask
    token: str
    home: str = HOME

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._ask("GET", path, **more)

    def post(self, path: str, **body: Any) -> TestResponse:
        return self._ask("POST", path, json=body)

    def patch(self, path: str, **body: Any) -> TestResponse:
        return self._ask("PATCH", path, json=body)

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        return self._ask(method, path, **more)

    def open(self, **said: Any) -> dict[str, Any]:
        """Open an incident; its snapshot."""
        said = {"client_id": str(uuid4()), "category": "O1", "title": "Bråk vid grinden", **said}
        answer = self.post("/incidents", **said)
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())

    def write(self, path: str, text: str, **said: Any) -> dict[str, Any]:
        """Write a line; its snapshot."""
        answer = self.post(path, client_id=str(uuid4()), text=text, **said)
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())

    def _ask(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        where = path if path.startswith("/api") else self.home + path
        shown = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en", **(headers or {})}
        return self.app.test_client().open(where, method=method, headers=shown, **more)


@pytest.fixture
def program(app: Flask, cast: Cast) -> Any:
    """program("olle") is a program with a token of Olle's."""

    def of(name: str, event_slug: str | None = None) -> Program:
        token, _ = people.issue_token(getattr(cast, name).account, SYSTEM, label="test", event_slug=event_slug)
        return Program(app, token)

    return of


@pytest.fixture
def olle(program: Any) -> Program:
    """A program of the operator's."""
    return program("olle")  # type: ignore[no-any-return]
