"""The roster board by hand: people are dragged to shifts, carried with the keyboard alone, and steps are undone."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from eventops import clock
from eventops.access import SYSTEM
from eventops.events.models import Event, Place
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import Organisation, Person
from eventops.roster import actions
from eventops.roster.actions import Duty
from eventops.roster.models import Function
from tests.conftest import make_app

from .conftest import Site
from .test_pages import PHONE, dressed, findings

ROSTER, CALLED = "/events/vinter/roster", "/events/sommar/roster"
ON_CALL, RESERVE = ("Rut Fyra", "Roy Fem"), "Ruben Sex"


@pytest.fixture
def sqlite_stage(sqlite_stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stage with police officers, and three shifts at a gate on three days."""
    folder = tmp_path_factory.mktemp("roster")
    shutil.copy(sqlite_stage, folder / "stage.db")
    app = make_app(f"sqlite:///{folder}/stage.db", folder)
    with app.app_context():
        event = db.session.scalars(db.select(Event).filter_by(slug="vinter")).one()
        police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
        for name in ("Pia Ett", "Per Två", "Pål Tre", *ON_CALL, RESERVE):
            people.add_person(SYSTEM, name=name, organisation=police)
        post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
        noon = clock.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
        for day in range(3):
            start = noon + timedelta(days=day)
            duty = Duty(f"Pass {day + 1}", Function.POLICE, start, start + timedelta(hours=6), 2, post)
            actions.add_shift(event, SYSTEM, duty)
        _call_out()
        db.session.remove()
        db.engine.dispose()
    return folder / "stage.db"


def _call_out() -> None:
    """In the live event two of them stand at the gate now, and the third is in reserve; `petra` may call the roll."""
    event = db.session.scalars(db.select(Event).filter_by(slug="sommar")).one()
    post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
    start = clock.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    shift = actions.add_shift(event, SYSTEM, Duty("Kväll", Function.POLICE, start, start + timedelta(hours=8), 2, post))
    known = {each.name: each for each in db.session.scalars(db.select(Person))}
    for name in ON_CALL:
        actions.assign(event, SYSTEM, shift, known[name], accepting="Prov")
    actions.enlist(event, SYSTEM, known[RESERVE], actions.Terms(Function.POLICE, reserve=True))


def shows(page: Page, *told: str) -> None:
    expect(page.locator(".board__bars .bar-link__count")).to_have_text(list(told))


def test_people_are_dragged_carried_by_keyboard_alone_and_undone(site: Site) -> None:
    page = site.sign_in("petra", ROSTER, viewport={"width": 1920, "height": 1000})
    shows(page, "0/2", "0/2", "0/2")
    first, second, third = (page.locator(".board__bars a[data-shift]").nth(n) for n in range(3))

    first.click()  # by pointer: a person to another shift than the open one, then from there to a third
    drag(page, "[data-person] .people__name:has-text('Pia Ett')", second)
    shows(page, "0/2", "1/2", "0/2")
    expect(page.locator("#shift-title")).to_have_text("Pass 2")
    drag(page, "[data-assignment]:has-text('Pia Ett') .row-line__main", third)
    shows(page, "0/2", "0/2", "1/2")
    expect(page.locator("#shift-title")).to_have_text("Pass 3")
    page.locator(".shift__head").click()
    page.keyboard.press("Control+z")
    shows(page, "0/2", "1/2", "0/2")
    page.keyboard.press("Control+z")
    shows(page, "0/2", "0/2", "0/2")
    expect(page.locator("#undo")).to_be_disabled()

    page.goto(ROSTER)  # by keyboard alone: a shift is opened, somebody is put on it, somebody else on the next one
    page.locator(".board__bars a[data-shift]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#seek")).to_be_focused()
    page.keyboard.type("tva")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    shows(page, "1/2", "0/2", "0/2")
    expect(page.locator("[data-assignment]")).to_contain_text("Per Två")
    page.locator("[data-person] [data-carry]").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#carrying")).to_contain_text("choose a shift with the arrow keys")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    shows(page, "1/2", "1/2", "0/2")
    expect(page.locator("#carrying")).to_be_hidden()
    page.locator("[data-assignment] [data-carry]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")  # let go: the focus is back where it was
    expect(page.locator("[data-assignment] [data-carry]").first).to_be_focused()
    shows(page, "1/2", "1/2", "0/2")


def test_a_shift_is_assigned_and_undone_with_the_keyboard_alone(site: Site) -> None:
    page = site.sign_in("petra", ROSTER, viewport={"width": 1280, "height": 800})
    shows(page, "0/2", "0/2", "0/2")
    bars, press = page.locator(".board__bars a[data-shift]"), page.keyboard.press
    press("b")
    expect(bars.first).to_be_focused()
    press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    press("Enter")
    expect(page.locator("#shift-title")).to_have_text("Pass 2")
    expect(page.locator("#seek")).to_be_focused()
    expect(page.locator(".bar-link--open")).to_have_attribute("id", bars.nth(1).get_attribute("id") or "")
    page.keyboard.type("ingen alls")
    expect(page.locator("#shift .people__none")).to_be_visible()
    press("Enter")  # nobody to choose: nothing happens
    shows(page, "0/2", "0/2", "0/2")
    page.locator("#seek").fill("")
    page.keyboard.type("pal")
    press("Enter")
    press("Enter")
    shows(page, "0/2", "1/2", "0/2")
    expect(page.locator("[data-assignment]")).to_contain_text("Pål Tre")
    expect(page.locator("#seek")).to_be_focused()  # ready for the next one
    press("Control+z")  # from the empty field: there is no typing to undo
    shows(page, "0/2", "0/2", "0/2")
    press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(bars.nth(1)).to_be_focused()
    expect(page.locator(".bar-link--open")).to_have_count(0)


def test_the_roll_is_called_on_a_phone_by_name_and_badge_and_who_came_after_all_is_put_back(site: Site) -> None:
    page = site.sign_in("petra", f"{CALLED}/call?post=A1", viewport=PHONE, has_touch=True)
    row = page.locator(".call-row", has_text="Rut Fyra")
    page.locator("#find").fill("rut")
    expect(page.locator(".call-row:visible")).to_have_count(1)
    row.locator("button", has_text="Not here").tap()
    expect(row.locator("[data-state]")).to_contain_text("Did not come")
    page.locator("button", has_text="Put on Ruben Sex").tap()
    lost = page.locator(".missing", has_text="Rut Fyra")
    expect(lost).to_contain_text("Replaced by Ruben Sex.")
    assert findings(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    code = lost.get_attribute("data-badge") or ""
    page.locator("#find").fill(code.lower())  # as a scanner types it
    page.keyboard.press("Enter")
    back = lost.locator("button", has_text="Rut Fyra is back, Ruben Sex goes")
    expect(back).to_be_focused()
    back.tap()
    expect(row.locator("[data-state]")).to_contain_text("Late")
    expect(page.locator(".call-row", has_text="Ruben Sex")).to_have_count(0)
    for name, presence, said in (("Roy Fem", "Here", "Present"), ("Roy Fem", "Send home", "Sent home")):
        page.locator("#find").fill(name)
        page.get_by_role("button", name=f"{presence}: {name}", exact=True).tap()
        expect(page.locator(".call-row", has_text=name).locator("[data-state]")).to_contain_text(said)


def drag(page: Page, what: str, target: object) -> None:
    box = page.locator(f"#drawer {what}").first.bounding_box()
    to = target.bounding_box()  # type: ignore[attr-defined]
    assert box and to
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 30, box["y"] + 40, steps=4)
    page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] / 2, steps=8)
    page.mouse.up()


@pytest.mark.parametrize(("theme", "language"), [("light", "sv"), ("dark", "en")])
def test_the_drawer_over_the_board_the_needs_and_the_limits_are_there_for_everybody(
    site: Site, theme: str, language: str
) -> None:
    page = site.sign_in("petra", ROSTER, viewport={"width": 1600, "height": 900})
    dressed(page, theme, language)
    page.locator(".board__bars a[data-shift]").first.click(position={"x": 8, "y": 8})
    page.locator("#shift .people__row").first.wait_for()
    found = {"drawer": findings(page)}
    page.goto(f"{ROSTER}/needs/new")
    page.locator("input[name=places]").first.check()
    page.locator("input[name=days]").nth(2).check()
    page.fill("input[name=starts]", "22:00")
    page.fill("input[name=ends]", "06:00")
    page.fill("input[name=name]", "Natt")
    page.locator("button[value=look]").click()
    expect(page.locator("#foreseen")).to_be_visible()
    found["needs"] = findings(page)
    page.locator("button[value=make]").click()
    page.locator("tbody a").first.click()
    page.locator("button[value=look]").click()
    expect(page.locator("#foreseen")).to_be_visible()
    found["need"] = findings(page)
    page.goto(f"{ROSTER}/limits")
    found["limits"] = findings(page)
    assert {name: told for name, told in found.items() if told} == {}
    page.set_viewport_size(PHONE)
    for address in (ROSTER, f"{ROSTER}/needs", f"{ROSTER}/needs/new", f"{ROSTER}/limits"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
