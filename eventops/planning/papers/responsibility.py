"""Who answers for what: the matrix of tasks and partners, duties, agreements, and whom one reaches."""

from flask_babel import gettext

from ..models.task import letters
from . import command
from .blocks import Block, table, text
from .ledger import ledger, under, under_its_name
from .reading import Reading

ACROSS = 7  # partners that a page is wide enough for


def tasks(reading: Reading) -> list[Block]:
    """Tasks down, partners across: who does (R), answers for (A), is asked (C) and is told (I)."""
    told = [(task, letters(task)) for task in reading.parts("tasks")]
    taking = [each for each in reading.parts("partners") if any(each["slug"] in said for _, said in told)]
    found: list[Block] = []
    for first in range(0, len(taking), ACROSS):
        some = taking[first : first + ACROSS]
        heads = (gettext("No."), gettext("Task"), *(each["name"] for each in some))
        rows = [
            [str(task["number"]), task["text"], *(said.get(each["slug"], "") for each in some)] for task, said in told
        ]
        found.append(table(heads, rows, (0, 4, *[1] * len(some))))
    key = gettext("R does it, A answers for it, C is asked, I is told.")
    return under_its_name("tasks", [*found, text(key, soft=True)] if found else [])


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
    names = ("function", "partner", "name", "phone", "starts_at", "ends_at", "deputy")
    found = sorted(reading.parts("duties"), key=lambda each: (each["partner"], each["starts_at"]))
    return under_its_name("duties", ledger(reading, "duties", names, (3, 3, 3, 2, 2, 2, 2), found))


def agreements(reading: Reading) -> list[Block]:
    """What partners have agreed in writing."""
    names = ("name", "parties", "resources", "valid_from", "valid_to")
    return under_its_name("agreements", ledger(reading, "agreements", names, (3, 3, 4, 0, 0)))
