"""Every template parses, belongs to a view, and breaks none of the page's own rules."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))
MODULES = sorted((ROOT / "static/js/modules").glob("*.js"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_template_parses_under_strict_undefined(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    for name in TEMPLATES:
        app.jinja_env.get_template(name)


def test_every_template_is_used() -> None:
    sources = [*(ROOT / "eventops").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    named = {name for name in TEMPLATES if f'"{name}"' in text or f"'{name}'" in text}
    by_rule = {name for name in TEMPLATES if name.startswith(("errors/", "people/"))}  # named by status or by setting
    chosen = {name for name in TEMPLATES if f'{name.split("/")[0]}/{{template}}.html' in text}
    assert set(TEMPLATES) - named - by_rule - chosen == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_inline_styles_scripts_or_handlers(name: str) -> None:
    text = (ROOT / "templates" / name).read_text("utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|javascript:|\|\s*safe\b", text)
    for tag in re.findall(r"<script[^>]*>|<style[^>]*>", text):
        assert "csp_nonce()" in tag, tag


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_writes_markup_or_sentences(path: Path) -> None:
    text = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"))
    assert not re.search(r"\.innerHTML|\.outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
    sentences = re.findall(r"['\"`]([A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+ [^'\"`]*)['\"`]", text)
    assert sentences == []
