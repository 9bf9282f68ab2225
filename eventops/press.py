"""The press: typesets data by a template. As a process of its own it gives its memory back and blocks nobody.

`python -m eventops.press TEMPLATE` reads the template's data on its input and writes the PDF.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import typst

from .paths import PACKAGE

AFTER_OTHERS = 10  # how nice it is to the server beside it
_presses = threading.BoundedSemaphore(2)  # each takes a core and up to some hundred MB


def pdf(template: Path, data: str, *, tagged: bool) -> bytes:
    """The PDF of a template's data; tagged for those who listen to it, unless it will be bound with others.

    A template may import what stands in the package, such as "/paper.typ".
    """
    inputs = {"data": data}
    made = typst.compile(template, root=PACKAGE, sys_inputs=inputs, ignore_system_fonts=True, pdf_tags=tagged)
    assert isinstance(made, bytes)
    return made


def pressed(template: Path, data: str, *, tagged: bool) -> bytes:
    """The same, made beside this process."""
    command = [sys.executable, "-m", "eventops.press", str(template), *(["--tagged"] if tagged else [])]
    with _presses:
        return subprocess.run(command, input=data.encode(), stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    os.nice(max(0, AFTER_OTHERS - os.nice(0)))
    sys.stdout.buffer.write(pdf(Path(sys.argv[1]), sys.stdin.buffer.read().decode(), tagged="--tagged" in sys.argv))
