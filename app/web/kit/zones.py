"""Time zones in forms: their names, and the field in which one is chosen."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator


@cache
def _known() -> set[str]:
    # Looked for in the file system, which takes as long as a page.
    return available_timezones()


def _zone(name: str) -> str:
    if name and name not in _known():
        raise ValueError("Please choose one of these.")
    return name


# A zone's name, or nothing.
TimeZone = Annotated[str, AfterValidator(_zone)]


def names() -> list[str]:
    """Those that are places, by name."""
    return sorted(z for z in _known() if "/" in z and not z.startswith("Etc"))
