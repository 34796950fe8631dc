"""Joining, proving an address, and changing what the account rests on.

Whether an address is already known is told by mail to that address alone, never on a page.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.people.members import handles, links, passwords, queries, sessions
from app.people.members.letters import Reader, Writer
from app.people.members.models import Member, MemberSecret, Purpose, Standing


@dataclass(frozen=True)
class Post:
    """How an account writes: the words, and the seal for what waits in the outbox.

    `site` is the name that this place goes by, `browser` the blind value of the one that asks,
    `breaches` a list of passwords that nobody should have.
    """

    ring: Keyring
    write: Writer
    site: str
    browser: str = ""
    breaches: Path | None = None

    def send(
        self,
        session: Session,
        letter: str,
        member: Member,
        *,
        to: str = "",
        link: str = "",
        valid_for: str = "",
    ) -> None:
        """To her address, or to another that is hers."""
        discreet = member.discretion.is_neutral
        reader = Reader(to or member.email, member.name, discreet, member.language)
        mail = self.write(letter, reader, link=link, valid_for=valid_for)
        outbox.put(session, self.ring.seal("outbox/v1"), mail)

    def send_link(
        self, session: Session, letter: str, member: Member, purpose: Purpose, email: str
    ) -> None:
        secret = links.make(session, self.ring, member, purpose, email, self.browser)
        spoken = links.SPOKEN[purpose]
        self.send(session, letter, member, to=email, link=secret, valid_for=spoken)


def join(session: Session, post: Post, *, handle: str, email: str, password: str) -> Member | None:
    """Ask for an account; a letter says how it goes on. Raises Invalid on handle or password.

    Returns whose address is to be proved now, or None where it is a member's already.
    """
    handle, email = handle.lower(), email.lower()
    known_words = [handle, email, *email.split("@"), post.site]
    passwords.require_strong("password", password, known_words, post.breaches)
    known = queries.by_email(session, email)
    waiting = known is not None and known.standing is Standing.UNVERIFIED
    mistyped = _mistyped(session, handle, email, password)
    # Asked whether or not the address is known: the answer must not depend on that.
    if not (mistyped or (waiting and known and known.handle == handle)) and handles.is_taken(
        session, post.ring, handle
    ):
        raise Invalid("handle", "Somebody here has that name already. Please choose another.")
    if mistyped:
        session.delete(mistyped)
        session.flush()
    # Hashed in either case, so that the time of the answer says nothing of the address.
    kept = passwords.hashed(password)
    if known is None:
        member = Member(handle=handle, name=handle, email=email, password=kept)
        session.add(member)
        session.flush()
        session.add(MemberSecret(member_id=member.id))
        post.send_link(session, "verify", member, Purpose.VERIFY, email)
        return member
    if waiting:
        # What she typed last counts: it is what she will try to sign in with.
        known.handle, known.name, known.password = handle, handle, kept
        post.send_link(session, "verify", known, Purpose.VERIFY, email)
        return known
    post.send(session, "already_member", known)
    return None


def _mistyped(session: Session, handle: str, email: str, password: str) -> Member | None:
    """The account for which she has just asked, by its handle and password, under an address that
    nobody has proved: it was another one that she meant."""
    before = queries.by_login(session, handle)
    if before is None or before.standing is not Standing.UNVERIFIED or before.email == email:
        return None
    return before if passwords.matches(password, before.password)[0] else None


def verify(session: Session, ring: Keyring, secret: str) -> Member:
    """The address is hers, and she waits until `joining.admission` lets her in. Raises DeadLink."""
    member = links.use(session, ring, secret, Purpose.VERIFY).member
    _proved(member)
    return member


def disown(session: Session, ring: Keyring, secret: str, purpose: Purpose) -> None:
    """Who reads this mailbox did not ask for the letter. The link dies, and with it an account
    that has no other address. Raises DeadLink."""
    member = links.use(session, ring, secret, purpose).member
    if member.standing is Standing.UNVERIFIED:
        session.delete(member)


def check_password(session: Session, login: str, password: str) -> Member | None:
    """The member whose login and password these are, or None; it takes as long either way."""
    member = queries.by_login(session, login)
    if member is None:
        passwords.pretend()
        return None
    ok, better = passwords.matches(password, member.password)
    if ok and better:
        member.password = better
    return member if ok else None


def ask_reset(session: Session, post: Post, email: str) -> None:
    """Send a link to choose a new password, if there is such a member. Nothing is returned."""
    member = queries.by_email(session, email)
    if member is not None:
        post.send_link(session, "reset", member, Purpose.RESET, member.email)


def reset(session: Session, post: Post, secret: str, password: str) -> Member:
    """Choose a new password by the mailed link; every session ends. Whoever had not proved her
    address has now, and waits as in `verify`. Raises DeadLink, Invalid."""
    link = links.look(session, post.ring, secret, Purpose.RESET)
    _require_strong_for("password", post, link.member, password)
    member = links.use(session, post.ring, secret, Purpose.RESET).member
    _proved(member)
    _set_password(session, post, member, password)
    return member


def change_password(session: Session, post: Post, member: Member, new_password: str) -> None:
    """Of her who has shown that it is she. Raises Invalid on `new_password` when it is weak."""
    _require_strong_for("new_password", post, member, new_password)
    _set_password(session, post, member, new_password)


def ask_email_change(session: Session, post: Post, member: Member, email: str) -> None:
    """Send a link to the new address; the old one holds until it is used. Raises Invalid."""
    email = email.lower()
    taken = queries.by_email(session, email)
    if taken is None:
        post.send_link(session, "email_change", member, Purpose.EMAIL, email)
    elif taken.id == member.id:
        raise Invalid("email", "This is your address already.")
    else:
        post.send(session, "already_member", taken)


def change_email(session: Session, post: Post, secret: str) -> Member:
    """The new address is hers; the old one is told. Raises DeadLink, also when it was taken."""
    link = links.use(session, post.ring, secret, Purpose.EMAIL)
    taken = queries.by_email(session, link.email)
    if taken is not None and taken.id != link.member.id:
        raise links.DeadLink
    post.send(session, "email_changed", link.member)
    link.member.email = link.email
    # Those that went to the old mailbox could still take the account.
    links.forget_all(session, link.member)
    return link.member


def require_password(
    member: Member, password: str, why: str = Sentence("That isn’t your present password.")
) -> None:
    """Raises Invalid on `password` unless it is hers."""
    if not passwords.matches(password, member.password)[0]:
        raise Invalid("password", why)


def sweep(session: Session, days: int) -> None:
    """Forget accounts whose address nobody has confirmed for so long."""
    old = Member.joined < clock.today() - timedelta(days=days)
    session.execute(delete(Member).where(Member.standing == Standing.UNVERIFIED, old))


def _proved(member: Member) -> None:
    if member.standing is Standing.UNVERIFIED:
        member.standing = Standing.WAITING
    # Whoever runs the site has brought her here.
    if member.standing is Standing.ARRIVED:
        member.standing = Standing.GOOD


def _require_strong_for(field: str, post: Post, member: Member, password: str) -> None:
    known = [member.handle, member.name, member.email, *member.email.split("@"), post.site]
    passwords.require_strong(field, password, known, post.breaches)


def _set_password(session: Session, post: Post, member: Member, password: str) -> None:
    member.password = passwords.hashed(password)
    sessions.end_all(member)
    links.forget_all(session, member)
    post.send(session, "password_changed", member)
