"""What messages hold, in words for members."""

from app.community.messages.models import Conversation, HandedOver, LetterboxRow, Message
from app.core.stored import Closing, Room, Setting, Stored, Until, blind, keep, sealed

BOTH = Until("Until you take it back, or both of you have deleted the conversation.")

keep(
    LetterboxRow,
    Stored(
        Room.YOU,
        "Your letterbox",
        "Which conversations are yours, who may write to you, and whom you let. Where somebody let "
        "you write, a number that leads nowhere stays in hers until she changes it.",
        Until("Until your account is deleted."),
        Closing.GOES,
        copy=("door", "messages"),
        parts={
            "owner": blind("A mark by which the server finds it"),
            "sealed": sealed("Whose it is, and what lies in it"),
        },
    ),
)
keep(
    Conversation,
    Stored(
        Room.WRITING,
        "Conversations",
        "That two people write to each other. Who they are is sealed.",
        Until("Until both of you have deleted it, or left."),
        Closing.WISH,
        copy=("messages",),
        parts={
            "pair": blind("A mark made of the two, by which the server finds it"),
            "sealed": sealed("Who the two are, and how it stands between them"),
        },
    ),
)
keep(
    Message,
    Stored(
        Room.WRITING,
        "Messages",
        "What you write to another member. Nobody is told whether it was read.",
        BOTH,
        Closing.WISH,
        copy=("messages",),
        parts={
            "conversation_id": "In which conversation",
            "sealed": sealed("The words, the minute, and which of the two wrote them"),
        },
    ),
)
keep(
    HandedOver,
    Stored(
        Room.MODERATORS,
        "Messages that somebody has handed to moderators",
        "Copies of those that she ticked when she reported them.",
        Until("For {kept}.", kept=Setting("retention_copies")),
        Closing.UNNAMED,
        apart="Moderators’ copy of what lies among your own messages.",
        parts={
            "conversation_id": "From which conversation",
            "sealed": sealed("The words, and who wrote them"),
        },
    ),
)
