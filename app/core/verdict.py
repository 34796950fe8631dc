"""A policy's answer: yes, or no with a reason that a member can read."""

from dataclasses import dataclass

from app.core.errors import NotAllowed
from app.core.languages import words


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=words(reason))


def require(verdict: Verdict) -> None:
    """Raises NotAllowed with the verdict's reason unless it is a yes."""
    if not verdict:
        raise NotAllowed(verdict.reason)
