"""What was typed into a form of ours and could not be taken is shown again, and to nobody else's forms."""

import pytest

from tests.cast import Cast

NEW = "/events/vinter/plan/problems/new"
HERE, ELSEWHERE = "http://localhost", "https://elsewhere.example"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": HERE}, True),  # without TLS a browser tells no more
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, False),
        ({"Origin": ELSEWHERE}, False),
        ({}, False),
    ],
)
def test_what_is_sent_without_a_session_can_be_sent_again(cast: Cast, headers: dict[str, str], kept: bool) -> None:
    answer = cast.visitor().post(NEW, data={"text": "Halka vid grinden"}, headers=headers)
    assert answer.status_code == 401
    assert ('name="text" value="Halka vid grinden"' in answer.text) is kept


def test_what_is_sent_where_nothing_is_any_more_can_be_copied_but_no_secret(cast: Cast) -> None:
    sent = {"text": "Halka vid grinden", "was": '{"a": "b c"}', "new_password": "korrekt häst batteri"}
    answer = cast.petra.door.post("/events/vinter/plan/problems/99", data=sent, headers={"Origin": HERE})
    assert answer.status_code == 404
    assert "readonly>Halka vid grinden</textarea>" in answer.text and "batteri" not in answer.text
