"""Who asks: the member whose token it is, and what she says of herself."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body

from app.people.members import profiles, queries
from app.people.members.models import Member, Role, Standing
from app.people.members.tokens import Scope
from app.web.api.kit.asking import Doer, Reader, ThisCall
from app.web.api.kit.models import Answer, Sent
from app.web.api.kit.route import Endpoint
from app.web.kit.asking import InTransaction
from app.web.kit.zones import TimeZone
from app.web.people import profile as pages

router = APIRouter(route_class=Endpoint, tags=["me"])

PROFILE = "/api/v1/me/profile"


class Me(Answer):
    """She, and what this token is for. `role` and `standing` are those that count for it."""

    handle: str
    name: str
    role: Role
    standing: Standing
    scopes: list[Scope]
    token_ends: date


class ProfileWords(Sent):
    """What she says of herself, all of it. `about` is what her page says, `language` a code such as
    `es`; both may be empty, and so may `time_zone`. Who is signed in may find her by her name where
    she is `findable`, and follow her where she lets `followers`."""

    name: pages.Name
    pronouns: pages.Pronouns
    about: pages.Bio
    time_zone: TimeZone
    language: pages.Spoken
    findable: bool
    followers: bool


class Profile(Answer):
    """The same as it stands. Where a moderator has hidden it, others see her handle alone."""

    name: str
    pronouns: str
    about: str
    time_zone: str
    language: str
    findable: bool
    followers: bool
    hidden: bool


@router.get("/api/v1/me", name="api_me")
def me(viewer: Reader, call: ThisCall) -> Me:
    assert call.granted is not None
    return Me(
        handle=viewer.handle,
        name=viewer.name,
        role=viewer.role,
        standing=viewer.standing,
        scopes=sorted(call.granted.scopes),
        token_ends=call.granted.until,
    )


@router.get(PROFILE, name="api_profile")
def profile(session: InTransaction, viewer: Reader) -> Profile:
    return _profile(session, queries.by_id(session, viewer.id))


@router.put(PROFILE, name="api_edit_profile")
def edit_profile(
    said: Annotated[ProfileWords, Body()], session: InTransaction, viewer: Doer
) -> Profile:
    """Where a moderator has hidden it, it is read before others see it again."""
    member = queries.by_id(session, viewer.id)
    words = (said.name, said.pronouns, said.about, said.time_zone, said.language)
    pages.turn(session, member, profiles.Profile(*words), findable=said.findable)
    profiles.let_follow(member, on=said.followers)
    return _profile(session, member)


def _profile(session: InTransaction, member: Member) -> Profile:
    said, hidden = profiles.present(session, member)
    return Profile(
        name=said.name,
        pronouns=said.pronouns,
        about=said.bio,
        time_zone=said.time_zone,
        language=said.language,
        findable=member.findable,
        followers=member.followers,
        hidden=hidden,
    )
