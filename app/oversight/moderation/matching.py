"""What rules look for in words. Pure, and in time that grows with the words' length alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import re2

from app.core import text
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.oversight.moderation.holds_models import HoldRule, RuleKind

_LINK = re.compile(r'<a href="([^"]+)"')
LONGEST_PATTERN = 500
PATTERN_BYTES = 1 << 20
# RE2's instructions: with so many, the longest post takes it a quarter of a second.
MOST_STEPS = 3000


@dataclass(frozen=True)
class Coming:
    """Words that somebody is about to post. `html` is how the body looks, where that is known."""

    circle_id: int
    body: str
    title: str = ""
    content_note: str = ""
    html: str = ""

    @cached_property
    def said(self) -> str:
        return "\n".join(part for part in (self.title, self.content_note, self.body) if part)

    @cached_property
    def plain(self) -> str:
        return f" {text.plain(self.said)} "

    @cached_property
    def hosts(self) -> Collection[str]:
        """The sites that its links lead to."""
        return _hosts(self.html or text.rendered(self.body))


def is_found(rule: HoldRule, words: Coming) -> bool:
    """Whether a rule about links, phrases or a pattern finds what it looks for."""
    if rule.kind is RuleKind.LINK:
        listed = set(rule.pattern.split())
        return any(not _is_listed(host, listed) for host in words.hosts)
    if rule.kind is RuleKind.PHRASE:
        return any(f" {phrase} " in words.plain for phrase in phrases(rule.pattern))
    return rule.kind is RuleKind.PATTERN and bool(_compiled(rule.pattern).search(words.said))


@lru_cache(256)
def phrases(lines: str) -> tuple[str, ...]:
    """One a line, as they are compared."""
    return tuple(phrase for line in lines.splitlines() if (phrase := text.plain(line)))


def require_pattern(pattern: str) -> None:
    """Raises Invalid on `pattern` for what is no expression, or too much of one."""
    if len(pattern) > LONGEST_PATTERN:
        why = Sentence("Make the pattern {n} characters at most.", n=LONGEST_PATTERN)
        raise Invalid("pattern", why)
    try:
        steps = _compiled(pattern).programsize
    except re2.error as problem:
        why = Sentence("RE2 can’t read this pattern: {problem}.", problem=_told(problem))
        raise Invalid("pattern", why) from None
    if steps > MOST_STEPS:
        raise Invalid("pattern", "This pattern repeats too much. Make it simpler.")


@lru_cache(256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = PATTERN_BYTES
    return re2.compile(pattern, options)


def _is_listed(host: str, listed: Collection[str]) -> bool:
    """Itself, or as a part of a site that is listed."""
    return any(host == one or host.endswith(f".{one}") for one in listed)


def _told(problem: Exception) -> str:
    said = problem.args[0] if problem.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _hosts(html: str) -> set[str]:
    """Where the links of what `text.rendered` made lead to; mentions of members are no links."""
    parts = (urlsplit(unescape(address)) for address in _LINK.findall(html))
    return {
        (part.hostname or part.path.rpartition("@")[2]).lower().removeprefix("www.")
        for part in parts
        if part.scheme
    }
