"""The shape of what people type about an event's frame: the event, its days, partners, members and places."""

from .frame import DayForm, EventForm, FrameForm, shown_day
from .members import MemberForm, PartnerForm
from .place import PlaceForm, PlacesFileForm, shown_place

__all__ = [
    "DayForm", "EventForm", "FrameForm", "MemberForm", "PartnerForm", "PlaceForm", "PlacesFileForm", "shown_day",
    "shown_place",
]  # fmt: skip
