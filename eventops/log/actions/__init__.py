"""What people do to a live log; nothing here edits or deletes a line."""

from .card import end_card, start_card, tick_step
from .checks import AHEAD, MAX_TEXT, MAX_TITLE
from .entry import add_entry, erase, strike
from .incident import (
    Opening,
    change_audience,
    change_state,
    edit_incident,
    move_incident,
    open_incident,
    open_incidents,
    set_priority,
)
from .phase import close_event, go_live
from .unit import on_roster, set_unit

__all__ = [
    "AHEAD", "MAX_TEXT", "MAX_TITLE", "Opening", "add_entry", "change_audience", "change_state", "close_event",
    "edit_incident", "end_card", "erase", "go_live", "move_incident", "on_roster", "open_incident", "open_incidents",
    "set_priority", "set_unit", "start_card", "strike", "tick_step",
]  # fmt: skip
