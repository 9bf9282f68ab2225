"""Places as GPX 1.1: points as waypoints, lines and outlines as tracks; `type` holds the kind, `desc` the name.

GPX knows no areas: each outline is a part of a track, and an extension of ours says how they make up the shape.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from ...errors import N_, Refused
from ...formats import legible
from ..models import Place
from ..shapes import AREAS
from .row import Row, drafted
from .xml import children, local, parsed, text_of, written

NAMESPACE = "http://www.topografix.com/GPX/1/1"
OWN = "urn:eventops:place"
Positions = list[list[float]]


def read(content: bytes) -> Iterator[Row]:
    """The waypoints, routes and tracks, in the order of the file."""
    for line, element in enumerate(children(parsed(content, "gpx"), "wpt", "rte", "trk"), 1):
        try:
            said = _said(element)
            yield drafted(line, said, _geometry(element, said))
        except Refused as problem:
            yield Row(line, name=text_of(element, "name"), problem=problem)


def write(name: str, places: Iterable[Place]) -> Iterator[bytes]:
    """A file of places; those without a geometry are left out."""
    root = Element("gpx", xmlns=NAMESPACE, version="1.1", creator="eventops")
    SubElement(SubElement(root, "metadata"), "name").text = legible(name)
    placed = [place for place in places if place.geometry]
    for place in sorted(placed, key=lambda each: (each.geometry or {})["type"] != "Point"):  # the schema's order
        _element(root, place)
    yield written(root)


def _said(element: Element) -> dict[str, str | None]:
    """Ours has the code for its name and the name for its description; another's has just a name."""
    name, ours = text_of(element, "name"), _own(element)
    if ours is None:
        return {"name": name, "kind": None}
    return {"code": name, "name": text_of(element, "desc"), "kind": text_of(element, "type"), **ours}


def _own(element: Element) -> dict[str, str | None] | None:
    for extensions in children(element, "extensions"):
        for place in extensions:
            if place.tag == f"{{{OWN}}}place":
                return dict(place.attrib)
    return None


def _geometry(element: Element, said: dict[str, str | None]) -> dict[str, Any]:
    if local(element) == "wpt":
        return {"type": "Point", "coordinates": _position(element)}
    if local(element) == "rte":
        lines = [[_position(point) for point in children(element, "rtept")]]
    else:
        lines = [[_position(point) for point in children(part, "trkpt")] for part in children(element, "trkseg")]
    shape = said.get("shape")
    if shape in AREAS:
        parts = _parts(lines, said.get("outlines") or "")
        return {"type": shape, "coordinates": parts if shape == "MultiPolygon" else parts[0]}
    if len(lines) == 1 and shape != "MultiLineString":
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def _parts(rings: list[Positions], outlines: str) -> list[list[Positions]]:
    """The areas that outlines make up; `outlines` says of how many each consists, its holes among them: "2 1"."""
    counts = [int(count) for count in outlines.split() if count.isdecimal() and len(count) < 6]
    if not counts or 0 in counts or sum(counts) != len(rings):
        raise Refused(N_("The outlines of the area are not as many as the file says."), field="geometry")
    remaining = iter(rings)
    return [list(islice(remaining, count)) for count in counts]


def _position(point: Element) -> list[float]:
    try:
        return [float(point.get("lon", "")), float(point.get("lat", ""))]
    except ValueError:
        raise Refused(N_("A position is longitude and latitude in degrees."), field="geometry") from None


def _element(root: Element, place: Place) -> None:
    kind, coordinates = (place.geometry or {})["type"], (place.geometry or {})["coordinates"]
    if kind == "Point":
        element = SubElement(root, "wpt", _point(coordinates))
        _describe(element, place)
        return
    element = SubElement(root, "trk")
    _describe(element, place)
    parts = [coordinates] if kind == "LineString" else coordinates
    for line in parts if kind != "MultiPolygon" else chain.from_iterable(parts):
        segment = SubElement(element, "trkseg")
        for position in line:
            SubElement(segment, "trkpt", _point(position))


def _describe(element: Element, place: Place) -> None:
    for tag, value in (("name", place.code), ("desc", place.name), ("type", str(place.kind))):
        SubElement(element, tag).text = legible(value)
    own = {"shape": (place.geometry or {})["type"]}
    if place.width_m is not None:
        own["width_m"] = str(place.width_m)
    if own["shape"] in AREAS:
        coordinates = (place.geometry or {})["coordinates"]
        parts = coordinates if own["shape"] == "MultiPolygon" else [coordinates]
        own["outlines"] = " ".join(str(len(part)) for part in parts)
    SubElement(SubElement(element, "extensions"), f"{{{OWN}}}place", own)


def _point(position: list[float]) -> dict[str, str]:
    return {"lat": str(position[1]), "lon": str(position[0])}
