"""Loads what every installation starts with."""

import tomllib

from .access import SYSTEM
from .changes import OFFICE, change
from .extensions import db
from .log.models import Category
from .paths import asset_folder


def seed_reference() -> int:
    """Load or refresh the taxonomy; returns how many categories changed."""
    rows = tomllib.loads((asset_folder("seed") / "reference" / "taxonomy.toml").read_text("utf-8"))["category"]
    changed = 0
    with change(OFFICE, SYSTEM) as record:
        for position, row in enumerate(rows):
            wanted = {key: row.get(key) for key in ("sv", "en", "priority", "audience", "form")}
            wanted |= {"compartments": row.get("compartments", []), "core": row.get("core", False), "position": position}
            found = db.session.get(Category, row["code"])
            if found is None:
                found = Category(code=row["code"])
                db.session.add(found)
            if any(getattr(found, key) != value for key, value in wanted.items()):
                for key, value in wanted.items():
                    setattr(found, key, value)
                record("category.loaded", found)
                changed += 1
        record.nothing()
    return changed
