"""The map as people use it: what is pushed appears, what is pointed at is placed, and no mouse is needed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert

from eventops import clock
from eventops.access import SYSTEM
from eventops.events.models import Event
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Incident, State
from tests.conftest import make_app

from .conftest import Site

MAP = "/events/sommar/map"
IN_A = {"lat": 60.4860, "lon": 15.4310}
IN_B = {"lat": 60.4850, "lon": 15.4370}
MARKERS = """() => { const found = [];
  const keep = ({ options }) => options?.incident && found.push(options.incident.number);
  window.leafletMaps.forEach(map => map.eachLayer(keep));
  return found.sort((a, b) => a - b); }"""
POINT = """([lat, lon]) => { const map = window.leafletMaps[0], { x, y } = map.latLngToContainerPoint([lat, lon]);
  const box = map.getContainer().getBoundingClientRect(); return [box.x + x, box.y + y]; }"""
SEND = """async ([path, said]) => { const headers = JSON.parse(document.body.getAttribute('hx-headers'));
  const request = { method: 'POST', body: new URLSearchParams(said), headers };
  const answer = await fetch(`/events/sommar/incidents/${path}`, request);
  if (!answer.ok) throw new Error(answer.status); }"""
TURN = (
    "theme => { document.documentElement.dataset.bsTheme = theme; document.dispatchEvent(new CustomEvent('theme')); }"
)


def open_map(site: Site, name: str, query: str = "", **more: object) -> Page:
    """Somebody's map, drawn and live, that asks for nothing elsewhere."""
    page = site.sign_in(name, "/profile", **more)
    page.on("request", lambda asked: None if asked.url.startswith(site.url) else site.complaints.append(asked.url))
    page.goto(MAP + query)
    ready(page)
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    return page


def ready(page: Page) -> None:
    page.locator("[data-loaded]").wait_for(state="attached")


def row(page: Page, number: int) -> Locator:
    return page.locator(f'[data-list] [data-incident-number="{number}"]')


def markers(page: Page) -> list[int]:
    """The numbers of the incidents that are drawn one by one."""
    return list(page.evaluate(MARKERS))


def click_at(page: Page, lat: float, lon: float) -> None:
    page.mouse.click(*page.evaluate(POINT, [lat, lon]))


@pytest.fixture
def event(site: Site, tmp_path: Path) -> Iterator[Event]:
    """The event as it is on the site, to write in before anybody looks."""
    app = make_app(f"sqlite:///{tmp_path}/eventops.db", tmp_path)
    with app.app_context():
        yield db.session.scalars(db.select(Event).filter_by(slug="sommar")).one()
        db.session.remove()
        db.engine.dispose()


def report(page: Page, title: str, audience: str) -> None:
    """Fill in the form for a new incident that the map has led to."""
    page.get_by_role("link", name="New incident here").click()
    form = page.locator("#incident-form")
    form.locator("[name=category]").select_option("O1")
    form.locator("[name=title]").fill(title)
    form.locator("[name=audience]").select_option(audience)
    with page.expect_response("**/incidents"):
        form.get_by_role("button", name="Open incident").click()


def opened(event: Event, title: str, **said: object) -> Incident:
    whole = {"category": "B1", "audience": "all", **said}
    return actions.open_incident(event, SYSTEM, Opening(title=title, **whole))[0]


@pytest.fixture
def fire(event: Event) -> Incident:
    return opened(event, "Brand i tält", **IN_A)


@pytest.fixture
def many(event: Event) -> None:
    """A thousand closed incidents on two points."""
    now = clock.now()
    same = {
        "event_id": event.id, "category_code": "O1", "title": "Bråk", "state": State.CLOSED, "audience": "all",
        "priority": 3, "opened_at": now, "opened_by": "system", "revision": 1,
    }  # fmt: skip
    own = ({"number": n, "client_id": str(uuid4()), "occurred_at": now - timedelta(minutes=n)} for n in range(1, 1001))
    rows = [{**same, **each, **(IN_A if each["number"] % 5 else IN_B)} for each in own]
    with db.engine.begin() as connection:
        connection.execute(insert(Incident), rows)


def test_what_one_places_the_other_sees_at_once_and_the_partner_never(site: Site) -> None:
    olle, oskar, kim = (open_map(site, name) for name in ("olle", "oskar", "kim"))
    click_at(olle, **IN_A)
    report(olle, "Hot mot polis", "police")
    expect(row(oskar, 1)).to_contain_text("Hot mot polis")
    assert markers(oskar) == [1]
    olle.goto(MAP)
    ready(olle)
    click_at(olle, **IN_B)
    report(olle, "Barn borta", "all")
    expect(row(kim, 2)).to_contain_text("Barn borta")
    expect(row(oskar, 2)).to_contain_text("Barn borta")
    assert (markers(kim), markers(oskar)) == ([2], [1, 2])
    expect(kim.locator("body")).not_to_contain_text("Hot mot polis")


def test_what_is_placed_lies_where_it_was_pointed_at_and_in_its_sector(site: Site, event: Event) -> None:
    olle = open_map(site, "olle")
    click_at(olle, **IN_B)
    report(olle, "Bråk", "all")
    placed = db.session.scalars(db.select(Incident)).one()
    assert placed.sector is not None
    assert placed.sector.code == "B"
    assert (placed.lat, placed.lon) == pytest.approx((IN_B["lat"], IN_B["lon"]), abs=0.0001)


def test_what_is_done_elsewhere_shows_on_the_chosen_one(site: Site, fire: Incident) -> None:
    oskar, olle = open_map(site, "oskar", "?state=all"), site.sign_in("olle", "/events/sommar/live")
    row(oskar, 1).get_by_role("button").click()
    olle.evaluate(SEND, ["1/state", {"state": "closed", "disposition": "advised"}])
    expect(oskar.get_by_role("region", name="Chosen incident")).to_contain_text("Closed")
    expect(row(oskar, 1)).to_contain_text("Closed")


def test_what_is_narrowed_leaves_the_partners_map_and_stays_on_the_others(site: Site, fire: Incident) -> None:
    oskar, kim, olle = open_map(site, "oskar"), open_map(site, "kim"), site.sign_in("olle", "/events/sommar/live")
    row(kim, 1).get_by_role("button").click()
    olle.evaluate(SEND, ["1/audience", {"audience": "police"}])
    expect(row(kim, 1)).to_have_count(0)
    expect(kim.locator("body")).not_to_contain_text("Brand i tält")
    assert (markers(kim), markers(oskar)) == ([], [1])


def test_a_window_that_was_away_catches_up(site: Site) -> None:
    oskar, olle = open_map(site, "oskar"), open_map(site, "olle")
    oskar.context.set_offline(True)
    expect(oskar.locator("#connection")).not_to_have_attribute("data-state", "live", timeout=60_000)
    click_at(olle, **IN_A)
    report(olle, "Bråk", "all")
    oskar.context.set_offline(False)
    expect(row(oskar, 1)).to_contain_text("Bråk", timeout=60_000)
    assert markers(oskar) == [1]
    site.complaints.clear()  # the browser itself says that it was offline


def test_the_map_works_by_keyboard(site: Site, fire: Incident) -> None:
    olle = open_map(site, "olle")
    olle.keyboard.press("j")
    expect(row(olle, 1).get_by_role("button")).to_be_focused()
    card = olle.get_by_role("region", name="Chosen incident")
    expect(card).to_contain_text("Brand i tält")
    expect(card.get_by_role("link", name="Open the incident")).to_have_attribute("href", "/events/sommar/incidents/1")
    olle.get_by_role("button", name="Place an incident at the centre").press("Enter")
    expect(olle.get_by_role("application", name="Map")).to_be_focused()
    olle.keyboard.press("Enter")
    link = olle.get_by_role("link", name="New incident here")
    expect(link).to_be_focused()
    link.press("Enter")
    olle.wait_for_url("**/incidents/new?lat=*&lon=*")


def test_a_marker_chooses_its_row_and_escape_puts_it_away(site: Site, fire: Incident) -> None:
    olle = open_map(site, "olle")
    click_at(olle, **IN_A)
    card = olle.get_by_role("region", name="Chosen incident")
    expect(card).to_be_visible()
    expect(row(olle, 1).get_by_role("button")).to_have_attribute("aria-current", "true")
    card.get_by_role("button", name="Close").press("Escape")
    expect(card).to_be_hidden()
    expect(olle.locator("[data-list] [aria-current]")).to_have_count(0)


def test_an_address_can_point_at_an_incident(site: Site, fire: Incident) -> None:
    kim = open_map(site, "kim", "?incident=1")
    expect(kim.get_by_role("region", name="Chosen incident")).to_contain_text("Brand i tält")


def test_the_filters_narrow_the_map_and_stay_in_the_address(site: Site, event: Event, fire: Incident) -> None:
    opened(event, "Bråk", category="O1", priority=3, **IN_B)
    karin = open_map(site, "karin")
    assert markers(karin) == [1, 2]
    karin.get_by_label("Category").select_option("B1")
    assert markers(karin) == [1]
    karin.get_by_label("Category").select_option("")
    karin.locator("[name=priority][value='1']").uncheck()
    assert markers(karin) == [2]
    karin.reload()
    ready(karin)
    assert markers(karin) == [2]
    karin.get_by_label("Time").select_option("days")
    karin.locator("[name=since]").fill("2100-01-01")
    karin.locator("[name=since]").press("Tab")
    expect(karin.get_by_text("No incident in view.")).to_be_visible()


def test_layers_can_be_put_away(site: Site, fire: Incident) -> None:
    karin = open_map(site, "karin")
    karin.get_by_text("Layers and symbols").press("Enter")
    karin.get_by_role("checkbox", name="Incidents").uncheck()
    assert markers(karin) == []
    karin.get_by_role("checkbox", name="Incidents").check()
    assert markers(karin) == [1]


def test_many_incidents_gather_and_a_point_tells_its_own(site: Site, many: None) -> None:
    karin = open_map(site, "karin", "?state=all")
    expect(karin.get_by_role("heading", name="In view: 1000 of 1000")).to_be_visible()
    expect(karin.locator("[data-list] > li")).to_have_count(100)
    expect(karin.get_by_text("900 more.")).to_be_visible()
    assert markers(karin) == []
    click_at(karin, **IN_B)
    expect(karin.get_by_role("heading", name="At this point: 200")).to_be_visible()
    karin.get_by_role("button", name="Show all in view").click()
    expect(karin.get_by_role("heading", name="In view: 1000 of 1000")).to_be_visible()


def test_incidents_without_a_point_are_listed_all_the_same(site: Site, event: Event) -> None:
    opened(event, "Bråk någonstans")
    karin = open_map(site, "karin")
    karin.get_by_text("Without a point on the map: 1").click()
    expect(karin.get_by_role("list", name="Incidents without a point on the map")).to_contain_text("Bråk någonstans")


def test_a_map_that_could_not_load_says_so_and_tries_again(site: Site, fire: Incident) -> None:
    karin = site.sign_in("karin")
    karin.route("**/incidents.json", lambda route: route.abort())
    karin.goto(MAP)
    alert = karin.get_by_role("alert").filter(has_text="The incidents could not be loaded.")
    expect(alert).to_be_visible()
    karin.unroute("**/incidents.json")
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_be_hidden()
    assert markers(karin) == [1]
    site.complaints.clear()  # the browser itself says that it could not load


def test_on_the_live_screen_a_point_goes_into_the_form(site: Site, fire: Incident) -> None:
    olle = site.sign_in("olle", "/events/sommar/live")
    ready(olle)
    assert markers(olle) == [1]
    click_at(olle, **IN_B)
    assert float(olle.locator("[name=lat]").input_value()) == pytest.approx(IN_B["lat"], abs=0.0001)


@pytest.mark.parametrize(("theme", "size"), [("dark", (1920, 1080)), ("light", (390, 844))])
def test_nothing_bars_anybody_from_the_map(site: Site, fire: Incident, theme: str, size: tuple[int, int]) -> None:
    olle = open_map(site, "olle", viewport={"width": size[0], "height": size[1]})
    olle.evaluate(TURN, theme)
    row(olle, 1).get_by_role("button").click()
    olle.get_by_text("Layers and symbols").press("Enter")
    assert Axe().run(olle).response["violations"] == []
