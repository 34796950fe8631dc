"""Giving this place a colour and a logo of its own, and taking them back."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import colours
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.verdict import require
from app.people.site import logos, policy
from app.people.site.actions import decided
from app.people.site.models import LookPart, SiteLook
from app.people.viewer import Viewer

NO_COLOUR = Sentence("Write it as # and six digits or letters from a to f, as in #7a1f5c.")


def colour_of(typed: str) -> str:
    """As `#rrggbb`. Raises Invalid on `colour`."""
    found = colours.read(typed)
    if found is None:
        raise Invalid("colour", NO_COLOUR)
    return found


def give_colour(session: Session, viewer: Viewer, typed: str) -> None:
    """Raises NotAllowed, Invalid."""
    require(policy.may_administer(viewer))
    _give(session, viewer, LookPart.COLOUR, colour_of(typed).encode())


def give_logo(session: Session, viewer: Viewer, picture: bytes) -> None:
    """A PNG, of which the points alone are kept. Raises NotAllowed; Invalid on `logo`."""
    require(policy.may_administer(viewer))
    _give(session, viewer, LookPart.LOGO, logos.cleaned(picture))


def take_back(session: Session, viewer: Viewer, part: LookPart) -> None:
    """It looks as usual. Raises NotAllowed."""
    require(policy.may_administer(viewer))
    session.execute(delete(SiteLook).where(SiteLook.part == part))
    decided(session, viewer, "put-back", "look", part.value)


def _give(session: Session, viewer: Viewer, part: LookPart, content: bytes) -> None:
    session.merge(SiteLook(part=part, content=content))
    decided(session, viewer, "change", "look", part.value)
