"""The ground under the map: none, a tile server's, or a file's."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast

PNG, JPEG, WEBP = b"\x89PNG\r\n\x1a\n north", b"\xff\xd8\xff\xe0 south", b"RIFF\0\0\0\0WEBP"


def tile_file(path: Path, **metadata: str) -> Path:
    """An MBTiles file with a northern and a southern tile at zoom 1, and one at zoom 2."""
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
        tiles = [(1, 0, 1, PNG), (1, 0, 0, JPEG), (2, 3, 0, WEBP)]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", tiles)
    file.close()
    return path


def ground(cast: Cast) -> Any:
    page = cast.karin.door.get("/events/sommar/map").text
    return json.loads(re.findall(r"data-map-data[^>]*>(.*?)</script>", page)[0])["ground"]


@pytest.fixture
def tiles(app: Flask, tmp_path: Path) -> None:
    credit = '<a href="https://example.org">Kartan</a> AB'
    app.config["MBTILES"] = str(tile_file(tmp_path / "borlänge #1.mbtiles", attribution=credit))


def test_there_is_no_ground_unless_the_operator_gives_one(cast: Cast) -> None:
    assert ground(cast) is None
    assert cast.karin.door.get("/tiles/1/0/0").status_code == 404


def test_rows_are_counted_from_the_north(cast: Cast, tiles: None) -> None:
    north, south = cast.kim.door.get("/tiles/1/0/0"), cast.kim.door.get("/tiles/1/0/1")
    assert (north.data, north.mimetype) == (PNG, "image/png")
    assert (south.data, south.mimetype) == (JPEG, "image/jpeg")
    assert cast.kim.door.get("/tiles/2/3/3").mimetype == "image/webp"


def test_tiles_may_be_kept_by_the_browser_and_nobody_else(cast: Cast, tiles: None) -> None:
    assert cast.kim.door.get("/tiles/1/0/0").headers["Cache-Control"] == "private, max-age=604800"


def test_where_the_file_has_no_tile_the_ground_stays_plain(cast: Cast, tiles: None) -> None:
    for outside in ("/tiles/1/1/1", "/tiles/9/0/0", "/tiles/1/0/7"):
        answer = cast.kim.door.get(outside)
        assert (answer.status_code, answer.data) == (204, b"")


def test_tiles_are_for_those_who_are_signed_in(cast: Cast, tiles: None) -> None:
    assert cast.visitor().get("/tiles/1/0/0").status_code == 302
    assert cast.stig.door.get("/tiles/1/0/0").status_code == 200


def test_the_file_says_its_zooms_and_whom_to_name(cast: Cast, tiles: None) -> None:
    told = {"url": "/tiles/{z}/{x}/{y}", "attribution": "Kartan AB", "min_zoom": 1, "max_zoom": 2}
    assert ground(cast) == told


def test_the_serving_never_writes_to_the_file(app: Flask, cast: Cast, tiles: None) -> None:
    path = Path(app.config["MBTILES"])
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    cast.kim.door.get("/tiles/1/0/0")
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in path.parent.glob("*.mbtiles*")] == [path.name]


def test_a_file_that_is_none_leaves_the_map_without_ground(
    app: Flask, cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["MBTILES"] = str(tmp_path / "missing.mbtiles")
    assert ground(cast) is None
    assert "missing.mbtiles" in caplog.text


def test_vector_tiles_are_not_taken_for_pictures(app: Flask, cast: Cast, tmp_path: Path) -> None:
    app.config["MBTILES"] = str(tile_file(tmp_path / "vector.mbtiles", format="pbf"))
    assert ground(cast) is None


def test_a_tile_server_is_allowed_for_pictures_and_named(app: Flask, cast: Cast) -> None:
    app.config.update(TILES_URL="https://{s}.tiles.example/{z}/{x}/{y}.png", TILES_ATTRIBUTION="© Kartan")
    answer = cast.karin.door.get("/events/sommar/map")
    assert "img-src 'self' data: https://*.tiles.example;" in answer.headers["Content-Security-Policy"]
    assert "© Kartan" in answer.text
    assert ground(cast)["url"] == "https://{s}.tiles.example/{z}/{x}/{y}.png"
