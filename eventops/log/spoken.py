"""What the log's own lines say of decisions, tasks, reports and conditions, in the language of who writes them."""

from flask_babel import gettext, lazy_gettext, pgettext

from ..events.models import Event
from ..planning.models import Condition
from ..words import label
from .actions import Owner
from .models import (
    Decision,
    Errand,
    ErrandState,
    GroundKind,
    Outcome,
    OwnerKind,
    ReportState,
    Section,
    SitrepKind,
    Verdict,
)

_ = lazy_gettext

GROUNDS = {
    GroundKind.INFORMATION: _("Information known"),
    GroundKind.THREAT: _("Threat and risk"),
    GroundKind.POWERS: _("Powers and legal ground"),
    GroundKind.LENIENT: _("Less intrusive alternatives considered"),
    GroundKind.OPTION: _("Options considered"),
    GroundKind.PROPORTIONALITY: _("Proportionality"),
    GroundKind.EFFECT: _("Expected effect"),
}
OUTCOMES = {
    Outcome.STANDS: _("The decision stands"),
    Outcome.CHANGED: _("Changed by a later decision"),
    Outcome.ENDED: _("The decision is over"),
}
ERRAND_STATES = {
    ErrandState.OPEN: _("Not taken"),
    ErrandState.TAKEN: _("Taken"),
    ErrandState.DONE: _("Done"),
    ErrandState.WITHDRAWN: _("Withdrawn"),
}
REPORT_STATES = {
    ReportState.SENT: _("Waits for the command post"),
    ReportState.ASKED: _("The command post asks"),
    ReportState.ACCEPTED: _("Accepted"),
    ReportState.DECLINED: _("Declined"),
}
REPORTS = {SitrepKind.METHANE: _("M/ETHANE"), SitrepKind.REGULAR: _("Situation report")}
METHANE = {
    "major": _("Major incident declared"),
    "location": _("Exact location"),
    "type": _("Type of incident"),
    "hazards": _("Hazards, present and potential"),
    "access": _("Access and egress"),
    "casualties": _("Number of casualties"),
    "services": _("Emergency services, present and required"),
}
REGULAR = {
    "overview": _("Overall picture"),
    "counts": _("Incidents since the last report"),
    "urgent": _("Open with priority 1 and 2"),
    "decisions": _("Decisions"),
    "staffing": _("Staffing now"),
    "crowd": _("Crowd"),
    "due": _("What is due"),
    "ahead": _("Expected development and intent"),
}


def owner_name(errand: Errand) -> str:
    """Whose it is, as people say it."""
    return named(Owner(errand.owner_kind, errand.owner))


def named(owner: Owner) -> str:
    """The same of somebody who is being given a task."""
    return label("audience", f"partner:{owner.name}") if owner.kind is OwnerKind.PARTNER else owner.name


def given(owner: str, text: str, due: str) -> str:
    """The line that says that a task was given; `due` is a time on the wall clock, or nothing."""
    if due:
        return str(gettext("To %(owner)s, due %(due)s: %(text)s", owner=owner, due=due, text=text))
    return str(gettext("To %(owner)s: %(text)s", owner=owner, text=text))


def moved(errand: Errand, state: ErrandState, note: str = "") -> str:
    """The line that says how far a task has come."""
    said = {"number": errand.number, "text": errand.text}
    lines = {
        ErrandState.TAKEN: gettext("No. %(number)s taken: %(text)s", **said),
        ErrandState.DONE: gettext("No. %(number)s done: %(text)s", **said),
        ErrandState.WITHDRAWN: gettext("No. %(number)s withdrawn: %(text)s", **said),
    }
    return _with(lines.get(state, ""), note)


def supplemented(decision: Decision, kinds: list[GroundKind], review: bool) -> str:
    """The line that says what was added to a decision, not the words themselves."""
    added = [str(GROUNDS[kind]) for kind in dict.fromkeys(kinds)] + ([gettext("Review time")] if review else [])
    heads = ", ".join(added).lower()
    return str(gettext("Decision %(number)s supplemented: %(heads)s", number=decision.number, heads=heads))


def reviewed(decision: Decision, outcome: Outcome, changed_by: int | None, next_time: str, note: str = "") -> str:
    """The line that says what a review came to."""
    said = {"number": decision.number, "later": changed_by, "next": next_time}
    lines = {
        Outcome.CHANGED: gettext("Decision %(number)s reviewed: changed by decision %(later)s", **said),
        Outcome.ENDED: gettext("Decision %(number)s reviewed: it is over", **said),
        Outcome.STANDS: gettext("Decision %(number)s reviewed: it stands", **said),
    }
    if outcome is Outcome.STANDS and next_time:
        again = gettext("Decision %(number)s reviewed: it stands, next review %(next)s", **said)
        return _with(again, note)
    return _with(lines[outcome], note)


def published(kind: SitrepKind, sections: list[Section]) -> str:
    """The line that a published report is: its kind, and of what is urgent all it says."""
    if kind is SitrepKind.REGULAR:
        lead = next((part.text for part in sections if part.code == "overview" and part.text), "")
        return _with(pgettext("report", "Published"), lead.split("\n")[0])
    told = "; ".join(f"{part.title}: {part.text}" for part in sections if part.text)
    return f"M/ETHANE. {told}"


def checked(condition: Condition, verdict: Verdict, text: str) -> str:
    """The line that says that a condition is kept, or the title of the incident when it is broken."""
    said = {"number": condition.number, "text": text.strip()}
    if verdict is Verdict.BREACH:
        return str(gettext("Permit condition %(number)s broken: %(text)s", **said))
    return str(gettext("Permit condition %(number)s kept: %(text)s", **said))


def wall(event: Event, moment: object) -> str:
    """A moment as HH:MM on the event's wall clock, or nothing."""
    return event.local(moment).strftime("%H:%M") if moment else ""  # type: ignore[arg-type]


def plain_text(event: Event, title: str, stamp: str, sections: list[Section]) -> str:
    """A report as plain text, to be pasted into another system."""
    parts = [f"{part.title.upper()}\n{part.text}" for part in sections if part.text]
    return "\n\n".join([f"{event.name}\n{title}\n{stamp}", *parts]) + "\n"


def _with(line: object, note: str) -> str:
    return f"{line}. {note.strip()}" if note.strip() else str(line)
