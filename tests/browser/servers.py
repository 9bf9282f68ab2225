"""Servers that need no second start: one process has everything imported, and every server is a fork of it.

    python -m gevent.monkey tests/browser/servers.py    reads requests as lines of JSON, answers each with one line
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from signal import SIGTERM
from typing import Any

ROOT = Path(__file__).parents[2]


class Servers:
    """The process that has everything imported."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "gevent.monkey", str(Path(__file__))]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def start(self, folder: Path, **environment: str) -> "Served":
        """The product on a folder, at a free port."""
        pid, url = self.ask(start={"EVENTOPS_INSTANCE": str(folder), "EVENTOPS_SECRET_KEY": "test", **environment})
        return Served(self, pid, url)

    def ask(self, **request: Any) -> Any:
        """One request and its answer."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        """End the process; its servers have ended before."""
        self.process.communicate()


@dataclass
class Served:
    """A server and its address."""

    servers: Servers
    pid: int
    url: str

    def end(self) -> None:
        """Tell it to end, and wait until it has."""
        os.kill(self.pid, SIGTERM)
        self.servers.ask(wait=self.pid)


def _serve(environment: dict[str, str]) -> tuple[int, str]:
    """Fork a server. Returns its process id and its address."""
    told, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.environ.update(environment)
        os.dup2(tells, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os._exit(import_module("eventops.server").main(["--port", "0"]))
    os.close(tells)
    with os.fdopen(told) as pipe:
        line = pipe.readline()
    return pid, line.split()[-1].rstrip("/")


def _main() -> None:
    import eventops

    for module in walk_packages(eventops.__path__, "eventops."):
        if ".migrations" not in module.name:
            import_module(module.name)
    for line in sys.stdin:
        request = json.loads(line)
        answer = _serve(request["start"]) if "start" in request else os.waitpid(request["wait"], 0)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _main()
