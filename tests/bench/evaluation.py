"""Measure the pages of an evaluation on a log of real public notices, with another edition that has them too.

python -m tests.bench.evaluation FILE [--database sqlite,postgresql] [--times 7]
"""

import argparse
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from eventops.access import SYSTEM
from eventops.changes import change
from eventops.evaluation import survey_actions as survey
from eventops.evaluation.survey_questions import common
from eventops.events import actions as events
from eventops.events.models import Event, EventDay, EventKind, PlaceKind, Series
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.polisen import import_notices
from eventops.people.models import Account
from eventops.planning import actions as planning
from eventops.planning.models import Objective, Risk
from eventops.planning.queries import plan_of
from eventops.planning.readiness import checks
from tests.cast import Door
from tests.conftest import make_app

from . import table
from .product import product
from .stage import EVENT, PASSWORD, RING

TARGET = 500  # ms of server time
PAGES = {
    "report": "", "outcome": "/outcome", "indicators": "/indicators", "comparison": "/comparison",
    "survey": "/survey",
}  # fmt: skip
ANSWERS = 5000


def main() -> int:
    """Print what was measured. Returns 1 when a page takes longer than its target."""
    options = _options()
    print(f"`{table.command('tests.bench.evaluation', sys.argv[1:])}`: {table.surroundings()} {table.load()}\n")
    print("| database | page | first ms | median ms | most ms | KB |\n|---|---|---:|---:|---:|---:|", flush=True)
    good = [_measured(database, options) for database in options.database.split(",")]
    print(table.load())
    return 0 if all(good) else 1


def _measured(database: str, options: Any) -> bool:
    with product(database) as served:
        url = served.environment["EVENTOPS_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
        app = make_app(url, Path(served.folder))
        with app.app_context():
            event = db.session.scalars(db.select(Event)).one()
            for each in (event, _edition_before(event)):
                import_notices(each, SYSTEM, options.file, dry_run=False, progress=lambda rows: None)
                db.session.expire_all()
            _answered(event)
            app.test_client_class = Door
            door = app.test_client()
            door.post("/login", data={"email": "commander@example.org", "password": PASSWORD})
            found = [_page(door, database, name, options.times) for name in PAGES]
            db.session.remove()
            db.engine.dispose()
    return all(found)


def _page(door: Any, database: str, name: str, times: int) -> bool:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        answer = door.get(f"/events/{EVENT}/evaluation{PAGES[name]}")
        took.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"{name}: {answer.status}")
    median, most = statistics.median(took[1:]), max(took[1:])
    size = len(answer.data) / 1000
    print(f"| {database} | {name} | {took[0]:.0f} | {median:.0f} | {most:.0f} | {size:.0f} |", flush=True)
    return median <= TARGET


def _edition_before(event: Event) -> Event:
    """Another edition in the same series, planned and live as the first."""
    commander = db.session.scalars(db.select(Account).filter_by(email="commander@example.org")).one()
    frame = events.Frame(name="Bench before", kind=EventKind.FESTIVAL)
    lead = event.partners[0].organisation
    days = [events.Day(date(2023, 7, 1))]
    before = events.create_event(SYSTEM, frame, slug="before", lead=lead, days=days, commander=commander)
    planning.add(before, SYSTEM, Objective, {"text": "Everybody comes home"})
    planning.add(before, SYSTEM, Risk, {"text": "Crush at the stage", "likelihood": 2, "consequence": 4})
    square = {"type": "Polygon", "coordinates": [RING]}
    events.add_place(before, SYSTEM, kind=PlaceKind.SECTOR, code="A", name="Sektor A", geometry=square)
    planning.accept(before, SYSTEM, [check.code for check in checks(plan_of(before))], "A bench")
    planning.publish(before, SYSTEM)
    log.go_live(before, SYSTEM)
    with change(event, SYSTEM) as record:
        series = Series(slug="bench", name="Bench")
        for each, edition in ((event, "now"), (before, "before")):
            each.series, each.edition = series, edition
            each.days[0].expected_visitors = 50_000
            db.session.add_all(
                EventDay(event=each, date=each.days[0].date + timedelta(days=n), expected_visitors=50_000)
                for n in range(1, 5)
            )
        record("event.edited", event)
    return before


def _answered(event: Event) -> None:
    luck, asked = Random(1), common()
    given = [
        survey.Given(str(n), {each.code: luck.choice(each.codes) if each.codes else "Fler toaletter" for each in asked})
        for n in range(ANSWERS)
    ]
    now = datetime.now(UTC)
    held = survey.hold(event, SYSTEM, survey.Terms(now - timedelta(days=9), now - timedelta(days=1), 20_000))
    survey.take_in(event, SYSTEM, given)
    if not held.answers:
        raise RuntimeError("nobody answered")


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="public notices of the Swedish police, JSON lines, plain or gzip")
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--times", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
