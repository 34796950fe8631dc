"""What intents, kind words and posts that are gone are called, by their values."""

from app.core.languages import Sentence, phrases

INTENTS = {
    "just-listening": (
        *(
            Sentence("Just listening"),
            Sentence("You want to be heard. No solutions, please."),
            "ear",
            "listen",
        ),
        Sentence("She asked to be listened to. No solutions, please."),
    ),
    "advice-welcome": (
        *(
            Sentence("Advice welcome"),
            Sentence("You want to know what others would do."),
            "advice",
            "advice",
        ),
        Sentence("She asked what others would do."),
    ),
    "shared-experiences": (
        *(
            Sentence("Shared experiences"),
            Sentence("You want to hear from women who’ve been there."),
            "users",
            "shared",
        ),
        Sentence("She asked to hear from those who’ve been there."),
    ),
    "celebrate": (
        *(
            Sentence("Celebrate with me"),
            Sentence("Something went well and you want company."),
            "cheer",
            "cheer",
        ),
        Sentence("Something went well. She asked for company in it."),
    ),
}


REACTIONS = phrases(
    {
        "been-there": "I’ve been there",
        "with-you": "With you",
        "earned": "You earned this",
        "thanks": "Thank you",
    }
)


# Of a reply, and of the post that opens a thread.
TOLD = {
    "shown": ("", ""),
    "deleted": (
        Sentence("A reply here was deleted by the person who wrote it."),
        Sentence(
            "The person who started this thread has deleted what she wrote. The replies stay."
        ),
    ),
    "ended": (
        Sentence("She chose an ending for this. It was taken back."),
        Sentence("She chose an ending for this. It was taken back. The replies stay."),
    ),
    "hidden": (
        Sentence("A moderator has hidden a reply here."),
        Sentence("A moderator has hidden what stood here. The replies stay."),
    ),
    "removed": (
        Sentence("A moderator has removed a reply here."),
        Sentence("A moderator has removed what stood here. The replies stay."),
    ),
}


# Of a thread whose opening post is gone: its title, which stands in its row in English, and what
# its address says.
TITLES = {
    "deleted": (Sentence("A deleted thread"), "deleted"),
    "removed": (Sentence("A removed thread"), "removed"),
    "ended": (Sentence("A thread that was taken back"), "taken-back"),
}
