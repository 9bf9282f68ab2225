"""The redacted edition: what is masked is in no byte that is given out, and the log stays as it was."""

import io
import json

import pypdf

from eventops.audit import AuditRecord
from eventops.evaluation import disclosures
from eventops.evaluation.disclosed import lines
from eventops.evaluation.disclosure_models import Disclosure, DisclosureMask
from eventops.evaluation.export_models import Export
from eventops.evaluation.secrecy import grounds, rules
from eventops.extensions import db
from eventops.log import integrity
from eventops.log.models import Entry

from .story import noted, opened, table, text_of

ALL = "/events/sommar/evaluation/disclosures"
SECRETS = ("19850612-1234", "070-174 06 05", "Anna Lindqvist", "hemligreserv")


def asked(cast, **more):
    """An edition that the commander has begun, by its number."""
    data = {"title": "Loggen den 19 juni", "requester": "Dalarnas Tidning", "reference": "A123-2026", **more}
    answer = cast.karin.door.post(ALL, data=data)
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[-1])


def story(cast):
    """Four lines: with secrets of each sort, and one with none."""
    event, karin = cast.event, cast.karin.actor(cast.event)
    noted(event, karin, 0, "Ringde Anna Lindqvist, 19850612-1234, på 070-174 06 05 om vägen")
    noted(event, karin, 1, "Vädret är klart")
    noted(event, karin, 2, "Vi har hemligreserv vid bron", audience="command")
    opened(event, karin, 3, "Ofredande vid scenen", category="S1", audience="police", place="Bakom bar 2")


def filed(cast, page, form):
    """The issued edition as a file."""
    with cast.karin.door.post(f"{page}/file", data={"format": form}) as answer:
        return answer.data


def stored(content):
    """Everything in a PDF's bytes: its text and each of its streams, unpacked."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    parts = [content, str(reader.metadata).encode(), " ".join(page.extract_text() for page in reader.pages).encode()]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        found = reader.get_object(number)
        parts += [found.get_data()] if hasattr(found, "get_data") else [str(found).encode()]
    return b"\n".join(parts)


def test_what_is_masked_is_in_no_byte_of_what_is_given_out(cast):
    story(cast)
    before = [(each.number, each.text, each.audience) for each in db.session.scalars(db.select(Entry))]
    number = asked(cast)
    page = f"{ALL}/{number}"
    shown = cast.karin.door.get(page).text
    assert shown.count("mask--suggested") == 6  # name, number, phone; the reserve; the offence and its place
    assert cast.karin.door.post(f"{page}/suggestions", data={}).status_code == 302
    words = {"line": "2", "field": "said", "words": "klart", "ground": "18:1"}
    assert cast.karin.door.post(f"{page}/masks", data=words).status_code == 302
    assert cast.karin.door.post(f"{page}/masks", data={**words, "words": "finns inte"}).status_code == 422
    assert cast.karin.door.post(f"{page}/file", data={"format": "pdf"}).status_code == 400  # not issued yet
    assert cast.karin.door.post(f"{page}/issue", data={"decider": "Chefsjuristen"}).status_code == 302
    files = {form: filed(cast, page, form) for form in ("pdf", "csv")}
    told = text_of("pdf", files["pdf"])
    assert "Vädret är" in told
    assert "OSL 21 kap." in told
    assert "Chefsjuristen" in told
    everything = stored(files["pdf"]).decode("utf-8", "replace") + files["csv"].decode()
    assert not [secret for secret in (*SECRETS, "klart", "Ofredande vid scenen", "Bakom bar") if secret in everything]
    rows = table(files["csv"])
    assert rows[1]["Text"] == "Vädret är [4]"
    assert rows[0]["Masks"] == "[1] OSL 35:1, [2] OSL 21 kap., [3] OSL 21 kap."
    assert [(each.number, each.text, each.audience) for each in db.session.scalars(db.select(Entry))] == before
    taken = db.session.scalars(db.select(Export).order_by(Export.number)).all()
    assert [(each.what, each.recipient, each.part) for each in taken] == [("disclosure", "Dalarnas Tidning", "1")] * 2
    assert all(each.digest for each in taken)
    register = cast.karin.door.get("/events/sommar/evaluation/exports").text
    assert "Dalarnas Tidning" in register
    assert integrity.verify("sommar").fault is None


def test_masks_meet_are_lifted_and_end_with_the_draft(cast):
    story(cast)
    page = f"{ALL}/{asked(cast)}"
    for words in ("Anna", "a Lindqvist", "vägen"):
        cast.karin.door.post(f"{page}/masks", data={"line": "1", "field": "said", "words": words, "ground": "35:1"})
    standing = db.session.scalars(db.select(DisclosureMask).filter_by(lifted_at=None)).all()
    texts = [text for (text,) in db.session.execute(db.select(Entry.text).filter_by(number=1))]
    assert sorted(texts[0][each.start : each.end] for each in standing) == ["Anna Lindqvist", "vägen"]
    assert "Anna" not in str([json.loads(each.facts) for each in db.session.scalars(
        db.select(AuditRecord).where(AuditRecord.what.startswith("disclosure.")))])  # fmt: skip
    cast.karin.door.post(f"{page}/masks/{standing[0].number}/lift", data={})
    assert db.session.scalars(db.select(DisclosureMask).filter_by(lifted_at=None)).one().number == standing[1].number
    assert cast.karin.door.post(f"{page}/withdraw", data={"reason": "Återkallad"}).status_code == 302
    late = {"line": "1", "field": "said", "words": "Anna", "ground": "35:1"}
    assert "stays as it is" in cast.karin.door.post(f"{page}/masks", data=late).text
    assert integrity.verify("sommar").fault is None


def test_a_text_that_changed_since_is_masked_whole_and_not_issued(cast):
    story(cast)
    event, karin, number = cast.event, cast.karin.actor(cast.event), asked(cast)
    edition = db.session.scalars(db.select(Disclosure)).one()
    spots = list(disclosures.words_in(lines(event, edition, only=1), "said", "vägen", "35:1"))
    disclosures.mask(event, karin, edition, [spots[0]._replace(of="00000000")])
    assert next(lines(event, edition, only=1)).pieces("said")[0].text == ""
    refused = cast.karin.door.post(f"{ALL}/{number}/issue", data={"decider": "Juristen"})
    assert "has changed since" in refused.text
    assert not db.session.scalars(db.select(Disclosure.issued_at)).one()


def test_only_the_command_edits_editions_and_double_sending_begins_one(cast):
    story(cast)
    data = {"title": "Allt", "requester": "Någon", "client_id": "12345678-1234-1234-1234-123456789012"}
    first, again = (cast.karin.door.post(ALL, data=data).location for _ in range(2))
    assert first == again
    for other in (cast.kim, cast.olle, cast.aron, cast.petra):
        assert other.door.get(first).status_code == 403
        assert other.door.get(ALL).status_code == 403
    assert cast.stig.door.get(ALL).status_code == 404
    assert "aldrig" not in cast.karin.door.get(f"{ALL}/99").text


def test_every_rule_has_its_ground():
    assert {rule.ground for rule in rules().values()} <= set(grounds())
