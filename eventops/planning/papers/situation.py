"""What the plan answers to, and what it wants: days, partners, problems, intent, objectives and measures."""

from typing import Any

from flask_babel import gettext

from ...words import label
from .blocks import Block, facts, steps, table, text
from .ledger import ledger, under, under_its_name
from .reading import Reading, Said


def frame(reading: Reading) -> list[Block]:
    """What event it is, its days and the visitors expected."""
    event = reading.plan["event"]
    told = [
        (gettext("Event"), event["name"]),
        (gettext("Kind"), label("event_kind", event["kind"])),
        (gettext("Led by"), reading.lead),
        (gettext("Legal mode"), label("legal_mode", event["legal_mode"])),
    ]
    heads = (gettext("Day"), gettext("Date"), gettext("Opening hours"), gettext("Visitors expected"))
    rows = [_day(reading, number, day) for number, day in enumerate(reading.parts("days"), start=1)]
    return under(gettext("The event"), [facts(told), *([table(heads, rows, (0, 1, 1, 1))] if rows else [])])


def partners(reading: Reading) -> list[Block]:
    """Who takes part, and as what."""
    roles = {each["partner"]: reading.said("partner_roles", each, "role") for each in reading.parts("partner_roles")}
    rows = [[each["name"], roles.get(each["slug"], "")] for each in reading.parts("partners")]
    heads = (gettext("Partner"), gettext("Part in the event"))
    return under(gettext("Partners"), [table(heads, rows, (1, 2))] if rows else [])


def problems(reading: Reading) -> list[Block]:
    """The problem picture: each problem with the causes that are held possible."""
    causes = reading.parts("causes")
    rows = [
        [
            str(problem["number"]),
            reading.title("problems", problem),
            reading.said("problems", problem, "places"),
            "\n".join(reading.title("causes", cause) for cause in causes if cause["problem"] == problem["number"]),
        ]
        for problem in reading.parts("problems")
    ]
    heads = (gettext("No."), gettext("Problem"), gettext("Places"), gettext("Possible causes"))
    known = {problem["number"] for problem in reading.parts("problems")}
    loose = ledger(reading, "causes", ("text",), (1,), (each for each in causes if each["problem"] not in known))
    return under(gettext("Problem picture"), [*([table(heads, rows, (0, 2, 1, 2))] if rows else []), *loose])


def intent(reading: Reading) -> list[Block]:
    """What the commander wants, and in which tone."""
    found = [block for each in reading.parts("intents") for block in _intent(reading, each)]
    return under(gettext("Commander's intent"), found)


def _intent(reading: Reading, said: Said) -> list[Block]:
    priorities = [said.get(f"{which}_priority") for which in ("first", "second", "third")]
    told = reading.facts("intents", said, ("tone", "start_criteria", "end_criteria", "evacuation", "weather"))
    ranked = [steps(("", each) for each in priorities if each)] if any(priorities) else []
    return [text(said["text"]), *ranked, facts(told)]


def objectives(reading: Reading) -> list[Block]:
    """What shall be achieved, and what shows it."""
    found = ledger(reading, "objectives", ("text", "indicator", "target"), (3, 2, 2))
    return under_its_name("objectives", found)


def measures(reading: Reading) -> list[Block]:
    """What is done, by whom and until when."""
    found = ledger(reading, "measures", ("text", "owner", "requirement", "due_on"), (4, 2, 4, 0))
    return under_its_name("measures", found)


def hours(reading: Reading, day: Said) -> str:
    """When the event is open on a day."""
    if not day["opens_at"]:
        return ""
    return f"{reading.moment(day['opens_at'], '%H:%M')}–{reading.moment(day['closes_at'], '%H:%M')}"


def _day(reading: Reading, number: int, day: Said) -> list[Any]:
    visitors = f"{day['expected_visitors']:,}".replace(",", "\u00a0") if day["expected_visitors"] else ""
    return [str(number), day["date"], hours(reading, day), visitors]
