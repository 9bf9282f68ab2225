"""Home and the front page: one's own events, what is missing, and what happens now."""

from datetime import timedelta

from eventops import clock
from eventops.changes import change
from eventops.events.models import EventDay, Phase
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.actions import Opening

FRONT = "/events/{}/"


def test_home_lists_the_events_one_is_a_member_of_with_the_open_incidents_one_may_see(cast):
    karin = cast.karin.actor(cast.event)
    log.open_incident(cast.event, karin, Opening(category="O1", title="Bråk", audience="police"))
    page = cast.kim.door.get("/").text
    assert "Sommarfesten" in page
    assert "Vinterfesten" in page
    assert "0 open incidents" in page
    assert "1 open incident" in cast.karin.door.get("/").text


def test_home_tells_somebody_without_events_what_to_do(cast):
    page = cast.stig.door.get("/").text
    assert "You are not a member of any event" in page
    assert "stig@example.org" in page
    assert "/events/new" not in page
    assert "/events/new" in cast.ada.door.get("/").text


def test_home_asks_a_visitor_to_sign_in(cast):
    assert cast.visitor().get("/").headers["Location"].startswith("/login")


def test_closed_events_are_earlier_events(cast):
    log.close_event(cast.event, cast.karin.actor(cast.event))
    page = cast.kim.door.get("/").text
    assert page.index("Earlier events") < page.index("Sommarfesten")


def test_the_front_of_a_planned_event_says_what_is_missing_and_where_to_mend_it(cast):
    page = cast.karin.door.get(FRONT.format("vinter")).text
    missing = ("No days are set", "The plan is not published", "The plan has no objective", "The roster has no shifts")
    assert not [text for text in missing if text not in page]
    assert "Sectors: 2, all drawn" in page
    assert 'action="/events/vinter/go-live"' in page
    assert 'action="/events/vinter/go-live"' not in cast.olle.door.get(FRONT.format("vinter")).text


def test_the_front_counts_down_to_the_opening(cast):
    event, karin = cast.planned, cast.karin.actor(cast.planned)
    with change(event, karin) as record:
        opens = clock.now() + timedelta(days=3, hours=1)
        day = EventDay(event=event, date=event.local(opens).date(), opens_at=opens, expected_visitors=500)
        db.session.add(day)
        record("day.added", day)
    assert "3 days" in cast.karin.door.get(FRONT.format("vinter")).text


def test_going_live_without_a_plan_is_refused_on_the_front(cast):
    answer = cast.karin.door.post("/events/vinter/go-live")
    assert "Publish the plan first" in cast.karin.door.get(answer.headers["Location"]).text
    assert cast.planned.phase is Phase.PLANNING


def test_the_front_of_a_live_event_shows_today_to_each_as_they_may_see_it(cast):
    karin = cast.karin.actor(cast.event)
    for title, audience in (("Till alla", "all"), ("Till polisen", "police")):
        log.open_incident(cast.event, karin, Opening(category="O1", title=title, audience=audience, priority=1))
    church, commander = cast.kim.door.get(FRONT.format("sommar")).text, cast.karin.door.get(FRONT.format("sommar")).text
    assert "Till alla" in church
    assert "Till polisen" not in church
    assert "Till polisen" in commander
    assert "<dt>Open now</dt><dd>1</dd>" in church
    assert "<dt>Open now</dt><dd>2</dd>" in commander


def test_a_partner_sees_nothing_of_plan_and_roster_on_the_front(cast):
    page = cast.kim.door.get(FRONT.format("vinter")).text
    assert "objective" not in page
    assert "Roster" not in page
    assert 'href="/events/vinter/settings"' not in page


def test_an_auditor_sees_the_front_without_the_log(cast):
    log.open_incident(cast.event, cast.karin.actor(cast.event), Opening(category="O1", title="Hemligt", audience="all"))
    assert "Hemligt" not in cast.aron.door.get(FRONT.format("sommar")).text


def test_strangers_find_nothing(cast):
    assert cast.stig.door.get(FRONT.format("sommar")).status_code == 404
