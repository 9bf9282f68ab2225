"""The links of partners without account: who has one, making one, ending one."""

from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...errors import N_, Refused
from ...events.models import Event, Partner
from ...events.queries import partners
from ...extensions import db
from ...forms import attempted
from ...words import options
from .. import actions
from ..forms.partner_link import LinkForm
from ..models import PartnerLink
from .door import bp

Page = str | Response | tuple[str, int]


@bp.route("/plan/links", methods=["GET", "POST"])
@requires(Permission.MEMBERS_MANAGE)
def links(event: Event) -> Page:
    """The links that were made; POST makes one, and its address is shown this once."""
    form, made = _form(event), []
    if attempted(form, lambda: made.append(_make(event, form))):
        return _page(event, _form(event, formdata=None), made[0])
    return _page(event, form)


@bp.post("/plan/links/<int(max=2147483647):number>/revoke")
@requires(Permission.MEMBERS_MANAGE)
def revoke_link(event: Event, number: int) -> Response:
    """End a link; whoever has it open can do nothing more with it."""
    link = db.session.scalars(db.select(PartnerLink).filter_by(event_id=event.id, number=number)).first()
    actions.revoke_link(event, g.actor, link or abort(404))
    flash(gettext("The link is ended."), "success")
    return redirect(url_for("planning.links"))


def _make(event: Event, form: LinkForm) -> tuple[str, PartnerLink]:
    wanted = db.select(Partner).filter_by(event_id=event.id, slug=form.partner.data)
    partner = db.session.scalars(wanted).first()
    if partner is None:
        raise Refused(N_("Choose a partner"), field="partner")
    said = (form.recipient.data or "", form.days.data or 0, current_app.secret_key)
    return actions.make_link(event, g.actor, partner, *said)


def _form(event: Event, **more: Any) -> LinkForm:
    form = LinkForm(prefix="link", **more)
    without_police = [(each.slug, each.name) for each in partners(event) if not each.inner]
    form.partner.choices = options([("", gettext("Choose a partner")), *without_police])
    return form


def _page(event: Event, form: LinkForm, made: tuple[str, PartnerLink] | None = None) -> Page:
    query = db.select(PartnerLink).filter_by(event_id=event.id).order_by(PartnerLink.number.desc())
    told = {"links": db.session.scalars(query).all(), "form": form, "made": made, "names": g.partner_names()}
    page = render_template("planning/links.html", event=event, moment=clock.now(), **told)
    return page, 422 if form.errors else 200
