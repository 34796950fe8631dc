"""What reporters are told is kept in English, and read in the language of whoever reads it."""

import ast
from pathlib import Path

import pytest

from app.core import languages
from app.core.languages import Sentence
from app.languages import marked
from app.oversight.moderation import answers
from app.oversight.moderation.models import Action, Reason
from tests.bracketed import bracketed

WHY = "It is {hard}, but about herself."
TOLD = [
    *(
        answers.outcome(kind, action, WHY)
        for kind in ("post", "mentorship", "mentoring-request")
        for action in Action
        if action is not Action.RESTORE
    ),
    answers.outcome("post", Action.KEEP, ""),
    *(
        answers.with_why(said, why)
        for said in (answers.PUT_BACK, answers.TAKEN_BACK, answers.STAYS_HIDDEN)
        for why in (WHY, "")
    ),
]


@pytest.fixture
def spanish(tmp_path):
    with bracketed(tmp_path, marked.messages(ast.parse(Path(answers.__file__).read_text()))):
        yield languages.catalogue("es")


@pytest.mark.parametrize("reason", [Reason.WORRIED, Reason.UNKIND])
@pytest.mark.parametrize("told", TOLD)
def test_what_is_kept_is_found_again_as_it_was_said(told, reason, spanish):
    kept = str(answers.to_one(told, reason)[:])

    said = answers.as_said(kept)

    assert type(kept) is str
    assert said == kept
    assert isinstance(said, Sentence)
    other = spanish.in_words(said)
    assert other.count("⟦") == other.count("⟧") > 0
    ours = other.replace(WHY, "").replace("⟦", "\n⟦").splitlines()
    assert all(line.rstrip("⟧ ").startswith("⟦") for line in ours if line.strip("⟦⟧ "))


def test_other_words_stay_as_they_are():
    for words in ("Could you say more?", "We have removed it", "We have removed it.And more", ""):
        assert answers.as_said(words) == words
        assert not isinstance(answers.as_said(words), Sentence)
