"""Who may bring whom together. Pure: no database, no clock, no request."""

from collections.abc import Collection
from uuid import UUID

from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.people.introductions.contents import Introduction
from app.people.members.models import Standing
from app.people.viewer import Viewer

MOST_OPEN = 10
HERE = (Standing.GOOD, Standing.PAUSED)


def may_offer(viewer: Viewer) -> Verdict:
    if viewer.standing is not Standing.GOOD:
        day = viewer.paused_until
        return no(
            Sentence("You can read, but not write, until {day} is over.", day=day)
            if day
            else Sentence("You can read, but not write, while you are paused.")
        )
    return YES


def refuse_offer(viewer: Viewer, pair: frozenset[UUID], hers: Collection[Introduction]) -> None:
    """By what she can know herself; `hers` are those that she has offered. Raises Invalid."""
    if pair & {*viewer.shield.blocked}:
        raise Invalid("", "You have chosen to have no contact with one of them.")
    going = [one for one in hers if one.is_open]
    if any(pair == {*one.sides[1:]} for one in going):
        raise Invalid("", "You have offered to introduce these two already. It waits for them.")
    _refuse_more(going)


def refuse_wish(viewer: Viewer, whom: UUID, hers: Collection[Introduction]) -> None:
    """Likewise, for who asks to be introduced herself. Raises Invalid."""
    if whom in viewer.shield.blocked:
        raise Invalid("", "You have chosen to have no contact with her.")
    going = [one for one in hers if one.is_open]
    if any(one.of_herself and one.sides[2] == whom for one in going):
        raise Invalid("", "You have asked to be introduced to her already. It waits for her.")
    _refuse_more(going)


def may_answer(side: int, introduction: Introduction) -> Verdict:
    """Yes, no, or the other one after all: as long as it is open."""
    if side == 0 and introduction.of_herself:
        return no("You have asked for this. She decides.")
    if side == 0:
        return no("You have offered this. The two of them decide.")
    return YES if introduction.is_open else no("This introduction can’t be answered any more.")


def may_take_back(side: int, introduction: Introduction) -> Verdict:
    """Who has offered it, until the two know each other; whatever they have said so far."""
    if side != 0:
        return no("Only she who offered it can take it back.")
    if introduction.agreed and introduction.of_herself:
        return no("She has said yes, and you know each other now.")
    if introduction.agreed:
        return no("They have both said yes, and know each other now.")
    return YES if introduction.is_open else no("It did not come about. There is nothing to undo.")


def is_left_out(viewer: Viewer, side: int, introduction: Introduction) -> bool:
    """Whether she reads nothing of it, since she has blocked somebody of whom she knows that she is
    in it."""
    if side == 0:
        return False
    known = {introduction.sides[0]}
    if introduction.agreed:
        known.add(introduction.other(side))
    return bool(known & {*viewer.shield.blocked})


def _refuse_more(going: Collection[Introduction]) -> None:
    if len(going) >= MOST_OPEN:
        raise Invalid(
            "", Sentence("{n} of your offers wait for an answer. That is the most.", n=MOST_OPEN)
        )
