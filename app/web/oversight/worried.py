"""Words to begin with, to somebody whom others are worried about: that she was read, and where she
finds somebody to talk to. A moderator chooses the country, since nobody here knows where she is."""

from collections.abc import Mapping

from app.people.safety.help_lines import Country
from app.web.kit.addresses import url

_BEGINNING = """We have read what you wrote, and wondered how you are. Nothing of it was changed. \
You don’t have to answer, and nobody but the moderators reads it if you do."""


def words_to_her(known: Mapping[str, Country], key: str, site: str) -> str:
    """With the lines of the country of this key among those `known`, nothing for another; `site` is
    the address before our paths."""
    country = known.get(key.upper())
    if country is None:
        return ""
    page = f"{site}{url('safety', country=country.key, at='help')}"
    return f"{_BEGINNING}\n\n{_lines(country)}\n\nThe same with what they are for: {page}"


def _lines(country: Country) -> str:
    every = [f"If you would like to talk to somebody now, in {country.name}:"]
    for line in country.lines:
        text = f"text {f'{line.word} to ' if line.word else ''}{line.text}" if line.text else ""
        ways = ", ".join(way for way in (line.phone, text) if way) or line.host
        every.append(f"{line.name}: {ways}. {line.hours}.")
    every.append(f"In danger at this moment: {' or '.join(country.emergency)}.")
    return "\n".join(every)
