"""The list that the police and an organisation both see, cut to the organisation's own people."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import queries
from ..actions import guards as actions
from ..duty import crew
from ..forms.guards import NotifyForm
from ..guards import Guards, directives, guards, untaken
from ..models import Function
from ..watches import beside, chosen, watches
from .door import Page, bp
from .guards import NUMBER, directive_of, noted


@bp.get("/roster/company")
@requires(Permission.ROSTER_OWN)
def company(event: Event) -> Page:
    """Our own people of a watch, and of our guards whether the police were notified."""
    return _page(event)


@bp.post("/roster/company/notify")
@requires(Permission.ROSTER_OWN)
def notify_own(event: Event) -> Page:
    """Note a notification of our own guards' duty, or of its end."""
    form = NotifyForm(prefix="notify")
    watch = chosen(watches(queries.shifts(event)), request.values.get("watch"), clock.now())
    if attempted(form, lambda: noted(event, form, watch, own_organisation())):
        return redirect(url_for("roster.company", watch=watch.key if watch else None))
    return _page(event, form)


@bp.post(f"/roster/company/directives/{NUMBER}/receipts")
@requires(Permission.ROSTER_OWN)
def take_own_directive(event: Event, number: int) -> Page:
    """Note that one of our own guards has taken a directive in."""
    known, own = directive_of(event, number), directives(event, organisation=own_organisation())
    meant = {person.id: person for told in own if told.directive is known for person, _ in told.people}
    person = meant.get(request.form.get("person", type=int) or 0) or abort(404)
    actions.take_directive(event, g.actor, known, person)
    return redirect(url_for("roster.company", _anchor="directives"))


def own_organisation() -> int:
    """The id of the organisation that the caller acts for."""
    return int(g.membership.partner.organisation_id)


def _page(event: Event, form: NotifyForm | None = None) -> Page:
    own, now = own_organisation(), clock.now()
    mine = {each.shift_id for each in crew(queries.shifts(event), organisation=own)}
    known = watches(shift for shift in queries.shifts(event) if shift.id in mine)
    watch = chosen(known, request.values.get("watch"), now)
    found = guards(event, watch, organisation=own) if watch else Guards([], [])
    others = [
        each
        for each in crew(watch.shifts if watch else [], organisation=own)
        if each.shift.function is not Function.GUARD
    ]
    form = form or NotifyForm(prefix="notify", formdata=None)
    told: dict[str, Any] = {"watch": watch, "around": beside(known, watch) if watch else [], "found": found}
    told |= {"form": form, "told": directives(event, organisation=own), "own": True, "others": others}
    told["untaken"] = untaken(told["told"])
    return render_template("roster/company.html", event=event, **told), 422 if form.errors else 200
