"""Counting what the signs find in labelled sentences, and what they miss."""

import tomllib
from pathlib import Path

from app.community.opportunities.signs.rules import Sign, found

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text())


def hits(sign, label):
    return [one for one in SENTENCES[sign][label] if sign in found(one)]


def misses(sign):
    return [one for one in SENTENCES[sign]["there"] if sign not in found(one)]


def table():
    """As it stands in the README."""
    lines = [
        "| sign | has it: there, found | sounds like it: there, false |",
        "| --- | --- | --- |",
    ]
    total = [0, 0, 0, 0]
    for sign in Sign:
        there, not_there = (SENTENCES[sign][label] for label in ("there", "not_there"))
        numbers = [len(there), len(hits(sign, "there"))]
        numbers += [len(not_there), len(hits(sign, "not_there"))]
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        lines.append(f"| {sign} | {numbers[0]}, {numbers[1]} | {numbers[2]}, {numbers[3]} |")
    lines.append(f"| **all** | {total[0]}, {total[1]} | {total[2]}, {total[3]} |")
    return "\n".join(lines)
