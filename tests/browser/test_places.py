"""Places as people draw them: with the mouse, by the keyboard, beside others; and site plans by their corners."""

import io
import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from .conftest import Site

EDIT, MAP = "/events/sommar/map/edit", "/events/sommar/map"
POINT = """([lat, lon]) => { const map = window.leafletMaps[0], { x, y } = map.latLngToContainerPoint([lat, lon]);
  const box = map.getContainer().getBoundingClientRect(); return [box.x + x, box.y + y]; }"""
DRAWN = """() => { const codes = [];
  window.leafletMaps[0].eachLayer(({ options }) => options?.code && codes.push(options.code)); return codes; }"""
SECTORS = """() => { const words = [];
  window.leafletMaps[0].eachLayer(({ options }) => options?.words && words.push(options.words)); return words; }"""
CORNERS = [(60.4830, 15.4380), (60.4830, 15.4410), (60.4815, 15.4410), (60.4815, 15.4380)]
ROUGHLY = 0.00002  # degrees that a pixel of the mouse may miss


def open_editor(site: Site, name: str = "petra", path: str = EDIT) -> Page:
    """The page where places are drawn, with everything that is wrong about it kept; it asks for nothing elsewhere."""
    page = site.sign_in(name, "/profile")
    page.on("request", lambda asked: None if asked.url.startswith(site.url) else site.complaints.append(asked.url))
    page.goto(path)
    page.locator(".leaflet-container canvas").first.wait_for()
    return page


def click(page: Page, *points: tuple[float, float]) -> None:
    for lat, lon in points:
        x, y = page.evaluate(POINT, [lat, lon])
        page.mouse.move(x, y)
        page.mouse.click(x, y)


def drag(page: Page, start: tuple[float, float], by: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=6)
    page.mouse.up()


def middle(page: Page, selector: str, number: int = 0) -> tuple[float, float]:
    box = page.locator(selector).nth(number).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def begin(page: Page, kind: str) -> None:
    """Choose what to draw, and wait until the pointer draws."""
    page.locator(f'[data-draw="{kind}"]').click()
    expect(page.locator("[data-hint]:visible")).to_have_count(1)


def describe(page: Page, code: str, name: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_label("Name").fill(name)


def save(page: Page, says: str) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-saved]")).to_contain_text(says)


def outline(page: Page) -> Any:
    return page.evaluate("() => JSON.parse(document.querySelector('[name=geometry]').value)")


def test_a_sector_drawn_with_the_mouse_is_saved_with_its_area_and_seen_by_others_at_once(site: Site) -> None:
    page = open_editor(site)
    other = site.sign_in("olle", MAP)
    expect(other.locator("#connection")).to_have_attribute("data-state", "live")
    begin(page, "sector")
    click(page, *CORNERS)
    expect(page.locator("[data-measure]")).to_have_text(re.compile(r"Area: 2\d,\d{3} m²"))  # so far
    click(page, CORNERS[0])
    drawn = outline(page)["coordinates"][0]
    assert len(drawn) == 5 and drawn[0] == drawn[-1]
    for (lon, lat), corner in zip(drawn, CORNERS, strict=False):
        assert abs(lat - corner[0]) < ROUGHLY * 2 and abs(lon - corner[1]) < ROUGHLY * 4
    describe(page, "M", "Malltorget")
    area = page.locator("[data-measure]").inner_text().removeprefix("Area: ")
    save(page, "M is added.")
    other.wait_for_function(f"() => ({SECTORS})().includes('M')")
    page.goto("/events/sommar/places")
    row = page.get_by_role("row").filter(has_text="Malltorget")
    expect(row).to_contain_text(area)


def test_what_is_wrong_stands_beside_its_field_and_the_drawing_stays(site: Site) -> None:
    page = open_editor(site)
    begin(page, "sector")
    click(page, *CORNERS, CORNERS[0])
    before = outline(page)
    describe(page, "A", "Malltorget")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#code-error")).to_contain_text("A is the code of Sektor A.")
    assert outline(page) == before and page.locator(".marker-icon").count() >= 4
    page.get_by_label("Code").fill("M")
    save(page, "M is added.")
    site.complaints[:] = [said for said in site.complaints if "422" not in said]


def test_a_corner_is_moved_and_the_whole_is_moved_and_the_area_follows(site: Site) -> None:
    page = open_editor(site, path=f"{EDIT}?place=A")
    page.locator(".marker-icon").first.wait_for()
    before, area = outline(page)["coordinates"][0], page.locator("[data-measure]").inner_text()
    drag(page, middle(page, ".map-handle--whole"), (30, 0))
    whole = outline(page)["coordinates"][0]
    assert all(now[0] > was[0] for now, was in zip(whole, before, strict=True))
    expect(page.locator("[data-measure]")).to_have_text(area)
    drag(page, middle(page, ".marker-icon:not(.marker-icon-middle)"), (-40, 25))
    corner = outline(page)["coordinates"][0]
    assert sum(now != was for now, was in zip(corner[:-1], whole[:-1], strict=True)) == 1
    expect(page.locator("[data-measure]")).not_to_have_text(area)
    save(page, "A is saved.")


def test_an_exit_is_placed_with_one_click_and_moved_by_the_arrow_keys(site: Site) -> None:
    page = open_editor(site)
    begin(page, "exit")
    click(page, CORNERS[0])
    expect(page.get_by_label("Width in metres")).to_be_visible()
    before = float(page.locator("[name=lat]").input_value())
    assert abs(before - CORNERS[0][0]) < ROUGHLY * 2
    page.locator(".map-handle--point").focus()
    page.keyboard.press("ArrowUp")
    assert float(page.locator("[name=lat]").input_value()) > before
    describe(page, "U1", "Utgång")
    page.get_by_label("Width in metres").fill("2.4")
    save(page, "U1 is added.")
    page.locator('[data-draw="post"]').click()
    expect(page.get_by_label("Width in metres")).to_be_hidden()


def test_a_line_has_a_length_and_drawing_is_stopped_by_escape(site: Site) -> None:
    page = open_editor(site)
    begin(page, "emergency_route")
    click(page, *CORNERS[:3])
    expect(page.locator("[data-measure]")).to_have_text(re.compile(r"Length: 3\d\d m"))
    click(page, CORNERS[2])
    assert len(outline(page)["coordinates"]) == 3
    page.get_by_role("button", name="Draw on the map").click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-hint]:visible")).to_have_count(0)
    assert len(outline(page)["coordinates"]) == 3


def test_without_a_mouse_the_coordinates_are_written_and_drawn(site: Site) -> None:
    page = open_editor(site)
    page.locator('[data-draw="licensed"]').press("Enter")
    page.locator("[name=code]").wait_for()
    page.keyboard.press("Escape")
    describe(page, "SV1", "Servering")
    page.get_by_text("Coordinates as text").press("Enter")
    corners = [[lon, lat] for lat, lon in [*CORNERS, CORNERS[0]]]
    page.get_by_label("Outline as GeoJSON").fill(f'{{"type": "Polygon", "coordinates": [{corners}]}}')
    expect(page.locator("[data-measure]")).to_have_text(re.compile("Area: 2"))
    save(page, "SV1 is added.")


def test_what_is_not_saved_is_not_lost_by_opening_something_else(site: Site) -> None:
    page = open_editor(site, path=f"{EDIT}?place=A1")
    page.get_by_label("Name").fill("Grind ett")
    page.locator("[data-place]").filter(has_text="Sektor B").click()
    expect(page.get_by_role("alert").filter(has_text="Save or cancel")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Grind ett")
    page.get_by_role("link", name="Cancel").click()
    page.locator("[data-place]").filter(has_text="Sektor B").click()
    expect(page.get_by_label("Name")).to_have_value("Sektor B")


def test_a_place_is_taken_away_and_leaves_every_map(site: Site) -> None:
    page, other = open_editor(site, path=f"{EDIT}?place=A1"), open_editor(site, "karin")
    assert "A1" in other.evaluate(DRAWN)
    expect(other.locator("#connection")).to_have_attribute("data-state", "live")
    page.get_by_role("button", name="Take away").click()
    expect(page.locator("[data-saved]")).to_contain_text("A1 is taken away.")
    other.wait_for_function(f"() => !({DRAWN})().includes('A1')")
    expect(other.locator("[data-place]").filter(has_text="Grind 1")).to_have_count(0)


def test_a_site_plan_is_placed_by_its_corners_and_lies_on_the_map(site: Site) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(kept, "PNG")
    page = open_editor(site, path="/events/sommar/map/edit")
    page.get_by_role("link", name="Add a site plan").click()
    page.get_by_label("Name").fill("Scenplan")
    page.get_by_label("Picture").set_input_files({"name": "p.png", "mimeType": "image/png", "buffer": kept.getvalue()})
    page.get_by_role("button", name="Send and place it").click()
    page.locator(".map-handle--corner").first.wait_for()
    before = [page.locator(f"[name=top_right_{axis}]").input_value() for axis in ("lat", "lon")]
    drag(page, middle(page, ".map-handle--corner", 1), (-60, 40))
    assert [page.locator(f"[name=top_right_{axis}]").input_value() for axis in ("lat", "lon")] != before
    left = page.locator("[name=bottom_left_lat]").input_value()
    page.locator(".map-handle--corner").nth(2).focus()
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator("[name=bottom_left_lat]").input_value() < left
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/map/edit")
    page.goto(MAP)
    shown = page.locator(".leaflet-plans-pane img")
    expect(shown).to_have_count(1)
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 400
    page.get_by_text("Layers and symbols").click()
    page.locator('[data-layer="plans"]').uncheck()
    expect(shown).to_have_count(0)


def test_a_file_is_looked_at_and_then_taken_in_without_choosing_it_again(site: Site) -> None:
    page = site.sign_in("petra", "/events/sommar/import/places")
    where = '{"type": "Point", "coordinates": [15.431, 60.485]}'
    about = '{"kind": "post", "code": "P9", "name": "Ny"}'
    feature = f'{{"type": "Feature", "properties": {about}, "geometry": {where}}}'
    said = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    file = {"name": "in.geojson", "mimeType": "application/geo+json", "buffer": said.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("#judged")).to_contain_text("1 new")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Take in 1 places").click()
    expect(page.locator(".note")).to_contain_text("1 places added")
