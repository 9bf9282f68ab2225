"""Who may do what, and who hears what: tables on one screen, read by routes, templates, queries and socket rooms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, literal, or_, true


class Permission(StrEnum):
    """What can be done, as thing:verb."""

    EVENT_READ = "event:read"
    EVENT_EDIT = "event:edit"
    MEMBERS_MANAGE = "members:manage"
    PLACES_EDIT = "places:edit"
    PLAN_READ = "plan:read"
    PLAN_EDIT = "plan:edit"
    PLAN_CONTRIBUTE = "plan:contribute"
    PLAN_DEVIATE = "plan:deviate"
    PLAN_PUBLISH = "plan:publish"
    BRIEFING_HOLD = "briefing:hold"
    ROSTER_READ = "roster:read"
    ROSTER_EDIT = "roster:edit"
    ROSTER_CALL = "roster:call"
    ROSTER_OWN = "roster:own"
    GUARDS_COMMAND = "guards:command"
    EVENT_GO_LIVE = "event:go-live"
    LOG_READ = "log:read"
    LOG_WRITE = "log:write"
    LOG_STRIKE = "log:strike"
    LOG_ERASE = "log:erase"
    LOG_EXPORT = "log:export"
    LOG_DISCLOSE = "log:disclose"
    LOG_HOLD = "log:hold"
    REPORT_SEND = "report:send"
    REPORT_ACCEPT = "report:accept"
    UNITS_COMMAND = "units:command"
    INTERVENTION_WRITE = "intervention:write"
    INTERVENTION_REVIEW = "intervention:review"
    PERSON_OPEN = "person:open"
    SITREP_PUBLISH = "sitrep:publish"
    CROWD_COUNT = "crowd:count"
    COOPERATION_READ = "cooperation:read"
    COOPERATION_REPORT = "cooperation:report"
    COOPERATION_LEAD = "cooperation:lead"
    LESSON_WRITE = "lesson:write"
    AUDIT_READ = "audit:read"
    METRICS_READ = "metrics:read"


class Role(StrEnum):
    """In what capacity somebody is a member of an event."""

    COMMANDER = "commander"
    PLANNER = "planner"
    OPERATOR = "operator"
    SECTOR_CHIEF = "sector_chief"
    PARTNER_COORDINATOR = "partner_coordinator"
    FIELD = "field"
    EVALUATOR = "evaluator"
    AUDITOR = "auditor"


P = Permission
_READ = frozenset({P.EVENT_READ, P.PLAN_READ, P.ROSTER_READ, P.LOG_READ, P.COOPERATION_READ})
_PLAN = frozenset({
    P.EVENT_EDIT, P.PLACES_EDIT, P.PLAN_EDIT, P.PLAN_CONTRIBUTE, P.BRIEFING_HOLD, P.ROSTER_EDIT, P.MEMBERS_MANAGE,
    P.ROSTER_CALL, P.GUARDS_COMMAND, P.COOPERATION_LEAD, P.COOPERATION_REPORT,
})  # fmt: skip
_LEAD = frozenset({
    P.BRIEFING_HOLD, P.ROSTER_CALL, P.GUARDS_COMMAND, P.LOG_WRITE, P.LOG_HOLD, P.REPORT_ACCEPT, P.UNITS_COMMAND,
    P.INTERVENTION_WRITE, P.INTERVENTION_REVIEW, P.PERSON_OPEN, P.SITREP_PUBLISH, P.CROWD_COUNT,
})  # fmt: skip
_COMMAND = frozenset({P.PLAN_PUBLISH, P.EVENT_GO_LIVE, P.LOG_WRITE, P.LOG_STRIKE, P.LOG_ERASE, P.LOG_EXPORT})
_PARTNER = frozenset({
    P.EVENT_READ, P.PLAN_READ, P.PLAN_CONTRIBUTE, P.ROSTER_OWN, P.LOG_READ, P.LOG_WRITE, P.LOG_EXPORT,
    P.REPORT_SEND, P.CROWD_COUNT, P.COOPERATION_READ, P.COOPERATION_REPORT,
})  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.COMMANDER: _READ | _PLAN | _COMMAND | _LEAD | {P.PLAN_DEVIATE, P.LOG_DISCLOSE, P.LESSON_WRITE, P.AUDIT_READ},
    Role.PLANNER: _READ | _PLAN | {P.PLAN_PUBLISH, P.LESSON_WRITE, P.LOG_EXPORT},
    Role.OPERATOR: _READ | _LEAD | {P.LOG_STRIKE, P.LOG_EXPORT},
    Role.SECTOR_CHIEF: _READ | _LEAD,
    Role.PARTNER_COORDINATOR: _PARTNER,
    Role.FIELD: frozenset({P.EVENT_READ, P.LOG_READ, P.LOG_WRITE, P.INTERVENTION_WRITE, P.CROWD_COUNT}),
    Role.EVALUATOR: _READ | {P.LESSON_WRITE, P.LOG_EXPORT},
    Role.AUDITOR: frozenset({P.EVENT_READ, P.AUDIT_READ}),
}

ALL, POLICE, COMMAND, PARTNER = "all", "police", "command", "partner:"

# What members of the police and of the leading organisation hear; everyone else hears `all` and their own partner.
INNER_FEEDS: dict[Role, tuple[str, ...]] = {
    Role.COMMANDER: (ALL, POLICE, COMMAND, PARTNER),
    Role.OPERATOR: (ALL, POLICE, COMMAND, PARTNER),
    Role.PLANNER: (ALL, POLICE, PARTNER),
    Role.SECTOR_CHIEF: (ALL, POLICE, PARTNER),
    Role.EVALUATOR: (ALL, POLICE, PARTNER),
    Role.FIELD: (ALL, POLICE),
    Role.PARTNER_COORDINATOR: (ALL,),
    Role.AUDITOR: (),
}


@dataclass(frozen=True)
class Actor:
    """Somebody who acts in one event (or in the office): the answer to "who, as what, hearing what"."""

    name: str
    role: Role | None = None
    account_id: int | None = None
    organisation: str = ""
    partner: str = ""  # the slug of the partner that it acts for
    feeds: tuple[str, ...] = ()
    permissions: frozenset[Permission] = frozenset()
    everything: bool = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def hears(self, audience: str) -> bool:
        """Whether one of the audience's feeds is this actor's."""
        return self.everything or not set(audience.split("+")).isdisjoint(self.feeds)

    def audible(self, audience: Any) -> ColumnElement[bool]:
        """The same question as a filter on an audience column."""
        if self.everything:
            return true()
        names = literal("+").concat(audience).concat("+")  # whole names: vakt does not hear what is for vakt-nord
        shared = [names.contains(f"+{feed}+", autoescape=True) for feed in self._named()]
        return or_(audience.in_(self.feeds), *shared)

    def _named(self) -> list[str]:
        return [feed for feed in self.feeds if feed.startswith(PARTNER)]


SYSTEM = Actor("system", permissions=frozenset(Permission), everything=True)


def feeds_of(role: Role, *, inner: bool, own: str, partners: Iterable[str]) -> tuple[str, ...]:
    """The feeds of a member; `own` and `partners` are partner slugs, `inner` is true for police and the leading one."""
    if role is Role.AUDITOR:
        return ()
    if not inner:
        return (ALL, PARTNER + own)
    fixed = INNER_FEEDS[role]
    named = tuple(PARTNER + slug for slug in partners) if PARTNER in fixed else (PARTNER + own,)
    return (*(feed for feed in fixed if feed != PARTNER), *named)


def within(inner: str, outer: str) -> bool:
    """Whether audience `inner` reaches nobody whom `outer` does not reach (`command` is within every audience)."""
    if outer == ALL or inner in (outer, COMMAND):
        return True
    if inner == POLICE:
        return outer.startswith(PARTNER)
    return inner.startswith(PARTNER) and set(inner.split("+")) <= set(outer.split("+"))


View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """State what a route inside an event asks of the caller; events/scope.py enforces it before the view runs."""
    return _states(permission)


def requires_account(view: View) -> View:
    """State that a route asks for a signed-in account and no event."""
    return _states("account")(view)


def requires_admin(view: View) -> View:
    """State that a route is office work: for administrators."""
    return _states("admin")(view)


def public(view: View) -> View:
    """State that a route is open to everybody."""
    return _states("public")(view)


def nobodys(view: View) -> View:
    """State that a route is open to everybody and knows nobody: no session stands behind it a form could misuse."""
    view.nobody_signed_in = True  # type: ignore[attr-defined]
    return public(view)


def _states(what: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.requires = what  # type: ignore[attr-defined]
        return view

    return mark
