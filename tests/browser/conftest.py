"""The product as it is served, and browsers of the cast in front of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import PASSWORD

from .servers import Servers

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=20_000)  # ms; a busy machine is slow, not wrong


@dataclass
class Site:
    """A served event system and the browsers that look at it; what any console complains of is kept."""

    url: str
    chrome: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visitor(self, **more: Any) -> Page:
        """A browser of nobody in particular."""
        context = self.chrome.new_context(**{"base_url": self.url, "locale": "en", "service_workers": "block"} | more)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def sign_in(self, name: str, path: str = "/", **more: Any) -> Page:
        """A browser of somebody of the cast, on a page."""
        page = self.visitor(**more)
        page.goto("/login")
        page.fill("input[name=email]", f"{name}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def start(folder: Path, port: int = 0, **env: str) -> tuple[subprocess.Popen[str], str]:
    """The product on a port, if none is said a free one; returns the process and the address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gevent.monkey", "--module", "eventops.server", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "EVENTOPS_INSTANCE": str(folder), "EVENTOPS_SECRET_KEY": "test", **env},
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    assert line.startswith("eventops serves on "), line
    return process, line.split()[-1].rstrip("/")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Where servers come from."""
    servers = Servers()
    yield servers
    servers.end()


@pytest.fixture
def site(sqlite_stage: Path, chrome: Browser, servers: Servers, tmp_path: Path) -> Iterator[Site]:
    """The product with the cast, on SQLite, as one process serves it."""
    shutil.copy(sqlite_stage, tmp_path / "eventops.db")
    (tmp_path / "salt").write_text("test")
    served = servers.start(tmp_path)
    site = Site(served.url, chrome)
    try:
        yield site
        assert site.complaints == []
    finally:
        site.close()
        served.end()
