"""Days as a message says them where it does not say them in full."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SaidDay:
    """A day that is said with its weekday, or without its year."""

    on: date
    weekday: bool = False
    year: bool = True

    @property
    def pattern(self) -> str:
        """Of Unicode's (UTS 35)."""
        if self.year:
            return "full" if self.weekday else "long"
        return "MMMMEEEEd" if self.weekday else "MMMMd"

    def __str__(self) -> str:
        words = f"{self.on:%A} " if self.weekday else ""
        words += f"{self.on.day} {self.on:%B}"
        return f"{words} {self.on.year}" if self.year else words
