"""The two hundred sentences: how many of their details are found, and how few are found beside."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from app.community.softening import details
from app.community.softening.hers import Hers
from app.community.softening.kinds import Kind
from tests.community.softening import measure

# Of each kind there are few in a half, so that one miss weighs much; of all together there are 70.
LEAST_OF_A_KIND, LEAST = 0.75, 0.95


@pytest.mark.parametrize("held_out", [False, True], ids=["looked at", "held out"])
def test_most_details_are_found_and_little_else(held_out, capsys):
    half = [s for s in measure.SENTENCES if measure.is_held_out(s) is held_out]

    found = measure.tally(half)

    print(found.table(), *found.missed, *found.false, sep="\n")
    assert {kind for kind in Kind if found.recall(kind) < LEAST_OF_A_KIND} == set()
    assert {kind for kind in Kind if found.precision(kind) < LEAST_OF_A_KIND} == set()
    assert found.recall() >= LEAST
    assert found.precision() >= LEAST


def test_the_measure_notices_what_is_missed_and_what_is_wrong():
    sentence = {"text": "I work at Siemens.", "details": [["place", "Siemens"], ["age", "work"]]}

    found = measure.tally([sentence])

    assert (found.recall(), found.precision()) == (0.0, 0.0)
    assert len(found.missed) == 2
    assert found.false == ["employer: Siemens | I work at Siemens."]


def test_there_are_two_hundred_and_seventy_of_them_have_nothing():
    plain = [s for s in measure.SENTENCES if not s.get("details")]

    assert (len(measure.SENTENCES), len(plain)) == (200, 70)
    assert {kind for s in measure.SENTENCES for kind, _ in s.get("details", [])} == set(Kind)


def test_a_whole_community_holds_up_few_posts():
    """With COMMUNITY_JSONL: its questions and answers; else the sentences that have nothing."""
    path = os.environ.get("COMMUNITY_JSONL")
    texts = [s["text"] for s in measure.SENTENCES if not s.get("details")]
    if path:
        entries = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
        texts = [t for e in entries for t in (e["body"], *(r["body"] for r in e["replies"]))]

    found = [details.found(text, Hers(), measure.TODAY) for text in texts]

    print(Counter(one.kind.value for some in found for one in some).most_common())
    held_up = sum(any(one.kind.alone for one in some) for some in found)
    assert held_up <= len(texts) // 10
