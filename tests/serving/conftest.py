"""Servers as processes of their own, ended by their ids."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.request import Request, urlopen

import pytest

from .screens import PATIENCE, Screen


@dataclass
class Served:
    """A server process and what a test does to it."""

    process: subprocess.Popen[str]
    url: str
    screens: list[Screen]

    def screen(self, room: str = "all", small: bool = False) -> Screen:
        """A connected screen; `small` has a receive buffer that fills quickly."""
        self.screens.append(Screen(self.url, room, small))
        return self.screens[-1]

    def push(self, told: object, room: str = "all", times: int = 1, door: str = "push") -> None:
        """Have something told to a room."""
        headers = {"Content-Type": "application/json"}
        url = f"{self.url}{door}/{room}?times={times}"
        with urlopen(Request(url, json.dumps(told).encode(), headers), timeout=PATIENCE) as answer:
            assert answer.read() == b"pushed"

    def count(self) -> int:
        """How many screens the server has."""
        with urlopen(f"{self.url}screens", timeout=PATIENCE) as answer:
            return int(json.load(answer)["screens"])

    def end(self) -> None:
        for screen in self.screens:
            screen.close()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers of the small app; keyword arguments go to their environment."""
    served: list[Served] = []

    def start(**environment: str) -> Served:
        command = [sys.executable, "-m", "gevent.monkey", "--module", "tests.serving.app", "0"]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **environment})
        assert process.stdout
        served.append(Served(process, process.stdout.readline().strip(), []))
        return served[-1]

    yield start
    for one in served:
        one.end()


def eventually(true: Callable[[], bool]) -> bool:
    """Whether a condition comes true before our patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
