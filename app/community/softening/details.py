"""Finding the details of a draft, and putting softer words in their place."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from app.community.softening import ages, contacts, days, hers, people, places, teams, work
from app.community.softening.hers import Hers
from app.community.softening.kinds import Detail, Kind
from app.community.softening.rules import Reading, Rules, opens

_RULES = Rules(
    (*contacts.RULES, *people.RULES, *ages.RULES, *work.RULES, *teams.RULES, *places.RULES)
)
_FINDERS = (
    *(contacts.addresses, contacts.phones, contacts.links),
    *(days.dates, people.signed, places.known, _RULES.read),
)
_WEIGHT = {kind: n for n, kind in enumerate(Kind)}
_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
# Softer words with an article, and what stands before a passage and makes that one too many
_LEADING = re.compile(r"^(?:an?|the|my|another) ")
_OWNER = re.compile(
    r"(?i)\b(?:(?P<article>an?|the)|my|our|your|his|her|their|its|this|that|each|every) $"
)
LONGEST_OWNER = 7


def found(text: str, writer: Hers, today: date) -> list[Detail]:
    """What may identify her, in the order of the draft; no two overlap but for what she has said
    elsewhere. What she quotes from others is left alone."""
    if not text:
        return []
    if ">" in text:
        text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    reading = Reading(text, today, writer.is_south)
    clear = _apart(detail for find in _FINDERS for detail in find(reading))
    details = _joined(clear, hers.profile(reading, writer))
    return sorted([*details, *hers.repeated(reading, writer.said)], key=_place)


def softened(text: str, details: Iterable[Detail]) -> str:
    """The draft with the softer words of these details in it."""
    parts: list[str] = []
    last = 0
    for detail in sorted(details, key=_place):
        if detail.softer is not None and detail.start >= last:
            parts += _put(text, last, detail, detail.softer)
            last = detail.end
    return "".join([*parts, text[last:]])


def _place(detail: Detail) -> tuple[int, int]:
    return detail.start, detail.end


def _apart(details: Iterable[Detail]) -> list[Detail]:
    """The longest where several lay claim to the same words."""
    kept: list[Detail] = []
    for detail in sorted(details, key=lambda d: (d.start - d.end, _WEIGHT[d.kind])):
        at = bisect_left(kept, detail.start, key=lambda d: d.start)
        if not any(_overlap(detail, other) for other in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, detail)
    return kept


def _joined(details: Collection[Detail], own: Iterable[Detail]) -> list[Detail]:
    """With the words of her profile: where one stands in a detail, that is the graver reason."""
    result = list(details)
    for one in own:
        inside = [detail for detail in result if _overlap(one, detail)]
        result = [detail for detail in result if detail not in inside]
        for detail in inside or [one]:
            result.append(replace(detail, kind=Kind.HERS))
    return result


def _overlap(one: Detail, other: Detail) -> bool:
    return one.start < other.end and other.start < one.end


def _put(text: str, last: int, detail: Detail, softer: str) -> tuple[str, str]:
    """What stands between the last passage and this one, and the words for this one."""
    before, start = text[last : detail.start], detail.start
    if _LEADING.match(softer) and (owner := _OWNER.search(before[-LONGEST_OWNER:])):
        # One is enough: the Tesco canteen, a company canteen; our head of HR, our senior manager.
        if owner["article"]:
            before, start = before[: -len(owner[0])], start - len(owner[0])
        else:
            softer = _LEADING.sub("", softer)
    if text[start].isupper() and opens(text, start):
        softer = softer[:1].upper() + softer[1:]
    return before, softer
