"""The entry line: what it is understood to say while it is written, and saving it."""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...words import current_language, label
from .. import actions, queries
from ..actions import AHEAD, MAX_TEXT
from ..forms import LineForm
from ..limits import limits
from ..models import Entry, Incident
from ..shorthand import Chip, Understood, understand
from ..vocabulary import alike, completions, moment, vocabulary
from .door import bp

AFTERWARDS = timedelta(minutes=1)  # a line that waited longer for contact than this was entered afterwards
OFFLINE = "offline"  # why it was: the code of it (words.LABELS["late"])
PAPER = "paper"  # it stood on a sheet while the log was away


@bp.get("/live/understood")
@requires(Permission.LOG_WRITE)
def understood(event: Event) -> str:
    """What a line says so far, what its last word could become, and which incidents it may be about: a fragment."""
    line = request.args.get("line", "")[:MAX_TEXT]
    known = vocabulary(event, g.actor, current_language())
    told = understand(line, known)
    open_ones = queries.open_incidents(event, g.actor)
    at = moment(event, told, clock.now(), AHEAD)
    return render_template(
        "log/_understood.html", event=event, chips=_chips(event, told, known.categories, at),
        completions=completions(line, known, open_ones, current_language()), alike=alike(event, g.actor, told),
        late=at is not None and at < clock.now() - limits(event).lateness,
    )  # fmt: skip


@bp.post("/live/line")
@requires(Permission.LOG_WRITE)
def write_line(event: Event) -> Any:
    """Save an entry line; asked for JSON, says what was saved or what is wrong, field by field."""
    form = LineForm()
    wrong = {} if form.validate() else {name or "line": str(errors[0]) for name, errors in form.errors.items()}
    saved: Incident | Entry | None = None
    if not wrong:
        try:
            saved = _write(event, form)
        except Refused as refusal:
            wrong = {_field(refusal): said(refusal)}
    if request.accept_mimetypes.best == "application/json":
        return _answer(saved, wrong)
    if wrong:
        return render_template("log/line.html", event=event, line_form=form, wrong=wrong), 422
    flash(gettext("It is in the log."))
    return redirect(url_for(".live"))


def _write(event: Event, form: LineForm) -> Incident | Entry:
    now = clock.now()
    told = understand(form.line.data or "", vocabulary(event, g.actor, current_language()))
    written = min(form.written_at.moment() or now, now)
    waited = now - written > AFTERWARDS
    at = moment(event, told, written, AHEAD) or (written if waited else None)
    told.text = told.text or _unnamed(told)
    return actions.write_entry_line(
        event, g.actor, told, client_id=form.client_id.data or "", at=at, incident=_about(event, told),
        late_because=form.late_because.data or _away(form, waited),
    )  # fmt: skip


def _away(form: LineForm, waited: bool) -> str | None:
    """Why it was not written at once, if the log was away: the code of it."""
    if form.from_paper.data:
        return PAPER
    return OFFLINE if waited else None


def _unnamed(told: Understood) -> str:
    """What an incident is called about which nothing was said but its category."""
    found = next((each for each in queries.categories() if each.code == told.category), None)
    return found.name(current_language()) if found else ""


def _about(event: Event, told: Understood) -> Incident | None:
    if told.incident is None:
        return None
    found = queries.incident(event, g.actor, told.incident)
    if found is None:
        raise Refused(actions.NO_INCIDENT, field="line", number=told.incident)
    return found


def _field(refusal: Refused) -> str:
    return "late_because" if refusal.field == "late_because" else "line"


def _answer(saved: Incident | Entry | None, wrong: dict[str, str]) -> tuple[Response, int]:
    if saved is None:
        return jsonify(errors=wrong), 422
    number = saved.incident.number if isinstance(saved, Entry) and saved.incident else None
    return jsonify(
        saved={"type": "entry" if isinstance(saved, Entry) else "incident", "number": saved.number, "incident": number}
    ), 201


def _chips(event: Event, told: Understood, categories: Any, at: datetime | None) -> list[Chip]:
    chips = [
        Chip("incident", f"#{told.incident}" if told.incident else ""),
        Chip("category", f"{told.category} {categories[told.category]}" if told.category else ""),
        Chip("kind", label("entry_kind", told.kind) if told.kind else ""),
        Chip("time", _when(event, at) if at else ""),
        Chip("priority", label("priority", told.priority) if told.priority else "", _homeless(told)),
        Chip("sector", (told.sector or "") if told.opens else ""),
        Chip("place", told.spot.name if told.spot else ""),
        Chip("reporter", told.reporter or ""),
        Chip("receiver", told.receiver or ""),
        Chip("channel", told.channel or ""),
        Chip("audience", label("audience", told.audience) if told.audience else ""),
        Chip("quoted", gettext("in their words") if told.quoted else ""),
        *(Chip("unit", sign, _wanting(event, told, sign)) for sign in told.units),
        *(Chip("unit", sign, str(gettext("no such unit"))) for sign in told.unknown),
    ]
    return [chip for chip in chips if chip.text]


def _when(event: Event, at: datetime) -> str:
    """The time that is meant, with its day unless that is today's."""
    local, today = event.local(at), event.local(clock.now()).date()
    return local.strftime("%H:%M") if local.date() == today else local.strftime("%Y-%m-%d %H:%M")


def _homeless(told: Understood) -> str:
    return str(gettext("needs a category or an incident")) if told.alone else ""


def _wanting(event: Event, told: Understood, sign: str) -> str:
    """What is to be known before a unit is sent: that it needs an incident, or which one it leaves."""
    if told.alone:
        return _homeless(told)
    left = [each.incident for each in actions.at_work(event, sign) if each.incident.number != told.incident]
    return ", ".join(gettext("leaves #%(number)s", number=each.number) for each in left if g.actor.hears(each.audience))
