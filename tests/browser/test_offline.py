"""The network is cut and the server dies: pages still open, what is written waits, and arrives once and in order.

EVENTOPS_CUT_SECONDS=120 keeps the cut for two minutes; in the suite it lasts only until the server is back.
"""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD

from .conftest import Site, start
from .test_entry_line import LIVE

CUT = float(os.environ.get("EVENTOPS_CUT_SECONDS", "0"))
WAITING = "[data-outbox] .outbox__row"
KEPT = """async () => (await Promise.all((await caches.keys()).map(
    async name => (await (await caches.open(name)).keys()).map(each => each.url)))).flat()"""


class Mortal(Site):
    """A site whose server can be killed and started again."""

    folder: Path

    def begin(self) -> None:
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        self.process, self.url = start(self.folder, port)

    def die(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()

    def lines(self) -> list[tuple[str, str, str | None]]:
        """What the log holds, by its numbers: who wrote it, what, and why it is late."""
        with sqlite3.connect(self.folder / "eventops.db") as base:
            return base.execute("SELECT author, text, late_because FROM entry ORDER BY number").fetchall()


@pytest.fixture
def mortal(sqlite_stage: Path, chrome: Browser, tmp_path: Path) -> Iterator[Mortal]:
    shutil.copy(sqlite_stage, tmp_path / "eventops.db")
    (tmp_path / "salt").write_text("test")
    site = Mortal("", chrome)
    site.folder = tmp_path
    site.begin()
    try:
        yield site
    finally:
        site.close()
        site.die()


def kept(page: Page, path: str) -> None:
    """Wait until the browser has a picture of a page, and what it is made of."""
    page.wait_for_function(f"async path => (await ({KEPT})()).some(url => new URL(url).pathname === path)", arg=path)
    page.wait_for_function(f"async () => (await ({KEPT})()).filter(url => url.includes('/static/')).length > 40")


def write(page: Page, who: str, numbers: range) -> None:
    for number in numbers:
        page.locator("#line").press_sequentially(f"{who} {number}")
        page.keyboard.press("Enter")


def test_what_two_operators_write_during_a_cut_arrives_once_though_the_server_dies_and_pages_are_reloaded(
    mortal: Mortal,
) -> None:
    pages = {who: mortal.sign_in(who, LIVE, service_workers="allow") for who in ("olle", "oskar")}
    for page in pages.values():
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        kept(page, LIVE)
    began = time.monotonic()
    for page in pages.values():
        page.context.set_offline(True)
    mortal.die()
    for who, page in pages.items():
        write(page, who, range(1, 9))
        expect(page.locator("#connection")).to_contain_text("Disconnected · picture from")
        page.reload()
        expect(page.locator("#connection")).to_contain_text("Disconnected · picture from")
        expect(page.locator(WAITING)).to_have_count(8)
        write(page, who, range(9, 11))
        expect(page.locator(WAITING)).to_have_count(10)
    pages["olle"].wait_for_timeout(max(0.0, CUT - (time.monotonic() - began)) * 1000)
    mortal.begin()
    for page in pages.values():
        page.context.set_offline(False)
    for page in pages.values():
        expect(page.locator(WAITING)).to_have_count(0, timeout=30_000)
        expect(page.locator("#log .log-row")).to_have_count(20, timeout=20_000)
        expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=20_000)
    said = mortal.lines()
    assert len(said) == 20
    for who in pages:
        assert [text for _, text, _ in said if text.startswith(who)] == [f"{who} {number}" for number in range(1, 11)]
    if CUT > 60:
        assert {late for _, text, late in said if text.endswith(" 1")} == {"offline"}


def test_what_waits_belongs_to_the_account_that_wrote_it(mortal: Mortal) -> None:
    page = mortal.sign_in("olle", LIVE, service_workers="allow")
    kept(page, LIVE)
    page.route("**/live/line", lambda route: route.abort())
    write(page, "hemligt", range(1, 2))
    expect(page.locator(WAITING)).to_have_count(1)
    page.goto("/profile")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login*")
    assert not [url for url in page.evaluate(KEPT) if "/static/" not in url and not url.endswith("/offline")]
    page.unroute("**/live/line")
    page.fill("input[name=email]", "oskar@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(LIVE)
    expect(page.locator("[data-outbox-others]")).to_contain_text("another account and not sent: 1")
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.locator("#content")).not_to_contain_text("hemligt")
    assert mortal.lines() == []
