"""Who answers for what: the matrix of tasks and partners, duties, agreements, and whom one reaches."""

from flask_babel import gettext

from ..models.task import letters
from . import command
from .blocks import Block, grid, table, text
from .ledger import ledger, under, under_its_name
from .reading import Reading, Said

ACROSS = 14  # partners that a page is wide enough for


def tasks(reading: Reading) -> list[Block]:
    """Tasks down, partners across: who does (R), answers for (A), is asked (C) and is told (I)."""
    told = [(task, letters(task)) for task in reading.parts("tasks")]
    taking = [each for each in reading.parts("partners") if any(each["slug"] in said for _, said in told)]
    found = [_matrix(told, taking[first : first + ACROSS]) for first in range(0, len(taking), ACROSS)]
    key = gettext("R does it, A answers for it, C is asked, I is told.")
    return under_its_name("tasks", [*found, text(key, soft=True)] if found else [])


def _matrix(told: list[tuple[Said, dict[str, str]]], across: list[Said]) -> Block:
    slugs = [each["slug"] for each in across]
    rows = [[str(task["number"]), task["text"], *(said.get(slug, "") for slug in slugs)] for task, said in told]
    return grid((gettext("No."), gettext("Task")), rows, (each["name"] for each in across))


def contacts(reading: Reading) -> list[Block]:
    """Whom one reaches at each partner."""
    names = ("partner", "coordinator", "phone", "deputy", "deputy_phone", "always_phone")
    return under(gettext("Partners' coordinators"), ledger(reading, "partner_roles", names, (3, 3, 2, 3, 2, 2)))


def representatives(reading: Reading) -> list[Block]:
    """Who speaks for each partner, and with which mandate."""
    names = ("partner", "representative", "mandate", "represents", "email")
    return under(gettext("Representatives"), ledger(reading, "partner_roles", names, (3, 3, 1, 3, 3)))


def leaders(reading: Reading) -> list[Block]:
    """Whom one reaches in the command structure."""
    reached = [each for each in reading.parts("commands") if each["holder"]]
    return under(gettext("Command structure"), command.table(reading, reached))


def duties(reading: Reading) -> list[Block]:
    """Who is responsible, and when."""
    found = sorted(reading.parts("duties"), key=lambda each: (each["partner"], each["function"], each["starts_at"]))
    heads = (gettext("Duty"), gettext("Partner"), gettext("When"), gettext("Who"), gettext("Deputy"))
    rows = [_duty(reading, each) for each in found]
    return under_its_name("duties", [table(heads, rows, (3, 3, 0, 3, 3))] if rows else [])


def _duty(reading: Reading, duty: Said) -> list[str]:
    who = "\n".join(filter(None, (duty["name"], duty["phone"])))
    deputy = "\n".join(filter(None, (duty["deputy"], duty["deputy_phone"])))
    span = reading.span(duty["starts_at"], duty["ends_at"])
    return [duty["function"], reading.partner(duty["partner"]), span, who, deputy]


def agreements(reading: Reading) -> list[Block]:
    """What partners have agreed in writing."""
    names = ("name", "parties", "resources", "valid_from", "valid_to")
    return under_its_name("agreements", ledger(reading, "agreements", names, (3, 3, 4, 0, 0)))
