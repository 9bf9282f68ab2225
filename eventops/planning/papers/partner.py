"""The partner edition: what concerns a partner first, then everything else that it may see."""

from flask_babel import gettext

from ...access import PARTNER
from ..forms import FORMS
from ..models import PARTS
from . import command, orders, permits, radio, responsibility, risks, situation
from .blocks import Block, heading, signatures
from .ledger import in_full, under, under_its_name
from .reading import Reading, Said

PIECES: tuple[tuple[tuple[str, ...], orders.Piece], ...] = (
    (("intents",), situation.intent), (("problems", "causes"), situation.problems),
    (("objectives",), situation.objectives), (("measures",), situation.measures), (("risks",), risks.register),
    (("watches",), command.watches), (("commands",), command.posts), (("tasks",), responsibility.tasks),
    (("partner_roles",), responsibility.contacts), (("duties",), responsibility.duties),
    (("agreements",), responsibility.agreements), (("permits", "conditions"), permits.permits),
    (("assets",), permits.certificates), (("licensed_areas",), permits.licensed_areas),
    (("documents",), permits.documents), (("channels",), radio.channels), (("call_signs",), radio.call_signs),
    (("cards",), radio.cards_in_full),
)  # fmt: skip


def edition(reading: Reading, audience: str) -> list[Block]:
    """For the partner that an audience names."""
    slug = audience.removeprefix(PARTNER)
    name = reading.partner(slug)
    own = reading.only(lambda plural, part: concerns(plural, part, slug))
    rest = reading.only(lambda plural, part: not concerns(plural, part, slug))
    told = [
        heading(gettext("What concerns %(partner)s", partner=name)),
        *(_own(own) or under(gettext("Parts of the plan"), [])),
        heading(gettext("The plan, as far as it is addressed to %(partner)s", partner=name)),
        *orders.all_of(reading, (situation.frame, situation.partners)),
        *_rest(rest),
    ]
    return [*told, signatures([(gettext("For %(partner)s", partner=name), _representative(reading, slug))])]


def concerns(plural: str, part: Said, slug: str) -> bool:
    """Whether a part says something about a partner."""
    return slug in PARTS[plural].concerns(part)


def _own(reading: Reading) -> list[Block]:
    """Each part with everything it says; tasks and duties as the lists that they are."""
    drawn = {"tasks": responsibility.tasks, "duties": responsibility.duties}
    found: list[Block] = []
    for plural in FORMS:
        if reading.parts(plural):
            piece = drawn.get(plural)
            found += piece(reading) if piece else under_its_name(plural, in_full(reading, plural))
    return found


def _rest(reading: Reading) -> list[Block]:
    """The other parts in short, those of kinds that no piece draws with everything they say."""
    listed = [block for plurals, piece in PIECES if _any(reading, plurals) for block in piece(reading)]
    drawn = {plural for plurals, _ in PIECES for plural in plurals}
    others = [plural for plural in FORMS if plural not in drawn and reading.parts(plural)]
    return [*listed, *(block for plural in others for block in under_its_name(plural, in_full(reading, plural)))]


def _any(reading: Reading, plurals: tuple[str, ...]) -> bool:
    return any(reading.parts(plural) for plural in plurals)


def _representative(reading: Reading, slug: str) -> str:
    named = (each["representative"] for each in reading.parts("partner_roles") if each["partner"] == slug)
    return next(named, None) or ""
