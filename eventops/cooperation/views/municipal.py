"""Municipalities, and the picture and action plan that each keeps by L: 2023:196."""

from typing import Any

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from flask_wtf import FlaskForm

from ... import clock, files
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...personal import signs
from ...words import current_language, stamp
from .. import municipal as queries
from .. import municipal_acts as acts
from .. import municipal_paper as paper
from ..models import Municipality
from ..month_acts import LANGUAGES
from ..month_counts import municipalities as all_of
from ..month_report import kept
from ..municipal_forms import AdoptForm, MunicipalityForm, SectionForm
from .door import bp

Page = Any


@bp.get("/cooperation/municipalities")
@requires(Permission.COOPERATION_READ)
def municipalities(event: Event) -> Page:
    """The municipalities, and when the picture of each is due."""
    return _list(event, MunicipalityForm(formdata=None))


@bp.post("/cooperation/municipalities")
@requires(Permission.COOPERATION_LEAD)
def add_municipality(event: Event) -> Page:
    """Tell one more apart."""
    form = MunicipalityForm()
    if attempted(form, lambda: acts.add(event, g.actor, form.said(), form.client_id.data)):
        flash(gettext("Added. Reports tell it apart from now on."), "success")
        return redirect(url_for(".municipalities"))
    return _list(event, form)


@bp.route("/cooperation/municipalities/<int(max=2147483647):number>/edit", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def edit_municipality(event: Event, number: int) -> Page:
    """Say something else of one."""
    place = _place(event, number)
    form = MunicipalityForm(obj=place)
    if attempted(form, lambda: acts.edit(event, g.actor, place, form.said())):
        return redirect(url_for(".municipalities"))
    return _list(event, form, place)


@bp.post("/cooperation/municipalities/<int(max=2147483647):number>/remove")
@requires(Permission.COOPERATION_LEAD)
def remove_municipality(event: Event, number: int) -> Page:
    """Tell one apart no longer."""
    acts.remove(event, g.actor, _place(event, number))
    flash(gettext("Taken out. What it adopted is kept."), "success")
    return redirect(url_for(".municipalities"))


@bp.get("/cooperation/municipalities/<int(max=2147483647):number>")
@requires(Permission.COOPERATION_READ)
def municipality(event: Event, number: int) -> Page:
    """The picture and plan: what is written now for those who write it, what was adopted for all who cooperate."""
    return _page(event, _place(event, number))


@bp.post("/cooperation/municipalities/<int(max=2147483647):number>/sections/<code>")
@requires(Permission.COOPERATION_REPORT)
def write_section(event: Event, number: int, code: str) -> Page:
    """Write a section."""
    place, form = _place(event, number), SectionForm(prefix=code)
    if code not in {each["code"] for each in queries.reference()["section"]}:
        abort(404)
    if attempted(form, lambda: acts.write(event, g.actor, place, code, form.text.data or "", form.revision)):
        return redirect(url_for(".municipality", number=number, _anchor=f"section-{code}"))
    return _page(event, place, writing=(code, form))


@bp.post("/cooperation/municipalities/<int(max=2147483647):number>/adopt")
@requires(Permission.COOPERATION_REPORT)
def adopt_municipality(event: Event, number: int) -> Page:
    """Freeze the picture and plan as they were adopted, with their papers."""
    place, form = _place(event, number), AdoptForm(prefix="adopt")
    if attempted(form, lambda: _adopt(event, place, form.said())):
        flash(gettext("The version is kept as it was adopted."), "success")
        return redirect(url_for(".municipality", number=number, _anchor="versions"))
    return _page(event, place, adopting=form)


@bp.get("/cooperation/municipalities/<int(max=2147483647):number>/picture.pdf")
@requires(Permission.COOPERATION_READ)
def municipality_pdf(event: Event, number: int) -> Response:
    """A version as it was adopted (?version=2), or the draft for those who write it; ?language=en in that language."""
    place, asked = _place(event, number), request.args.get("language")
    language = asked if asked in LANGUAGES else current_language()
    name = f"{event.slug}-municipality-{number}-{language}.pdf"
    if which := request.args.get("version", type=int):
        found = queries.version(place, which) or abort(404)
        file = kept(event, found.topic, language) or abort(404)
        return _as_file(files.path_of(current_app.config["INSTANCE"], file.digest).read_bytes(), name)
    if not queries.may_write(g.actor, place):
        abort(404)
    with force_locale(language):
        status = gettext("Draft, not adopted")
    made = paper.paper(queries.content(event, place), language, _made(event), status)
    return _as_file(made, name)


def _adopt(event: Event, place: Municipality, said: acts.Adopted) -> None:
    told, config, papers = queries.content(event, place), current_app.config, {}
    for language in LANGUAGES if not queries.missing(told) else ():
        with force_locale(language):
            status = gettext("Adopted by %(body)s on %(day)s", body=said.body, day=said.on)
        made = paper.paper(told, language, _made(event), f"{status}. {said.reference}".rstrip(". "))
        name = f"{event.slug}-municipality-{place.number}-{language}.pdf"
        papers[language] = files.keep(config["INSTANCE"], name, made, most=config["ATTACHMENT_MAX_MB"] * 2**20)
    acts.adopt(event, g.actor, place, said, told, papers)


def _as_file(made: bytes, name: str) -> Response:
    head = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, mimetype="application/pdf", headers=head)


def _made(event: Event) -> str:
    return f"{stamp(clock.now(), event)} · {g.actor.name}"


def _list(event: Event, form: MunicipalityForm, editing: Municipality | None = None) -> Page:
    found = all_of(event)
    told = {"found": found, "form": form, "editing": editing, "due": queries.due,
            "leads": g.actor.may(Permission.COOPERATION_LEAD)}  # fmt: skip
    page = render_template("cooperation/municipalities.html", event=event, **told)
    return page, 422 if form.errors else 200


def _page(
    event: Event, place: Municipality, writing: tuple[str, FlaskForm | None] = ("", None),
    adopting: FlaskForm | None = None,
) -> Page:  # fmt: skip
    writes, held = queries.may_write(g.actor, place), queries.texts(place)
    told: dict[str, Any] = {
        "place": place, "writes": writes, "due": queries.due(place), "language": current_language(), "words": paper,
        "told": queries.content(event, place) if writes else None, "law": queries.reference(), "signs": signs,
        "left_out": queries.left_out(event, g.actor, place) if writes else 0, "writing": writing[0],
        "adopt_form": adopting or AdoptForm(formdata=None, prefix="adopt"), "texts": held,
        "form_of": lambda code: writing[1] if writing[0] == code else _section(code, held),
    }  # fmt: skip
    wrong = any(each and each.errors for each in (writing[1], adopting))
    return render_template("cooperation/municipality.html", event=event, **told), 422 if wrong else 200


def _section(code: str, held: dict[str, Any]) -> SectionForm:
    known = held.get(code)
    said = {"text": known.text, "seen": str(known.revision)} if known else {"seen": "0"}
    return SectionForm(formdata=None, prefix=code, data=said)


def _place(event: Event, number: int) -> Municipality:
    return queries.municipality(event, number) or abort(404)
