"""What the outbox holds, in words for members."""

from app.core.outbox import Job
from app.core.stored import Closing, Room, Setting, Stored, Until, keep, sealed

keep(
    Job,
    Stored(
        Room.WORKING,
        "Letters that wait to be sent",
        "Emails to members, from the moment they are written until the mail server has them.",
        Until(
            "It goes the moment the email is sent. One that can’t be sent is kept for {dead}.",
            dead=Setting("retention_dead_mail"),
        ),
        Closing.GOES,
        apart="It is the email that you get, and gone when you have it.",
        parts={
            "sealed": sealed("The email, and to whom it goes"),
            "due": "When it is to be sent",
            "leased_until": "Until when a process is busy sending it",
            "attempts": "How often it was tried",
            "dead": "Whether it was given up",
        },
    ),
)
