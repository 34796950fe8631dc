"""Words to begin with, to somebody whom others are worried about: that she was read, and where she
finds somebody to talk to. A moderator chooses the country, since nobody here knows where she is."""

from collections.abc import Callable, Mapping

from app.core.languages import Sentence
from app.people.safety.help_lines import Country, HelpLine
from app.web.kit.addresses import url

_BEGINNING = Sentence(
    "We have read what you wrote, and wondered how you are. Nothing of it was changed. "
    "You don’t have to answer, and nobody but the moderators reads it if you do."
)


Say = Callable[[str], str]


def words_to_her(known: Mapping[str, Country], key: str, site: str, say: Say) -> str:
    """With the lines of the country of this key among those `known`, nothing for another; `site` is
    the address before our paths, and `say` says words of ours in her moderator's language."""
    country = known.get(key.upper())
    if country is None:
        return ""
    page = f"{site}{url('safety', country=country.key, at='help')}"
    same = say(Sentence("The same with what they are for: {page}", page=page))
    return f"{say(_BEGINNING)}\n\n{_lines(country, say)}\n\n{same}"


def _lines(country: Country, say: Say) -> str:
    now = Sentence("If you would like to talk to somebody now, in {country}:", country=country.land)
    every = [say(now)]
    for line in country.lines:
        ways = ", ".join(way for way in (line.phone, _text_to(line, say)) if way) or line.host
        said = Sentence("{name}: {ways}. {hours}.", name=line.name, ways=ways, hours=line.hours)
        every.append(say(said))
    first, *others = country.emergency
    numbers: str = first
    for other in others:
        numbers = Sentence("{number} or {other}", number=numbers, other=other)
    every.append(say(Sentence("In danger at this moment: {numbers}.", numbers=numbers)))
    return "\n".join(every)


def _text_to(line: HelpLine, say: Say) -> str:
    if not line.text:
        return ""
    if not line.word:
        return say(Sentence("text {number}", number=line.text))
    return say(Sentence("text {word} to {number}", word=line.word, number=line.text))
