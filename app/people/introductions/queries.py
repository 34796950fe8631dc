"""Finding introductions, always for one of the three who are in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import text
from app.core.errors import NotFound
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.anonymity.bylines import Byline
from app.people.introductions import boxes, policy
from app.people.introductions.contents import Answer, Introduction
from app.people.introductions.models import IntroductionRow
from app.people.members.named import NOBODY, bylines
from app.people.viewer import Viewer

NOT_HERE = Sentence("This introduction may be over for long, or was never one of yours.")


@dataclass(frozen=True)
class Part:
    """An introduction as one of the three has it."""

    id: int
    number: int
    side: int
    whole: Introduction


@dataclass(frozen=True)
class Card:
    """What one of the three may read. `people` are the two, for who has offered it; for one of the
    two herself the other one, once both have agreed, and nobody before. `words` are those that she
    reads, or for who has offered it those for each; `answer` is her own. `of_herself`: who has
    offered it wants to be introduced herself, and `people` are the one whom she would know."""

    number: int
    offered: bool
    by: Byline
    people: tuple[Byline, ...]
    words: tuple[str, ...]
    hidden: bool
    answer: Answer
    day: date
    until: date
    agreed: bool
    over: bool
    of_herself: bool

    @property
    def is_open(self) -> bool:
        return not (self.agreed or self.over)

    @property
    def html(self) -> tuple[Markup, ...]:
        """Her words, as a page shows them."""
        return tuple(text.trusted(text.rendered(said)) for said in self.words)


@dataclass(frozen=True)
class Lists:
    asked: list[Card]
    offered: list[Card]


def part(
    session: Session, ring: Keyring, viewer: Viewer, number: int, *, lock: bool = False
) -> Part:
    """By her own number. Raises NotFound for who is none of the three, and for what she keeps away
    from herself."""
    here = boxes.read(session, ring, viewer.id).find(number)
    row = session.get(IntroductionRow, here, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound(NOT_HERE)
    whole = Introduction.opened(ring, row.id, row.sealed)
    side = whole.side_of(number)
    if policy.is_left_out(viewer, side, whole):
        raise NotFound(NOT_HERE)
    return Part(row.id, number, side, whole)


def parts(session: Session, ring: Keyring, viewer: Viewer) -> list[Part]:
    """All of hers, the newest first."""
    hers = {of: number for number, of in boxes.read(session, ring, viewer.id).hers}
    wanted = select(IntroductionRow.id, IntroductionRow.sealed)
    rows = session.execute(wanted.where(IntroductionRow.id.in_(hers))) if hers else ()
    found = [(row.id, Introduction.opened(ring, row.id, row.sealed)) for row in rows]
    all_of_them = [
        Part(here, hers[here], whole.side_of(hers[here]), whole) for here, whole in found
    ]
    shown = [one for one in all_of_them if not policy.is_left_out(viewer, one.side, one.whole)]
    return sorted(shown, key=lambda one: (one.whole.day, one.number), reverse=True)


def card(session: Session, found: Part) -> Card:
    return _card(found, bylines(session, _known_to(found)))


def lists(session: Session, ring: Keyring, viewer: Viewer) -> Lists:
    hers = parts(session, ring, viewer)
    known = bylines(session, {who for one in hers for who in _known_to(one)})
    return Lists(
        [_card(one, known) for one in hers if one.side],
        [_card(one, known) for one in hers if not one.side],
    )


def _known_to(found: Part) -> set[UUID]:
    """Of whom she may learn who they are. The other one's name is not even asked for before."""
    whole, side = found.whole, found.side
    if side == 0:
        return {one for one in whole.sides if one}
    wanted = (whole.sides[0], whole.other(side) if whole.agreed else None)
    return {one for one in wanted if one}


def _card(found: Part, known: Mapping[UUID, Byline]) -> Card:
    whole, side = found.whole, found.side

    def who(one: UUID | None) -> Byline:
        return known.get(one, NOBODY) if one else NOBODY

    # Who wants to be introduced herself is one of the two, and reads nothing.
    first = 2 if whole.of_herself else 1
    people = whole.sides[first:] if side == 0 else (whole.other(side),) if whole.agreed else ()
    hidden = side > 0 and whole.hidden[side - 1]
    words = whole.words[first - 1 :] if side == 0 else (whole.words[side - 1],)
    return Card(
        number=found.number,
        offered=side == 0,
        by=who(whole.sides[0]),
        people=tuple(who(one) for one in people),
        words=() if hidden else words,
        hidden=hidden,
        answer=Answer.NONE if side == 0 else whole.answers[side - 1],
        day=whole.day,
        until=whole.until,
        agreed=whole.agreed,
        over=whole.over,
        of_herself=whole.of_herself,
    )
