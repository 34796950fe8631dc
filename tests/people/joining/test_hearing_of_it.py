"""Moderators hear of it when somebody asks to join."""

import pytest

from tests.conftest import counted
from tests.oversight.moderation.reporting import circle_moderator
from tests.people.joining.newcomers import question

ANSWER = "A friend at the library told me."


@pytest.fixture
def asked(session):
    question(session)


def test_the_queue_says_how_many_wait_to_be_read(by_request, asked, mona):
    before = by_request.web.as_(mona).get("/moderation").text
    for handle in ("wren", "finch"):
        by_request.waits(handle, answer_1=ANSWER)
    two = by_request.web.as_(mona).get("/moderation").text
    by_request.answers(mona, "finch", turn="ask", words="Which library?")
    one = by_request.web.get("/moderation").text
    by_request.answers(mona, turn="approve")
    after_all = by_request.web.get("/moderation").text

    assert "Requests to join (2)" in two
    assert "2 requests to join</a>" in two
    assert "cup of tea" not in two
    assert "Requests to join (1)" in one
    assert "1 request to join</a>" in one
    for nothing in (before, after_all):
        assert "Requests to join</a>" in nothing
        assert "cup of tea" in nothing


def test_it_says_so_at_the_price_of_one_question(site, by_request, asked, mona):
    by_request.waits(answer_1=ANSWER)
    asks = []
    for here in (site(joining="open"), by_request):
        here.web.as_(mona).get("/moderation")
        with counted(here.web.house) as statements:
            assert here.web.get("/moderation").status_code == 200
        asks.append(len(statements))

    assert asks[1] == asks[0] + 1 <= 8


def test_whoever_moderates_one_circle_alone_reads_of_none(by_request, asked, make, circle):
    one = circle_moderator(make, "Cora", circle)
    by_request.waits(answer_1=ANSWER)
    page = by_request.web.as_(one).get("/moderation")

    assert page.status_code == 200
    assert "equest to join" not in page.text
    assert "cup of tea" in page.text
