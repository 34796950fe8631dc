"""What became of it meanwhile: a letter says what is true when it is written, and is dropped when
it is not to be sent any more."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.community.threads.models import Post
from app.oversight.notifications import mail_sending
from app.oversight.notifications.choices import Rhythm, Way
from app.people.circles.models import Circle, Membership
from app.people.members.models import Discretion, Member, Standing
from app.people.noted.events import Kind
from app.web.kit.addresses import url
from tests.oversight.mail.conftest import EVERYTHING
from tests.oversight.mail.writing import AT, reply


def her_reply_is_deleted(web, make, session, people, thread):
    web.as_(people["bea"]).post(url("delete_post", post_id=make.post(thread, 2).id))


def the_reply_is_hidden(web, make, session, people, thread):
    session.execute(update(Post).where(Post.seq == 2).values(state="hidden"))
    session.commit()


def they_are_kept_apart(web, make, session, people, thread):
    web.as_(people["amina"]).post("/m/bea/block", change="block")


def she_left_the_private_circle(web, make, session, people, thread):
    session.execute(update(Circle).values(visibility="private"))
    place = session.get_one(Membership, (thread.circle_id, people["amina"].id))
    session.delete(place)
    session.commit()


def she_closed_her_account(web, make, session, people, thread):
    make.leaving(people["amina"])


def her_account_is_gone(web, make, session, people, thread):
    session.execute(update(Post).values(author_id=people["bea"].id))
    session.delete(session.get_one(Member, people["amina"].id))
    session.commit()


def she_is_suspended(web, make, session, people, thread):
    session.execute(update(Member).values(standing=Standing.SUSPENDED))
    session.commit()


MEANWHILE = [
    *(her_reply_is_deleted, the_reply_is_hidden, they_are_kept_apart),
    *(she_left_the_private_circle, she_closed_her_account, her_account_is_gone, she_is_suspended),
]


@pytest.mark.parametrize("deed", MEANWHILE, ids=lambda deed: deed.__name__)
def test_what_is_not_there_for_her_any_more_is_in_no_letter(
    deed, web, post, make, session, amina, bea, thread
):
    post.choose(amina, quiet=(22, 7))
    with time_machine.travel(datetime(2026, 5, 4, 23, 10, tzinfo=UTC), tick=False) as clocks:
        reply(web, bea, thread, "A word to @amina")
        deed(web, make, session, {"amina": amina, "bea": bea}, thread)
        clocks.move_to(datetime(2026, 5, 5, 7, 0, tzinfo=UTC))
        letters = post.write()

    assert [letter for letter in letters if letter.receiver] == []
    assert post.waiting() == []


def test_what_she_wants_no_more_is_in_no_letter(web, post, amina, bea, thread):
    post.choose(amina, Rhythm.DAILY)
    with time_machine.travel(AT, tick=False) as clocks:
        reply(web, bea, thread, "A word to @amina")
        post.choose(amina, Rhythm.DAILY, kinds=EVERYTHING | {Kind.MENTION: Way.LIST})
        clocks.move_to(AT + timedelta(days=1))

        assert post.write() == []


def test_from_a_circle_of_which_she_wants_less_nothing_comes(web, post, amina, bea, thread):
    for way in (Way.LIST, Way.OFF):
        post.choose(amina, circles={thread.circle_id: way})
        reply(web, bea, thread, "A word to @amina")

        assert post.waiting() == []


def sent(house, letters):
    went = []
    send = mail_sending.minding(lambda _job, mail: went.append(mail), house.database, house.ring)
    for letter in letters:
        with suppress(mail_sending.NotWanted):
            send(1, letter)
    return went


def test_a_letter_that_waits_to_be_sent_is_dropped_when_it_is_not_to_be_any_more(
    web, post, house, make, session, amina, bea, thread
):
    post.choose(amina)
    reply(web, bea, thread, "A word to @amina")
    [letter] = post.write()
    assert sent(house, [letter]) == [letter]

    def changed(**values):
        session.execute(update(Member).where(Member.id == amina.id).values(**values))
        session.commit()
        went = sent(house, [letter])
        session.execute(
            update(Member)
            .where(Member.id == amina.id)
            .values(email=letter.to, standing="good", discretion="open")
        )
        session.commit()
        return went

    assert changed(email="elsewhere@example.org") == []
    assert changed(standing=Standing.CLOSED) == []
    assert changed(discretion=Discretion.DISCREET) == []
    for stopped in ("all", "mention"):
        post.choose(amina, stopped=frozenset({stopped}))
        assert sent(house, [letter]) == []
    post.choose(amina, stopped=frozenset({"quote"}))
    assert sent(house, [letter]) == [letter]
    account = replace(letter, receiver="")
    post.choose(amina, stopped=frozenset({"all"}))
    assert sent(house, [account]) == [account], "an account's letters go in any case"
