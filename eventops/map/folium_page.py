"""The folium map in parts: links, markup and script apart, so that the page gives each the nonce of its policy."""

from dataclasses import dataclass
from typing import Any

from branca.element import CssLink, Figure, JavascriptLink, MacroElement
from folium import Map
from folium.template import Template
from markupsafe import Markup

from ..words import asset

DRAWING = (
    ("geoman", "vendor/leaflet-geoman/leaflet-geoman.min.js"),
    ("geographiclib", "vendor/geographiclib/geographiclib-geodesic.min.js"),
)


@dataclass(frozen=True)
class MapParts:
    """What a page needs to hold a map: `styles` and `scripts` are URLs here, `html` and `script` are folium's."""

    styles: list[str]
    scripts: list[str]
    html: Markup
    script: Markup
    data: dict[str, Any]


class SiteMap(Map):
    """A map that loads nothing from elsewhere and draws no ground, layer or marker by itself: map-page.js does."""

    def __init__(self, lat: float, lon: float, zoom: int, drawing: bool):
        super().__init__(
            [lat, lon], zoom_start=zoom, tiles=None, prefer_canvas=True, zoom_control=False, attribution_control=False
        )
        self.default_js = [
            ("leaflet", asset("vendor/leaflet/leaflet.js")),
            ("supercluster", asset("vendor/supercluster/supercluster.min.js")),
        ]
        self.default_css = [("leaflet_css", asset("vendor/leaflet/leaflet.css"))]
        if drawing:
            self.default_js = [self.default_js[0], *((name, asset(path)) for name, path in DRAWING)]
            self.default_css.append(("geoman_css", asset("vendor/leaflet-geoman/leaflet-geoman.css")))
        self.add_child(Handover())  # type: ignore[no-untyped-call]


class Handover(MacroElement):
    """Gives the Leaflet map to map-page.js, which runs when the page is read."""

    _template = Template(
        "{% macro script(this, kwargs) %}(window.leafletMaps ??= []).push({{ this._parent.get_name() }});{% endmacro %}"
    )


def parts(lat: float, lon: float, zoom: int, data: dict[str, Any], *, drawing: bool = False) -> MapParts:
    """A map round a point in WGS84, with the data map-page.js draws from, or map-edit.js where it is for `drawing`.

    Of folium's header only the links are kept: its viewport forbids zooming, and its styles are in map.css.
    """
    figure = SiteMap(lat, lon, zoom, drawing).get_root()
    assert isinstance(figure, Figure)
    figure.render()
    header = figure.header._children.values()
    return MapParts(
        styles=[each.url for each in header if isinstance(each, CssLink)],
        scripts=[each.url for each in header if isinstance(each, JavascriptLink)],
        html=Markup(figure.html.render()),
        script=Markup(figure.script.render()),
        data=data,
    )
