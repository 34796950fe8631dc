"""Links by mail: each proves an address once, dies with its use, its age, or a newer one."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import ForumError
from app.core.keys import Broken, Keyring
from app.core.languages import Sentence, phrases
from app.people.members.models import AccountToken, Member, Purpose

LIFETIMES = {Purpose.VERIFY: 48 * 3600, Purpose.RESET: 3600, Purpose.EMAIL: 3600}
SPOKEN = phrases({Purpose.VERIFY: "two days", Purpose.RESET: "one hour", Purpose.EMAIL: "one hour"})


class DeadLink(ForumError):
    """Used, replaced, too old or never ours: which of these is not said."""

    status = 404
    title = Sentence("This link doesn’t work any more")

    def __init__(self) -> None:
        super().__init__(
            Sentence("Links from our mails work once and for a short time. Ask for a new one.")
        )


@dataclass(frozen=True)
class Link:
    """An opened link: whose it is, which address it proves, and the blind value of the browser in
    which it was asked for."""

    member: Member
    email: str
    h: bytes
    browser: str


def make(
    session: Session,
    ring: Keyring,
    member: Member,
    purpose: Purpose,
    email: str,
    browser: str = "",
) -> str:
    """The secret part of a new link; an older one for the same purpose dies.

    Which browser has asked for it stands in the link alone.
    """
    token = keys.token()
    session.execute(delete(AccountToken).filter_by(member_id=member.id, purpose=purpose))
    session.add(
        AccountToken(h=keys.digest(token), member_id=member.id, purpose=purpose, email=email)
    )
    return ring.stamp(f"link/{purpose}/v1").press(f"{token}~{browser}")


def forget_all(session: Session, member: Member) -> None:
    """No link that was mailed to her works any more."""
    session.execute(delete(AccountToken).filter_by(member_id=member.id))


def look(session: Session, ring: Keyring, secret: str, purpose: Purpose) -> Link:
    """What the link proves; it stays alive. Raises DeadLink."""
    try:
        said, _age = ring.stamp(f"link/{purpose}/v1").read(secret, seconds=LIFETIMES[purpose])
    except Broken:
        raise DeadLink from None
    token, _, browser = said.partition("~")
    row = session.execute(
        select(AccountToken, Member)
        .join(Member, Member.id == AccountToken.member_id)
        .where(AccountToken.h == keys.digest(token), AccountToken.purpose == purpose)
    ).first()
    if row is None:
        raise DeadLink
    return Link(row.Member, row.AccountToken.email, row.AccountToken.h, browser)


def use(session: Session, ring: Keyring, secret: str, purpose: Purpose) -> Link:
    """What the link proves, once. Raises DeadLink."""
    link = look(session, ring, secret, purpose)
    # Two presses at once: the one whose DELETE finds the row has used it.
    gone = session.execute(
        delete(AccountToken).where(AccountToken.h == link.h).returning(AccountToken.h)
    ).first()
    if gone is None:
        raise DeadLink
    return link
