"""Lists and pages, taking back, deleting: what each of the two has, and what is gone for good."""

import re

import pytest
from sqlalchemy import select

from app.community.messages import letterboxes
from app.community.messages.models import Conversation, LetterboxRow, Message
from app.people.anonymity.models import ReadBundle
from app.web.kit.addresses import url
from tests import dump
from tests.conftest import counted


def test_what_is_new_stands_first_and_is_read_by_looking(post, make, web, amina, bea, grace):
    older = post.friends(amina, bea)
    newer = post.friends(amina, grace)
    post.more(bea, older, "One")
    post.reads(amina, newer)
    post.more(amina, newer, "Words of her own")

    page = post.listed(amina)

    assert page.index("Bea") < page.index("Grace")
    assert "1 new" in page
    assert "New since you were last here" in post.reads(amina, older).text
    assert " new<" not in post.listed(amina)
    assert "New since" not in post.reads(amina, older).text


def test_nothing_moves_when_she_reads(post, session, amina, bea):
    path = post.friends(amina, bea)
    post.more(bea, path, "Have you read this?")
    before = dump.of(session)
    session.rollback()
    looks = post.reads(bea, path).text.partition("<main")[2]

    post.reads(amina, path)
    post.listed(amina)

    after = dump.of(session)
    assert {name: rows for name, rows in after.items() if name != "sessions"} == (
        {name: rows for name, rows in before.items() if name != "sessions"}
    )
    session.rollback()
    assert re.sub(r'value="[^"]+"', "", post.reads(bea, path).text.partition("<main")[2]) == (
        re.sub(r'value="[^"]+"', "", looks)
    )
    assert session.scalars(select(ReadBundle)).all() == []


def test_lists_have_pages(post, make, web, session, amina):
    names = [f"Friend{n:02}" for n in range(30)]
    for name in names:
        make.conversation(make.member(name), amina, "Hello")

    first = web.as_(amina).get(url("messages")).text
    older = re.search(r'href="(/messages\?after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = web.get(older).text

    found = [re.findall(r"<bdi>(Friend\d\d)</bdi>", page) for page in (first, second)]
    assert [len(page) for page in found] == [25, 5]
    assert sorted(found[0] + found[1]) == names


@pytest.mark.parametrize("after", ["x", "1.2", "1.2.3", "9.9.9", "0..", "1.99999999999999999.z"])
def test_a_place_that_is_none_is_a_page_all_the_same(after, web, amina):
    assert web.as_(amina).get("/messages").status_code == 200
    assert web.get(f"/messages?after={after}&show=odd").status_code == 200


def test_a_conversation_has_pages_newest_last(post, make, web, amina, bea):
    make.conversation(amina, bea, *[f"Word {n:02}" for n in range(40)])
    path = post.conversation(amina, bea, "Word 40")

    newest = post.reads(amina, path).text
    older = re.search(rf'href="({path}\?before=\d+)"', newest)[1]
    before = web.get(older).text

    said = [re.findall(r"<p>(Word \d\d)</p>", page) for page in (newest, before)]
    assert said[0] == [f"Word {n:02}" for n in range(11, 41)]
    assert said[1] == [f"Word {n:02}" for n in range(11)]
    for odd in ("0", "1", "x", "-1", "99999999999999", "9" * 30):
        assert web.get(f"{path}?before={odd}").status_code == 200


def test_many_conversations_ask_few_questions(post, make, house, web, amina):
    for n in range(12):
        make.conversation(make.member(f"Friend{n}"), amina, "Hello")
    web.as_(amina)
    for path, most in (("/messages", 6), (post.conversation(amina, make.member("Zoe")), 7)):
        with counted(house) as asked:
            assert web.as_(amina).get(path).status_code == 200
        assert len([one for one in asked if one.startswith("SELECT")]) <= most, "\n".join(asked)


def test_what_she_takes_back_is_gone_for_both(post, web, session, amina, bea):
    path = post.friends(amina, bea)
    post.more(amina, path, "I wish I had not")
    page = web.get(f"{path}/2/take-back")
    assert "I wish I had not" in page.text

    answer = web.post(f"{path}/2/take-back")

    assert "Its words are destroyed" in web.follow(answer).text
    for who in (amina, bea):
        read = post.reads(who, path).text
        assert "wish" not in read
        assert "This message was taken back." in read


def test_only_the_one_who_wrote_it_takes_it_back(post, web, amina, bea):
    path = post.friends(amina, bea)

    web.as_(bea)

    assert web.get(f"{path}/1/take-back").status_code == 403
    assert web.post(f"{path}/1/take-back").status_code == 403
    for number in ("0", "2", "zzzz", "7zzzzzzzzzzzz"):
        assert web.post(f"{path}/{number}/take-back").status_code == 404


def test_a_request_taken_back_is_none_any_more(post, web, amina, bea):
    path = post.conversation(amina, bea)

    web.as_(amina).post(f"{path}/1/take-back")

    assert "Amina" not in post.listed(bea, "requests")
    assert "Amina" not in post.listed(bea)
    assert post.more(amina, path, "Said better").status_code == 303
    assert "Amina" in post.listed(bea, "requests")


def test_ending_it_tells_nobody_and_can_be_taken_up(post, amina, bea):
    path = post.friends(amina, bea)
    before = post.listed(amina)

    post.turn(bea, path, "end")

    assert post.listed(amina) == before
    assert "Amina" in post.listed(bea, "ended")
    assert not post.can_write(bea, path)
    assert post.more(amina, path).status_code == 422
    post.turn(bea, path, "take-up")
    assert post.more(amina, path).status_code == 303


def test_what_she_deletes_the_other_keeps(post, web, session, amina, bea):
    path = post.friends(amina, bea)
    page = web.as_(bea).get(f"{path}/delete")
    assert "keeps what you both wrote" in page.text

    assert "deleted for you" in web.follow(web.post(f"{path}/delete")).text

    assert post.reads(bea, path).status_code == 404
    for show in ("", "requests", "ended"):
        assert "Amina" not in post.listed(bea, show)
    assert "may I ask you something" in post.reads(amina, path).text
    assert post.more(amina, path).status_code == 422


def test_once_both_have_deleted_it_nothing_is_left(post, web, session, box, amina, bea):
    path = post.friends(amina, bea)

    for who in (bea, amina):
        web.as_(who).post(f"{path}/delete")

    assert session.scalars(select(Conversation)).all() == []
    assert session.scalars(select(Message)).all() == []
    assert box(amina).conversations == box(bea).conversations == ()


def test_whoever_deleted_it_can_write_again_and_has_nothing_old(post, web, amina, bea):
    path = post.friends(amina, bea)
    web.as_(bea).post(f"{path}/delete")

    assert post.conversation(bea, amina, "It is me again") == path

    page = post.reads(bea, path).text
    assert "It is me again" in page
    assert "may I ask you something" not in page
    assert post.more(amina, path).status_code == 303


def test_a_row_of_a_letterbox_never_gets_shorter(post, house, session, box, amina, make):
    others = [make.member(f"Member{n}") for n in range(40)]
    for other in others:
        post.lets(amina, other)
    mine = letterboxes.owner(house.ring, amina.id)
    before = len(session.get(LetterboxRow, mine).sealed)
    session.rollback()

    for other in others:
        post.lets(amina, other, on="no")

    session.expire_all()
    assert len(session.get(LetterboxRow, mine).sealed) == before
    assert box(amina).lets == ()


def test_a_copy_says_neither_who_nor_what_nor_when(post, session, amina, bea):
    post.conversation(amina, bea, "A canary in a sealed letter")

    copied = dump.of(session)
    rows = [*copied["letterboxes"], *copied["conversations"], *copied["messages"]]
    held = b"".join(value for row in rows for value in row if isinstance(value, bytes))
    assert len(rows) == 4
    for secret in (b"canary", amina.id.bytes, bea.id.bytes, amina.id.hex.encode(), b"2026-"):
        assert secret not in held
    for words in ("canary", str(amina.id)):
        assert [t for t in dump.holding(session, words) if t in {"messages", "conversations"}] == []
