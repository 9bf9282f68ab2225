"""How the roster board scrolls in Chromium: how long each frame took, and what kept the page from answering."""

from typing import Any

from playwright.sync_api import Page, sync_playwright

from ..services import chromium
from .browser import FLAGS
from .stage import EVENT, PASSWORD

STEPS = 60
WATCH = """() => { window.frames_ = []; window.long_ = 0; window.watching = true;
  new PerformanceObserver(list => { window.long_ += list.getEntries().length; }).observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  const frame = now => { window.frames_.push(now - last); last = now;
    if (window.watching) requestAnimationFrame(frame); };
  requestAnimationFrame(frame); }"""
SEEN = """() => { window.watching = false;
  return { frames: window.frames_.slice(1), long: window.long_, elements: document.querySelectorAll('*').length }; }"""
REST = "() => new Promise(rested => setTimeout(() => requestIdleCallback(rested), 1000))"  # what opening took is over
BAR = "#board .board__bars a[data-shift]"


def scrolled(port: int) -> dict[str, dict[str, float]]:
    """Milliseconds of the frames while the board is scrolled down, across, and walked through by keyboard."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 800}).new_page()
        base = f"http://127.0.0.1:{port}"
        page.goto(f"{base}/login")
        page.fill("input[name=email]", "commander@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{base}/events/{EVENT}/roster")
        page.locator(BAR).first.wait_for()
        page.mouse.move(800, 600)
        page.evaluate(REST)
        found = {
            "scrolled down": watched(page, lambda: wheel(page, 0, 120)),
            "scrolled across": watched(page, lambda: wheel(page, 60, 0)),
            "walked by arrow keys": watched(page, lambda: _walk(page)),
        }
        browser.close()
    return found


def watched(page: Page, act: Any) -> dict[str, float]:
    """Milliseconds of the frames while something is done, and how many tasks were longer than 50."""
    page.evaluate(WATCH)
    act()
    seen = page.evaluate(SEEN)
    frames = sorted(seen["frames"])
    return {
        "p50": frames[len(frames) // 2], "p95": frames[int(len(frames) * 0.95)], "most": frames[-1],
        "long": seen["long"], "elements": seen["elements"],
    }  # fmt: skip


def wheel(page: Page, across: int, down: int) -> None:
    """Turn the wheel one way and back, a notch each frame."""
    for step in range(STEPS):
        sign = 1 if step < STEPS // 2 else -1
        page.mouse.wheel(across * sign, down * sign)
        page.wait_for_timeout(16)


def _walk(page: Page) -> None:
    page.locator(BAR).first.focus()
    for key in ["ArrowDown", "ArrowRight"] * (STEPS // 4) + ["ArrowUp", "ArrowLeft"] * (STEPS // 4):
        page.keyboard.press(key)
