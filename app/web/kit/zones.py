"""Time zones in forms: their names, and the field in which one is chosen."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError("Please choose one of these.")
    return name


# A zone's name, or nothing.
TimeZone = Annotated[str, AfterValidator(_zone)]


def names() -> list[str]:
    """Those that are places, by name."""
    return sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc"))
