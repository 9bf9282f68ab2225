"""The API describes itself, to programs and to people."""

import re
from typing import Any

from flask import Flask
from openapi_spec_validator import validate

from eventops.api import PREFIX
from tests.cast import Cast

CONTRACT = {
    "/events": {"get"},
    "/events/{event}/incidents": {"get", "post"},
    "/events/{event}/incidents/{number}": {"get", "patch"},
    "/events/{event}/incidents/{number}/entries": {"post"},
    "/events/{event}/entries": {"post"},
    "/events/{event}/incidents/{number}/units": {"post"},
    "/events/{event}/incidents/{number}/units/{call_sign}": {"patch"},
    "/events/{event}/changes": {"get"},
    "/events/{event}/map.geojson": {"get"},
}


def described(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_the_description_is_valid_openapi_3_1(app: Flask) -> None:
    document = described(app)
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_route_of_the_contract_is_described(app: Flask) -> None:
    paths = described(app)["paths"]
    for path, methods in CONTRACT.items():
        assert methods <= set(paths[PREFIX + path]), path


def test_every_route_under_api_is_described_with_its_permission_and_its_problems(app: Flask) -> None:
    paths = described(app)["paths"]
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(f"{PREFIX}/events"):
            continue
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            told = paths[path][method.lower()]
            assert told["x-permission"]
            assert {"401", "403", "404"} <= set(told["responses"])
            assert any(status.startswith("2") for status in told["responses"])


def test_operations_have_names_of_their_own(app: Flask) -> None:
    told = [each for item in described(app)["paths"].values() for each in item.values()]
    names = [each["operationId"] for each in told if "operationId" in each]
    assert len(names) == len(set(names)) > 8


def test_the_page_shows_every_operation_and_loads_nothing_from_outside(app: Flask, cast: Cast) -> None:
    answer = cast.visitor().get("/api/v1/docs")
    assert answer.status_code == 200
    for path in CONTRACT:
        assert f"{PREFIX}{path}" in answer.text
    assert "curl -X POST -H &#39;Authorization: Bearer TOKEN&#39; http://localhost/api/v1/events/" in answer.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert not re.findall(r"\sstyle=|\son[a-z]+=", answer.text)


def test_the_page_speaks_both_languages(cast: Cast) -> None:
    visitor = cast.visitor()
    for language in ("sv", "en"):
        answer = visitor.get("/api/v1/docs", headers={"Accept-Language": language})
        assert f'<html lang="{language}"' in answer.text
