"""What a member says of herself, on its way to others: as her form brings it, and as a program of
hers does."""

from typing import Annotated, Literal

from fastapi import Depends
from pydantic import AfterValidator, StringConstraints

from app.core import languages, text
from app.oversight.moderation import mending
from app.people.members import names, profiles
from app.people.members.models import Member
from app.people.subjects import SubjectRef
from app.web.kit import zones
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled, Form, filled


def _spoken(code: str) -> str:
    if code and languages.chosen(code) is None:
        raise ValueError("Please choose one of these languages.")
    return code


def _her_own(name: str) -> str:
    if names.is_of_the_site(name):
        raise ValueError("That name sounds like the site itself. Please choose another.")
    return name


Name = Annotated[
    text.ShortLine, StringConstraints(min_length=1, max_length=60), AfterValidator(_her_own)
]
Pronouns = Annotated[text.ShortLine, StringConstraints(max_length=40)]
Bio = Annotated[text.Paragraphs, StringConstraints(max_length=600)]
Spoken = Annotated[str, AfterValidator(_spoken)]


class ProfileForm(Form):
    name: Name
    pronouns: Pronouns = ""
    bio: Bio = ""
    time_zone: zones.TimeZone = ""
    language: Spoken = ""
    findable: Literal["", "on"] = ""


ProfileFilled = Annotated[Filled[ProfileForm], Depends(filled(ProfileForm))]


def turn(session: InTransaction, member: Member, said: profiles.Profile, *, findable: bool) -> bool:
    """What she says of herself from now on; returns whether others read it at once."""
    if profiles.present(session, member)[1]:
        mending.wait_turn(session, SubjectRef("profile", member.id.hex))
    is_shown = profiles.change(session, member, said)
    profiles.let_find(session, member, on=findable)
    return is_shown
