"""What a user sees in Chromium: how soon another's incident is on the map, and what was missed is in the page."""

import json
import socket
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from ..services import chromium
from .client import incident, spread
from .product import Product
from .stage import EMAIL, EVENT, PASSWORD

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
WATCH_MARKER = """number => { window.seen = new Promise(found => {
  const drawn = () => { for (const map of window.leafletMaps) map.eachLayer(layer => {
    if (layer.options?.incident?.number === number) found(Date.now()); }); };
  new PerformanceObserver(drawn).observe({ entryTypes: ['mark'] }); }); }"""
WATCH_ROWS = """([line, first, last]) => { window.seen = new Promise(found => {
  const shown = id => document.getElementById(id);
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const painted = when => requestAnimationFrame(() => setTimeout(() => found([when, Date.now()])));
  const there = (_, watch) => { if (!shown(`line-${line}`) || !numbers.every(n => shown(`incident-${n}`))) return;
    watch.disconnect(); painted(Date.now()); };
  new MutationObserver(there).observe(document.body, { childList: true, subtree: true }); }); }"""


class Line:
    """A telephone line to the server that can be cut and mended."""

    def __init__(self, port: int):
        self.target, self.whole, self.mended = port, True, threading.Event()
        self.first = 0.0
        self.ends: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection; new ones are dropped too."""
        self.whole, ends = False, self.ends
        self.ends, self.first = [], 0.0
        for end in ends:
            _end(end)

    def mend(self) -> None:
        """Let connections through again; `first` becomes the time of the first."""
        self.whole = True

    def _answer(self) -> None:
        while True:
            caller, _ = self.listener.accept()
            if not self.whole:
                caller.close()
                continue
            self.first = self.first or time.time()
            called = socket.create_connection(("127.0.0.1", self.target))
            for end in (caller, called):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.ends += [caller, called]
            for one, other in ((caller, called), (called, caller)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        _end(source)
        _end(target)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def page_figures(product: Product, markers: int, missed: int, rounds: int) -> dict[str, Any]:
    """Milliseconds until a foreign incident is a marker, and until missed changes are in the page and are painted."""
    line = Line(product.port)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_context(locale="sv-SE", viewport={"width": 1600, "height": 1000}).new_page()
        _sign_in(page, f"http://127.0.0.1:{line.port}")
        page.goto(f"http://127.0.0.1:{line.port}/events/{EVENT}/live")
        page.wait_for_selector("#connection[data-state=live]")
        found = {"marker": spread([_marker(product, page, place) for place in range(markers)])}
        times = [_missed(product, page, line, missed) for _ in range(rounds)]
        found["missed"], found["painted"] = (spread(list(each)) for each in zip(*times, strict=True))
        browser.close()
    return found


def _sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/login")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def _marker(product: Product, page: Page, place: int) -> float:
    said = {**incident(str(uuid4())), "lat": 60.4842 + place % 5 * 0.0006, "lon": 15.4305 + place // 5 * 0.0018}
    page.evaluate(WATCH_MARKER, _last(product) + 1)
    began = time.time()
    _post(product, said)
    seen = float(page.evaluate("() => window.seen")) / 1000
    return seen - began


def _missed(product: Product, page: Page, line: Line, count: int) -> tuple[float, float]:
    line.cut()
    page.wait_for_selector("#connection[data-state=lost], #connection[data-state=waiting]")
    numbers = [_post(product, incident(str(uuid4()))) for _ in range(count)]
    page.evaluate(WATCH_ROWS, [_line_of(product, numbers[-1]), numbers[0], numbers[-1]])
    line.mend()
    there, painted = page.evaluate("() => window.seen")
    return there / 1000 - line.first, painted / 1000 - line.first


def _post(product: Product, said: dict[str, object]) -> int:
    return int(_ask(product, "incidents", json.dumps(said).encode())["number"])


def _last(product: Product) -> int:
    items = _ask(product, "incidents?limit=1")["items"]
    return int(items[0]["number"]) if items else 0


def _line_of(product: Product, number: int) -> int:
    return int(_ask(product, f"incidents/{number}")["entries"][0]["number"])


def _ask(product: Product, path: str, body: bytes | None = None) -> Any:
    url = f"http://127.0.0.1:{product.port}/api/v1/events/{EVENT}/{path}"
    headers = {"Authorization": f"Bearer {product.tokens['operator']}", "Content-Type": "application/json"}
    with urlopen(Request(url, body, headers), timeout=30) as answer:
        return json.load(answer)
