"""The one process of an evening: every screen, every phone and both operators; its only argument is a plan.

python -m tests.bench.house '{"port": 8000, "tokens": {...}, ...}'    prints the findings as JSON
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import psutil
import uvloop

from .client import BATCH, PATIENCE, cpu, spread
from .desk_door import Desk
from .night import Case, Step, evening
from .stage import EMAIL, EVENT
from .wires import Poster, WebSocket

Key = tuple[str, int, int]  # what a change is about: its type, its number, and an incident's revision
OPERATORS = 8  # connections on which two operators' browsers and what the control room's other systems send arrive


@dataclass
class Plan:
    """What to play, and where."""

    port: int
    pid: int
    tokens: dict[str, str]
    incidents: int
    hours: float
    speed: float
    screens: dict[str, int]
    phones: int
    handovers: int
    seed: int = 5
    host: str = "127.0.0.1"


@dataclass
class Push:
    """One change on one feed, and how many screens have it."""

    feed: str
    seq: int
    key: Key
    at: float
    count: int = 0


@dataclass
class Ears:
    """What has reached the screens."""

    sizes: dict[str, int] = field(default_factory=dict)
    read: dict[bytes, Push] = field(default_factory=dict)
    whole: list[tuple[Push, float]] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=lambda: {"lost": 0, "duplicated": 0, "disordered": 0})
    standing: dict[str, int] = field(default_factory=dict)  # where the server says that the feeds stand
    tokens: dict[int, str] = field(default_factory=dict)

    def heard(self, screen: WebSocket, payload: bytes) -> None:
        """Act as the page does: pong, join, and follow the count of each feed."""
        push = self.read.get(payload)
        if push is None and payload.startswith(b'42["change",'):
            push = self.read[payload] = _push(json.loads(payload[2:])[1])
        if push is not None:
            return self._count(screen, push, payload)
        if payload.startswith(b'42["welcome",'):
            self._welcome(screen, json.loads(payload[2:])[1]["feeds"])
        elif payload == b"2":
            screen.send("3")
        elif payload.startswith(b"0"):
            screen.send("40" + json.dumps({"token": self.tokens[id(screen)]}))
        return None

    def _welcome(self, screen: WebSocket, feeds: dict[str, int]) -> None:
        self.standing.update(feeds)
        if not screen.ready.done():
            screen.last = dict(feeds)
            screen.ready.set_result(None)
            for feed in feeds:
                self.sizes[feed] = self.sizes.get(feed, 0) + 1

    def _count(self, screen: WebSocket, push: Push, payload: bytes) -> None:
        last = screen.last.get(push.feed, 0)
        ahead = push.seq - last
        if ahead > 1:
            self.faults["lost"] += ahead - 1
        elif ahead < 1:
            self.faults["duplicated" if ahead == 0 else "disordered"] += 1
        screen.last[push.feed] = max(push.seq, last)
        push.count += 1
        if push.count == self.sizes[push.feed]:
            self.whole.append((push, time.time()))
            del self.read[payload]


def _push(told: dict[str, Any]) -> Push:
    at = datetime.fromisoformat(told["at"]).timestamp()
    return Push(told["feed"], told["seq"], _key(told), at)


def _key(told: dict[str, Any]) -> Key:
    return told["type"], told["number"] or 0, told.get("revision", 0)


class House:
    """A plan being carried out."""

    def __init__(self, plan: Plan):
        self.plan, self.ears = plan, Ears()
        self.base = f"/api/v1/events/{EVENT}"
        self.screens: list[WebSocket] = []
        self.firsts: dict[str, WebSocket] = {}  # one screen of each account
        self.sent: dict[Key, float] = {}
        self.answered: dict[str, list[float]] = {"open": [], "unit": [], "note": [], "close": []}
        self.late: list[float] = []
        self.refused: dict[str, int] = {}
        self.memory: list[tuple[float, float]] = []
        self.handed: list[float] = []
        self.posters: dict[str, asyncio.Queue[Any]] = {}

    async def run(self) -> dict[str, Any]:
        """Play the evening. Returns what was seen, in milliseconds and megabytes."""
        plan = self.plan
        await self._connect()
        cases = evening(plan.incidents, plan.hours, plan.phones, plan.seed)
        used = cpu(plan.pid)
        self.began = time.perf_counter()
        began = time.time()
        watch = [self._watch_memory(), *(self._hand_over(number) for number in range(plan.handovers))]
        await asyncio.gather(*(self._play(case) for case in cases), *watch)
        took = time.time() - began
        found = {"took_s": round(took, 1), "server_cpu": round(100 * (cpu(plan.pid) - used) / took)}
        return {**found, **await self._judged(cases), "client_cpu": round(100 * cpu() / took)}

    async def _connect(self) -> None:
        plan, loop = self.plan, asyncio.get_running_loop()
        names = [name for name, many in plan.screens.items() for _ in range(many)]
        names += [f"phone{number}" for number in range(plan.phones)]
        for start in range(0, len(names), BATCH):
            await asyncio.gather(*(self._screen(name) for name in names[start : start + BATCH]))
        lines = {"operator": OPERATORS, **{f"phone{number}": 1 for number in range(plan.phones)}}
        for name, many in lines.items():
            queue = self.posters[name] = asyncio.Queue()
            for _ in range(many):
                poster = lambda name=name: Poster(plan.tokens[name])  # noqa: E731
                queue.put_nowait((await loop.create_connection(poster, plan.host, plan.port))[1])

    async def _screen(self, name: str) -> None:
        address, loop = (self.plan.host, self.plan.port), asyncio.get_running_loop()
        path = f"/socket.io/?EIO=4&transport=websocket&event={EVENT}"
        screen = WebSocket(address, path, self.ears.heard)
        self.ears.tokens[id(screen)] = self.plan.tokens[name]
        await loop.create_connection(lambda: screen, *address)
        self.screens.append(screen)
        self.firsts.setdefault(name, screen)
        await asyncio.wait_for(screen.ready, PATIENCE)

    async def _until(self, at: float) -> float:
        """Wait for a moment of the evening, in its own seconds. Returns how late it is then, in ours."""
        wait = at / self.plan.speed - (time.perf_counter() - self.began)
        if wait > 0:
            await asyncio.sleep(wait)
        return max(0.0, time.perf_counter() - self.began - at / self.plan.speed)

    async def _play(self, case: Case) -> None:
        number = 0
        for step in case.steps:
            self.late.append(await self._until(step.at))
            told = await self._act(step, number)
            number = told.get("number", 0) if step.what == "open" else number

    async def _act(self, step: Step, number: int) -> dict[str, Any]:
        queue = self.posters["operator" if step.phone is None else f"phone{step.phone}"]
        poster, said, there = await queue.get(), step.said, f"{self.base}/incidents/{number}"
        body, began, clock = {**said, "client_id": str(uuid4())}, time.perf_counter(), time.time()
        request = {
            "open": ("POST", f"{self.base}/incidents", body), "note": ("POST", f"{there}/entries", body),
            "unit": ("POST", f"{there}/units", said), "close": ("PATCH", there, said),
        }[step.what]  # fmt: skip
        status, answer = await asyncio.wait_for(poster.request(*request), PATIENCE)
        self.answered[step.what].append(time.perf_counter() - began)
        queue.put_nowait(poster)
        if status not in (200, 201):
            self.refused[f"{step.what} {status}"] = self.refused.get(f"{step.what} {status}", 0) + 1
            print(f"{step.what} {status} {answer[:300]!r}", file=sys.stderr)
            return {}
        told: dict[str, Any] = json.loads(answer)
        self.sent[_key(told)] = clock
        return told

    async def _watch_memory(self) -> None:
        """Resident megabytes of the server, six times in each hour of the evening."""
        server, points = psutil.Process(self.plan.pid), round(self.plan.hours * 6)
        for point in range(points + 1):
            await self._until(point * 600)
            self.memory.append((point / 6, server.memory_info().rss / 1e6))

    async def _hand_over(self, number: int) -> None:
        """The other operator signs in as people do, takes the log over and acknowledges all."""
        await self._until((number + 0.5) * self.plan.hours * 3600 / self.plan.handovers)
        name = EMAIL if number % 2 else EMAIL.replace("@", "2@")
        desk = Desk(f"http://{self.plan.host}:{self.plan.port}", name)
        self.handed.append(await asyncio.to_thread(desk.take_over, f"Byte {number + 1}"))

    async def _judged(self, cases: list[Case]) -> dict[str, Any]:
        last = await self._last_words()
        for screen in self.firsts.values():
            screen.send('42["standing"]')
        await asyncio.sleep(2)
        stands = self.ears.standing
        behind = sum(any(upto != stands[feed] for feed, upto in screen.last.items()) for screen in self.screens)
        whole = self.ears.whole
        by_send = [when - self.sent[push.key] for push, when in whole if push.key in self.sent]
        return {
            "incidents": len(cases), "entries": last, "changes": len({push.key for push, _ in whole}),
            "pushes": sum(self.ears.sizes[push.feed] for push, _ in whole), "feeds": self.ears.sizes,
            "unfinished": len(self.ears.read), "behind": behind, **self.ears.faults, "refused": self.refused,
            "answered": {what: spread(times) for what, times in self.answered.items() if times},
            "late": spread(self.late), "handed_over": spread(self.handed or [0]),
            "from_at": spread([when - push.at for push, when in whole]), "from_send": spread(by_send),
            "memory": self.memory, "handovers": len(self.handed),
        }  # fmt: skip

    async def _last_words(self) -> int:
        """Write one more line, whose gap-free number tells how many there are."""
        poster = await self.posters["operator"].get()
        body = {"client_id": str(uuid4()), "text": "Kvällen är slut."}
        _, answer = await poster.request("POST", f"{self.base}/entries", body)
        await asyncio.sleep(1)
        return int(json.loads(answer)["number"])


def main() -> None:
    """Carry out the plan of the command line."""
    print(json.dumps(uvloop.run(House(Plan(**json.loads(sys.argv[1]))).run())), flush=True)


if __name__ == "__main__":
    main()
