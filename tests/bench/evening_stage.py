"""The stage of a big evening: beside the bench's own event a partner, a second operator and phones with a unit each.

python -m tests.bench.evening_stage [PHONES [INCIDENTS OPEN]]    prints the tokens; with incidents, the log is filled
"""

import json
import sys
from datetime import timedelta

from eventops import clock, create_app
from eventops.access import SYSTEM, Role
from eventops.events import actions as events
from eventops.events.models import Event, Partner, PlaceKind
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import Incident, State, UnitStatus
from eventops.people import actions as people
from eventops.people.models import Organisation, OrganisationKind, Person
from eventops.roster import actions as roster
from eventops.roster.models import Function

from .keys_evening import PLACES
from .night import Case, Step, evening, sign
from .stage import PASSWORD, set_stage

PHONES = 40
HOURS = 12


def set_evening(phones: int = PHONES, incidents: int = 0, still_open: int = 0) -> dict[str, str]:
    """Everything by the ordinary actions. Returns tokens: operator, reader, partner, and phone0, phone1 ..."""
    tokens = set_stage()
    event = db.session.scalars(db.select(Event)).one()
    police, lead = db.session.scalars(db.select(Organisation)).one(), event.partners[0]
    organiser = people.add_organisation(SYSTEM, name="Arrangören", kind=OrganisationKind.ORGANISER, slug="arrangoren")
    partner = events.add_partner(event, SYSTEM, organiser)
    tokens["partner"] = _member(event, "partner", organiser, Role.PARTNER_COORDINATOR, partner)
    tokens["operator2"] = _member(event, "operator2", police, Role.OPERATOR, lead)
    for number in range(phones):
        tokens[f"phone{number}"] = _member(event, f"phone{number}", police, Role.FIELD, lead)
    for number, name in enumerate(PLACES):
        point = {"type": "Point", "coordinates": [15.431 + number * 0.001, 60.485]}
        events.add_place(event, SYSTEM, kind=PlaceKind.POST, code=f"A{number}", name=name, geometry=point)
    _on_duty(event, police, phones)
    if incidents:
        fill(event, evening(incidents, HOURS, phones), still_open)
    return tokens


def _member(event: Event, name: str, organisation: Organisation, role: Role, partner: Partner) -> str:
    account = people.add_account(
        SYSTEM, email=f"{name}@example.org", name=name.capitalize(), password=PASSWORD, organisation=organisation
    )
    events.grant(event, SYSTEM, account, partner, role)
    if role is Role.FIELD:
        people.add_person(SYSTEM, name=account.name, organisation=organisation, account=account)
    return people.issue_token(account, SYSTEM, label="bench")[0]


def _on_duty(event: Event, police: Organisation, phones: int) -> None:
    now = clock.now()
    duty = roster.Duty("Patrull", Function.POLICE, now - timedelta(hours=1), now + timedelta(hours=9), needed=phones)
    shift = roster.add_shift(event, SYSTEM, duty)
    known = {person.name: person for person in db.session.scalars(db.select(Person).filter_by(organisation=police))}
    rows = [roster.Placement(shift, known[f"Phone{number}"], sign(number)) for number in range(phones)]
    refused = [each.refused for each in roster.assign_many(event, SYSTEM, rows, accepting="A bench") if each.refused]
    if refused:
        raise RuntimeError(str(refused[0]))


def fill(event: Event, cases: list[Case], still_open: int) -> None:
    """Let an evening be over: each act by the system, at its hour; the last incidents stay open."""
    began = clock.now() - timedelta(hours=HOURS)
    acts = sorted(((step.at, number, step) for number, case in enumerate(cases) for step in case.steps), key=_order)
    made: dict[int, Incident] = {}
    for at, number, step in acts:
        if step.what == "close" and number >= len(cases) - still_open:
            continue
        with clock.at(began + timedelta(seconds=at)):
            if step.what == "open":
                made[number] = log.open_incident(event, SYSTEM, log.Opening(**step.said))[0]
            else:
                _act(event, made[number], step)


def _order(act: tuple[float, int, Step]) -> tuple[float, int]:
    return act[:2]


def _act(event: Event, incident: Incident, step: Step) -> None:
    if step.what == "unit":
        log.set_unit(event, SYSTEM, incident, step.said["call_sign"], UnitStatus(step.said["status"]))
    elif step.what == "note":
        log.add_entry(event, SYSTEM, incident=incident, text=step.said["text"])
    elif incident.is_open:
        log.change_state(event, SYSTEM, incident, State.CLOSED, disposition=step.said["disposition"])


if __name__ == "__main__":
    with create_app().app_context():
        print(json.dumps(set_evening(*(int(each) for each in sys.argv[1:]))))
