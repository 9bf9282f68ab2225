"""Places as KML (OGC 12-007): one Placemark each, with our own members as ExtendedData."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from ...errors import N_, Refused
from ...formats import legible
from ..models import Place
from .row import OURS, Row, drafted
from .xml import children, local, parsed, text_of, written

NAMESPACE = "http://www.opengis.net/kml/2.2"
SINGLE = ("Point", "LineString", "LinearRing", "Polygon")
Geometry = dict[str, Any]


def read(content: bytes) -> Iterator[Row]:
    """The Placemarks, in whatever folders they lie."""
    marks = (element for element in parsed(content, "kml").iter() if local(element) == "Placemark")
    for line, mark in enumerate(marks, 1):
        try:
            yield drafted(line, _said(mark), _geometry(mark))
        except Refused as problem:
            yield Row(line, name=text_of(mark, "name"), problem=problem)


def write(name: str, places: Iterable[Place]) -> Iterator[bytes]:
    """A Document of places; what has no geometry is a Placemark without one."""
    root = Element("kml", xmlns=NAMESPACE)
    document = SubElement(root, "Document")
    SubElement(document, "name").text = legible(name)
    for place in places:
        _mark(document, place)
    yield written(root)


def _said(mark: Element) -> dict[str, str | None]:
    """Our own members of the Placemark, else its name."""
    said: dict[str, str | None] = {"name": text_of(mark, "name")}
    for extended in children(mark, "ExtendedData"):
        for data in extended.iter():
            if local(data) == "Data":
                said[data.get("name", "")] = text_of(data, "value")
            elif local(data) == "SimpleData":
                said[data.get("name", "")] = data.text
    return said


def _geometry(mark: Element) -> Geometry | None:
    parts = [_part(element) for element in _parts(mark)]
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {part["type"] for part in parts}
    if kinds <= {"LineString"} or kinds <= {"Polygon"}:
        return {"type": f"Multi{kinds.pop()}", "coordinates": [part["coordinates"] for part in parts]}
    raise Refused(N_("Several points, or points, lines and areas together, are not one place."), field="geometry")


def _parts(mark: Element) -> Iterator[Element]:
    within = [mark]
    while within:
        element = within.pop()
        yield from children(element, *SINGLE)
        within.extend(children(element, "MultiGeometry"))


def _part(element: Element) -> Geometry:
    kind = local(element)
    if kind == "Polygon":
        rings = [*children(element, "outerBoundaryIs"), *children(element, "innerBoundaryIs")]
        outlines = [_positions(ring) for boundary in rings for ring in children(boundary, "LinearRing")]
        return {"type": "Polygon", "coordinates": outlines}
    positions = _positions(element)
    if kind == "Point":
        return {"type": "Point", "coordinates": positions[0] if positions else []}
    if kind == "LinearRing":
        return {"type": "Polygon", "coordinates": [positions]}
    return {"type": "LineString", "coordinates": positions}


def _positions(element: Element) -> list[list[float]]:
    try:
        spelt = (text_of(element, "coordinates") or "").split()
        return [[float(number) for number in each.split(",")[:2]] for each in spelt]
    except ValueError:
        raise Refused(N_("A position is longitude and latitude in degrees."), field="geometry") from None


def _mark(document: Element, place: Place) -> None:
    mark = SubElement(document, "Placemark", id=f"place-{place.id}")
    SubElement(mark, "name").text = legible(f"{place.code} {place.name}")
    extended = SubElement(mark, "ExtendedData")
    for key in OURS:
        if (value := getattr(place, key)) is not None:
            SubElement(SubElement(extended, "Data", name=key), "value").text = legible(str(value))
    if place.geometry:
        _drawn(mark, place.geometry)


def _drawn(parent: Element, geometry: Geometry) -> None:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind.startswith("Multi"):
        several = SubElement(parent, "MultiGeometry")
        for part in coordinates:
            _drawn(several, {"type": kind.removeprefix("Multi"), "coordinates": part})
    elif kind == "Polygon":
        polygon = SubElement(parent, "Polygon")
        for number, ring in enumerate(coordinates):
            boundary = SubElement(polygon, "innerBoundaryIs" if number else "outerBoundaryIs")
            _spell(SubElement(boundary, "LinearRing"), ring)
    else:
        _spell(SubElement(parent, kind), [coordinates] if kind == "Point" else coordinates)


def _spell(element: Element, positions: list[list[float]]) -> None:
    SubElement(element, "coordinates").text = " ".join(f"{lon},{lat}" for lon, lat, *_ in positions)
