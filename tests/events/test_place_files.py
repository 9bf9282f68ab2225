"""Places in files of other programs: out and in again unchanged, judged before anything is done, and never half."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from flask import Flask

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.errors import Refused
from eventops.events import actions
from eventops.events.commands import places as command
from eventops.events.models import Event, Place, PlaceKind
from eventops.events.place_files import FORMATS, MOST_BYTES, Row, read
from eventops.extensions import db
from eventops.log.integrity import verify
from tests.cast import SQUARE_A, SQUARE_B, Cast

PLACES, IMPORT = "/events/vinter/places", "/events/vinter/import/places"
HOLE = [[15.431, 60.485], [15.432, 60.485], [15.432, 60.486], [15.431, 60.486], [15.431, 60.485]]
FAR_SQUARE = [[lon + 0.02, lat] for lon, lat in SQUARE_B]
LINE, BRANCH = [[15.43, 60.485], [15.431, 60.486], [15.432, 60.4861]], [[15.431, 60.486], [15.433, 60.486]]


def shaped(shape: str, coordinates: Any, **said: Any) -> dict[str, Any]:
    return {**said, "geometry": {"type": shape, "coordinates": coordinates}}


DRAWN: list[dict[str, Any]] = [
    shaped("Point", [15.431, 60.4852], kind="exit", code="U1", name="Utgång <norr> & öst", width_m=2.5),
    shaped("LineString", LINE, kind="emergency_route", code="RV1", name="Räddningsväg", width_m=4.0),
    shaped("MultiLineString", [LINE, BRANCH], kind="emergency_route", code="RV2", name="Med gren"),
    shaped("Polygon", [SQUARE_A, HOLE], kind="sector", code="HÅL", name="Med hål"),
    shaped("MultiPolygon", [[SQUARE_B], [FAR_SQUARE]], kind="licensed", code="SV1", name="Två delar"),
]
BOMB = b"""<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<kml><Document><Placemark><name>&b;</name></Placemark></Document></kml>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<gpx><wpt lat="60" lon="15"><name>&x;</name></wpt></gpx>"""


def zipped(*members: tuple[str, bytes]) -> bytes:
    """An archive; ten megabytes of blanks take ten kilobytes in it."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def features(*said: dict[str, Any]) -> bytes:
    def feature(each: dict[str, Any]) -> dict[str, Any]:
        about = {key: value for key, value in each.items() if key != "geometry"}
        return {"type": "Feature", "properties": about, "geometry": each.get("geometry")}

    return json.dumps({"type": "FeatureCollection", "features": [feature(each) for each in said]}).encode()


def post(number: int, **other: Any) -> dict[str, Any]:
    where = {"type": "Point", "coordinates": [15.431 + number / 100_000, 60.485]}
    return {"kind": "post", "code": f"P{number}", "name": f"Post {number}", "geometry": where, **other}


def known(event: Event) -> dict[str, dict[str, Any]]:
    """What all places say, by code."""
    found = db.session.scalars(db.select(Place).filter_by(event_id=event.id))
    keys = ("kind", "name", "width_m", "geometry")
    return {place.code: {key: getattr(place, key) for key in keys} for place in found}


def send(cast: Cast, content: bytes, do: str, name: str = "in.geojson", **more: str) -> Any:
    data = {"file": (io.BytesIO(content), name), "kind": "other", "do": do, **more}
    return cast.petra.door.post(IMPORT, data=data, content_type="multipart/form-data")


def lay_out(event: Event) -> None:
    for said in DRAWN:
        actions.add_place(event, SYSTEM, **{**said, "kind": PlaceKind(said["kind"])})


@pytest.mark.parametrize("ending", FORMATS)
def test_what_goes_out_comes_in_again_unchanged(cast: Cast, ending: str) -> None:
    lay_out(cast.planned)
    answer = cast.petra.door.get(f"{PLACES}.{ending}")
    assert answer.mimetype == FORMATS[ending].media_type
    assert f"vinter-places.{ending}" in answer.headers["Content-Disposition"]
    rows = read(f"in.{ending}", answer.data)
    assert {row.code for row in rows} == {"A", "B", "A1", *(said["code"] for said in DRAWN)}
    there = actions.judge(cast.planned, rows)
    assert [(each.code, str(each.reason)) for each in there.of(actions.Taking.REFUSED)] == []
    assert there.count(actions.Taking.STANDING) == len(rows)
    assert actions.take_places(cast.event, SYSTEM, rows).count(actions.Taking.ADDED) == len(DRAWN)
    assert known(cast.event) == known(cast.planned)


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_event_has_an_empty_file_and_strangers_have_none(cast: Cast, ending: str) -> None:
    assert cast.stig.door.get(f"{PLACES}.{ending}").status_code == 404
    assert cast.petra.door.get(f"{PLACES}.shp").status_code == 404


def test_looking_saves_nothing_and_says_what_would_happen(cast: Cast) -> None:
    content = features(post(1), post(2, code="A1"), post(3, code="P 3"), post(4, kind="skeppsbro"))
    before = known(cast.planned)
    page = send(cast, content, "look").text
    for words in ("4 places in the file", "A1 is there already and says otherwise.", "A code is 1–12 letters",
                  "There is no kind of place called skeppsbro.", "Take in 1 places"):  # fmt: skip
        assert words in page, words
    assert known(cast.planned) == before


def test_taking_takes_what_can_be_taken_and_twice_takes_nothing_twice(cast: Cast) -> None:
    content = features(post(1), post(2), post(3, code="P 3"), {"name": "Utan kod", "geometry": HOLE_AREA})
    assert send(cast, content, "take").status_code == 302
    first = known(cast.planned)
    assert {"P1", "P2", "X1"} <= set(first) and first["X1"]["kind"] == "other"
    records = db.session.scalar(db.select(db.func.count(AuditRecord.id)).filter_by(chain="vinter"))
    assert send(cast, content, "take").status_code == 302
    assert known(cast.planned) == first
    assert db.session.scalar(db.select(db.func.count(AuditRecord.id)).filter_by(chain="vinter")) == records
    assert "There is nothing to take in." in send(cast, content, "look").text


HOLE_AREA = {"type": "Polygon", "coordinates": [HOLE]}


def test_places_that_are_there_are_changed_only_when_asked_to(cast: Cast) -> None:
    content = features(post(1, code="A1"))
    send(cast, content, "take")
    assert known(cast.planned)["A1"]["name"] == "Grind 1"
    send(cast, content, "take", update="y")
    assert known(cast.planned)["A1"]["name"] == "Post 1"


def test_a_sector_that_comes_in_takes_in_the_posts_that_lie_in_it(cast: Cast) -> None:
    cast.petra.door.post(f"{PLACES}/A/drop")
    north = shaped("Polygon", [SQUARE_A], kind="sector", code="N", name="Norr")
    send(cast, features(post(1), north), "take")
    posts = db.select(Place).filter_by(event_id=cast.planned.id).where(Place.code.in_(("P1", "A1")))
    assert {place.sector.code if place.sector else None for place in db.session.scalars(posts)} == {"N"}


def test_nothing_is_taken_when_something_fails_on_the_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = known(cast.planned)

    def broken(place: Place) -> dict[str, Any]:
        raise RuntimeError(place.code)

    with monkeypatch.context() as patched:
        patched.setattr(Place, "snapshot", broken)
        with pytest.raises(RuntimeError):
            actions.take_places(cast.planned, SYSTEM, read("in.geojson", features(post(1), post(2))))
    db.session.expire_all()
    assert known(cast.planned) == before


def test_the_same_code_twice_in_a_file_is_refused_the_second_time(cast: Cast) -> None:
    outcome = actions.judge(cast.planned, read("in.geojson", features(post(1), post(1), post(2, code="P1"))))
    assert [str(each.taking) for each in outcome.verdicts] == ["added", "standing", "refused"]
    assert str(outcome.verdicts[2].reason) == "P1 stands in the file twice."


def test_a_place_that_was_taken_away_does_not_come_back_by_a_file(cast: Cast) -> None:
    content = cast.petra.door.get(f"{PLACES}.geojson").data
    cast.petra.door.post(f"{PLACES}/A1/drop")
    outcome = actions.judge(cast.planned, read("in.geojson", content))
    assert [str(each.reason) for each in outcome.of(actions.Taking.REFUSED)] == [
        "A1 has been taken away. Put it back first."
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.kml", BOMB, "declares a document type or entities"),
        ("in.gpx", OUTSIDE, "declares a document type or entities"),
        ("in.kml", b"<kml", "cannot be read as XML"),
        ("in.kml", b"<gpx/>", "That is not a KML file."),
        ("in.gpx", b"<?xml version='1.0' encoding='nonsense'?><gpx/>", "cannot be read as XML"),
        ("in.kml", b"<kml>" + b"<Folder>" * 20_000 + b"</Folder>" * 20_000 + b"</kml>", "nested too deeply"),
        ("in.geojson", b"{", "line 1 cannot be read"),
        ("in.geojson", b"[]", "holds no FeatureCollection"),
        ("in.geojson", b'{"type": "FeatureCollection", "features": []}', "There is no place in the file."),
        ("in.json", b"[" * 100_000, "cannot be read"),
        ("in.shp", b"x", "Choose a file that ends in .geojson, .kml, .kmz or .gpx."),
        ("in.kmz", b"PK", "not a KMZ archive that can be read"),
        ("in.kmz", zipped(("bild.png", b"x")), "There is no place in the file."),
        ("in.kmz", zipped(("doc.kml", BOMB)), "declares a document type or entities"),
        ("in.kmz", zipped(("doc.kml", b"<kml>" + b" " * MOST_BYTES)), "The file is too large. At most 10 MB."),
        ("in.geojson", b" " * (MOST_BYTES + 1), "The file is too large. At most 10 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message) as refusal:
        read(name, content)
    assert refusal.value.field == "file"


def test_a_kmz_gives_the_places_of_its_kml(cast: Cast) -> None:
    cast.petra.door.post(f"{PLACES}/A1/drop")
    kml = cast.petra.door.get(f"{PLACES}.kml").data
    packed = zipped(("files/other.kml", b"<kml/>"), ("doc.kml", kml), ("files/bild.png", b"x"))
    assert [row.code for row in read("in.KMZ", packed)] == [row.code for row in read("in.kml", kml)] == ["A", "B"]
    sent = {"file": (io.BytesIO(packed), "platser.kmz")}
    answer = cast.petra.door.post(IMPORT, data=sent, content_type="multipart/form-data")
    assert answer.status_code < 400 and "Sektor A" in answer.text


def test_a_file_of_more_than_ten_thousand_places_is_refused_and_one_of_so_many_is_read() -> None:
    many = [post(number, geometry=None) for number in range(10_001)]
    assert len(read("in.geojson", features(*many[:10_000]))) == 10_000
    with pytest.raises(Refused, match="more than 10000 places"):
        read("in.geojson", features(*many))


def test_what_others_write_while_many_places_are_taken_is_not_lost(cast: Cast) -> None:
    mine = post(0, code="A1", name="Min grind")
    judged = read("in.geojson", features(mine, *(post(number) for number in range(1_000))))

    def rows() -> Iterator[Row]:
        yield from judged
        for code in ("P990", "P991"):  # nothing is taken yet
            actions.add_place(cast.planned, SYSTEM, kind=PlaceKind.EXIT, code=code, name="Av annan")
        gate = db.session.scalars(db.select(Place).filter_by(event_id=cast.planned.id, code="A1")).one()
        actions.edit_place(cast.planned, SYSTEM, gate, kind=PlaceKind.GATE, code="A1", name="Annans grind")

    outcome = actions.take_places(cast.planned, SYSTEM, rows(), update=True)
    reasons = [str(each.reason) for each in outcome.of(actions.Taking.REFUSED)]
    assert reasons == [f"Somebody else has written of {code} meanwhile." for code in ("A1", "P990", "P991")]
    names = {code: said["name"] for code, said in known(cast.planned).items()}
    assert (names["P990"], names["A1"], names["P989"]) == ("Av annan", "Annans grind", "Post 989")
    assert len(names) == 1_003 and verify("vinter").fault is None
    assert actions.take_places(cast.planned, SYSTEM, judged[1:901]).count(actions.Taking.STANDING) == 900


def test_what_google_earth_and_a_handheld_write_is_read() -> None:
    kml = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Plats</name>
      <Placemark><name>Scen</name><styleUrl>#s</styleUrl><MultiGeometry><Point>
        <coordinates>15.43,60.48,0</coordinates></Point></MultiGeometry></Placemark>
      <Placemark><name>Staket</name><LineString><tessellate>1</tessellate><coordinates>
        15.43,60.48,0 15.44,60.48,0 </coordinates></LineString></Placemark>
      <Placemark><name>Blandat</name><MultiGeometry><Point><coordinates>15,60</coordinates></Point>
        <LineString><coordinates>15,60 16,60</coordinates></LineString></MultiGeometry></Placemark>
      <Placemark><name>Trasig</name><Point><coordinates>femton,sextio</coordinates></Point></Placemark>
    </Folder></Document></kml>"""
    scene, fence, mixed, broken = read("in.kml", kml.encode())
    assert (scene.name, scene.code, scene.geometry) == ("Scen", None, {"type": "Point", "coordinates": [15.43, 60.48]})
    assert fence.geometry == {"type": "LineString", "coordinates": [[15.43, 60.48], [15.44, 60.48]]}
    assert mixed.problem and broken.problem and broken.name == "Trasig"
    gpx = """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="60.48" lon="15.43"><ele>112</ele>
      <name>001</name></wpt><rte><name>Rond</name><rtept lat="60.48" lon="15.43"/><rtept lat="60.49" lon="15.43"/></rte>
      <trk><name>Spår</name><trkseg><trkpt lat="x" lon="15"/></trkseg></trk></gpx>"""
    point, route, track = read("in.gpx", gpx.encode())
    assert (point.name, point.code, point.geometry) == ("001", None, {"type": "Point", "coordinates": [15.43, 60.48]})
    assert route.geometry == {"type": "LineString", "coordinates": [[15.43, 60.48], [15.43, 60.49]]}
    assert track.problem is not None


def test_what_is_written_is_well_formed_in_its_own_namespace(cast: Cast) -> None:
    lay_out(cast.planned)
    kml = ElementTree.fromstring(cast.petra.door.get(f"{PLACES}.kml").data)
    assert len(kml.findall(".//{http://www.opengis.net/kml/2.2}Placemark")) == 3 + len(DRAWN)
    gpx = ElementTree.fromstring(cast.petra.door.get(f"{PLACES}.gpx").data)
    assert [element.tag.rpartition("}")[2] for element in gpx] == ["metadata", "wpt", "wpt", *["trk"] * 6]


def test_only_those_who_edit_places_take_them_in(cast: Cast) -> None:
    for name in ("olle", "kim", "eva"):
        assert getattr(cast, name).door.get(IMPORT).status_code == 403
    assert cast.stig.door.get(IMPORT).status_code == 404


@pytest.fixture
def run(app: Flask) -> Callable[..., Any]:
    return lambda *argv: CliRunner().invoke(command, [str(each) for each in argv])


def test_the_command_prints_the_report_and_a_dry_run_saves_nothing(
    run: Callable[..., Any], cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "site.geojson"
    file.write_bytes(features(post(1), post(2, code="A1")))
    report = ["Rows read 2", "Taken 1", "Changed 0", "Already there 0", "Refused 1",
              "row 2: A1 is there already and says otherwise."]  # fmt: skip
    dry = run(file, "--event", "vinter", "--dry-run")
    assert [" ".join(line.split()) for line in dry.stdout.splitlines()] == ["Dry run: nothing was saved.", *report]
    assert "P1" not in known(cast.planned)
    assert [" ".join(line.split()) for line in run(file, "--event", "vinter").stdout.splitlines()] == report
    db.session.expire_all()
    assert "P1" in known(cast.planned)
    again = run(file, "--event", "vinter").stdout
    assert "Taken                 0" in again and "Already there         1" in again


def test_the_command_refuses_in_one_line(run: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "site.kml"
    file.write_bytes(BOMB)
    done = run(file, "--event", "vinter")
    assert done.exit_code == 1
    assert done.stderr == "Error: The file declares a document type or entities, which is not taken.\n"
    assert run(file, "--event", "nowhere").stderr == "Error: There is no event called nowhere.\n"
    assert run(tmp_path / "none.kml", "--event", "vinter").exit_code == 2
