"""What planners do: write parts of the plan, drop them, and publish versions that nobody can change afterwards."""

from .deviation import accept
from .part import Meanwhile, add, drop, edit, may_write
from .version import publish

__all__ = ["Meanwhile", "accept", "add", "drop", "edit", "may_write", "publish"]
