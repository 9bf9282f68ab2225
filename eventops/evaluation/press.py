"""The press: typesets one part of a log. Run as a process of its own, it gives the memory of each part back.

`python -m eventops.evaluation.press` reads the template's data on its input and writes the PDF.
"""

import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("log.typ")


def pdf(data: str, *, tagged: bool) -> bytes:
    """The PDF of the template's data; tagged for those who listen to it, unless it will be bound with others."""
    made = typst.compile(TEMPLATE, sys_inputs={"data": data}, ignore_system_fonts=True, pdf_tags=tagged)
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode(), tagged=False))
