"""What is wrong with the permits, conditions, certificates and licensed areas of a plan, rule by rule (R1-R7)."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any, NamedTuple

from .. import clock
from ..errors import N_
from ..events.models import Event
from .calculators import Verdict
from .checklist import limits
from .models import Asset, Condition, LicensedArea, Permit
from .models.asset import AssetKind
from .models.permit import PermitState
from .queries import Plan

POLICE_PERMITS = ("gathering", "public_event", "land_use")  # on a public place: not against the municipality's no
RED, AMBER = Verdict.RED, Verdict.AMBER


class Finding(NamedTuple):
    """One thing that is wrong: how badly, by which rule, with which part, in words with `values`."""

    verdict: Verdict
    rule: str
    plural: str
    number: int
    text: str
    values: dict[str, Any] = {}


class Days(NamedTuple):
    """Today, and the first and last day of the event, all on its own calendar."""

    today: date
    first: date
    last: date


def days_of(event: Event) -> Days | None:
    """The days that permits are judged against; none for an event without days."""
    dates = [day.date for day in event.days]
    return Days(event.local(clock.now()).date(), min(dates), max(dates)) if dates else None


def findings(plan: Plan) -> list[Finding]:
    """What is wrong, the reds first."""
    days = days_of(plan.event)
    found = [
        *(each for part in plan.parts["permits"] for each in (_permit(part, days) if days else ())),
        *_opinion(plan.parts["permits"]),
        *(each for part in plan.parts["conditions"] for each in _condition(part)),
        *(each for part in plan.parts["assets"] for each in _asset(part, days)),
        *(each for part in plan.parts["licensed_areas"] for each in _licensed(part)),
    ]
    return sorted(found, key=lambda each: each.verdict is not RED)


def _permit(permit: Permit, days: Days) -> Iterator[Finding]:
    """R1: applied for in time; and valid through the event."""
    where = (permit.PLURAL, permit.number)
    left = (permit.apply_by(days.first) - days.today).days
    if permit.open and left < 0:
        yield Finding(RED, "R1", *where, N_("Not applied for; it was to be done %(days)s days ago."), {"days": -left})
    elif permit.open and left <= limits()["soon_days"]:
        yield Finding(AMBER, "R1", *where, N_("To be applied for within %(days)s days."), {"days": left})
    if permit.state == PermitState.REFUSED:
        yield Finding(RED, "R1", *where, N_("It was refused."))
    if permit.state == PermitState.GRANTED and not _covers(permit, days):
        yield Finding(RED, "R1", *where, N_("It is not valid through all days of the event."))


def _covers(permit: Permit, days: Days) -> bool:
    begins, ends = permit.valid_from or days.first, permit.valid_to or days.last
    return begins <= days.first and ends >= days.last


def _opinion(permits: Iterable[Permit]) -> Iterator[Finding]:
    """R2: no permit on a public place against the municipality's no."""
    permits = list(permits)
    if not any(each.kind == "opinion" and each.state == PermitState.REFUSED for each in permits):
        return
    for each in permits:
        if each.kind in POLICE_PERMITS and each.state not in (PermitState.REFUSED, PermitState.NOT_NEEDED):
            yield Finding(RED, "R2", each.PLURAL, each.number, N_("The municipality has said no to it."))


def _condition(condition: Condition) -> Iterator[Finding]:
    """R3: each condition is checked, and a breach is red."""
    rule, where = condition.rule or "R3", (condition.PLURAL, condition.number)
    told = {
        "breached": Finding(RED, rule, *where, N_("The condition was broken.")),
        "changed": Finding(AMBER, rule, *where, N_("Changed since it was checked.")),
        "unchecked": Finding(AMBER, rule, *where, N_("Not checked yet.")),
    }
    if condition.state in told:
        yield told[condition.state]


def _asset(asset: Asset, days: Days | None) -> Iterator[Finding]:
    """R4: a certificate that outlasts the event. R5b: LPG above its limits has a permit and a responsible person."""
    where = (asset.PLURAL, asset.number)
    if _certified(asset):
        if asset.valid_to is None:
            yield Finding(RED, "R4", *where, N_("It has no certificate."))
        elif days and not asset.outlasts(days.last):
            told = {"expires": asset.valid_to.isoformat(), "last": days.last.isoformat()}
            yield Finding(RED, "R4", *where, N_("The certificate expires %(expires)s, the event ends %(last)s."), told)
    if asset.kind == AssetKind.LPG:
        yield from _lpg(asset)


def _certified(asset: Asset) -> bool:
    """Whether it needs a certificate: rides always, tents for more than 150, others where one is said."""
    if asset.kind == AssetKind.TENT:
        return (asset.persons or 0) > int(limits()["tent_persons"])
    return asset.kind in (AssetKind.RIDE, AssetKind.STRUCTURE) or asset.valid_to is not None


def _lpg(asset: Asset) -> Iterator[Finding]:
    most = limits()["lpg_indoors" if asset.indoors else "lpg_outdoors"]
    if (asset.litres or 0) > most and asset.permit is None:
        text = N_("More than %(most)s litres need a permit.")
        yield Finding(AMBER, "R5b", asset.PLURAL, asset.number, text, {"most": most})
    if not asset.responsible:
        yield Finding(AMBER, "R5b", asset.PLURAL, asset.number, N_("Nobody answers for the gas by name."))


def _licensed(area: LicensedArea) -> Iterator[Finding]:
    """R7: a permit, a delimited area, hours as usual, cleared in time, and somebody responsible the whole time."""
    where, usual = (area.PLURAL, area.number), limits()
    for begins, ends in area.gaps():
        told = {"from": _clock(begins), "to": _clock(ends)}
        yield Finding(RED, "R7", *where, N_("Nobody is responsible %(from)s–%(to)s."), told)
    if area.permit is None:
        yield Finding(RED, "R7", *where, N_("No permit is named."))
    if not area.place:
        yield Finding(AMBER, "R7", *where, N_("The area is not drawn."))
    if not _usual_hours(area):
        told = {"from": usual["serving_from"], "to": usual["serving_to"]}
        text = N_("Serves outside %(from)s–%(to)s, which the municipality must have decided.")
        yield Finding(AMBER, "R7", *where, text, told)
    if area.clear_minutes > usual["clear_minutes"]:
        text = N_("To be cleared within %(most)s minutes.")
        yield Finding(RED, "R7", *where, text, {"most": usual["clear_minutes"]})


def _usual_hours(area: LicensedArea) -> bool:
    usual = LicensedArea(
        opens=time.fromisoformat(limits()["serving_from"]), closes=time.fromisoformat(limits()["serving_to"])
    )
    return area.span[0] >= usual.span[0] and area.span[1] <= usual.span[1]


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
