"""A picture that the law says must go: it goes from the disk with its line, and the record still verifies."""

import pytest

from eventops import files
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.log.models import Attachment
from tests.cast import Cast

from .test_incident_acts import EVENT, attach, opened, photograph

GROUND = {"ground": "BDL 4:10"}


def on_disk(cast: Cast) -> list[bool]:
    """Whether each attachment's original and shown copy lie on the disk."""
    folder = cast.app.config["INSTANCE"]
    kept = db.session.scalars(db.select(Attachment).order_by(Attachment.number))
    return [files.path_of(folder, digest).exists() for each in kept for digest in (each.digest, each.shown_digest)]


def whole(cast: Cast) -> bool:
    return verify(cast.event.chain, kept_in=cast.app.config["INSTANCE"]).fault is None


@pytest.mark.parametrize("line", ["its own", "the incident's"])
def test_a_file_goes_with_its_line_and_its_digest_stays(cast: Cast, line: str) -> None:
    opened(cast)
    attach(cast, photograph(), "hemlig.jpg")
    attachment = db.session.scalars(db.select(Attachment)).one()
    digests = attachment.digest, attachment.shown_digest
    assert on_disk(cast) == [True, True]
    number = attachment.entry.number if line == "its own" else 1
    assert cast.karin.door.post(f"{EVENT}/entries/{number}/erase", data=GROUND).status_code == 302

    assert on_disk(cast) == [False, False]
    assert (attachment.name, attachment.digest, attachment.shown_digest) == ("", *digests) and attachment.erased_at
    assert attachment.entry.text is None
    assert cast.olle.door.get(f"{EVENT}/incidents/1/attachments/1").status_code == 404
    assert cast.olle.door.post(f"{EVENT}/incidents/1/attachments/1/original").status_code == 404
    for page in ("incidents/1", "live"):
        assert "hemlig.jpg" not in cast.olle.door.get(f"{EVENT}/{page}").text
    assert "hemlig.jpg" not in cast.olle.door.get(f"/api/v1{EVENT}/changes?feed=police").text
    assert whole(cast)


def test_a_file_that_stands_elsewhere_too_stays_on_the_disk(cast: Cast) -> None:
    opened(cast)
    sent = photograph()
    for _ in range(2):
        attach(cast, sent)
    first = db.session.scalars(db.select(Attachment).order_by(Attachment.number)).first()
    assert first is not None
    cast.karin.door.post(f"{EVENT}/entries/{first.entry.number}/erase", data=GROUND)
    assert on_disk(cast) == [True] * 4 and whole(cast)
    assert cast.olle.door.get(f"{EVENT}/incidents/1/attachments/2", buffered=True).status_code == 200
