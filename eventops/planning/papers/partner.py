"""The partner edition: what concerns a partner first, then everything else that it may see."""

from flask_babel import gettext

from ...access import PARTNER
from ..forms import FORMS
from ..models import PARTS
from . import situation
from .blocks import Block, heading, signatures
from .ledger import in_full, under, under_its_name
from .reading import Reading, Said


def edition(reading: Reading, audience: str) -> list[Block]:
    """For the partner that an audience names."""
    slug = audience.removeprefix(PARTNER)
    name = reading.partner(slug)
    return [
        heading(gettext("What concerns %(partner)s", partner=name)),
        *_listed(reading, slug, concerning=True),
        heading(gettext("The plan, as far as it is addressed to %(partner)s", partner=name)),
        *situation.frame(reading),
        *situation.partners(reading),
        *_listed(reading, slug, concerning=False),
        signatures([(gettext("For %(partner)s", partner=name), _representative(reading, slug))]),
    ]


def concerns(plural: str, part: Said, slug: str) -> bool:
    """Whether a part says something about a partner."""
    return slug in PARTS[plural].concerns(part)


def _listed(reading: Reading, slug: str, *, concerning: bool) -> list[Block]:
    found: list[Block] = []
    for plural in FORMS:
        chosen = [part for part in reading.parts(plural) if concerns(plural, part, slug) is concerning]
        found += under_its_name(plural, in_full(reading, plural, chosen)) if chosen else []
    return found or under(gettext("Parts of the plan"), [])


def _representative(reading: Reading, slug: str) -> str:
    named = (each["representative"] for each in reading.parts("partner_roles") if each["partner"] == slug)
    return next(named, None) or ""
