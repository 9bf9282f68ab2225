"""The pages of an event's frame: making it, its settings, partners, members and places, and as whom one acts."""

from . import members, new, places, settings
from .door import bp

__all__ = ["bp", "members", "new", "places", "settings"]
