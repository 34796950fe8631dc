"""Passkeys in a visit: what its page asks the browser, and what came back, once."""

from app.core.errors import Invalid, TooOften
from app.core.limits import Limit
from app.people.members import passkeys
from app.people.members.factors import Passkey
from app.people.members.passkeys import Place, Proof
from app.web.kit.visit import Visit

NEW, KNOWN = "new", "known"


def place(visit: Visit) -> Place:
    return Place.of(visit.house.settings.address)


def request(visit: Visit) -> str:
    """What a page tells the browser to have it answer by a passkey; nothing where none can be."""
    here = place(visit)
    asked = passkeys.challenge(visit.house.ring, KNOWN, visit.secret)
    return passkeys.request(here, asked) if here.has_passkeys else ""


def creation(visit: Visit, known_by: bytes, known: tuple[Passkey, ...]) -> str:
    """What a page tells the browser to have it make one, on a device that has none of those she
    has; nothing where none can be."""
    here = place(visit)
    if not here.has_passkeys:
        return ""
    asked = passkeys.challenge(visit.house.ring, NEW, visit.secret)
    site = visit.house.settings.site_name
    return passkeys.creation(here, asked, (known_by, visit.viewer.handle), site, known)


def proof(visit: Visit, purpose: str, answer: str) -> Proof:
    """What came back to a challenge of this session, which counts once. Raises Invalid."""
    found = passkeys.read(visit.house.ring, purpose, visit.token, answer)
    try:
        visit.house.limiter.hit(Limit.CHALLENGES, found.challenge)
    except TooOften:
        raise Invalid("passkey", passkeys.UNFIT) from None
    return found
