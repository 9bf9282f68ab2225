"""The plan's pages: its front and versions, its sections, and the parts that are edited in their places."""

from . import briefing, document, by_link, calculation, card, copying, front, measure, papers, partner_link, partners, permit, proposal, readiness, risk, section, signature, version
from .door import bp

__all__ = ["bp", "briefing", "by_link", "calculation", "card", "document", "copying", "front", "measure", "papers", "partner_link", "partners", "permit", "proposal", "readiness", "risk", "section", "signature", "version"]
