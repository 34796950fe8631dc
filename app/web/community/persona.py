"""Whose name a post will carry, and who could find out: what stands beside the switch."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.community.threads import policy as threads
from app.core.verdict import Verdict
from app.people.anonymity import bylines, labels
from app.people.anonymity.bylines import Byline
from app.people.circles import policy
from app.people.circles.models import Anonymity
from app.people.house import House
from app.people.viewer import Viewer
from app.web.community import finding_out
from app.web.community.reading import RenderedLeaf
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


def persona(
    house: House, viewer: Viewer, anonymity: Anonymity, crowd: int, epoch: str = ""
) -> Persona:
    """`epoch` is the thread's, missing for one that is still to begin."""
    epoch = epoch or house.ring.current
    return Persona(
        policy.may_be_named(anonymity),
        policy.may_hide(viewer, anonymity, crowd) and threads.has_key(house.ring.epochs, epoch),
        policy.is_small(crowd),
        crowd,
        finding_out.lines(house, crowd, epoch),
    )


@lru_cache
def empty_form(anonymity: Anonymity, *, spoke: bool = False) -> Filled[Any]:
    """A form before she touches it: what the switch says is the circle's choice, and where she
    `spoke` without her name already, that she goes on so."""
    return Filled({"anonymous": "on" if spoke or anonymity is Anonymity.ALWAYS else ""})


def pseudonym_in(thread_id: int, token: bytes, leaf: RenderedLeaf) -> Byline:
    """The name that this voice has in the thread, or would have with its first word."""
    label = leaf.voices.get(token) or labels.fitting(token, leaf.taken)
    return bylines.pseudonym(label, thread_id)
