"""How many true and how many false alarms the phrases make on the labelled sentences."""

import tomllib
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path

from app.people.safety.phrases import rules

FILE = Path(__file__).with_name("sentences.toml")
TOPICS = tomllib.loads(FILE.read_text())["topic"]


@dataclass(frozen=True)
class Counted:
    """Of so many sentences, those that made an alarm; `others` are the sentences that were judged
    wrongly: alarms without one, or look-alikes with one."""

    there: int
    alarms: int
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.there}, {self.alarms}"


def is_held_out(sentence: str) -> bool:
    return blake2s(sentence.encode()).digest()[0] % 3 == 0


def counted(label: str, *, held_out: bool, topic: str = "") -> Counted:
    """`label` is "alarms" or "look_alikes"; without a topic, those of all."""
    sentences = [
        sentence
        for told in TOPICS
        if topic in {"", told["name"]}
        for sentence in told[label]
        if is_held_out(sentence) is held_out
    ]
    marked = [sentence for sentence in sentences if rules.speaks_of_harm(sentence)]
    wrong = marked if label == "look_alikes" else [s for s in sentences if s not in marked]
    return Counted(len(sentences), len(marked), tuple(wrong))


def table() -> str:
    """As it stands in the README of the phrases."""
    lines = []
    for name in [*(told["name"] for told in TOPICS), ""]:
        cells = (
            counted(label, held_out=held_out, topic=name)
            for label in ("alarms", "look_alikes")
            for held_out in (False, True)
        )
        lines.append(f"| {' | '.join([name or '**all**', *map(str, cells)])} |")
    return "\n".join(lines)
