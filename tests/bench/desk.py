"""The live screen at 10,000 lines in Chromium: how it opens, scrolls, takes what is pushed and what is typed.

python -m tests.bench.desk [--incidents 2000] [--open 300] [--pushes 5000] [--database sqlite|postgresql]
"""

import argparse
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from ..services import chromium
from . import table
from .browser import FLAGS
from .client import spread
from .desk_door import Desk
from .desk_feed import Feed
from .evening_stage import PHONES
from .product import Product, product
from .scrolling import REST, watched, wheel
from .stage import EMAIL, EVENT, PASSWORD

LIVE = f"/events/{EVENT}/live"
OPENS, FRAME, PUSH, SAVED = 500, 17.0, 50, 100  # ms
TYPED, PUSHED = 50, 100
PARTS = ("Task", "Script", "RecalcStyle", "Layout")
LINES = ("p2 bråk vid scenen, två personer", "p3 berusad yngling sitter ensam", "p1 trängsel i insläppet")

# What is written stands in the outbox until it is saved; the row comes by the socket; chips replace what stood there.
MARKS = """(() => {
  const times = window.times_ = { enter: [], saved: [], row: [], key: 0, chips: [] };
  const remove = Storage.prototype.removeItem;
  Storage.prototype.removeItem = function (key) {
    if (key.startsWith('outbox|')) times.saved.push(performance.now());
    return remove.call(this, key);
  };
  addEventListener('keydown', event => {
    if (event.key === 'Enter') times.enter.push(event.timeStamp);
    else times.key = event.timeStamp;
  }, { capture: true });
  addEventListener('DOMContentLoaded', () => {
    const log = document.querySelector('[data-live-log]');
    if (!log) return;
    new MutationObserver(found => found.some(({ addedNodes }) => [...addedNodes].some(row => row.dataset?.line))
      && times.row.push(performance.now())).observe(log, { childList: true });
    new MutationObserver(() => document.querySelector('#understood .chip') && times.key
      && times.chips.push(performance.now() - times.key) && (times.key = 0)).observe(
        document.querySelector('.live-entry__understood'), { childList: true });
  });
})()"""
PAINT = """() => { const [way] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return { first: way.responseStart - way.requestStart, paint: paint?.startTime ?? 0,
    loaded: way.loadEventEnd, elements: document.querySelectorAll('*').length,
    rows: document.querySelectorAll('#log [data-line]').length,
    open: document.querySelectorAll('#open-incidents > li').length }; }"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
LONG = """() => { window.longest_ = 0; new PerformanceObserver(list => { for (const { duration } of list.getEntries())
  window.longest_ = Math.max(window.longest_, duration); }).observe({ entryTypes: ['longtask'] }); }"""
HOME = "() => document.querySelectorAll('.live-scroll').forEach(pane => { pane.scrollTop = 0; })"
OLDER = "#log .log-more .btn"


def main() -> int:
    """Print what was measured. Returns 1 when a target is missed."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"`{table.command('tests.bench.desk', sys.argv[1:])}`: {table.surroundings()} {table.load()}\n", flush=True)
    stage = ("tests.bench.evening_stage", *map(str, (PHONES, options.incidents, options.open)))
    with product(options.database, stage=stage) as served, _page(served) as page:
        print("| | p50 | p99 | most | target |\n|---|---:|---:|---:|---:|", flush=True)
        met = [_opened(served), _painted(served, page), _scrolled(page), _typed(page), _pushed(served, page)]
        met.append(_grown(served, page, options.pushes))
    print(f"\n{table.load()}")
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.desk", description=__doc__)
    for name, value in (("incidents", 2000), ("open", 300), ("pushes", 5000)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


@contextmanager
def _page(served: Product) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_context(locale="sv-SE", viewport={"width": 1920, "height": 1080}).new_page()
        page.add_init_script(MARKS)
        base = f"http://127.0.0.1:{served.port}"
        page.goto(f"{base}/login")
        page.fill("input[name=email]", EMAIL)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        yield page
        browser.close()


def _opened(served: Product) -> bool:
    """GET /live, from sending to the last byte."""
    desk = Desk(f"http://127.0.0.1:{served.port}", EMAIL.replace("@", "2@"))
    desk.sign_in()
    cold, *times = [_seconds(lambda: desk.get(LIVE)) for _ in range(11)]
    _row("the first `GET /live` of a server that just started, ms", {"p50": round(cold * 1000, 2)})
    return _row("`GET /live`, 10 times, ms", spread(times), OPENS)


def _painted(served: Product, page: Page) -> bool:
    times = []
    for _ in range(5):
        page.goto(f"http://127.0.0.1:{served.port}{LIVE}")
        page.wait_for_selector("#connection[data-state=live]")
        times.append(page.evaluate(PAINT))
    for name, what in (("first", "the page's first byte"), ("paint", "first contentful paint"), ("loaded", "loaded")):
        _row(f"{what} in Chromium, 5 times, ms", spread([each[name] / 1000 for each in times]))
    last = times[-1]
    print(f"| elements; lines of the log; open incidents | {last['elements']}; {last['rows']}; {last['open']} | | | |")
    return True


def _scrolled(page: Page) -> bool:
    while page.locator(OLDER).count() and page.locator("#log [data-line]").count() < 480:
        rows = page.locator("#log [data-line]").count()
        page.locator(OLDER).click()
        page.wait_for_function("rows => document.querySelectorAll('#log [data-line]').length > rows", arg=rows)
    page.evaluate(REST)
    met = True
    for name, place in (("the log", "#log"), ("the open incidents", "#open-incidents")):
        rows = page.locator(f"{place} > li").count()
        page.locator(place).hover(position={"x": 60, "y": 60})
        seen = watched(page, lambda: wheel(page, 0, 120))
        figures = {"p50": round(seen["p50"], 1), "p99": round(seen["p95"], 1), "max": round(seen["most"], 1)}
        met &= _row(
            f"frame while {name} scroll ({rows} rows), p95 for p99, ms; long tasks {seen['long']}", figures, FRAME
        )
    page.evaluate(HOME)
    return met


def _typed(page: Page) -> bool:
    """Entry lines by real keys: until the answer 201 is handled, until the row is in the log, and until chips show."""
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.evaluate("() => { Object.assign(window.times_, { enter: [], saved: [], row: [], chips: [] }); }")
    chips = []
    for number in range(TYPED):
        page.keyboard.type(f"{LINES[number % len(LINES)]} {number}", delay=15)
        page.wait_for_timeout(400)  # what was understood so far stands there
        page.evaluate("() => { window.times_.chips = []; window.times_.key = 0; }")
        page.keyboard.press("0")
        page.wait_for_function("() => window.times_.chips.length")
        chips.append(page.evaluate("() => window.times_.chips[0]"))
        page.keyboard.press("Enter")
        page.wait_for_function(
            "count => window.times_.saved.length > count && window.times_.row.length > count", arg=number
        )
        page.wait_for_timeout(50)
    seen = page.evaluate("() => window.times_")
    saved = [after - before for before, after in zip(seen["enter"], seen["saved"], strict=True)]
    rows = [min(after - before for after in seen["row"] if after > before) for before in seen["enter"]]
    _row(f"the last key to its chips, {len(chips)} times (70 ms of it wait for the next key), ms", _spread(chips))
    _row("Enter to the row in the log, ms", _spread(rows))
    return _row(f"Enter to confirmed saved, {TYPED} lines, ms", _spread(saved), SAVED)


def _pushed(served: Product, page: Page) -> bool:
    """What the main thread works for one push, script to paint, less what it does when nothing comes."""
    page.keyboard.press("Escape")
    page.evaluate(REST)
    session, feed = page.context.new_cdp_session(page), Feed(served)
    session.send("Performance.enable")
    idle, rested = _worked(session, lambda: page.wait_for_timeout(5000))
    _row(f"main thread with nothing pushed, a second: {_parts(idle, rested)}", {})
    page.evaluate(LONG)
    works, whole = [], dict.fromkeys(PARTS, 0.0)
    for number in range(PUSHED):
        spent, took = _worked(session, partial(_push, page, feed.note if number % 2 else feed.opened))
        left = {part: spent[part] - idle[part] / rested * took for part in PARTS}
        works.append(max(0.0, left["Task"]))
        whole = {part: whole[part] + left[part] for part in PARTS}
    longest = page.evaluate("() => window.longest_")
    name = f"main thread for one push, {PUSHED} times, ms; {_parts(whole, PUSHED)}; longest task {longest:.0f}"
    return _row(name, spread(works), PUSH)


def _parts(spent: dict[str, float], by: float) -> str:
    return ", ".join(f"{part} {1000 * seconds / by:.1f}" for part, seconds in spent.items())


def _push(page: Page, act: Callable[[], None]) -> None:
    act()
    page.wait_for_timeout(60)
    page.evaluate(SETTLED)


def _worked(session: CDPSession, act: Callable[[], Any]) -> tuple[dict[str, float], float]:
    """Seconds of the main thread by what it did, and of the clock."""
    before, began = _metrics(session), time.perf_counter()
    act()
    after, took = _metrics(session), time.perf_counter() - began
    return {part: after[f"{part}Duration"] - before[f"{part}Duration"] for part in PARTS}, took


def _grown(served: Product, page: Page, pushes: int) -> bool:
    """The page's memory before and after thousands of pushes, after a collection of garbage each time."""
    session, feed = page.context.new_cdp_session(page), Feed(served)
    session.send("Performance.enable")
    sizes = [_size(session)]
    for _ in range(2):
        feed.many(pushes // 2)
        page.wait_for_timeout(2000)
        page.evaluate(REST)
        sizes.append(_size(session))
    shown = "; ".join(f"{heap:.1f} MB, {nodes:.0f} nodes" for heap, nodes in sizes)
    print(f"| the page before, after {pushes // 2} and after {pushes} pushes | {shown} | | | |")
    return sizes[-1][1] <= sizes[1][1] * 1.1 and _joined(page)


def _joined(page: Page) -> bool:
    """Whether the older lines that are asked for go on where those that were kept end."""
    page.locator(OLDER).click()
    page.wait_for_function("() => document.querySelectorAll('#log [data-line]').length > 150")
    rows = "() => [...document.querySelectorAll('#log [data-line]')].map(row => Number(row.dataset.line))"
    numbers = page.evaluate(rows)
    whole = all(above - below == 1 for above, below in pairwise(numbers))
    print(f"| older lines, asked for after that, go on without a gap | {'yes' if whole else '**no**'} | | | |")
    return whole


def _size(session: CDPSession) -> tuple[float, float]:
    session.send("HeapProfiler.collectGarbage")
    found = _metrics(session)
    return found["JSHeapUsedSize"] / 1e6, found["Nodes"]


def _metrics(session: CDPSession) -> dict[str, float]:
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _spread(milliseconds: list[float]) -> dict[str, float]:
    figures = spread([each / 1000 for each in milliseconds])
    ordered = sorted(milliseconds)
    return {**figures, "p95": round(statistics.quantiles(ordered, n=20)[-1], 2)}


def _row(name: str, figures: dict[str, float], target: float | None = None) -> bool:
    met = target is None or figures["p99"] <= target
    told = f"{target:g} {table.met(met)}" if target else ""
    besides = f" (p95 {figures['p95']})" if "p95" in figures else ""
    cells = [str(figures.get(each, "")) for each in ("p50", "p99", "max")]
    print(f"| {name}{besides} | " + " | ".join(cells) + f" | {told} |", flush=True)
    return met


if __name__ == "__main__":
    sys.exit(main())
