"""Which services the machine can run, and what a test does without one."""

import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

POSTGRESQL = os.environ.get("EVENTOPS_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("EVENTOPS_TEST_REDIS", "redis://127.0.0.1:6379/9")
REQUIRED = {name for name in os.environ.get("EVENTOPS_TEST_REQUIRE", "").split(",") if name}
REAL_DATA = os.environ.get("EVENTOPS_REAL_DATA")


def need(service: str) -> None:
    """Go on if the service is there; else skip, or fail where it is required."""
    if _there(service):
        return
    if service in REQUIRED:
        pytest.fail(f"{service} is required and not there")
    pytest.skip(f"{service} is not there")


def chromium() -> str | None:
    """The system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def real_data(name: str) -> Path:
    """A real input file, for tests that EVENTOPS_REAL_DATA turns on."""
    if not REAL_DATA:
        pytest.skip("EVENTOPS_REAL_DATA is not set")
    return Path(REAL_DATA) / name


def _there(service: str) -> bool:
    if service == "chromium":
        return chromium() is not None
    url = urlsplit(POSTGRESQL if service == "postgresql" else REDIS)
    try:
        socket.create_connection((url.hostname or "127.0.0.1", url.port or 0), timeout=1).close()
    except OSError:
        return False
    return True
