"""Reference data that every installation starts with: the taxonomy of incidents."""

import tomllib
from typing import Any

from ..access import SYSTEM
from ..changes import OFFICE, Change, change
from ..extensions import db
from ..log.models import Category
from ..paths import asset_folder


def seed_reference() -> int:
    """Load or refresh the taxonomy; returns how many categories were new or changed."""
    rows = tomllib.loads((asset_folder("seed") / "reference" / "taxonomy.toml").read_text("utf-8"))["category"]
    with change(OFFICE, SYSTEM) as record:
        record.nothing()
        return sum(_refresh(row, position, record) for position, row in enumerate(rows))


def _refresh(row: dict[str, Any], position: int, record: Change) -> bool:
    wanted = {key: row.get(key) for key in ("sv", "en", "priority", "audience", "form")}
    wanted |= {"compartments": row.get("compartments", []), "core": row.get("core", False), "position": position}
    category = db.session.get(Category, row["code"])
    if category is None:
        category = Category(code=row["code"])
        db.session.add(category)
    if all(getattr(category, key) == value for key, value in wanted.items()):
        return False
    for key, value in wanted.items():
        setattr(category, key, value)
    record("category.loaded", category)
    return True
