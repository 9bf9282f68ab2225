"""Measure how long the server works on the roster board.

python -m tests.bench.board [--people 184] [--posts 60] [--days 5] [--rounds 20]
"""

import argparse
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from datetime import time as hour
from pathlib import Path

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

TARGET = 400.0  # ms
WATCHES = ((hour(8), hour(16)), (hour(16), hour(0)), (hour(0), hour(8)))


def main() -> int:
    """Print what was measured. Returns 1 when a shift is missing or the median is above the target."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{folder}/bench.db", Path(folder))
        with app.app_context():
            stage.set_stage()
            shifts = _roster(options.people, options.posts, options.days)
            db.session.remove()
        app.test_client_class = FlaskClient
        browser = app.test_client()
        page = browser.get("/login").get_data(as_text=True)
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0] if "csrf_token" in page else ""
        said = {"email": "commander@example.org", "password": stage.PASSWORD, "csrf_token": token}
        browser.post("/login", data=said)
        taken, worked = [], []
        for _ in range(options.rounds + 2):
            began, busy = time.perf_counter(), time.process_time()
            answer = browser.get(f"/events/{stage.EVENT}/roster")
            taken.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
            assert answer.status_code == 200
        drawn = answer.get_data(as_text=True).count("bar-link__count")
    first, *_ = taken
    middle, most = statistics.median(taken[2:]), max(taken[2:])
    size = len(answer.get_data()) // 1000
    met = "met" if middle <= TARGET else "**missed**"
    print(f"{options.posts} posts, {options.days} days, {options.people} people, a page of {size} kB.")
    print(f"{drawn} of {shifts} shifts drawn.")
    print(f"p50 {middle:.0f}, max {most:.0f} ms, the first time {first:.0f} ms; target {TARGET:.0f} {met}.")
    print(f"CPU of the server p50 {statistics.median(worked[2:]):.0f} ms.")
    print(table.load())
    return 0 if drawn == shifts and middle <= TARGET else 1


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
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
