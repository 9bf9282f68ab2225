"""The staffing decision (bemanningsbeslut): who is called out, on what ground, led by whom, and what was accepted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask_babel import format_date, gettext

from ...events.models import Event
from ...events.queries import natural
from ...extensions import db
from ...planning.models import PostRole
from ...planning.papers import Reading, blocks, command
from ...planning.queries import plan_of, seen
from ...words import label, stamp
from .. import queries
from ..grounds import ground_of, grounds
from ..models import Acceptance, Assignment, Function, Shift
from ..warnings import accepted_as
from .asked import Asked, Block, group, number, rota

LEADING = (
    PostRole.COMMANDER, PostRole.TACTICAL, PostRole.CHIEF_OF_STAFF, PostRole.AREA_CHIEF, PostRole.SECTOR_CHIEF,
    PostRole.GUARD_COORDINATOR, PostRole.GUARD_LEAD,
)  # fmt: skip


@dataclass
class Sum:
    """What shifts come to; as on the board, somebody more than needed does not fill another shift's gap."""

    shifts: int = 0
    needed: int = 0
    filled: int = 0
    standing: int = 0
    needed_hours: float = 0.0
    hours: float = 0.0

    def add(self, shift: Shift, standing: int) -> None:
        self.shifts += 1
        self.needed += shift.needed
        self.filled += min(standing, shift.needed)
        self.standing += standing
        self.needed_hours += shift.needed * shift.hours
        self.hours += standing * shift.hours

    @property
    def cells(self) -> list[str]:
        """Needed, filled, missing, and the hours of both."""
        counts = (self.shifts, self.needed, self.filled, self.needed - self.filled)
        return [*map(str, counts), number(round(self.needed_hours, 2)), number(round(self.hours, 2))]


def sums(event: Event, shifts: Iterable[Shift], staffing: dict[int, int]) -> dict[date, dict[Function, Sum]]:
    """What each operational day asks for and has, by function."""
    found: dict[date, dict[Function, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for shift in shifts:
        found[event.operational_day(shift.starts_at)][shift.function].add(shift, staffing.get(shift.id, 0))
    return found


def decision(asked: Asked) -> list[Block]:
    """The decision as blocks of a paper, in the order in which it is read."""
    staffing = queries.staffing(asked.event)
    accepted = _acceptances(asked)
    chapters = [
        (gettext("Decision"), _decided(asked)),
        (gettext("Staffing per day and function"), _staffing(asked, staffing)),
        (gettext("Legal basis of guards"), _legal(asked, staffing)),
        (gettext("Command"), _command(asked)),
        (gettext("Gaps that are left open"), _gaps(asked, staffing)),
        (gettext("Warnings that were accepted"), [blocks.text(_many(accepted))]),
    ]
    found = [block for title, inner in chapters for block in (blocks.heading(title, 2), *inner)]
    signed = [(gettext("Decided by"), asked.more.get("decided_by", "")), (gettext("Reported by"), asked.actor.name)]
    return [*found, blocks.signatures(signed), *_appendix(asked, accepted)]


def _decided(asked: Asked) -> list[Block]:
    event, days = asked.event, sorted({asked.event.operational_day(each.starts_at) for each in asked.shifts})
    people = db.select(db.func.count(Assignment.person_id.distinct())).join(Assignment.shift)
    people = people.where(Shift.event_id == event.id, Shift.dropped_at.is_(None), Assignment.removed_at.is_(None))
    said = gettext(
        "%(event)s is staffed as stated below: %(shifts)s shifts and %(people)s people, %(first)s – %(last)s.",
        event=event.name, shifts=len(asked.shifts), people=db.session.scalar(people),
        first=format_date(days[0], "d MMMM yyyy") if days else "…",
        last=format_date(days[-1], "d MMMM yyyy") if days else "…",
    )  # fmt: skip
    pairs = [
        (gettext("Reference"), asked.more.get("reference", "")),
        (gettext("Personal data"), label("legal_mode", event.legal_mode)),
    ]
    text = asked.more.get("text", "")
    return [blocks.text(said), *([blocks.text(text)] if text else []), blocks.facts(p for p in pairs if p[1])]


def _staffing(asked: Asked, staffing: dict[int, int]) -> list[Block]:
    found, whole = sums(asked.event, asked.shifts, staffing), Sum()
    for shift in asked.shifts:
        whole.add(shift, staffing.get(shift.id, 0))
    groups = [
        group(
            str(format_date(day, "EEEE d MMMM yyyy")),
            [[label("function", each), *part.cells] for each, part in sorted(parts.items())],
            _counted(parts.values()),
        )
        for day, parts in sorted(found.items())
    ]
    heads = [
        gettext("Function"), gettext("Shifts"), gettext("Needed"), gettext("Filled"), gettext("Missing"),
        gettext("Hours needed"), gettext("Hours assigned"),
    ]  # fmt: skip
    total = [gettext("In all"), *whole.cells]
    return [rota(heads, [3, 1, 1, 1, 1, 1.4, 1.4], groups, numbers=(1, 2, 3, 4, 5, 6), total=total)]


def _counted(parts: Iterable[Sum]) -> str:
    known = list(parts)
    filled, needed = sum(each.filled for each in known), sum(each.needed for each in known)
    return str(gettext("%(filled)s of %(needed)s", filled=filled, needed=needed))


def _legal(asked: Asked, staffing: dict[int, int]) -> list[Block]:
    """What each deployment of guards rests on (R13), and whether it holds."""
    found: dict[tuple[Any, str], list[Shift]] = defaultdict(list)
    for shift in asked.shifts:
        if shift.function is Function.GUARD:
            found[shift.legal_basis, shift.legal_reference or ""].append(shift)
    if not found:
        return [blocks.text(gettext("No guards are deployed."))]
    known = grounds(asked.event)
    rows = [
        [
            label("legal_basis", basis) if basis else gettext("none stated"), reference,
            ", ".join(sorted({each.where for each in some}, key=natural)), str(len(some)),
            str(sum(staffing.get(each.id, 0) for each in some)), _holds(asked, known, reference, some),
        ]
        for (basis, reference), some in found.items()
    ]  # fmt: skip
    heads = (
        gettext("Basis"), gettext("Reference"), gettext("Posts"), gettext("Shifts"), gettext("Guards"),
        gettext("In the plan"),
    )  # fmt: skip
    return [blocks.table(heads, rows, (3, 4, 3, 1, 1, 3))]


def _holds(asked: Asked, known: Any, reference: str, some: Sequence[Shift]) -> str:
    ground = ground_of(reference, known)
    if ground is None:
        return str(gettext("not found in the plan"))
    refusal = ground.objection(sorted({asked.event.local(each.starts_at).date() for each in some}))
    return str(gettext(refusal.message, **refusal.values) if refusal else gettext("granted, covers the days"))


def _command(asked: Asked) -> list[Block]:
    """Who leads, as far as who takes it out may know."""
    reading = Reading(asked.event, seen(plan_of(asked.event, asked.actor).data(), asked.actor))
    rows = [
        [
            command.name(reading, each), command.watch(reading, each), each["holder"] or gettext("vacant"),
            each["deputy"] or "", each["call_sign"] or "",
        ]
        for each in command.of_role(reading, *LEADING)
    ]  # fmt: skip
    heads = (
        gettext("Position"), gettext("Watch"), gettext("Holder"), gettext("Deputy"), gettext("Call sign"),
    )  # fmt: skip
    return [blocks.table(heads, rows, (4, 2, 3, 3, 2)) if rows else blocks.text(gettext("The plan names no command."))]


def leader(asked: Asked) -> str:
    """Who holds the post of the event commander, if one person does."""
    reading = Reading(asked.event, seen(plan_of(asked.event, asked.actor).data(), asked.actor))
    return command.leading(reading)


def _acceptances(asked: Asked) -> Sequence[Acceptance]:
    query = db.select(Acceptance).join(Acceptance.assignment).join(Assignment.shift)
    query = query.where(Shift.event_id == asked.event.id, Shift.dropped_at.is_(None), Assignment.removed_at.is_(None))
    loaded = db.contains_eager(Acceptance.assignment)
    query = query.options(loaded.contains_eager(Assignment.shift).joinedload(Shift.place))
    query = query.options(loaded.joinedload(Assignment.person)).order_by(Shift.starts_at, Shift.id, Acceptance.id)
    return db.session.scalars(query).unique().all()


def _many(accepted: Sequence[Acceptance]) -> str:
    if not accepted:
        return str(gettext("None."))
    people = len({each.assignment.person_id for each in accepted})
    return str(
        gettext(
            "%(warnings)s, for %(people)s people: the appendix says who accepted what, and why.",
            warnings=len(accepted), people=people,
        )
    )  # fmt: skip


def _appendix(asked: Asked, accepted: Sequence[Acceptance]) -> list[Block]:
    """Who accepted which warning, and why; the same warning of a shift is told once with all whom it is about."""
    if not accepted:
        return []
    told: dict[tuple[str, str], dict[tuple[int, str], list[Acceptance]]] = defaultdict(lambda: defaultdict(list))
    for each in accepted:
        told[each.accepted_by, each.reason][each.assignment.shift_id, _worded(each)].append(each)
    groups = [
        group(
            gettext("%(name)s: %(reason)s", name=name, reason=reason),
            [_warning(asked, some) for some in alike.values()],
            str(sum(map(len, alike.values()))),
        )
        for (name, reason), alike in told.items()
    ]
    heads = [gettext("Shift"), gettext("Warning"), gettext("Persons"), gettext("Accepted at")]
    title = gettext("Appendix: warnings that were accepted")
    return [blocks.page(), blocks.heading(title, 2), rota(heads, [2.6, 3.2, 3.4, 1.7], groups)]


def _warning(asked: Asked, some: Sequence[Acceptance]) -> list[Any]:
    shift, wall = some[0].assignment.shift, partial(stamp, event=asked.event)
    names = [[each.assignment.person.name, asked.sign(each.assignment)] for each in some]
    when = f"{shift.where} {asked.day_of(shift, 'EEE d MMM')}\n{asked.hours_of(shift)}"
    return [when, _worded(some[0]), {"names": names, "lack": ""}, wall(min(each.accepted_at for each in some))]


def _worded(acceptance: Acceptance) -> str:
    warning = accepted_as(acceptance)
    return str(gettext(warning.message, **warning.values))


def _gaps(asked: Asked, staffing: dict[int, int]) -> list[Block]:
    open_ = [(shift, shift.needed - staffing.get(shift.id, 0)) for shift in asked.shifts]
    rows = [
        [
            asked.day_of(shift), asked.hours_of(shift), f"{shift.where} {shift.name}",
            label("function", shift.function), str(missing),
        ]
        for shift, missing in open_
        if missing > 0
    ]  # fmt: skip
    heads = (
        gettext("Day"), gettext("Times"), gettext("Post"), gettext("Function"), gettext("Missing"),
    )  # fmt: skip
    return [blocks.table(heads, rows, (3, 3, 4, 2, 1)) if rows else blocks.text(gettext("None."))]
