"""Whose name a post will carry, and who could find out: what stands beside the switch."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core.verdict import Verdict
from app.people.anonymity import bylines, labels
from app.people.anonymity.bylines import Byline
from app.people.circles import policy
from app.people.circles.models import Anonymity
from app.people.house import House
from app.web.kit.forms import Filled


@dataclass(frozen=True)
class Persona:
    """The choice between her name and a pseudonym, as the circle allows it.

    `could_find_out` are the lines of the card, from how this server runs now.
    """

    may_name: Verdict
    may_hide: Verdict
    is_small: bool
    crowd: int
    could_find_out: tuple[str, ...]

    @property
    def has_choice(self) -> bool:
        return bool(self.may_name and self.may_hide)


# Whoever will get a pseudonym with a thread that is still to be opened, or can have none.
NOBODY = Byline("")


def persona(house: House, anonymity: Anonymity, crowd: int) -> Persona:
    return Persona(
        policy.may_be_named(anonymity),
        policy.may_be_anonymous(anonymity, crowd),
        policy.is_small(crowd),
        crowd,
        _could_find_out(house, crowd),
    )


@lru_cache
def empty_form(anonymity: Anonymity) -> Filled[Any]:
    """A form before she touches it: what the switch says is the circle's choice."""
    return Filled({"anonymous": "on" if anonymity is Anonymity.ALWAYS else ""})


def pseudonym_in(thread_id: int, token: bytes, voices: Mapping[bytes, str]) -> Byline:
    """The name that this voice has in the thread, or would have with its first word."""
    taken: Collection[str] = voices.values()
    return bylines.pseudonym(voices.get(token) or labels.fitting(token, taken), thread_id)


def _could_find_out(house: House, crowd: int) -> tuple[str, ...]:
    database = "PostgreSQL database" if not house.database.is_sqlite else "database file"
    lines = (
        "Members, hosts, moderators and administrators see the pseudonym and the day, never more:",
        "no page, list or log of ours says who it is.\n",
        f"About {crowd:,} people can write here. What you tell, and how, may still give you away",
        "to those who know you.\n",
        f"A copy of the {database} alone does not say it. Whoever holds it together with this",
        "server’s key could work it out; nobody has a page for that.\n",
        "Somebody who uses this device, or watches its screen, sees what you see.",
    )
    return tuple(line.strip() for line in " ".join(lines).split("\n"))
