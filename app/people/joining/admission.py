"""Asking to join, and whether somebody who has proved her address is let in now or waits.

What is asked of her is decided by the settings of that moment, when she sends the form; whether she
is let in, when she proves her address. A site that is closed takes nobody's form, but whoever had
sent hers before is not turned away. Nothing here depends on whether an address is known.
"""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import clock, db, keys
from app.core.errors import Invalid, NotAllowed, refuse
from app.core.keys import Broken, Keyring
from app.core.languages import Sentence
from app.core.settings import Settings
from app.people.joining import contents, invitations
from app.people.joining.contents import Contents
from app.people.joining.models import JoiningRequest, RequestState
from app.people.joining.questions import Asked
from app.people.members import accounts
from app.people.members.accounts import Post
from app.people.members.links import DeadLink
from app.people.members.models import Member, Standing
from app.people.organisations import domains

KEY_SECONDS = 15 * 60
CLOSED = Sentence("This community takes no new members at the moment.")
BY_INVITATION = Sentence("You need an invitation to join. Open its link, or put it in here.")


class Account(NamedTuple):
    """What she wants to sign in with."""

    handle: str
    email: str
    password: str


@dataclass(frozen=True)
class Application:
    """What she brings beside her account: answers in the order of the questions, and an
    invitation, the code or the link, or nothing."""

    answers: tuple[str, ...] = ()
    invitation: str = ""


def join(
    session: Session,
    post: Post,
    settings: Settings,
    account: Account,
    brought: tuple[Application, Asked],
) -> None:
    """Raises NotAllowed while joining is closed; Invalid on a field of the account, on
    `invitation`, or on `answer_1` to `answer_3`."""
    held = _held(session, post.ring, settings, account.email, brought)
    member = accounts.join(session, post, **account._asdict())
    if member is None:
        return
    # What she sent last counts, as for her password.
    session.execute(delete(JoiningRequest).where(JoiningRequest.member_id == member.id))
    if held is not None:
        sealed = held.sealed(post.ring, member.id)
        row = JoiningRequest(member_id=member.id, sealed=sealed)
        row.state, row.day, row.erased = RequestState.WAITS, clock.today(), None
        db.add_if_free(session, row)


def let_in(session: Session, ring: Keyring, settings: Settings, member: Member) -> bool:
    """Whether she is in from now on: nothing was asked of her, or nothing is any more, or her
    address or her invitation does. Whoever was in already stays so."""
    if member.standing is not Standing.WAITING:
        return True
    row = session.get(JoiningRequest, member.id, with_for_update=True)
    if (
        row is None
        or _needs_nothing(settings, member.email)
        or _invited(session, ring, settings, row)
    ):
        admit(session, member, row)
        return True
    row.day = clock.today()
    return False


def admit(session: Session, member: Member, row: JoiningRequest | None) -> None:
    """She is a member. What she answered is not needed any more."""
    if row is not None:
        session.delete(row)
    member.standing, member.joined = Standing.GOOD, clock.today()


def key(ring: Keyring, member: Member) -> str:
    """What shows for a quarter of an hour that she has signed in, to the page of who waits."""
    return _stamp(ring).press(f"{member.id.hex}.{member.session_epoch}")


def waiting(
    session: Session, ring: Keyring, secret: str, *, lock: bool = False
) -> tuple[Member, JoiningRequest]:
    """Whose key it is, and her request. Raises DeadLink, also when she waits no more."""
    try:
        words, _age = _stamp(ring).read(secret, seconds=KEY_SECONDS)
    except Broken:
        raise DeadLink from None
    member_id, _, epoch = words.partition(".")
    row = session.get(JoiningRequest, UUID(member_id), with_for_update=lock or None)
    member = session.get(Member, UUID(member_id), with_for_update=lock or None)
    if row is None or member is None or str(member.session_epoch) != epoch:
        raise DeadLink
    if member.standing is not Standing.WAITING:
        raise DeadLink
    return member, row


def _held(
    session: Session,
    ring: Keyring,
    settings: Settings,
    email: str,
    brought: tuple[Application, Asked],
) -> Contents | None:
    """What is to keep her waiting once her address is proved, or None."""
    application, asked = brought
    if settings.joining == "closed":
        raise NotAllowed(CLOSED)
    if settings.joining == "open":
        return None
    h = invitations.typed(application.invitation)
    if h:
        if not invitations.works(session, ring, settings, h):
            raise Invalid("invitation", invitations.DEAD)
        return Contents(invitation=h)
    if _needs_nothing(settings, email):
        # Held all the same, since it counts once it is proved, by the settings of then.
        return Contents()
    if settings.joining == "invitation":
        raise Invalid("invitation", BY_INVITATION)
    return Contents(_answered(application.answers, asked))


def _answered(answers: tuple[str, ...], asked: Asked) -> tuple[tuple[str, str], ...]:
    given = (*answers, *("" for _ in asked.questions))
    numbered = enumerate(given[: len(asked.questions)], 1)
    refuse(
        {
            f"answer_{number}": Sentence("Please fill this in.")
            for number, said in numbered
            if not said
        }
    )
    return tuple(zip(asked.questions, given, strict=False))


def _needs_nothing(settings: Settings, email: str) -> bool:
    """Whether an address at its domain is enough, as long as joining is not closed."""
    here = domains.of_address(email) in settings.domains
    return settings.joining == "open" or (here and settings.joining != "closed")


def _invited(session: Session, ring: Keyring, settings: Settings, row: JoiningRequest) -> bool:
    if settings.joining == "closed":
        return False
    h = contents.opened(ring, row.member_id, row.sealed).invitation
    return invitations.use(session, ring, settings, h)


def _stamp(ring: Keyring) -> keys.Stamp:
    return ring.stamp("joining-waiting/v1")
