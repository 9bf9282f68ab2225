"""The house rules that a machine can check."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "eventops"
SOURCES = [path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts]
FEATURES = [folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()]
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "base",
    "misc",
    "lib",
    "manager",
    "service",
    "services",
}
COMMITTERS = {"changes.py", "sign_in.py"}
EMITTERS = {"push.py", "frames.py", "live.py"}


def functions() -> Iterator[tuple[str, int]]:
    """Each function with its length in lines of code, docstring and decorators apart."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - body[0].lineno + 2


def code_lines(path: Path) -> int:
    return len([line for line in path.read_text("utf-8").splitlines() if line.strip()])


def offenders(pattern: str, allowed: set[str], sources: list[Path] = SOURCES) -> list[str]:
    found = re.compile(pattern)
    return [
        str(path.relative_to(ROOT))
        for path in sources
        if path.name not in allowed and found.search(path.read_text("utf-8"))
    ]


def test_imports_point_backwards_in_time() -> None:
    told = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_only_changes_commits() -> None:
    assert offenders(r"(session|connection)\.(commit|rollback)\(", COMMITTERS | {"doors.py", "integrity.py"}) == []
    assert offenders(r"\.rollback\(", {"changes.py", "doors.py", "integrity.py"}) == []


def test_only_push_emits() -> None:
    assert offenders(r"\bemit\(", EMITTERS) == []


def test_modules_stay_small() -> None:
    sizes = {str(path.relative_to(ROOT)): code_lines(path) for path in SOURCES if code_lines(path)}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert statistics.median(sizes.values()) <= 90


def test_functions_stay_small() -> None:
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert statistics.median(sizes.values()) <= 8
    assert sum(size <= 20 for size in sizes.values()) >= 0.9 * len(sizes)


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_there_are_no_drawers() -> None:
    assert [str(path) for path in PACKAGE.rglob("*") if path.stem in DRAWERS] == []


def test_template_folders_mirror_the_package() -> None:
    shared = {"layouts", "components", "errors"}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()} - shared
    assert folders <= {folder.name for folder in FEATURES}


def test_views_render_only_their_own_folder() -> None:
    for view in PACKAGE.glob("*/views.py"):
        for node in ast.walk(ast.parse(view.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "render_template"
                and isinstance(node.args[0], ast.Constant)
            ):
                assert str(node.args[0].value).startswith(f"{view.parent.name}/"), (view, node.args[0].value)


def test_the_clock_is_the_only_clock() -> None:
    assert offenders(r"datetime\.now\(|utcnow\(|date\.today\(", {"clock.py"}) == []


def test_nothing_asks_who_is_signed_in_below_the_views() -> None:
    below = [path for path in SOURCES if {"models", "actions", "queries"} & {path.stem, path.parent.name}]
    assert offenders(r"current_user|\bg\.|\brequest\b\.|\bsession\[", set(), below) == []


def test_types_hold() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "eventops"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_style_holds() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_no_file_names_a_registry_or_loads_from_outside() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    hosts = ("cdn", "unp" + "kg", "py" + "pi", "np" + "mjs", "python" + "hosted")
    outside = re.compile(rf"(src|href)=[\"']https?://|@import\s+url\(https?:|({'|'.join(hosts)})\.[a-z]+/?")
    ours = [ROOT / name for name in tracked if name and not name.startswith(("static/vendor/", "tests/"))]
    read = [path for path in ours if path.suffix in {".html", ".js", ".css", ".py", ".toml", ".md", ".txt"}]
    assert [str(path) for path in read if path.exists() and outside.search(path.read_text("utf-8"))] == []
