"""The plan's pages: its front and versions, its sections, and the parts that are edited in their places."""

from . import front, readiness, section, version
from .door import bp

__all__ = ["bp", "front", "readiness", "section", "version"]
