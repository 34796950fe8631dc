"""Keeping what stands here: her own posts, praise by others, kind words that were counted."""

import pytest

from app.community.threads.models import Intent, Reaction, ReactionKind
from app.core import keys
from app.people.anonymity.models import Voice
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of

NEW = "/evidence/new"


@pytest.fixture
def thread(make, session, circle, amina, bea):
    """Amina’s, in which Bea and a pseudonym praise her."""
    circle.crowd = 30
    session.commit()
    said = [(bea, "You were *so* clear."), (None, "I tell everybody about it.")]
    return make.thread(circle, amina, title="My first talk", body="I spoke.", replies=said)


def praise(session, post, *kinds):
    for kind in kinds:
        session.add(Reaction(post_id=post.id, reactor=keys.random_bytes(16), kind=kind))
    session.commit()


def prefilled(page):
    assert page.status_code == 200
    [form] = [form for form in forms_of(page) if form.action == NEW]
    return {name: form.values[name] for name in ("what", "who", "change")}


def keep_path(post):
    return url("keep_post", post_id=post.id)


def test_praise_by_name_holds_the_words_and_the_name(web, make, amina, thread, file_of):
    page = web.as_(amina).get(keep_path(make.post(thread, 2)))

    assert prefilled(page) == {"what": "You were *so* clear.", "who": "Bea", "change": ""}
    assert web.send(page, NEW).status_code == 303
    [entry] = file_of(amina)
    assert (entry.words.what, entry.words.who) == ("You were *so* clear.", "Bea")


def test_anonymous_praise_holds_the_words_and_the_pseudonym_and_nothing_else(
    web, make, session, amina, thread, file_of
):
    label = session.query(Voice.label).filter_by(thread_id=thread.id).scalar()

    page = web.as_(amina).get(keep_path(make.post(thread, 3)))
    web.send(page, NEW)

    [entry] = file_of(amina)
    assert vars(entry.words) | {"day": ""} == {
        "what": "I tell everybody about it.",
        "who": label,
        "change": "",
        "day": "",
    }
    for trace in (thread.id, make.post(thread, 3).id):
        assert keys.base32(trace) not in web.get("/evidence").text


def test_a_post_of_hers_comes_with_what_was_said_of_it(web, make, session, amina, thread):
    post = make.post(thread, 1)
    earned, thanks = ReactionKind.EARNED, ReactionKind.THANKS
    praise(session, post, earned, earned, earned, thanks)

    page = web.as_(amina).get(keep_path(post))

    words = {"what": "I spoke.", "who": "“You earned this” ×3, “Thank you”", "change": ""}
    assert prefilled(page) == words


def test_the_ways_to_it_stand_where_she_edits_and_beside_the_thread(web, make, amina, thread):
    post = make.post(thread, 1)
    web.as_(amina)

    assert keep_path(post) in web.get(url("edit_post", post_id=post.id)).text
    choose = url("keep_from_thread", thread_id=thread.id)
    assert choose in web.get(url("thread", thread_id=thread.id, slug=thread.slug)).text
    page = web.get(choose).text
    for seq in (1, 2, 3):
        assert keep_path(make.post(thread, seq)) in page
    assert "You were so clear." in page


def test_a_long_thread_is_chosen_from_page_by_page(web, make, circle, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, f"Reply {n}.") for n in range(1, 23)])
    path = url("keep_from_thread", thread_id=thread.id)

    page = web.as_(amina).get(path)
    rest = web.get(f"{path}?after=20")

    assert "Later posts" in page.text
    assert "Reply 20." not in page.text
    assert "Reply 22." in rest.text
    assert "Back to the first posts" in rest.text
    assert web.get(f"{path}?after=40").status_code == 404


def test_what_has_a_content_note_is_not_shown_before_she_opens_it(web, make, circle, amina, bea):
    thread = make.thread(circle, amina, replies=[(bea, "Blood everywhere.")])
    web.as_(bea).post(
        url("edit_post", post_id=make.post(thread, 2).id), body="Blood.", content_note="blood"
    )

    page = web.as_(amina).get(url("keep_from_thread", thread_id=thread.id)).text

    assert "Blood." not in page
    assert "A post with a content note" in page


def test_what_she_may_not_read_cannot_be_kept(web, make, session, circle, amina, stella, thread):
    post = make.post(thread, 2)
    circle.visibility = "private"
    session.commit()

    assert web.as_(stella).get(keep_path(post)).status_code == 404
    assert web.get(url("keep_from_thread", thread_id=thread.id)).status_code == 404
    assert web.as_(amina).get(keep_path(post)).status_code == 200


def test_what_is_gone_cannot_be_kept(web, make, amina, bea, thread):
    post = make.post(thread, 2)
    web.as_(bea).post(url("delete_post", post_id=post.id))

    assert web.as_(amina).get(keep_path(post)).status_code == 404
    assert keep_path(post) not in web.get(url("keep_from_thread", thread_id=thread.id)).text


def test_kind_words_are_counted_when_she_asks(web, make, session, circle, amina, bea, thread):
    earned = ReactionKind.EARNED
    praise(session, make.post(thread, 1), earned, earned, earned)
    praise(session, make.post(thread, 2), earned)
    make.thread(circle, amina, title="Nobody said anything", intent=Intent.CELEBRATE)

    page = web.as_(amina).get("/evidence/praise")

    assert "“You earned this” ×3" in page.text
    assert "Your thread <bdi>My first talk</bdi>" in page.text
    assert keep_path(make.post(thread, 1)) in page.text
    assert keep_path(make.post(thread, 2)) not in page.text
    assert "Nobody said anything" not in page.text


def test_also_for_what_she_wrote_without_her_name_and_nobody_else_sees_that(
    web, make, session, amina, bea, thread
):
    make.voiced(thread, amina, "I was so afraid.")
    own = make.post(thread, 4)
    praise(session, own, ReactionKind.WITH_YOU, ReactionKind.WITH_YOU)
    praise(session, make.post(thread, 3), ReactionKind.THANKS)

    page = web.as_(amina).get("/evidence/praise").text

    assert "For what you wrote anonymously" in page
    assert "“With you” ×2" in page
    assert keep_path(own) in page
    assert keep_path(make.post(thread, 3)) not in page
    assert prefilled(web.get(keep_path(own)))["what"] == "I was so afraid."
    assert keep_path(own) not in web.as_(bea).get("/evidence/praise").text


def test_kind_words_where_she_may_no_longer_read_are_left_out(
    web, make, session, circle, amina, thread
):
    make.voiced(thread, amina, "I was so afraid.")
    for seq in (1, 4):
        praise(session, make.post(thread, seq), ReactionKind.THANKS)
    circle.visibility = "private"
    session.commit()
    web.as_(amina).post(url("leave_circle", circle=circle.slug))

    page = web.get("/evidence/praise").text

    assert "My first talk" not in page
    assert "None yet that we can find." in page


def test_looking_at_them_stores_nothing(web, make, session, amina, thread):
    praise(session, make.post(thread, 1), ReactionKind.EARNED)
    web.as_(amina)
    before = dump.of(session)

    web.get("/evidence/praise")
    web.get(keep_path(make.post(thread, 1)))
    web.get(url("keep_from_thread", thread_id=thread.id))

    assert dump.of(session) == before
