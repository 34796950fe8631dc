"""What joining holds, in words for members."""

from app.core.stored import (
    Closing,
    Constant,
    Room,
    Setting,
    Stored,
    Until,
    blind,
    hashed,
    keep,
    sealed,
)
from app.people.joining import invitations
from app.people.joining.models import Invitation, JoiningQuestion, JoiningRequest

keep(
    JoiningRequest,
    Stored(
        Room.YOU,
        "Your request to join",
        "What you answered and what moderators wrote to you, while you wait.",
        Until(
            "Until you are let in or take it back; after it was declined, for {declined}.",
            declined=Setting("joining_days"),
        ),
        Closing.GOES,
        apart="It is gone by the time you are in. While you wait, your page shows all of it.",
        parts={
            "sealed": sealed("Your answers, your invitation, and what moderators wrote"),
            "erased": "The day on which it goes",
        },
    ),
)
keep(
    Invitation,
    Stored(
        Room.YOU,
        "Invitations that you made",
        "How many may join by each, how many have, and its last day.",
        Until("For {listed} after its last day.", listed=Constant(invitations, "LISTED")),
        Closing.GOES,
        copy=("invitations",),
        parts={
            "h": hashed("The code"),
            "owner": blind("A mark by which the server finds yours"),
            "sealed": sealed("Whose it is"),
            "uses": "How many may join by it",
            "used": "How many have",
            "ends": "Its last day",
        },
    ),
)
keep(
    JoiningQuestion,
    Stored(
        Room.WORKING,
        "What is asked of whoever wants to join",
        "The questions, as administrators wrote them.",
        Until("Until administrators change them."),
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={
            "number": "Which question it is",
            "words": "The question",
            "accepted": "The answers that are right, where it tells people from programs",
        },
    ),
)
