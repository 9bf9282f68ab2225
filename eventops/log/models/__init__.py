"""The live log: categories, incidents and the entries nobody can change."""

from .category import Category
from .entry import Entry, EntryKind
from .incident import NEXT, Incident, State

__all__ = ["NEXT", "Category", "Entry", "EntryKind", "Incident", "State"]
