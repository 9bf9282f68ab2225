"""The map's pages: the map itself, where places are drawn, and where site plans are laid under them."""

from . import drawing, page, site_plans
from .door import bp

__all__ = ["bp", "drawing", "page", "site_plans"]
