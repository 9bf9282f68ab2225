"""Hanging up a wall display and taking it down."""

from functools import partial

from ... import clock, push
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ...signed import Secret, digest
from ..models import WallLink
from ..walls import AUDIENCES, thought_up


def make_wall(event: Event, actor: Actor, label: str, audience: str, secret: Secret) -> tuple[str, WallLink]:
    """Make a link for a wall in a room, for those who may stand there. Returns its token, which is not kept, too."""
    if not (label := " ".join(label.split())):
        raise Refused(N_("Say in which room it hangs."), field="label")
    if audience not in AUDIENCES or not actor.hears(audience):
        raise Refused(N_("You cannot show that to others."), field="audience")
    with change(event, actor) as record:
        number = record.count("wall_link")
        token = thought_up(secret, event, number)
        link = WallLink(
            event=event, number=number, label=label[:120], audience=audience, digest=digest(token),
            made_at=clock.now(), made_by=actor.name,
        )  # fmt: skip
        db.session.add(link)
        record("wall_link.made", link)
    return token, link


def revoke_wall(event: Event, actor: Actor, link: WallLink) -> None:
    """End a link at once: the wall goes dark."""
    with change(event, actor) as record:
        if link.revoked_at is not None:
            return record.nothing()
        link.revoked_at, link.revoked_by = clock.now(), actor.name
        record("wall_link.revoked", link)
        record.then(partial(push.hang_up, link.room))
