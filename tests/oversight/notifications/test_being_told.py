"""What a member is told of, and what she is not."""

import pytest
from sqlalchemy import func, select

from app.oversight.notifications import queries
from app.oversight.notifications.models import Notification
from app.people.anonymity.bylines import pseudonym
from app.people.anonymity.models import Voice
from app.people.circles.models import Visibility
from app.web.kit.addresses import url


def rows(session):
    return session.scalar(select(func.count()).select_from(Notification))


def test_three_women_answered_and_she_sees_it_at_a_glance(
    web, make, circle, amina, bea, grace, say, told, bell
):
    web.follow(
        web.as_(amina).post(
            url("start_thread", circle=circle.slug),
            title="It is midnight",
            body="And I cannot sleep",
            intent="just-listening",
        )
    )
    thread = make.newest_thread()
    for who in (bea, grace, bea):
        say(who, thread, "I am up, too")

    page = told(amina)

    assert "It is midnight" in page
    assert "3 new" in page
    assert bell(amina) == "1"


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_she_is_told_that_she_was_mentioned(make, circle, amina, bea, say, told, bell, anonymous):
    thread = make.thread(circle, bea, title="Small lamps")

    say(bea, thread, "Ask @amina, she knows", anonymous)

    page = told(amina)
    assert "mentioned you" in page
    assert "Small lamps" in page
    assert ("<bdi>Bea</bdi>" in page) is not bool(anonymous)
    assert bell(amina) == "1"


@pytest.mark.parametrize("anonymous", ["", "on"])
def test_she_is_told_that_her_words_were_quoted(make, circle, amina, bea, say, told, anonymous):
    thread = make.thread(circle, bea, replies=[(amina, "I kept the lamp on all night.")])

    say(bea, thread, "> I kept the lamp on all night.\n\nSo did I.", anonymous)

    assert "quoted what you wrote" in told(amina)


def test_a_short_line_is_no_quotation_of_anybody(make, circle, amina, bea, say, told):
    thread = make.thread(circle, bea, replies=[(amina, "Me too.")])

    say(bea, thread, "> Me too.\n\nSo did I.")

    assert "quoted" not in told(amina)


def test_kind_words_are_gathered(make, session, circle, amina, bea, grace, react, told, bell):
    thread = make.thread(circle, amina, title="Small lamps")
    post = make.post(thread, 1)
    for who in (bea, grace):
        react(who, post)
    react(bea, post, "thanks")

    page = told(amina)

    assert "With you ×2, Thank you" in page
    assert rows(session) == 1
    assert bell(amina) == "1"


def test_of_a_voice_nobody_keeps_that_it_was_answered(
    make, web, session, circle, amina, bea, say, react, told, bell
):
    thread = make.thread(circle, bea, title="Small lamps")
    say(amina, thread, "I keep mine on", "on")
    web.as_(amina).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))

    react(bea, make.post(thread, 2))

    page = told(amina)
    assert "With you" in page
    assert bell(amina) == "1"
    assert rows(session) == 0
    web.get(url("kind_words", post_id=make.post(thread, 2).id))
    assert "With you" not in told(amina)


def test_a_voice_that_mentions_herself_is_told_like_anybody(
    make, session, circle, amina, bea, say, told
):
    thread = make.thread(circle, bea)

    make.voiced(thread, amina, "Has @amina gone?")

    label = session.scalars(select(Voice.label).where(Voice.thread_id == thread.id)).one()
    assert pseudonym(label, thread.id).name in told(amina)


def test_by_name_she_does_not_tell_herself(make, circle, amina, bea, say, told):
    thread = make.thread(circle, bea)

    say(amina, thread, "It is me, @amina")

    assert "mentioned you" not in told(amina)


def test_who_cannot_read_it_is_not_told(make, session, amina, bea, stella, say, told):
    closed = make.circle("Back room", visibility=Visibility.PRIVATE, crowd=30)
    make.joins(bea, closed)
    thread = make.thread(closed, bea, title="Behind the door")

    say(bea, thread, "Would @stella know?")

    assert "Behind the door" not in told(stella)
    assert rows(session) == 0


def test_what_she_may_no_longer_read_is_gone_from_her_list(
    make, web, session, circle, amina, bea, say, told, bell
):
    circle.visibility = Visibility.PRIVATE
    session.commit()
    thread = make.thread(circle, bea, title="Small lamps")
    say(bea, thread, "Ask @amina, she knows")
    assert "Small lamps" in told(amina)

    web.as_(amina).post(url("leave_circle", circle=circle.slug))

    assert "Small lamps" not in told(amina)
    assert bell(amina) == ""


def test_deleted_words_are_told_of_no_more(make, web, circle, amina, bea, say, told, bell):
    thread = make.thread(circle, bea, title="Small lamps")
    say(bea, thread, "Ask @amina, she knows")

    web.as_(bea).post(url("delete_post", post_id=make.post(thread, 2).id))

    assert "Small lamps" not in told(amina)
    assert bell(amina) == ""


def test_nothing_from_whom_and_what_she_keeps_away(
    make, web, circle, amina, bea, grace, say, told, bell
):
    loud, quiet = make.thread(circle, bea, title="Loud"), make.thread(circle, bea, title="Quiet")
    say(bea, loud, "Hello @amina")
    say(grace, quiet, "Hello @amina")
    web.as_(amina).post(url("block_member", handle="bea"), change="mute")
    web.post(url("mute_thread", thread_id=quiet.id), on="yes")

    page = told(amina)

    assert "Loud" not in page
    assert "Quiet" not in page
    assert bell(amina) == ""


def test_whom_she_has_blocked_cannot_quote_her(make, web, circle, amina, bea, grace):
    thread = make.thread(circle, grace, replies=[(amina, "I kept the lamp on all night.")])
    web.as_(amina).post(url("block_member", handle="bea"), change="block")

    for anonymous in ("", "on"):
        answer = web.as_(bea).post(
            url("reply", thread_id=thread.id),
            body="> I kept the lamp on all night.\n\nAs if.",
            anonymous=anonymous,
        )

        assert answer.status_code == 403
        assert "This thread is closed." in answer.text


def test_she_is_told_that_she_was_brought_into_a_circle(make, web, grace, circle, stella, told):
    web.as_(grace).post(url("add_to_circle", circle=circle.slug), handle="stella")

    page = told(stella)

    assert "You were brought into a circle" in page
    assert circle.name in page


def test_after_three_months_it_is_forgotten(make, session, circle, amina, bea, say):
    say(bea, make.thread(circle, bea), "Hello @amina")

    queries.sweep(session, 0)
    assert rows(session) == 1
    queries.sweep(session, -1)

    assert rows(session) == 0
