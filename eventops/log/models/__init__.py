"""The live log: categories, incidents and the entries nobody can change."""

from .card_run import CardRun, CardTick
from .category import Category
from .dispatch import Dispatch, UnitStatus
from .entry import Entry, EntryKind
from .incident import NEXT, Incident, State

__all__ = [
    "NEXT", "CardRun", "CardTick", "Category", "Dispatch", "Entry", "EntryKind", "Incident", "State", "UnitStatus",
]  # fmt: skip
