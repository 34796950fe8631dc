"""How much of what may identify somebody is found, and how much of what is found does."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2s
from pathlib import Path
from typing import Any

from app.community.softening import details
from app.community.softening.hers import Hers
from app.community.softening.kinds import Detail, Kind

FILE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text())
SENTENCES: list[dict[str, Any]] = FILE["sentence"]
TODAY: date = FILE["today"]
HERS = Hers(**FILE["hers"])
# So many letters around it may be marked with a passage: "on" a day, "my sister" and her name.
ROOM = 16


@dataclass
class Tally:
    """`there` were labelled, of which `hit`; `wrong` were found and are none."""

    there: Counter[Kind] = field(default_factory=Counter)
    hit: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def precision(self, kind: Kind | None = None) -> float:
        hit, wrong = _sum(self.hit, kind), _sum(self.wrong, kind)
        return hit / (hit + wrong) if hit + wrong else 1.0

    def recall(self, kind: Kind | None = None) -> float:
        there = _sum(self.there, kind)
        return _sum(self.hit, kind) / there if there else 1.0

    def table(self) -> str:
        rows = [*Kind, None]
        return "\n".join(
            f"{kind or 'all':<10}{_sum(self.there, kind):>6}{_sum(self.hit, kind):>6}"
            f"{_sum(self.wrong, kind):>6}{self.precision(kind):>8.0%}{self.recall(kind):>8.0%}"
            for kind in rows
        )


def is_held_out(sentence: dict[str, Any]) -> bool:
    return blake2s(sentence["text"].encode()).digest()[0] % 2 == 1


def tally(sentences: list[dict[str, Any]]) -> Tally:
    result = Tally()
    for sentence in sentences:
        _count(result, sentence["text"], sentence.get("details", []))
    return result


def _count(result: Tally, text: str, labels: list[list[str]]) -> None:
    found = details.found(text, HERS, TODAY)
    for kind, passage in labels:
        result.there[Kind(kind)] += 1
        fitting = next((one for one in found if _fits(one, text, kind, passage)), None)
        if fitting is None:
            result.missed.append(f"{kind}: {passage} | {text}")
        else:
            result.hit[Kind(kind)] += 1
            found.remove(fitting)
    for one in found:
        result.wrong[one.kind] += 1
        result.false.append(f"{one.kind}: {text[one.start : one.end]} | {text}")


def _fits(one: Detail, text: str, kind: str, passage: str) -> bool:
    marked = text[one.start : one.end]
    return one.kind == kind and passage in marked and len(marked) <= len(passage) + ROOM


def _sum(counter: Counter[Kind], kind: Kind | None) -> int:
    return counter.total() if kind is None else counter[kind]
