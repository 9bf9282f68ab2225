"""The papers that leave the roster with persons in them: each is on the record with the digest of its file."""

import hashlib
import json

import pytest

from eventops.audit import AuditRecord
from eventops.extensions import db
from eventops.roster.models import Function
from tests.cast import Cast

from .on_watch import BASE, OnWatch, raise_watch


@pytest.fixture
def watch(cast: Cast) -> OnWatch:
    return raise_watch(cast)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_paper_with_persons_in_it_leaves_on_the_record(watch: OnWatch) -> None:
    cast, gun = watch.cast, watch.rows["Gun"].id
    key = f"{watch.shifts[Function.GUARD].starts_at:%Y%m%dT%H%MZ}"
    asked = [
        (cast.olle, f"assignments/{gun}/duty-report.pdf?language=sv", ("duty_report", "pdf", f"assignment/{gun}")),
        (
            cast.olle,
            "duty-reports.pdf",
            ("duty_report", "pdf", key),
        ),
        (cast.stig, f"company/assignments/{gun}/duty-report.pdf", ("duty_report", "pdf", f"assignment/{gun}")),
        (cast.olle, "badges.pdf", ("badges", "pdf", "")),
        (cast.olle, "times.csv", ("times", "csv", "")),
        (cast.olle, "times.xlsx", ("times", "xlsx", "")),
    ]
    for who, paper, said in asked:
        assert who.door.get(f"{BASE}/{paper}").status_code == 405, "what is put on record is no GET"
        with who.door.post(f"{BASE}/{paper}") as answer:
            content = answer.data
        assert answer.status_code == 200, paper
        query = db.select(AuditRecord).filter_by(chain="sommar", what="roster.exported")
        record = db.session.scalars(query.order_by(AuditRecord.number.desc())).first()
        facts = json.loads(record.facts)
        assert (facts["output"], facts["ending"], facts["whose"]) == said
        assert facts["digest"] == hashlib.sha256(content).hexdigest() and record.by.startswith(who.account.name)
