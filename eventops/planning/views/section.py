"""A section of the plan: its parts as a readable document, each edited in its own place."""

from collections.abc import Callable
from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...errors import N_
from ...events.models import Event
from ...forms import attempted
from ...words import author
from .. import actions, editions, queries
from ..actions import Meanwhile, may_write
from ..forms import FORMS, DropForm, PartForm
from ..models import PARTS, Part
from ..proposals import SOURCES
from ..sections import HELD, SECTIONS, Section, section_of
from ..spoken import facts, label_of, name_of, spoken
from . import drawings
from .door import bp

THEIRS = N_("%(who)s has meanwhile written: %(text)s. Save again to keep yours.")
Page = str | Response | tuple[str, int]


@bp.get("/plan/<section>")
@requires(Permission.PLAN_READ)
def section(event: Event, section: str) -> Page:
    """A section as it is now; a kind of part by its name is shown where it stands."""
    if section in HELD and section not in SECTIONS:
        return redirect(url_for("planning.section", section=section_of(section).name, _anchor=section))
    return document(event, SECTIONS.get(section) or abort(404))


@bp.route("/plan/<plural>/new", methods=["GET", "POST"])
@requires(Permission.PLAN_CONTRIBUTE)
def new_part(event: Event, plural: str) -> Page:
    """Write a new part; the address may say what is known of it already."""
    kind = _by_hand(plural)
    if not (g.actor.may(Permission.PLAN_EDIT) or FORMS[plural].OPEN):
        abort(403)
    form = FORMS[plural]()
    if request.method == "GET":
        form.begin(request.args)
    act = lambda: actions.add(event, g.actor, kind, form.said(), form.client_id.data)  # noqa: E731
    return _written(event, plural, form, "new", act)


@bp.route("/plan/<plural>/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.PLAN_CONTRIBUTE)
def part(event: Event, plural: str, number: int) -> Page:
    """Say something else of a part."""
    known = _part(event, plural, number, gone=request.method == "POST")
    form = FORMS[plural](known)
    act = lambda: actions.edit(event, g.actor, known, form.said(), form.seen())  # noqa: E731
    page = _written(event, plural, form, str(number), lambda: or_show_both(form, known, act))
    return page if known.dropped_at is None else _once_more(event, plural, form)


@bp.post("/plan/<plural>/<int(max=2147483647):number>/drop")
@requires(Permission.PLAN_CONTRIBUTE)
def drop_part(event: Event, plural: str, number: int) -> Page:
    """Take a part out of the plan."""
    known, form = _part(event, plural, number, gone=True), DropForm(prefix="drop")
    act = lambda: actions.drop(event, g.actor, known, form.reason.data or "", form.revision.data)  # noqa: E731
    if attempted(form, act):
        return redirect(url_for("planning.section", section=section_of(plural).name, _anchor=plural))
    return document(event, section_of(plural), FORMS[plural](known, formdata=None), f"{plural}-{number}", form)


def document(
    event: Event,
    section: Section,
    form: FlaskForm | None = None,
    editing: str = "",
    drop: FlaskForm | None = None,
    acting: tuple[str, FlaskForm] | None = None,
) -> Page:
    """A section's page, with `form` in the place of what is being edited ("risks-3", "risks-new").

    `acting` is the form of an act and the place of the part that it is about.
    """
    now = queries.plan_of(event, g.actor)
    told = {
        "plan": now, "section": section, "sections": list(SECTIONS.values()), "form": form, "editing": editing,
        "drop_form": drop or DropForm(formdata=None, prefix="drop"), "forms": FORMS, "facts": facts,
        "missing": now.missing(), "spoken": spoken, "label_of": label_of, "may_write": may_write,
        "history": queries.history, "acting": acting or ("", None), "came_from": editions.came_from(event, g.actor),
        "edition_names": _edition_names(event), "what_was": what_was, **drawings.drawn(section.name, event, now),
    }  # fmt: skip
    wrong = any(each and each.errors for each in (form, drop, acting and acting[1]))
    template = section.template
    return render_template(f"planning/{template}.html", event=event, **told), 422 if wrong else 200


def what_was(kind: str) -> str:
    """What one of the things is called that ideas come from."""
    return str(SOURCES[kind].name) if kind in SOURCES else name_of(kind)


def _edition_names(event: Event) -> dict[str, str]:
    """What the earlier editions are called that the caller is a member of, by slug."""
    return {each.slug: each.edition or each.name for each in editions.earlier(event, g.actor.account_id)}


def _written(event: Event, plural: str, form: PartForm, which: str, act: Callable[[], Any]) -> Page:
    section, place = section_of(plural), f"{plural}-{which}"
    if attempted(form, act):
        return redirect(url_for("planning.section", section=section.name, _anchor=plural if which == "new" else place))
    return document(event, section, form, place)


def _once_more(event: Event, plural: str, form: PartForm) -> Page:
    """What was typed for a part that somebody has taken out, to be written as a new one."""
    page = make_response(document(event, section_of(plural), form, f"{plural}-new"))
    page.headers.update({"HX-Retarget": f"#{plural}", "HX-Reselect": f"#{plural}", "HX-Reswap": "outerHTML"})
    return page


def or_show_both(
    form: PartForm, part: Part, act: Callable[[], Any], words: Callable[[str, str, Any], str] = spoken
) -> None:
    """Do it; beside a field that somebody else has meanwhile written, say what, so that a second save decides."""
    try:
        act()
    except Meanwhile as meanwhile:
        for name, theirs in meanwhile.fields.items():
            text = words(part.PLURAL, name, theirs) or gettext("nothing")
            told = gettext(THEIRS, who=author(meanwhile.who), text=text)
            form[name].errors = [*form[name].errors, told]
        form.remember(part)
        raise


def _by_hand(plural: str) -> type[Part]:
    return PARTS[plural] if plural in PARTS and FORMS[plural].BY_HAND else abort(404)


def _part(event: Event, plural: str, number: int, *, gone: bool = False) -> Part:
    kind = _by_hand(plural)
    found: Part = queries.numbered(kind, event, g.actor, number, gone=gone) or abort(404)
    return found if may_write(g.actor, found) else abort(403)
