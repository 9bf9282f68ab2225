"""The built wheel, installed in an empty environment elsewhere, serves the same demo."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_what_stands_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    beside = {f"eventops/{name}" for name in tracked if name.startswith(("templates/", "static/", "seed/"))}
    inside = {name for name in tracked if name.startswith("eventops/")}
    assert (beside | inside) - set(names) == set()


def test_the_installed_wheel_serves_the_demo(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    base = Path(
        subprocess.run(
            [sys.executable, "-c", "import flask; print(flask.__file__)"], capture_output=True, text=True, check=True
        ).stdout
    ).parents[1]
    libraries = next((tmp_path / "venv/lib").glob("python*/site-packages"))
    (libraries / "libraries.pth").write_text(f"{base}\n")  # the same libraries, but eventops from the wheel
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", wheel], check=True, capture_output=True
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith("EVENTOPS_") and key != "PYTHONPATH"}
    process = subprocess.Popen(
        [tmp_path / "venv/bin/eventops", "demo", "--port", str(free_port())],
        cwd=place,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        said = ""
        while "serves on" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        address = re.search(r"serves on (http://\S+)", said)
        assert address
        assert "commander@demo.invalid" in said
        with urllib.request.urlopen(address[1] + "login", timeout=20) as answer:
            page = answer.read().decode()
        assert 'name="password"' in page
        style = re.search(r'href="(/static/css/[^"]+)"', page)
        assert style
        with urllib.request.urlopen(address[1].rstrip("/") + style[1], timeout=20) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()
