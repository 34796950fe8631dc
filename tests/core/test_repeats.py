"""What a process remembers of forms that came: whether they said the same words."""

import pytest

from app.core.keys import Keyring
from app.core.repeats import MOST, Sent
from app.core.shared import Shared
from tests import redis

RING = Keyring("2026q4", bytes(32), {"2026q4": bytes(32)})


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with redis.server(tmp_path_factory.mktemp("redis")) as running:
        yield Shared(running.url, RING)


def test_it_knows_the_words_of_the_newest_and_of_no_others():
    sent = Sent()
    for n in range(MOST + 1):
        sent.keep(f"form {n}", b"words")

    assert sent.knows(f"form {MOST}", b"words")
    assert not sent.knows(f"form {MOST}", b"others")
    assert not sent.knows("form 0", b"words")


def test_nothing_in_memory_is_a_form_or_a_word():
    sent = Sent()
    sent.keep("a" * 32, b"The nights are long")

    assert not [word for word in ("aaaa", "nights") if word in repr(vars(sent))]


def test_two_that_share_a_redis_know_the_same(shared):
    one, other = Sent(shared), Sent(shared)
    one.keep("form", b"words")

    assert other.knows("form", b"words")
    assert not other.knows("form", b"others")
    assert not other.knows("another", b"words")
