"""The letters that an account sends: which, and to whom. What they say stands in templates.

The floor below the pages does not know templates, so whoever calls brings a `Writer`.
"""

from typing import Protocol

from app.core.outbox import Mail


class Writer(Protocol):
    """Writes one of the letters in templates/mail; a `discreet` one has the subject of all of them,
    and its envelope does not name the site."""

    def __call__(
        self,
        letter: str,
        to: str,
        *,
        name: str,
        link: str = "",
        valid_for: str = "",
        discreet: bool = False,
    ) -> Mail: ...
