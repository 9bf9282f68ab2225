"""The pages of an event's frame: making it, its settings, partners, members and places, and as whom one acts."""

from typing import Any, TypeVar

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ..access import Permission, requires, requires_admin
from ..errors import N_, Refused
from ..extensions import db
from ..forms import attempted
from ..people import queries as people
from ..people.models import Account, Organisation
from ..words import options
from . import actions, queries
from .forms import (
    DayForm,
    EventForm,
    FrameForm,
    MemberForm,
    PartnerForm,
    PlaceForm,
    shown_day,
    shown_place,
)
from .models import Event, EventDay, Partner
from .scope import event_blueprint, office_actor

bp = event_blueprint("events", __name__, prefix="/events")
Page = str | Response | tuple[str, int]
Row = TypeVar("Row")


def found(row: Row | None) -> Row:
    """The row, or 404."""
    if row is None:
        abort(404)
    return row


def page(template: str, form: FlaskForm, **context: Any) -> Page:
    """A page with a form on it; 422 when something in the form is wrong."""
    return render_template(f"events/{template}.html", form=form, **context), 422 if form.errors else 200


# -- a new event --


@bp.route("/new", methods=["GET", "POST"])
@requires_admin
def new() -> Page:
    """Make an event."""
    form = EventForm(data={"lead": g.caller.organisation_id, "commander": g.caller.id})
    form.lead.choices = options([(each.id, each.name) for each in people.organisations()])
    accounts = [(each.id, f"{each.name} · {each.email}") for each in people.accounts() if each.active]
    form.commander.choices = options(accounts)
    if attempted(form, lambda: _create(form)):
        return redirect(url_for("events.created", slug=_slug(form)))
    return page("new", form, series=queries.series())


def _create(form: EventForm) -> Event:
    name = (form.series.data or "").strip()
    return actions.create_event(
        office_actor(), form.frame(), slug=_slug(form), days=form.days(),
        series=(actions.slug_of(name), name) if name else None,
        lead=db.session.get_one(Organisation, form.lead.data),
        commander=db.session.get_one(Account, form.commander.data),
    )  # fmt: skip


def _slug(form: EventForm) -> str:
    return form.slug.data or actions.slug_of(form.name.data or "")


@bp.get("/new/<slug>")
@requires_admin
def created(slug: str) -> str:
    """What was made, and who goes on."""
    event = found(db.session.scalars(db.select(Event).filter_by(slug=slug)).first())
    return render_template("events/created.html", created=event, members=queries.members(event))


# -- settings and days --


@bp.route("/<event>/settings", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def settings(event: Event) -> Page:
    """What the event is."""
    form = FrameForm(obj=event)
    if attempted(form, lambda: actions.edit_event(event, g.actor, form.frame())):
        flash(_("Saved."), "success")
        return redirect(url_for("events.settings"))
    return _settings(event, form)


def _settings(event: Event, form: FlaskForm | None = None, day: FlaskForm | None = None, editing: int = 0) -> Page:
    form, day = form or FrameForm(formdata=None, obj=event), day or DayForm(formdata=None, prefix="day")
    wrong = bool(form.errors or day.errors)
    told = {"event": event, "form": form, "day_form": day, "editing": editing}
    return render_template("events/settings.html", **told), 422 if wrong else 200


@bp.post("/<event>/settings/days")
@requires(Permission.EVENT_EDIT)
def add_day(event: Event) -> Page:
    """Add a day."""
    form = DayForm(prefix="day")
    if attempted(form, lambda: actions.add_day(event, g.actor, form.day(event.zone))):
        flash(_("%(date)s is added.", date=form.date.data), "success")
        return redirect(url_for("events.settings", _anchor="days"))
    return _settings(event, day=form)


@bp.route("/<event>/settings/days/<int:number>", methods=["GET", "POST"])
@requires(Permission.EVENT_EDIT)
def edit_day(event: Event, number: int) -> Page:
    """Change a day's hours and expected visitors."""
    day = found(queries.day(event, number))
    form = DayForm(prefix="day", data=shown_day(event.zone, day))
    if attempted(form, lambda: _edit_day(event, day, form)):
        flash(_("Saved."), "success")
        return redirect(url_for("events.settings", _anchor="days"))
    return _settings(event, day=form, editing=day.id)


def _edit_day(event: Event, day: EventDay, form: DayForm) -> None:
    form.date.data = day.date
    actions.edit_day(event, g.actor, day, form.day(event.zone))


@bp.post("/<event>/settings/days/<int:number>/remove")
@requires(Permission.EVENT_EDIT)
def remove_day(event: Event, number: int) -> Response:
    """Take a day away."""
    actions.remove_day(event, g.actor, found(queries.day(event, number)))
    return redirect(url_for("events.settings", _anchor="days"))


# -- partners and members --


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
    actions.grant(event, g.actor, account, db.session.get_one(Partner, form.partner.data), form.role.data)


def _member_form(event: Event, **shown: Any) -> MemberForm:
    form = MemberForm(prefix="member", **shown)
    form.partner.choices = options([(each.id, each.name) for each in queries.partners(event)])
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


# -- places --


@bp.route("/<event>/places", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def places(event: Event) -> Page:
    """Sectors, posts and other places; POST adds one."""
    form = PlaceForm()
    if attempted(form, lambda: actions.add_place(event, g.actor, **form.place())):
        flash(_("%(code)s is added.", code=form.code.data), "success")
        return redirect(url_for("events.places"))
    return page("places", form, event=event, places=queries.places(event))


@bp.route("/<event>/places/<code>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def place(event: Event, code: str) -> Page:
    """Correct one place."""
    known = found(queries.place(event, code))
    form = PlaceForm(data=shown_place(known.kind, known.code, known.name, known.geometry))
    if attempted(form, lambda: actions.edit_place(event, g.actor, known, **form.place())):
        flash(_("Saved."), "success")
        return redirect(url_for("events.places"))
    return page("place", form, event=event, place=known)


# -- as whom one acts --


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
