"""Public police notices are read as they are published, and every faulty row is named by its line."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from eventops.log.json_text import Problem
from eventops.log.notices import TEXT_LIMIT, Notice, read_notices

from ..services import real_data


def row(**changed: Any) -> dict[str, Any]:
    place = {"name": "Borlänge", "gps": "60.484,15.434"} | changed.pop("location", {})
    return {
        "id": 500001,
        "datetime": "2023-06-29 23:40:05 +02:00",
        "name": "29 juni 22.15, Brand, Borlänge",
        "summary": "Det brinner i en container.",
        "url": "/aktuellt/handelser/2023/juni/29/",
        "type": "Brand",
        "location": place,
        **changed,
    }


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def read(tmp_path: Path):
    def read(content: bytes | str | list[Any]) -> list[tuple[int, Notice | Problem]]:
        if isinstance(content, list):
            content = "\n".join(json.dumps(item, ensure_ascii=False) for item in content)
        file = tmp_path / "notices"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_notices(file))

    return read


@pytest.fixture
def occurred(read):
    def occurred(name: str, published: str) -> datetime:
        [(_, notice)] = read([row(name=name, datetime=published)])
        assert isinstance(notice, Notice)
        return notice.occurred_at

    return occurred


def test_a_notice_has_its_times_in_utc_and_its_place_in_degrees(read):
    assert read([row()]) == [
        (
            1,
            Notice(
                id=500001,
                published_at=utc("2023-06-29 21:40:05"),
                occurred_at=utc("2023-06-29 20:15"),
                type="Brand",
                summary="Det brinner i en container.",
                url="/aktuellt/handelser/2023/juni/29/",
                place="Borlänge",
                lat=60.484,
                lon=15.434,
            ),
        )
    ]


@pytest.mark.parametrize("shape", ["lines", "lines.gz", "array", "array on one line", "array.gz", "with a mark first"])
def test_lines_and_arrays_plain_and_packed_give_the_same_notices(read, shape):
    rows = [row(id=number) for number in range(500)]
    text = json.dumps(rows, indent=1 if shape != "array on one line" else None, ensure_ascii=False)
    if "array" not in shape:
        text = "\n".join(json.dumps(item) for item in rows)
    content = ("\ufeff" if "mark" in shape else "").encode() + text.encode()
    found = read(gzip.compress(content) if shape.endswith(".gz") else content)
    assert [notice.id for _, notice in found] == list(range(500))


def test_the_time_is_swedish_summer_time_in_summer_and_standard_time_in_winter(occurred):
    assert occurred("01 juli 00:30, Rån", "2023-07-01 01:00:00 +02:00") == utc("2023-06-30 22:30")
    assert occurred("01 februari 00:30, Rån", "2023-02-01 01:00:00 +01:00") == utc("2023-01-31 23:30")


def test_the_hour_lived_twice_is_told_apart_by_the_zone_of_the_publishing(occurred):
    assert occurred("29 oktober 02:30, Rån, Malmö", "2023-10-29 02:50:00 +02:00") == utc("2023-10-29 00:30")
    assert occurred("29 oktober 02:30, Rån, Malmö", "2023-10-29 08:50:00 +01:00") == utc("2023-10-29 01:30")


def test_a_notice_published_in_january_about_december_belongs_to_the_old_year(occurred):
    assert occurred("31 december 23.50, Brand, Nacka", "2024-01-01 0:40:16 +01:00").year == 2023
    assert occurred("01 januari 00.10, Brand, Nacka", "2024-01-01 0:40:16 +01:00") == utc("2023-12-31 23:10")


def test_what_is_announced_for_next_week_is_not_moved_a_year_back(occurred):
    assert occurred("02 januari 07.00, Övrigt, Dalarnas län", "2023-12-28 09:00:00 +01:00").year == 2024


def test_a_leap_day_is_found_in_its_year(occurred):
    assert occurred("29 februari 12.00, Bråk, Falun", "2024-03-01 09:00:00 +01:00").date().isoformat() == "2024-02-29"


@pytest.mark.parametrize("name", ["Brand", "41 juni 10:00, Rån", "10 brumaire 10:00, Rån", "29 juni 25:10, Rån"])
def test_without_a_time_in_the_name_the_time_of_publishing_counts(occurred, name):
    assert occurred(name, "2023-06-29 23:40:05 +02:00") == utc("2023-06-29 21:40:05")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"id": None}, "id is missing"),
        ({"id": "A7"}, "id is not a whole number: 'A7'"),
        ({"id": True}, "id is not a whole number: True"),
        ({"datetime": "2023-06-29"}, "datetime is not a time with a zone: 2023-06-29"),
        ({"datetime": "2023-06-29 10:00:00"}, "datetime is not a time with a zone: 2023-06-29 10:00:00"),
        ({"datetime": "0001-01-01 00:00:00 +14:00"}, "datetime is out of range: 0001-01-01 00:00:00 +14:00"),
        ({"datetime": 1687988405}, "datetime is not text"),
        ({"type": ""}, "type is empty"),
        ({"summary": ["Brand"]}, "summary is not text"),
        ({"summary": "x" * (TEXT_LIMIT + 1)}, "summary is longer than 10000 characters"),
        ({"summary": "a\0b"}, "summary holds characters that are no text"),
        ({"summary": "a\ud800b"}, "summary holds characters that are no text"),
        ({"location": {"gps": None}}, "gps is missing"),
        ({"location": {"gps": "60.5"}}, "gps is not two numbers: 60.5"),
        ({"location": {"gps": "160.5,15.0"}}, "gps is out of range: 160.5,15.0"),
        ({"location": {"gps": "nan,nan"}}, "gps is out of range: nan,nan"),
    ],
)
def test_a_faulty_row_is_named_by_its_line_and_the_others_are_read(read, fault, reason):
    rows = "\n".join(json.dumps(item) for item in (row(id=1), row(**fault), row(id=3)))
    assert [(line, getattr(found, "id", found)) for line, found in read(rows)] == [(1, 1), (2, Problem(reason)), (3, 3)]


def test_a_row_without_a_location_is_faulty(read):
    assert read([row() | {"location": None}, 7]) == [(1, Problem("location is missing")), (2, Problem("not an object"))]


def test_lines_that_are_no_json_or_no_utf8_do_not_stop_the_reading(read):
    good = json.dumps(row()).encode()
    found = read(b"\n".join([b"", b'{"id": "\xff"}', b"[" * 100_000, good, b'{"id": 1,']))
    assert [line for line, _ in found] == [2, 3, 4, 5]
    assert found[0] == (2, Problem("not UTF-8 text"))
    assert isinstance(found[2][1], Notice)
    assert str(found[3][1].reason).startswith("not JSON: ")


@pytest.mark.parametrize("rest", ['{"id": 2]', "", "x", '{"id": "' + "y" * 3_000_000])
def test_a_broken_array_ends_where_it_breaks_and_says_so(read, rest):
    found = read(f"[\n{json.dumps(row())}\n,\n{rest}")
    assert isinstance(found[0][1], Notice)
    assert found[1][1].reason.startswith("not JSON: ")
    assert found[1][1].reason.endswith("; the rest was not read")
    assert len(found) == 2


def test_an_array_that_is_not_utf8_ends_there(read):
    found = read(b"[" + json.dumps(row()).encode() + b', "' + b"x" * 100_000 + b'\xff"]')
    assert found[-1][1] == Problem("not UTF-8 text; the rest was not read")


def test_a_packed_file_that_is_cut_is_reported_after_the_rows_that_could_be_read(read):
    packed = gzip.compress("\n".join(json.dumps(row(id=number)) for number in range(5000)).encode())
    found = read(packed[: len(packed) // 2])
    assert isinstance(found[0][1], Notice)
    assert found[-1][1] == Problem("the compressed file is damaged here; the rest was not read")


def test_an_empty_file_holds_no_notices(read):
    assert read(b"") == read(b"\n\n") == read("[]") == []


def test_every_real_notice_is_read():
    found = [notice for _, notice in read_notices(real_data("polisen-events-2023-2024.jsonl.gz"))]
    assert len(found) == 44_587
    assert all(isinstance(notice, Notice) for notice in found)
    assert {notice.occurred_at.year for notice in found} == {2023, 2024}
