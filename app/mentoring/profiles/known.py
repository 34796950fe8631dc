"""What a mentor knows from inside: who may see each of it, and whether it counts for matching.

Sealed with the application's key, since lists are made while she is away.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.core import keys
from app.core.keys import Broken, Keyring
from app.mentoring.matching.words import BACKGROUNDS

STEP = 1024


class Audience(StrEnum):
    """Everybody who is signed in; those whose mentor she is; nobody."""

    ALL = "all"
    MENTEES = "mentees"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Known:
    """What is shown to nobody is there to be counted, or it is not there."""

    audience: Audience
    counts: bool


Backgrounds = Mapping[str, Known]


def shown(known: Backgrounds, *, to_mentee: bool = False) -> tuple[str, ...]:
    """What others may see, in the order of the vocabulary."""
    seen = {Audience.ALL, Audience.MENTEES} if to_mentee else {Audience.ALL}
    return tuple(key for key in BACKGROUNDS if key in known and known[key].audience in seen)


def counting(known: Backgrounds) -> frozenset[str]:
    """What she lets count for matching, whoever may see it."""
    return frozenset(key for key, one in known.items() if one.counts)


def sealed(ring: Keyring, member_id: UUID, known: Backgrounds) -> bytes:
    said = {key: [one.audience, one.counts] for key, one in known.items()}
    words = keys.padded(json.dumps(said).encode(), STEP)
    return ring.seal("mentor-known/v1").close(words, member_id.bytes)


def opened(ring: Keyring, member_id: UUID, words: bytes) -> Backgrounds:
    try:
        said = json.loads(ring.seal("mentor-known/v1").open(words, member_id.bytes))
    except (Broken, ValueError):
        return {}
    return {key: Known(Audience(who), bool(counts)) for key, (who, counts) in said.items()}
