"""The sector card: all that whoever leads a sector needs on one sheet."""

from flask_babel import format_decimal, gettext

from ...words import label
from . import blocks, command, maps, risks
from .blocks import Block
from .ledger import ledger, under
from .reading import Reading, Said

MEDICAL = ("medical",)


def cards(reading: Reading, only: str | None = None) -> list[Block]:
    """A card for each sector, or for one of them, each on a page of its own."""
    wanted = [sector for sector in reading.sectors if only in (None, sector["code"])]
    found: list[Block] = []
    for sector in wanted:
        found += [*([blocks.page()] if found else []), *card(reading, sector)]
    return found or under(gettext("Sectors"), [])


def card(reading: Reading, sector: Said) -> list[Block]:
    """One sector."""
    code = sector["code"]
    return [
        blocks.heading(gettext("Sector %(code)s", code=reading.place(code)), 1),
        *maps.sector_map(reading, sector),
        *under(gettext("Chief of the sector"), chiefs(reading, code)),
        *under(gettext("Places in the sector"), places(reading, code)),
        *under(gettext("Risks here"), risks.table(reading, risks_in(reading, code))),
        *under(gettext("Tasks here"), tasks(reading, code)),
        *under(gettext("Medical"), medical(reading)),
        *under(gettext("Channels"), ledger(reading, "channels", ("name", "purpose", "fallback"), (3, 4, 3))),
        *under(gettext("Action cards"), ledger(reading, "cards", ("name", "decides"), (3, 5))),
    ]


def overview(reading: Reading) -> list[Block]:
    """The sectors with who leads them and what lies in them."""
    rows = [
        [reading.place(sector["code"]), "\n".join(_led_by(reading, sector["code"])), _lying_in(reading, sector["code"])]
        for sector in reading.sectors
    ]
    heads = (gettext("Sector"), gettext("Chief of the sector"), gettext("Places in it"))
    return under(gettext("Sectors"), [blocks.table(heads, rows, (2, 2, 4))] if rows else [])


def chiefs(reading: Reading, code: str) -> list[Block]:
    """Who leads the sector, watch by watch, and who leads the guards in it."""
    return command.table(reading, (each for each in reading.parts("commands") if each["sector"] == code))


def places(reading: Reading, code: str) -> list[Block]:
    """What lies in a sector, kind by kind, exits with their width."""
    kinds = dict.fromkeys(place["kind"] for place in reading.places(sector=code))
    pairs = [(label("place_kind", kind), _listed(reading.places(kind, sector=code))) for kind in kinds]
    return [blocks.facts(pairs)] if pairs else []


def medical(reading: Reading) -> list[Block]:
    """The medical posts of the whole event."""
    found = reading.places(*MEDICAL)
    rows = [[place["code"], place["name"], reading.place(place["sector"])] for place in found]
    heads = (gettext("Code"), gettext("Medical post"), gettext("Sector"))
    return [blocks.table(heads, rows, (0, 3, 2))] if rows else []


def risks_in(reading: Reading, code: str) -> list[Said]:
    """The risks that point at a sector."""
    return [risk for risk in reading.parts("risks") if code in (risk.get("sectors") or ())]


def tasks(reading: Reading, code: str) -> list[Block]:
    """The tasks that are done in a sector."""
    there = [task for task in reading.parts("tasks") if task["sector"] == code]
    return ledger(reading, "tasks", ("text", "responsible", "accountable"), (4, 2, 2), there)


def _listed(places: list[Said]) -> str:
    return ", ".join(" ".join((place["code"], place["name"], *_width(place))) for place in places)


def _width(place: Said) -> tuple[str, ...]:
    return (f"({format_decimal(place['width_m'])} m)",) if place.get("width_m") else ()


def _led_by(reading: Reading, code: str) -> list[str]:
    there = [each for each in reading.parts("commands") if each["sector"] == code and each["role"] == "sector_chief"]
    return [": ".join(filter(None, (command.watch(reading, each), command.holder(each)))) for each in there]


def _lying_in(reading: Reading, code: str) -> str:
    return ", ".join(place["code"] for place in reading.places(sector=code))
