"""The plan's pages: its front and versions, its sections, and the parts that are edited in their places."""

from . import briefing, document, by_link, card, front, measure, partner_link, partners, readiness, risk, section, signature, version
from .door import bp

__all__ = ["bp", "by_link", "card", "front", "measure", "partner_link", "partners", "readiness", "risk", "section", "signature", "version"]
