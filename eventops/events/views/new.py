"""The pages where an event is made."""

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _

from ...access import requires_admin
from ...extensions import db
from ...forms import attempted
from ...people import queries as people
from ...people.models import Account, Organisation
from ...words import options
from .. import actions, queries
from ..forms import EventForm
from ..models import Event
from ..scope import office_actor
from .door import Page, bp, found, page


@bp.route("/new", methods=["GET", "POST"])
@requires_admin
def new() -> Page:
    """Make an event."""
    form = EventForm(data={"lead": g.caller.organisation_id or 0, "commander": g.caller.id})
    known = [(each.id, each.name) for each in people.organisations()]
    form.lead.choices = options(known if g.caller.organisation_id else [(0, _("Choose an organisation")), *known])
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
