"""Where templates/, static/ and seed/ are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def asset_folder(name: str) -> Path:
    """The folder called `name` ("templates", "static" or "seed"), wherever this installation keeps it."""
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
