"""Leaving: an account is shut at once, and its owner may come back for some weeks; then it is
gone.

From the first moment nobody else finds anything of her: what her row said is put away, sealed,
and her words stand under “A former member”. So no page has to know of it, and coming back is
putting everything where it was.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import clock, keys
from app.core.events import publish
from app.core.keys import Broken, Keyring, Seal
from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no, require
from app.people.anonymity.bundles import NO_CIRCLE
from app.people.circles import actions as circles
from app.people.circles.models import Circle
from app.people.members import handles, links, passwords, queries, sessions
from app.people.members.accounts import Post
from app.people.members.events import BylineChanged
from app.people.members.links import DeadLink
from app.people.members.models import Closure, Fate, HiddenProfile, Member, Role, Standing
from app.people.viewer import Viewer

KEY_SECONDS = 15 * 60
STEP = 1024
DRAWERS = ("evidence", "bookmarks", "mentoring", "opportunities", "pathways")
# What of a member's row is put away while she is leaving, and what stands there meanwhile.
NAMELESS = {
    "name": handles.FORMER_NAME,
    "pronouns": "",
    "bio": "",
    "time_zone": "",
    "role": Role.MEMBER,
    "standing": Standing.CLOSED,
}


@dataclass(frozen=True)
class Leaver:
    """Somebody whose days to come back are over. `bundles` are the owners of what she has read,
    `shield` is that of what she has blocked and muted; `drawers` tell where her evidence file, her
    bookmarks, her own notes on mentorships, what she keeps of opportunities and how far she is on
    pathways lie: none for who left before there were any."""

    member_id: UUID
    fate: Fate
    bundles: frozenset[bytes]
    shield: bytes
    drawers: frozenset[bytes]


def may_close(session: Session, member: Member, *, lock: bool = False) -> Verdict:
    """The last administrator may not. With `lock`, no two of them go at the same moment."""
    if member.role is not Role.ADMINISTRATOR:
        return YES
    question = select(Member.id).where(
        Member.role == Role.ADMINISTRATOR, Member.standing == Standing.GOOD
    )
    who = set(session.scalars(question.with_for_update() if lock else question))
    if who - {member.id}:
        return YES
    return no("You are the only administrator. Appoint another one before you leave.")


def close(session: Session, post: Post, viewer: Viewer, fate: Fate, days: int) -> None:
    """Shut the account from now on; for so many `days` she may come back. Raises NotAllowed for the
    last administrator."""
    member = queries.by_id(session, viewer.id)
    require(may_close(session, member, lock=True))
    ends = clock.today() + timedelta(days=days)
    post.send(session, "account_closed", member, valid_for=Sentence("{day}", day=ends))
    said: dict[str, Any] = {name: str(getattr(member, name)) for name in NAMELESS}
    hidden = session.get(HiddenProfile, member.id, with_for_update=True)
    if hidden is not None:
        said["hidden"] = [hidden.name, hidden.pronouns, hidden.bio]
        session.delete(hidden)
    said |= {"bundles": _bundles(session, viewer), "circles": circles.take_out(session, member.id)}
    said |= {"shield": viewer.me.shield().hex(), "evidence": viewer.me.evidence_key().hex()}
    said |= {"bookmarks": viewer.me.bookmark_key().hex()}
    said |= {"mentoring": viewer.me.mentoring_key().hex()}
    said |= {"opportunities": viewer.me.opportunity_key().hex()}
    said |= {"pathways": viewer.me.pathway_key().hex()}
    sealed = _seal(post.ring).close(keys.padded(json.dumps(said).encode(), STEP), member.id.bytes)
    session.add(
        Closure(member_id=member.id, handle=member.handle, ends=ends, fate=fate, sealed=sealed)
    )
    member.handle = handles.former()
    for name, value in NAMELESS.items():
        setattr(member, name, value)
    sessions.end_all(member)
    links.forget_all(session, member)
    publish(session, BylineChanged(member_id=member.id))


def key(ring: Keyring, member: Member) -> str:
    """What shows for a quarter of an hour that she has signed in, so that she may come back."""
    return ring.stamp("keep/v1").press(f"{member.id.hex}.{member.session_epoch}")


def look(
    session: Session, ring: Keyring, secret: str, *, lock: bool = False
) -> tuple[Member, Closure]:
    """Whose key it is, and until when she may come back. Raises DeadLink."""
    try:
        words, _age = ring.stamp("keep/v1").read(secret, seconds=KEY_SECONDS)
    except Broken:
        raise DeadLink from None
    member_id, _, epoch = words.partition(".")
    question = (
        select(Member, Closure)
        .join(Closure, Closure.member_id == Member.id)
        .where(Member.id == UUID(member_id), Member.session_epoch == int(epoch))
    )
    row = session.execute(question.with_for_update() if lock else question).first()
    if row is None:
        raise DeadLink
    return row.Member, row.Closure


def keep(session: Session, post: Post, secret: str) -> Member:
    """She comes back, and all of her is as it was. Raises DeadLink."""
    member, closure = look(session, post.ring, secret, lock=True)
    said = _said(post.ring, closure)
    member.handle = closure.handle
    for name, value in NAMELESS.items():
        setattr(member, name, type(value)(said[name]))
    if "hidden" in said:
        words = dict(zip(("name", "pronouns", "bio"), said["hidden"], strict=True))
        session.add(HiddenProfile(member_id=member.id, **words))
    circles.put_back(session, member.id, said["circles"])
    session.delete(closure)
    sessions.end_all(member)
    publish(session, BylineChanged(member_id=member.id))
    post.send(session, "account_kept", member)
    return member


def over(session: Session, ring: Keyring) -> list[Leaver]:
    """Whose days to come back are over."""
    closures = session.scalars(select(Closure).where(Closure.ends < clock.today()))
    return [_leaver(closure, _said(ring, closure)) for closure in closures]


def nobody(session: Session) -> UUID:
    """The one row under which the words of all who have left stand, so that nothing joins them."""
    known = session.scalar(select(Member.id).where(Member.handle == handles.FORMER))
    if known is not None:
        return known
    row = Member(
        handle=handles.FORMER,
        name=handles.FORMER_NAME,
        email=handles.FORMER,
        password=passwords.hashed(keys.token()),
        standing=Standing.CLOSED,
    )
    session.add(row)
    session.flush()
    return row.id


def is_leaving(session: Session, leaver: Leaver) -> bool:
    """Whether she has not come back at the last moment; from now on she cannot."""
    return session.get(Closure, leaver.member_id, with_for_update=True) is not None


def forget(session: Session, ring: Keyring, leaver: Leaver) -> None:
    """Delete the account with its seed. Nothing that refers to it may be left."""
    closure = session.get_one(Closure, leaver.member_id)
    handles.retire(session, ring, closure.handle)
    session.execute(delete(Member).where(Member.id == leaver.member_id))


def _leaver(closure: Closure, said: dict[str, Any]) -> Leaver:
    bundles = frozenset(bytes.fromhex(owner) for owner in said["bundles"])
    # Who had closed her account before there were any has none.
    drawers = frozenset(bytes.fromhex(said[name]) for name in DRAWERS if name in said)
    shield = bytes.fromhex(said.get("shield", ""))
    return Leaver(closure.member_id, closure.fate, bundles, shield, drawers)


def _bundles(session: Session, viewer: Viewer) -> list[str]:
    """The owners of her read bundles: one for every circle there is, so their number is no news,
    and the one of what moderators wrote to her."""
    numbers = [NO_CIRCLE, *session.scalars(select(Circle.id))]
    return [viewer.me.bundle(number).hex() for number in numbers]


def _said(ring: Keyring, closure: Closure) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(_seal(ring).open(closure.sealed, closure.member_id.bytes))
    return said


def _seal(ring: Keyring) -> Seal:
    return ring.seal("leaving/v1")
