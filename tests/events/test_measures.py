"""Areas and lengths on the ground, against figures that others have worked out."""

import pytest
import shapely
from geographiclib.geodesic import Geodesic

from eventops.events.measures import area_m2, length_m
from eventops.events.shapes import middle


def ring(*corners: tuple[float, float]) -> list[list[float]]:
    return [[lon, lat] for lat, lon in (*corners, corners[0])]


def test_one_degree_of_the_meridian_at_the_equator_is_110_574_metres() -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [0, 1]]}
    assert length_m(line) == pytest.approx(110_574.389, abs=0.01)


def test_the_antarctic_outline_of_the_method_s_author_has_the_area_he_gives() -> None:
    """The example polygon of GeographicLib's Planimeter documentation: 13 662 703 680 020.1 m²."""
    corners = (
        (-63.1, -58), (-72.9, -74), (-71.9, -102), (-74.9, -102), (-74.3, -131), (-77.5, -163), (-77.4, 163),
        (-71.7, 172), (-65.9, 140), (-65.7, 113), (-66.6, 88), (-66.9, 59), (-69.8, 25), (-70.0, -4), (-71.0, -14),
        (-77.3, -33), (-77.9, -46), (-74.7, -61),
    )  # fmt: skip
    assert area_m2({"type": "Polygon", "coordinates": [ring(*corners)]}) == pytest.approx(13_662_703_680_020.1, abs=1)


def test_a_square_of_a_hundred_metres_at_borlange_is_a_hectare() -> None:
    earth = Geodesic.WGS84
    start = (60.4858, 15.4335)
    east = earth.Direct(*start, 90, 100)
    north = earth.Direct(*start, 0, 100)
    both = earth.Direct(east["lat2"], east["lon2"], 0, 100)
    corners = (start, (east["lat2"], east["lon2"]), (both["lat2"], both["lon2"]), (north["lat2"], north["lon2"]))
    outline = ring(*corners)
    assert area_m2({"type": "Polygon", "coordinates": [outline]}) == pytest.approx(10_000, abs=1)
    assert area_m2({"type": "Polygon", "coordinates": [outline[::-1]]}) == pytest.approx(10_000, abs=1)
    twice = {"type": "MultiPolygon", "coordinates": [[outline], [outline]]}
    assert area_m2(twice) == pytest.approx(20_000, abs=2)


def test_a_hole_does_not_count() -> None:
    outline = ring((60.480, 15.430), (60.480, 15.434), (60.484, 15.434), (60.484, 15.430))
    hole = ring((60.481, 15.431), (60.481, 15.433), (60.483, 15.433), (60.483, 15.431))
    whole, inner = (area_m2({"type": "Polygon", "coordinates": [each]}) or 0 for each in (outline, hole))
    assert area_m2({"type": "Polygon", "coordinates": [outline, hole]}) == pytest.approx(whole - inner)


def test_points_have_neither_and_nothing_is_measured_for_what_is_not_drawn() -> None:
    for geometry in (None, {"type": "Point", "coordinates": [15.4, 60.5]}):
        assert area_m2(geometry) is None and length_m(geometry) is None


def test_what_stands_for_a_shape_lies_in_it_or_on_it() -> None:
    horseshoe = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]
    area = {"type": "Polygon", "coordinates": [[[15 + x / 1000, 60 + y / 1000] for x, y in horseshoe]]}
    lat, lon = middle(area)
    assert shapely.Polygon(area["coordinates"][0]).contains(shapely.Point(lon, lat))
    assert middle({"type": "LineString", "coordinates": [[15, 60], [15.002, 60]]}) == (60, pytest.approx(15.001))
