"""The event and what frames it: its series, days, partners, members and places."""

from .event import Event, EventDay, EventKind, LegalMode, Phase, Series, iso
from .partner import Membership, Partner
from .place import PASSAGES, Place, PlaceKind

__all__ = [
    "PASSAGES", "Event", "EventDay", "EventKind", "LegalMode", "Membership", "Partner", "Phase", "Place", "PlaceKind",
    "Series", "iso",
]  # fmt: skip
