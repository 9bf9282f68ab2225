"""Two tired people at once: nothing that either wrote is lost, and each is told what the other did."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from threading import Barrier
from typing import Any

from eventops.access import SYSTEM
from eventops.changes import change
from eventops.errors import Refused
from eventops.events import actions as events
from eventops.extensions import db
from eventops.planning import actions
from eventops.planning.models import (
    Copying,
    Measure,
    Objective,
    Part,
    PartnerRole,
    PlanVersion,
    Proposal,
    Risk,
    Signature,
)
from eventops.planning.queries import version
from eventops.planning.signing import digest, share, standing_of
from tests.cast import Cast, accept_reds

PLAN = "/events/vinter/plan"
RISK = {"text": "Trängsel vid grinden", "likelihood": "3", "consequence": "5", "audience": "police"}


def add(cast: Cast, part: type[Part], /, **said: Any) -> Any:
    return actions.add(cast.planned, SYSTEM, part, said)


def typed(text: str, name: str) -> str:
    """What stands in a hidden field of a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)
    assert found, name
    return unescape(found[1])


def test_what_was_typed_for_a_part_that_was_taken_out_meanwhile_can_be_written_anew(cast: Cast) -> None:
    add(cast, Risk, text="Trängsel", likelihood=3, consequence=5)
    page = cast.petra.door.get(f"{PLAN}/risks/1").text
    drop = {"drop-reason": "Grinden byggs om", "drop-revision": "1"}
    assert cast.karin.door.post(f"{PLAN}/risks/1/drop", data=drop).status_code == 302
    said = RISK | {"was": typed(page, "was"), "client_id": typed(page, "client_id")}
    answer = cast.petra.door.post(f"{PLAN}/risks/1", data=said, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and answer.headers["HX-Retarget"] == "#risks"
    assert "Karin (commander) has meanwhile taken it out of the plan: Grinden byggs om" in unescape(answer.text)
    assert f'action="{PLAN}/risks/new"' in answer.text and "Trängsel vid grinden" in answer.text
    assert cast.petra.door.post(f"{PLAN}/risks/new", data=said).status_code == 302
    assert [(each.text, each.dropped_at is None) for each in risks(cast)] == [
        ("Trängsel", False), ("Trängsel vid grinden", True),
    ]  # fmt: skip
    assert cast.petra.door.post(f"{PLAN}/risks/1/drop", data=drop).status_code == 302  # it is what one wants


def risks(cast: Cast) -> list[Risk]:
    return list(db.session.scalars(db.select(Risk).filter_by(event_id=cast.planned.id).order_by(Risk.number)))


def test_nothing_is_taken_out_accepted_or_decided_that_was_changed_since_it_was_read(cast: Cast) -> None:
    add(cast, Risk, text="Storm", likelihood=3, consequence=5)
    add(cast, Measure, text="Fler utgångar", kind="situational")
    risk, door = risks(cast)[0], cast.karin.door
    assert 'name="accept-1-revision" value="1"' in door.get(f"{PLAN}/risks").text
    assert 'name="drop-revision" value="1"' in door.get(f"{PLAN}/risks/1").text
    assert 'name="revision" value="1"' in door.get(f"{PLAN}/picture").text
    petra = cast.petra.actor(cast.planned)
    actions.edit(cast.planned, petra, risk, {"text": "Orkan", "consequence": 4})
    measure = db.session.scalars(db.select(Measure).filter_by(event_id=cast.planned.id)).one()
    actions.edit(cast.planned, petra, measure, {"text": "Färre utgångar"})
    for address, said in (
        ("risks/1/accept", {"accept-1-because": "Vi vågar", "accept-1-revision": "1"}),
        ("risks/1/drop", {"drop-reason": "Blåser inte", "drop-revision": "1"}),
    ):
        answer = door.post(f"{PLAN}/{address}", data=said)
        assert answer.status_code == 422 and "Petra (planner) has changed it meanwhile" in answer.text, address
        assert "Orkan" in answer.text and next(iter(said.values())) in unescape(answer.text)
        assert 'revision" value="2"' in answer.text  # sent again, it is done
    door.post(f"{PLAN}/measures/1/decision", data={"revision": "1"})
    assert "Petra (planner) has changed it meanwhile" in door.get(f"{PLAN}/picture").text
    assert (risk.accepted_by, risk.dropped_at) == (None, None)
    assert door.post(f"{PLAN}/risks/1/accept", data={"accept-1-because": "Vi vågar", "accept-1-revision": "2"})
    assert risks(cast)[0].accepted_by == "Karin (commander)"


def test_a_coordinator_is_not_told_of_what_it_may_not_see_that_keeps_its_part(cast: Cast) -> None:
    add(cast, Measure, text="Krisstöd", kind="situational", owner="kyrkan")
    add(cast, Risk, text="Hemlig", likelihood=1, consequence=1, measures=[1], audience="command")
    answer = cast.kim.door.post(f"{PLAN}/measures/1/drop", data={"drop-reason": "Vi kan inte"})
    assert answer.status_code == 422 and "Something that is not for you refers to it" in answer.text
    assert "risk 1" not in answer.text
    assert "risk 1 refers to it" in cast.karin.door.post(f"{PLAN}/measures/1/drop", data={"drop-reason": "x"}).text


def at_once(cast: Cast, *acts: Callable[[], Any]) -> list[Any]:
    """Do them in threads of their own that begin together; what each came to, or why it was refused."""
    start = Barrier(len(acts))

    def done(act: Callable[[], Any]) -> Any:
        with cast.app.app_context():
            try:
                start.wait(5)
                return act()
            except Refused as refusal:
                return refusal
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(done, acts))


def edited(cast: Cast, name: str, **said: Any) -> Callable[[], Any]:
    """That a player edits objective 1, having seen it as it is now."""
    was = {**objective(cast).said()}

    def act() -> None:
        player = getattr(cast, name).actor(cast.planned)
        actions.edit(cast.planned, player, objective(cast), was | said, was)

    return act


def objective(cast: Cast) -> Objective:
    return db.session.scalars(db.select(Objective).filter_by(event_id=cast.planned.id, number=1)).one()


def test_of_two_who_write_the_same_field_at_the_same_moment_one_is_shown_what_the_other_wrote(cast: Cast) -> None:
    add(cast, Objective, text="Ingen skadas", indicator="Skadade", target="0")
    told = at_once(cast, edited(cast, "petra", target="1"), edited(cast, "karin", target="2", baseline="9"))
    refused = [each for each in told if each is not None]
    assert len(refused) == 1 and isinstance(refused[0], actions.Meanwhile)
    other = objective(cast).target
    assert (
        refused[0].fields == {"target": other}
        and refused[0].who == {"1": "Petra (planner)", "2": "Karin (commander)"}[str(other)]
    )
    assert at_once(cast, edited(cast, "petra", target="3"), edited(cast, "karin", indicator="Döda")) == [None, None]
    assert (objective(cast).target, objective(cast).indicator) == ("3", "Döda")


def test_taking_out_and_publishing_while_somebody_writes_loses_nothing(cast: Cast) -> None:
    add(cast, Objective, text="Ingen skadas", indicator="Skadade", target="0")
    add(cast, Risk, text="Trångt", likelihood=1, consequence=1)
    accept_reds(cast.planned)

    def publish() -> PlanVersion:
        return actions.publish(cast.planned, cast.karin.actor(cast.planned))

    told = at_once(cast, publish, publish, edited(cast, "petra", target="7"))
    assert told[2] is None and objective(cast).target == "7"
    assert any(isinstance(each, PlanVersion) for each in told[:2])
    contents = [each.plan["objectives"][0]["target"] for each in db.session.scalars(
        db.select(PlanVersion).filter_by(event_id=cast.planned.id).order_by(PlanVersion.number)
    )]  # fmt: skip
    assert contents in (["0"], ["7"], ["0", "7"])

    def drop() -> None:
        actions.drop(cast.planned, cast.karin.actor(cast.planned), objective(cast), "Fel mål", seen)

    seen = objective(cast).revision
    told = at_once(cast, drop, edited(cast, "petra", target="8"))
    refused = [str(each) for each in told if each is not None]
    dropped = objective(cast).dropped_at is not None
    assert len(refused) == 1 and ("taken it out of the plan: Fel mål" in refused[0]) is dropped
    assert (objective(cast).target == "8") is not dropped


def test_an_edition_that_two_make_at_once_is_made_once(cast: Cast) -> None:
    add(cast, Objective, text="Ingen skadas")
    events.add_day(cast.planned, SYSTEM, events.Day(date(2027, 1, 8), None, None, None))

    def copy(client_id: str) -> Callable[[], Any]:
        edition = actions.Edition("Vinterfesten", "vinter-2028", "2028", date(2028, 1, 7), "Vinterfesten")
        choice = actions.Choice(kinds=frozenset({"objectives"}))
        return lambda: actions.next_edition(cast.planned, cast.karin.actor(cast.planned), edition, choice, client_id)

    told = at_once(cast, copy("one"), copy("one"), copy("two"))
    refused = [each for each in told if isinstance(each, Refused)]
    made = db.session.scalars(db.select(Copying)).all()
    assert len(made) == 1
    assert {each.field for each in refused} == {"slug"} and len(refused) in (1, 2)


def test_a_proposal_that_two_answer_at_once_becomes_one_part(cast: Cast) -> None:
    said = {"text": "Fler utgångar", "kind": "situational"}
    with change(cast.planned, SYSTEM) as record:
        proposal = Proposal(
            event=cast.planned, number=1, source="sommar", kind="measures", source_number=1, text="Fler utgångar",
            becomes="measures", facts=said,
        )  # fmt: skip
        db.session.add(proposal)
        record("proposal.made", proposal)

    def found() -> Proposal:
        return db.session.scalars(db.select(Proposal)).one()

    def take_on(name: str) -> Callable[[], Any]:
        return lambda: actions.take_on(cast.planned, getattr(cast, name).actor(cast.planned), found())

    def decline() -> None:
        actions.decline(cast.planned, cast.petra.actor(cast.planned), found(), "Behövs inte")

    assert at_once(cast, take_on("petra"), take_on("karin")) == [None, None]
    assert len(db.session.scalars(db.select(Measure).filter_by(event_id=cast.planned.id)).all()) == 1
    told = at_once(cast, decline, take_on("karin"))
    assert [str(each) for each in told if each] == [f"{found().answered_by} has decided on it already."]


def test_what_is_signed_while_it_changes_is_what_was_read(cast: Cast) -> None:
    add(cast, Objective, text="Ingen skadas", indicator="Skadade", target="0")
    add(cast, Risk, text="Trångt", likelihood=1, consequence=1)
    role = add(cast, PartnerRole, partner="kyrkan", role="Krisstöd")
    accept_reds(cast.planned)
    first = actions.publish(cast.planned, SYSTEM).number
    digest_read = digest(share(version(cast.planned, 1).plan, partner(cast)))  # type: ignore[union-attr]

    def sign() -> Signature:
        return actions.sign(cast.planned, cast.kim.actor(cast.planned), partner(cast), version(cast.planned, first))  # type: ignore[arg-type]

    def change_it() -> None:
        found = db.session.get_one(PartnerRole, role_id)
        actions.edit(cast.planned, cast.petra.actor(cast.planned), found, {"role": "Krisstöd och sång"})
        actions.publish(cast.planned, SYSTEM)

    role_id = role.id
    at_once(cast, sign, sign, change_it)
    signed = db.session.scalars(db.select(Signature).filter_by(event_id=cast.planned.id)).all()
    assert [(each.version, each.digest) for each in signed] == [(1, digest_read)]
    standing = standing_of(cast.planned, version(cast.planned, 2), SYSTEM, "kyrkan")  # type: ignore[arg-type]
    assert standing is not None and standing.state == "again"


def partner(cast: Cast) -> Any:
    return next(each for each in cast.planned.partners if each.slug == "kyrkan")
