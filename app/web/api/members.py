"""Members as others see them; following, blocking and muting one."""

from datetime import date

from fastapi import APIRouter

from app.people import blocking
from app.people.members import queries
from app.web.api.kit.asking import Doer, Reader
from app.web.api.kit.models import Answer, Listed, Word
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction, ThisHouse

router = APIRouter(route_class=Endpoint, tags=["members"])

AT = "/api/v1/members/{handle:slug}"


class Member(Answer):
    """A member's page. The last three are what she who asks has chosen."""

    handle: str
    name: str
    pronouns: str
    about: str
    joined: date
    followed: bool
    blocked: bool
    muted: bool


class Quiet(Answer):
    """Somebody she has blocked or muted. Only she sees this list."""

    handle: str | None
    name: str
    blocked: bool
    muted: bool


@router.get(AT, name="api_member")
def one(handle: Word, session: InTransaction, viewer: Reader) -> Member:
    member = queries.by_handle(session, handle)
    card, shield = queries.card(member), viewer.shield
    return Member(
        handle=card.handle,
        name=card.name,
        pronouns=card.pronouns,
        about=card.bio,
        joined=card.joined,
        followed=member.id in shield.followed,
        blocked=member.id in shield.blocked,
        muted=member.id in shield.members,
    )


@router.get("/api/v1/blocks", name="api_blocks")
def blocks(session: InTransaction, viewer: Reader) -> Listed[Quiet]:
    """Whom she has blocked or muted, by name, in one stretch."""
    shield = viewer.shield
    people = queries.with_ids(session, shield.quiet)
    return Listed[Quiet](
        data=[
            Quiet(
                handle=None if queries.is_gone(one) else one.handle,
                name=one.name,
                blocked=one.id in shield.blocked,
                muted=one.id in shield.members,
            )
            for one in people
        ]
    )


@router.put(f"{AT}/follow", name="api_follow_member", status_code=204)
def follow(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    member = queries.by_handle(session, handle)
    blocking.follow(session, house.ring, viewer, member, on=True)


@router.delete(f"{AT}/follow", name="api_unfollow_member", status_code=204)
def unfollow(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    member = queries.by_handle(session, handle)
    blocking.follow(session, house.ring, viewer, member, on=False)


@router.put(f"{AT}/block", name="api_block_member", status_code=204)
def block(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    """She isn’t told. What holds for a block holds everywhere, here and on pages."""
    member = queries.by_handle(session, handle)
    blocking.block(session, house.ring, viewer, member.id)


@router.delete(f"{AT}/block", name="api_unblock_member", status_code=204)
def unblock(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    member = queries.by_handle(session, handle)
    blocking.unblock(session, house.ring, viewer, member.id)


@router.put(f"{AT}/mute", name="api_mute_member", status_code=204)
def mute(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    member = queries.by_handle(session, handle)
    blocking.mute(session, house.ring, viewer, member.id, on=True)


@router.delete(f"{AT}/mute", name="api_unmute_member", status_code=204)
def unmute(handle: Word, session: InTransaction, viewer: Doer, house: ThisHouse) -> None:
    member = queries.by_handle(session, handle)
    blocking.mute(session, house.ring, viewer, member.id, on=False)
