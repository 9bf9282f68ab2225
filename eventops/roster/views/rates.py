"""What an hour costs in the event, by organisation and function, with its source (R72)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event
from ...people.models import Organisation
from .. import queries
from ..actions.rate import Paid, Price, set_rates
from ..actions.rate import rates as standing
from ..models import Function
from ..outputs.hours import ledger
from .door import Page, bp


@bp.get("/roster/rates")
@requires(Permission.ROSTER_EDIT)
def rates(event: Event) -> Page:
    """The rates of everybody on the roster, and which are missing."""
    known = {f"{each.organisation_id}-{each.function}": each for each in standing(event)}
    shown = {key: f"{each.per_hour:f}".removesuffix(".00") for key, each in known.items()}
    return _page(event, shown | {f"{key}-source": each.source or "" for key, each in known.items()}, {})


@bp.post("/roster/rates")
@requires(Permission.ROSTER_EDIT)
def set_rates_of(event: Event) -> Any:
    """Say what hours cost."""
    shown = {key: text.strip() for key, text in request.form.items() if key[:1].isdigit()}
    try:
        changed = set_rates(event, g.actor, {paid: _price(shown, paid) for paid, _ in _paid(event)})
    except Refused as refusal:
        return _page(event, shown, {refusal.field or "": said(refusal)})
    flash(ngettext("One rate is another now.", "%(num)s rates are others now.", changed))
    return redirect(url_for("roster.hours"))


def _price(shown: dict[str, str], paid: Paid) -> Price:
    key = f"{paid[0]}-{paid[1]}"
    text = "".join(shown.get(key, "").split()).replace(",", ".")
    try:
        number = Decimal(text) if text else None
    except InvalidOperation as error:
        raise Refused(N_("Write a number."), field=key) from error
    if number is not None and not number.is_finite():
        raise Refused(N_("Write a number."), field=key)
    return Price(number, shown.get(f"{key}-source", "")[:300])


def _paid(event: Event) -> list[tuple[Paid, Organisation]]:
    """Everybody whose hours are counted, or who has a rate already, by organisation."""
    found = {
        (row.organisation.id, row.function): row.organisation
        for row in ledger(event, queries.shifts(event), clock.now()).rows
    }
    found |= {(each.organisation_id, each.function): each.organisation for each in standing(event)}
    return sorted(found.items(), key=lambda each: (each[1].name.casefold(), list(Function).index(each[0][1])))


def _page(event: Event, shown: dict[str, str], wrong: dict[str, str]) -> Page:
    rows = [(f"{paid[0]}-{paid[1]}", organisation, paid[1]) for paid, organisation in _paid(event)]
    told = {"rows": rows, "shown": shown, "wrong": wrong}
    return render_template("roster/rates.html", event=event, **told), 422 if wrong else 200
