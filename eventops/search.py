"""Full-text search in Swedish: the same stems on every database."""

import re
from typing import Any, cast

import Stemmer
from sqlalchemy import ColumnElement, Select, Table, column, func, select, table, text
from sqlalchemy.orm import InstrumentedAttribute

from .extensions import db

WORD = re.compile(r"\w+", re.UNICODE)
_swedish = Stemmer.Stemmer("swedish")


def stems(*texts: str | None) -> str:
    """The words of some texts as lower-case Swedish stems, separated by spaces: what the index holds."""
    words = WORD.findall(" ".join(text for text in texts if text).lower())
    return " ".join(_swedish.stemWords(words))


def matching(indexed: InstrumentedAttribute[str], index: str, sought: str) -> ColumnElement[bool] | None:
    """A filter for rows whose `indexed` column has every word sought; the last word may be unfinished.

    `index` names the FTS5 table that SQLite keeps beside the column. None when nothing is sought.
    """
    words = stems(sought).split()
    if not words:
        return None
    if db.engine.dialect.name == "sqlite":
        query = " ".join(f'"{word}"' for word in words) + "*"
        found: Select[Any] = select(column("rowid")).select_from(table(index)).where(text(f"{index} MATCH :sought"))
        owner = indexed.class_.__table__
        assert isinstance(owner, Table)
        return cast("ColumnElement[bool]", owner.c.id.in_(found.params(sought=query)))
    query = " & ".join(f"'{word}'" for word in words) + ":*"
    found_by = func.to_tsvector(text("'simple'"), indexed).op("@@")(func.to_tsquery(text("'simple'"), query))
    return cast("ColumnElement[bool]", found_by)
