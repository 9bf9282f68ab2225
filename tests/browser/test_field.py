"""A unit on its phone and the operator at the screen: sent by keys, followed by taps, reported without contact."""

from datetime import timedelta
from pathlib import Path

from eventops import clock
from eventops.access import SYSTEM
from eventops.changes import OFFICE, change
from eventops.events.models import Event
from eventops.extensions import db
from eventops.people.models import Account, Person
from eventops.roster import actions as roster
from eventops.roster.models import Function
from tests.conftest import make_app

from .conftest import Site
from .test_offline import kept

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def manned(folder: Path) -> None:
    """Put frida on P21, on duty now."""
    with make_app(f"sqlite:///{folder}/eventops.db", folder).app_context():
        account = db.session.scalars(db.select(Account).filter_by(email="frida@example.org")).one()
        event = db.session.scalars(db.select(Event).filter_by(slug="sommar")).one()
        with change(OFFICE, SYSTEM) as record:
            person = Person(name="Frida", organisation=account.organisation, account=account)
            db.session.add(person)
            record("person.added", person)
        now = clock.now()
        hours = now - timedelta(hours=1), now + timedelta(hours=7)
        shift = roster.add_shift(event, SYSTEM, roster.Duty("Patrull", Function.POLICE, *hours))
        roster.assign(event, SYSTEM, shift, person, call_sign="P21", accepting="At night")
        with change(OFFICE, SYSTEM) as record:
            other = Person(name="Petra", organisation=account.organisation)
            db.session.add(other)
            record("person.added", other)
        roster.assign(event, SYSTEM, shift, other, call_sign="P22", accepting="At night")
        db.session.remove()
        db.engine.dispose()


def test_the_keys_of_an_open_incident_follow_the_unit_that_is_furthest(site: Site, tmp_path: Path) -> None:
    manned(tmp_path)
    screen = site.sign_in("olle", "/events/sommar/live")
    screen.fill("#line", "O1 sektor A +P21 +P22 bråk vid grind")
    screen.keyboard.press("Enter")
    screen.locator("#incident-1 [data-open]").first.click()
    screen.locator("[data-incident-unit='P22'] [value='en_route']").click()
    screen.locator("[data-incident-unit='P22'][data-status='en_route']").wait_for()
    screen.keyboard.press("o")
    screen.locator("[data-incident-unit='P22'][data-status='on_scene']").wait_for()
    screen.keyboard.press("c")
    screen.locator("[data-incident-unit='P22']").wait_for(state="detached")
    assert screen.locator("[data-incident-unit='P21']").get_attribute("data-status") == "assigned"


def test_a_unit_is_sent_by_keys_followed_by_taps_and_its_report_waits_for_contact(site: Site, tmp_path: Path) -> None:
    manned(tmp_path)
    screen = site.sign_in("olle", "/events/sommar/live")
    phone = site.sign_in("frida", "/events/sommar/field", service_workers="allow", **PHONE)
    screen.fill("#line", "O1 sektor A bråk vid grind")
    screen.keyboard.press("Enter")
    screen.locator("#incident-1 [data-open]").first.click()
    screen.locator("[data-suggested='1']").wait_for()
    screen.keyboard.press("a")
    screen.keyboard.press("1")
    screen.locator("[data-incident-unit='P21']").wait_for()
    phone.get_by_role("button", name="On scene").click()
    screen.locator("[data-group='on_scene'] [data-unit='P21']").wait_for()
    edge = screen.locator("[data-edge='log']")
    edge.focus()
    screen.keyboard.press("ArrowRight")
    with screen.expect_response("**/live/panes"):
        screen.keyboard.press("ArrowRight")
    screen.reload()
    assert edge.get_attribute("aria-valuenow") == "50"

    kept(phone, "/events/sommar/field")
    phone.wait_for_function("async () => (await (await caches.match(location.href)).text()).includes('field/released')")
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("button", name="Clear").click()
    phone.locator("[data-taps] .outbox__row").wait_for()
    phone.get_by_text("Fire, weather and threats").click()
    phone.locator(".field-group[open] .field-tile").first.click()
    phone.fill("textarea", "Rök bakom scenen")
    phone.get_by_role("button", name="Send the report").click()
    phone.locator("[data-report] .outbox__row").wait_for()
    phone.reload()
    phone.locator("[data-report] .outbox__row").wait_for()
    assert "P21 · Clear" in phone.locator("#field-mine [data-taps] .outbox__row").inner_text()
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Break").wait_for(timeout=15_000)
    phone.locator("[data-taps] .outbox__row").wait_for(state="detached")
    screen.locator("[data-group='available'] [data-unit='P21']").wait_for()
    phone.locator("[data-report] [data-said]").wait_for(timeout=15_000)
    screen.get_by_role("link", name="Rök bakom scenen").or_(screen.get_by_text("Rök bakom scenen")).first.wait_for()
    assert phone.evaluate("document.querySelector('main').scrollWidth <= innerWidth")
    away = ("ERR_INTERNET_DISCONNECTED", "WebSocket")
    site.complaints[:] = [each for each in site.complaints if not any(word in each for word in away)]


def test_a_task_done_without_contact_waits_on_the_phone_and_is_done_once(site: Site, tmp_path: Path) -> None:
    manned(tmp_path)
    screen = site.sign_in("olle", "/events/sommar/tasks")
    screen.fill("[name=text]", "Kontrollera grind 5")
    screen.fill("[name=owner]", "P21")
    screen.locator("[name=owner]").press("Enter")
    screen.wait_for_url("**/tasks#task-1")
    phone = site.sign_in("frida", "/events/sommar/field", **PHONE)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Done").click()
    waits = phone.locator("[data-taps] .outbox__row")
    waits.wait_for()
    assert "Kontrollera grind 5 · Done" in waits.inner_text()
    phone.context.set_offline(False)
    waits.wait_for(state="detached", timeout=15_000)
    phone.locator(".field-errand").wait_for(state="detached")
    screen.goto("/events/sommar/live")
    assert screen.get_by_text("No. 1 done: Kontrollera grind 5").count() == 1
    away = ("ERR_INTERNET_DISCONNECTED", "WebSocket")
    site.complaints[:] = [each for each in site.complaints if not any(word in each for word in away)]
