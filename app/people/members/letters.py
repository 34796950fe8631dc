"""The letters that an account sends: which, and to whom. What they say stands in templates.

The floor below the pages does not know templates, so whoever calls brings a `Writer`.
"""

from dataclasses import dataclass
from typing import Protocol

from app.core.outbox import Mail


@dataclass(frozen=True)
class Reader:
    """Who gets a letter, and where. To a `discreet` one all have the same subject, and the envelope
    does not name the site. `language` is the code of hers, if she has chosen one."""

    to: str
    name: str
    discreet: bool = False
    language: str = ""


class Writer(Protocol):
    """Writes one of the letters in templates/mail."""

    def __call__(
        self, letter: str, reader: Reader, *, link: str = "", valid_for: str = ""
    ) -> Mail: ...
