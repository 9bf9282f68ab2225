"""The shape of what people type about an event's frame: the event, its days, partners, members and places."""

from .frame import DayForm, EventForm, FrameForm, shown_day
from .members import MemberForm, PartnerForm
from .place import PlaceForm, shown_place

__all__ = ["DayForm", "EventForm", "FrameForm", "MemberForm", "PartnerForm", "PlaceForm", "shown_day", "shown_place"]
