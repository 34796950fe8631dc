"""Words that somebody changes: whether they are still those that she saw when she began."""

import json
from hashlib import blake2s

from app.core.errors import Invalid
from app.core.languages import Sentence

CHANGED = Sentence(
    "This was changed while you had it open. Below is how it stands now: save once more to put "
    "your words in its place."
)


class Changed(Invalid):
    """What stands there is no more what she saw when she began."""

    status = 409


def mark(*said: object) -> str:
    """What stands in a form that changes these words: 16 hexadecimal digits, others for other
    words. A day is marked as it is written."""
    return blake2s(json.dumps(said, default=str).encode(), digest_size=8).hexdigest()


def require_same(as_of: str, present: str, field: str = "") -> None:
    """Raises Changed on the field where a form was made `as_of` other words than those at present;
    a form that says nothing of it is taken."""
    if as_of not in {"", present}:
        raise Changed(field, CHANGED)
