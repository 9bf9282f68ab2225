"""The leak hunt of the loop: what partners report, talk over, promise and learn is sought by those it is kept from."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from eventops import clock
from eventops.access import POLICE, SYSTEM
from eventops.cooperation import (
    dialogues,
    judging,
    laid_out,
    meeting_calls,
    meeting_minutes,
    month_acts,
    priorities,
    report_links,
    reporting,
    rhythms,
)
from eventops.cooperation.drift import Sign
from eventops.cooperation.models.meeting import Meeting, MeetingKind
from eventops.cooperation.spans import Span, SpanKind
from eventops.evaluation import debriefs, disclosures, own_headings, survey_actions
from eventops.evaluation.debrief_models import Side
from eventops.log import actions as log
from eventops.log.models import TrendState
from tests.cast import Cast
from tests.cooperation.test_dialogues import planned
from tests.cooperation.test_meetings import point
from tests.cooperation.test_periods import beat, partner
from tests.cooperation.test_promises import promised
from tests.log.test_leak_hunt import contents, doors

from .test_lessons import learn
from .test_survey import PAGE as SURVEY
from .test_survey import TERMS

OUTSIDE = ("kim", "anders", "aron", "frida")  # two partners, the auditor, a guard in the field
NOT_THE_CHURCH = ("anders", "aron", "frida")

# The secret, and from whom it is kept; the traffic company's matters are its own and the police's.
SECRETS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "zqmatter", "zqmatterplace", "zqgone", "zqwithdrawn", "zqpriority", "zqeffect", "zqdoing", "zqdialogue",
            "zqpurpose", "zqcameout", "zqpoint", "zqdecided", "zqverdict", "zqsignplace", "zqpromise",
            "zqmonth", "zqlesson", "zqcause", "zqnexttime", "zqheading", "zqfreetext",
        ),
        OUTSIDE,
    ),
    **dict.fromkeys(("zqinner", "zqobserved"), ("kim", "anders", "aron")),  # who was in the field takes part
    **dict.fromkeys(("zqchurch", "zqnote", "zqparked"), NOT_THE_CHURCH),
    **dict.fromkeys(("zqedition", "zqasker"), ("kim", "anders", "frida")),  # the auditor reads what was given out
    **dict.fromkeys(("zqrecipient",), ("kim", "anders", "frida")),
    "zqlinked": ("kim", "anders", "frida"),  # whom a link was sent to is the police's and the auditor's
}  # fmt: skip


def plant(cast: Cast, secret: str) -> None:
    """Put every secret in its place, through the doors where they are short."""
    _report(cast, secret)
    _work(cast)
    _meet(cast)
    _learn(cast)


def _report(cast: Cast, secret: str) -> None:
    event, tove = cast.event, cast.tove.actor(cast.event)
    rhythms.set_rhythm(event, SYSTEM, beat(event.operational_day(clock.now())))
    period, trafiken = laid_out.current(event, clock.now()), partner(event, "trafiken")
    assert period is not None
    said = reporting.Matter("zqmatter", "O1", clock.now(), place_text="zqmatterplace")
    gone = reporting.Matter("zqgone", "O1", clock.now())
    report, _ = reporting.send_report(event, tove, period, trafiken, reporting.Report([said, gone]))
    reporting.withdraw_matter(event, tove, report.matters[1], "zqwithdrawn")
    report_links.make_report_link(event, cast.petra.actor(event), trafiken, "zqlinked", 7, secret)
    sign = Sign("O1", None, "zqsignplace", 9, (1, 1, 1), 1.0, 0.001, 3.0, 2.0, ("poisson",))
    span = Span(SpanKind.DAY, period.starts_at, period.ends_at)
    judging.judge_sign(event, cast.petra.actor(event), sign, span, TrendState.CONFIRMED, "zqverdict", "sign")


def _work(cast: Cast) -> None:
    event, petra = cast.event, cast.petra.actor(cast.event)
    known = priorities.open_set(event, petra, laid_out.current(event, clock.now()), "set")  # type: ignore[arg-type]
    aim = priorities.Aim("zqpriority", "zqeffect", ["polisen"], doing="zqdoing", audience=POLICE)
    priorities.add_priority(event, petra, known, aim, "aim")
    talk = planned(cast, text="zqdialogue", purpose="zqpurpose")
    dialogues.say_result(event, petra, talk, "zqcameout", "result")
    promised(cast, text_sv="zqpromise", text_en="zqpromise")
    month = month_acts.begin(event, petra, "2026-05", "month")
    words = month_acts.Written({"summary": "zqmonth"}, [], [], POLICE, month.revision)
    month_acts.write(event, petra, month, words)


def _meet(cast: Cast) -> None:
    event, petra = cast.event, cast.petra.actor(cast.event)
    inner = _held(cast, "zqinner", (), MeetingKind.HOT)
    debriefs.observe(event, petra, inner, (Side.CHANGE, "crowd", "zqobserved"), "seen")
    meeting_minutes.add_point(event, petra, inner, "zqpoint", 5, "point")
    meeting_minutes.resolve(event, petra, inner, meeting_minutes.Resolved("zqdecided"), "decision")
    church = _held(cast, "zqchurch", ("kyrkan",))
    meeting_minutes.note(event, petra, point(church, "priorities"), "zqnote", "note")
    meeting_minutes.park(event, petra, church, "zqparked", ("kyrkan",), "parked")


def _held(cast: Cast, title: str, invited: tuple[str, ...], kind: MeetingKind = MeetingKind.REGULAR) -> Meeting:
    event, petra = cast.event, cast.petra.actor(cast.event)
    wanted = meeting_calls.Wanted(title, 30, chair=petra.account_id, secretary=petra.account_id, invited=invited)
    meeting = meeting_calls.call(event, petra, wanted, clock.now(), title, kind)
    meeting_minutes.open_meeting(event, petra, meeting)
    return meeting


def _learn(cast: Cast) -> None:
    event, karin = cast.event, cast.karin.actor(cast.event)
    told = {"text": "zqlesson", "cause": "zqcause", "next_time": "zqnexttime", "owner": "", "audience": POLICE}
    assert learn(cast.eva, **told).status_code == 302
    own_headings.add_heading(event, karin, own_headings.Wanted("measures", "zqheading", "zqheading", ("lob",)))
    assert cast.eva.door.post(f"{SURVEY}/terms", data=TERMS).status_code == 302
    given = [survey_actions.Given(str(n), {"police": "4", "change": "zqfreetext"}) for n in range(9)]
    assert survey_actions.take_in(event, karin, given) == 9
    log.add_entry(event, karin, text="Lugnt")
    disclosures.begin(event, karin, disclosures.Asking("zqedition", "zqasker"))
    said = {"format": "json", "recipient": "zqrecipient", "purpose": "Granskning"}
    assert contents(cast.karin.door.post("/events/sommar/evaluation/export", data=said))


def found_in(text: str, name: str) -> set[str]:
    """The secrets in a text that are to be kept from somebody."""
    return {secret for secret, kept in SECRETS.items() if name in kept and secret in text}


def looked(app: Flask, cast: Cast, name: str) -> Iterator[tuple[str, set[str]]]:
    """What is found through each door, and what the map and the exports give."""
    door = getattr(cast, name).door
    for address in dict.fromkeys(address for _, address in doors(app)):
        yield address, found_in(contents(door.get(address)), name)
    for form in ("json", "xlsx", "zip"):
        export = "/events/sommar/evaluation/export"
        yield form, found_in(contents(door.post(export, data={"format": form, "client_id": str(uuid4())})), name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # pages are made of the same reads on both
def test_what_the_loop_keeps_is_found_by_nobody_it_is_kept_from(app: Flask, cast: Cast) -> None:
    plant(cast, app.secret_key or "")  # type: ignore[arg-type]
    leaks = {name: {at: said for at, said in looked(app, cast, name) if said} for name in OUTSIDE}
    assert leaks == {name: {} for name in OUTSIDE}
    shown = "".join(
        contents(cast.karin.door.get(address)) for name, address in doors(app) if name.startswith(("coop", "eval"))
    )
    assert {secret for secret in SECRETS if secret not in shown} == set()  # all are there to be found
