"""The log is handed over with everything that is open, and the record shows who had it at any minute."""

import re

from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions, handover
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from eventops.log.models import Entry, LogHold
from tests.cast import Cast, Player

PAGE = "/events/sommar/handover"


def opened(cast: Cast, *titles: str) -> None:
    for title in titles:
        actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title=title))


def take(player: Player, note: str = "") -> None:
    player.door.post(f"{PAGE}/take", data={"note": note})


def holds() -> list[LogHold]:
    return list(db.session.scalars(db.select(LogHold).order_by(LogHold.number)))


def said() -> list[str | None]:
    lines = db.session.scalars(db.select(Entry).where(Entry.incident_id.is_(None)).order_by(Entry.number))
    return [line.text for line in lines]


def test_what_is_open_comes_along_and_is_acknowledged_each_or_all(cast: Cast) -> None:
    opened(cast, "Bråk", "Slagsmål", "Hot")
    take(cast.olle)
    page = cast.olle.door.get(PAGE).text
    keys = re.findall(r'name="thing" value="([^"]+)"', page)
    assert keys == ["incident-1", "incident-2", "incident-3"] and "Slagsmål" in page
    cast.olle.door.post(f"{PAGE}/acknowledge", data={"thing": keys[1]})
    assert [each.key for each in holds()[0].left] == ["incident-1", "incident-3"]
    cast.olle.door.post(f"{PAGE}/acknowledge", data={"all": "1"})
    assert not holds()[0].left
    assert verify(cast.event.chain).fault is None


def test_the_record_shows_who_had_the_log_at_any_minute(cast: Cast) -> None:
    take(cast.olle)
    take(cast.oskar, "Rökmaskin vid scen 2, ingen brand")
    first, second = holds()
    assert (first.holder, second.holder, second.until) == ("Olle", "Oskar", None)
    assert first.until == second.since or (first.until and first.until <= second.since)
    assert said() == [
        "Olle takes over the log.",
        "Oskar takes over the log from Olle. Rökmaskin vid scen 2, ingen brand",
    ]
    assert "Oskar" in cast.olle.door.get("/events/sommar/live").text.split("live-holder")[1][:400]
    cast.oskar.door.post(f"{PAGE}/leave")
    assert handover.holder(cast.event) is None
    assert verify(cast.event.chain).fault is None


def test_only_who_took_over_acknowledges_and_nobody_takes_over_from_himself(cast: Cast) -> None:
    opened(cast, "Bråk")
    take(cast.olle)
    cast.oskar.door.post(f"{PAGE}/acknowledge", data={"all": "1"})
    assert len(holds()[0].left) == 1
    take(cast.olle)
    assert len(holds()) == 1
    assert "You have the log already." in cast.olle.door.get(PAGE).text


def test_a_partner_neither_sees_nor_hears_of_it(cast: Cast) -> None:
    take(cast.olle, "hemligt om spaningen")
    assert cast.kim.door.get(PAGE).status_code == 403
    for path in ("/events/sommar/live", "/api/v1/events/sommar/changes?feed=all"):
        assert "hemligt om spaningen" not in cast.kim.door.get(path).text
        assert "takes over" not in cast.kim.door.get(path).text
