"""Who has offered an introduction takes it back: to the two it reads as one that did not come
about, and nothing says what either had answered."""

import pytest

from app.people.members.models import Standing
from tests.browser import without_chance
from tests.people.introductions.conftest import FAILED, neutral


def taken_back(bringing, by, path):
    page = bringing.web.as_(by).get(path)
    return bringing.web.send(page, f"{path}/take-back")


def test_it_did_not_come_about_and_the_two_are_told(bringing, web, grace, amina, bea):
    mine, hers, beas = bringing.offered(grace, amina, bea)
    for who in (amina, bea):
        web.as_(who).post("/notifications/read")

    answer = taken_back(bringing, grace, mine)

    assert "To the two it reads as one that did not come about." in web.follow(answer).text
    for who, path in ((grace, mine), (amina, hers), (bea, beas)):
        assert FAILED in bringing.reads(who, path)
        assert "It did not come about" in bringing.list_of(who)
    for who, path in ((amina, hers), (bea, beas)):
        assert 'class="new' in bringing.told(who)
        assert web.as_(who).post(f"{path}/answer", answer="yes").status_code == 403
    assert "news of an introduction" not in bringing.told(grace)


@pytest.mark.parametrize(
    ("answer", "beas_answer"),
    [("", ""), ("", "yes"), ("", "no"), ("yes", ""), ("yes", "no"), ("no", ""), ("no", "yes")],
)
def test_whatever_was_answered_it_reads_as_one_that_ran_out(
    bringing, grace, amina, bea, answer, beas_answer
):
    """One after the other, with the same two: one runs out after Amina's answer alone, and one is
    taken back."""
    paths = bringing.offered(grace, amina, bea)
    if answer:
        bringing.answers(amina, paths[1], answer)
    bringing.after(30)
    ran_out = [bringing.reads(grace, paths[0]), bringing.reads(amina, paths[1])]

    paths = bringing.offered(grace, amina, bea)
    for who, path, said in ((amina, paths[1], answer), (bea, paths[2], beas_answer)):
        if said:
            bringing.answers(who, path, said)
    assert taken_back(bringing, grace, paths[0]).status_code == 303

    now = [bringing.reads(grace, paths[0]), bringing.reads(amina, paths[1])]
    assert [plain(page) for page in now] == [plain(page) for page in ran_out]


def plain(page):
    """What it says, without the count of her news."""
    return without_chance(neutral(page.partition("<main")[2].partition("</main>")[0]))


def test_it_stays_so_and_nobody_is_told_again(bringing, web, grace, amina, bea):
    mine, hers, _beas = bringing.offered(grace, amina, bea)
    taken_back(bringing, grace, mine)
    web.as_(amina).post("/notifications/read")

    bringing.after(30)

    assert 'class="new' not in bringing.told(amina)
    assert FAILED in bringing.reads(amina, hers)


def test_once_both_have_said_yes_it_stands(bringing, web, grace, amina, bea):
    mine, hers, beas = bringing.offered(grace, amina, bea)
    bringing.answers(amina, hers)
    bringing.answers(bea, beas)

    assert "Take it back" not in bringing.reads(grace, mine)
    answer = web.as_(grace).post(f"{mine}/take-back")

    assert answer.status_code == 403
    assert "They have both said yes, and know each other now." in answer.text
    assert "You have both said yes." in bringing.reads(amina, hers)


def test_only_she_who_offered_it_does(bringing, web, grace, amina, bea, stella):
    mine, hers, _beas = bringing.offered(grace, amina, bea)

    assert "Take it back" not in bringing.reads(amina, hers)
    assert web.as_(amina).post(f"{hers}/take-back").status_code == 403
    assert web.as_(amina).post(f"{mine}/take-back").status_code == 404
    assert web.as_(stella).post(f"{mine}/take-back").status_code == 404
    assert "It is offered." in bringing.reads(grace, mine)


def test_not_twice_and_not_once_it_is_over(bringing, web, grace, amina, bea):
    mine, _hers, _beas = bringing.offered(grace, amina, bea)
    taken_back(bringing, grace, mine)

    assert web.as_(grace).post(f"{mine}/take-back").status_code == 403


def test_what_a_block_has_stopped_is_taken_back_like_any_other(bringing, grace, amina, bea):
    bringing.blocks(bea, grace)
    mine, hers, beas = bringing.offered(grace, amina, bea)
    assert beas is None

    assert taken_back(bringing, grace, mine).status_code == 303
    assert FAILED in bringing.reads(amina, hers)


def test_also_while_she_is_paused(bringing, session, grace, amina, bea):
    mine, hers, _beas = bringing.offered(grace, amina, bea)
    session.merge(grace).standing = Standing.PAUSED
    session.commit()

    assert taken_back(bringing, grace, mine).status_code == 303
    assert FAILED in bringing.reads(amina, hers)


def test_the_same_two_may_be_offered_again(bringing, grace, amina, bea):
    mine, _hers, _beas = bringing.offered(grace, amina, bea)
    taken_back(bringing, grace, mine)

    assert bringing.offer(grace, amina, bea).status_code == 303
