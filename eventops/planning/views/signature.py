"""Signing a version: how each partner stands to it, and the page where one's own is signed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event, Partner
from ...extensions import db
from ...forms import attempted
from .. import actions, queries
from ..forms import FORMS
from ..forms.partner_link import SignForm
from ..models import PARTS, PlanVersion
from ..signing import Standing, may_sign, share, standing_of, standings
from ..spoken import facts, name_of, spoken, turned
from .door import bp

Page = str | Response | tuple[str, int]


@bp.route("/plan/versions/<int(max=2147483647):number>/signature", methods=["GET", "POST"])
@requires(Permission.PLAN_CONTRIBUTE)
def signature(event: Event, number: int) -> Page:
    """The caller's own partner's parts of a version, and signing them."""
    version, partner = queries.version(event, number) or abort(404), own_partner(event)
    if not may_sign(g.actor, partner):
        abort(403)
    form = SignForm(prefix="sign")
    if signed(form, event, partner, version):
        return redirect(url_for("planning.version", number=number, _anchor="signatures"))
    told = to_sign(event, version, partner, form)
    return render_template("planning/signature.html", event=event, **told), 422 if form.errors else 200


def own_partner(event: Event) -> Partner:
    """The partner that the caller acts for."""
    found: Partner = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=g.actor.partner)).one()
    return found


def signed(form: SignForm, event: Event, partner: Partner, version: PlanVersion) -> bool:
    """Whether the form was sent and its version is signed."""
    act: Callable[[], Any] = lambda: actions.sign(event, g.actor, partner, version, form.note.data)  # noqa: E731
    if not attempted(form, act):
        return False
    flash(gettext("Signed for %(partner)s.", partner=partner.name), "success")
    return True


def to_sign(event: Event, version: PlanVersion, partner: Partner, form: FlaskForm) -> dict[str, Any]:
    """What a page needs that shows a partner's parts of a version."""
    return {
        "version": version, "partner": partner, "sign_form": form, "share": share(version.plan, partner),
        "standing": standing_of(event, version, g.actor, partner.slug), "forms": FORMS,
        "facts": partial(facts, whole=True), "spoken": spoken,
        "titles": {plural: kind.TITLE for plural, kind in PARTS.items()}, "turned": turned, "name_of": name_of,
    }  # fmt: skip


@bp.app_template_global()
def signing_of(event: Event, version: PlanVersion) -> list[Standing]:
    """How each partner stands to a version, as far as the caller may know."""
    return standings(event, version, g.actor)


@bp.app_template_global()
def signs_for(standing: Standing) -> bool:
    """Whether the caller may sign for a partner that has something to sign and has not."""
    return standing.state in ("again", "never") and may_sign(g.actor, standing.partner)
