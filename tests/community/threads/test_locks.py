"""What takes long is done before anything is locked: nobody waits for the words of others."""

from contextlib import contextmanager
from unittest import mock

import pytest
from sqlalchemy import event

from app.community.threads import hers
from app.core import text
from app.web.kit.addresses import url

LOCKS = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def in_order(house, module, slow):
    """What happens meanwhile: “locked” when something is, and the name of what is slow."""
    happened = []
    usual = getattr(module, slow)

    def turn(_connection):
        happened.append("locked")

    def note(_c, _cursor, statement, *_rest):
        if statement.startswith(LOCKS) or "FOR UPDATE" in statement:
            happened.append("locked")

    def watched(*given, **more):
        happened.append(slow)
        return usual(*given, **more)

    listener = (turn, "begin") if house.database.is_sqlite else (note, "before_cursor_execute")
    event.listen(house.database.engine, listener[1], listener[0])
    try:
        with mock.patch.object(module, slow, watched):
            yield happened
    finally:
        event.remove(house.database.engine, listener[1], listener[0])


@pytest.fixture
def deeds(make, crowded, amina):
    """Addresses that take words, and what they take."""
    thread = make.thread(crowded, amina)
    title = {"title": "Another night"}
    return {
        "start": (url("start_thread", circle=crowded.slug), title | {"intent": "celebrate"}),
        "reply": (url("reply", thread_id=thread.id), {}),
        "edit": (url("edit_post", post_id=make.post(thread).id), title),
    }


@pytest.mark.parametrize("deed", ["start", "reply", "edit"])
def test_words_are_rendered_before_anything_is_locked(web, house, deeds, amina, deed):
    path, fields = deeds[deed]
    web.as_(amina)

    with in_order(house, text, "rendered") as happened:
        answer = web.post(path, body="It was **long**.", **fields)

    assert answer.status_code == 303
    assert happened.count("rendered") == 1
    assert happened[0] == "rendered"
    assert "locked" in happened


def test_her_voices_are_asked_for_before_anything_is_locked(web, house, make, crowded, amina):
    make.voiced(make.thread(crowded), amina, "Nobody knows.")
    web.as_(amina)

    with in_order(house, hers, "everywhere") as happened:
        answer = web.post("/settings/close", words="keep", anonymous="on")

    assert answer.status_code == 303
    assert happened[0] == "everywhere"
    assert "locked" in happened
