"""The short names of events, series and partners in addresses and feeds."""

import re
import unicodedata
from typing import Any

from ...errors import N_, Refused
from ...extensions import db

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = {"office", "new"}  # the office's chain, and the page where an event is made


def slug_of(name: str) -> str:
    """A name spelt as a slug: "Våryra 2027" is "varyra-2027"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def check_slug(slug: str, *, taken: Any) -> None:
    """Refuse what cannot name anything in an address; `taken` is a query for who has it already."""
    if not SLUG.fullmatch(slug) or slug in RESERVED or len(slug) > 60:
        raise Refused(N_("Use a–z, 0–9 and hyphens, at most 60; %(slug)s cannot be used."), field="slug", slug=slug)
    if db.session.scalar(taken):
        raise Refused(N_("%(slug)s is taken."), field="slug", slug=slug)
