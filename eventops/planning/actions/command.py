"""What a command post and an intent must hold together with: no circles, a police lead of the police, one intent."""

from collections.abc import Sequence

from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import OrganisationKind, Person
from ..command import circles, on_watch
from ..models import CommandPost, Intent, PostRole, Watch, alive
from .part import RULES


def check_post(event: Event, post: CommandPost) -> None:
    """Refuse reporting lines in a circle, and a guard group led by somebody whom the register knows from elsewhere."""
    if post.reports_to:
        _check_lines(event, post)
    if post.role is PostRole.GUARD_LEAD:
        _check_officer(post.holder or "")


def check_intent(event: Event, intent: Intent) -> None:
    """Refuse a second intent: people would act by two."""
    if any(other is not intent for other in db.session.scalars(alive(Intent, event))):
        raise Refused(N_("The plan has an intent already. Change that one."), field="text")


def _check_lines(event: Event, post: CommandPost) -> None:
    posts = [each for each in db.session.scalars(alive(CommandPost, event)) if each is not post] + [post]
    watches: Sequence[Watch | None] = db.session.scalars(alive(Watch, event)).all() or [None]
    for watch in watches:
        if circles(post, posts, on_watch(posts, watch)):
            raise Refused(N_("The reporting lines would go round in a circle."), field="reports_to")


def _check_officer(name: str) -> None:
    known = db.session.scalars(db.select(Person).filter_by(name=name)).all()
    if known and all(person.organisation.kind is not OrganisationKind.POLICE for person in known):
        raise Refused(
            N_("%(name)s is with %(organisation)s. A guard group is led by a police officer."),
            field="holder", name=name, organisation=known[0].organisation.name,
        )  # fmt: skip


RULES[CommandPost] = check_post
RULES[Intent] = check_intent
