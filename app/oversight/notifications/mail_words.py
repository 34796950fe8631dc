"""What letters say. Never a word of what somebody wrote, not even a title: at most who it was."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.core import text
from app.people.noted.events import Kind

# A name may run the other way than the sentence around it (Unicode's isolates).
_FIRST, _LAST = "\u2068", "\u2069"
NEUTRAL = "There is something for you to read."
_NAMED = {
    Kind.REPLY: "{who} replied in a thread of yours in {circle}.",
    Kind.MENTION: "{who} mentioned you in {circle}.",
    Kind.QUOTE: "{who} quoted you in {circle}.",
}
_IN = {
    Kind.REPLY: "Somebody replied in a thread of yours in {circle}.",
    Kind.MENTION: "You were mentioned in {circle}.",
    Kind.QUOTE: "You were quoted in {circle}.",
    Kind.WELCOME: "You were brought into {circle}.",
    Kind.MENTORING: "There is something new in your mentoring.",
    Kind.OPPORTUNITY: "There is something new about opportunities or resources.",
    Kind.ACCOUNT: "There is something new about your account.",
}
_COUNTED = {
    Kind.REPLY: ("1 reply in threads of yours", "{} replies in threads of yours"),
    Kind.MENTION: ("1 mention of you", "{} mentions of you"),
    Kind.QUOTE: ("1 post that quotes you", "{} posts that quote you"),
    Kind.REACTION: ("Kind words for something you wrote", "Kind words for {} things you wrote"),
    Kind.WELCOME: ("You were brought into a circle", "You were brought into {} circles"),
    Kind.MENTORING: ("Something new in your mentoring", "{} new things in your mentoring"),
    Kind.OPPORTUNITY: (
        "Something new about opportunities or resources",
        "{} new things about opportunities or resources",
    ),
    Kind.ACCOUNT: ("Something new about your account", "{} new things about your account"),
}
UNNAMED = "a circle of yours"


@dataclass(frozen=True)
class Place:
    """A circle as a letter may call it: by no name where only its members may know of it."""

    name: str
    is_public: bool
    is_private: bool

    @property
    def said(self) -> str:
        return UNNAMED if self.is_private else _isolated(self.name)


def one(kind: Kind, place: Place | None, who: str) -> str:
    """Of a single thing that somebody did under her name, in a circle or in none. Outside of
    circles that anybody can read, not even who."""
    if place is None:
        return _IN[kind].format(circle=UNNAMED)
    if place.is_public and kind in _NAMED and who:
        return _NAMED[kind].format(who=_isolated(who), circle=place.said)
    return _IN[kind].format(circle=place.said)


def many(kinds: Iterable[Kind]) -> list[str]:
    """A line for each kind, in the order in which they are listed everywhere."""
    numbers = Counter(kinds)
    return [_counted(kind, numbers[kind]) for kind in Kind if numbers[kind]]


def new_in(places: Iterable[Place]) -> list[str]:
    """Where there are new posts."""
    named = [place.said for place in places if not place.is_private]
    private = sum(place.is_private for place in places)
    if private:
        word = "a circle that only its members see"
        named.append(word if private == 1 else f"{private} circles that only their members see")
    return [f"There are new posts in: {', '.join(named)}."] if named else []


def _counted(kind: Kind, number: int) -> str:
    single, several = _COUNTED[kind]
    return (single if number == 1 else several.format(number)) + "."


def _isolated(words: str) -> str:
    return f"{_FIRST}{text.one_line(words)}{_LAST}"
