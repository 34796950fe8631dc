"""How this place looks where that is not as usual: its colour and its logo."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import colours
from app.people.site.models import LookPart, SiteLook


@dataclass(frozen=True)
class Brand:
    """`colour` is `#rrggbb` and `logo` a PNG; each is empty where all is as usual."""

    colour: str = ""
    logo: bytes = b""


def present(session: Session) -> Brand:
    """As it is now. A colour that cannot be read is none."""
    parts = {row.part: row.content for row in session.scalars(select(SiteLook))}
    colour = parts.get(LookPart.COLOUR, b"").decode(errors="replace")
    return Brand(colours.read(colour) or "", parts.get(LookPart.LOGO, b""))
