"""The API's description: the OpenAPI document, and the same as a page to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template, request

from ..access import public
from ..api import PREFIX, Rest

METHODS = ("get", "post", "patch", "put", "delete")
SAMPLES = {"{event}": "demofestivalen", "{number}": "1", "{call_sign}": "1710"}

bp = Blueprint("reference", __name__, url_prefix=PREFIX)


@dataclass(frozen=True)
class Member:
    """A parameter, or a member of a body."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Answer:
    """What may come back."""

    status: str
    text: str
    schema: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    name: str
    method: str
    path: str
    summary: str
    permission: str
    parameters: list[Member]
    body: list[Member]
    sample: str
    answers: list[Answer]


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    """The OpenAPI 3.1 document."""
    return Response(orjson.dumps(_document()), mimetype="application/json")


@bp.get("/docs")
@public
def docs() -> str:
    """The same as a page."""
    document = _document()
    groups = {tag["name"]: (tag["description"], list(_operations(document, tag["name"]))) for tag in document["tags"]}
    kinds = {name: _members(document, schema) for name, schema in document["components"]["schemas"].items()}
    return render_template("overview/api.html", document=document, groups=groups, kinds=kinds)


def _document() -> dict[str, Any]:
    rest: Rest = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return rest.spec.to_dict()  # type: ignore[no-any-return]


def _operations(document: dict[str, Any], tag: str) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if tag in item.get(method, {}).get("tags", ()):
                yield _operation(document, path, method, item[method], item.get("parameters", []))


def _operation(
    document: dict[str, Any], path: str, method: str, told: dict[str, Any], shared: list[dict[str, Any]]
) -> Operation:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    parameters = [*shared, *told.get("parameters", [])]
    return Operation(
        name=told["operationId"], method=method.upper(), path=path, summary=told.get("summary", ""),
        permission=told["x-permission"], parameters=[_parameter(each) for each in parameters],
        body=_members(document, content.get("schema", {})), sample=_sample(method, path, content.get("example")),
        answers=[_answer(document, status, answer) for status, answer in sorted(told["responses"].items())],
    )  # fmt: skip


def _parameter(told: dict[str, Any]) -> Member:
    return Member(told["name"], _kind(told["schema"]), told.get("required", False), told.get("description", ""))


def _members(document: dict[str, Any], schema: dict[str, Any]) -> list[Member]:
    found = _found(document, schema)
    needed = found.get("required", [])
    members = found.get("properties", {}).items()
    return [Member(name, _kind(told), name in needed, told.get("description", "")) for name, told in members]


def _answer(document: dict[str, Any], status: str, answer: dict[str, Any]) -> Answer:
    answer = _found(document, answer)
    content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
    return Answer(status, answer.get("description", ""), _kind(content["schema"]) if content else "")


def _found(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    reference = told.get("$ref")
    if not reference:
        return told
    _, _, kind, name = reference.split("/")
    return document["components"][kind][name]  # type: ignore[no-any-return]


def _kind(schema: dict[str, Any]) -> str:
    """What sort of value a schema asks for, in a word or two: "integer 1-4", "date-time or null"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kinds = schema.get("type", "any")
    named = [schema.get("format", kind) if kind == "string" else kind for kind in _listed(kinds)]
    if "array" in named:
        return f"list of {_kind(schema.get('items', {}))}"
    return " or ".join(named) + _bounds(schema)


def _bounds(schema: dict[str, Any]) -> str:
    if "minimum" in schema or "maximum" in schema:
        return f" {schema.get('minimum', '…')} to {schema.get('maximum', '…')}"
    return f", at most {schema['maxLength']}" if "maxLength" in schema else ""


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _sample(method: str, path: str, example: Any) -> str:
    for place, value in SAMPLES.items():
        path = path.replace(place, value)
    lines = [f"curl -H 'Authorization: Bearer TOKEN' {request.host_url.rstrip('/')}{path}"]
    if method != "get":
        lines[0] = lines[0].replace("curl", f"curl -X {method.upper()}")
    if example is not None:
        body = orjson.dumps(example, option=orjson.OPT_INDENT_2).decode().replace("'", "\\u0027")
        lines += ["-H 'Content-Type: application/json'", f"-d '{body}'"]
    return " \\\n  ".join(lines)
