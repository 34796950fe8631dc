"""Countries as a message says them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Land:
    """By its code of two letters (ISO 3166-1), and as it is called in English."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name
