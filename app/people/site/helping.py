"""Changing the help lines of a country, and putting back those that come with the program."""

import re

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.core.verdict import require
from app.people.safety.help_lines import BadHelpLines
from app.people.site import policy, told
from app.people.site.actions import decided
from app.people.site.models import HelpLinesOf
from app.people.viewer import Viewer

_CODE = re.compile(r"[A-Z]{2}")


def code_of(key: str) -> str:
    """Raises NotFound for what is no country's."""
    if not _CODE.fullmatch(key.upper()):
        raise NotFound
    return key.upper()


def tell(session: Session, viewer: Viewer, code: str, words: str) -> None:
    """Raises NotAllowed; Invalid on `words`, where a page made of them would help nobody."""
    require(policy.may_administer(viewer))
    try:
        _, kept = told.read(code, words)
    except BadHelpLines as wrong:
        raise Invalid("words", wrong.args[0]) from None
    session.merge(HelpLinesOf(code=code, told=kept))
    decided(session, viewer, "change", "help-lines", code)


def put_back(session: Session, viewer: Viewer, code: str) -> None:
    """A country that does not come with the program is in no list from then on."""
    require(policy.may_administer(viewer))
    session.execute(delete(HelpLinesOf).where(HelpLinesOf.code == code))
    decided(session, viewer, "put-back", "help-lines", code)
