"""The machinery of the JSON API: how it is described, how input is read, and what answers and refusals look like."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

import flask_smorest
import orjson
from flask import Flask, Request, Response, abort
from flask_babel import gettext
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from . import doors

VERSION = "1"
PREFIX = f"/api/v{VERSION}"
MOST_BYTES = 256 * 1024  # of a request's body

DESCRIPTION = """Everything a program needs of an event: its incidents, its log and the feeds of changes.

Show a token as `Authorization: Bearer TOKEN`; a signed-in browser may use its session with the header `X-CSRFToken`.
Times are ISO 8601 in UTC; positions are WGS84. Errors are problem documents (RFC 9457). What the caller may not know of
does not exist (404). Every write takes a `client_id`, a UUID made by the client: sent again, it does nothing again."""


class Wrong(Schema):
    """One member of the input that is wrong."""

    pointer = fields.String(metadata={"description": "JSON pointer to the member, or the name of the parameter"})
    detail = fields.String()


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.List(fields.Nested(Wrong))


class Rest(flask_smorest.Api):
    """The API of one app; its description is `rest.spec`."""

    DEFAULT_PROBLEM = "application/problem+json"

    def _register_error_handlers(self) -> None:
        """doors.py answers for the whole app."""

    def _register_responses(self) -> None:
        content = {self.DEFAULT_PROBLEM: {"schema": Problem}}
        known = {"DEFAULT_ERROR": "Any other trouble", **{each.name: each.phrase for each in HTTPStatus}}
        for name, phrase in known.items():
            self.spec.components.response(name, {"description": phrase, "content": content}, lazy=True)


class Parser(FlaskParser):
    """Reads bodies as strict JSON of limited size; what is not understood is refused, in the query as well."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}

    def load_json(self, req: Request, schema: Schema) -> Any:
        if not req.is_json:
            abort(415)
        req.max_content_length = MOST_BYTES
        try:
            return orjson.loads(req.get_data(cache=False))
        except orjson.JSONDecodeError:
            abort(doors.problem(400, gettext("The body is not JSON.")))

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> NoReturn:
        messages = error.normalized_messages()  # type: ignore[no-untyped-call]
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in pointed(next(iter(messages.values())))]
        abort(doors.problem(422, gettext("Something in the request is wrong."), errors=errors))


def pointed(messages: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The messages of a validation as pairs of JSON pointer and text."""
    if not isinstance(messages, dict):
        yield from ((at, str(message)) for message in messages)
        return
    for name, inner in messages.items():
        step = "" if name == "_schema" else "/" + str(name).replace("~", "~0").replace("/", "~1")
        yield from pointed(inner, at + step)


View = TypeVar("View", bound=Callable[..., Any])

COMMON = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
OF_WRITES = tuple(map(HTTPStatus, (400, 409, 413, 415)))


class Blueprint(flask_smorest.Blueprint):
    """Routes of the API; each is described with its permission and with the problems it may answer with."""

    ARGUMENTS_PARSER = Parser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        return super().route(rule, **options)  # type: ignore[no-any-return]

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[[View], View]:
        if example := getattr(schema, "example", None):
            options["example"] = example
        made_once = schema()  # making one copies its fields, which would be done for each request
        return super().arguments(made_once, **options)  # type: ignore[no-any-return]

    def response(self, status_code: int, schema: Any = None, **described: Any) -> Callable[[View], View]:
        return super().response(status_code, schema, **described)  # type: ignore[no-any-return]

    def alt_response(self, status_code: int, response: Any = None, **described: Any) -> Callable[[View], View]:
        return super().alt_response(status_code, response, **described)  # type: ignore[no-any-return]

    def _store_endpoint_docs(self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method in options.get("methods", ("GET",)):
            statuses = COMMON if method == "GET" else COMMON + OF_WRITES
            doc = self._docs[endpoint][method.lower()].setdefault("manual_doc", {})
            doc["operationId"], doc["x-permission"] = endpoint, str(obj.requires)
            doc["responses"] = {status.value: status.name for status in statuses}


def answer(data: Any, status: int = 200, **headers: str) -> Response:
    """Data as JSON."""
    return Response(orjson.dumps(data), status, headers, mimetype="application/json")


def init_app(app: Flask) -> Rest:
    """Make the app's API; the phases' `api` modules are registered on it."""
    app.config["OPENAPI_URL_PREFIX"] = None  # overview/reference.py serves the description
    rest = Rest(
        spec_kwargs={
            "title": "eventops", "version": VERSION, "openapi_version": "3.1.0",
            "info": {"description": DESCRIPTION}, "servers": [{"url": "/"}],
            "security": [{"token": []}, {"session": []}],
        }
    )  # fmt: skip
    rest.init_app(app)
    session_cookie = {"type": "apiKey", "in": "cookie", "name": app.config["SESSION_COOKIE_NAME"]}
    rest.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    rest.spec.components.security_scheme("session", session_cookie)
    return rest
