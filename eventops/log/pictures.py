"""Pictures as they are shown: turned the right way and without what the camera wrote of itself and its place."""

import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from ..beside import beside_the_hub
from ..errors import N_, Refused
from ..files import Kept, keep

FORMATS = {"image/jpeg": ("JPEG", "jpg"), "image/png": ("PNG", "png")}
MOST_PIXELS = 50_000_000
LONGEST = 2560  # pixels of a side of the copy that is shown


class Filed(NamedTuple):
    """A file as it came, and the copy of it that is shown."""

    original: Kept
    shown: Kept


def file_in(instance: Path, name: str, content: bytes, *, most: int) -> Filed:
    """Keep a file of at most `most` bytes. Refused (field "file") for what is not what its name says."""
    original = keep(instance, name, content, most=most)
    if original.media_type not in FORMATS:
        return Filed(original, original)
    shown = beside_the_hub(lambda: _bare(content, *FORMATS[original.media_type]))
    return Filed(
        original, keep(instance, f"shown.{FORMATS[original.media_type][1]}", shown, most=max(most, len(shown)))
    )


def _bare(content: bytes, sort: str, _extension: str) -> bytes:
    """The picture alone: decoded, turned as its Exif says, and written anew without it."""
    try:
        with Image.open(io.BytesIO(content), formats=[sort]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(
                    N_("The picture has more than %(most)s million pixels. Make it smaller."),
                    field="file", most=MOST_PIXELS // 1_000_000,
                )  # fmt: skip
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((LONGEST, LONGEST))
            bare = turned.convert("RGB") if sort == "JPEG" else turned
            bare.info.clear()
            written = io.BytesIO()
            bare.save(written, sort, quality=88, exif=b"")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise Refused(N_("Choose a picture that can be opened: PNG or JPEG."), field="file") from None
    return written.getvalue()
