"""Whether a plan can be published: what R73 asks of it, as checks that are green or red.

Source: domain rule R73, "plan completeness before approve". A red check can be let stand by the commander, by name and
with a reason; that holds as long as the check finds the same.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..errors import N_
from ..events.models import EventKind
from . import permits
from .bands import band, to_be_accepted
from .calculators.exits import EXITS
from .calculators.first_aid import FIRST_AID
from .calculators.maurer import MAURER
from .calculators.presentations import PRESENTATIONS
from .command import cover
from .communications import gaps as unconnected
from .models import PostRole
from .models.card import Occasion
from .models.permit import PermitState
from .queries import Plan

GUARDS = "guards"  # the kind of permit that R13 asks for
MEDICAL = frozenset({PRESENTATIONS.name, MAURER.name, FIRST_AID.name})


class Check(NamedTuple):
    """One thing R73 asks: how it stands, in words with `values`, and the section of the plan where it is put right."""

    code: str
    good: bool
    text: str
    section: str
    values: dict[str, int] = {}


Ask = Callable[[Plan], Check | None]


def checks(plan: Plan) -> list[Check]:
    """What R73 asks of this plan, in the order of the plan; what does not concern such an event is left out."""
    asked: Iterable[Ask] = ALWAYS if plan.event.kind is EventKind.PROGRAMME else (*ALWAYS, *AT_EVENTS)
    return [check for ask in asked if (check := ask(plan))]


def reds(plan: Plan) -> list[Check]:
    """The checks that stand red and that nobody has accepted."""
    accepted = {each.check_code: each.found for each in plan.parts["deviations"]}
    return [check for check in checks(plan) if not check.good and accepted.get(check.code) != check.values]


def accepted(plan: Plan) -> dict[str, Any]:
    """The deviations that hold, by the code of their check."""
    found = {check.code: check.values for check in checks(plan) if not check.good}
    return {each.check_code: each for each in plan.parts["deviations"] if found.get(each.check_code) == each.found}


def _objectives(plan: Plan) -> Check:
    parts = plan.parts["objectives"]
    loose = sum(not (part.indicator and part.target) for part in parts)
    values = {"count": len(parts), "left": loose}
    if not parts:
        return Check("objectives", False, N_("The plan has no objective"), "objectives")
    if loose == len(parts):
        return Check("objectives", False, N_("No objective has an indicator and a target"), "objectives", values)
    return Check("objectives", True, N_("Objectives: %(count)s, of them %(left)s not measurable"), "objectives", values)


def _risks(plan: Plan) -> Check:
    parts = plan.parts["risks"]
    if not parts:
        return Check("risks", False, N_("No risk is judged"), "risks")
    left = sum(band(*risk.remaining) in to_be_accepted() and not risk.accepted_by for risk in parts)
    values = {"count": len(parts), "left": left}
    if left:
        return Check("risks", False, N_("Red risks that nobody has accepted: %(left)s"), "risks", values)
    return Check("risks", True, N_("Risks: %(count)s, every red one accepted"), "risks", values)


def _intent(plan: Plan) -> Check:
    if not plan.parts["intents"]:
        return Check("intent", False, N_("The commander's intent is not written"), "command")
    return Check("intent", True, N_("The commander's intent is written"), "command")


def _chiefs(plan: Plan) -> Check:
    found = cover(plan.sectors, plan.parts["watches"], plan.parts["commands"])
    values = {"count": len(found), "left": sum(each.gap for each in found)}
    if not found:
        return Check("chiefs", False, N_("There are no sectors, so nobody leads one"), "command")
    if values["left"]:
        message = N_("Sectors and watches without a chief: %(left)s of %(count)s")
        return Check("chiefs", False, message, "command", values)
    return Check("chiefs", True, N_("Sectors and watches: %(count)s, all with a chief"), "command", values)


def _guards(plan: Plan) -> Check | None:
    groups = sum(post.role is PostRole.GUARD_LEAD for post in plan.parts["commands"])
    based = any(permit.kind == GUARDS and permit.state == PermitState.GRANTED for permit in plan.parts["permits"])
    if not groups:
        return None
    if not based:
        return Check("guards", False, N_("The guards have no legal basis: no permit, no condition"), "permits")
    return Check("guards", True, N_("The guards have their legal basis"), "permits")


def _communications(plan: Plan) -> Check:
    channels = plan.parts["channels"]
    values = {"count": len(channels), "left": len(list(unconnected(channels, plan.parts["call_signs"])))}
    if not channels:
        return Check("communications", False, N_("There is no communications plan"), "communications")
    if values["left"]:
        message = N_("Communications: %(left)s channels or call signs lead nowhere")
        return Check("communications", False, message, "communications", values)
    return Check("communications", True, N_("Channels: %(count)s, all with a fallback"), "communications", values)


def _reckoned(code: str, names: frozenset[str], missing: str, there: str) -> Ask:
    def ask(plan: Plan) -> Check:
        accepted = any(each.calculator in names for each in plan.parts["calculations"])
        return Check(code, accepted, there if accepted else missing, "calculations")

    return ask


def _contacts(plan: Plan) -> Check:
    reached = {role.partner for role in plan.parts["partner_roles"] if role.coordinator and role.always_phone}
    left = sum(partner.slug not in reached for partner in plan.partners)
    values = {"count": len(plan.partners), "left": left}
    if left:
        message = N_("Partners without a coordinator or a number that is always answered: %(left)s of %(count)s")
        return Check("contacts", False, message, "partners", values)
    return Check("contacts", True, N_("Every partner can be reached at any hour"), "partners", values)


def _evacuation(plan: Plan) -> Check:
    said = any(intent.evacuation for intent in plan.parts["intents"])
    if said or any(card.occasion == Occasion.EVACUATION for card in plan.parts["cards"]):
        return Check("evacuation", True, N_("It is said who decides on evacuation"), "cards")
    return Check("evacuation", False, N_("Nobody is said to decide on evacuation"), "cards")


def _briefings(plan: Plan) -> Check:
    watches = plan.parts["watches"]
    left = sum(not watch.briefed_at for watch in watches)
    values = {"count": len(watches), "left": left}
    if not watches:
        return Check("briefings", False, N_("There are no watches, so nobody is briefed"), "command")
    if left:
        return Check("briefings", False, N_("Watches without an hour for the briefing: %(left)s"), "command", values)
    return Check("briefings", True, N_("Watches: %(count)s, all with an hour for the briefing"), "command", values)


def _weather(plan: Plan) -> Check:
    said = any(intent.weather for intent in plan.parts["intents"])
    if said or any(card.occasion in (Occasion.WIND, Occasion.HEAT) for card in plan.parts["cards"]):
        return Check("weather", True, N_("It is said at what weather what is done"), "cards")
    return Check("weather", False, N_("No weather triggers anything"), "cards")


def _permits(plan: Plan) -> Check:
    if not plan.parts["permits"]:
        return Check("permits", False, N_("No permit is written down, not even as not needed"), "permits")
    left = sum(finding.verdict is permits.RED for finding in permits.findings(plan))
    if left:
        return Check("permits", False, N_("Permits and conditions: %(left)s stand red"), "permits", {"left": left})
    return Check("permits", True, N_("No permit or condition stands red"), "permits")


_medical = _reckoned(
    "medical", MEDICAL, N_("No medical need is worked out and accepted"), N_("The medical need is accepted by name")
)
_exits = _reckoned(
    "exits",
    frozenset({EXITS.name}),
    N_("The exits are not worked out and accepted"),
    N_("The exits are accepted by name"),
)

ALWAYS: tuple[Ask, ...] = (_objectives, _risks)
AT_EVENTS: tuple[Ask, ...] = (
    _intent, _chiefs, _guards, _communications, _medical, _exits, _contacts, _evacuation, _briefings, _weather,
    _permits,
)  # fmt: skip
