"""Planning the next edition from this one, and fetching parts from an earlier one."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...access import Actor, Permission, requires
from ...events.models import Event, Phase
from ...events.scope import elsewhere
from ...forms import attempted
from .. import actions, editions, queries
from ..forms import FORMS, NextEditionForm
from ..forms.copying import ChoiceForm, all_of, what_is_empty
from ..models import Copying
from ..sections import SECTIONS, section_of
from ..spoken import label_of
from .door import bp

Page = str | Response | tuple[str, int]


@bp.route("/plan/next", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def next_edition(event: Event) -> Page:
    """Make the next edition of this event, with what comes along."""
    given, made = editions.offer(event, g.actor), list[Copying]()
    form = NextEditionForm(data=all_of(given, editions.suggestion(event), event.name))
    form.fits(event)
    form.offer(given, _names())

    def make() -> None:
        chosen = form.choice(everybody=form.everybody.data)
        made.append(actions.next_edition(event, g.actor, form.next(), chosen, form.client_id.data))

    if attempted(form, make):
        return redirect(url_for("planning.copied", event=made[0].event.slug, number=made[0].number))
    return _page("next", event, form, given)


@bp.route("/plan/fetch", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def fetch(event: Event) -> Page:
    """Bring parts of an earlier edition into this plan."""
    known = [each for each in editions.earlier(event, g.actor.account_id) if _there(each.slug)]
    if not known or event.phase is Phase.CLOSED:
        return _page("fetch", event, None, None, known=known)
    source, there = _there(request.args.get("from", known[0].slug)) or abort(404)
    if source not in known:
        abort(404)
    given, made = editions.offer(source, there, event), list[Copying]()
    form = ChoiceForm(data=what_is_empty(given))
    form.offer(given, _names())
    act = lambda: made.append(actions.fetch(event, g.actor, source, there, form.choice(), form.client_id.data))  # noqa: E731
    if attempted(form, act):
        return redirect(url_for("planning.copied", number=made[0].number))
    return _page("fetch", event, form, given, known=known)


@bp.get("/plan/copies/<int(max=2147483647):number>")
@requires(Permission.PLAN_EDIT)
def copied(event: Event, number: int) -> str:
    """What came along at once, and what did not and why."""
    known = editions.copying(event, number) or abort(404)
    told: dict[str, Any] = {"copying": known, "source": _there(known.source), "left": _by_reason(known.came["left"])}
    told |= {"forms": FORMS, "label_of": label_of, "section_of": section_of}
    return render_template("planning/copied.html", event=event, **_frame(event), **told)


def _there(slug: str) -> tuple[Event, Actor] | None:
    """An edition that the caller may read the plan of, and what the caller is in it."""
    found = elsewhere(slug)
    return found if found and found[1].may(Permission.PLAN_READ) else None


def _by_reason(left: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in left:
        found.setdefault((each["why"], each["kind"]), []).append(each)
    return found


def _names() -> dict[str, Any]:
    return {plural: form.NAMES for plural, form in FORMS.items()}


def _page(template: str, event: Event, form: Any, given: editions.Offer | None, **more: Any) -> Page:
    told = {"form": form, "given": given, "groups": _groups(given), **_frame(event), **more}
    return render_template(f"planning/{template}.html", event=event, **told), 422 if form and form.errors else 200


def _groups(given: editions.Offer | None) -> list[tuple[Any, list[str]]]:
    """The kinds that an edition has parts of, by section."""
    there = given.parts if given else {}
    sections = [(section.title, [kind for kind in section.kinds if kind in there]) for section in SECTIONS.values()]
    return [(title, kinds) for title, kinds in sections if kinds]


def _frame(event: Event) -> dict[str, Any]:
    now = queries.plan_of(event, g.actor)
    return {"plan": now, "sections": list(SECTIONS.values()), "missing": now.missing()}
