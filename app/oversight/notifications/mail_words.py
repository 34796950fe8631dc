"""What letters say. Never a word of what somebody wrote, not even a title: at most who it was."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.core import text
from app.core.languages import Sentence, phrases, several
from app.people.noted.events import Kind

# A name may run the other way than the sentence around it (Unicode's isolates).
_FIRST, _LAST = "\u2068", "\u2069"
NEUTRAL = Sentence("There is something for you to read.")
_NAMED = phrases(
    {
        Kind.REPLY: "{who} replied in a thread of yours in {circle}.",
        Kind.MENTION: "{who} mentioned you in {circle}.",
        Kind.QUOTE: "{who} quoted you in {circle}.",
    }
)
_IN = phrases(
    {
        Kind.REPLY: "Somebody replied in a thread of yours in {circle}.",
        Kind.MENTION: "You were mentioned in {circle}.",
        Kind.QUOTE: "You were quoted in {circle}.",
        Kind.WELCOME: "You were brought into {circle}.",
    }
)
# In a circle of which only its members may know, or in none.
_UNNAMED = phrases(
    {
        Kind.REPLY: "Somebody replied in a thread of yours in a circle of yours.",
        Kind.MENTION: "You were mentioned in a circle of yours.",
        Kind.QUOTE: "You were quoted in a circle of yours.",
        Kind.WELCOME: "You were brought into a circle of yours.",
        Kind.MENTORING: "There is something new in your mentoring.",
        Kind.OPPORTUNITY: "There is something new about opportunities or resources.",
        Kind.ACCOUNT: "There is something new about your account.",
    }
)
# Where nothing else is told of its kind.
_SINGLE = phrases(
    {
        Kind.REACTION: "Kind words for something you wrote.",
        Kind.WELCOME: "You were brought into a circle.",
        Kind.MENTORING: "Something new in your mentoring.",
        Kind.OPPORTUNITY: "Something new about opportunities or resources.",
        Kind.ACCOUNT: "Something new about your account.",
    }
)


@dataclass(frozen=True)
class Place:
    """A circle as a letter may call it: by no name where only its members may know of it."""

    name: str
    is_public: bool
    is_private: bool

    @property
    def said(self) -> str:
        return _isolated(self.name)


def one(kind: Kind, place: Place | None, who: str) -> Sentence:
    """Of a single thing that somebody did under her name, in a circle or in none. Outside of
    circles that anybody can read, not even who."""
    if place is None or place.is_private or kind not in _IN:
        return _UNNAMED[kind]
    if place.is_public and kind in _NAMED and who:
        return Sentence(_NAMED[kind], who=_isolated(who), circle=place.said)
    return Sentence(_IN[kind], circle=place.said)


def many(kinds: Iterable[Kind]) -> list[Sentence]:
    """A line for each kind, in the order in which they are listed everywhere."""
    numbers = Counter(kinds)
    return [_counted(kind, numbers[kind]) for kind in Kind if numbers[kind]]


def new_in(places: Iterable[Place]) -> list[Sentence]:
    """Where there are new posts."""
    places = list(places)
    named = ", ".join(place.said for place in places if not place.is_private)
    private = sum(place.is_private for place in places)
    if not private:
        return [Sentence("There are new posts in: {circles}.", circles=named)] if named else []
    return [_new_in(named, private) if named else _new_in_private(private)]


def _new_in(named: str, private: int) -> Sentence:
    if private == 1:
        return Sentence(
            "There are new posts in: {circles}, a circle that only its members see.", circles=named
        )
    return several(
        "There are new posts in: {circles}, {n} circle that only its members see.",
        "There are new posts in: {circles}, {n} circles that only their members see.",
        private,
        circles=named,
    )


def _new_in_private(private: int) -> Sentence:
    if private == 1:
        return Sentence("There are new posts in: a circle that only its members see.")
    return several(
        "There are new posts in: {n} circle that only its members see.",
        "There are new posts in: {n} circles that only their members see.",
        private,
    )


_COUNTED: dict[Kind, Callable[[int], Sentence]] = {
    Kind.REPLY: lambda n: several(
        "{n} reply in threads of yours.", "{n} replies in threads of yours.", n
    ),
    Kind.MENTION: lambda n: several("{n} mention of you.", "{n} mentions of you.", n),
    Kind.QUOTE: lambda n: several("{n} post that quotes you.", "{n} posts that quote you.", n),
    Kind.REACTION: lambda n: several(
        "Kind words for {n} thing you wrote.", "Kind words for {n} things you wrote.", n
    ),
    Kind.WELCOME: lambda n: several(
        "You were brought into {n} circle.", "You were brought into {n} circles.", n
    ),
    Kind.MENTORING: lambda n: several(
        "{n} new thing in your mentoring.", "{n} new things in your mentoring.", n
    ),
    Kind.OPPORTUNITY: lambda n: several(
        "{n} new thing about opportunities or resources.",
        "{n} new things about opportunities or resources.",
        n,
    ),
    Kind.ACCOUNT: lambda n: several(
        "{n} new thing about your account.", "{n} new things about your account.", n
    ),
}


def _counted(kind: Kind, n: int) -> Sentence:
    return _SINGLE[kind] if n == 1 and kind in _SINGLE else _COUNTED[kind](n)


def _isolated(words: str) -> str:
    return f"{_FIRST}{text.one_line(words)}{_LAST}"
