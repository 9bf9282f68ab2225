"""A Ranger IMS export taken into the log of an event: what is new in it, once, with its own times and names."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from .. import clock
from ..access import POLICE, Actor
from ..audit import AuditRecord
from ..beside import in_steps
from ..changes import Change
from ..errors import N_, Refused
from ..events.models import Event, iso
from ..extensions import db
from ..paths import asset_folder
from .actions import AHEAD, MAX_TEXT, MAX_TITLE, Opening, add_entry, open_incident, strike
from .actions.line import write_line
from .actions.neutral import follow
from .imports import Progress, Report, rehearsable
from .json_text import Problem
from .models import NEXT, Category, Entry, EntryKind, Incident, State
from .neutral import audience_by_rule
from .ranger import STATES, Export, Row, Said, Source, read_head, read_rows

CHUNK = 50  # rows in one change; each brings what was written of it
IMPORTED = "imported"  # why a line is late: the code of it (words.LABELS["late"])
CHANGED_STATE = "changed state to:"  # how a system entry begins that tells of a state
KEPT = "incident.history_taken_over"


@dataclass
class RangerReport(Report):
    """Also how many rows were there and had something new, what came of what was written, and what was not there."""

    added_to: int = 0
    lines: int = 0
    struck: int = 0
    states: int = 0
    kept: int = 0
    files: int = 0


@dataclass(frozen=True)
class Wish:
    """How an export is to be taken: under which source's name, for whom, and by which priorities, if by any."""

    source: str
    audience: str = POLICE
    priorities: str | None = None


@dataclass(frozen=True)
class History:
    """What another program did to an incident, in its own words: on the record, in no line of the log."""

    incident: Incident
    source: str
    row: Row
    entries: Sequence[Said]

    @property
    def topic(self) -> str:
        return self.incident.topic

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "ranger_history", "number": self.incident.number, "source": self.source, "row": self.row.number,
            "priority": self.row.priority, "linked": list(self.row.linked),
            "entries": [
                {"id": each.id, "at": iso(each.at), "by": each.by, "text": each.text, "stricken": each.stricken}
                for each in self.entries
            ],
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return []


def choose(export: Export, name: str | None) -> int:
    """Which of an export's events is meant, by its position. Refused when that cannot be told."""
    found = [at for at, source in enumerate(export.events) if name in (None, source.name)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(source.name for source in export.events)) or "-"
    if name is None and found:
        raise Refused(N_("The file holds several events. Choose one of them: %(names)s."), names=names)
    raise Refused(N_("The file holds no such event. It holds: %(names)s."), names=names)


def import_export(
    event: Event,
    actor: Actor,
    path: Path,
    *,
    wish: Wish | None = None,
    event_name: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda rows: None,
) -> RangerReport:
    """Take what is new in one event of an export into an event's log, in changes of CHUNK rows, each row whole.

    Run again with a newer export of the same source it adds what was written, struck or changed since. Raises OSError
    for a file that cannot be read, Refused for one that is no whole export, and Conflict when the event is not live.
    """
    export = read_head(path)
    position = choose(export, event_name)
    source = export.events[position]
    taking = _Taking(event, actor, wish or Wish(named(source)))
    incidents, reports = list[Row](), list[Row]()
    for row in taking.sound(read_rows(path, export, position)):
        (incidents if row.kind == "incident" else reports).append(row)
    for some in in_steps([*incidents, *reports], CHUNK):
        taking.take(some, dry_run)
        progress(len(some))
    return taking.report


def named(source: Source) -> str:
    """What a source is called when nobody says otherwise."""
    return source.name or "ranger-ims"


class _Taking:
    """One run of an import, and what it has come to."""

    def __init__(self, event: Event, actor: Actor, wish: Wish):
        self.event, self.actor, self.wish = event, actor, wish
        self.report = RangerReport()
        self.kept = _kept(event, wish.source)

    def sound(self, rows: Iterator[tuple[int, Row | Problem]]) -> Iterator[Row]:
        """The rows that can be taken; the others are refused, by their lines."""
        seen = set[tuple[str, int]]()
        for line, row in rows:
            self.report.read += 1
            reason = row.reason if isinstance(row, Problem) else _refusal(row, seen)
            if reason is not None:
                self.report.refused.append((line, reason))
            elif isinstance(row, Row):
                seen.add((row.kind, row.number))
                yield row

    def take(self, rows: Sequence[Row], dry_run: bool) -> None:
        with rehearsable(self.event, self.actor, dry_run=dry_run) as record:
            record.nothing()
            for row in rows:
                if row.kind == "incident":
                    self._incident(record, row)
                else:
                    self._report(row)

    def _incident(self, record: Change, row: Row) -> None:
        found = self._found(row.number)
        incident, new = (found, False) if found else open_incident(self.event, self.actor, self._opening(row))
        if incident.erased_at:  # what the law has taken away does not come back by another door
            self.report.already += 1
            return
        before = self._written
        self._lines([each for each in row.entries if not each.system], row, incident)
        self._states(record, row, incident, new)
        self._history(record, row, incident, new)
        self._count(row, new, self._written > before)

    def _report(self, row: Row) -> None:
        incident = self._found(row.incident) if row.incident is not None else None
        head = Said(-1, row.created, "", self._heading(row), system=False, stricken=False, attached=False)
        before = self._written
        new = not self._known(row, [head])
        self._lines([head, *(each for each in row.entries if not each.system)], row, incident)
        self._count(row, new, self._written > before)

    @property
    def _written(self) -> int:
        return self.report.lines + self.report.struck + self.report.states + self.report.kept

    def _count(self, row: Row, new: bool, more: bool) -> None:
        self.report.files += sum(each.attached for each in row.entries)
        if new:
            self.report.taken += 1
        elif more:
            self.report.added_to += 1
        else:
            self.report.already += 1

    def _found(self, number: int) -> Incident | None:
        sought = {"event_id": self.event.id, "client_id": self._client_id("incident", number)}
        found: Incident | None = db.session.scalar(db.select(Incident).filter_by(**sought))
        return found

    def _client_id(self, *what: object) -> str:
        return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("ranger-ims:", self.wish.source, *what)))))

    def _opening(self, row: Row) -> Opening:
        codes = [code for code in map(mapping().category, row.types) if code]
        if not codes:
            self.report.unmapped.update(row.types or ("-",))
        code = codes[0] if codes else mapping().fallback
        first = next((each.text for each in row.entries if not each.system and each.text), "")
        title = " ".join((row.summary or first).split()) or self._heading(row)
        ranked = mapping().priorities.get(self.wish.priorities or "", {})
        return Opening(
            category=code,
            title=title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1]}…",
            client_id=self._client_id("incident", row.number),
            priority=ranked.get(str(row.priority)),
            audience=self._audience(code),
            occurred_at=row.created,
            place=row.place or None,
            text=self._text(row),
            late_because=IMPORTED,
            handled=True,
        )

    def _audience(self, code: str) -> str:
        """What everybody is only told neutrally goes to the police, whoever was to have the rest."""
        category = db.session.get_one(Category, code)
        return POLICE if audience_by_rule(category) in self.wish.audience.split("+") else self.wish.audience

    def _heading(self, row: Row) -> str:
        about = f" (incident #{row.incident})" if row.incident is not None else ""
        said = f": {row.summary}" if row.kind != "incident" and row.summary else ""
        return f"Ranger IMS {self.wish.source}, {row.kind} #{row.number}{about}{said}"

    def _text(self, row: Row) -> str:
        """The summary, and what the log has no place of its own for, under the export's own names."""
        raw = {
            "rangers": ", ".join(row.rangers), "incident_types": ", ".join(row.types),
            "priority": row.priority, "linked_incidents": ", ".join(row.linked),
        }  # fmt: skip
        also = (f"{name}: {value}" for name, value in raw.items() if value not in (None, ""))
        return "\n".join(part for part in (row.summary, self._heading(row), *also) if part)[:MAX_TEXT]

    def _entry_id(self, row: Row, said: Said, piece: int = 0) -> str:
        return self._client_id(row.kind, row.number, "entry", said.id, *([piece] if piece else []))

    def _known(self, row: Row, said: Sequence[Said]) -> dict[str, Entry]:
        ids = [self._entry_id(row, each, at) for each in said for at in range(len(_pieces(each.text)))]
        query = db.select(Entry).where(Entry.event_id == self.event.id, Entry.client_id.in_(ids))
        return {line.client_id: line for line in db.session.scalars(query)}

    def _lines(self, said: Sequence[Said], row: Row, incident: Incident | None) -> None:
        there = self._known(row, said)
        for each in sorted(said, key=lambda each: (each.at, each.id)):
            for piece, text in enumerate(_pieces(each.text)):
                id = self._entry_id(row, each, piece)
                line = there.get(id) or self._write(each, id, text, incident)
                if each.stricken:
                    self._strike(line, id)

    def _write(self, said: Said, id: str, text: str, incident: Incident | None) -> Entry:
        line, _ = add_entry(
            self.event, self.actor, text=text, incident=incident, client_id=id, occurred_at=said.at,
            audience=None if incident else self.wish.audience, on_behalf=said.by or None, late_because=IMPORTED,
        )  # fmt: skip
        self.report.lines += 1
        return line

    def _strike(self, line: Entry, id: str) -> None:
        db.session.refresh(line, ["struck_by"])
        if not line.struck and not line.erased:
            again = str(uuid5(UUID(id), "stricken"))
            strike(self.event, self.actor, line, reason="Ranger IMS: stricken", client_id=again)
            self.report.struck += 1

    def _states(self, record: Change, row: Row, incident: Incident, new: bool) -> None:
        """Follow the states the export tells of; where somebody here has moved the incident since, that stands."""
        ours = incident.opened_at if new else _last_moved(incident)
        for told in row.entries:
            state = _state_of(told)
            if state and (new or told.at > ours):
                self._move(record, incident, state, told)
        if new or row.modified > ours:
            self._move(record, incident, row.state or State.NEW, Said(0, row.modified, "", "", True, False, False))

    def _move(self, record: Change, incident: Incident, state: State, told: Said) -> None:
        if incident.state is State.CLOSED and state is not State.CLOSED:
            self._enter(record, incident, State.REOPENED, told)
        if state in NEXT[incident.state]:
            self._enter(record, incident, state, told)

    def _enter(self, record: Change, incident: Incident, state: State, told: Said) -> None:
        incident.move_to(state, told.at)
        incident.revision += 1
        line = write_line(
            self.event, self.actor, record, kind=EntryKind.STATE, incident=incident, text=state.value, at=told.at,
            client_id=self._client_id("state", incident.number, incident.revision, told.id, state),
            on_behalf=told.by, late_because=IMPORTED,
        )  # fmt: skip
        record("incident.state_changed", incident, entry=line)
        follow(self.event, self.actor, record, incident)
        self.report.states += 1

    def _history(self, record: Change, row: Row, incident: Incident, new: bool) -> None:
        known = self.kept.get(row.number, set())
        fresh = [each for each in row.entries if each.system and each.id not in known]
        if fresh or (new and (row.priority is not None or row.linked)):
            record(KEPT, History(incident, self.wish.source, row, fresh), incident=incident)
            self.report.kept += len(fresh)


def _refusal(row: Row, seen: set[tuple[str, int]]) -> str | None:
    if (row.kind, row.number) in seen:
        return f"{row.kind} {row.number} is there twice"
    if max(row.created, *(each.at for each in row.entries), row.created) > clock.now() + AHEAD:
        return "it has not happened yet"
    return None


def _pieces(text: str) -> list[str]:
    """A text as lines of the log, which hold less."""
    return [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]


def _state_of(told: Said) -> State | None:
    said = " ".join(told.text.casefold().split())
    return STATES.get(said.removeprefix(CHANGED_STATE).strip().replace(" ", "_")) if told.system else None


def _last_moved(incident: Incident) -> Any:
    moved = db.select(db.func.max(Entry.entered_at)).filter_by(incident_id=incident.id, kind=EntryKind.STATE)
    return db.session.scalar(moved) or incident.opened_at


def _kept(event: Event, source: str) -> dict[int, set[int]]:
    """Which entries of which rows of a source are on the record already."""
    found: dict[int, set[int]] = {}
    told = db.select(AuditRecord.facts).filter_by(chain=event.chain, what=KEPT)
    for text in db.session.scalars(told.where(AuditRecord.facts.is_not(None))):
        facts = orjson.loads(text)
        if facts["source"] == source:
            found.setdefault(facts["row"], set()).update(each["id"] for each in facts["entries"])
    return found


@dataclass(frozen=True)
class Mapping:
    """Which category a type of incident belongs to, and which priority a number says, by the way of counting."""

    types: dict[str, str]
    fallback: str
    priorities: dict[str, dict[str, int]]

    def category(self, type: str) -> str | None:
        """The category's code, or None where there is no honest one."""
        return self.types.get(" ".join(type.casefold().split()))


@cache
def mapping() -> Mapping:
    """How types and priorities map, from seed/reference/ranger.toml."""
    said = tomllib.loads((asset_folder("seed") / "reference" / "ranger.toml").read_text("utf-8"))
    types = {type.casefold(): code for type, code in said["types"].items()}
    return Mapping(types, said["fallback"], said["priorities"])
