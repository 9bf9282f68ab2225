"""Static files reach browsers compressed, and again only when they have changed."""

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import Client

from eventops.assets import Assets

SCRIPT = "export const answer = 42;\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "app.js").write_text(SCRIPT)
    (tmp_path / "static" / "noise.bin").write_bytes(os.urandom(2000))
    (tmp_path / "secret").write_text("not for browsers")
    return tmp_path / "static"


@pytest.fixture
def browser(folder: Path) -> Client:
    return Client(Assets(Flask("elsewhere", static_folder=None).wsgi_app, str(folder)))


def test_a_script_is_sent_compressed_to_those_who_take_it(browser: Client) -> None:
    packed = browser.get("/static/js/app.js", headers={"Accept-Encoding": "gzip, br"})
    plain = browser.get("/static/js/app.js")
    assert gzip.decompress(packed.data).decode() == plain.text == SCRIPT
    assert len(packed.data) < len(plain.data) / 10
    assert packed.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_what_does_not_shrink_is_sent_as_it_is(browser: Client, folder: Path) -> None:
    answer = browser.get("/static/noise.bin", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (folder / "noise.bin").read_bytes()


def test_a_url_that_names_the_version_is_kept_and_any_other_is_asked_about(browser: Client) -> None:
    assert "immutable" in browser.get("/static/js/app.js?v=0123").headers["Cache-Control"]
    assert "no-cache" in browser.get("/static/js/app.js").headers["Cache-Control"]


def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(browser: Client, folder: Path) -> None:
    tag = browser.get("/static/js/app.js").headers["ETag"]
    again = browser.get("/static/js/app.js", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    (folder / "js" / "app.js").write_text("export const answer = 43;\n")
    changed = browser.get("/static/js/app.js", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.text) == (200, "export const answer = 43;\n")


def test_asking_for_the_head_sends_no_body(browser: Client) -> None:
    answer = browser.head("/static/js/app.js")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(SCRIPT))


OUTSIDE = ["/static/../secret", "/static/js/../../secret", "/static/js", "/static/none", "/other"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_what_is_no_file_of_the_folder_is_left_to_the_app(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_only_reading_is_answered(browser: Client) -> None:
    assert browser.post("/static/js/app.js").status_code == 404
