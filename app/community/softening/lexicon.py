"""The words that the rules know, read once from the file beside this one."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_LISTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text())


def words(group: str, name: str) -> frozenset[str]:
    return frozenset(_LISTS[group][name].split())


def phrases(group: str, name: str) -> frozenset[str]:
    """A list whose entries may have spaces; bars stand between them."""
    return frozenset(" ".join(part.split()) for part in _LISTS[group][name].split("|"))


def either(found: Iterable[str]) -> str:
    """These words as a pattern, the longest first."""
    return "|".join(sorted(found, key=lambda word: (-len(word), word))).replace(".", r"\.")
