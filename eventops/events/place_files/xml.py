"""XML from strangers: without entities, document types and other files; and our own, written out."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from ...errors import N_
from .row import refused

PIECE = 65_536  # bytes
DEEPEST = 100  # elements within each other


def parsed(content: bytes, root: str) -> Element:
    """The root element. Refused for what is not such a file, and for one that declares a document type or entities."""
    try:
        found = _fed(DefusedXMLParser(target=_Shallow(), forbid_dtd=True), content)
    except DefusedXmlException:
        raise refused(N_("The file declares a document type or entities, which is not taken.")) from None
    except (ParseError, ValueError, LookupError):
        raise refused(N_("That is not a %(kind)s file: it cannot be read as XML."), kind=root.upper()) from None
    if local(found) != root:
        raise refused(N_("That is not a %(kind)s file."), kind=root.upper())
    return found


class _Shallow(TreeBuilder):
    """Builds the tree; refuses one that is nested as no map is."""

    depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise refused(N_("The file is nested too deeply."))
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _fed(parser: Any, content: bytes) -> Element:
    """In pieces, between which other threads have their turn."""
    for at in range(0, len(content), PIECE):
        parser.feed(content[at : at + PIECE])
    found: Element = parser.close()
    return found


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """An element's own children of these names, in whatever namespace."""
    return (child for child in element if local(child) in names)


def text_of(element: Element, name: str) -> str | None:
    """The text of an element's first child of a name."""
    found = next(children(element, name), None)
    return (found.text or "").strip() or None if found is not None else None


def written(root: Element) -> bytes:
    """A whole file."""
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
