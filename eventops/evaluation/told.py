"""Words that a heading of an event's own looks for in what the log tells."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_


class Told(NamedTuple):
    """What is told in one of some words and in none of those that an earlier heading has taken; case is ignored."""

    words: Sequence[str]
    never: Sequence[str] = ()

    def in_text(self, text: str) -> bool:
        """Whether a text is told so."""
        folded = text.casefold()
        found = [any(word.casefold() in folded for word in words) for words in self]
        return found == [True, False]

    def in_column(self, column: Any) -> ColumnElement[bool]:
        """The same of a column."""
        told = _any(column, self.words)
        return told & ~_any(column, self.never) if self.never else told


def _any(column: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """SQLite folds a-z only, so other letters are looked for as they stand, and small, large or with a large first."""
    forms = {form for word in words for form in (word, word.lower(), word.upper(), word.capitalize())}
    return or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))
