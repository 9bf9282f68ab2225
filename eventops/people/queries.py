"""Reads of persons, accounts and organisations that are longer than a line."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import selectinload

from ..extensions import db
from .models import Account, Organisation, Person

PAGE = 50


class Page(NamedTuple):
    """Persons in order, and where the next page begins (None: there is none)."""

    persons: Sequence[Person]
    after: int | None


def organisations() -> Sequence[Organisation]:
    """All organisations by name."""
    return db.session.scalars(db.select(Organisation).order_by(Organisation.name)).all()


def accounts() -> Sequence[Account]:
    """All accounts by name, the closed ones last."""
    return db.session.scalars(db.select(Account).order_by(Account.active.desc(), Account.name, Account.id)).all()


def persons(search: str = "", organisation_id: int | None = None, after: int | None = None, limit: int = PAGE) -> Page:
    """Persons by name, `limit` at a time, after the person with the id `after`; `search` is any part of the name."""
    query = db.select(Person).options(selectinload(Person.credentials)).order_by(Person.sought, Person.id)
    if search.strip():
        query = query.where(Person.sought.contains(search.strip().casefold(), autoescape=True))
    if organisation_id:
        query = query.where(Person.organisation_id == organisation_id)
    found = db.session.scalars(_following(query, after).limit(limit + 1)).all()
    return Page(found[:limit], found[limit - 1].id if len(found) > limit else None)


def _following(query: Select[Person], after: int | None) -> Select[Person]:
    last = db.session.get(Person, after) if after else None
    if last is None:
        return query
    return query.where(tuple_(Person.sought, Person.id) > (last.sought, last.id))
