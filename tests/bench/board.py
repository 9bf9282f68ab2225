"""Measure how long the server works on the roster board, and whether it scrolls smoothly in Chromium.

python -m tests.bench.board [--people 184] [--posts 60] [--days 5] [--rounds 20] [--database sqlite] [--no-browser]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from datetime import time as hour
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from eventops import clock
from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.models import Event, PlaceKind
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import Organisation
from eventops.roster import actions as roster
from eventops.roster.models import Assignment, Function, Shift
from eventops.roster.pattern import Terms
from tests.conftest import make_app

from . import stage, table
from .product import Product, product
from .scrolling import scrolled

TARGET = 400.0  # ms
WATCHES = ((hour(8), hour(16)), (hour(16), hour(0)), (hour(0), hour(8)))


def main() -> int:
    """Print what was measured. Returns 1 when a shift is missing or a median is above the target."""
    options = _options()
    print(f"{options.posts} posts, {options.days} days, {options.people} people.")
    good = [_measured(database, options) for database in options.database.split(",")]
    print(table.load())
    return 0 if all(good) else 1


def _measured(database: str, options: argparse.Namespace) -> bool:
    with product(database) as served:
        url = served.environment["EVENTOPS_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
        app = make_app(url, served.folder)
        with app.app_context():
            shifts = _roster(options.people, options.posts, options.days)
            middle = db.session.scalars(db.select(db.func.max(Shift.id))).one() - shifts // 2
            db.session.remove()
        good = _requests(database, _signed_in(app), options.rounds, shifts, middle)
        if options.browser:
            _scroll(served)
        with app.app_context():
            db.engine.dispose()
    return good


def _requests(database: str, browser: FlaskClient, rounds: int, shifts: int, middle: int) -> bool:
    """The board, its filters and the drawer of a shift, each with its wall and processor time."""
    print("\n| " + database + " | p50 ms | most ms | CPU p50 ms | CPU least ms | kB |\n|---|---:|---:|---:|---:|---:|")
    base, good = f"/events/{stage.EVENT}/roster", True
    asked = {
        "board": base, "people missing": f"{base}?show=gaps", "sector": f"{base}?sector=A1",
        "function": f"{base}?function=police", "one day": f"{base}?day={clock.now().date()}",
        "drawer of a shift": f"{base}/shifts/{middle}",
    }  # fmt: skip
    for name, url in asked.items():
        taken, worked, body = _timed(lambda url=url: browser.get(url), rounds)
        typical = statistics.median(taken)
        figures = (typical, max(taken), statistics.median(worked), min(worked), len(body) / 1000)
        print(f"| {name} | " + " | ".join(f"{each:.0f}" for each in figures) + " |", flush=True)
        good = good and typical <= TARGET and (url != base or body.count(b"bar-link__count") == shifts)
    return good


def _timed(ask: Callable[[], Any], rounds: int) -> tuple[list[float], list[float], bytes]:
    """Milliseconds of the wall and of the processor, without the first two."""
    taken, worked = [], []
    for _ in range(rounds + 2):
        began, busy = time.perf_counter(), time.process_time()
        answer = ask()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        assert answer.status_code == 200
    return taken[2:], worked[2:], answer.get_data()


def _scroll(served: Product) -> None:
    print("\n| in Chromium | frame p50 ms | p95 ms | most ms | tasks over 50 ms | elements |\n|---" + "|---:" * 5 + "|")
    for way, found in scrolled(served.port).items():
        figures: Iterable[float] = (found["p50"], found["p95"], found["most"], found["long"], found["elements"])
        print(f"| {way} | " + " | ".join(f"{each:.0f}" for each in figures) + " |", flush=True)


def _signed_in(app: Flask) -> FlaskClient:
    app.test_client_class = FlaskClient
    browser = app.test_client()
    page = browser.get("/login").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0] if "csrf_token" in page else ""
    said = {"email": "commander@example.org", "password": stage.PASSWORD, "csrf_token": token}
    browser.post("/login", data=said)
    return browser


def _roster(many: int, posts: int, days: int) -> int:
    """Three watches a day at each post, and everybody on some of them."""
    event = db.session.scalars(db.select(Event)).one()
    police = db.session.scalars(db.select(Organisation)).one()
    first: date = clock.now().date()
    for n in range(1, days):
        events.add_day(event, SYSTEM, events.Day(first + timedelta(days=n)))
    dates = [(first + timedelta(days=n)).isoformat() for n in range(days)]
    point = {"type": "Point", "coordinates": [15.434, 60.485]}
    places = [
        events.add_place(event, SYSTEM, kind=PlaceKind.POST, code=f"A{n}", name=f"Post {n}", geometry=point)
        for n in range(1, posts + 1)
    ]
    said = [
        Terms("Pass", Function.POLICE, f"{starts:%H:%M}", f"{ends:%H:%M}", dates, place=place, handover=0)
        for place in places
        for starts, ends in WATCHES
    ]
    roster.add_needs(event, SYSTEM, said)
    known = [people.add_person(SYSTEM, name=f"Person {n}", organisation=police) for n in range(many)]
    shifts = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.id)).all()
    for n, shift in enumerate(shifts):
        row = Assignment(shift=shift, person=known[n % many], assigned_at=clock.now(), assigned_by="bench")
        db.session.add(row)
    db.session.commit()
    return len(shifts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.board", description=__doc__)
    for name, value in (("people", 184), ("posts", 60), ("days", 5), ("rounds", 20)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
