"""Whatever is said in English is said in Swedish too, with the same places to fill in."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import refresh
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from eventops.forms import SAID_BY_WTFORMS
from eventops.people.messages import MESSAGES

ROOT = Path(__file__).parents[2]
SWEDISH = ROOT / "eventops/translations/sv/LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2)}
PLACES = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


@cache
def said_in_english() -> Catalog:
    """Every message of the code and the templates, found as .babel.cfg says."""
    catalog = Catalog()
    with (ROOT / ".babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for folder in ("eventops", "templates"):
        inside = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if folder in pattern]
        known = {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()}
        for _, _, message, _, context in extract_from_dir(ROOT / folder, inside, known, KEYWORDS):
            catalog.add(message, context=context)
    return catalog


@cache
def said_in_swedish() -> Catalog:
    """The catalogue as it is written."""
    with (SWEDISH / "messages.po").open("rb") as file:
        return read_po(file, locale="sv")


def words(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalog if message.id)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """One text, or singular and plural; nothing written yet is an empty text."""
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def key(message: Message) -> tuple[str | None, str]:
    """Its context, which babel reads from a compiled catalogue as bytes, and its singular."""
    context = message.context
    return context.decode() if isinstance(context, bytes) else context, forms(message.id)[0]


def test_the_extraction_finds_words_in_code_and_in_templates() -> None:
    found = {key(message) for message in words(said_in_english())}
    assert {(None, "On scene"), (None, "Strike the line"), ("phase", "Live"), (None, "%(num)s line")} <= found


def test_every_message_has_a_swedish_translation() -> None:
    swedish = {key(message): message for message in words(said_in_swedish())}
    missing = [
        message.id
        for message in words(said_in_english())
        if key(message) not in swedish or not all(forms(swedish[key(message)].string))
    ]
    assert missing == [], "the comment in .babel.cfg says how to add them"


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in words(said_in_swedish()) if message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = []
    for message in words(said_in_swedish()):
        asked = set(PLACES.findall(forms(message.id)[-1]))
        wrong += [text for text in forms(message.string) if (set(PLACES.findall(text)) ^ asked) - {"%(num)s"}]
        wrong += [str(error) for error in message.check(said_in_swedish())]
    assert wrong == []


def test_every_plural_has_its_two_swedish_forms() -> None:
    assert said_in_swedish().num_plurals == 2
    assert said_in_swedish().plural_expr == "(n != 1)"
    plurals = [message for message in words(said_in_english()) if message.pluralizable]
    swedish = {key(message): forms(message.string) for message in words(said_in_swedish())}
    assert [message.id for message in plurals if len(swedish.get(key(message), ())) != 2] == []
    assert plurals


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    with (SWEDISH / "messages.mo").open("rb") as file:
        compiled = {key(message): forms(message.string) for message in words(read_mo(file))}
    assert compiled == {key(message): forms(message.string) for message in words(said_in_swedish())}


def test_swedish_uses_no_exclamation_marks() -> None:
    assert [message.id for message in words(said_in_swedish()) if "!" in "".join(forms(message.string))] == []


def test_what_the_libraries_say_is_in_the_catalogue() -> None:
    swedish = {key(message)[1] for message in words(said_in_swedish())}
    assert {text for text, _ in MESSAGES.values()} | set(SAID_BY_WTFORMS) <= swedish


def test_every_category_is_named_in_both_languages() -> None:
    rows = tomllib.loads((ROOT / "seed/reference/taxonomy.toml").read_text("utf-8"))["category"]
    assert len(rows) >= 60
    assert [row["code"] for row in rows if not (row.get("sv") and row.get("en"))] == []


SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@SQLITE
@pytest.mark.parametrize(
    ("asked", "language", "heading"),
    [
        ("sv", "sv", "Logga in"),
        ("sv-SE,sv;q=0.9,en;q=0.5", "sv", "Logga in"),
        ("en", "en", "Sign in"),
        ("en-GB,en;q=0.9", "en", "Sign in"),
        ("de", "sv", "Logga in"),
    ],
)
def test_the_browser_s_language_is_spoken(app: Flask, asked: str, language: str, heading: str) -> None:
    page = app.test_client().get("/login", headers={"Accept-Language": asked}).text
    assert f'lang="{language}"' in page
    assert re.search(r"<h1[^>]*>([^<]+)</h1>", page).group(1).strip() == heading  # type: ignore[union-attr]


class Sample(FlaskForm):
    """A field of each kind that our forms have."""

    class Meta:
        csrf = False

    name = StringField(validators=[InputRequired()])
    code = StringField(validators=[Length(max=3)])
    day = DateField()
    count = IntegerField(validators=[NumberRange(1, 5)])
    kind = SelectField(choices=[SelectChoice("a", "A")])


@SQLITE
def test_what_is_wrong_with_a_form_is_said_in_the_user_s_language(app: Flask) -> None:
    typed = {"code": "abcd", "day": "soon", "count": "9", "kind": "b"}

    def told(language: str) -> dict[str, Any]:
        with app.test_request_context("/", method="POST", data=typed, headers={"Accept-Language": language}):
            refresh()
            form = Sample()
            assert not form.validate()
            return {name: error for name, (error,) in form.errors.items()}

    assert told("sv") == {
        "name": "Fyll i detta.",
        "code": "Högst 3 tecken.",
        "day": "Skriv ett datum, till exempel 2027-06-18.",
        "count": "Ange ett tal från 1 till 5.",
        "kind": "Välj något i listan.",
    }
    assert told("en")["code"] == "Field cannot be longer than 3 characters."
