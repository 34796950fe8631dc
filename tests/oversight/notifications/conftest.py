"""A circle in which one may speak without a name, and how its members speak and listen."""

import pytest

from app.core.keys import base32
from app.web.kit.addresses import url


@pytest.fixture(autouse=True)
def crowd(session, circle):
    circle.crowd = 30
    session.commit()


@pytest.fixture
def say(web):
    """She replies in a thread, with or without her name."""

    def say(who, thread, body, anonymous=""):
        answer = web.as_(who).post(
            url("reply", thread_id=thread.id), body=body, anonymous=anonymous
        )
        assert answer.status_code == 303, answer.text

    return say


@pytest.fixture
def react(web):
    def react(who, post, kind="with-you"):
        answer = web.as_(who).post(url("react", post_id=post.id), kind=kind)
        assert answer.status_code == 303, answer.text

    return react


@pytest.fixture
def told(web):
    """Her page of notifications."""

    def told(who):
        answer = web.as_(who).get(url("notifications"))
        assert answer.status_code == 200
        return answer.text

    return told


@pytest.fixture
def bell(web):
    """The number above another page of hers, once she has looked at what there is."""

    def bell(who):
        web.as_(who).get(url("notifications_count"))
        page = web.get(url("safety")).text
        return page.split('id="bell"')[1].split("</a>")[0].partition("<b>")[2].partition("<")[0]

    return bell


@pytest.fixture
def at():
    """The address of a thread."""
    return lambda thread: f"/t/{base32(thread.id)}"
