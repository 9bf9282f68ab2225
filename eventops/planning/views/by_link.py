"""The pages that a partner's link opens: its own role and duties, and its signature; without an account."""

from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import public
from ...events.models import Event, Partner
from ...extensions import db
from ...forms import attempted
from .. import actions, queries
from ..forms import FORMS, DropForm, PartForm
from ..forms.partner_link import NameForm, SignForm
from ..links import actor_of, opened
from ..models import PARTS, Part, PartnerLink
from ..signing import may_sign
from ..spoken import facts, label_of, spoken
from .section import or_show_both
from .signature import signed, to_sign

bp = Blueprint("by_link", __name__, url_prefix="/partner-links/<token>")
WRITTEN = ("partner_roles", "duties")  # what may be read and written by link, of the own partner only
Page = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def admit(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let in who has a link that is good: `link` for its token, and the caller is its partner. Others get 404."""
    if values is None:
        return
    token = values.pop("token")
    link = opened(current_app.secret_key, token) or abort(404)
    partners = db.session.scalars(db.select(Partner).filter_by(event_id=link.event_id)).all()
    g.token, g.event = token, link.event
    g.partner_names = lambda: {each.slug: each.name for each in partners}
    g.partner = next((each for each in partners if each.slug == link.partner), None) or abort(404)
    g.actor = actor_of(g.partner, _name(link))
    values["link"] = link


@bp.url_defaults
def keep(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses made on these pages stay within the link."""
    if "token" in g:
        values.setdefault("token", g.token)


@bp.route("", methods=["GET", "POST"])
@public
def front(link: PartnerLink) -> Page:
    """What the partner may read and write; before that, who it is."""
    form = NameForm(prefix="link")
    if attempted(form, lambda: actions.use_link(link.event, link, g.partner, form.name.data or "")):
        session["by_link"] = {**session.get("by_link", {}), str(link.id): " ".join((form.name.data or "").split())}
        return redirect(url_for("by_link.front"))
    if not _name(link):
        return _entrance(link, form)
    return _document(link)


@bp.route("/<plural>/new", methods=["GET", "POST"])
@public
def new_part(link: PartnerLink, plural: str) -> Page:
    """Write a role or a duty."""
    kind, form = _kind(link, plural), FORMS[plural]()
    if attempted(form, lambda: actions.add(link.event, g.actor, kind, form.said(), form.client_id.data)):
        return redirect(url_for("by_link.front", _anchor=plural))
    return _document(link, form, f"{plural}-new")


@bp.route("/<plural>/<int(max=2147483647):number>", methods=["GET", "POST"])
@public
def part(link: PartnerLink, plural: str, number: int) -> Page:
    """Say something else of a role or a duty."""
    known = _part(link, plural, number, gone=request.method == "POST")
    form = FORMS[plural](known)
    act = lambda: actions.edit(link.event, g.actor, known, form.said(), form.seen())  # noqa: E731
    if attempted(form, lambda: or_show_both(form, known, act)):
        return redirect(url_for("by_link.front", _anchor=f"{plural}-{number}"))
    return _document(link, form, f"{plural}-{'new' if known.dropped_at else number}")


@bp.post("/<plural>/<int(max=2147483647):number>/drop")
@public
def drop_part(link: PartnerLink, plural: str, number: int) -> Page:
    """Take a role or a duty out of the plan."""
    known, form = _part(link, plural, number), DropForm(prefix="drop")
    if attempted(form, lambda: actions.drop(link.event, g.actor, known, form.reason.data or "", form.revision.data)):
        return redirect(url_for("by_link.front", _anchor=plural))
    return _document(link, FORMS[plural](known, formdata=None), f"{plural}-{number}", form)


@bp.post("/versions/<int(max=2147483647):number>/signature")
@public
def sign(link: PartnerLink, number: int) -> Page:
    """Sign the partner's parts of the version that was shown."""
    version = (queries.version(link.event, number) if _name(link) else None) or abort(404)
    form = SignForm(prefix="sign")
    if signed(form, link.event, g.partner, version):
        return redirect(url_for("by_link.front", _anchor="signature"))
    return _document(link, signing=form)


def _name(link: PartnerLink) -> str:
    return str(session.get("by_link", {}).get(str(link.id), ""))


def _kind(link: PartnerLink, plural: str) -> type[Part]:
    return PARTS[plural] if plural in WRITTEN and _name(link) else abort(404)


def _part(link: PartnerLink, plural: str, number: int, *, gone: bool = False) -> Part:
    found: Part | None = queries.numbered(_kind(link, plural), link.event, g.actor, number, gone=gone)
    return found if found is not None and found.owned_by == link.partner else abort(404)


def _entrance(link: PartnerLink, form: FlaskForm) -> Page:
    page = render_template("planning/link_name.html", link=link, event=link.event, partner=g.partner, form=form)
    return page, 422 if form.errors else 200


def _document(
    link: PartnerLink, form: PartForm | None = None, editing: str = "", drop: FlaskForm | None = None,
    signing: FlaskForm | None = None,
) -> Page:  # fmt: skip
    event: Event = link.event
    version = next(iter(queries.versions(event)), None)
    signing = signing or SignForm(formdata=None, prefix="sign")
    told = {
        "link": link, "partner": g.partner, "form": form, "editing": editing, "facts": facts, "spoken": spoken,
        "label_of": label_of, "forms": FORMS, "may_sign": may_sign(g.actor, g.partner),
        "drop_form": drop or DropForm(formdata=None, prefix="drop"),
        "parts": {plural: _own(link, plural) for plural in WRITTEN},
        **(to_sign(event, version, g.partner, signing) if version else {"version": None}),
    }  # fmt: skip
    wrong = any(each is not None and each.errors for each in (form, drop, signing))
    return render_template("planning/link.html", event=event, **told), 422 if wrong else 200


def _own(link: PartnerLink, plural: str) -> list[Any]:
    found = db.session.scalars(queries.visible(PARTS[plural], link.event, g.actor))
    return [each for each in found if each.owned_by == link.partner]
