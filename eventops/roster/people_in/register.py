"""Who is known: those of the event's organisations and those of the rows before, and whom a row is about."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...errors import N_
from ...people.models import Credential, CredentialKind, Organisation, Person
from ..eligibility import Candidate
from ..models import Enlistment, Shift
from . import columns as c
from .rows import Row

FACTS = (c.REFERENCE, c.BORN, c.PHONE, c.EMAIL)
TERMS = (c.FUNCTION, c.TEAM, c.ORIGIN, c.AGREED, c.VOLUNTEER, c.RESERVE)


@dataclass
class Known:
    """A person as they would be when the rows so far were taken in."""

    organisation: Organisation
    name: str
    facts: dict[str, Any]
    person: Person | None = None
    candidate: Candidate | None = None
    line: int | None = None  # the row that spoke of them first
    said: dict[str, Any] = field(default_factory=dict)  # what the rows said of them
    brought: set[tuple[Any, ...]] = field(default_factory=set)  # the credentials and shifts the rows named
    changes: dict[str, Any] = field(default_factory=dict)  # of the facts of who is there already
    terms: dict[str, Any] = field(default_factory=dict)
    enlists: bool = False
    credentials: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[tuple[Credential, dict[str, Any]]] = field(default_factory=list)
    placements: list[tuple[Shift, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        held = self.person.credentials if self.person else []
        self.held: list[Any] = list(held)
        self.duties: list[Shift] = list(self.candidate.duties) if self.candidate else []

    @property
    def enlistment(self) -> Enlistment | None:
        """Their terms in the event, if they are in it."""
        return self.candidate.enlistment if self.candidate else None

    @property
    def altered(self) -> bool:
        """Whether anything would be written of them."""
        done = (self.changes, self.terms, self.credentials, self.corrections, self.placements)
        return self.person is None or self.enlists or any(done)

    def sketch(self) -> Candidate:
        """Them as somebody who could be put on a shift; nothing of it is stored."""
        person = Person(name=self.name, organisation_id=self.organisation.id, born=self.facts.get(c.BORN))
        person.organisation = self.organisation
        person.credentials = [
            Credential(kind=h.kind, valid_from=h.valid_from, valid_until=h.valid_until) for h in self.held
        ]
        terms = {**(_terms_of(self.enlistment) if self.enlistment else {}), **self.terms}
        before = self.candidate
        return Candidate(
            person, self.duties, before.suspended if before else (), before.absences if before else (),
            Enlistment(agreed_hours=terms.get(c.AGREED), volunteer=bool(terms.get(c.VOLUNTEER))),
        )  # fmt: skip

    def holds(self, kind: CredentialKind, day: date) -> bool:
        """Whether they hold a kind of credential on a day."""
        return any(each.kind == kind and each.valid_from <= day <= each.valid_until for each in self.held)


class Register:
    """Everybody known, by organisation and reference, and by organisation and name."""

    def __init__(self, candidates: Iterable[Candidate]):
        self.by_reference: dict[tuple[int, str], Known] = {}
        self.by_name: dict[tuple[int, str], list[Known]] = defaultdict(list)
        for each in candidates:
            person = each.person
            facts = {name: getattr(person, name) for name in FACTS if getattr(person, name)}
            self.add(Known(person.organisation, person.name, facts, person, each))

    def add(self, known: Known) -> None:
        """Remember somebody."""
        self.by_name[known.organisation.id, known.name.casefold()].append(known)
        self.note(known)

    def note(self, known: Known) -> None:
        """Remember somebody's reference."""
        if reference := known.facts.get(c.REFERENCE):
            self.by_reference[known.organisation.id, reference.casefold()] = known

    def of(self, row: Row, organisation: Organisation) -> Known | None:
        """Whom a row is about: None for somebody new. What contradicts itself is noted in the row."""
        name = row.said[c.NAME].casefold()
        if reference := row.said.get(c.REFERENCE):
            found = self.by_reference.get((organisation.id, reference.casefold()))
            if found and found.name.casefold() != name:
                row.wrong(c.REFERENCE, N_("%(reference)s is %(name)s already."), reference=reference, name=found.name)
            if found:
                return found
        alike = self.by_name.get((organisation.id, name), [])
        return _surely(row, alike) or _perhaps(row, alike)


def _surely(row: Row, alike: list[Known]) -> Known | None:
    """Who shares date of birth or telephone with the row."""
    for known in alike:
        if _phones(known.facts, row.said) or _equal(known.facts, row.said, c.BORN):
            _contradiction(row, known)
            return known
    return None


def _contradiction(row: Row, known: Known) -> None:
    for column, message in (
        (c.REFERENCE, N_("%(name)s is there with another reference: %(other)s. One person or two?")),
        (c.BORN, N_("%(name)s is there with another date of birth: %(other)s. One person or two?")),
    ):
        other, said = known.facts.get(column), row.said.get(column)
        if other and said and str(other).casefold() != str(said).casefold():
            row.wrong(column, message, name=known.name, other=other)


def _perhaps(row: Row, alike: list[Known]) -> Known | None:
    """The only one of the name, where the row or what is known says no more than the name."""
    said = [column for column in (c.REFERENCE, c.BORN, c.PHONE) if column in row.said]
    bare = [
        known
        for known in alike
        if not said or not any(known.facts.get(each) for each in (c.REFERENCE, c.BORN, c.PHONE))
    ]
    if len(bare) > 1:
        row.wrong(c.NAME, N_("Several are called %(name)s. Give reference or date of birth."), name=row.said[c.NAME])
    return bare[0] if bare else None


def _equal(facts: dict[str, Any], said: dict[str, Any], column: str) -> bool:
    return facts.get(column) is not None and facts.get(column) == said.get(column)


def _phones(facts: dict[str, Any], said: dict[str, Any]) -> bool:
    known, other = (dialled(each.get(c.PHONE) or "") for each in (facts, said))
    return bool(known) and known == other


def dialled(phone: str) -> str:
    """A telephone number by its digits, as dialled in Sweden."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    return re.sub(r"^(00)?46", "0", digits) if len(digits) > 9 else digits


def _terms_of(enlistment: Enlistment) -> dict[str, Any]:
    return {name: getattr(enlistment, name) for name in TERMS}


def terms_of(enlistment: Enlistment | None) -> dict[str, Any]:
    """Somebody's terms by column; none for who is not enlisted."""
    return _terms_of(enlistment) if enlistment else {}
