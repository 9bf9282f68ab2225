"""Whether what is stored is what the record says: the chain itself, and today's rows against their last facts."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from .. import audit
from ..audit import AuditRecord, Chain
from ..changes import OFFICE
from ..events.models import Event, EventDay, Membership, Partner, Place
from ..extensions import db
from ..files import path_of
from ..people.models import Account, ApiToken, Credential, Organisation, Person
from ..planning.models import (
    PARTS,
    Briefing,
    Copying,
    DocumentFile,
    PartnerLink,
    PlanVersion,
    Proposal,
    Receipt,
    RollCall,
    Signature,
)
from ..roster.models import (
    Acceptance,
    Assignment,
    Attendance,
    Directive,
    DirectiveReceipt,
    DutyLink,
    Enlistment,
    Filling,
    Need,
    Notification,
    PeopleImport,
    Rate,
    RosterLimit,
    Shift,
    Suspension,
    Swap,
    Unit,
    Wish,
)
from .models import (
    Attachment,
    CardRun,
    Category,
    CellStation,
    ConditionCheck,
    CrowdAlarm,
    CrowdCapacity,
    CrowdCount,
    Decision,
    Entry,
    Errand,
    Incident,
    Intervention,
    InterventionPerson,
    InterventionStep,
    LogHold,
    NeutralLine,
    PartnerReport,
    PersonOpening,
    SavedView,
    Sitrep,
    TrendAlert,
    UnitPosition,
    UnitState,
    WallLink,
    WelfareCheck,
)

Rows = Callable[[Event], Select[Any]]
OF_THE_EVENT: dict[str, Rows] = {
    "incident": lambda event: _of(event, Incident).options(joinedload(Incident.sector), selectinload(Incident.units)),
    "entry": lambda event: _of(event, Entry).options(joinedload(Entry.incident), joinedload(Entry.strikes)),
    "card_run": lambda event: _of(event, CardRun),
    "attachment": lambda event: _of(event, Attachment).options(joinedload(Attachment.incident)),
    "decision": lambda event: _of(event, Decision).options(
        selectinload(Decision.grounds), selectinload(Decision.reviews)
    ),
    "log_hold": lambda event: _of(event, LogHold).options(selectinload(LogHold.things)),
    "partner_report": lambda event: _of(event, PartnerReport).options(
        joinedload(PartnerReport.sector), selectinload(PartnerReport.steps)
    ),
    "neutral_line": lambda event: _of(event, NeutralLine).options(joinedload(NeutralLine.incident)),
    "trend_alert": lambda event: _of(event, TrendAlert).options(joinedload(TrendAlert.sector)),
    "saved_view": lambda event: _of(event, SavedView),
    "errand": lambda event: _of(event, Errand).options(joinedload(Errand.incident), selectinload(Errand.steps)),
    "intervention": lambda event: _of(event, Intervention).options(
        joinedload(Intervention.incident), joinedload(Intervention.sector)
    ),
    "intervention_step": lambda event: _of(event, InterventionStep).options(joinedload(InterventionStep.intervention)),
    "event": lambda event: db.select(Event).filter_by(id=event.id),
    "partner": lambda event: _of(event, Partner).options(joinedload(Partner.organisation)),
    "membership": lambda event: _of(event, Membership),
    "day": lambda event: _of(event, EventDay),
    "place": lambda event: _of(event, Place).options(joinedload(Place.sector)),
    **{kind.KIND: partial(lambda kind, event: _of(event, kind), kind) for kind in PARTS.values()},
    "plan_version": lambda event: _of(event, PlanVersion),
    "document_file": lambda event: _of(event, DocumentFile).options(joinedload(DocumentFile.document)),
    "briefing": lambda event: _of(event, Briefing),
    "roll_call": lambda event: _of(event, RollCall).options(joinedload(RollCall.briefing)),
    "receipt": lambda event: _of(event, Receipt).options(joinedload(Receipt.briefing)),
    "shift": lambda event: _of(event, Shift).options(joinedload(Shift.place)),
    "assignment": lambda event: db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id),
    "need": lambda event: _of(event, Need).options(joinedload(Need.place)),
    "wish": lambda event: _of(event, Wish).options(joinedload(Wish.place)),
    "rate": lambda event: _of(event, Rate).options(joinedload(Rate.organisation)),
    "directive_receipt": lambda event: (
        db.select(DirectiveReceipt).join(DirectiveReceipt.directive).where(Directive.event_id == event.id)
    ),
    **{
        kind: partial(lambda model, event: _of(event, model), model)
        for kind, model in (
            ("intervention_person", InterventionPerson),
            ("person_opening", PersonOpening),
            ("cell_station", CellStation),
            ("crowd_count", CrowdCount),
            ("crowd_capacity", CrowdCapacity),
            ("crowd_alarm", CrowdAlarm),
            ("wall_link", WallLink),
            ("unit_state", UnitState),
            ("welfare_check", WelfareCheck),
            ("unit_position", UnitPosition),
            ("sitrep", Sitrep),
            ("condition_check", ConditionCheck),
            ("signature", Signature),
            ("partner_link", PartnerLink),
            ("copying", Copying),
            ("proposal", Proposal),
            ("enlistment", Enlistment),
            ("people_import", PeopleImport),
            ("roster_limit", RosterLimit),
            ("unit", Unit),
            ("suspension", Suspension),
            ("directive", Directive),
            ("filling", Filling),
            ("swap", Swap),
            ("duty_link", DutyLink),
        )
    },
    **{
        kind: partial(lambda model, event: _on_duty(event, model), model)
        for kind, model in (("acceptance", Acceptance), ("attendance", Attendance), ("notification", Notification))
    },
}
FILED = {"document_file", "attachment"}  # what stands for a kept file, by its `digest`
OF_THE_OFFICE: dict[str, Any] = {
    "organisation": Organisation, "account": Account, "person": Person, "credential": Credential, "api_token": ApiToken,
    "category": Category,
}  # fmt: skip
BORN_IN_THE_OFFICE: dict[str, Any] = {"event": Event, "partner": Partner, "membership": Membership}
PLACED = {
    "incident": "sector",
    "intervention": "sector",
    "partner_report": "sector",
    "trend_alert": "sector",
    "place": "sector",
    "shift": "place",
    "need": "place",
    "wish": "place",
}  # members that hold the code of a place


Passed = Callable[[int], Any]
Known = tuple[int, bytes]  # the number of the last record about something, and the fingerprint of its facts


@dataclass(frozen=True)
class Fault:
    """The first record that is broken, or that today's rows do not agree with, and in what way."""

    number: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """How long a chain is, how it ends, and what is wrong with it or with what it tells of."""

    chain: str
    length: int
    head: str
    fault: Fault | None


class Ledger:
    """The last known facts of everything a chain tells of, as fingerprints."""

    def __init__(self) -> None:
        self.last: dict[str, Known] = {}
        self.codes: dict[str, int] = {}
        self.erased: set[str] = set()
        self.silent: list[tuple[int, set[str]]] = []
        self.hashes = 0
        self.deposited = False

    def reading(
        self, trail: Iterator[AuditRecord], deposited: str | None = None, passed: Passed = lambda count: None
    ) -> Iterator[AuditRecord]:
        """The records as they pass by, noted; `deposited` is a head to look out for."""
        for record in trail:
            yield record  # whoever reads on has found it sound
            passed(1)
            self.note(record)
            self.deposited |= record.hash == deposited
            db.session.expunge(record)

    @classmethod
    def of(cls, name: str) -> "Ledger":
        """What a chain tells of, without checking it."""
        ledger = cls()
        for _ in ledger.reading(audit.records(name)):
            pass
        return ledger

    def follow(self, former: "Ledger", number: int) -> None:
        """Go on from what another chain told before this one began; faults in that are reported as `number`."""
        self.last = {key: (number, held) for key, (_, held) in former.last.items()} | self.last

    def note(self, record: AuditRecord) -> None:
        """Remember what one record says."""
        subjects = set(record.subjects.split())
        if record.what.endswith(".erased"):
            self.erased |= subjects
        if record.facts is None:
            self.silent.append((record.number, subjects))
            for subject in subjects:
                self.last.pop(subject, None)
            return
        for told in _told(orjson.loads(record.facts)):
            if told["type"] == "place" and record.chain != OFFICE.chain:
                self.codes[told["code"]] = told["number"]
            self.last[f"{told['type']}/{told['number']}"] = (record.number, self.print_of(told))
        if record.what == "day.removed":
            for subject in subjects:
                self.last.pop(subject, None)

    def print_of(self, told: dict[str, Any]) -> bytes:
        """A fingerprint of some facts; a place's code counts as the place it names, so that it may be renamed."""
        if (member := PLACED.get(told["type"])) and told[member] in self.codes:
            told = {**told, member: self.codes[told[member]]}
        return hashlib.blake2b(audit.canonical(_level(told)).encode(), digest_size=16).digest()

    def unlawful(self) -> Fault | None:
        """The first record whose facts are gone although no erasure is on the record."""
        for number, subjects in self.silent:
            if subjects.isdisjoint(self.erased):
                return Fault(number, "its facts are gone, and no erasure is on the record")
        return None

    def speechless(self) -> set[str]:
        """What the chain says nothing about any more, by lawful erasure."""
        return {subject for _, subjects in self.silent for subject in subjects} - set(self.last)


def _level(value: Any) -> Any:
    """The same with whole numbers alike, a column of fractions gives 12 back as 12.0, and without what says nothing.

    A column that was added later says nothing of the rows that were there before it.
    """
    if isinstance(value, dict):
        return {key: _level(each) for key, each in value.items() if each not in (None, [])}
    if isinstance(value, list):
        return [_level(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def chains() -> list[str]:
    """The names of all chains that should be there: the office's and every event's, and any that has records."""
    named = {OFFICE.chain, *db.session.scalars(db.select(Event.slug)), *db.session.scalars(db.select(Chain.name))}
    return sorted(named | set(db.session.scalars(db.select(AuditRecord.chain).distinct())))


def length_of(names: list[str]) -> int:
    """How many records some chains have together."""
    return sum(db.session.scalars(db.select(Chain.length).where(Chain.name.in_(names))))


def verify(
    name: str, deposited: str | None = None, passed: Passed = lambda count: None, kept_in: Path | None = None
) -> Verdict:
    """Check a chain from its first record to its head, and what is stored against it.

    `deposited` is a head that was printed or kept elsewhere and must be part of the chain; `passed` is told how many
    more records have been read; `kept_in` is the instance folder whose kept files are read, too.
    """
    standing = db.session.get(Chain, name)
    if standing is None:
        return Verdict(name, 0, audit.GENESIS, Fault(1, "its chain is gone"))
    length, head = standing.length, standing.head
    ledger = Ledger()
    trail = ledger.reading(audit.records(name), deposited, passed)
    broken = audit.first_broken(trail, length, head)
    if broken is not None:
        fault: Fault | None = Fault(broken, "it is missing, or it does not follow from the one before it")
    elif deposited not in (None, audit.GENESIS) and not ledger.deposited:
        fault = Fault(length + 1, "the deposited head is not in the chain: records are missing at its end")
    else:
        fault = ledger.unlawful() or _differing(name, length, ledger, kept_in)
    return Verdict(name, length, head, fault)


def snapshot_of_database() -> None:
    """Let everything that is read from here on be of one moment, while others go on writing."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("BEGIN")
    else:
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def of_one_moment() -> Iterator[None]:
    """The same for what is read within, and no longer."""
    snapshot_of_database()
    try:
        yield
    finally:
        db.session.rollback()


def _differing(name: str, length: int, ledger: Ledger, kept_in: Path | None) -> Fault | None:
    own = dict(ledger.last)
    if name == OFFICE.chain:
        rows = {kind: db.select(model) for kind, model in (OF_THE_OFFICE | BORN_IN_THE_OFFICE).items()}
        return _first(_faults(rows, own, ledger, length, set(OF_THE_OFFICE)))
    event = db.session.scalar(db.select(Event).filter_by(slug=name))
    if event is None:
        return Fault(length + 1, "its event is gone")
    ledger.follow(Ledger.of(OFFICE.chain), length + 1)
    rows = {kind: of(event) for kind, of in OF_THE_EVENT.items()}
    faults = _faults(rows, own, ledger, length, set(OF_THE_EVENT))
    return _first(chain(faults, _reworded(event, ledger), _refilled(event, ledger, kept_in) if kept_in else ()))


def _faults(
    rows: dict[str, Select[Any]], own: dict[str, Known], ledger: Ledger, length: int, kinds: set[str]
) -> Iterator[Fault]:
    """How today's rows differ from a ledger.

    What the chain's `own` records tell of must be there; rows of these `kinds` must be on record just as they are.
    """
    speechless = ledger.speechless()
    missing = {key: number for key, (number, _) in own.items() if key.split("/")[0] in rows}
    for kind, query in rows.items():
        for row in db.session.scalars(query.execution_options(yield_per=1000)):
            facts = row.snapshot()
            key = f"{kind}/{facts['number']}"
            missing.pop(key, None)
            number, held = ledger.last.get(key, (length + 1, b""))
            if kind not in kinds or (not held and key in speechless):
                continue
            if held != ledger.print_of(orjson.loads(orjson.dumps(facts))):
                yield Fault(number, f"{key} is not as recorded" if held else f"{key} is not on the record")
    for key, number in missing.items():
        yield Fault(number, f"{key} is no longer there")


def _reworded(event: Event, ledger: Ledger) -> Iterator[Fault]:
    for frozen in (*db.session.scalars(_of(event, PlanVersion)), *db.session.scalars(_of(event, Briefing))):
        if audit.digest(frozen.content) != frozen.digest:
            key = frozen.topic
            yield Fault(ledger.last[key][0] if key in ledger.last else 1, f"{key} is not what was published")


def _refilled(event: Event, ledger: Ledger, kept_in: Path) -> Iterator[Fault]:
    read_once = cache(_what_is_wrong)
    for kind in sorted(FILED):
        for row in db.session.scalars(OF_THE_EVENT[kind](event)):
            if getattr(row, "erased_at", None):
                continue
            key = f"{kind}/{row.snapshot()['number']}"
            if wrong := read_once(path_of(kept_in, row.digest), row.digest):
                yield Fault(ledger.last[key][0] if key in ledger.last else 1, f"the file of {key} {wrong}")


def _what_is_wrong(path: Path, digest: str) -> str | None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "is gone or cannot be read"
    return None if found == digest else "is not what was filed"


def _first(faults: Iterator[Fault]) -> Fault | None:
    return min(faults, key=lambda fault: fault.number, default=None)


def _told(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The snapshots in a record's facts: the subject's own and those of what changed with it."""
    also = {name: told for name, told in facts.items() if isinstance(told, dict) and {"type", "number"} <= set(told)}
    own = {name: value for name, value in facts.items() if name not in also and name not in ("salt", "ground")}
    if "address" not in own:  # how somebody signed in says nothing of the account itself
        yield own
    yield from also.values()


def _on_duty(event: Event, model: Any) -> Select[Any]:
    """Rows about the assignments of an event."""
    query: Select[Any] = db.select(model).join(model.assignment).join(Assignment.shift)
    return query.where(Shift.event_id == event.id)


def _of(event: Event, model: Any) -> Select[Any]:
    query: Select[Any] = db.select(model).filter_by(event_id=event.id)
    return query
