"""How the phrases are read: what is quoted or stands beside them, and how long it takes."""

import time

import pytest

from app.people.safety.phrases import rules
from app.people.safety.phrases.rules import Topic

LONGEST = 8000


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("I WANT TO DIE", Topic.SUICIDE),
        ("i dont want to be alive", Topic.SUICIDE),
        ("I don’t\nwant to be alive", Topic.SUICIDE),
        ("I have been self-harming.", Topic.SELF_HARM),
        ("My husband hit me!!!", Topic.VIOLENCE_AT_HOME),
        ("I was sexually-assaulted", Topic.ABUSE),
    ],
)
def test_capitals_apostrophes_and_signs_make_no_difference(said, topic):
    assert topic in rules.topics(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   \n",
        "> I want to die\n\nI read this and want to hug you.",
        "My husband. Hit me up on Sunday for the recipe.",
        "Suicide Squad was on. This deadline is killing me. I shot myself in the foot.",
        "I'm dying to know. She is killing it.",
        "💥" * 50,
    ],
)
def test_what_is_quoted_ends_or_is_a_figure_of_speech_is_no_alarm(said):
    assert not rules.speaks_of_harm(said)


def test_beside_a_figure_of_speech_the_rest_is_still_seen():
    assert rules.speaks_of_harm("This job is killing me, and at night I think of killing myself.")
    assert rules.speaks_of_harm("I'm not suicidal, but my husband beats me.")
    assert rules.speaks_of_harm("A title", "", "content note: self-harm")


@pytest.mark.parametrize(
    "said",
    [
        "he " * (LONGEST // 3),
        "my husband " * (LONGEST // 11),
        "i want to " * (LONGEST // 10),
        "a" * LONGEST,
        "((((" * (LONGEST // 4),
        "never not no " * (LONGEST // 13),
    ],
)
def test_a_text_made_to_take_long_does_not(said):
    rules.load()
    began = time.perf_counter()

    rules.topics(said)

    # A hundredth part of this is usual: a machine that does other things as well has room.
    assert time.perf_counter() - began < 2
