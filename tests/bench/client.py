"""The one process that plays every screen and every poster; its only argument is a plan, its only output the findings.

    python -m tests.bench.client '{"port": 8000, "event": "bench", ...}'
"""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psutil
import uvloop

from .wires import Poster, WebSocket

PATIENCE = 30.0  # seconds after which something that was sent counts as lost
BATCH = 20  # screens that connect at the same time


@dataclass
class Plan:
    """What to measure, and where. A `size` means the bare broadcast of messages of so many bytes."""

    port: int
    event: str
    token: str
    reader: str
    screens: int
    samples: int = 100
    seconds: float = 5.0
    posters: int = 8
    each: int = 0
    missed: int = 0
    size: int = 0
    pid: int = 0
    host: str = "127.0.0.1"


@dataclass
class Change:
    """One pushed change, read once for all the screens that get the same bytes."""

    feed: str
    seq: int
    key: str
    whole: bool


@dataclass
class Hall:
    """The screens, and what has reached them."""

    size: int
    token: str
    read: dict[bytes, Change] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    when: dict[str, float] = field(default_factory=dict)
    waiting: dict[str, asyncio.Future[None]] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=lambda: {"lost": 0, "duplicated": 0, "disordered": 0, "partial": 0})
    bytes_each: int = 0

    def heard(self, screen: WebSocket, payload: bytes) -> None:
        """Act as the page does: pong, join, and follow the count of each feed."""
        change = self.read.get(payload)
        if change is None:
            change = self._first(screen, payload)
        if change is not None:
            self._count(screen, change)

    def _first(self, screen: WebSocket, payload: bytes) -> Change | None:
        if payload.startswith(b'42["change",'):
            told = json.loads(payload[2:])[1]
            whole = all(told.get(name) is not None for name in ("number", "title", "priority", "opened_at"))
            change = Change(told["feed"], told["seq"], str(told.get("client_id")), whole)
            if len(self.read) > 2000:
                self.read.clear()
            self.read[payload] = change
            self.bytes_each = len(payload)
            return change
        if payload.startswith(b'42["welcome",'):
            screen.last = dict(json.loads(payload[2:])[1]["feeds"])
            screen.ready.set_result(None)
        elif payload == b"2":
            screen.send("3")
        elif payload.startswith(b"0"):
            screen.send("40" + json.dumps({"token": self.token}))
        return None

    def _count(self, screen: WebSocket, change: Change) -> None:
        ahead = change.seq - screen.last.get(change.feed, 0)
        if ahead != 1:
            self._fault(ahead)
        screen.last[change.feed] = max(change.seq, screen.last.get(change.feed, 0))
        self.faults["partial"] += not change.whole
        count = self.reached[change.key] = self.reached.get(change.key, 0) + 1
        if count == self.size:
            self.when[change.key] = time.perf_counter()
            if waiter := self.waiting.pop(change.key, None):
                waiter.set_result(None)

    def _fault(self, ahead: int) -> None:
        if ahead > 1:
            self.faults["lost"] += ahead - 1
        else:
            self.faults["duplicated" if ahead == 0 else "disordered"] += 1


class Bench:
    """A plan being carried out."""

    def __init__(self, plan: Plan):
        self.plan, self.hall = plan, Hall(plan.screens, token=plan.reader)
        self.base = f"/api/v1/events/{plan.event}"
        self.path = f"/socket.io/?EIO=4&transport=websocket&event={plan.event}"
        self.screens: list[WebSocket] = []
        self.numbers: list[int] = []

    async def run(self) -> dict[str, Any]:
        """Everything the plan asks for, as figures in milliseconds and per second."""
        found: dict[str, Any] = {"screens": self.plan.screens, "connect_s": await self.connect()}
        poster = await self.poster()
        for _ in range(10):
            await self.create(poster)
        used = cpu(self.plan.pid)
        times = [await self.create(poster) for _ in range(self.plan.samples)]
        found["server_ms"] = round(1000 * (cpu(self.plan.pid) - used) / self.plan.samples, 2)
        found |= {"post": spread([t[0] for t in times]), "all": spread([t[1] for t in times])}
        if self.plan.seconds:
            found |= await self.sustained()
        if self.plan.each:
            found |= await self.together()
        if self.plan.missed:
            found |= await self.catch_up(poster)
        behind = [screen for screen in self.screens if screen.last != self.screens[0].last]
        return {**found, **self.hall.faults, "behind": len(behind), "bytes": self.hall.bytes_each, "cpu_s": cpu()}

    async def connect(self) -> float:
        """Connect all screens. Returns seconds."""
        began = time.perf_counter()
        for start in range(0, self.plan.screens, BATCH):
            count = min(BATCH, self.plan.screens - start)
            await asyncio.gather(*(self.screen() for _ in range(count)))
        return round(time.perf_counter() - began, 2)

    async def screen(self) -> None:
        address = self.plan.host, self.plan.port
        loop = asyncio.get_running_loop()
        _, socket = await loop.create_connection(lambda: WebSocket(address, self.path, self.hall.heard), *address)
        self.screens.append(socket)
        await asyncio.wait_for(socket.ready, PATIENCE)

    async def poster(self) -> Any:
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(lambda: Poster(self.plan.token), self.plan.host, self.plan.port))[1]

    async def create(self, poster: Poster) -> tuple[float, float]:
        """Open one incident. Returns seconds until it was answered, and until the last screen had it."""
        key = str(uuid4())
        hall = self.hall
        arrived = hall.waiting[key] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await asyncio.wait_for(self.post(poster, key), PATIENCE)
        answered = time.perf_counter()
        if not hall.size:
            return answered - began, answered - began
        await asyncio.wait_for(arrived, PATIENCE)
        hall.reached.pop(key)
        return answered - began, hall.when.pop(key) - began

    async def post(self, poster: Any, key: str) -> None:
        """Send one incident and wait for the answer."""
        status, body = await poster.request("POST", f"{self.base}/incidents", incident(key))
        if status != 201:
            raise RuntimeError(f"{status} {body!r}")
        self.numbers.append(json.loads(body)["number"])

    async def sustained(self) -> dict[str, Any]:
        """Posters that each wait until their incident is answered and on every screen, for a while."""
        times: list[float] = []
        end = time.perf_counter() + self.plan.seconds

        async def work() -> None:
            poster = await self.poster()
            while time.perf_counter() < end:
                times.append((await self.create(poster))[1])

        began, used = time.perf_counter(), cpu()
        await asyncio.gather(*(work() for _ in range(self.plan.posters)))
        took = time.perf_counter() - began
        rate = {"rate": round(len(times) / took, 1), "client_cpu": round(100 * (cpu() - used) / took)}
        return {**rate, "sustained": spread(times)}

    async def together(self) -> dict[str, Any]:
        """Each poster opens the same number of incidents; their numbers must come out gap-free."""
        before = len(self.numbers)
        await self.write(self.plan.each)
        taken = sorted(self.numbers[before:])
        return {"together": len(taken), "gap_free": taken == list(range(taken[0], taken[0] + len(taken)))}

    async def write(self, each: int) -> None:
        """All posters at once, so many incidents each."""

        async def work() -> None:
            poster = await self.poster()
            for _ in range(each):
                await self.create(poster)

        await asyncio.gather(*(work() for _ in range(self.plan.posters)))

    async def catch_up(self, poster: Poster) -> dict[str, Any]:
        """Ask for missed changes, as a page does that was away."""
        feed, posters = "all", self.plan.posters
        reached = max(screen.last[feed] for screen in self.screens)
        await self.write(max(0, self.plan.missed - reached + posters) // posters)
        upto = max(screen.last[feed] for screen in self.screens)
        path = f"{self.base}/changes?feed={feed}&after={upto - self.plan.missed}&limit={self.plan.missed}"
        times = []
        for _ in range(30):
            began = time.perf_counter()
            status, body = await poster.request("GET", path)
            times.append(time.perf_counter() - began)
        items = json.loads(body)["items"]
        expected = list(range(upto - self.plan.missed + 1, upto + 1))
        return {
            "catch_up": spread(times), "catch_up_kb": len(body) // 1000,
            "catch_up_whole": status == 200 and [item["seq"] for item in items] == expected,
        }  # fmt: skip


class Floor(Bench):
    """The same plan against the bare broadcast."""

    def __init__(self, plan: Plan):
        super().__init__(plan)
        self.path = "/screen"

    async def poster(self) -> Any:
        """A WebSocket whose answers come in `answers`."""
        loop, address = asyncio.get_running_loop(), (self.plan.host, self.plan.port)
        answers: asyncio.Queue[bytes] = asyncio.Queue()
        heard = lambda _, payload: answers.put_nowait(payload)  # noqa: E731
        _, socket = await loop.create_connection(lambda: WebSocket(address, "/post", heard), *address)
        return socket, answers

    async def post(self, poster: Any, key: str) -> None:
        """Send one message of the size asked for."""
        socket, answers = poster
        told = {"feed": "all", "seq": 0, "client_id": key, "number": 1, "title": "t", "priority": 1, "opened_at": "now"}
        text = json.dumps(["change", told], separators=(",", ":")).replace('"seq":0', '"seq":SEQ')
        socket.send("42" + text.replace('"t"', '"' + "t" * (self.plan.size - len(text)) + '"'))
        await answers.get()


def incident(key: str) -> dict[str, object]:
    """What an operator enters."""
    return {
        "client_id": key, "category": "O2", "title": "Injured person at gate 4", "priority": 2,
        "lat": 60.4858, "lon": 15.4371, "text": "Caller says the person fell from the fence. " * 4,
    }  # fmt: skip


def spread(times: list[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum in milliseconds."""
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    figures = {"p50": statistics.median(ordered), "p99": last, "max": ordered[-1]}
    return {name: round(1000 * seconds, 2) for name, seconds in figures.items()}


def cpu(pid: int = 0) -> float:
    """Seconds of CPU a process has used, this one if none is named."""
    return float(sum(psutil.Process(pid or None).cpu_times()[:2]))


def main() -> None:
    """Carry out the plan of the command line."""
    plan = Plan(**json.loads(sys.argv[1]))
    print(json.dumps(uvloop.run((Floor if plan.size else Bench)(plan).run())), flush=True)


if __name__ == "__main__":
    main()
