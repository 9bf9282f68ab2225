"""Making the file of an export and putting its digest on the record."""

import hashlib
from os import SEEK_END
from typing import BinaryIO, Protocol

from ..access import Actor
from ..beside import beside_the_hub
from ..events.models import Event
from .actions import seal
from .export_models import Export


class Takeable(Protocol):
    """Something that can be made a file of."""

    export: Export

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    def open(self) -> BinaryIO: ...


def sealed(event: Event, actor: Actor, file: Takeable) -> BinaryIO:
    """The whole file, its digest on the record."""
    made = file.open()
    digest = beside_the_hub(lambda: hashlib.file_digest(made, "sha256").hexdigest())  # type: ignore[arg-type]
    size = made.seek(0, SEEK_END)  # hashing what lies in memory moves no position
    made.seek(0)
    seal(event, actor, file.export, digest, size)
    return made
