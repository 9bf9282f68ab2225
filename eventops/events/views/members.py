"""The page of the partners and of those who act for them, and as whom one acts oneself."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...errors import N_, Refused
from ...extensions import db
from ...forms import attempted
from ...people.models import Account, Organisation
from ...words import options
from .. import actions, queries
from ..forms import MemberForm, PartnerForm
from ..models import Event, Partner
from .door import Page, bp, found


@bp.route("/<event>/members", methods=["GET", "POST"])
@requires(Permission.MEMBERS_MANAGE)
def members(event: Event) -> Page:
    """The partners in the event and who acts for them; POST gives somebody a role."""
    form = _member_form(event)
    if attempted(form, lambda: _grant(event, form)):
        flash(_("%(who)s has the role now.", who=form.account.data), "success")
        return redirect(url_for("events.members"))
    return _members(event, member=form)


def _grant(event: Event, form: MemberForm) -> None:
    email = (form.account.data or "").strip().casefold()
    account = db.session.scalars(db.select(Account).filter_by(email=email)).first()
    if account is None:
        raise Refused(N_("No account has that address. An administrator can add it."), field="account")
    actions.grant(event, g.actor, account, _partner_of(event, account, form.partner.data), form.role.data)


def _partner_of(event: Event, account: Account, chosen: int) -> Partner:
    """The partner that was chosen, or that the account's own organisation is."""
    if chosen:
        return db.session.get_one(Partner, chosen)
    own = [each for each in queries.partners(event) if each.organisation_id == account.organisation_id]
    if not own:
        raise Refused(
            N_("%(who)s is of no organisation that takes part. Choose whom to act for."),
            field="partner",
            who=account.name,
        )
    return own[0]


def _member_form(event: Event, **shown: Any) -> MemberForm:
    form = MemberForm(prefix="member", **shown)
    form.partner.choices = options([
        (0, _("Their own organisation")), *((each.id, each.name) for each in queries.partners(event))
    ])  # fmt: skip
    return form


def _partner_form(event: Event, **shown: Any) -> PartnerForm:
    form = PartnerForm(prefix="partner", **shown)
    form.organisation.choices = options([(each.id, each.name) for each in queries.outsiders(event)])
    return form


def _members(event: Event, member: FlaskForm | None = None, partner: FlaskForm | None = None) -> Page:
    member, partner = member or _member_form(event, formdata=None), partner or _partner_form(event, formdata=None)
    told = {"partners": queries.partners(event), "members": queries.members(event), "known": queries.colleagues(event)}
    forms = {"member_form": member, "partner_form": partner}
    return render_template("events/members.html", event=event, **forms, **told), 422 if _wrong(member, partner) else 200


def _wrong(*forms: FlaskForm) -> bool:
    return any(form.errors for form in forms)


@bp.post("/<event>/members/<int:number>/revoke")
@requires(Permission.MEMBERS_MANAGE)
def revoke(event: Event, number: int) -> Response:
    """Take a role from somebody; their open screens close."""
    member = found(queries.member(event, number))
    actions.revoke(event, g.actor, member)
    flash(_("%(who)s no longer has the role.", who=member.account.name), "success")
    return redirect(url_for("events.members"))


@bp.post("/<event>/members/partners")
@requires(Permission.EVENT_EDIT)
def add_partner(event: Event) -> Page:
    """Bring an organisation in."""
    form = _partner_form(event)
    if attempted(form, lambda: _add_partner(event, form)):
        flash(_("The partner is added. Give its coordinator a role."), "success")
        return redirect(url_for("events.members"))
    return _members(event, partner=form)


def _add_partner(event: Event, form: PartnerForm) -> None:
    organisation = db.session.get_one(Organisation, form.organisation.data)
    actions.add_partner(event, g.actor, organisation, name=form.name.data, is_lead=form.is_lead.data)


@bp.route("/<event>/acting", methods=["GET", "POST"])
@requires(Permission.EVENT_READ)
def acting(event: Event) -> Page:
    """Choose in which of one's roles one acts here."""
    held = queries.held(event, g.actor.account_id)
    chosen = next((each.id for each in held if each.id == request.form.get("membership", type=int)), None)
    if request.method == "POST" and chosen is not None:
        session["acting"] = {**session.get("acting", {}), event.slug: chosen}
        return redirect(url_for("overview.front", event=event.slug))
    told = {"event": event, "held": held, "wrong": request.method == "POST"}
    return render_template("events/acting.html", **told), 422 if told["wrong"] else 200
