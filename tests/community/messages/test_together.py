"""Two who do something at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.community.messages import actions, letterboxes, writing
from app.community.messages.models import Conversation, Message
from app.community.messages.writing import Draft
from app.core import keys
from app.core.errors import ForumError
from app.people import blocking
from app.people.members import sessions
from app.people.recognition import recognise

MANY = 20


@pytest.fixture
def at_once(house):
    """Do all of these at the same moment, each in a transaction of its own, and return what
    came of each."""

    def run(*deeds):
        gate = Barrier(len(deeds))

        def one(deed):
            by, do = deed
            with house.database.changing() as session:
                token = sessions.start(session, house.ring, session.merge(by, load=False))
            gate.wait(30)
            try:
                with house.database.changing() as session:
                    return do(session, recognise(session, house.ring, token))
            except ForumError as refused:
                return refused

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(one, deeds))

    return run


def writes(house, to, nonce=""):
    draft = Draft("Hello", nonce or keys.token())
    return lambda session, viewer: writing.write(session, house.ring, viewer, to.id, draft)


def test_twenty_first_messages_are_one_conversation(at_once, house, session, amina, bea):
    done = at_once(*[(amina, writes(house, bea)) for _ in range(MANY)])

    assert len(session.scalars(select(Conversation)).all()) == 1
    assert len(session.scalars(select(Message)).all()) == 1
    assert sum(not isinstance(one, ForumError) for one in done) == 1


def test_the_same_form_twenty_times_is_one_message(at_once, house, session, amina, bea):
    done = at_once(*[(amina, writes(house, bea, "n" * 32)) for _ in range(MANY)])

    assert len(set(done)) == 1
    assert len(session.scalars(select(Message)).all()) == 1


def test_both_write_first_and_have_one_conversation(at_once, house, session, amina, bea):
    sides = [[(amina, writes(house, bea)), (bea, writes(house, amina))] for _ in range(5)]
    done = at_once(*(deed for pair in sides for deed in pair))

    assert len(session.scalars(select(Conversation)).all()) == 1
    numbers = sorted(session.scalars(select(Message.n)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert sum(not isinstance(one, ForumError) for one in done) == len(numbers)
    for member in (amina, bea):
        assert len(letterboxes.read(session, house.ring, member.id).conversations) == 1


def test_a_block_and_a_message_cross_and_nothing_comes_after_it(
    at_once, house, session, make, amina, bea
):
    make.conversation(amina, bea, "Hello")

    def block(session, viewer):
        blocking.block(session, house.ring, viewer, amina.id)

    at_once((bea, block), *[(amina, writes(house, bea)) for _ in range(6)])

    with pytest.raises(ForumError), make._as(amina) as (deed, viewer):
        writes(house, bea)(deed, viewer)


def test_both_delete_it_at_once(at_once, house, session, make, amina, bea):
    here = make.conversation(amina, bea, "Hello")

    def clears(session, viewer):
        actions.clear(session, house.ring, viewer, here)

    at_once((amina, clears), (bea, clears))

    assert session.scalars(select(Conversation)).all() == []
