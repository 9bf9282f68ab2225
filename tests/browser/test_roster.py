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
from eventops.people.models import Organisation
from eventops.roster import actions
from eventops.roster.actions import Duty
from eventops.roster.models import Function
from tests.conftest import make_app

from .conftest import Site
from .test_pages import PHONE, dressed, findings

ROSTER = "/events/vinter/roster"


@pytest.fixture
def sqlite_stage(sqlite_stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stage with three police officers, and three shifts at a gate on three days."""
    folder = tmp_path_factory.mktemp("roster")
    shutil.copy(sqlite_stage, folder / "stage.db")
    app = make_app(f"sqlite:///{folder}/stage.db", folder)
    with app.app_context():
        event = db.session.scalars(db.select(Event).filter_by(slug="vinter")).one()
        police = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
        for name in ("Pia Ett", "Per Två", "Pål Tre"):
            people.add_person(SYSTEM, name=name, organisation=police)
        post = db.session.scalars(db.select(Place).filter_by(event_id=event.id, code="A1")).one()
        noon = clock.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
        for day in range(3):
            start = noon + timedelta(days=day)
            duty = Duty(f"Pass {day + 1}", Function.POLICE, start, start + timedelta(hours=6), 2, post)
            actions.add_shift(event, SYSTEM, duty)
        db.session.remove()
        db.engine.dispose()
    return folder / "stage.db"


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
