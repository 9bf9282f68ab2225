"""The forms of the Incident Command System, and all of them bound together as an Incident Action Plan."""

from collections.abc import Callable

from flask_babel import gettext

from . import blocks, command, maps, radio, risks, sectors
from .blocks import Block
from .ledger import ledger, under
from .reading import Reading, Said

Form = Callable[[Reading], list[Block]]
STAFF = ("chief_of_staff", "communicator", "legal")
PLANNING = ("loggist", "picture", "p1", "p2", "p5")
LOGISTICS = ("p4", "p6")
OPERATIONS = (
    "tactical", "p3", "area_chief", "sector_chief", "guard_coordinator", "guard_group_lead", "custody", "investigation",
)  # fmt: skip


def objectives(reading: Reading) -> list[Block]:
    """ICS 202: what shall be achieved in the period, and with what emphasis."""
    intents = reading.parts("intents")
    emphasis = [each.get(name) or "" for each in intents for name in _PRIORITIES]
    aware = [reading.said("intents", each, name) for each in intents for name in ("tone", "weather")]
    aims = [_aim(each) for each in reading.parts("objectives")]
    return [
        _head(reading, "202", gettext("Incident objectives")),
        blocks.form(
            [(gettext("3. Objectives"), _lines(aims))],
            [(gettext("4. Command emphasis"), _lines(emphasis))],
            [(gettext("General situational awareness"), _lines(aware))],
            [(gettext("5. Site safety plan"), gettext("See ICS 215A.")), (gettext("6. Attached"), FORMS_OF_IAP)],
        ),
        _approved(reading),
    ]


def organisation(reading: Reading) -> list[Block]:
    """ICS 203: who fills which place."""
    parts = (
        (gettext("3. Incident commander and command staff"), command.of_role(reading, "commander", *STAFF)),
        (gettext("4. Agency representatives"), command.of_role(reading, "liaison")),
        (gettext("5. Planning section"), command.of_role(reading, *PLANNING)),
        (gettext("6. Logistics section"), command.of_role(reading, *LOGISTICS)),
        (gettext("7. Operations section"), command.of_role(reading, *OPERATIONS)),
    )
    listed = [block for title, posts in parts for block in under(title, command.table(reading, posts))]
    return [_head(reading, "203", gettext("Organisation assignment list")), *listed, _approved(reading)]


def assignments(reading: Reading) -> list[Block]:
    """ICS 204: a list for each sector."""
    return _bound([_assignment(reading, sector) for sector in reading.sectors]) or under(gettext("Sectors"), [])


def radio_plan(reading: Reading) -> list[Block]:
    """ICS 205: channels, and who listens."""
    head = _head(reading, "205", gettext("Incident radio communications plan"))
    return [head, *radio.channels(reading), *radio.call_signs(reading), _approved(reading)]


def medical_plan(reading: Reading) -> list[Block]:
    """ICS 206: medical posts, who leads them, and the routes of ambulances."""
    leads = [each for each in command.of_role(reading, "liaison") if each["liaison"] == "medical"]
    met = [[each["code"], each["name"], reading.place(each["sector"])] for each in reading.places("rendezvous")]
    heads = (gettext("Code"), gettext("Rendezvous point"), gettext("Sector"))
    return [
        _head(reading, "206", gettext("Medical plan")),
        *under(gettext("3. Medical posts"), sectors.medical(reading)),
        *under(gettext("4. Where ambulances are met"), [blocks.table(heads, met, (0, 3, 2))] if met else []),
        *under(gettext("5. Medical command"), command.table(reading, leads)),
        *under(gettext("6. Special procedures"), ledger(reading, "cards", ("name", "used_when", "decides"), (2, 4, 2))),
        _approved(reading),
    ]  # fmt: skip


def chart(reading: Reading) -> list[Block]:
    """ICS 207: the organisation drawn."""
    head = _head(reading, "207", gettext("Incident organisation chart"))
    return [head, *under(gettext("Lines of reporting"), command.trees(reading))]


def safety(reading: Reading) -> list[Block]:
    """ICS 215A: hazards area by area, and what is done about them."""
    listed: list[Block] = []
    for sector in reading.sectors:
        there = sectors.risks_in(reading, sector["code"])
        listed += under(reading.place(sector["code"]), risks.table(reading, there)) if there else []
    wide = [risk for risk in reading.parts("risks") if not risk.get("sectors")]
    listed += under(gettext("The whole event"), risks.table(reading, wide))
    return [_head(reading, "215A", gettext("Incident action plan safety analysis")), *listed, _approved(reading)]


IAP: tuple[Form, ...] = (
    objectives, organisation, assignments, radio_plan, medical_plan, chart, safety,
)  # fmt: skip
FORMS_OF_IAP = "ICS 203, 204, 205, 206, 207, 215A"
_PRIORITIES = ("first_priority", "second_priority", "third_priority")


def action_plan(reading: Reading) -> list[Block]:
    """All forms, each beginning on a new page."""
    return _bound([form(reading) for form in IAP])


def _assignment(reading: Reading, sector: Said) -> list[Block]:
    code = sector["code"]
    return [
        _head(reading, "204", gettext("Assignment list"), reading.place(code)),
        *maps.sector_map(reading, sector),
        *under(gettext("5. Operations personnel"), sectors.chiefs(reading, code)),
        *under(gettext("6. Places in the sector"), sectors.places(reading, code)),
        *under(gettext("7. Work assignments"), sectors.tasks(reading, code)),
        *under(gettext("8. Special instructions"), risks.table(reading, sectors.risks_in(reading, code))),
        *under(gettext("9. Communications"), ledger(reading, "channels", ("name", "purpose", "fallback"), (2, 3, 2))),
        _approved(reading),
    ]


def _aim(objective: Said) -> str:
    target = f" ({objective['target']})" if objective["target"] else ""
    return f"{objective['number']}. {objective['text']}{target}"


def _bound(papers: list[list[Block]]) -> list[Block]:
    return [block for paper in papers for block in (blocks.page(), *paper)][1:]


def _head(reading: Reading, number: str, title: str, division: str = "") -> Block:
    boxes = [
        (gettext("1. Incident name"), str(reading.plan["event"]["name"])),
        (gettext("2. Operational period"), _period(reading)),
    ]
    if division:
        boxes.append((gettext("3. Division"), division))
    return {**blocks.form(boxes), "title": title, "code": f"ICS {number}"}


def _period(reading: Reading) -> str:
    if period := reading.period:
        return " – ".join(f"{reading.event.local(at):%Y-%m-%d %H:%M}" for at in (period.starts_at, period.ends_at))
    hours = [day for day in reading.parts("days") if day["opens_at"]]
    return f"{reading.moment(hours[0]['opens_at'])} – {reading.moment(hours[-1]['closes_at'])}" if hours else ""


def _approved(reading: Reading) -> Block:
    return blocks.signatures([(gettext("Prepared by"), ""), (gettext("Approved by"), command.leading(reading))])


def _lines(texts: list[str]) -> str:
    return "\n".join(filter(None, texts))
