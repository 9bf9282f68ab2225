"""How long answers leave: in pieces as they are made, packed for callers that can unpack."""

import zlib
from collections.abc import Iterator

from flask import Response, request

GZIP = 31  # zlib's window bits for a gzip header


def streamed(pieces: Iterator[bytes], mimetype: str) -> Response:
    """An answer whose pieces are sent one by one; they are made when the request is over, without its context."""
    packing = request.accept_encodings.quality("gzip") > 0
    response = Response(_packed(pieces) if packing else pieces, mimetype=mimetype)
    response.vary.add("Accept-Encoding")
    if packing:
        response.content_encoding = "gzip"
    return response


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
