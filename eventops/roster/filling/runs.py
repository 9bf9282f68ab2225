"""A run of the solver: a child process, tended by the server until it has answered, was stopped or has died."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask

from ...access import Actor
from ...extensions import db
from .. import actions
from ..desk import Desk
from ..models import Filling, FillingState, Shift
from . import problem as asking
from .problem import Terms

LOOK = 0.1  # seconds between two looks at the child
TEND, AT_LEAST = 1.0, 5.0  # seconds between two signs of life, while something is found and while nothing is
PATIENCE = 0.6  # seconds that the child has to end by itself

running: dict[int, threading.Thread] = {}  # the background task of each run of this process, by the proposal's id
children: dict[int, "Child"] = {}


class Child:
    """The solver's process. `last` is the best proposal it has told so far."""

    def __init__(self, told: dict[str, Any]):
        command = [sys.executable, "-m", "eventops.roster.filling.child"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.last: bytes | None = None
        self.stopped_at: float | None = None
        self._say(json.dumps(told).encode())
        self.reader = _beside(self._listen)

    def stop(self) -> None:
        """Tell it to be content; who does not listen is ended."""
        if self.stopped_at is None:
            self.stopped_at = time.monotonic()
            self._say(b"stop")
        elif time.monotonic() - self.stopped_at > PATIENCE:
            self.process.kill()

    def end(self) -> int:
        """Have it gone; returns how it ended."""
        if self.process.poll() is None:
            self.process.kill()
        ended = self.process.wait()
        self.reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        return ended

    def _say(self, line: bytes) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(line + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it is gone; that shows by itself

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.endswith(b"\n"):  # one that was killed may leave half a line
                self.last = line


def begin(app: Flask, filling: Filling, actor: Actor) -> None:
    """Let a run begin, in the background."""
    running[filling.id] = _beside(_run, app, filling.id, actor)


def _beside(act: Callable[..., None], *told: Any) -> threading.Thread:
    """Act while others are served; under gevent a thread is a greenlet."""
    thread = threading.Thread(target=act, args=told, daemon=True)
    thread.start()
    return thread


def _run(app: Flask, number: int, actor: Actor) -> None:
    with app.app_context():
        state, found, progress = FillingState.FAILED, dict[str, Any](), dict[str, Any]()
        try:
            state, told = _solved(number, actor)
            progress = {key: value for key, value in told.items() if key not in ("rows", "empty")}
            found = {"rows": _judged(number, told.get("rows", [])), "empty": told.get("empty", [])}
        finally:
            filling = _filling(number)
            actions.finish_filling(filling.event, actor, filling, state, found, progress)
            running.pop(number, None)
            children.pop(number, None)


def _solved(number: int, actor: Actor) -> tuple[FillingState, dict[str, Any]]:
    """How it ended, and the last that was told."""
    filling = _filling(number)
    terms = Terms(**filling.progress["terms"])
    told = asking.problem(filling.event, terms, lambda: time.sleep(0))
    effort = {"cores": os.cpu_count() or 1}
    db.session.remove()
    child = children[number] = Child({"problem": told.as_json(), "effort": effort})
    try:
        _tend(child, number, actor)
    finally:
        ended = child.end()
    last = json.loads(child.last) if child.last else {}
    if child.stopped_at is not None:
        return FillingState.CANCELLED, last
    return (FillingState.READY if ended == 0 else FillingState.FAILED), last


def _tend(child: Child, number: int, actor: Actor) -> None:
    """Stay until the child has ended; hand on what it finds, and the word that it should stop."""
    seen, tended = None, time.monotonic()
    while child.process.poll() is None:
        time.sleep(LOOK)
        if db.session.scalar(db.select(Filling.stop_asked).filter_by(id=number)):
            child.stop()
        db.session.remove()  # what was asked holds no connection while nothing is asked
        waited = time.monotonic() - tended
        if waited > AT_LEAST or (waited > TEND and child.last is not seen):
            seen, tended = child.last, time.monotonic()
            told = json.loads(seen) if seen else {}
            filling = _filling(number)
            progress = {key: value for key, value in told.items() if key not in ("rows", "empty")}
            actions.tend_filling(filling.event, actor, filling, progress)
            db.session.remove()


def _judged(number: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the call sign each would have and what would be warned of, all those before it in mind."""
    event = _filling(number).event
    shifts = {
        each.id: each for each in db.session.scalars(db.select(Shift).where(Shift.id.in_([r["shift"] for r in rows])))
    }
    desk = Desk(event, list(shifts.values()))
    signs = asking.call_signs(desk)
    judged = []
    for row in sorted(rows, key=lambda row: (shifts[row["shift"]].starts_at, row["shift"], row["person"])):
        shift, person = shifts[row["shift"]], desk.candidates[row["person"]].person
        sign = signs.get(person.id)
        cautions = desk.cautions(person, shift, sign)
        told = [{"code": each.code, "values": each.values} for each in cautions]
        judged.append({**row, "call_sign": sign, "cautions": told, "state": "open", "why": None})
        desk.suppose(person.id, shift, sign, cautions)
        time.sleep(0)
    return judged


def _filling(number: int) -> Filling:
    filling = db.session.get(Filling, number)
    assert filling is not None
    return filling
