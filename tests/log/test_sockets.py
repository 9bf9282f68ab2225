"""The socket door: members only, by feed, until the moment they are members no more."""

import json

from flask import Flask

from eventops import push
from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.models import Membership
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from tests.cast import Cast
from tests.listening import Ear


def test_a_member_is_told_where_each_of_its_feeds_stands(app: Flask, cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bråk"))
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand"))
    assert Ear(app, cast.kim).welcome().keys() == {"all", "partner:kyrkan"}
    police = Ear(app, cast.olle).welcome()
    assert police["police"] == 1
    assert police.keys() == {
        "all",
        "police",
        "command",
        *(f"partner:{p}" for p in ("polisen", "arrangoren", "kyrkan", "trafiken")),
    }


def test_strangers_and_those_without_the_log_are_refused(app: Flask, cast: Cast) -> None:
    assert not Ear(app, cast.stig).connected
    assert not Ear(app, cast.aron).connected
    assert not Ear(app, cast.olle, event="finns-inte").connected
    assert Ear(app, cast.olle).connected


def test_each_feed_counts_on_its_own_and_tells_of_nothing_hidden(app: Flask, cast: Cast) -> None:
    kim, olle = Ear(app, cast.kim), Ear(app, cast.olle)
    start = kim.welcome()["all"]
    for category in ("B1", "O1", "O1", "B1", "O1"):
        actions.open_incident(cast.event, SYSTEM, Opening(category=category, title=category))
    assert [(told["feed"], told["seq"]) for told in kim.changes()] == [("all", start + 1), ("all", start + 2)]
    assert [told["seq"] for told in olle.changes() if told["feed"] == "police"] == [1, 2, 3]


def test_catching_up_returns_the_very_objects_that_were_pushed(app: Flask, cast: Cast) -> None:
    olle = Ear(app, cast.olle)
    for title in ("ett", "två"):
        actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title=title))
    pushed = olle.changes()
    assert [json.loads(body) for _, body in push.since("sommar", "police", 0, 10)] == pushed


def test_a_change_in_two_feeds_has_one_id(app: Flask, cast: Cast) -> None:
    olle, kim = Ear(app, cast.olle), Ear(app, cast.kim)
    actions.open_incident(
        cast.event, SYSTEM, Opening(category="B1", title="Till två", audience="partner:kyrkan+partner:trafiken")
    )
    told = olle.changes()
    assert sorted(change["feed"] for change in told) == ["partner:kyrkan", "partner:trafiken"]
    assert len({change["id"] for change in told}) == 1
    assert [change["feed"] for change in kim.changes()] == ["partner:kyrkan"]


def test_a_revoked_member_is_hung_up_on_at_once_and_cannot_return(app: Flask, cast: Cast) -> None:
    kim = Ear(app, cast.kim)
    member = db.session.scalars(
        db.select(Membership).filter_by(account_id=cast.kim.account.id, event_id=cast.event.id)
    ).one()
    events.revoke(cast.event, SYSTEM, member)
    assert not kim.connected
    assert not Ear(app, cast.kim).connected
    assert cast.kim.door.get("/events/sommar/live").status_code == 404


def test_a_screen_may_ask_again_where_its_feeds_stand(app: Flask, cast: Cast) -> None:
    olle = Ear(app, cast.olle)
    olle.welcome()
    actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bråk"))
    olle.ask()
    assert olle.welcome()["police"] == 1
