"""Asking to be introduced oneself, from whatever page: the form, and what comes of it."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from app.core import text
from app.core.languages import Sentence
from app.core.limits import Limit
from app.people.house import House
from app.people.introductions import actions, policy
from app.people.introductions.actions import Wish
from app.people.introductions.contents import SPAN
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Form

LENGTH = 500
GONE = Sentence(
    "She doesn’t show any more that she belongs there, so nobody can ask for her from here."
)


class WishForm(Form):
    words: Annotated[text.Body, StringConstraints(max_length=LENGTH)]


def wish(house: House, whom: UUID, said: WishForm, title: str, path: str) -> Wish:
    """What she who is asked reads: what was typed, and where the other one found her."""
    words = f"{said.words}\n\n{title}\n{house.settings.address}{path}"
    return Wish(whom, words, said.form_nonce)


def ask(session: InTransaction, house: House, viewer: Viewer, wanted: Wish) -> int:
    """Returns the number by which the viewer knows it. Raises as `actions.ask`, and TooOften."""
    house.limiter.hit(Limit.INTRODUCTIONS, viewer.me.limit_key())
    return actions.ask(session, house.ring, viewer, wanted)


def shown(viewer: Viewer) -> dict[str, Any]:
    """What each form needs in which somebody asks to be introduced."""
    return {"may_offer": policy.may_offer(viewer), "days": SPAN.days, "length": LENGTH}
