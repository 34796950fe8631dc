"""Writing without one's name: a pseudonym in each thread, and no row that says who."""

import pytest
from sqlalchemy import event, select

from app.community.threads.models import Post, Thread
from app.core import clock
from app.people.anonymity.models import Voice
from app.people.circles.models import Anonymity
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

CROWD = 30


def reply(web, thread, body="Nobody here knows me", **fields):
    page = web.get(url("thread", thread_id=thread.id))
    return web.send(page, url("reply", thread_id=thread.id), body=body, anonymous="on", **fields)


def post(session, body="Nobody here knows me"):
    return session.scalars(select(Post).where(Post.body == body)).one()


def test_it_stands_under_a_pseudonym_with_its_day_and_without_her(
    web, session, make, crowded, amina, bea
):
    thread = make.thread(crowded, bea)

    shown = web.as_(amina).follow(reply(web, thread))

    written = post(session)
    label = session.scalars(select(Voice.label)).one()
    assert (written.author_id, written.at, written.day) == (None, None, clock.today())
    assert label in shown.text
    assert f"Post as {label}" in shown.text
    others = web.as_(bea).get(url("thread", thread_id=thread.id)).text
    assert "Amina" not in others


def test_the_page_says_beforehand_which_name_it_will_be(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    reply(web, thread)

    label = session.scalars(select(Voice.label)).one()
    assert f"Post as {label}" in page


def test_she_is_the_same_in_a_thread_and_another_in_the_next(
    web, session, make, crowded, amina, bea
):
    here, there = make.thread(crowded, bea), make.thread(crowded, bea)
    web.as_(amina)

    for thread in (here, here, there):
        reply(web, thread, body=f"In {thread.id}")

    tokens = [
        set(
            session.scalars(
                select(Post.voice).where(Post.thread_id == t.id, Post.voice.is_not(None))
            )
        )
        for t in (here, there)
    ]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0].isdisjoint(tokens[1])


def test_nobody_else_has_her_pseudonym_in_the_thread(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)

    for member in (amina, bea):
        reply(web.as_(member), thread)

    labels = list(session.scalars(select(Voice.label)))
    assert len(set(labels)) == len(labels) == 2


def test_no_row_of_a_member_changes_with_it(web, session, make, crowded, house, amina, bea):
    thread = make.thread(crowded, bea)
    web.as_(amina)
    written: set[str] = set()

    def note(_c, _cursor, statement, *_rest):
        words = statement.split()
        if words[0] in {"INSERT", "UPDATE", "DELETE"}:
            written.add(words[1] if words[0] == "UPDATE" else words[2])

    event.listen(house.database.engine, "before_cursor_execute", note)
    reply(web, thread)
    event.remove(house.database.engine, "before_cursor_execute", note)

    assert written == {"posts", "voices", "threads", "circles", "search"}
    assert amina.id.hex not in str([row for row in dump.of(session).items() if row[0] == "posts"])


def test_she_alone_edits_it_and_no_version_is_kept(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    reply(web.as_(amina), thread)
    address = url("edit_post", post_id=post(session).id)

    hers = web.send(web.get(address), address, body="Changed my mind")
    theirs = web.as_(bea).get(address)

    assert hers.status_code == 303
    assert theirs.status_code == 403
    versions = web.get(url("post_history", post_id=post(session, "Changed my mind").id)).text
    assert "Nobody here knows me" not in versions


def test_she_deletes_it(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    reply(web.as_(amina), thread)
    address = url("delete_post", post_id=post(session).id)

    answer = web.post(address)

    assert answer.status_code == 303
    assert "Nobody here knows me" not in str(dump.of(session))


def test_she_cannot_react_to_it_under_her_name(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    reply(web.as_(amina), thread)

    answer = web.post(url("react", post_id=post(session).id), kind="thanks")

    assert answer.status_code == 403


def test_the_same_form_sent_twice_is_one_post(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    action = url("reply", thread_id=thread.id)

    first = web.send(page, action, body="Once", anonymous="on")
    second = web.send(page, action, body="Once", anonymous="on")

    assert first.headers["location"] == second.headers["location"]
    assert post(session, "Once")


def test_a_thread_can_be_started_so(web, session, crowded, amina):
    form = web.as_(amina).get(url("new_thread", circle=crowded.slug))

    answer = web.send(
        form,
        url("start_thread", circle=crowded.slug),
        title="I haven't told “anybody”",
        content_note="it's about home",
        body="Not at home either",
        intent="just-listening",
        anonymous="on",
    )

    assert answer.status_code == 303
    written = post(session, "Not at home either")
    assert (written.author_id, written.content_note) == (None, "it’s about home")
    assert session.get(Thread, written.thread_id).title == 'I haven’t told "anybody"'


@pytest.mark.parametrize(
    ("anonymity", "crowd", "anonymous", "status"),
    [
        (Anonymity.ALLOWED, 7, "on", 403),
        (Anonymity.ALLOWED, 8, "on", 303),
        (Anonymity.ALLOWED, 7, "", 303),
        (Anonymity.NEVER, CROWD, "on", 403),
        (Anonymity.NEVER, CROWD, "", 303),
        (Anonymity.ALWAYS, CROWD, "on", 303),
        (Anonymity.ALWAYS, CROWD, "", 403),
    ],
)
def test_the_circle_and_its_size_decide(
    web, session, make, circle, amina, bea, anonymity, crowd, anonymous, status
):
    thread = make.thread(circle, bea)
    circle.anonymity, circle.crowd = anonymity, crowd
    session.commit()

    answer = web.as_(amina).post(
        url("reply", thread_id=thread.id), body="As the circle likes", anonymous=anonymous
    )

    assert answer.status_code == status


def test_typing_habits_are_evened_out(web, session, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)

    reply(web.as_(amina), thread, body="It's  “mine” -- really…  ")

    assert post(session, 'It’s "mine" – really...')


def test_a_small_crowd_is_said(web, session, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    circle.crowd = 12
    session.commit()

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    assert "You would be one of about 12." in page
    assert "Who could find out?" in page


def persona(page):
    """Whom the reply form of a page takes her for, before she touches it."""
    [form] = [form for form in forms_of(page) if form.action.endswith("/replies")]
    return form.values.get("anonymous", "")


def test_where_she_has_spoken_without_her_name_the_form_goes_on_so(web, make, crowded, amina, bea):
    thread = make.thread(crowded, bea)
    there = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
    assert persona(web.as_(amina).get(there)) == ""

    reply(web, thread)

    assert persona(web.get(there)) == "on"
    assert persona(web.as_(bea).get(there)) == ""
