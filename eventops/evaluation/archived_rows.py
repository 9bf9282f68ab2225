"""Which rows are an event's, found by the foreign keys, and what of them goes into its archive."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, MetaData, Table, or_, select

NOT_TAKEN = {"membership"}  # who could sign in here
SHARED = ("person", "organisation", "category", "series")  # of the installation: what the event refers to is taken
WITHHELD = {
    "partner_link": {"digest"},
    "report_link": {"digest"},
    "duty_link": {"digest"},
    "wall_link": {"digest"},
    "survey_answer": {"key"},
    "people_import": {"content"},
    "person": {"phone", "email"},
}  # columns that open something, or that are no business of the event's
LEFT_OUT = [
    "account", "api_token", "credential", "membership", "notice", "passkey",
    *(f"{table}.{column}" for table, columns in sorted(WITHHELD.items()) for column in sorted(columns)),
]  # fmt: skip
Rows = dict[Table, ColumnElement[bool]]


def of_the_event(metadata: MetaData, event_id: int) -> Rows:
    """The tables with rows of an event, and which rows those are."""
    found: Rows = {}
    for table in metadata.sorted_tables:
        condition = _own(table, event_id, found)
        if condition is not None and table.name not in NOT_TAKEN:
            found[table] = condition
    for name in SHARED:
        shared = metadata.tables[name]
        keys = [key for table in found for key in _foreign(table) if key.column.table is shared]
        found[shared] = or_(*(key.column.in_(select(key.parent).where(found[key.parent.table])) for key in keys))
    return found


def told(table: Table, row: Mapping[Any, Any], named: Callable[[Any], str | None]) -> dict[str, Any]:
    """A row as it is archived: without what is withheld, an account only by its name."""
    accounts = {key.parent.name for key in _foreign(table) if key.column.table.name == "account"}
    withheld = WITHHELD.get(table.name, set())
    return {
        column.name: named(row[column.name]) if column.name in accounts else row[column.name]
        for column in table.columns
        if column.name not in withheld
    }


def _own(table: Table, event_id: int, found: Rows) -> ColumnElement[bool] | None:
    if table.name == "event":
        return table.c.id == event_id
    if "event_id" in table.c:
        return table.c.event_id == event_id
    owners = (key for key in _foreign(table) if not key.parent.nullable and key.column.table in found)
    key = next(owners, None)
    return None if key is None else key.parent.in_(select(key.column).where(found[key.column.table]))


def _foreign(table: Table) -> list[ForeignKey]:
    return sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
