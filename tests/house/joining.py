"""What the world has of joining: Wilma, who waits to be let in, and an invitation of Grace's."""

from app.core.keys import base32
from app.people.house import House
from app.people.joining import admission, invitations
from app.people.joining.contents import Contents
from app.people.joining.models import Invitation, JoiningRequest
from app.people.members.models import Member, Standing
from tests.make import Make

FORMS: dict[str, dict[str, str]] = {
    "joining_wait": {"turn": "withdraw", "words": "", "invitation": ""},
    "joining_request": {"turn": "decline", "words": "Not here, I’m sorry."},
    "settings_joining": {
        "question_1": "What brings you here?",
        "question_2": "",
        "question_3": "",
        "challenge_question": "What do we call a room here?",
        "challenge_answers": "circle",
    },
    "settings_invitations": {"uses": "5", "days": "7"},
    "withdraw_invitation": {},
}
OF_ITS_OWN = {"joining_request": {"handle": "asking"}}
# How a block holds there (tests/house/test_surfaces.py).
HOLDS = {
    "GET join_with": "none",
    "GET joining_wait": "none",
    "GET joining_requests": "staff",
    "GET joining_request": "staff",
    "GET settings_joining": "staff",
    "GET settings_invitations": "own",
    "POST joining_wait": "own",
    "POST joining_request": "staff",
    "POST settings_joining": "staff",
    "POST settings_invitations": "own",
    "POST withdraw_invitation": "own",
}
# Who may (tests/house/test_permissions.py), in the order of its people.
TABLE = {
    "GET join_with": "+++++++++",
    "GET joining_wait": "+++++++++",
    "GET joining_requests": "s------++",
    "GET joining_request": "s------++",
    "GET settings_joining": "s!!!!!!!+",
    "GET settings_invitations": "s++++++++",
    "POST joining_wait": "+++++++++",
    "POST joining_request": "!------++",
    "POST settings_joining": "!!!!!!!!+",
    "POST settings_invitations": "!!!!!!!++",
    "POST withdraw_invitation": "!--+-----",
}


def build(make: Make, grace: Member) -> dict[str, str]:
    wilma = make.member("Wilma", standing=Standing.WAITING)
    said = Contents((("What brings you here?", "A friend told me."),))
    sealed = said.sealed(make.house.ring, wilma.id)
    make.saved(JoiningRequest(member_id=wilma.id, sealed=sealed))
    with make._as(grace) as (session, viewer):
        house = make.house
        settings = house.settings.model_copy(update={"inviting": "members"})
        invitations.make(session, house.ring, settings, viewer, (5, 7, "world"))
    made = make.session.query(Invitation).one()
    return {"asking": "wilma", "invitation_id": base32(made.id), "code": "none"}


def waiting(house: House) -> str:
    """What stands in the address of the page on which Wilma waits; once she has taken her request
    back, of none."""
    with house.database.changing() as session:
        wilma = session.query(Member).filter_by(handle="wilma").one_or_none()
        return admission.key(house.ring, wilma) if wilma else "none"
