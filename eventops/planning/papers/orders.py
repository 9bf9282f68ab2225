"""The operation order, under the headings of one's choice."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from . import command, permits, radio, responsibility, risks, sectors, situation
from .blocks import Block, heading, signatures, text
from .ledger import under
from .reading import Reading

Piece = Callable[[Reading], list[Block]]


def rights(reading: Reading) -> list[Block]:
    """What the use of powers is bound by."""
    bound = gettext(
        "Each use of powers must be lawful, necessary and proportionate, and is put on record with its reasons."
    )
    tone = [each["tone"] for each in reading.parts("intents") if each["tone"]]
    return [*under(gettext("Powers"), [text(bound)]), *under(gettext("Tone"), [text(each) for each in tone])]


METHOD: tuple[Piece, ...] = (
    command.watches, command.posts, command.lines, sectors.overview, situation.measures, radio.cards_in_full,
)  # fmt: skip
ADMINISTRATION: tuple[Piece, ...] = (
    responsibility.duties, responsibility.agreements, permits.permits, permits.certificates, permits.licensed_areas,
    permits.calculations, permits.documents,
)  # fmt: skip
COMMUNICATIONS: tuple[Piece, ...] = (radio.channels, radio.call_signs, responsibility.contacts)

HEADINGS: dict[str, tuple[tuple[Any, tuple[Piece, ...]], ...]] = {
    "order": (
        (_("Situation"), (situation.frame, situation.partners, situation.problems, risks.register)),
        (_("Intent"), (situation.intent,)),
        (_("Task"), (situation.objectives, responsibility.tasks)),
        (_("Execution"), METHOD),
        (_("Administration"), ADMINISTRATION),
        (_("Communications"), COMMUNICATIONS),
    ),
    "iimarch": (
        (_("Information"), (situation.frame, situation.partners, situation.problems)),
        (_("Intent"), (situation.intent, situation.objectives)),
        (_("Method"), (responsibility.tasks, *METHOD)),
        (_("Administration"), ADMINISTRATION),
        (_("Risk assessment"), (risks.matrices, risks.register, risks.accepted)),
        (_("Communications"), COMMUNICATIONS),
        (_("Human rights"), (rights,)),
    ),
}


def order(reading: Reading, headings: str) -> list[Block]:
    """The whole order, to be signed by the commander."""
    found: list[Block] = []
    for title, pieces in HEADINGS[headings]:
        found += [heading(title), *all_of(reading, pieces)]
    return [*found, signatures([(gettext("Commander"), command.leading(reading))])]


def all_of(reading: Reading, pieces: Iterable[Piece]) -> list[Block]:
    """Pieces one after the other."""
    return [block for piece in pieces for block in piece(reading)]
