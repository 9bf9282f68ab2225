"""What an uploaded picture is, before anything is made of it."""

import io
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from ..errors import N_, Refused

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 50_000_000  # 200 MB in a browser's memory
MOST_BYTES = 20 * 2**20
ORIENTATION, ON_ITS_SIDE = 0x0112, range(5, 9)  # Exif: a browser turns such a picture, so its sides change places


class Size(NamedTuple):
    """Pixels as a browser shows them."""

    width: int
    height: int


def size_of(content: bytes) -> Size:
    """The size of a PNG or JPEG; Refused (field "file") for what is none, and for one too large to show."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
            turned = picture.getexif().get(ORIENTATION) in ON_ITS_SIDE
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise Refused(N_("Choose a picture: PNG or JPEG."), field="file") from None
    if width * height > MOST_PIXELS:
        raise Refused(
            N_("The picture has more than %(most)s million pixels. Make it smaller."),
            field="file", most=MOST_PIXELS // 1_000_000,
        )  # fmt: skip
    return Size(height, width) if turned else Size(width, height)
