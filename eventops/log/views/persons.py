"""The compartment of persons: opened by a reason that is on the record first, added to, erased, put on the record."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Response, g, make_response, redirect, request, send_file, url_for

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import interventions
from ..actions import person as actions
from ..intervention_forms import EraseForm, PersonForm
from ..intervention_paper import record_of
from ..models import Intervention, InterventionPerson
from .door import bp
from .interventions import NUMBER, Page, intervention_page, known_intervention, open_form


@bp.post(f"/interventions/{NUMBER}/persons")
@requires(Permission.INTERVENTION_WRITE)
def note_person(event: Event, number: int) -> Page:
    """Keep something of a person; what is kept of others stays closed."""
    taken, form = known_intervention(event, number), PersonForm()
    if attempted(form, lambda: actions.note_person(event, g.actor, taken, _said(form))):
        return redirect(url_for(".intervention", number=number, _anchor="persons"))
    return intervention_page(event, taken, person_form=form), 422


def _said(form: PersonForm) -> actions.PersonSaid:
    return actions.PersonSaid(
        form.person_role.data, form.name.data, form.born.data, form.person_reference.data, form.description.data
    )


@bp.post(f"/interventions/{NUMBER}/persons/open")
@requires(Permission.PERSON_OPEN)
def open_persons(event: Event, number: int) -> Any:
    """Open what is kept of persons: on the record first, then shown, on the page or on paper."""
    taken, form, made = known_intervention(event, number), open_form(), []
    told = {"reason": form.reason.data or "", "text": form.text.data or ""}
    if not attempted(form, lambda: made.append(actions.open_persons(event, g.actor, taken, **told))):
        return intervention_page(event, taken, open_form=form), 422
    persons = interventions.persons_of(taken)
    if request.form.get("show") == "paper":
        return _paper(event, taken, persons)
    shown = make_response(intervention_page(event, taken, persons=persons, opening=made[0]))
    shown.headers["Cache-Control"] = "no-store"
    return shown


@bp.post(f"/interventions/{NUMBER}/erase")
@requires(Permission.LOG_ERASE)
def erase_persons(event: Event, number: int) -> Page:
    """Erase who it was and every free text, on a legal ground."""
    taken, form = known_intervention(event, number), EraseForm()
    if attempted(form, lambda: actions.erase_persons(event, g.actor, taken, ground=form.ground.data or "")):
        return redirect(url_for(".intervention", number=number))
    return intervention_page(event, taken, erase_form=form), 422


@bp.get(f"/interventions/{NUMBER}/record.pdf")
@requires(Permission.INTERVENTION_WRITE)
def intervention_record(event: Event, number: int) -> Response:
    """The record as a form (R17, R30), with room for who it was."""
    return _paper(event, known_intervention(event, number), ())


def _paper(event: Event, taken: Intervention, persons: Sequence[InterventionPerson]) -> Response:
    asked = request.args.get("language")
    language = asked if asked in ("sv", "en") else current_language()
    made = io.BytesIO(record_of(event, taken, persons, language))
    name = f"{event.slug}-intervention-{taken.number}.pdf"
    response = send_file(made, "application/pdf", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
