"""The event the bench logs into: migrated, planned and live, with an operator and the screens' account.

    python -m tests.bench.stage    works on the database of the environment and prints {operator, reader} tokens
"""

import json
from datetime import UTC, datetime
from typing import Any

from flask_migrate import upgrade

from eventops import create_app
from eventops.access import SYSTEM, Role
from eventops.events import actions as events
from eventops.events.models import Event, EventKind, PlaceKind
from eventops.log import actions as log
from eventops.people import actions as people
from eventops.people.models import OrganisationKind
from eventops.planning import actions as planning
from eventops.planning.models import Objective, Risk
from eventops.planning.queries import plan_of
from eventops.planning.readiness import checks
from eventops.seeding.reference import seed_reference

EVENT, EMAIL, PASSWORD = "bench", "operator@example.org", "korrekt häst batteri"
RING = [[15.430, 60.484], [15.438, 60.484], [15.438, 60.487], [15.430, 60.487], [15.430, 60.484]]


def set_stage() -> dict[str, str]:
    """Make everything by the ordinary actions. Returns a token that may write and one that may read."""
    upgrade()
    seed_reference()
    police = people.add_organisation(SYSTEM, name="Polisen", kind=OrganisationKind.POLICE)
    account = {
        name: people.add_account(SYSTEM, email=f"{name}@example.org", name=name, password=PASSWORD, organisation=police)
        for name in ("commander", "operator", "evaluator")
    }
    frame = events.Frame(name="Bench", kind=EventKind.FESTIVAL)
    day = events.Day(datetime.now(UTC).date())
    event = events.create_event(SYSTEM, frame, slug=EVENT, lead=police, days=[day], commander=account["commander"])
    for name, role in (("operator", Role.OPERATOR), ("evaluator", Role.EVALUATOR)):
        events.grant(event, SYSTEM, account[name], event.partners[0], role)
    _plan(event)
    operator, _ = people.issue_token(account["operator"], SYSTEM, label="bench")
    reader, _ = people.issue_token(account["evaluator"], SYSTEM, label="bench")
    return {"operator": operator, "reader": reader}


def _plan(event: Event) -> None:
    square: dict[str, Any] = {"type": "Polygon", "coordinates": [RING]}
    events.add_place(event, SYSTEM, kind=PlaceKind.SECTOR, code="A", name="Sektor A", geometry=square)
    planning.add(event, SYSTEM, Objective, {"text": "Everybody comes home"})
    planning.add(event, SYSTEM, Risk, {"text": "Crush at the stage", "likelihood": 2, "consequence": 4})
    planning.accept(event, SYSTEM, [check.code for check in checks(plan_of(event))], "A bench")
    planning.publish(event, SYSTEM)
    log.go_live(event, SYSTEM)


if __name__ == "__main__":
    with create_app().app_context():
        print(json.dumps(set_stage()))
