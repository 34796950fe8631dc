"""Coming in: half way after the password, where there is a second step; and then all the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from starlette.responses import Response

from app.core import clock
from app.core.errors import Invalid
from app.core.events import publish
from app.core.languages import Sentence
from app.core.limits import Limit
from app.oversight.notifications import queries as notifications
from app.people import leaving
from app.people.members import factors, queries, sessions
from app.people.members.accounts import Post
from app.people.members.factors import Passkey
from app.people.members.models import Member, Standing
from app.people.members.passkeys import read
from app.people.noted.events import Kind, Noted
from app.web.kit import devices, passkeys
from app.web.kit.page import PageMaker
from app.web.kit.visit import Visit
from app.web.people.confirming import used_here

NEW_DEVICE = "new-sign-in"
UNKNOWN = Sentence("That passkey isn’t known here any more. Sign in by your password.")
TOLD_DAYS = 30


def half_way(visit: Visit, page: PageMaker, member: Member, path: str) -> Response:
    """Her password was right: what is left is the second step, in this browser."""
    visit.remember_half({"m": member.id.hex, "e": member.session_epoch})
    return page.go("second_step", next=path if path != "/" else "")


def who_is_half_way(visit: Visit) -> Member | None:
    """Whose password was right in this browser, and is still the same."""
    said = visit.half
    if said is None:
        return None
    member = queries.found(visit.session, UUID(said["m"]))
    is_same = member is not None and member.session_epoch == said["e"]
    return member if is_same else None


def let_in(
    visit: Visit, desk: Post, page: PageMaker, member: Member, path: str, *, strong: bool = False
) -> Response:
    """All the way: to a new session, or where she may keep an account that she is leaving."""
    if member.standing is Standing.CLOSED:
        return page.go("keep_account", token=leaving.key(visit.house.ring, member))
    if visit.viewer.signed_in:
        sessions.end(visit.session, visit.viewer.session_h)
    visit.choose(member.discretion)
    token = sessions.start(visit.session, visit.house.ring, member, strong=strong)
    visit.remember(token, fresh=True)
    if not devices.is_known(visit, member.id):
        _tell(visit, desk, member)
    waits = visit.house.settings.staff_need_two_steps and not strong
    is_staff = waits and queries.is_staff(member)
    answer = page.go("settings_security", said="staff-steps") if is_staff else page.go_to(path)
    devices.remember(visit, answer, member.id)
    return answer


def _tell(visit: Visit, desk: Post, member: Member) -> None:
    """By mail each time. In her list once a month, and not at all where her devices keep nothing:
    her rows would move on each day on which she comes."""
    desk.send(visit.session, "new_sign_in", member, valid_for=Sentence("{day}", day=clock.today()))
    if member.discretion.keeps_nothing:
        return
    if not notifications.was_told(visit.session, member.id, NEW_DEVICE, TOLD_DAYS):
        thing = (NEW_DEVICE, "")
        publish(visit.session, Noted(member_id=member.id, kind=Kind.ACCOUNT, thing=thing))


def known_by_passkey(visit: Visit, answer: str) -> tuple[Member, Passkey]:
    """Whose passkey has answered, and the passkey as it is to be kept. Raises Invalid."""
    session, ring = visit.session, visit.house.ring
    known_by = read(ring, passkeys.KNOWN, visit.token, answer).known_by
    found = factors.whose(session, ring, known_by)
    member = queries.found(session, found[0]) if found else None
    if found is None or member is None:
        raise Invalid("passkey", UNKNOWN)
    return member, used_here(visit, answer, found[1])


@contextmanager
def few_failures(visit: Visit, way: str) -> Iterator[None]:
    """As seldom as a wrong password. Raises TooOften."""
    limiter = visit.house.limiter
    limiter.check(Limit.SIGN_IN_FAILURES, way)
    try:
        yield
    except Invalid:
        limiter.hit(Limit.SIGN_IN_FAILURES, way)
        raise
