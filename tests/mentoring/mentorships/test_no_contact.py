"""What a block does to a mentorship, and that nobody learns who wanted it."""

import re

import pytest

from app.core import events
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.mentorships.models import State
from app.oversight.notifications.models import Notification
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path, stands


def plain(page):
    """The page without what is new on each visit, and without the names."""
    text = re.sub(r'value="[^"]*"', "", page.text)
    return re.sub("Thandeka|thandeka|Dina|dina", "NAME", text)


@pytest.mark.parametrize("how", ["no-contact", "block"])
@pytest.mark.parametrize("who", ["dina", "thandeka"])
def test_it_ends_whoever_wanted_it(request, web, session, here, thandeka, dina, who, how):
    one = request.getfixturevalue(who)
    other = thandeka if one is dina else dina
    form = {"contact": "none"} if how == "no-contact" else {"change": "block"}

    web.as_(one).post(f"/m/{other.handle}/{how}", **form)

    assert stands(session, here).state is State.ENDED
    for each in (one, other):
        assert "This mentorship is over" in web.as_(each).get(path(here)).text
    told = {row.member_id for row in session.query(Notification).filter_by(thing_kind="mentorship")}
    assert told == {thandeka.id, dina.id}


def test_the_page_reads_like_that_of_any_end(web, make, here, thandeka, dina):
    web.as_(dina).post("/m/thandeka/no-contact", contact="none")
    blocked = plain(web.as_(thandeka).get(path(here)))
    stella, bea = make.member("Stella"), make.member("Bea")
    other = pairs.pair(make, stella, bea)
    web.as_(bea).post(path(other, "end_mentorship"))
    ended = plain(web.as_(stella).get(path(other)))

    numbers = re.compile(r"/mentorships/[0-9a-z]+|/m/\w+")
    same = [
        re.sub("Stella|stella|Bea|bea", "NAME", numbers.sub("", page)).partition("<main")[2]
        for page in (blocked, ended)
    ]
    tones = re.compile(r"avatar [bcd ]*|>[A-Z]</span>")
    assert tones.sub("", same[0]) == tones.sub("", same[1])


def test_it_is_said_that_it_is_over(web, monkeypatch, here, thandeka, dina):
    heard = []
    listeners = [*events._listeners, (MentorshipOver, lambda _session, event: heard.append(event))]
    monkeypatch.setattr(events, "_listeners", listeners)

    web.as_(dina).post("/m/thandeka/no-contact", contact="none")
    web.post("/m/thandeka/block", change="block")

    assert heard == [MentorshipOver(mentorship_id=here, mentor_id=thandeka.id)]


def test_taking_it_back_begins_nothing(web, session, here, dina):
    web.as_(dina).post("/m/thandeka/no-contact", contact="none")
    web.post("/m/thandeka/no-contact", contact="again")

    assert stands(session, here).state is State.ENDED
    assert web.post(path(here, "end_mentorship")).status_code == 303
    assert stands(session, here).state is State.ENDED


def test_what_others_have_together_goes_on(web, make, session, here, stella, thandeka, dina):
    hers = pairs.pair(make, stella, dina)
    theirs = pairs.pair(make, thandeka, stella)
    back = pairs.pair(make, dina, thandeka)

    web.as_(dina).post("/m/thandeka/no-contact", contact="none")

    states = [stands(session, each).state for each in (here, back, hers, theirs)]
    assert states == [State.ENDED, State.ENDED, State.ACTIVE, State.ACTIVE]
