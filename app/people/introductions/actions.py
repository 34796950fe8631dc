"""Offering an introduction, answering one, and letting what is over run out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.errors import NotAllowed
from app.core.events import publish
from app.core.keys import Keyring
from app.core.repeats import again
from app.core.verdict import require
from app.people.introductions import boxes, policy, queries
from app.people.introductions.contents import KEPT, Answer, Introduction
from app.people.introductions.events import Introduced
from app.people.introductions.models import IntroductionRow
from app.people.members import queries as members
from app.people.noted.events import Kind, Noted
from app.people.safety import blocks
from app.people.viewer import Viewer

KIND = "introduction"
AT_ONCE = 500


@dataclass(frozen=True)
class Offer:
    """The two who are to be introduced, and what each of them reads."""

    first: UUID
    second: UUID
    words: tuple[str, str]
    nonce: str


@dataclass(frozen=True)
class Wish:
    """Whom she would like to know, and what that one reads."""

    whom: UUID
    words: str
    nonce: str


def offer(session: Session, ring: Keyring, viewer: Viewer, given: Offer) -> int:
    """Ask the two, each on her own. Returns the number by which she who offers knows it.

    Whether one of them is asked depends on what is between her and who offers, and on nothing
    between the two: else it would tell. Raises NotAllowed, and Invalid, for what she who offers can
    know herself; whatever else keeps them apart has it run out.
    """
    require(policy.may_offer(viewer))
    pair = frozenset({given.first, given.second})
    if viewer.id in pair or len(pair) == 1:
        raise NotAllowed("An introduction is between two others.")
    three = (viewer.id, given.first, given.second)
    boxes.hold(session, ring, *three)
    submit_key = viewer.me.submit_key(given.nonce)
    sent = _sent(session, ring, submit_key)
    if sent is not None:
        return sent
    policy.refuse_offer(viewer, pair, _offered(session, ring, viewer))
    return _begin(session, ring, viewer, submit_key, _made(session, ring, three, given.words))


def ask(session: Session, ring: Keyring, viewer: Viewer, wish: Wish) -> int:
    """Ask somebody whether she would like to know the viewer, who says herself who she is. Returns
    the number by which the viewer knows it.

    As with an offer, nothing tells her whether the other one is asked. Raises NotAllowed, and
    Invalid, for what she can know herself.
    """
    require(policy.may_offer(viewer))
    if viewer.id == wish.whom:
        raise NotAllowed("This is you. An introduction is to somebody else.")
    boxes.hold(session, ring, viewer.id, wish.whom)
    submit_key = viewer.me.submit_key(wish.nonce)
    sent = _sent(session, ring, submit_key)
    if sent is not None:
        return sent
    policy.refuse_wish(viewer, wish.whom, _offered(session, ring, viewer))
    apart = blocks.between(session, ring, viewer.id, wish.whom)
    box = boxes.read(session, ring, wish.whom)
    asked = box.takes and not box.is_full and not apart
    number = keys.random_id()
    made = Introduction(
        (viewer.id, viewer.id, wish.whom),
        (number, number, keys.random_id()),
        ("", wish.words),
        clock.today(),
        asked=(False, asked),
        answers=(Answer.YES, Answer.NONE),
        stopped=not asked,
    )
    return _begin(session, ring, viewer, submit_key, made)


def answer(session: Session, ring: Keyring, viewer: Viewer, number: int, said: Answer) -> None:
    """She says yes or no, or changes her mind. Once both have said yes they are told who the other
    is; a no is told to nobody. Raises NotFound and NotAllowed."""
    found = queries.part(session, ring, viewer, number, lock=True)
    require(policy.may_answer(found.side, found.whole))
    whole = found.whole.answered(found.side, said)
    if _may_meet(session, ring, whole) and whole.can_come_about:
        whole = replace(whole, agreed=True)
        _, first, second = whole.sides
        assert first is not None
        assert second is not None
        publish(session, Introduced(between=frozenset({first, second})))
        for who, hers in whole.told:
            if who != viewer.id:
                _tell(session, who, hers)
    _keep(session, ring, found.id, whole)


def take_back(session: Session, ring: Keyring, viewer: Viewer, number: int) -> None:
    """She who has offered it does so no more: it has not come about, from now on, in the words in
    which it would have run out, and whatever was answered. Raises NotFound and NotAllowed."""
    found = queries.part(session, ring, viewer, number, lock=True)
    require(policy.may_take_back(found.side, found.whole))
    _keep(session, ring, found.id, replace(found.whole, over=True))
    for who, hers in found.whole.told:
        if who != viewer.id:
            _tell(session, who, hers)


def take(session: Session, ring: Keyring, viewer: Viewer, *, on: bool) -> None:
    """Whether anybody may ask her from now on. What she was asked before she can still answer."""
    boxes.change(session, ring, viewer.id, lambda box: replace(box, takes=on))


def change(
    session: Session,
    ring: Keyring,
    introduction_id: int,
    how: Callable[[Introduction], Introduction],
) -> None:
    """Write down what `how` makes of it, where it is still there."""
    row = session.get(
        IntroductionRow, introduction_id, with_for_update=True, populate_existing=True
    )
    if row is not None:
        before = Introduction.opened(ring, row.id, row.sealed)
        if (after := how(before)) != before:
            row.sealed = after.sealed(ring, row.id)
            session.flush()


def sweep(session: Session, ring: Keyring) -> None:
    """Once a day: all whose time is over have not come about, whatever was answered, and everybody
    who knows of one is told the same at the same time; those of long ago are destroyed."""
    last = 0
    while True:
        rows = session.scalars(
            select(IntroductionRow)
            .where(IntroductionRow.id > last)
            .order_by(IntroductionRow.id)
            .limit(AT_ONCE)
            .with_for_update()
        ).all()
        if not rows:
            return
        last = rows[-1].id
        for row in rows:
            _grow_old(session, ring, row)


def _sent(session: Session, ring: Keyring, submit_key: bytes) -> int | None:
    """What this very form has begun, by the number of who has sent it."""
    wanted = select(IntroductionRow).where(IntroductionRow.submit_key == submit_key)
    row = again(session, session.scalar(wanted))
    return Introduction.opened(ring, row.id, row.sealed).numbers[0] if row else None


def _offered(session: Session, ring: Keyring, viewer: Viewer) -> list[Introduction]:
    return [one.whole for one in queries.parts(session, ring, viewer) if one.side == 0]


def _begin(
    session: Session, ring: Keyring, viewer: Viewer, submit_key: bytes, made: Introduction
) -> int:
    here = keys.random_id()
    session.add(IntroductionRow(id=here, submit_key=submit_key, sealed=made.sealed(ring, here)))
    session.flush()
    for who, number in made.told:
        boxes.change(session, ring, who, _having(number, here))
        if who != viewer.id:
            _tell(session, who, number)
    return made.numbers[0]


def _made(
    session: Session, ring: Keyring, three: tuple[UUID, UUID, UUID], words: tuple[str, str]
) -> Introduction:
    """All of it is asked in any case, so that the time it takes tells nothing."""
    apart = [blocks.between(session, ring, *two) for two in combinations(three, 2)]
    open_to_it = []
    for who in three[1:]:
        box = boxes.read(session, ring, who)
        open_to_it.append(box.takes and not box.is_full)
    asked = (open_to_it[0] and not apart[0], open_to_it[1] and not apart[1])
    numbers = (keys.random_id(), keys.random_id(), keys.random_id())
    stopped = any(apart) or not all(asked)
    return Introduction(three, numbers, words, clock.today(), asked, stopped=stopped)


def _having(number: int, introduction_id: int) -> Callable[[boxes.Box], boxes.Box]:
    return lambda box: box.having(number, introduction_id)


def _may_meet(session: Session, ring: Keyring, whole: Introduction) -> bool:
    """Whether all of them are here and none keeps away from another, as it is now."""
    here = {one for one in whole.sides if one}
    standing = [one.standing for one in members.with_ids(session, here)]
    if None in whole.sides or len(standing) < len(here) or not {*standing} <= {*policy.HERE}:
        return False
    return not any(blocks.between(session, ring, *two) for two in combinations(here, 2))


def _tell(session: Session, member_id: UUID, number: int) -> None:
    """Under a number that nobody else has, so that no list joins two of them."""
    thing = (KIND, keys.base32(number))
    publish(session, Noted(member_id=member_id, kind=Kind.MENTORING, thing=thing))


def _keep(session: Session, ring: Keyring, introduction_id: int, whole: Introduction) -> None:
    row = session.get_one(IntroductionRow, introduction_id)
    row.sealed = whole.sealed(ring, row.id)
    session.flush()


def _grow_old(session: Session, ring: Keyring, row: IntroductionRow) -> None:
    whole = Introduction.opened(ring, row.id, row.sealed)
    today = clock.today()
    if today >= whole.day + KEPT:
        for who, _number in whole.told:
            boxes.change(session, ring, who, _forgetting(row.id))
        session.delete(row)
    elif whole.is_open and today >= whole.until:
        row.sealed = replace(whole, over=True).sealed(ring, row.id)
        for who, number in whole.told:
            _tell(session, who, number)


def _forgetting(introduction_id: int) -> Callable[[boxes.Box], boxes.Box]:
    return lambda box: box.without(introduction_id)
