"""What who staffs does; every write of the roster."""

from .assignment import Outcome, Placement, assign, assign_many, move, unassign
from .enlistment import Terms, add_wish, drop_wish, enlist, withdraw
from .filling import ask_filling, decline_rows, finish_filling, stop_filling, take_rows, tend_filling
from .limit import set_limits
from .merging import merge
from .need import Changed, Made, add_needs, checked, drop_need, edit_need, foresee
from .people_import import (
    Understood,
    choose_sheet,
    first_understood,
    hand_in,
    lay_aside,
    tables_of,
    understand,
    understood,
)
from .people_taking import take_people
from .shift import LONGEST, MOST, Duty, add_shift, drop_shift, edit_shift
from .undo import Step, undo

__all__ = [
    "LONGEST", "MOST", "Changed", "Duty", "Made", "Outcome", "Placement", "Step", "Terms", "Understood", "add_needs",
    "add_shift", "add_wish", "ask_filling", "assign", "assign_many", "checked", "choose_sheet", "decline_rows",
    "drop_need", "drop_shift", "drop_wish", "edit_need", "edit_shift", "enlist", "finish_filling", "first_understood",
    "foresee", "hand_in", "lay_aside", "merge", "move", "set_limits", "stop_filling", "tables_of", "take_people",
    "take_rows", "tend_filling", "unassign", "understand", "understood", "undo", "withdraw",
]  # fmt: skip
