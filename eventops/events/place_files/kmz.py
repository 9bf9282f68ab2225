"""KMZ: a KML file in a zip archive, unpacked no further than a file may be long, whatever the archive says."""

import io
import zlib
from zipfile import BadZipFile, ZipFile

from ...errors import N_
from .row import refused

MEMBERS = 1_000  # files in the archive; pictures come along with the KML


def unpacked(content: bytes, most: int) -> bytes:
    """The archive's doc.kml, else its first KML file; Refused (field "file") where that is longer than `most` bytes."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            known = [name for name in archive.namelist()[:MEMBERS] if name.lower().endswith(".kml")]
            found = sorted(known, key=lambda name: name != "doc.kml")
            if not found:
                raise refused(N_("There is no place in the file."))
            with archive.open(found[0]) as file:
                kml = file.read(most + 1)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        raise refused(N_("The file is not a KMZ archive that can be read.")) from None
    if len(kml) > most:
        raise refused(N_("The file is too large. At most %(most)s MB."), most=most // 2**20)
    return kml
