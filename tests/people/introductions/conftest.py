"""Grace knows Amina and Bea, who don't know each other; Stella is somebody else."""

import re
from datetime import timedelta

import pytest
import time_machine

from app import chores
from app.core import clock
from app.core.keys import from_base32
from app.people.introductions import boxes
from app.web.kit.addresses import url
from tests.people.introductions import making
from tests.people.introductions.making import WORDS

LIST = "/mentoring/introductions"
FAILED = "did not come about"
DAYS = 30


def neutral(text):
    """A page without what is of chance: tokens, numbers of hers, days."""
    text = re.sub(r'value="[\w.+/=-]{16,}"', "", text)
    return re.sub(r"/introductions/\w+|<time.*?</time>", "", text)


class Bringing:
    """Offering and answering as members do it, from the forms of the pages."""

    def __init__(self, web, make):
        self.web, self.make, self.ring = web, make, make.house.ring

    def offer(self, by, first, second, words=WORDS, **typed):
        path = url("introduce", handle=first.handle)
        page = self.web.as_(by).get(path)
        fields = {"handle": second.handle, "to_first": words[0], "to_second": words[1]}
        return self.web.send(page, path, **(fields | typed))

    def offered(self, by, first, second, words=WORDS):
        """The pages of the three, by their paths; None for one who was not asked."""
        answer = self.offer(by, first, second, words)
        assert answer.status_code == 303, answer.text
        mine = answer.headers["location"].partition("?")[0]
        return (mine, self.page_of(first), self.page_of(second))

    def page_of(self, member):
        """The newest that she was asked, by its path."""
        with self.make.house.database.reading() as session:
            hers = boxes.read(session, self.ring, member.id).hers
        return url("introduction", introduction_id=hers[-1][0]) if hers else None

    def answers(self, by, path, answer="yes"):
        page = self.web.as_(by).get(path)
        return self.web.send(page, f"{path}/answer", answer=answer)

    def reads(self, member, path):
        return self.web.as_(member).get(path).text

    def list_of(self, member):
        return self.web.as_(member).get(LIST).text

    def told(self, member):
        return self.web.as_(member).get("/notifications").text

    def blocks(self, by, whom):
        path = url("block_member", handle=whom.handle)
        assert self.web.as_(by).post(path, change="block").status_code == 303

    def asks_no_more(self, member, on="no"):
        path = url("settings_introductions")
        assert self.web.as_(member).post(path, on=on).status_code == 303

    def after(self, days=DAYS):
        """The daily chores, so many days from now."""
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            chores.sweep(self.make.house)

    def whole(self, by, path):
        number = path.rpartition("/")[2]
        return making.whole(self.make, by, from_base32(number))


@pytest.fixture
def bringing(web, make):
    return Bringing(web, make)
