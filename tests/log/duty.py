"""Somebody of the cast on duty now."""

from datetime import timedelta

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import OFFICE, change
from eventops.extensions import db
from eventops.people.models import Person
from eventops.roster import actions as roster
from eventops.roster.models import Function
from tests.cast import Cast, Player


def unit(cast: Cast, player: Player, sign: str = "P21") -> None:
    """Put a player's own person on a unit that is on duty now."""
    with change(OFFICE, SYSTEM) as record:
        person = Person(name=player.name, organisation=player.account.organisation, account=player.account)
        db.session.add(person)
        record("person.added", person)
    now = clock.now()
    shift = roster.add_shift(
        cast.event,
        SYSTEM,
        roster.Duty("Patrull", Function.POLICE, now - timedelta(hours=1), now + timedelta(hours=7)),
    )
    roster.assign(cast.event, SYSTEM, shift, person, call_sign=sign, accepting="At night")
