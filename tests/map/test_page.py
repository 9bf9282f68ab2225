"""The map's page: local, under the page's own policy, and with what is needed to use it without a mouse."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask

from eventops.access import SYSTEM
from eventops.log import actions
from tests.cast import Cast

MAP = "/events/sommar/map"


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page(cast: Cast) -> str:
    return str(cast.karin.door.get(MAP).text)


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    loaded = [value for _, attrs in Elements(page).found for name, value in attrs.items() if name in ("src", "href")]
    assert [url for url in loaded if not (url or "").startswith(("/", "#", "?"))] == []
    assert "leaflet/leaflet.js" in page
    assert re.findall(r"https?://[^\s\"'<]+", page.replace("http://www.w3.org/2000/svg", "")) == []


def test_every_script_and_style_carries_the_nonce_of_the_policy(cast: Cast) -> None:
    answer = cast.karin.door.get(MAP)
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.findall(r"'nonce-([^']+)'", policy)[0]
    assert "unsafe" not in policy
    for tag, attrs in Elements(answer.text).found:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], (tag, attrs)
        if tag in ("script", "style"):
            assert attrs.get("nonce") == nonce, attrs


def test_the_map_does_not_forbid_zooming(page: str) -> None:
    views = [attrs for tag, attrs in Elements(page).found if tag == "meta" and attrs.get("name") == "viewport"]
    assert len(views) == 1
    assert "user-scalable" not in page
    assert "maximum-scale" not in page


def test_two_requests_leave_no_trace_in_folium(cast: Cast) -> None:
    import folium

    before = list(folium.Map.default_js)
    for _ in range(2):
        cast.karin.door.get(MAP)
    assert folium.Map.default_js == before


def test_places_are_listed_for_those_who_do_not_use_a_mouse(page: str) -> None:
    listed = [attrs for tag, attrs in Elements(page).found if tag == "button" and "data-place" in attrs]
    assert len(listed) == 3
    assert "Grind 1" in page


def test_who_may_write_may_place(cast: Cast) -> None:
    assert 'data-do="place"' in cast.olle.door.get(MAP).text
    assert 'data-do="place"' not in cast.eva.door.get(MAP).text


def test_nothing_is_placed_in_an_event_that_is_not_live(cast: Cast) -> None:
    assert 'data-do="place"' not in cast.olle.door.get("/events/vinter/map").text
    actions.close_event(cast.event, SYSTEM)
    assert 'data-do="place"' not in cast.olle.door.get(MAP).text


def test_the_filters_stand_as_the_address_says(cast: Cast) -> None:
    page = cast.karin.door.get(f"{MAP}?state=closed&priority=1&time=days&since=2026-06-01&category=B1").text
    found = Elements(page).found
    checked = [attrs["value"] for tag, attrs in found if tag == "input" and "checked" in attrs and "name" in attrs]
    assert checked == ["closed", "1"]
    chosen = [attrs["value"] for tag, attrs in found if tag == "option" and "selected" in attrs]
    assert chosen == ["B1", "days"]
    assert 'value="2026-06-01"' in page


def test_a_place_named_like_markup_stays_text(app: Flask, cast: Cast) -> None:
    from eventops.events import actions as events

    name = "</script><script>alert(1)</script>"
    events.add_place(cast.event, SYSTEM, kind="post", code="X1", name=name, geometry=None)
    page = cast.karin.door.get(MAP).text
    assert "<script>alert(1)" not in page
