"""The month's moderation: what members report, what two moderators decide, and who hears of it.

Its chance is its own, so that the others do about the same as they would without it. Who was meant
by what was decided about a post without a name is noted by the post's place.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from app.community.threads.models import Post
from app.core.keys import base32, from_base32
from app.oversight.moderation.models import Case
from app.people.members.models import Member, Role
from app.web.kit.addresses import url
from tests.adversary.worlds import World

Place = tuple[str, int]
OTHERS_POST = re.compile(r"name=to value=(\d+)[a-z]")
LETTER = re.compile(r'written to you\.</b> <a href="(/\w+/\w+)">')
CASE = re.compile(r'<a href="(/moderation/cases/\w+)">')
HEARING = re.compile(r'action="(/decisions/\w+/hearing)"')
APPEAL = re.compile(r'action="(/decisions/\w+/appeal)"')
ANSWER = re.compile(r'action="(/notices/\w+/messages)"')
MEND = re.compile(r'href="(/p/\w+/edit)"')
PAUSED = "Moderators have paused"
PATIENCE = 5  # so many letters she reads, one after the other
RULINGS = (
    *("keep", "hide", "redact", "remove", "restore"),
    *("warn", "pause-anonymous") * 2,
)
OUTCOMES = ("upheld", "overturned", "overturned")


@dataclass
class Moderation:
    """`done` has the places of posts without a name, by what was decided about them or what their
    author's appeal came to; `refused` who wanted to write without her name and could not."""

    world: World
    reports: float
    chance: random.Random = field(default_factory=lambda: random.Random("moderators"))
    team: dict[str, Member] = field(default_factory=dict)
    done: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    refused: set[str] = field(default_factory=set)

    def settle(self) -> None:
        for name in ("Mona", "Olga"):
            self.team[name] = self.world.person(name, role=Role.MODERATOR)

    def work(self) -> None:
        """One morning the one, the next the other: she hears what the other's decisions are
        appealed against, and decides most of what waits."""
        name = list(self.team)[self.world.nights % len(self.team)]
        web = self.world.browser(name).as_(self.team[name])
        for case in CASE.findall(web.get(url("moderation", shelf="appeals")).text):
            self._hear(web, case)
        for case in CASE.findall(web.get(url("moderation")).text):
            if self.chance.random() < 0.8:
                self._decide(web, case)

    def before(self, name: str, thread: str, page: str) -> None:
        """This page is before her: she may report what others say on it, and where it tells her
        that moderators have written, she reads that."""
        web, others = self.world.browser(name), OTHERS_POST.findall(page)
        if others and self.chance.random() < self.reports:
            to_form = web.get(f"/t/{thread}?report={self.chance.choice(others)}")
            reason = self.chance.choice(["unkind", "ignored", "worried", "identifies"])
            sent = web.post(to_form.headers["location"], reason=reason, note="Please look at this")
            assert sent.status_code == 303, sent.text
        for _ in range(PATIENCE):
            if letter := LETTER.search(page):
                page = web.get(letter[1]).text
                self._respond(web, page)

    def refuse(self, name: str, page: str) -> None:
        """She was not let write, for whatever reason."""
        if PAUSED in page:
            self.refused.add(name)

    def _respond(self, web: Any, page: str) -> None:
        """She may appeal, or mend what has been hidden, or answer a question."""
        chance = self.chance.random()
        if chance < 0.4 and (appeal := APPEAL.search(page)):
            sent = web.post(appeal[1], statement="I did not mean it so")
        elif chance < 0.7 and (mend := MEND.search(page)):
            typed = {"body": "Said more kindly", "content_note": ""}
            sent = web.post(mend[1], **typed)
            if sent.status_code == 422:  # an opening post has a title
                sent = web.post(mend[1], title="A thread", **typed)
        elif chance < 0.8 and (answer := ANSWER.search(page)):
            sent = web.post(answer[1], body="It was a bad night")
        else:
            return
        assert sent.status_code == 303, sent.text

    def _decide(self, web: Any, case: str) -> None:
        if self.chance.random() < 0.15:
            # Nobody may be there to be asked.
            asked = web.post(f"{case}/messages", to_author="What did you want to say with it?")
            assert asked.status_code in {303, 403}
            return
        ruling, days = self.chance.choice(RULINGS), self.chance.randint(2, 6)
        typed = {"reason": "unkind", "note": "Please be kind.", "days": str(days)}
        typed |= {"words": "Taken out", "heading": "A thread"}
        sent = web.post(f"{case}/decisions", action=ruling, **typed)
        if sent.status_code == 403:  # there is nothing to take back, or its author has done so
            ruling = "keep"
            sent = web.post(f"{case}/decisions", action=ruling, **typed)
        assert sent.status_code == 303, sent.text
        self._note(case, ruling)

    def _hear(self, web: Any, case: str) -> None:
        page = web.get(case).text
        if not (hearing := HEARING.search(page)):  # it is she who has decided
            return
        outcome, statement = self.chance.choice(OUTCOMES), "We have heard you."
        sent = web.post(hearing[1], outcome=outcome, statement=statement)
        if sent.status_code == 403:  # words that were destroyed cannot be put back
            outcome = "upheld"
            sent = web.post(hearing[1], outcome=outcome, statement=statement)
        assert sent.status_code == 303, sent.text
        self._note(case, outcome)

    def _note(self, path: str, what: str) -> None:
        with self.world.make.session as session:
            case = session.get_one(Case, from_base32(path.rpartition("/")[2]))
            post = session.get_one(Post, from_base32(case.subject))
            if post.voice:
                self.done[what].add((base32(post.thread_id), post.seq))
