"""What people do to a live log; nothing here edits or deletes a line."""

from .attachment import attach, open_original
from .availability import (
    answer_welfare,
    ask_welfare,
    forget_positions,
    may_speak_for,
    own_signs,
    report_position,
    set_availability,
)
from .card import end_card, start_card, tick_step
from .checks import AHEAD, MAX_TEXT, MAX_TITLE, NO_INCIDENT
from .condition import check_condition, may_check
from .decision import Deciding, Said, decide, may_touch, review, supplement, take_up
from .entry import add_entry, erase, strike
from .entry_line import explain, write_entry_line
from .errand import Giving, Owner, give_errand, may_move, move_errand, owner_of
from .field import attach_from_field, call_for_help, helped, report
from .forgetting import erase_report
from .hold import acknowledge_things, lay_down, take_over
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
from .neutral import end_neutral, tell_neutrally
from .partner_report import (
    Reporting,
    accept_as_incident,
    accept_as_line,
    answer_back,
    ask_back,
    decline,
    send_report,
)
from .phase import close_event, go_live
from .saved_view import drop_view, save_view
from .sitrep import publish_sitrep
from .tap import Tap, follow_unit, rest_unit, tell_well
from .together import acknowledge, link_incidents, merge_into
from .trend import acknowledge_trend, judge_trend
from .unit import at_work, on_roster, set_unit

__all__ = [
    "AHEAD", "MAX_TEXT", "MAX_TITLE", "NO_INCIDENT", "Deciding", "Giving", "Opening", "Owner", "Reporting", "Said",
    "Tap", "accept_as_incident", "accept_as_line", "acknowledge", "acknowledge_things", "acknowledge_trend",
    "add_entry", "answer_back", "answer_welfare", "ask_back", "ask_welfare", "at_work", "attach", "attach_from_field",
    "call_for_help", "change_audience", "change_state", "check_condition", "close_event", "decide", "decline",
    "drop_view", "edit_incident", "end_card", "end_neutral", "erase", "erase_report", "explain", "follow_unit",
    "forget_positions", "give_errand", "go_live", "helped", "judge_trend", "lay_down", "link_incidents", "may_check",
    "may_move", "may_speak_for", "may_touch", "merge_into", "move_errand", "move_incident", "on_roster",
    "open_incident", "open_incidents", "open_original", "own_signs", "owner_of", "publish_sitrep", "report",
    "report_position", "rest_unit", "review", "save_view", "send_report", "set_availability", "set_priority",
    "set_unit", "start_card", "strike", "supplement", "take_over", "take_up", "tell_neutrally", "tell_well",
    "tick_step", "write_entry_line",
]  # fmt: skip
