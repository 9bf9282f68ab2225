"""What people do to an event's frame: make it, correct it, bring in partners and members, lay out its places."""

from .frame import Day, Frame, add_day, create_event, edit_day, edit_event, remove_day
from .partners import add_partner, grant, revoke
from .places import add_place, edit_place
from .slugs import slug_of

__all__ = [
    "Day", "Frame", "add_day", "add_partner", "add_place", "create_event", "edit_day", "edit_event", "edit_place",
    "grant", "remove_day", "revoke", "slug_of",
]  # fmt: skip
