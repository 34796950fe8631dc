"""Whether a draft is in the language that the rules know, and what she is told where it is not."""

import re

from app.community.softening import lexicon
from app.community.softening.rules import words_of
from app.core.languages import Sentence

CAUTION = Sentence(
    "We look for details in English only, so please look through your words yourself, too."
)

# Of the words of a text that are English, so many are among the commonest; of no other language
# more than some. In a part, such as a line, fewer may be.
SHARE, SHARE_OF_PART, LONG_PART = 0.2, 0.1, 12
_COMMONEST = lexicon.words("english", "commonest")
# Letters of no Latin alphabet
_OTHER = re.compile("[^\\W\\d_A-Za-z\u00aa-\u02ff\u1e00-\u1eff]")
# What is in no language
_APART = re.compile(r"(?m)^ {0,3}>.*$|https?://\S+|www\.\S+|\S*@\S+|`[^`\n]*`")


def seems_english(text: str) -> bool:
    """Whether it surely is: one without any words is not. What she quotes counts for nothing."""
    own = _APART.sub(" ", text)
    if _OTHER.search(own) or _share(own)[0] < SHARE:
        return False
    parts = (_share(part) for part in own.splitlines())
    return all(share >= SHARE_OF_PART or length < LONG_PART for share, length in parts)


def _share(text: str) -> tuple[float, int]:
    """Which of its words are English ones, and how many words there are."""
    words = words_of(text)
    # Other languages have an "i", and none writes it large.
    known = sum(w.low in _COMMONEST or text[w.start : w.end] == "I" for w in words)
    return known / max(1, len(words)), len(words)
