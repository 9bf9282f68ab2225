"""What people do to an event's frame: make it, correct it, bring in partners and members, lay out its places."""

from .editions import bring_members, bring_partners, bring_places, moved, moved_days, standing
from .frame import Day, Frame, add_day, create_event, edit_day, edit_event, remove_day
from .partners import add_partner, grant, revoke
from .place_import import Outcome, Taking, judge, take_places
from .places import Redrawn, add_place, drop_place, edit_place, restore_place, seen
from .slugs import slug_of

__all__ = [
    "Day", "Frame", "Outcome", "Redrawn", "Taking", "add_day", "add_partner", "add_place", "bring_members",
    "bring_partners", "bring_places", "create_event", "drop_place", "edit_day", "edit_event", "edit_place", "grant",
    "judge", "moved", "moved_days", "remove_day", "restore_place", "revoke", "seen", "slug_of", "standing",
    "take_places",
]  # fmt: skip
