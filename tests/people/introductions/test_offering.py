"""Offering an introduction, and both saying yes."""

import pytest

from app.core.limits import Limit
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests import dump
from tests.browser import names
from tests.people.introductions.conftest import FAILED
from tests.people.introductions.making import WORDS

TABLES = {"introductions", "introduction_boxes", "handed_introductions"}


def test_each_is_asked_without_learning_who_the_other_is(bringing, grace, amina, bea):
    mine, hers, beas = bringing.offered(grace, amina, bea)

    amina_reads, bea_reads = bringing.reads(amina, hers), bringing.reads(bea, beas)
    assert WORDS[0] in amina_reads
    assert WORDS[1] not in amina_reads
    assert WORDS[1] in bea_reads
    assert 'href="/m/grace"' in amina_reads
    assert not names(amina_reads, "Bea")
    assert "amina" not in bea_reads.lower()
    assert all(words in bringing.reads(grace, mine) for words in WORDS)
    assert "Waits for you" in bringing.list_of(amina)
    assert not names(bringing.list_of(amina), "Bea")


def test_both_are_told_that_there_is_something(bringing, web, grace, amina, bea, stella):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)

    for who in (amina, bea):
        assert "There is news of an introduction" in bringing.told(who)
    for who in (grace, stella):
        assert "introduction" not in bringing.told(who)
    page = bringing.told(amina)
    there = page.split('href="/notifications/')[1].split('"')[0]
    assert web.get(f"/notifications/{there}").headers["location"] == hers


def test_when_both_say_yes_they_know_each_other(bringing, web, grace, amina, bea):
    mine, hers, beas = bringing.offered(grace, amina, bea)

    assert bringing.answers(amina, hers).status_code == 303
    assert "You said yes" in bringing.reads(amina, hers)
    assert bringing.answers(bea, beas).status_code == 303

    assert 'href="/m/bea"' in bringing.reads(amina, hers)
    assert 'href="/m/amina"' in bringing.reads(bea, beas)
    assert "know each other now" in bringing.reads(grace, mine)
    for who in (grace, amina):
        assert "There is news of an introduction" in bringing.told(who)
    for by, to in ((amina, bea), (bea, amina)):
        page = web.as_(by).get(url("message_member", handle=to.handle))
        if page.status_code == 303:
            page = web.follow(page)
        answer = web.post(url("message_member", handle=to.handle), body="Shall we?")
        assert answer.status_code == 303
        assert "Would like to write" not in web.as_(to).get("/messages?show=requests").text


def test_it_stays_agreed_when_its_time_is_over(bringing, grace, amina, bea):
    _mine, hers, beas = bringing.offered(grace, amina, bea)
    bringing.answers(amina, hers)
    bringing.answers(bea, beas)

    bringing.after()

    assert 'href="/m/bea"' in bringing.reads(amina, hers)
    assert FAILED not in bringing.reads(amina, hers)


def test_whoever_has_switched_messages_off_is_written_to_by_nobody(
    bringing, web, grace, amina, bea
):
    _mine, hers, beas = bringing.offered(grace, amina, bea)
    web.as_(amina).post(url("settings_messages"), who="off")
    bringing.answers(amina, hers)
    bringing.answers(bea, beas)

    assert web.as_(bea).post("/m/amina/message", body="Shall we?").status_code == 422


def test_she_may_change_her_mind_until_both_agree(bringing, grace, amina, bea):
    _mine, hers, beas = bringing.offered(grace, amina, bea)

    bringing.answers(amina, hers, "no")
    assert "You said no" in bringing.reads(amina, hers)
    bringing.answers(bea, beas, "yes")
    assert "You said yes" in bringing.reads(bea, beas)
    bringing.answers(amina, hers, "yes")

    assert 'href="/m/amina"' in bringing.reads(bea, beas)
    assert bringing.web.as_(bea).post(f"{beas}/answer", answer="no").status_code == 403


def test_the_three_have_three_numbers_and_nobody_anothers(bringing, web, grace, amina, bea, stella):
    paths = bringing.offered(grace, amina, bea)

    assert len({*paths}) == 3
    for who, own in zip((grace, amina, bea, stella), (*paths, None), strict=True):
        web.as_(who)
        for path in {*paths} - {own}:
            assert web.get(path).status_code == 404
            assert web.get(f"{path}/report").status_code == 404
            assert web.post(f"{path}/answer", answer="yes").status_code == 404
            assert web.post(f"{path}/report", reason="unkind", note="").status_code == 404
    for path in paths:
        assert web.visitor().get(path).headers["location"].startswith("/sign-in")


def test_who_offers_it_does_not_answer_it(bringing, web, grace, amina, bea):
    mine, _hers, _beas = bringing.offered(grace, amina, bea)

    assert web.as_(grace).post(f"{mine}/answer", answer="yes").status_code == 403
    assert f"{mine}/answer" not in bringing.reads(grace, mine)


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_is_yes_or_no(bringing, web, grace, amina, bea, answer):
    _mine, hers, _beas = bringing.offered(grace, amina, bea)

    assert web.as_(amina).post(f"{hers}/answer", answer=answer).status_code == 422


def test_the_same_form_sent_twice_is_one_offer(bringing, web, grace, amina, bea):
    path = url("introduce", handle="amina")
    page = web.as_(grace).get(path)
    typed = {"handle": "bea", "to_first": WORDS[0], "to_second": WORDS[1]}

    answers = [web.send(page, path, **typed) for _ in range(2)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert bringing.list_of(grace).count("/mentoring/introductions/") == 1


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("nobody-here", "Nobody here has this handle"),
        ("grace", "This is you"),
        ("amina", "This is the same person"),
        ("", "Please fill this in"),
    ],
)
def test_there_have_to_be_two_others(bringing, grace, amina, bea, handle, why):
    answer = bringing.offer(grace, amina, bea, handle=handle)

    assert answer.status_code == 422
    assert why in answer.text
    assert all(words in answer.text for words in WORDS)


def test_one_of_them_is_found_with_an_at_sign(bringing, grace, amina, bea):
    assert bringing.offer(grace, amina, bea, handle=" @Bea ").status_code == 303


def test_nobody_introduces_herself_or_nobody(bringing, web, amina):
    web.as_(amina)

    assert web.get("/m/amina/introduce").status_code == 403
    assert web.post("/m/amina/introduce", handle="amina").status_code == 403
    assert web.get("/m/nobody-here/introduce").status_code == 404
    assert web.visitor().get("/m/amina/introduce").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("words", ["", "  ", "a" * 501])
@pytest.mark.parametrize("field", ["to_first", "to_second"])
def test_words_that_do_not_fit_come_back(bringing, grace, amina, bea, field, words):
    answer = bringing.offer(grace, amina, bea, **{field: words})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert bringing.page_of(amina) is None


@pytest.mark.parametrize(
    "words", ["You should know @bea.", "Look at example.org/m/bea", "Ask @Bea, please"]
)
def test_her_handle_is_never_given_away(bringing, grace, amina, bea, words):
    for more in ({}, {"anyway": "on"}):
        answer = bringing.offer(grace, amina, bea, to_first=words, **more)
        assert answer.status_code == 422
        assert "has her handle in it" in answer.text
        assert words in answer.text


@pytest.mark.parametrize(
    "words", ["BEA knows tiles", "Béa’s workshop", "Write to b@x.org", "0171 555 0199 is hers"]
)
def test_what_may_be_her_name_or_number_is_asked_about_once(bringing, grace, amina, bea, words):
    answer = bringing.offer(grace, amina, bea, to_first=words)

    assert answer.status_code == 422
    assert "This seems to" in answer.text
    assert 'name="anyway"' in answer.text
    assert bringing.page_of(amina) is None
    assert bringing.offer(grace, amina, bea, to_first=words, anyway="on").status_code == 303


def test_each_is_named_to_herself(bringing, grace, amina, bea):
    """“Amina, I know somebody” is what Amina reads."""
    words = ("Amina, I know somebody.", "Bea, I know somebody.")

    assert bringing.offer(grace, amina, bea, words).status_code == 303
    assert bringing.offer(grace, amina, bea, words[::-1]).status_code == 422


def test_who_is_paused_offers_nothing_but_may_answer(bringing, session, grace, amina, bea):
    _mine, hers, beas = bringing.offered(grace, amina, bea)
    for who in (grace, amina):
        session.merge(who).standing = Standing.PAUSED
    session.commit()

    page = bringing.web.as_(grace).get("/m/bea/introduce")
    assert "You can read, but not write" in page.text
    fields = {"handle": "amina", "to_first": WORDS[0], "to_second": WORDS[1]}
    answer = bringing.web.post("/m/bea/introduce", **fields)
    assert answer.status_code == 403
    assert WORDS[0] in answer.text
    assert bringing.answers(amina, hers).status_code == 303
    bringing.answers(bea, beas)
    assert 'href="/m/bea"' in bringing.reads(amina, hers)


def test_the_same_two_are_not_offered_twice_at_once(bringing, grace, amina, bea, stella):
    bringing.offered(grace, amina, bea)

    for pair in ((amina, bea), (bea, amina)):
        answer = bringing.offer(grace, *pair)
        assert answer.status_code == 422
        assert "already" in answer.text
    assert bringing.offer(grace, amina, stella).status_code == 303
    assert bringing.offer(stella, amina, bea).status_code == 303


def test_ten_may_be_open_at_once(bringing, make, grace, amina):
    others = [make.member(f"Member{n}x") for n in range(11)]
    for other in others[:10]:
        assert bringing.offer(grace, amina, other).status_code == 303

    answer = bringing.offer(grace, amina, others[10])

    assert answer.status_code == 422
    assert "That is the most" in answer.text
    assert WORDS[0] in answer.text
    bringing.after()
    assert bringing.offer(grace, amina, others[10]).status_code == 303


def test_there_is_a_limit_to_a_day(bringing, make, house, grace, amina, bea):
    with make._as(grace) as (_session, viewer):
        who = viewer.me.limit_key()
    for _ in range(Limit.INTRODUCTIONS.times):
        house.limiter.hit(Limit.INTRODUCTIONS, who)

    answer = bringing.offer(grace, amina, bea)

    assert answer.status_code == 429
    assert WORDS[0] in answer.text


def test_lists_say_what_to_do_when_there_is_nothing(bringing, stella):
    page = bringing.list_of(stella)

    assert "Nobody has asked you yet" in page
    assert "You have offered none yet" in page
    bringing.asks_no_more(stella)
    assert "You are not asked, as you chose" in bringing.list_of(stella)


def test_a_copy_of_the_tables_joins_nobody_to_anybody(bringing, session, grace, amina, bea):
    """No number stands in two rows, and no row but the list of each names her."""
    paths = bringing.offered(grace, amina, bea)
    numbers = [path.rpartition("/")[2] for path in paths]

    assert dump.holding(session, "tiles") == []
    assert dump.holding(session, numbers[0]) == []
    for number in numbers[1:]:
        assert len(dump.holding(session, number)) == 1
    for who in (grace, amina, bea):
        for named in (str(who.id), who.id.hex):
            assert not {*dump.holding(session, named)} & TABLES
