"""The real product as a process of its own, on a fresh database that ends with it."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from eventops import server

from .stage import EVENT

POSTGRESQL = os.environ.get("EVENTOPS_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("EVENTOPS_TEST_REDIS", "redis://127.0.0.1:6379/9")


@dataclass
class Product:
    """A served product: where it is, and the tokens of its operator and its screens."""

    port: int
    process: psutil.Process
    folder: Path
    environment: dict[str, str]
    tokens: dict[str, str]

    def plan(self, **more: object) -> dict[str, object]:
        """A plan for the client, on this product."""
        tokens = {"token": self.tokens["operator"], "reader": self.tokens["reader"]}
        return {"port": self.port, "pid": self.process.pid, "event": EVENT, **tokens, **more}

    def memory(self) -> int:
        """Resident megabytes."""
        return int(self.process.memory_info().rss // 1_000_000)

    def verify(self) -> str:
        """What `audit verify` says of the chain after all that."""
        command = [sys.executable, "-m", "eventops.cli", "audit", "verify", EVENT]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return ran.stdout.strip() if ran.returncode == 0 else f"BROKEN: {ran.stdout}{ran.stderr}".strip()


@contextmanager
def product(database: str, redis: bool = False, stage: tuple[str, ...] = ("tests.bench.stage",)) -> Iterator[Product]:
    """Serve the product on "sqlite" or "postgresql", perhaps with Redis between its processes, on a module's stage."""
    with tempfile.TemporaryDirectory(prefix="eventops-bench-") as folder, _database(database, folder) as url:
        environment = {**os.environ, "EVENTOPS_INSTANCE": folder, "EVENTOPS_DATABASE_URL": url}
        environment["EVENTOPS_REDIS_URL"] = REDIS if redis else ""
        command = [sys.executable, "-m", *stage]
        tokens = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
        with _serving(server.command("127.0.0.1", 0), environment) as (process, port):
            yield Product(port, psutil.Process(process.pid), Path(folder), environment, tokens)


@contextmanager
def bare() -> Iterator[int]:
    """Serve the bare broadcast. Yields its port."""
    with _serving([sys.executable, "-m", "tests.bench.limits"], dict(os.environ)) as (_, port):
        yield port


@contextmanager
def _serving(command: list[str], environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"(\d+)/?$", process.stdout.readline().strip())
        if found is None:
            raise RuntimeError("the server did not start")
        yield process, int(found.group(1))
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
        return
    name, base = f"eventops_bench_{os.getpid()}", POSTGRESQL.replace("+psycopg", "")
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield base.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
