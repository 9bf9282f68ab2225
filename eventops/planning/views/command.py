"""What the command section draws beside its parts: the reporting lines, the sectors' chiefs, and whether it holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext, ngettext

from ...events.models import Event
from .. import command
from ..forms.command import LIAISONS, ROLES
from ..models import CommandPost, Watch
from ..queries import Plan

SHOWN = 4  # findings of one rule; more are counted

Spans = Sequence[tuple[Watch | None, command.Node]]


class Finding(NamedTuple):
    """One thing that holds or does not, in words, and the rule that asks for it."""

    good: bool
    text: str
    rule: str = ""


def drawn(event: Event, plan: Plan) -> dict[str, Any]:
    """What the section's template needs."""
    watches, posts = plan.parts["watches"], plan.parts["commands"]
    trees = [(watch, command.tree(posts, watch)) for watch in watches or [None]]
    cover = command.cover(plan.sectors, watches, posts)
    spans = [(watch, node) for watch, nodes in trees for node in command.wide_or_narrow(nodes)]
    found = [*_chiefs(cover), *_handovers(event, watches), *_spans(spans, posts), *_guards(posts), *_intent(plan)]
    return {
        "trees": trees, "roles": ROLES, "cover": cover, "post_name": post_name,
        "findings": found if watches or posts else [],
    }  # fmt: skip


def post_name(said: Mapping[str, Any]) -> str:
    """What a post is called by what is said of it, such as "Sector chief A"."""
    liaison = f": {LIAISONS[said['liaison']]}" if said["liaison"] else ""
    return " ".join(str(each) for each in (ROLES[said["role"]], said["sector"], said["guard_group"]) if each) + liaison


def _chiefs(cover: Sequence[command.Cover]) -> Iterator[Finding]:
    gaps = sum(each.gap for each in cover)
    if gaps:
        yield Finding(False, ngettext(
            "%(num)s sector and watch without a named chief", "%(num)s sectors and watches without a named chief", gaps,
        ), "R73")  # fmt: skip
    elif cover:
        yield Finding(True, gettext("Every sector has a named chief on every watch"), "R73")


def _handovers(event: Event, watches: Sequence[Watch]) -> Iterator[Finding]:
    shorts: dict[tuple[int, int, int], list[command.Short]] = {}
    for short in command.short_handovers(event, watches):
        shorts.setdefault((short.turn.watch.number, short.following.watch.number, short.minutes), []).append(short)
    for first, *more in shorts.values():
        also = f" ({gettext('and %(number)s more', number=len(more))})" if more else ""
        yield Finding(False, _short(first) + also, "R41")
    if watches and not shorts:
        minutes = command.reference()["handover"]["minutes"]
        text = gettext("Each watch stands at least %(minutes)s min together with the next", minutes=minutes)
        yield Finding(True, text, "R41")


def _short(short: command.Short) -> str:
    turn, following = short.turn, short.following
    told: dict[str, Any] = {"watch": turn.watch.name, "next": following.watch.name, "day": following.day}
    if short.minutes < 0:
        told["minutes"] = -short.minutes
        return str(gettext("Nobody is on watch for %(minutes)s min between %(watch)s and %(next)s on %(day)s", **told))
    told |= {"minutes": short.minutes, "wanted": short.wanted}
    return str(gettext("%(watch)s ends %(minutes)s min into %(next)s on %(day)s; %(wanted)s min are wanted", **told))


def _spans(spans: Spans, posts: Sequence[CommandPost]) -> Iterator[Finding]:
    rule = command.reference()["span"]
    said = {key: rule[key] for key in ("fewest", "most", "norm")}
    limits = gettext("Reporting to one: %(fewest)s–%(most)s, best %(norm)s", **said)
    for watch, node in spans[:SHOWN]:
        who = ", ".join(each for each in (post_name(node.post.said()), node.post.holder, watch and watch.name) if each)
        text = ngettext("%(num)s reports to %(who)s", "%(num)s report to %(who)s", len(node.under), who=who)
        yield Finding(False, text, limits)
    if left := len(spans[SHOWN:]):
        yield Finding(False, ngettext(
            "%(num)s more post outside the span of control", "%(num)s more posts outside the span of control", left,
        ), limits)  # fmt: skip
    if posts and not spans:
        yield Finding(True, gettext("As many report to each who leads as one can lead"), limits)


def _guards(posts: Sequence[CommandPost]) -> Iterator[Finding]:
    groups = {post.guard_group for post in posts if post.guard_group}
    if groups:
        yield Finding(True, ngettext(
            "%(num)s guard group, led by a named police officer",
            "%(num)s guard groups, each led by a named police officer", len(groups),
        ))  # fmt: skip


def _intent(plan: Plan) -> Iterator[Finding]:
    said = any(intent.start_criteria and intent.end_criteria for intent in plan.parts["intents"])
    if said:
        yield Finding(True, gettext("It is said when the special organisation begins and ends"), "R72")
    else:
        yield Finding(False, gettext("Say in the intent when the special organisation begins and ends"), "R72")
