"""Twenty incidents of an evening by keyboard alone, logged, sent, on scene, decided and closed: keys, and seconds.

    python -m tests.bench.keys

The seconds are those of the keystroke-level model (Card, Moran and Newell): 0.2 s a key, 1.35 s for each turn to
another place on the screen. Beside it the same tasks in Ranger IMS (burningmantech/ranger-ims-go at 535fc67),
counted by its templates and its own keys in the way that takes fewest; nothing of it runs here.
"""

import sys
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, expect, sync_playwright

from ..services import chromium
from . import table
from .browser import FLAGS
from .evening_stage import PHONES
from .keys_evening import EVENING, Told
from .product import Product, product
from .stage import EVENT, PASSWORD

KEY, TURN = 0.2, 1.35  # seconds
HOME = f"/events/{EVENT}/live"
FACTS = 5  # of a line beside its text: category, priority, who reported, unit, place


@dataclass
class Hands:
    """An operator's keys, counted: a capital letter and a key held with another are two."""

    page: Page
    keys: int = 0
    turns: int = 0

    def turn(self) -> None:
        """Turn to another place."""
        self.turns += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.keys += strokes(text)
        self.page.keyboard.type(text)

    def choose(self, select: str, value: str) -> None:
        """In the list that has the focus, type as much of the word as it takes."""
        words = self.page.locator(f"{select} option").all_inner_texts()
        wanted = self.page.locator(f"{select} option[value={value}]").inner_text()
        self.type(_beginning(wanted, words))
        expect(self.page.locator(select)).to_have_value(value)


@dataclass
class Counted:
    """Keys and turns for each incident, here and in the peer."""

    ours: list[tuple[int, int]] = field(default_factory=list)
    theirs: list[tuple[int, int]] = field(default_factory=list)


def strokes(text: str) -> int:
    """Keys for a text."""
    return len(text) + sum(letter.isupper() or letter in "@+" for letter in text)


def _beginning(wanted: str, words: list[str]) -> str:
    for length in range(1, len(wanted) + 1):
        begun = wanted[:length].casefold()
        if next(word for word in words if word.casefold().startswith(begun)) == wanted:
            return begun
    return wanted.casefold()


def main() -> int:
    """Print the table. Fails where somebody does not see what is to be seen, or sees what is not."""
    with product("sqlite", stage=("tests.bench.evening_stage", str(PHONES))) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        counted = _evening(browser, served)
        browser.close()
    print(_told(counted), table.load(), sep="\n")
    return 0


def _evening(browser: Browser, served: Product) -> Counted:
    base = f"http://127.0.0.1:{served.port}"
    seats = {
        name: _seat(browser, base, name, path, size)
        for name, path, size in (
            ("operator", HOME, (1920, 1080)), ("operator2", HOME, (1280, 800)), ("partner", HOME, (1280, 800)),
            ("phone0", HOME, (390, 844)), ("commander", f"/events/{EVENT}/wall", (1920, 1080)),
        )
    }  # fmt: skip
    hands, counted = Hands(seats["operator"]), Counted()
    for number, told in enumerate(EVENING, 1):
        hands.keys = hands.turns = 0
        _log(hands, number, told)
        _seen(seats, number, told)
        _follow(hands, number, told)
        if told.decision:
            _decide(hands, number, told)
        _close(hands, number, told)
        expect(seats["operator2"].locator(f"#incident-{number}")).to_have_count(0)
        counted.ours.append((hands.keys, hands.turns))
        counted.theirs.append(peer(told))
    _kept(seats)
    return counted


def _seat(browser: Browser, base: str, name: str, path: str, size: tuple[int, int]) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_context(locale="sv-SE", base_url=base, viewport=viewport).new_page()  # type: ignore[arg-type]
    page.goto("/login")
    page.fill("input[name=email]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(path)
    page.wait_for_selector("[data-state=live]")
    return page


def _log(hands: Hands, number: int, told: Told) -> None:
    """Logged and sent by one line."""
    hands.turn()
    hands.press("n")
    hands.type(told.line)
    hands.press("Enter")
    expect(hands.page.locator(f"#incident-{number}")).to_contain_text(told.unit)
    expect(hands.page.locator(f"#incident-{number} [data-field=priority]")).to_contain_text(str(told.priority))
    expect(hands.page.locator("#log > li").first).to_have_attribute("data-incident", str(number))


def _follow(hands: Hands, number: int, told: Told) -> None:
    """Open it from the log, on the way and on scene by a key each."""
    _open(hands, number, "Escape")
    for key, state in (("e", "en_route"), ("o", "on_scene")):
        hands.turn()
        hands.press(key)
        expect(hands.page.locator(f"#incident-{number}")).to_have_attribute("data-state-now", state)
        expect(hands.page.locator(f"#drawer [data-incident-unit='{told.unit}'] [value={state}]")).to_have_count(0)


def _open(hands: Hands, number: int, *before: str) -> None:
    hands.turn()
    hands.press(*before, "j", "Enter")
    expect(hands.page.locator(f"#drawer [data-incident-open='{number}']")).to_be_visible()


def _decide(hands: Hands, number: int, told: Told) -> None:
    """By the form of a decision, and back."""
    expect(hands.page.locator("#orders [data-key=d]")).to_be_visible()
    hands.turn()
    hands.press("d")
    expect(hands.page.locator("#text")).to_be_focused()
    hands.type(told.decision)
    hands.press("Control+Enter")
    expect(hands.page.locator(".order__text")).to_have_text(told.decision)
    hands.page.wait_for_load_state()  # its keys answer
    hands.turn()
    hands.press("g", hands.page.locator(f"[data-go][href='{HOME}']").get_attribute("data-go") or "")
    expect(hands.page.locator("#log > li").first).to_have_attribute("data-incident", str(number))
    hands.page.wait_for_load_state()
    _open(hands, number)


def _close(hands: Hands, number: int, told: Told) -> None:
    hands.turn()
    hands.press("s")
    hands.choose("#drawer select[name=state]", "closed")
    hands.turn()
    hands.press("Tab")
    hands.choose("#drawer select[name=disposition]", told.ending)
    hands.press("Tab", "Enter")
    expect(hands.page.locator(f"#incident-{number}")).to_have_count(0)
    expect(hands.page.locator("#drawer .incident__head [data-state=closed]")).to_be_visible()
    hands.press("Escape")  # out of the field; the drawer may stay, for the next incident opens in it


def _seen(seats: dict[str, Page], number: int, told: Told) -> None:
    """The other operator, the phone and the wall have it; the partner has it only if it is for everybody."""
    for name in ("operator2", "phone0"):
        expect(seats[name].locator(f"#incident-{number}")).to_be_attached()
    expect(seats["commander"].locator("body")).to_contain_text(f"#{number}", timeout=15_000)
    if told.everybody:
        expect(seats["partner"].locator(f"#incident-{number}")).to_be_attached()


def _kept(seats: dict[str, Page]) -> None:
    """After all of it: nothing in the partner's page tells of what was for the police."""
    page = seats["partner"].content()
    hidden = [told.text for told in EVENING if not told.everybody and told.text in page]
    if hidden:
        raise RuntimeError(f"the partner saw {hidden}")


def peer(told: Told) -> tuple[int, int]:
    """Keys and turns for the same record in Ranger IMS, whose forms save each field as one leaves it.

    The page is loaded anew (F5) where that takes fewer keys than going back field by field: then `a` goes to the text,
    and the skip link and two Tabs to the state. Left out, as it has no field: priority, on the way, the sector.
    """
    to_text, to_state = 2, 5  # F5 a; F5 Tab Enter Tab Tab
    steps = [
        2,  # F5 n: a new one, its summary has the focus
        strokes(f"{told.reporter} {told.text}") + 1,
        strokes(told.unit) + 1,  # the next field: who goes; Enter
        1 + strokes(told.category) + 1,  # Tab, the type, Enter
        1 + strokes(told.place) + 1,  # Tab, the place, Tab
        to_state + 1,  # dispatched
        1,  # on scene: arrow down
        *([to_text + strokes(told.decision) + 2] if told.decision else []),
        (0 if told.decision else to_text) + strokes(told.ending) + 2,  # how it ended is a text of its own
        to_state + 1,  # closed
    ]
    return sum(steps), len(steps)


def _told(counted: Counted) -> str:
    lines = [
        "| | incident | keys | s | in the peer: keys | s |", "|---:|---|---:|---:|---:|---:|",
        *(
            f"| {number} | {told.category} {told.text}{' + decision' if told.decision else ''} | {ours[0]} | "
            f"{_seconds(ours):.0f} | {theirs[0]} | {_seconds(theirs):.0f} |"
            for number, (told, ours, theirs) in enumerate(zip(EVENING, counted.ours, counted.theirs, strict=True), 1)
        ),
    ]  # fmt: skip
    ours, theirs = ([sum(each) for each in zip(*those, strict=True)] for those in (counted.ours, counted.theirs))
    facts = TURN * FACTS * len(EVENING)
    first, second = _seconds((ours[0], ours[1])), _seconds((theirs[0], theirs[1]))
    return "\n".join([
        *lines, f"| | all {len(EVENING)} | {ours[0]} | {first:.0f} | {theirs[0]} | {second:.0f} |",
        f"\n{ours[1]} turns here, {theirs[1]} there. With a turn for each fact of the entry line too: "
        f"{first + facts:.0f} s against {second:.0f} s. "
        "Two operators, a partner, a phone and a wall were open and saw what they should.",
    ])  # fmt: skip


def _seconds(counted: tuple[int, int]) -> float:
    return counted[0] * KEY + counted[1] * TURN


if __name__ == "__main__":
    sys.exit(main())
