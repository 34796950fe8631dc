"""Somebody who wants to join: what she fills in, and what she gets to see."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import time_machine
from sqlalchemy import select

from app import chores
from app.core import clock
from app.people.joining.models import JoiningQuestion
from app.people.members.models import Member, Standing
from tests.browser import Browser, forms_of

WORDS = "copper lantern drizzle"
QUESTION = "What brings you here?"


@dataclass
class Newcomers:
    web: Browser
    postbox: object

    def form(self, path="/join"):
        return self.web.visitor().get(path)

    def ask(self, handle="wren", path="/join", **typed):
        """She sends the form; nothing is confirmed yet."""
        said = {"handle": handle, "email": f"{handle}@example.org", "password": WORDS}
        said |= {"accept_guidelines": "on"} | typed
        return self.web.send(self.form(path), "/join", **said)

    def confirm(self, handle="wren", **typed):
        """She opens the link that was mailed to her and still works, in another browser."""
        paths = [p for p in self.postbox.links(f"{handle}@example.org") if "verify" in p]
        pages = {path: self.web.visitor().get(path) for path in paths}
        [link] = [path for path, page in pages.items() if page.status_code == 200]
        [form, *_] = [f for f in forms_of(self.web.get(link)) if f.method == "post"]
        return self.web.client.post(link, data=form.values | {"password": WORDS} | typed)

    def letter(self, subject, handle="wren"):
        """The one with this subject."""
        [found] = [m for m in self.postbox.all(f"{handle}@example.org") if m.subject == subject]
        return found

    def sends(self, page, of, handle="wren", **typed):
        """She sends a form that was opened at another of these sites."""
        if of is not self:
            self.web.client.cookies.update(dict(of.web.client.cookies))
        said = {"handle": handle, "email": f"{handle}@example.org", "password": WORDS}
        return self.web.send(page, "/join", **(said | {"accept_guidelines": "on"} | typed))

    def waits(self, handle="wren", **typed):
        """She has asked and confirmed; returns the page on which she waits."""
        assert self.ask(handle, **typed).headers["location"] == "/join/done"
        return self.web.follow(self.confirm(handle))

    def sign_in(self, handle="wren"):
        page = self.web.visitor().get("/sign-in")
        return self.web.send(page, "/sign-in", login=handle, password=WORDS)

    def comes_back(self, handle="wren"):
        """What she sees after signing in, and the address of it."""
        path = self.sign_in(handle).headers["location"]
        return path, self.web.get(path)

    def turns(self, handle="wren", **typed):
        path, _page = self.comes_back(handle)
        return self.web.post(path, **typed)

    def answers(self, moderator, handle="wren", **typed):
        return self.web.as_(moderator).post(f"/moderation/joining/{handle}", **typed)

    def invite(self, member, **wanted):
        """A new invitation of hers: its path."""
        page = self.web.as_(member).get("/settings/invitations")
        made = self.web.send(page, "/settings/invitations", **({"uses": "1", "days": "7"} | wanted))
        return re.search(r'value="http://127\.0\.0\.1:8000(/join/with/[\w-]{43})"', made.text)[1]


def standing(session, handle="wren"):
    """None where she has no account at all."""
    session.rollback()
    return session.scalar(select(Member.standing).where(Member.handle == handle))


def is_in(session, handle="wren"):
    return standing(session, handle) is Standing.GOOD


def question(session, number=1, words=QUESTION, accepted=""):
    session.add(JoiningQuestion(number=number, words=words, accepted=accepted))
    session.commit()


def days_later(days):
    """So many days on, at noon."""
    then = datetime.combine(
        clock.today() + timedelta(days=days), time(12), tzinfo=clock.now().tzinfo
    )
    return time_machine.travel(then, tick=False)


def after(house, days):
    """What the chores of that day leave."""
    with days_later(days):
        chores.sweep(house)
