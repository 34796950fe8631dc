"""The labelled sentences: the numbers in the README of the phrases are those of today."""

import json
import os
from pathlib import Path

import pytest

from app.people.safety.phrases import rules
from tests.people.safety.phrases import measure

README = rules.HERE / "README.md"
# Of all sentences: a change that lets more through, or marks more, has to be looked at.
LEAST_FOUND, MOST_FALSE = 0.95, 0.05


def test_the_readme_has_the_numbers_that_are_measured():
    table = measure.table()

    print(table)
    assert table in README.read_text()


@pytest.mark.parametrize("held_out", [False, True], ids=["looked at", "held out"])
def test_most_alarms_are_true_and_few_are_missed(held_out):
    alarms = measure.counted("alarms", held_out=held_out)
    look_alikes = measure.counted("look_alikes", held_out=held_out)

    print(*alarms.others, *look_alikes.others, sep="\n")
    assert alarms.alarms >= LEAST_FOUND * alarms.there
    assert look_alikes.alarms <= MOST_FALSE * look_alikes.there


def test_there_are_as_many_of_both_and_of_every_topic():
    assert {told["name"] for told in measure.TOPICS} == set(rules.Topic)
    for told in measure.TOPICS:
        assert len(told["alarms"]) == len(told["look_alikes"]) == 30
    every = [s for told in measure.TOPICS for s in (*told["alarms"], *told["look_alikes"])]
    assert len(set(every)) == 240
    assert 0.25 < sum(map(measure.is_held_out, every)) / len(every) < 0.42


def test_the_measure_notices_what_is_missed_and_what_is_wrong(monkeypatch):
    wrongly = [{"name": "x", "alarms": ["Nice weather."], "look_alikes": ["I want to die."]}]
    monkeypatch.setattr(measure, "TOPICS", wrongly)

    both = [
        [measure.counted(label, held_out=held_out) for held_out in (False, True)]
        for label in ("alarms", "look_alikes")
    ]

    assert [sum(one.there for one in pair) for pair in both] == [1, 1]
    assert [sum(one.alarms for one in pair) for pair in both] == [0, 1]
    assert all(one.others for pair in both for one in pair if one.there)


def test_a_whole_community_is_marked_as_the_readme_says():
    """With COMMUNITY_JSONL: its questions, by their lines; else the look-alikes, of which none."""
    path = os.environ.get("COMMUNITY_JSONL")
    texts = [(s,) for told in measure.TOPICS for s in told["look_alikes"]]
    if path:
        entries = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
        texts = [(entry["title"], entry["body"]) for entry in entries]

    marked = [n for n, text in enumerate(texts, 1) if rules.speaks_of_harm(*text)]

    print(*marked)
    said = README.read_text().partition("by line: ")[2].partition(".")[0]
    assert marked == ([int(n) for n in said.split()] if path else [])
