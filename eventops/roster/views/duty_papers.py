"""What is taken out of the guards' list and the roll-call, on the record: duty reports, badges, times worked."""

import io
from functools import partial
from typing import Any

from flask import Response, abort, current_app, g, request, send_file
from flask_babel import gettext

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...formats import Column, csv_file
from ...sheets import write_beside
from ...words import current_language, label, stamp
from .. import queries
from ..actions.output import export_output
from ..duty import crew
from ..guards import guards
from ..papers import badge_sheet, duty_reports
from ..roll_call import Worked, people_of, times
from ..watches import chosen, watches
from .company import own_organisation
from .door import bp
from .guards import NUMBER

KINDS = {
    "pdf": "application/pdf", "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@bp.post(f"/roster/assignments/{NUMBER}/duty-report.pdf")
@requires(Permission.ROSTER_READ)
def duty_report(event: Event, number: int) -> Response:
    """The duty report of a guard and a watch (R17), as a form."""
    return _reports(event, {number}, None)


@bp.post("/roster/duty-reports.pdf")
@requires(Permission.ROSTER_READ)
def all_duty_reports(event: Event) -> Response:
    """The duty reports of all guards of a watch."""
    return _reports(event, None, None)


@bp.post(f"/roster/company/assignments/{NUMBER}/duty-report.pdf")
@requires(Permission.ROSTER_OWN)
def own_duty_report(event: Event, number: int) -> Response:
    """The duty report of one of our own guards."""
    return _reports(event, {number}, own_organisation())


def _reports(event: Event, numbers: set[int] | None, organisation: int | None) -> Response:
    known = watches(queries.shifts(event))
    if numbers is not None:
        assignment = queries.assignment(event, min(numbers)) or abort(404)
        watch = next((each for each in known if assignment.shift in each.shifts), None)
    else:
        watch = chosen(known, request.args.get("watch"), clock.now())
    found = guards(event, watch, organisation=organisation).rows if watch else []
    rows = [each for each in found if numbers is None or each.assignment.id in numbers]
    if not rows:
        abort(404)
    whose = f"assignment/{min(numbers)}" if numbers else watch.key if watch else ""
    return _file(event, "duty_report", "pdf", duty_reports(event, rows, _language()), whose)


@bp.post("/roster/badges.pdf")
@requires(Permission.ROSTER_CALL)
def badges(event: Event) -> Response:
    """Badges with codes to scan, of everybody on the roster, or of one watch."""
    shifts = queries.shifts(event)
    watch = chosen(watches(shifts), request.args.get("watch"), clock.now()) if request.args.get("watch") else None
    people = people_of(crew(watch.shifts if watch else shifts)) or abort(404)
    made = badge_sheet(event, people, current_app.secret_key, _language())
    return _file(event, "badges", "pdf", made, watch.key if watch else "")


@bp.post("/roster/times.csv")
@requires(Permission.ROSTER_CALL)
def times_csv(event: Event) -> Response:
    """What everybody worked so far, by the roll-call, else as planned."""
    return _file(event, "times", "csv", b"".join(csv_file(_columns(), _times(event))))


@bp.post("/roster/times.xlsx")
@requires(Permission.ROSTER_CALL)
def times_xlsx(event: Event) -> Response:
    """The same as a workbook."""
    what = gettext("Times worked")
    return _file(event, "times", "xlsx", write_beside(f"{event.name} {what}", what, _columns(), _times(event)))


def _times(event: Event) -> list[dict[str, Any]]:
    return [_row(event, each) for each in times(event, queries.shifts(event), clock.now())]


def _columns() -> list[Column]:
    heads = {
        "name": (gettext("Name"), 26), "organisation": (gettext("Organisation"), 24),
        "function": (gettext("Function"), 18), "call_sign": (gettext("Call sign"), 10), "post": (gettext("Post"), 10),
        "planned.starts": (gettext("Planned from"), 17), "planned.ends": (gettext("Planned until"), 17),
        "worked.starts": (gettext("Worked from"), 17), "worked.ends": (gettext("Worked until"), 17),
        "hours": (gettext("Hours"), 8), "basis": (gettext("By"), 12), "presence": (gettext("State"), 14),
    }  # fmt: skip
    return [Column(key, str(heading), width) for key, (heading, width) in heads.items()]


def _row(event: Event, each: Worked) -> dict[str, Any]:
    assignment, shift = each.assignment, each.assignment.shift
    wall = partial(stamp, event=event)
    return {
        "name": assignment.person.name, "organisation": assignment.person.organisation.name,
        "function": label("function", shift.function), "call_sign": assignment.call_sign, "post": shift.where,
        "planned": {"starts": wall(shift.starts_at), "ends": wall(shift.ends_at)},
        "worked": {"starts": wall(each.starts_at), "ends": wall(each.ends_at)}, "hours": each.hours,
        "basis": gettext("roll-call") if each.noted else gettext("plan"),
        "presence": label("presence", assignment.presence) if assignment.standing else None,
    }  # fmt: skip


def _file(event: Event, output: str, ending: str, content: bytes, whose: str = "") -> Response:
    export_output(event, g.actor, content, output=output, ending=ending, language=_language(), whose=whose)
    name = f"{event.slug}-{output.replace('_', '-')}.{ending}"
    response = send_file(io.BytesIO(content), KINDS[ending], as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _language() -> str:
    asked = request.args.get("language")
    return asked if asked in ("sv", "en") else current_language()
