"""Editing: only her own words, with what they were before for all to see."""

import pytest

from app.community.threads.models import Revision
from app.web.kit.addresses import url


@pytest.fixture
def thread(make, circle, amina, bea):
    return make.thread(circle, amina, body="As I first put it.", replies=[(bea, "An *answer*.")])


@pytest.fixture
def opening(make, thread):
    return make.post(thread, 1)


def edit(post):
    return url("edit_post", post_id=post.id)


def history(post):
    return url("post_history", post_id=post.id)


def test_her_new_words_stand_in_the_thread_and_the_old_ones_in_its_history(
    web, thread, opening, amina, bea
):
    form = web.as_(amina).get(edit(opening))

    answer = web.send(form, edit(opening), body="As I put it **now**.")

    shown = web.follow(answer).text
    assert "As I put it <strong>now</strong>." in shown
    assert "As I first put it." not in shown
    assert history(opening) in shown
    past = web.as_(bea).get(history(opening)).text
    assert past.index("As I put it <strong>now</strong>.") < past.index("<p>As I first put it.</p>")
    assert "As it stands" in past


def test_she_is_told_before_whether_what_she_said_can_still_be_read(
    web, session, make, circle, thread, opening, amina
):
    circle.crowd = 50
    session.commit()
    make.voiced(thread, amina, "Nobody knows me.")

    by_name = web.as_(amina).get(edit(opening)).text
    without = web.get(edit(make.post(thread, 3))).text

    assert "can read what it said before" in by_name
    assert "can read what it said before" not in without
    assert "edited and on which day" in without


def test_every_version_is_kept_newest_first(web, opening, amina):
    web.as_(amina)
    for n in range(3):
        web.send(web.get(edit(opening)), edit(opening), body=f"Version {n}.")

    past = web.get(history(opening)).text

    places = [past.index(f"Version {n}.") for n in (2, 1, 0)] + [past.index("As I first put it.")]
    assert places == sorted(places)


def test_the_title_of_an_opening_changes_and_its_address_with_it(web, thread, opening, amina):
    form = web.as_(amina).get(edit(opening))

    answer = web.send(form, edit(opening), title="Second weeks")

    assert "/second-weeks" in answer.headers["location"]
    assert "Second weeks" in web.follow(answer).text
    assert "First weeks" in web.get(history(opening)).text


def test_a_content_note_is_part_of_what_it_was(web, opening, amina, bea):
    web.as_(amina)
    web.send(web.get(edit(opening)), edit(opening), content_note="Grief")
    web.send(web.get(edit(opening)), edit(opening), content_note="", body="Light again.")

    past = web.as_(bea).get(history(opening)).text

    assert "Grief" in past
    folded = past[past.index("<details") : past.index("</details>")]
    assert "As I first put it." in folded


def test_what_was_changed_meanwhile_is_not_written_over_unseen(web, make, opening, amina):
    """In another window, or by a moderator who took details out."""
    first = web.as_(amina).get(edit(opening))
    web.send(web.get(edit(opening)), edit(opening), body="From the other window.")

    answer = web.send(first, edit(opening), body="From this window.")

    assert answer.status_code == 422
    assert "changed while you had it open" in answer.text
    assert "From this window." in answer.text
    assert '<div class="body" dir="auto"><p>From the other window.</p>' in answer.text
    assert "From the other window." in web.follow(web.get(url("post", post_id=opening.id))).text
    again = web.follow(web.send(answer, edit(opening), body="From this window.")).text
    assert "From this window." in again
    assert "From the other window." not in again


def test_a_form_that_knows_of_no_other_words_is_taken(web, opening, amina):
    answer = web.as_(amina).post(edit(opening), title="First weeks", body="Sent by a program.")

    assert answer.status_code == 303


def test_a_reply_has_no_title(web, session, make, thread, bea):
    reply = make.post(thread, 2)
    form = web.as_(bea).get(edit(reply))

    answer = web.post(edit(reply), body="Changed", title="Mine now")

    assert 'name="title"' not in form.text
    assert answer.status_code == 422
    session.refresh(thread)
    assert thread.title == "First weeks"


def test_saving_without_a_change_leaves_no_trace(web, session, thread, opening, amina):
    form = web.as_(amina).get(edit(opening))

    web.send(form, edit(opening))

    assert session.query(Revision).count() == 0
    assert history(opening) not in web.get(url("thread", thread_id=thread.id)).text


def test_the_form_holds_her_words_as_she_typed_them(web, make, circle, amina):
    post = make.post(make.thread(circle, amina, body="\n\nA < B & *C*\n\n    four"))

    form = web.as_(amina).get(edit(post))

    assert "A &lt; B &amp; *C*" in form.text


@pytest.mark.parametrize("who", ["bea", "grace", "mona", "olga", "stella"])
def test_nobody_else_changes_them(web, request, session, opening, who):
    web.as_(request.getfixturevalue(who))

    asked = web.get(edit(opening))
    answer = web.post(edit(opening), title="Mine now", body="Mine now")

    assert asked.status_code == answer.status_code == 403
    assert session.query(Revision).count() == 0


def test_a_pseudonym_that_nobody_owns_is_changed_by_nobody(web, make, circle, amina):
    post = make.post(make.thread(circle, None))

    answer = web.as_(amina).post(edit(post), title="Mine now", body="Mine now")

    assert answer.status_code == 403


@pytest.mark.parametrize(("field", "value"), [("body", " "), ("body", "b" * 8001), ("title", "ab")])
def test_what_does_not_fit_is_named_and_changes_nothing(web, session, opening, amina, field, value):
    form = web.as_(amina).get(edit(opening))

    answer = web.send(form, edit(opening), **{"content_note": "Kept note", field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Kept note"' in answer.text
    assert session.query(Revision).count() == 0


def test_what_was_deleted_stays_deleted(web, session, thread, opening, amina):
    form = web.as_(amina).get(edit(opening))
    web.post(url("delete_post", post_id=opening.id))

    answer = web.send(form, edit(opening), body="Back again")

    assert answer.status_code == 403
    assert web.get(edit(opening)).status_code == 403
    assert web.get(history(opening)).status_code == 404
    assert "Back again" not in web.get(url("thread", thread_id=thread.id)).text


def test_a_mention_that_is_edited_in_becomes_a_link(web, opening, amina, bea):
    web.as_(amina)

    answer = web.send(web.get(edit(opening)), edit(opening), body="Thank you, @bea!")

    assert 'href="/m/bea"' in web.follow(answer).text
