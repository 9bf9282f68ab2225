"""Reports of partners: they wait in the inbox, become one thing of the log or none; the partner reads the answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Giving, Opening, Owner
from eventops.log.integrity import verify
from eventops.log.models import Entry, Incident, OwnerKind, PartnerReport, ReportState
from tests.cast import Cast, Player
from tests.listening import Ear

EVENT = "/events/sommar"
PAGE, INBOX = f"{EVENT}/partner", f"{EVENT}/inbox"


def send(player: Player, text: str = "Barn utan vuxen vid vattenposten", **said: Any) -> Any:
    form = {"client_id": str(uuid4()), "text": text, "priority": "2", "sector": "A", **said}
    headers = {"Accept": "application/json"} if said.get("written_at") else {}
    return player.door.post(f"{PAGE}/reports", data=form, headers=headers)


def decide(player: Player, what: str, number: int = 1, **said: Any) -> Any:
    return player.door.post(f"{INBOX}/{number}/{what}", data=said)


def report(number: int = 1) -> PartnerReport:
    found: PartnerReport = db.session.scalars(db.select(PartnerReport).filter_by(number=number)).one()
    return found


def count(kind: type[Any]) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind)) or 0


def test_a_report_waits_in_the_inbox_and_not_in_the_log(app: Flask, cast: Cast) -> None:
    kim, tove, olle = Ear(app, cast.kim), Ear(app, cast.tove), Ear(app, cast.olle)
    assert send(cast.kim, on_behalf="Nattvandrare 4", place="Vattenposten").headers["Location"] == PAGE
    assert count(Entry) == 0
    told = [change["what"] for change in kim.changes()]
    assert told == ["partner_report.sent"] == [change["what"] for change in olle.changes()]
    assert tove.changes() == []
    inbox = cast.olle.door.get(INBOX).text
    assert "Barn utan vuxen" in inbox and "Nattvandrare 4" in inbox and "Kyrkan" in inbox
    assert "1 report waits" in cast.olle.door.get(f"{EVENT}/live/waits").text
    assert "Waits for the command post" in cast.kim.door.get(PAGE).text
    assert "Barn utan vuxen" not in cast.tove.door.get(PAGE).text


def test_only_the_command_post_opens_the_inbox(cast: Cast) -> None:
    send(cast.kim)
    for player, status in ((cast.kim, 403), (cast.anders, 403), (cast.frida, 403), (cast.eva, 403), (cast.stig, 404)):
        assert player.door.get(f"{INBOX}/1").status_code == status, player.name
        assert decide(player, "decline", text="Nej").status_code == status
    assert cast.olle.door.get(PAGE).status_code == 403
    assert report().state is ReportState.SENT


def test_accepted_it_opens_an_incident_said_by_the_partner(app: Flask, cast: Cast) -> None:
    send(cast.kim, on_behalf="Nattvandrare 4", place="Vattenposten")
    kim = Ear(app, cast.kim)
    answer = decide(cast.olle, "incident", category="O1", title="Ensamt barn", answer="Patrull på väg")
    assert answer.headers["Location"] == INBOX
    incident = db.session.scalars(db.select(Incident)).one()
    assert (incident.audience, incident.priority, incident.place_text) == ("police", 2, "Vattenposten")
    line = db.session.scalars(db.select(Entry)).one()
    assert (line.on_behalf, line.text) == ("Kyrkan: Nattvandrare 4", "Barn utan vuxen vid vattenposten")
    assert [change["what"] for change in kim.changes()] == ["partner_report.accepted"]
    page = cast.kim.door.get(PAGE).text
    assert "Patrull på väg" in page and "Accepted" in page
    assert "#1" not in page and "Ensamt barn" not in page  # which incident it became is the police's
    assert verify("sommar").fault is None


def test_the_partner_sees_the_incident_it_became_when_it_may_know_of_it(cast: Cast) -> None:
    send(cast.kim)
    decide(cast.olle, "incident", category="B1", title="Rök ur tält", audience="all")
    assert f'href="{EVENT}/incidents/1"' in cast.kim.door.get(PAGE).text


def test_it_can_become_a_line_on_an_incident_or_on_its_own(cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bråk"))
    send(cast.kim, "Två grupper på väg dit")
    send(cast.kim, "Vi går hem nu")
    decide(cast.olle, "line", 1, incident="1")
    decide(cast.olle, "line", 2)
    lines = {line.text: line for line in db.session.scalars(db.select(Entry))}
    assert lines["Två grupper på väg dit"].incident is not None
    assert lines["Två grupper på väg dit"].audience == "police"
    assert (lines["Vi går hem nu"].incident, lines["Vi går hem nu"].audience) == (None, "partner:kyrkan")


def test_never_two_are_accepted_from_one(cast: Cast) -> None:
    send(cast.kim)
    decide(cast.olle, "incident", category="B1", title="Barn")
    for player, what in ((cast.oskar, "incident"), (cast.oskar, "line"), (cast.karin, "decline"), (cast.olle, "ask")):
        answer = decide(player, what, category="B1", title="Igen", text="Igen")
        assert answer.status_code == 409 and "decided already" in answer.text
    assert count(Incident) == 1 and len(report().steps) == 1


def test_the_command_post_asks_back_and_the_partner_answers(cast: Cast) -> None:
    send(cast.kim)
    decide(cast.olle, "ask", text="Hur gammalt är barnet?")
    assert "Hur gammalt är barnet?" in cast.kim.door.get(PAGE).text
    empty = cast.kim.door.post(f"{PAGE}/reports/1/answer", data={"text": " "})
    assert empty.status_code == 422 and "Write something." in empty.text
    assert cast.anders.door.post(f"{PAGE}/reports/1/answer", data={"text": "5 år"}).status_code == 404
    cast.kim.door.post(f"{PAGE}/reports/1/answer", data={"text": "Ungefär fem år"})
    assert "Ungefär fem år" in cast.olle.door.get(f"{INBOX}/1").text
    assert report().state is ReportState.SENT


def test_declining_says_why(cast: Cast) -> None:
    send(cast.kim)
    assert decide(cast.olle, "decline", text="").status_code == 422
    decide(cast.olle, "decline", text="Redan hanterat av publikvärd")
    page = cast.kim.door.get(PAGE).text
    assert "Declined" in page and "Redan hanterat av publikvärd" in page
    assert count(Entry) == 0 and verify("sommar").fault is None


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(cast: Cast) -> None:
    answer = send(cast.kim, "Behåll mig", sector="Ö", occurred_at="25:99")
    assert answer.status_code == 422 and "Behåll mig" in answer.text and "Write the time as" in answer.text
    wrong = decide(cast.olle, "incident", 1)
    assert wrong.status_code == 404 and count(PartnerReport) == 0


def test_without_contact_it_comes_once_with_the_time_it_was_written(cast: Cast) -> None:
    written = clock.now() - timedelta(minutes=20)
    said = {"client_id": str(uuid4()), "written_at": written.isoformat()}
    answers = [send(cast.kim, **said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert count(PartnerReport) == 1
    assert (report().occurred_at, report().late_because) == (written, "offline")
    taken = send(cast.tove, **said)
    assert taken.status_code == 422 and "client_id" in taken.text


def test_the_page_of_a_partner_holds_what_concerns_it_and_nothing_else(cast: Cast) -> None:
    actor = cast.olle.actor(cast.event)
    for owner, text in (("kyrkan", "Bemanna stödtältet"), ("trafiken", "Extra buss")):
        given = Giving(text, Owner(OwnerKind.PARTNER, owner))
        actions.give_errand(cast.event, actor, given, line=text)
    actions.add_entry(cast.event, actor, text="Till kyrkan", audience="partner:kyrkan")
    actions.add_entry(cast.event, actor, text="Till trafiken", audience="partner:trafiken")
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand i soptunna"))
    actions.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bråk i kö"))
    page = cast.kim.door.get(PAGE).text
    assert all(text in page for text in ("Bemanna stödtältet", "Till kyrkan", "Brand i soptunna"))
    assert not any(text in page for text in ("Extra buss", "Till trafiken", "Bråk i kö"))


def test_erasing_its_line_erases_the_report(cast: Cast) -> None:
    send(cast.kim, "PERSON-UPPGIFT")
    decide(cast.olle, "line")
    line = db.session.scalars(db.select(Entry)).one()
    actions.erase(cast.event, SYSTEM, line, ground="2018:1693 4:10")
    assert "PERSON-UPPGIFT" not in cast.kim.door.get(PAGE).text + cast.olle.door.get(f"{INBOX}/1").text
    assert verify("sommar").fault is None


def test_a_declined_report_is_erased_lawfully_by_itself(cast: Cast) -> None:
    send(cast.kim, "HEMLIGT", on_behalf="HEMLIGT")
    assert decide(cast.karin, "erase", ground="2018:1693 4:10").status_code == 409  # it waits
    decide(cast.olle, "decline", text="HEMLIGT nej")
    assert decide(cast.olle, "erase", ground="x").status_code == 403
    assert "State the legal ground" in decide(cast.karin, "erase", ground=" ").text
    assert decide(cast.karin, "erase", ground="2018:1693 4:10").status_code == 302
    for page in (cast.karin.door.get(f"{INBOX}/1"), cast.kim.door.get(PAGE)):
        assert "HEMLIGT" not in page.text and "Erased" in page.text
    facts = [str(record.facts) for record in db.session.scalars(db.select(AuditRecord))]
    assert not [each for each in facts if "HEMLIGT" in each] and "2018:1693 4:10" in facts[-1]
    assert verify("sommar").fault is None
