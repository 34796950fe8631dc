"""What a process remembers of forms that came: whether they said other words."""

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


def test_it_tells_other_words_of_the_newest_and_of_no_others():
    sent = Sent()
    for n in range(MOST + 1):
        sent.keep(f"form {n}", b"words")

    assert sent.differ(f"form {MOST}", b"others")
    assert sent.differ(f"form {MOST}", b"words") is False
    assert sent.differ("form 0", b"others") is None


def test_nothing_in_memory_is_a_form_or_a_word():
    sent = Sent()
    sent.keep("a" * 32, b"The nights are long")

    assert not [word for word in ("aaaa", "nights") if word in repr(vars(sent))]


def test_two_that_share_a_redis_know_the_same(shared):
    one, other = Sent(shared), Sent(shared)
    one.keep("form", b"words")

    assert other.differ("form", b"others")
    assert other.differ("form", b"words") is False
    assert other.differ("another", b"others") is None
