"""What taking in a list of people would do: each row judged by all that is known and by the rows before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from ... import clock
from ...errors import N_, Refused
from ...events.models import Event
from ...people.actions import refuse_terms
from ...people.models import Credential, CredentialKind, Organisation, OrganisationKind
from ...sheets import Sheet
from .. import queries
from ..eligibility import GUARD_AGE, objection
from ..enlisted import call_signs
from ..models import Function, Shift
from ..warnings import warnings
from . import columns as c
from .cells import ENDLESS
from .register import FACTS, TERMS, Known, Register, terms_of
from .rows import SHIFT, Row, read_rows
from .shifts import Watches

TRAINING_HOURS = 160  # basic training of a guard, at least: L: 2023:422 13 § (R12)
BLAMED = {  # what a rule speaks of, and the column that it stands in
    "age": c.BORN, "organisation": c.ORGANISATION, "until": c.UNTIL, "begins": c.FROM, "credential": c.KIND,
    "starts": c.STARTS, "name": c.FUNCTION,
}  # fmt: skip


class Taking(StrEnum):
    """What an import does with a row."""

    ADDED = "added"
    CHANGED = "changed"
    STANDING = "standing"
    REFUSED = "refused"


@dataclass
class Share:
    """What one row adds to somebody, until it is known that the whole row can be taken."""

    brings: set[tuple[Any, ...]] = field(default_factory=set)
    credentials: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[tuple[Credential, dict[str, Any]]] = field(default_factory=list)
    shift: Shift | None = None


@dataclass
class Outcome:
    """What an import comes to: the rows, what becomes of each, and the people and shifts that it writes."""

    rows: list[tuple[Row, Taking]]
    people: list[Known]
    shifts: list[Shift]

    def count(self, taking: Taking) -> int:
        """How many rows it does this with."""
        return sum(what is taking for _, what in self.rows)

    @property
    def faulty(self) -> list[Row]:
        """The rows that are left out, and those taken with a warning."""
        return [row for row, _ in self.rows if row.faults]


def judge(event: Event, sheet: Sheet, understood: Sequence[str], organisation: Organisation | None = None) -> Outcome:
    """What taking a sheet in would do; nothing is changed. `organisation` is that of rows that say none."""
    court = Court(event, organisation, understood)
    rows = [(row, court.judged(row)) for row in read_rows(event, sheet, understood)]
    used = {shift.id for known in court.spoken_of for shift, _ in known.placements}
    return Outcome(rows, court.spoken_of, [shift for shift in court.watches.made if shift.id in used])


class Court:
    """Judges the rows of one file in their order."""

    def __init__(self, event: Event, organisation: Organisation | None, understood: Sequence[str]):
        self.event, self.default, self.columns = event, organisation, set(understood)
        partners = [(partner.organisation, partner) for partner in event.partners]
        self.organisations = {
            name.casefold(): body for body, partner in partners for name in (partner.name, body.slug, body.name)
        }
        self.taking_part = {body.id for body, _ in partners}
        self.register = Register(queries.candidates(event))
        self.watches = Watches(event, queries.shifts(event), queries.staffing(event), queries.posts(event))
        self.limits = queries.limits(event)
        self.today = event.local(clock.now()).date()
        dates = [day.date for day in event.days]
        self.first, self.last = (min(dates), max(dates)) if dates else (self.today, self.today)
        self.spoken_of: list[Known] = []

    def judged(self, row: Row) -> Taking:
        """What becomes of a row; what can be taken is remembered for the rows after it."""
        organisation = self._organisation(row)
        if organisation is None or c.NAME not in row.said:
            return Taking.REFUSED
        faults = len(row.faults)
        found = self.register.of(row, organisation)
        if found is None or len(row.faults) > faults:  # nobody, or it is not clear who
            found = Known(organisation, row.said[c.NAME], {})
        known = found
        share = Share()
        self._capable(row, known)
        self._credential(row, known, share)
        self._skills(row, known, share)
        self._said_before(row, known, share)
        if not row.refused:
            self._shift(row, known, share)
        if row.refused:
            return Taking.REFUSED
        return self._taken(row, known, share)

    def _organisation(self, row: Row) -> Organisation | None:
        said = row.said.get(c.ORGANISATION)
        if said is None:
            if self.default is None and not any(fault.column == c.ORGANISATION for fault in row.faults):
                row.wrong(c.ORGANISATION, N_("Give the organisation."))
            return self.default
        found = self.organisations.get(said.casefold())
        if found is None:
            row.wrong(c.ORGANISATION, N_("%(organisation)s takes no part in this event."), organisation=said)
        return found

    # -- the person --

    def _capable(self, row: Row, known: Known) -> None:
        """A guard is no police officer and has turned 20 (R10); police work is done by police."""
        function = row.said.get(c.FUNCTION)
        police = known.organisation.kind is OrganisationKind.POLICE
        if function is Function.POLICE and not police:
            row.wrong(c.FUNCTION, N_("Police work is done by police; %(name)s is not."), name=known.name)
        guard = function is Function.GUARD or row.said.get(c.KIND) is CredentialKind.GUARD_APPOINTMENT
        if not guard and row.said.get(c.SHIFT_FUNCTION) is not Function.GUARD:
            return
        if police:
            row.wrong(c.FUNCTION, N_("A police officer cannot be a public order guard."))
        born, day = row.said.get(c.BORN) or known.facts.get(c.BORN), row.said.get(c.DAY, self.last)
        if born and _years(born, day) < GUARD_AGE:
            row.wrong(c.BORN, N_("A public order guard is at least %(age)s years old."), age=GUARD_AGE)

    def _said_before(self, row: Row, known: Known, share: Share) -> None:
        """A person may have several rows, each with something more; none says otherwise."""
        if all(column in row.said for column in SHIFT):
            share.brings.add((self.watches.post(row), row.said[c.DAY], row.said[c.STARTS], row.said[c.ENDS]))
        if known.line is None:
            return
        if not share.brings - known.brought:
            return row.wrong(c.NAME, N_("The same person as in row %(row)s, with nothing new."), row=known.line)
        for column in (*FACTS, *TERMS):
            before, now = known.said.get(column), row.said.get(column)
            if before is not None and now not in (None, before) and not (column == c.FUNCTION and row.has_shift):
                row.wrong(column, N_("Row %(row)s says otherwise of %(name)s."), row=known.line, name=known.name)
        return None

    # -- credentials --

    def _credential(self, row: Row, known: Known, share: Share) -> None:
        kind = row.said.get(c.KIND)
        if kind is None:
            return
        if any(fault.column in (c.FROM, c.UNTIL, c.NUMBER) for fault in row.faults):
            return
        said = {c.FROM: row.said.get(c.FROM), c.UNTIL: row.said.get(c.UNTIL, ENDLESS)}
        number = row.said.get(c.NUMBER, "")
        share.brings.add((c.KIND, kind, number.casefold(), *said.values()))
        more = {name: row.said[name] for name in (c.AREA, c.HOURS) if name in row.said}
        if held := self._held(known, kind, number, said):
            other = {name: value for name, value in more.items() if getattr(held, name) != value}
            if other and held.id:
                share.corrections.append((held, other))
            return
        new = {"kind": kind, "number": number, "area": "", "hours": None, **said, **more}
        if new[c.FROM] is None:
            new[c.FROM] = min(self.today, self.first, new[c.UNTIL])
            if c.FROM in self.columns:  # where the whole file says none, it is said once
                row.wrong(c.FROM, N_("No first day is given: %(day)s is taken."), warning=True, day=new[c.FROM])
        self._terms(row, new)
        share.credentials.append(new)

    def _held(self, known: Known, kind: CredentialKind, number: str, said: dict[str, Any]) -> Any:
        return next(
            (
                held
                for held in known.held
                if held.kind == kind
                and (held.number or "").casefold() == number.casefold()
                and said[c.FROM] in (None, held.valid_from)
                and said[c.UNTIL] == held.valid_until
            ),
            None,
        )

    def _terms(self, row: Row, new: dict[str, Any]) -> None:
        """An appointment holds at most five years (R11) and through the event; a training is long enough (R12)."""
        begins, until = new[c.FROM], new[c.UNTIL]
        try:
            refuse_terms(new["kind"], begins, until)
        except Refused as reason:
            return row.blame(reason.field or c.UNTIL, reason)
        if new["kind"] is CredentialKind.GUARD_TRAINING and (new["hours"] or TRAINING_HOURS) < TRAINING_HOURS:
            row.wrong(c.HOURS, N_("Basic training is at least %(hours)s h."), warning=True, hours=TRAINING_HOURS)
        if new["kind"] is not CredentialKind.GUARD_APPOINTMENT:
            return None
        if until < self.last:
            row.wrong(
                c.UNTIL, N_("The appointment expires %(until)s, the event ends %(ends)s."),
                warning=until >= self.first, until=until, ends=self.last,
            )  # fmt: skip
        if begins > self.first:
            row.wrong(
                c.FROM, N_("The appointment begins %(begins)s, the event %(starts)s."),
                warning=begins <= self.last, begins=begins, starts=self.first,
            )  # fmt: skip
        return None

    def _skills(self, row: Row, known: Known, share: Share) -> None:
        """What somebody can, without dates: it holds until further notice."""
        for kind in row.said.get(c.SKILLS, ()):
            share.brings.add((c.SKILLS, kind))
            if kind is CredentialKind.GUARD_APPOINTMENT:
                row.wrong(c.SKILLS, N_("Give the last day of the appointment."))
            elif not known.holds(kind, self.last):
                held = {"kind": kind, "number": "", "area": "", "hours": None}
                share.credentials.append({**held, c.FROM: min(self.today, self.first), c.UNTIL: ENDLESS})

    # -- shifts --

    def _shift(self, row: Row, known: Known, share: Share) -> None:
        if not row.has_shift:
            return
        function = row.said.get(c.SHIFT_FUNCTION) or row.said.get(c.FUNCTION) or self._usual(known)
        shift = self.watches.of(row, function, known.duties)
        if shift is None:
            return
        if any(duty.id == shift.id for duty in known.duties):
            return self._on_it(row, known, shift)
        candidate = self._with(known, share)
        reason = objection(candidate, shift, self.taking_part)
        if reason is not None:
            column = next((column for key, column in BLAMED.items() if key in reason.values), c.KIND)
            return row.blame(column, reason)
        for caution in warnings(candidate, shift, self.limits):
            row.wrong(c.STARTS, caution.message, warning=True, **caution.values)
        share.shift = shift
        return None

    def _usual(self, known: Known) -> Function | None:
        return known.terms.get(c.FUNCTION) or terms_of(known.enlistment).get(c.FUNCTION)

    def _on_it(self, row: Row, known: Known, shift: Shift) -> None:
        """Somebody is on the shift already; by another call sign they cannot be."""
        said = row.said.get(c.CALL_SIGN)
        standing = self.calls.get((shift.id, known.person.id if known.person else 0))
        if said and known.person and said != standing:
            row.wrong(c.CALL_SIGN, N_("%(name)s is on this shift already."), name=known.name)

    @cached_property
    def calls(self) -> dict[tuple[int, int], str | None]:
        """The call sign of each assignment that stands, by shift and person."""
        return call_signs(self.event)

    def _with(self, known: Known, share: Share) -> Any:
        candidate = known.sketch()
        for each in share.credentials:
            candidate.person.credentials.append(Credential(**each))
        return candidate

    # -- what is taken --

    def _taken(self, row: Row, known: Known, share: Share) -> Taking:
        new = known.person is None and known.line is None
        before = _weight(known)
        self._remember(row, known)
        known.brought |= share.brings
        known.credentials += share.credentials
        known.held += [Credential(**each) for each in share.credentials]
        known.corrections += share.corrections
        if share.shift is not None:
            known.placements.append((share.shift, row.said.get(c.CALL_SIGN)))
            known.duties.append(share.shift)
            self.watches.put(share.shift)
        if new:
            return Taking.ADDED
        return Taking.CHANGED if _weight(known) != before else Taking.STANDING

    def _remember(self, row: Row, known: Known) -> None:
        if known.line is None:
            known.line = row.line
            self.spoken_of.append(known)
            if known.person is None:
                self.register.add(known)
        told = {name: row.said[name] for name in (*FACTS, *TERMS) if name in row.said and name not in known.said}
        known.said |= told
        facts = {name: told[name] for name in FACTS if name in told and known.facts.get(name) != told[name]}
        known.facts |= facts
        known.changes |= facts
        self.register.note(known)
        self._enlist(known, {name: told[name] for name in TERMS if name in told})

    def _enlist(self, known: Known, terms: dict[str, Any]) -> None:
        """Who is taken in is enlisted, unless they are on duty already and nothing is said of the terms."""
        standing = terms_of(known.enlistment)
        if not standing and (terms or not any(duty.event_id == self.event.id for duty in known.duties)):
            known.enlists = True
        known.terms |= {name: value for name, value in terms.items() if not standing or standing[name] != value}


def _weight(known: Known) -> tuple[Any, ...]:
    """How much is to be written of somebody."""
    lists = (known.changes, known.terms, known.credentials, known.corrections, known.placements)
    return known.enlists, *(len(each) for each in lists)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def faults_of(rows: Iterable[Row], headings: dict[str, str]) -> list[dict[str, Any]]:
    """Each fault as a line of a table: row, column as the file calls it, what stands there, and the reason."""
    return [
        {"row": row.line, "column": headings.get(fault.column, ""), "code": fault.column, "name": row.name,
         "text": fault.text, "reason": fault.reason, "warning": fault.warning}
        for row in rows for fault in row.faults
    ]  # fmt: skip
