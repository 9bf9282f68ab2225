"""Making an event, and what of it stands for good."""

from datetime import date
from typing import Any

import pytest

from eventops.access import SYSTEM, Role
from eventops.audit import Chain
from eventops.events import actions
from eventops.events.models import Event, EventKind, LegalMode, Membership
from eventops.extensions import db
from eventops.log import actions as log
from eventops.people.models import Organisation
from tests.cast import Cast


def typed(cast: Cast, **other: Any) -> dict[str, Any]:
    lead = db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    return {
        "name": "Höstmarknad", "kind": "market", "legal_mode": "organiser", "timezone": "Europe/Stockholm",
        "day_starts_at": "6", "lat": "60,4858", "lon": "15.4335", "zoom": "15", "lead": lead.id,
        "commander": cast.karin.account.id, "first_day": "2026-10-24", "last_day": "2026-10-25", "opens": "10:00",
        "closes": "02:00", "expected_visitors": "8000", **other,
    }  # fmt: skip


def named(slug: str) -> Event:
    return db.session.scalars(db.select(Event).filter_by(slug=slug)).one()


def test_an_event_is_made_with_its_days_its_lead_its_commander_and_a_chain_of_its_own(cast: Cast) -> None:
    answer = cast.ada.door.post("/events/new", data=typed(cast, series="Höstmarknaden", edition="2026"))
    assert answer.location.endswith("/events/new/hostmarknad")
    assert "Karin" in cast.ada.door.get(answer.location).text
    made = named("hostmarknad")
    assert (made.kind, made.legal_mode, made.lat) == (EventKind.MARKET, LegalMode.ORGANISER, 60.4858)
    assert made.series is not None and made.series.slug == "hostmarknaden"
    assert db.session.get(Chain, "hostmarknad")
    assert [partner.slug for partner in made.partners if partner.is_lead] == ["polisen"]
    assert cast.karin.door.get("/events/hostmarknad/settings").status_code == 200


def test_a_day_that_closes_after_midnight_ends_on_the_next_date_even_when_the_clock_is_turned_back(cast: Cast) -> None:
    cast.ada.door.post("/events/new", data=typed(cast))
    first, second = named("hostmarknad").days
    assert [day.date for day in (first, second)] == [date(2026, 10, 24), date(2026, 10, 25)]
    hours = [(day.closes_at - day.opens_at).total_seconds() / 3600 for day in (first, second)]  # type: ignore[operator]
    assert hours == [16, 16]  # 02:00 on the 25th comes before the clock is turned back at 03:00
    assert first.closes_at is not None and first.closes_at.isoformat() == "2026-10-25T00:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slug": "sommar"}, "sommar is taken."),
        ({"slug": "office"}, "office cannot be used."),
        ({"slug": "new"}, "new cannot be used."),
        ({"slug": "Två ord"}, "Två ord cannot be used."),
        ({"timezone": "Europe/Falun"}, "There is no time zone Europe/Falun."),
        ({"first_day": "", "last_day": ""}, "Give at least one day"),
        ({"last_day": "2026-10-01"}, "The last day comes after the first"),
        ({"closes": ""}, "Say both when it opens and when it closes"),
        ({"first_day": "2027-03-28", "last_day": "", "opens": "02:30"}, "There is no 02:30 on 2027-03-28"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, str], message: str
) -> None:
    answer = cast.ada.door.post("/events/new", data=typed(cast, **wrong))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Höstmarknad"' in answer.text and 'value="8000"' in answer.text
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 2


def test_an_ongoing_programme_needs_no_days(cast: Cast) -> None:
    answer = cast.ada.door.post("/events/new", data=typed(cast, kind="programme", first_day="", last_day=""))
    assert answer.status_code == 302
    assert named("hostmarknad").days == []


def test_sending_the_form_twice_makes_one_event(cast: Cast) -> None:
    answers = [cast.ada.door.post("/events/new", data=typed(cast)).status_code for _ in range(2)]
    assert answers == [302, 422]
    assert db.session.scalar(db.select(db.func.count(Event.id)).filter_by(slug="hostmarknad")) == 1
    commanders = db.select(Membership).filter_by(event_id=named("hostmarknad").id, role=Role.COMMANDER)
    assert len(db.session.scalars(commanders).all()) == 1


FIXED = [("legal_mode", "organiser"), ("exercise", "y"), ("timezone", "Europe/Helsinki")]


def settings(event: Event, **other: str) -> dict[str, Any]:
    names = ("name", "kind", "legal_mode", "timezone", "day_starts_at", "lat", "lon", "zoom")
    return {**{name: getattr(event, name) for name in names}, **other}


@pytest.mark.parametrize(("field", "value"), FIXED)
def test_what_the_first_entry_settles_can_change_before_it_and_never_after(cast: Cast, field: str, value: str) -> None:
    door, before = cast.karin.door, getattr(cast.event, field)
    assert door.post("/events/sommar/settings", data=settings(cast.event, **{field: value})).status_code == 302
    actions.edit_event(cast.event, SYSTEM, actions.Frame("Sommarfesten", EventKind.FESTIVAL))
    log.add_entry(cast.event, SYSTEM, text="Loggen öppnad.")
    answer = door.post("/events/sommar/settings", data=settings(cast.event, name="Nytt namn", **{field: value}))
    assert answer.status_code == 422
    assert "The log has begun" in answer.text and 'value="Nytt namn"' in answer.text
    db.session.expire_all()
    assert getattr(cast.event, field) == before and cast.event.name == "Sommarfesten"


def test_the_rest_can_change_while_the_log_runs(cast: Cast) -> None:
    log.add_entry(cast.event, SYSTEM, text="Loggen öppnad.")
    assert cast.karin.door.post("/events/sommar/settings", data=settings(cast.event, name="Ny")).status_code == 302
    assert cast.event.name == "Ny"


def test_days_are_added_changed_and_removed_but_the_last_one_stays(cast: Cast) -> None:
    door, url = cast.petra.door, "/events/vinter/settings/days"
    typed_day = {"day-date": "2027-01-02", "day-opens": "12:00", "day-closes": "01:00", "day-expected_visitors": "100"}
    assert [door.post(url, data=typed_day).status_code for _ in range(2)] == [302, 302]
    day = cast.planned.days[0]
    assert len(cast.planned.days) == 1 and day.expected_visitors == 100
    again = door.post(url, data={**typed_day, "day-expected_visitors": "200"})
    assert again.status_code == 422 and "2027-01-02 is one of the days already." in again.text
    door.post(f"{url}/{day.id}", data={**typed_day, "day-expected_visitors": "300"})
    assert cast.planned.days[0].expected_visitors == 300
    assert door.post(f"{url}/{day.id}/remove").status_code == 409
    door.post(url, data={**typed_day, "day-date": "2027-01-03"})
    assert door.post(f"{url}/{day.id}/remove").status_code == 302
    db.session.expire_all()
    assert [each.date for each in cast.planned.days] == [date(2027, 1, 3)]


def test_a_day_of_another_event_is_not_there(cast: Cast) -> None:
    actions.add_day(cast.event, SYSTEM, actions.Day(date(2027, 1, 2)))
    answer = cast.petra.door.get(f"/events/vinter/settings/days/{cast.event.days[0].id}")
    assert answer.status_code == 404
