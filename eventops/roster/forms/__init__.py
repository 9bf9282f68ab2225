"""The shape of what who staffs types."""

from .assignment import AssignForm, MoveForm
from .need import NeedForm, NeedsForm, shown_need
from .people import (
    AcceptForm,
    ContactForm,
    HeldForm,
    MergeForm,
    PeopleFileForm,
    TermsForm,
    WishForm,
    WithdrawForm,
    shown_contact,
    shown_credential,
    shown_terms,
)
from .shift import DropShiftForm, ShiftForm, shown_shift

__all__ = [
    "AcceptForm",
    "AssignForm",
    "ContactForm",
    "DropShiftForm",
    "HeldForm",
    "MergeForm",
    "MoveForm",
    "NeedForm",
    "NeedsForm",
    "PeopleFileForm",
    "ShiftForm",
    "TermsForm",
    "WishForm",
    "WithdrawForm",
    "shown_contact",
    "shown_credential",
    "shown_need",
    "shown_shift",
    "shown_terms",
]
