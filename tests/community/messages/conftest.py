"""Amina, Bea and Grace, who are strangers to each other's letterboxes until one of them writes."""

import re

import pytest

from app.community.messages import letterboxes
from app.web.kit.addresses import url
from tests.browser import forms_of

REFUSED = "You can’t write to her."


def neutral(answer):
    """A page without what is of chance in every one: tokens."""
    return re.sub(r'value="[\w.+/=-]{20,}"', "", answer.text)


class Post:
    """Writing as a member does it: from the form of a page, by whoever is asked."""

    def __init__(self, web):
        self.web = web

    def first(self, by, to, words="Hello, may I ask you something?"):
        """From her profile's form."""
        path = url("message_member", handle=to.handle)
        page = self.web.as_(by).get(path)
        if page.status_code == 303:
            return self.more(by, page.headers["location"].partition("#")[0], words)
        return self.web.send(page, path, body=words)

    def more(self, by, path, words="And one more thing"):
        """In a conversation, by its path."""
        return self.web.send(self.web.as_(by).get(path), path, body=words)

    def conversation(self, by, to, words="Hello, may I ask you something?"):
        """Its path, once she has sent a first message."""
        answer = self.first(by, to, words)
        assert answer.status_code == 303, answer.text
        return re.match(r"/messages/\w+", answer.headers["location"])[0]

    def friends(self, one, other):
        """The path of a conversation that both have taken part in."""
        path = self.conversation(one, other)
        assert self.turn(other, path, "accept").status_code == 303
        return path

    def turn(self, by, path, turn):
        return self.web.as_(by).post(f"{path}/turn", turn=turn)

    def chooses(self, by, who):
        assert self.web.as_(by).post(url("settings_messages"), who=who).status_code == 303

    def lets(self, by, whom, on="yes"):
        assert self.web.as_(by).post(url("let_write", handle=whom.handle), on=on).status_code == 303

    def parts(self, by, whom, contact="none"):
        """She wants no contact with her, or takes that back."""
        path = url("no_contact", handle=whom.handle)
        assert self.web.as_(by).post(path, contact=contact).status_code == 303

    def listed(self, by, show=""):
        """What stands in one of her lists, without tokens."""
        return neutral(self.web.as_(by).get(url("messages", show=show)))

    def reads(self, by, path):
        return self.web.as_(by).get(path)

    def can_write(self, by, path):
        return any(
            form.action == path and "body" in form.values for form in forms_of(self.reads(by, path))
        )


@pytest.fixture
def post(web):
    return Post(web)


@pytest.fixture
def box(session, house):
    """What is in somebody's letterbox now."""
    return lambda member: letterboxes.read(session, house.ring, member.id)
