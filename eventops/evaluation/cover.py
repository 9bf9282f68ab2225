"""What stands on the front of an export: of what, by whom, for whom, as of when, and how to check it."""

from typing import Any

from flask_babel import gettext, ngettext

from ..access import Actor, Permission
from ..errors import N_
from ..events.models import Event
from ..words import current_language, label
from .export_models import EVALUATION, OWN_USE, Export
from .rows import Rows

USUAL = {OWN_USE: N_("own use"), EVALUATION: N_("evaluation")}
REGIONS = {"sv": "se", "en": "gb"}


def file_name(event: Event, export: Export, what: str = "log") -> str:
    """What the file is called, without its ending: slug-log-2027-06-18-2241."""
    return f"{event.slug}-{what}-{event.local(export.at):%Y-%m-%d-%H%M}"


def cover(event: Event, actor: Actor, export: Export, rows: Rows) -> dict[str, Any]:
    """The facts about an export as data, in the user's language; `records` is only for those who may audit."""
    made_at = event.local(export.at)
    return {
        "event": event.name, "slug": event.slug, "edition": event.edition, "exercise": event.exercise,
        "timezone": event.timezone, "export": export.number, "format": export.format,
        "made_at": made_at.isoformat(timespec="seconds"),
        "exporter": actor.name, "role": actor.role, "organisation": actor.organisation,
        "recipient": export.recipient, "purpose": export.purpose,
        "audience": audience(actor, rows), "days": days(export), "incidents": export.incidents, "lines": export.lines,
        "records": export.records if actor.may(Permission.AUDIT_READ) else None, "head": export.head,
    }  # fmt: skip


def audience(actor: Actor, rows: Rows) -> str:
    """For whom the export was made, in words."""
    if actor.everything:
        return str(gettext("The whole log, whoever its lines are addressed to."))
    heard = ", ".join(rows.audience(feed) for feed in actor.feeds) or gettext("nobody")
    told = gettext("Only what is addressed to: %(audiences)s. Other lines of the log are not here.", audiences=heard)
    return str(told)


def days(export: Export) -> str:
    """Which operational days it holds, in words."""
    if export.first == export.last is not None:
        return str(export.first)
    if export.first or export.last:
        return f"{export.first or '…'} – {export.last or '…'}"
    return str(gettext("All days"))


def said(words: str) -> str:
    """Recipient or purpose as somebody wrote it, or what the usual one is called."""
    return str(gettext(USUAL[words])) if words in USUAL else words


def about(event: Event, actor: Actor, export: Export, rows: Rows) -> dict[str, Any]:
    """The sheet that says what a workbook is, as names and values."""
    told = cover(event, actor, export, rows)
    who = f"{actor.name}, {label('role', actor.role)}" if actor.role else actor.name
    facts = [
        (gettext("Event"), f"{event.name} {event.edition or ''}".strip()), (gettext("Taken out by"), who),
        (gettext("Organisation"), actor.organisation),
        (gettext("Made"), f"{event.local(export.at):%Y-%m-%d %H:%M:%S %Z} ({event.timezone})"),
        (gettext("To"), said(export.recipient)), (gettext("Purpose"), said(export.purpose)),
        (gettext("Days"), told["days"]), (gettext("For"), told["audience"]),
        (gettext("Contents"), f"{_lines(export.lines)}, {_incidents(export.incidents)}"),
        (gettext("Exercise"), gettext("nothing here is happening for real") if event.exercise else ""),
        (gettext("Export"), export.number), (gettext("Head of the audit trail"), export.head),
        (gettext("Check it with"), f"eventops audit verify {event.slug} --head {export.head}"),
    ]  # fmt: skip
    told_facts = [{"name": str(name), "value": value} for name, value in facts if value]
    return {"title": gettext("About"), "dictionary": gettext("Data dictionary"), "facts": told_facts}


def on_paper(event: Event, actor: Actor, export: Export, rows: Rows) -> dict[str, Any]:
    """The cover with every word that the paper needs."""
    told = cover(event, actor, export, rows)
    made = f"{event.local(export.at):%Y-%m-%d %H:%M:%S %Z}"
    who = f"{actor.name}, {label('role', actor.role)}" if actor.role else actor.name
    return {
        **told, "title": f"{event.name} – {gettext('Event log')}", "file": file_name(event, export),
        "language": current_language(), "region": REGIONS.get(current_language(), "gb"),
        "signature": f"{gettext('Export')} {export.number} · {made} · {who}",
        "verify": f"eventops audit verify {event.slug} --head {export.head}",
        "counts": {"incidents": _incidents(export.incidents), "lines": _lines(export.lines)},
        "facts": _facts(event, actor, export, told, who, made), "texts": _texts(),
    }  # fmt: skip


def _facts(
    event: Event, actor: Actor, export: Export, told: dict[str, Any], who: str, made: str
) -> dict[str, list[tuple[str, str]]]:
    what = f"{_lines(export.lines)}, {_incidents(export.incidents)}"
    law = label("legal_mode", event.legal_mode)
    return {
        "left": [
            (gettext("Taken out by"), f"{who}, {actor.organisation}" if actor.organisation else who),
            (gettext("Made"), f"{made} ({event.timezone})"),
            (gettext("To"), said(export.recipient)),
            (gettext("Purpose"), said(export.purpose)),
            (gettext("Times"), gettext("Local time, with its offset from UTC")),
        ],
        "right": [
            (gettext("Contents"), what),
            (gettext("Days"), told["days"]),
            (gettext("For"), told["audience"]),
            (gettext("Legal mode"), law),
        ],
    }


def _lines(count: int) -> str:
    return str(ngettext("%(num)s line", "%(num)s lines", count))


def _incidents(count: int) -> str:
    return str(ngettext("%(num)s incident", "%(num)s incidents", count))


def _texts() -> dict[str, Any]:
    return {
        "document": gettext("Event log"), "log": gettext("Log"), "incidents": gettext("Incidents"),
        "lines_sheet": gettext("Log"), "incidents_sheet": gettext("Incidents"),
        "exercise": gettext("Exercise"), "not-real": gettext("nothing here is happening for real"),
        "head": gettext("Head of the audit trail"), "records": gettext("Records"),
        "verify": gettext("To check that nothing was changed or removed:"), "page": gettext("Page"),
        "erased": gettext("The content has been erased"), "struck": gettext("Struck"), "by": gettext("by"),
        "on_behalf": gettext("reported by"), "end": gettext("End of log"), "empty": gettext("The log has no lines."),
        "continued": gettext("Continues on the next page"),
        "incident_heads": [
            gettext("No."), gettext("Occurred"), gettext("Prio"), gettext("Category"), gettext("What"),
            gettext("Where"), gettext("State"), gettext("Seen by"),
        ],
        "line_heads": [
            gettext("Line"), gettext("Occurred"), gettext("Entered"), gettext("Incident"), gettext("Text"),
            gettext("Author"), gettext("Seen by"),
        ],
    }  # fmt: skip
